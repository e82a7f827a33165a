"""The token of a registered application: sent in the header that the contract names, and shown to nobody."""

from __future__ import annotations

import logging
from typing import Any

import httpx
import pytest
from pluralkit_runtime import ApiError, ApiSpec, Client, InvalidResponse, TransportError

from tests.runtime.server import Server, http, json
from tests.runtime.support import AGENT, API, BARE, TOKEN, Async, Caller, Sync
from tests.runtime.test_secrets import assert_silent
from tests.runtime.test_transport_clients import given

HEADER = API.wire_format.application_header
APP = "aPp0123456789aPp0123456789aPp0123456789"
OTHER = "oThEr0123456789oThEr0123456789"


class Without(Client):
    """Of an API without applications."""

    api = ApiSpec(
        base_url=API.base_url, operations=(), limits={}, errors={}, wire_format=type(API.wire_format)()
    )


def sent_headers(caller: Caller, **settings: Any) -> httpx.Headers:
    seen: list[httpx.Headers] = []

    def handler(request: httpx.Request) -> httpx.Response:
        seen.append(request.headers)
        return httpx.Response(204)

    caller.request("GET", "/anything", handler=handler, **settings)
    return seen[0]


@pytest.mark.parametrize("token", [TOKEN, None])
def test_app_token_is_sent_with_and_without_a_token(caller: Caller, token: str | None) -> None:
    headers = sent_headers(caller, token=token, app_token=APP)
    assert (headers[HEADER], headers.get("authorization")) == (APP, token)
    assert HEADER not in sent_headers(caller, token=token)


def test_with_options_replaces_or_removes_the_app_token() -> None:
    seen: list[httpx.Headers] = []

    def handler(request: httpx.Request) -> httpx.Response:
        seen.append(request.headers)
        return httpx.Response(204)

    http_client = httpx.Client(transport=httpx.MockTransport(handler))
    client = Sync(**BARE, token=TOKEN, app_token=APP, http_client=http_client)
    changes: list[dict[str, Any]] = [
        {"timeout": 3},
        {"app_token": OTHER},
        {"app_token": None},
        {"token": OTHER},
    ]
    for change in changes:
        client.with_options(**change).request("GET", "/anything")
    assert [(each.get(HEADER), each["authorization"]) for each in seen] == [
        (APP, TOKEN),
        (OTHER, TOKEN),
        (None, TOKEN),
        (APP, OTHER),
    ]


@pytest.mark.parametrize("kind", [Sync, Async])
def test_from_env_reads_the_app_token(
    monkeypatch: pytest.MonkeyPatch, kind: type[Sync] | type[Async]
) -> None:
    monkeypatch.setenv("PLURALKIT_USER_AGENT", AGENT)
    monkeypatch.setenv("PLURALKIT_APP_TOKEN", APP)
    monkeypatch.delenv("PLURALKIT_TOKEN", raising=False)
    assert repr(kind.from_env()).endswith("token=None, app_token=[secret])")
    monkeypatch.setenv("PLURALKIT_APP_TOKEN", "")
    assert repr(kind.from_env()).endswith("token=None)")


@pytest.mark.parametrize(
    ("token", "error"),
    [
        ("", ValueError),
        ("two secrets", ValueError),
        ("secret\r\nX: y", ValueError),
        ("secrét", ValueError),
        (5, TypeError),
    ],
)
def test_error_for_an_invalid_app_token_hides_it(token: Any, error: type[Exception]) -> None:
    with pytest.raises(error, match=r"^app_token: ") as caught:
        Sync(**BARE, app_token=token)
    with Sync(**BARE) as client, pytest.raises(error, match=r"^app_token: ") as again:
        client.with_options(app_token=token)
    assert "secr" not in f"{caught.value} {again.value}"


def test_app_token_for_an_api_without_applications_is_a_value_error() -> None:
    with pytest.raises(ValueError, match=r"^app_token: this API has no"):
        Without(user_agent=AGENT, app_token=APP)


def test_app_token_in_default_headers_is_a_value_error() -> None:
    with pytest.raises(
        ValueError, match=f"^default_headers: {HEADER} cannot be set: use app_token"
    ) as caught:
        Sync(**BARE, default_headers={HEADER: APP})
    assert APP not in str(caught.value)


@pytest.mark.parametrize("app_token", [None, APP])
def test_app_token_header_of_a_given_client_is_not_sent(
    caller: Caller, server: Server, app_token: str | None
) -> None:
    server.answer(json(b"[]"))
    http_client = given(caller, headers={HEADER: OTHER, "X-Trace": "1"})
    caller.request("GET", "/x", base_url=server.base_url, http_client=http_client, app_token=app_token)
    (request,) = server.requests
    assert OTHER.encode() not in request
    assert (APP.encode() in request) is (app_token is not None)
    assert b"x-trace: 1" in request.lower()


@pytest.mark.parametrize("status", [200, 303, 401, 502])
def test_errors_hide_an_app_token_that_the_response_echoes(caller: Caller, status: int) -> None:
    def echo(request: httpx.Request) -> httpx.Response:
        body = f'{{"message": "{request.headers[HEADER]}", "code": 5}}'
        headers = {"content-type": f"text/{APP}", "location": f"https://elsewhere.example/{APP}"}
        return httpx.Response(status, content=body, headers=headers)

    with pytest.raises((ApiError, InvalidResponse)) as caught:
        caller.request("GET", "/members/abcde", handler=echo, app_token=APP)
    assert_silent(caught.value, APP)


def test_errors_and_logs_hide_the_app_token(
    caller: Caller, server: Server, caplog: pytest.LogCaptureFixture
) -> None:
    server.answer(json(b'{"code": 20002, "message": "Member not found."}', 404))
    with caplog.at_level(logging.DEBUG), pytest.raises(ApiError):
        caller.request("GET", "/members/abcde", base_url=server.base_url, app_token=APP)
    assert caplog.records
    assert APP not in caplog.text
    for start in (b"", f"{APP} 200\r\n\r\n".encode()):
        server.hang_up(start)
        with pytest.raises(TransportError) as caught:
            caller.request("GET", "/members/abcde", base_url=server.base_url, app_token=APP)
        assert_silent(caught.value, APP)
    assert all(APP.encode() in request for request in server.requests)


def test_app_token_is_not_sent_to_other_hosts(caller: Caller, server: Server) -> None:
    with Server() as elsewhere:
        server.answer(http(302, b"", f"Location: {elsewhere.base_url}/members/abcde"))
        with pytest.raises(ApiError, match="redirects are not followed"):
            caller.request("GET", "/members/abcde", base_url=server.base_url, app_token=APP)
        assert elsewhere.accepted == 0


@pytest.mark.parametrize("kind", [Sync, Async])
def test_repr_and_constructor_errors_hide_the_app_token(kind: type[Sync] | type[Async]) -> None:
    client = kind(user_agent=AGENT, app_token=APP)
    assert APP not in f"{client!r} {client} {vars(client)} {client.with_options(timeout=1)!r}"
    for wrong in ({"timeout": -1}, {"token": f"{TOKEN}\n"}, {"user_agent": ""}):
        settings: dict[str, Any] = {"user_agent": AGENT, "app_token": APP, **wrong}
        with pytest.raises(ValueError, match=next(iter(wrong))) as caught:
            kind(**settings)
        assert_silent(caught.value, APP)
