"""A token is sent only to the API: to no other host, and not into logs or error messages."""

from __future__ import annotations

import logging
import pickle
import ssl
from collections.abc import Callable, Iterator
from types import TracebackType
from typing import Any

import httpx
import pytest
from pluralkit_runtime import ApiError, InvalidResponse, PluralKitError, TransportError
from pluralkit_runtime.secret import Secret

from tests.runtime.server import Server, http, json
from tests.runtime.support import AGENT, BARE, TOKEN, Async, Caller, Sync

SCOPED = "pkapi:eyJ0aWQiOiIxMjMifQ==:c2lnbmF0dXJlc2lnbmF0dXJl-w"


def texts(error: BaseException) -> Iterator[str]:
    """What a report of the error could show: it, its causes, the locals of every frame but the tests' own."""
    seen: list[BaseException | None] = [None]
    waiting: list[BaseException | None] = [error]
    while waiting:
        each = waiting.pop()
        if each in seen or each is None:
            continue
        seen.append(each)
        yield f"{each} {each!r} {vars(each)}"
        waiting += [each.__cause__, each.__context__]
        trace: TracebackType | None = each.__traceback__
        while trace is not None:
            if "/tests/" not in trace.tb_frame.f_code.co_filename:
                yield repr(trace.tb_frame.f_locals)
            trace = trace.tb_next


def assert_silent(error: BaseException, token: str) -> None:
    for text in texts(error):
        assert token not in text


@pytest.fixture(params=[TOKEN, SCOPED, f"Bearer {SCOPED}"], ids=["legacy", "scoped", "pasted"])
def token(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def secret_of(token: str) -> str:
    return token.removeprefix("Bearer ")


@pytest.mark.parametrize("status", [200, 303, 401, 404, 429, 502])
@pytest.mark.parametrize("media", ["text/html", "application/json", "text/{}"])
def test_errors_hide_a_token_that_the_response_echoes(
    caller: Caller, token: str, status: int, media: str
) -> None:
    secret = secret_of(token)
    media = media.format(secret)

    def echo(request: httpx.Request) -> httpx.Response:
        assert secret in request.headers["authorization"]
        body = f'{{"message": "{secret}", "code": 5, "errors": {{"{secret}": [{{"message": "{secret}"}}]}}}}'
        headers = {"content-type": media, "location": f"https://elsewhere.example/{secret}"}
        return httpx.Response(status, content=body, headers=headers)

    with pytest.raises((ApiError, InvalidResponse)) as caught:
        caller.request("GET", "/members/abcde", handler=echo, token=token)
    assert_silent(caught.value, secret)


@pytest.mark.parametrize(
    "failure",
    [
        httpx.ConnectError,
        httpx.ReadTimeout,
        httpx.WriteError,
        httpx.RemoteProtocolError,
        ssl.SSLError,
        OSError,
    ],
)
def test_transport_errors_hide_the_token(
    caller: Caller, token: str, failure: Callable[[str], Exception]
) -> None:
    secret = secret_of(token)

    def fail(request: httpx.Request) -> httpx.Response:
        headers = request.headers.raw  # a local, as httpcore has it
        assert headers
        raise failure(f"while sending {secret}")

    with pytest.raises(TransportError) as caught:
        caller.request("GET", "/members/abcde", handler=fail, token=token)
    assert_silent(caught.value, secret)


def test_network_errors_hide_the_token(caller: Caller, server: Server, token: str) -> None:
    secret = secret_of(token)
    for start in (b"", b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n{", f"{secret} 200\r\n\r\n".encode()):
        server.hang_up(start)
        with pytest.raises(TransportError) as caught:
            caller.request("GET", "/members/abcde", base_url=server.base_url, token=token)
        assert_silent(caught.value, secret)
    assert all(secret.encode() in request for request in server.requests)


def test_logs_of_all_levels_hide_the_token(
    caller: Caller, server: Server, token: str, caplog: pytest.LogCaptureFixture
) -> None:
    server.answer(json(b'{"code": 20002, "message": "Member not found."}', 404))
    with caplog.at_level(logging.DEBUG), pytest.raises(ApiError):
        caller.request("GET", "/members/abcde", base_url=server.base_url, token=token)
    assert caplog.records
    assert secret_of(token) not in caplog.text


@pytest.mark.parametrize("kind", [Sync, Async])
def test_repr_and_attributes_of_a_client_hide_the_token(kind: type[Sync] | type[Async], token: str) -> None:
    client = kind(user_agent=AGENT, token=token)
    assert "[secret]" in repr(client)
    assert secret_of(token) not in f"{client!r} {client} {vars(client)}"


@pytest.mark.parametrize("kind", [Sync, Async])
@pytest.mark.parametrize(
    "wrong", [{"timeout": -1}, {"user_agent": ""}, {"base_url": "nowhere"}, {"token": f"{TOKEN}\n"}]
)
def test_errors_of_the_constructor_hide_the_token(
    kind: type[Sync] | type[Async], wrong: dict[str, Any]
) -> None:
    settings: dict[str, Any] = {"user_agent": AGENT, "token": TOKEN, **wrong}
    with pytest.raises(ValueError, match=next(iter(wrong))) as caught:
        kind(**settings)
    assert_silent(caught.value, TOKEN)


def test_a_secret_is_not_a_str_and_cannot_be_pickled() -> None:
    secret = Secret(TOKEN)
    assert not isinstance(secret, str)
    with pytest.raises(TypeError, match="cannot be pickled"):
        pickle.dumps(secret)
    client = Sync(user_agent=AGENT, token=TOKEN)
    with pytest.raises(TypeError):
        pickle.dumps(client)


def test_a_short_secret_is_hidden_only_as_a_whole_word() -> None:
    assert Secret("e").hide_in("the e element") == "the [secret] element"


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_not_followed(caller: Caller, server: Server, status: int) -> None:
    with Server() as elsewhere:
        server.answer(http(status, b"", f"Location: {elsewhere.base_url}/members/abcde"))
        with pytest.raises(ApiError, match="redirects are not followed") as caught:
            caller.request("GET", "/members/abcde", base_url=server.base_url)
        assert caught.value.status == status
        assert type(caught.value) is ApiError
        assert elsewhere.accepted == 0
    assert len(server.requests) == 1


def test_follow_redirects_of_a_given_client_has_no_effect(server: Server) -> None:
    server.answer(http(302, b"", f"Location: {server.base_url}/elsewhere"))
    with httpx.Client(follow_redirects=True) as http_client:
        client = Sync(**BARE, token=TOKEN, base_url=server.base_url, http_client=http_client)
        with pytest.raises(PluralKitError, match="redirects"):
            client.request("GET", "/members/abcde")
    assert len(server.requests) == 1


def test_an_anonymous_client_sends_no_credentials_of_the_http_client(server: Server) -> None:
    server.answer(json(b"[]"))
    with httpx.Client(auth=("user", "hunter2")) as http_client:
        client = Sync(**BARE, base_url=server.base_url, http_client=http_client)
        client.request("GET", "/anything")
    assert b"authorization" not in server.requests[0].lower()
