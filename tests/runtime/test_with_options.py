"""Copies of a client with other options, and user-supplied headers."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import anyio
import httpx
import pytest
from pluralkit_runtime import Client, RateLimiter
from pluralkit_runtime.options import make_options
from pluralkit_runtime.request import RawRequest

from tests.runtime.server import Server
from tests.runtime.server import json as json_answer
from tests.runtime.support import AGENT, ANNIE, API, BARE, TOKEN, Async, Caller, Sync

OTHER = "o" * 64


class Mirror:
    """A server that keeps the headers of what it was sent."""

    def __init__(self) -> None:
        self.headers: list[httpx.Headers] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.headers.append(request.headers)
        return httpx.Response(200, json=ANNIE)


class Resources:
    """Stands for the generated resources."""

    def __init__(self, client: Client) -> None:
        self.client = client


class WithResources(Client):
    api = API

    @cached_property
    def members(self) -> Resources:
        """A resource."""
        return Resources(self)


def test_default_headers_are_sent_with_each_request(caller: Caller) -> None:
    mirror = Mirror()
    headers = {"X-PluralKit-App": "mine", "X-Trace": "1"}
    caller.request("GET", "/members/annie", handler=mirror, default_headers=headers)
    (sent,) = mirror.headers
    assert (sent["x-pluralkit-app"], sent["x-trace"]) == ("mine", "1")
    assert (sent["user-agent"], sent["authorization"]) == (AGENT, TOKEN)


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("User-Agent", "use user_agent"),
        ("AUTHORIZATION", "use token"),
        ("content-type", "the client sets it"),
        ("Host", "the client sets it"),
        ("Transfer-Encoding", "the client sets it"),
    ],
)
def test_default_headers_that_the_client_sets_are_a_value_error(name: str, hint: str) -> None:
    with pytest.raises(ValueError, match=f"default_headers: {name} cannot be set: {hint}"):
        Sync(**BARE, default_headers={name: "hidden"})


@pytest.mark.parametrize(
    ("headers", "error", "message"),
    [
        ({"X-A": "hidden\r\nX-B: 1"}, ValueError, "X-A must be printable ASCII"),
        ({"X A": "hidden"}, ValueError, "has a name that is none of a header"),
        ({5: "hidden"}, ValueError, "has a name that is none of a header"),
        ({"X-A": 5}, TypeError, "X-A must be a str, not int"),
        ([("X-A", "hidden")], TypeError, "must be a mapping, not list"),
    ],
    ids=["line-break", "name", "name-that-is-no-text", "value", "list"],
)
def test_invalid_default_headers_are_an_error(headers: Any, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=f"^default_headers: {message}") as caught:
        Sync(**BARE, default_headers=headers)
    assert "hidden" not in str(caught.value)


def test_a_copy_has_the_changed_and_keeps_the_other_options() -> None:
    mirror = Mirror()
    http_client = httpx.Client(transport=httpx.MockTransport(mirror))
    client = Sync(**BARE, token=TOKEN, http_client=http_client, default_headers={"X-A": "1"})
    copy = client.with_options(token=OTHER, user_agent="other/1 (me@example.org)")
    assert type(copy) is Sync
    for each in (client, copy, copy.with_options(token=None, default_headers={"X-B": "2"})):
        each.request("GET", "/members/annie")
    first, second, third = mirror.headers
    assert (first["authorization"], first["user-agent"], first["x-a"]) == (TOKEN, AGENT, "1")
    assert (second["authorization"], second["user-agent"]) == (OTHER, "other/1 (me@example.org)")
    assert second["x-a"] == "1"
    assert "authorization" not in third
    assert ("x-a" in third, third["x-b"]) == (False, "2")


def test_a_copy_shares_the_connections_and_leaves_them_open(server: Server) -> None:
    server.answer(json_answer(b"[]"))
    with Sync(**BARE, base_url=server.base_url) as client:
        with client.with_options(timeout=5) as copy:
            copy.request("GET", "/x")
        client.request("GET", "/x")
        client.with_options(token=OTHER).request("GET", "/x")
    assert server.accepted == 1


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_an_async_copy_shares_the_connections_and_leaves_them_open(server: Server, backend: str) -> None:
    async def main() -> None:
        async with Async(**BARE, base_url=server.base_url) as client:
            async with client.with_options(timeout=5) as copy:
                await copy.request("GET", "/x")
            await client.request("GET", "/x")

    server.answer(json_answer(b"[]"))
    anyio.run(main, backend=backend)
    assert server.accepted == 1


def test_a_copy_shares_the_rate_limiter() -> None:
    used: list[str | None] = []

    class Watched(RateLimiter):
        def _reserve(self, *args: Any, caller: str | None, **options: Any) -> Any:
            used.append(caller)
            return super()._reserve(*args, caller=caller, **options)

    http_client = httpx.Client(transport=httpx.MockTransport(Mirror()))
    settings: dict[str, Any] = {**BARE, "rate_limiter": Watched(), "http_client": http_client}
    client = Sync(**settings, token=TOKEN)
    for each in (client, client.with_options(token=OTHER), client.with_options(timeout=3)):
        each.request("GET", "/members/annie")
    assert len(used) == 3
    assert len(set(used)) == 2  # each token by a name of its own


def test_a_copy_has_its_own_resources() -> None:
    client = WithResources(**BARE)
    assert client.members.client is client
    copy = client.with_options(timeout=1)
    assert copy.members.client is copy
    assert client.members.client is client
    client.close()


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"timeout": 0}, ValueError),
        ({"max_queue_time": -1}, ValueError),
        ({"token": "a b"}, ValueError),
        ({"user_agent": ""}, ValueError),
        ({"hooks": [5]}, TypeError),
        ({"default_headers": {"Authorization": "x"}}, ValueError),
    ],
    ids=["timeout", "max_queue_time", "token", "user_agent", "hooks", "default_headers"],
)
def test_the_options_of_a_copy_are_checked(change: dict[str, Any], error: type[Exception]) -> None:
    with Sync(**BARE) as client, pytest.raises(error, match=f"^{next(iter(change))}"):
        client.with_options(**change)


def test_repr_hides_the_values_of_default_headers() -> None:
    headers = {"X-PluralKit-App": "hidden"}
    options = make_options(
        API, user_agent=AGENT, timeout=1, retry=None, rate_limiter=None, default_headers=headers
    )
    raw = RawRequest("GET", "https://example.org/v2", headers, {}, None, 1.0)
    with Sync(**BARE, default_headers=headers) as client:
        assert "hidden" not in f"{client!r} {options!r} {raw!r}"
