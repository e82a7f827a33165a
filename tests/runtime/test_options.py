"""Client options and the headers they produce."""

from __future__ import annotations

import inspect
import socket
import time
from typing import Any

import httpx
import pytest
from pluralkit_runtime import RateLimiter

from tests.runtime.server import Server, json
from tests.runtime.support import AGENT, TOKEN, Async, Caller, Sync

SCOPED = "pkapi:eyJ0aWQiOiIx+/In0=:c2lnbmF0dXJl_-w"


def sent_headers(caller: Caller, **settings: Any) -> httpx.Headers:
    seen: list[httpx.Headers] = []

    def handler(request: httpx.Request) -> httpx.Response:
        seen.append(request.headers)
        return httpx.Response(204)

    caller.request("GET", "/anything", handler=handler, **settings)
    return seen[0]


@pytest.mark.parametrize(
    ("token", "authorization"),
    [(TOKEN, TOKEN), (SCOPED, f"Bearer {SCOPED}"), (f"Bearer {SCOPED}", f"Bearer {SCOPED}"), (None, None)],
)
def test_authorization_header_depends_on_the_kind_of_token(
    caller: Caller, token: str | None, authorization: str | None
) -> None:
    headers = sent_headers(caller, token=token)
    assert headers.get("authorization") == authorization
    assert headers["user-agent"] == AGENT


@pytest.mark.parametrize(
    "token",
    ["", " ", "secret\n", "secret\r\nX: y", "sec\0ret", "secrét", "two secrets", "Bearer secret", "Basic x"],
)
def test_error_for_an_invalid_token_hides_it(token: str) -> None:
    with pytest.raises(ValueError, match=r"^token: ") as caught:
        Sync(user_agent=AGENT, token=token)
    assert "secr" not in str(caught.value)


@pytest.mark.parametrize("user_agent", ["", "  ", "a\r\nX: y", "a\0", "ünïcode", None])
def test_a_user_agent_is_required_and_printable(user_agent: Any) -> None:
    for kind in (Sync, Async):
        with pytest.raises(ValueError, match=r"^user_agent: "):
            kind(user_agent=user_agent)


@pytest.mark.parametrize(
    "base_url",
    [
        "https://api.example.org",
        "https://api.example.org/v1",
        "ftp://api.example.org/v2",
        "api.example.org/v2",
        "/v2",
        "https:///v2",
        "https://user:hunter2@api.example.org/v2",
        "https://api.example.org/v2?x=1",
        "https://api.example.org/v2?",
        "https://api.example.org/v2#",
        "https://api.example.org:port/v2",
        "https://api.example.org/../v2",
        "https://api.exa mple.org/v2",
        "https://api.example.org/v2\n",
        "https://api.example.org\\@elsewhere.example/v2",
    ],
)
def test_an_invalid_base_url_is_a_value_error(base_url: str) -> None:
    with pytest.raises(ValueError, match=r"^base_url: ") as caught:
        Sync(user_agent=AGENT, base_url=base_url)
    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize(
    ("base_url", "url"),
    [
        (None, "https://api.example.org/v2/anything"),
        ("http://127.0.0.1:8000/v2", "http://127.0.0.1:8000/v2/anything"),
        ("http://[::1]:8000/proxy/v2/", "http://[::1]:8000/proxy/v2/anything"),
    ],
)
def test_requests_use_the_base_url_or_its_default(caller: Caller, base_url: str | None, url: str) -> None:
    seen: list[str] = []

    def handler(request: httpx.Request) -> httpx.Response:
        seen.append(str(request.url))
        return httpx.Response(204)

    caller.request("GET", "/anything", handler=handler, base_url=base_url)
    assert seen == [url]


@pytest.mark.parametrize("timeout", [0, -1, float("inf"), float("nan"), None, "5"])
def test_an_invalid_timeout_is_a_value_error(timeout: Any) -> None:
    with pytest.raises(ValueError, match=r"^timeout: "):
        Sync(user_agent=AGENT, timeout=timeout)


@pytest.mark.parametrize("timeout", [1e300, 10**400, 4294967.3])
def test_very_long_timeouts_are_accepted(caller: Caller, server: Server, timeout: float) -> None:
    def answer(connection: socket.socket) -> None:
        time.sleep(0.1)  # an overflow leaves some milliseconds of such a timeout
        connection.sendall(json(b"[]"))

    server.handler = answer
    caller.request("GET", "/anything", base_url=server.base_url, timeout=timeout, rate_limiter=RateLimiter())


@pytest.mark.parametrize("name", ["token", "base_url", "retry", "rate_limiter"])
def test_an_option_of_a_wrong_type_is_a_type_error(name: str) -> None:
    with pytest.raises(TypeError, match=rf"^{name}: "):
        Sync(**{"user_agent": AGENT, name: 5})  # type: ignore[arg-type] # the mistake is meant


def test_a_copy_checks_the_type_of_its_retry_policy() -> None:
    with pytest.raises(TypeError, match=r"^retry: must be a RetryPolicy or None, not int$"):
        Sync(user_agent=AGENT).with_options(retry=3)  # type: ignore[arg-type] # the mistake is meant


@pytest.mark.parametrize("kind", [Sync, Async])
def test_the_signature_of_a_client_names_the_defaults_and_no_address(kind: type[Sync | Async]) -> None:
    signature = str(inspect.signature(kind))
    assert "max_attempts=4, max_elapsed=30.0" in signature
    assert " at 0x" not in signature


@pytest.mark.parametrize("kind", [Sync, Async])
def test_from_env_reads_the_environment_variables(
    monkeypatch: pytest.MonkeyPatch, kind: type[Sync] | type[Async]
) -> None:
    monkeypatch.setenv("PLURALKIT_USER_AGENT", AGENT)
    monkeypatch.setenv("PLURALKIT_TOKEN", "")
    monkeypatch.delenv("PLURALKIT_BASE_URL", raising=False)
    assert repr(kind.from_env()) == f"{kind.__name__}(base_url='https://api.example.org/v2', token=None)"
    monkeypatch.setenv("PLURALKIT_TOKEN", TOKEN)
    monkeypatch.setenv("PLURALKIT_BASE_URL", "http://127.0.0.1:1/v2")
    assert repr(kind.from_env()) == f"{kind.__name__}(base_url='http://127.0.0.1:1/v2', token=[secret])"
    monkeypatch.delenv("PLURALKIT_USER_AGENT")
    with pytest.raises(ValueError, match=r"^PLURALKIT_USER_AGENT is not set: .*me@example.org"):
        kind.from_env()
