"""Parsing of raw responses into results and errors."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from pluralkit_runtime import (
    ApiError,
    BadRequest,
    FieldError,
    Forbidden,
    Headers,
    InvalidResponse,
    NotFound,
    RateLimit,
    RateLimited,
    Request,
    ServerError,
    Unauthorized,
)
from pluralkit_runtime.parsing import rate_limit

from tests.runtime.support import (
    ANNIE,
    API,
    DELETE_MEMBER,
    GET_FRONTERS,
    GET_MEMBER,
    Caller,
    Handler,
    Member,
    MemberNotFound,
    ModelInvalid,
)

FRONTERS = Request(GET_FRONTERS, "/systems/abcde/fronters")
MEMBER = Request(GET_MEMBER, "/members/abcde")


def answering(status: int, **answer: Any) -> Handler:
    return lambda _: httpx.Response(status, **answer)


def test_a_response_has_data_status_headers_and_rate_limit(caller: Caller) -> None:
    headers = {"X-RateLimit-Scope": "own_system_get", "X-RateLimit-Limit": "10", "X-RateLimit-Remaining": "8"}
    response = caller.send(MEMBER, handler=answering(200, json=ANNIE, headers=headers))
    assert isinstance(response.data, Member)
    assert response.data.name == "Annie 🌻"
    assert (response.status, response.method, response.path) == (200, "GET", "/members/abcde")
    assert json.loads(response.content) == ANNIE
    assert response.headers["content-type"] == response.headers["Content-Type"] == "application/json"
    assert response.rate_limit == RateLimit("own_system_get", 10, 8, None)
    assert repr(response) == "<Response 200 GET /members/abcde>"


def test_each_status_is_parsed_to_its_own_type(caller: Caller) -> None:
    assert isinstance(caller.send(FRONTERS, handler=answering(200, json=ANNIE)).data, Member)
    assert caller.send(FRONTERS, handler=answering(204)).data is None
    delete = Request(DELETE_MEMBER, "/members/abcde")
    assert caller.send(delete, handler=answering(204)).data is None


@pytest.mark.parametrize(
    ("reset", "moment"),
    [
        ("1700000000", datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)),
        ("1700000000500", datetime(2023, 11, 14, 22, 13, 20, 500_000, tzinfo=UTC)),
        ("0", datetime(1970, 1, 1, tzinfo=UTC)),
        ("999999999999999", None),
        ("soon", None),
        ("-5", None),
        ("9" * 5000, None),
        (None, None),
    ],
)
def test_a_reset_is_in_seconds_or_milliseconds(
    caller: Caller, reset: str | None, moment: datetime | None
) -> None:
    headers = {"x-ratelimit-scope": "generic_get", "x-ratelimit-limit": "10", "x-ratelimit-remaining": "0"}
    if reset is not None:
        headers["x-ratelimit-reset"] = reset
    rate_limit = caller.send(FRONTERS, handler=answering(204, headers=headers)).rate_limit
    assert rate_limit == RateLimit("generic_get", 10, 0, moment)


@pytest.mark.parametrize("name", ["scope", "limit", "remaining"])
@pytest.mark.parametrize("value", [None, "", "-1", "1.5", "٣", "9" * 5000])
def test_invalid_rate_limit_headers_are_ignored(name: str, value: str | None) -> None:
    values = {"scope": "generic_get", "limit": "10", "remaining": "0", name: value}
    headers = Headers(
        (f"X-RateLimit-{key.title()}", text) for key, text in values.items() if text is not None
    )
    expected = RateLimit(value, 10, 0, None) if name == "scope" and value else None
    assert rate_limit(headers, API.wire_format) == expected


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (300, ApiError),
        (304, ApiError),
        (400, BadRequest),
        (401, Unauthorized),
        (403, Forbidden),
        (404, NotFound),
        (405, ApiError),
        (410, ApiError),
        (415, ApiError),
        (429, RateLimited),
        (500, ServerError),
        (501, ServerError),
        (502, ServerError),
        (520, ServerError),
        (599, ServerError),
    ],
)
@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html><h1>Bad gateway</h1></html>",
        b'{"message": "cut',
        b"[1]",
        b"null",
        b"5",
        b'{"message": 5, "code": "x", "errors": [], "retry_after": "soon", "scope": 5}',
        b'{"code": true, "errors": {"name": "x"}, "retry_after": -1}',
        b'{"code": 0, "message": "No."}',
        b'{"code": 31337, "message": "New."}',
        b"[" * 100_000,
        b"\xff\xfe",
    ],
    ids=range(12),
)
def test_an_error_status_raises_its_error_class_for_any_body(
    caller: Caller, status: int, kind: type[ApiError], body: bytes
) -> None:
    with pytest.raises(ApiError) as caught:
        caller.send(FRONTERS, handler=answering(status, content=body))
    error = caught.value
    assert type(error) is kind
    assert error.status == error.response.status == status
    assert error.response.content == body
    assert error.message
    assert error.code is None or type(error.code) is int
    assert str(error).startswith(f"{status} ")
    assert str(error).endswith(" GET /systems/abcde/fronters")


def error_of(caller: Caller, status: int, body: object) -> ApiError:
    with pytest.raises(ApiError) as caught:
        caller.send(MEMBER, handler=answering(status, json=body))
    return caught.value


def test_an_error_code_raises_its_own_class(caller: Caller) -> None:
    error = error_of(caller, 404, {"message": "Member not found.", "code": 20002})
    assert type(error) is MemberNotFound
    assert (error.code, error.message, error.errors) == (20002, "Member not found.", {})
    assert error.response.data == {"message": "Member not found.", "code": 20002}
    assert str(error) == "404 Member not found. (code 20002) GET /members/abcde"


@pytest.mark.parametrize(("status", "kind"), [(400, BadRequest), (410, ApiError), (500, ServerError)])
def test_a_code_with_an_unexpected_status_raises_the_class_of_the_status(
    caller: Caller, status: int, kind: type[ApiError]
) -> None:
    error = error_of(caller, status, {"message": "Member not found.", "code": 20002})
    assert type(error) is kind
    assert error.code == 20002


def test_errors_of_fields_are_parsed(caller: Caller) -> None:
    wrong = {
        "name": [{"message": "Field name is too long.", "actual_length": 101, "max_length": 100}],
        "color": [{"message": "Field color is invalid."}, {"message": "And ugly."}],
    }
    error = error_of(caller, 400, {"message": "Error parsing JSON model", "code": 40001, "errors": wrong})
    assert type(error) is ModelInvalid
    assert error.errors == {
        "name": [FieldError("Field name is too long.", max_length=100, actual_length=101)],
        "color": [FieldError("Field color is invalid."), FieldError("And ugly.")],
    }
    assert str(error) == (
        "400 Error parsing JSON model (code 40001); name: Field name is too long. (101 of at most 100); "
        "color: Field color is invalid.; color: And ugly. GET /members/abcde"
    )


@pytest.mark.parametrize(
    ("sent", "seconds"), [(0, 0.0), (250, 0.25), (1.5, 0.0015), (None, None), ("9", None)]
)
def test_rate_limited_has_retry_after_in_seconds(caller: Caller, sent: object, seconds: float | None) -> None:
    body = {"message": "429: too many requests", "retry_after": sent, "scope": "generic_get", "code": 0}
    error = error_of(caller, 429, body)
    assert isinstance(error, RateLimited)
    assert (error.retry_after, error.scope) == (seconds, "generic_get")
    assert str(error) == "429 too many requests GET /members/abcde"


def test_the_title_of_a_problem_document_is_the_message(caller: Caller) -> None:
    problem = {
        "type": "https://x.example",
        "title": "Unsupported Media Type",
        "status": 415,
        "traceId": "00-1",
    }
    assert str(error_of(caller, 415, problem)) == "415 Unsupported Media Type GET /members/abcde"


def test_the_start_of_a_html_page_is_in_the_message(caller: Caller) -> None:
    page = "<html>\n<title>Bad\tgateway\x1b[31m</title>" + "x" * 5000
    with pytest.raises(ServerError) as caught:
        caller.send(MEMBER, handler=answering(502, html=page))
    assert caught.value.code is None
    assert caught.value.message.startswith(
        "Bad Gateway; the body is not the API's: '<html> <title>Bad gateway"
    )
    assert len(str(caught.value)) < 350
    assert "\x1b" not in str(caught.value)


JSON = {"content-type": "application/json; charset=utf-8"}


@pytest.mark.parametrize(
    ("request_", "answer", "reason"),
    [
        (MEMBER, {"content": b"", "headers": JSON}, "no body"),
        (MEMBER, {"html": "<html>"}, "text/html"),
        (MEMBER, {"json": ANNIE, "headers": {"content-type": "text/plain"}}, "text/plain"),
        (MEMBER, {"content": json.dumps(ANNIE)[:-9].encode(), "headers": JSON}, "truncated"),
        (MEMBER, {"content": b"<html>", "headers": JSON}, "malformed"),
        (MEMBER, {"content": b"null", "headers": JSON}, "null"),
        (MEMBER, {"json": [ANNIE]}, "array"),
        (MEMBER, {"json": {**ANNIE, "name": 5}}, r"\$\.name"),
        (MEMBER, {"json": {**ANNIE, "created": "2021-03-04T05:06:07"}}, r"\$\.created"),
        (MEMBER, {"content": b'{"x": ' + b"[" * 100_000, "headers": JSON}, "deep"),
        (MEMBER, {"content": b'{"id": "\xff"}', "headers": JSON}, "utf-8"),
        (FRONTERS, {"content": b"", "headers": JSON}, "no body"),
    ],
)
def test_an_invalid_successful_body_raises_invalid_response(
    caller: Caller, request_: Request[Any], answer: dict[str, Any], reason: str
) -> None:
    with pytest.raises(InvalidResponse, match=reason) as caught:
        caller.send(request_, handler=answering(200, **answer))
    error = caught.value
    assert error.status == error.response.status == 200
    start = error.response.content[:20].decode(errors="replace")
    assert error.body.startswith(start)
    assert len(error.body) <= 200
    assert str(error).startswith(f"200 GET {request_.path}: ")


@pytest.mark.parametrize("status", [201, 202, 206])
def test_an_undocumented_status_raises_invalid_response(caller: Caller, status: int) -> None:
    with pytest.raises(InvalidResponse, match="no such answer") as caught:
        caller.send(MEMBER, handler=answering(status, json=ANNIE))
    assert caught.value.status == status


def test_a_body_without_a_media_type_is_parsed(caller: Caller) -> None:
    assert caller.send(MEMBER, handler=answering(200, content=json.dumps(ANNIE).encode())).data.id == "annie"


def test_str_of_an_error_escapes_text_of_the_server(caller: Caller) -> None:
    def handler(_: httpx.Request) -> httpx.Response:
        errors = {"na\rme": [{"message": "\u202e\x07 bad"}]}
        return httpx.Response(400, json={"message": "no\n\x1b[31mred", "code": 40001, "errors": errors})

    with pytest.raises(ApiError) as caught:
        caller.request("GET", "/members/abcde", handler=handler)
    assert str(caught.value).isprintable()
    assert r"no\n\x1b[31mred" in str(caught.value)
    assert caught.value.message == "no\n\x1b[31mred"
