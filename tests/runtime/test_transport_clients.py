"""User-supplied httpx clients: hooks, mocks, custom transports, Unix sockets, tracing."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections.abc import AsyncIterator, Callable, Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import anyio
import httpx
import pytest
import respx
from opentelemetry.instrumentation.httpx import HTTPXClientInstrumentor
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from pluralkit_runtime import NotFound, PluralKitError, RequestTimeout, RetryPolicy, TransportError
from pytest_httpx import HTTPXMock

from tests.runtime.server import Server
from tests.runtime.server import json as json_answer
from tests.runtime.support import ANNIE, BARE, TOKEN, Async, Caller, Sync
from tests.runtime.test_transport import HEAD, MEMBER

AGAIN = RetryPolicy(random=lambda: 0.0)


def given(caller: Caller, **options: Any) -> Any:
    """A client of the caller's kind that keeps no connection, so that it need not be closed."""
    kind = httpx.Client if caller.kind is Sync else httpx.AsyncClient
    return kind(limits=httpx.Limits(max_keepalive_connections=0), **options)


def hooked(caller: Caller, *hooks: Callable[[httpx.Response], object], request: bool = False) -> Any:
    """A client of the caller's kind with event hooks; the hooks of an asynchronous one are coroutines."""
    name = "request" if request else "response"
    if caller.kind is Sync:
        return given(caller, event_hooks={name: list(hooks)})

    def awaited(hook: Callable[[Any], object]) -> Callable[[Any], Any]:
        async def run(response: Any) -> None:
            result: Any = hook(response)
            if hasattr(result, "__await__"):
                await result

        return run

    return given(caller, event_hooks={name: [awaited(hook) for hook in hooks]})


def reads(response: httpx.Response) -> object:
    return response.aread() if isinstance(response.stream, httpx.AsyncByteStream) else response.read()


def get(caller: Caller, server: Server, **settings: Any) -> Any:
    return caller.request("GET", "/members/annie", base_url=server.base_url, **settings)


def test_a_response_hook_may_read_the_body(caller: Caller, server: Server) -> None:
    server.answer(json_answer(MEMBER))
    seen: list[bytes] = []
    client = hooked(caller, reads, lambda response: seen.append(response.content))
    assert get(caller, server, http_client=client, timeout=2).data.id == "annie"
    assert seen == [MEMBER]


def test_threads_get_their_own_bodies_when_a_hook_reads_them(server: Server) -> None:
    def handler(connection: socket.socket) -> None:
        request = requests[threading.get_ident()]
        name = request.split()[1].rpartition(b"/")[2]
        connection.sendall(json_answer(MEMBER.replace(b'"annie"', b'"%s"' % name)))

    requests: dict[int, bytes] = {}

    class Requests(list[bytes]):
        def append(self, request: bytes) -> None:
            requests[threading.get_ident()] = request
            super().append(request)

    server.requests = Requests()
    server.handler = handler
    wrong: list[str] = []
    with (
        httpx.Client(event_hooks={"response": [reads]}) as http_client,
        Sync(**BARE, base_url=server.base_url, http_client=http_client, timeout=5) as client,
    ):

        def call(name: str) -> None:
            for _ in range(10):
                found = client.request("GET", f"/members/{name}").data.id
                if found != name:
                    wrong.append(found)

        threads = [threading.Thread(target=call, args=(f"name{number}",)) for number in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert wrong == []
    assert len(server.requests) == 40


def test_raise_for_status_in_a_hook_raises_the_api_error_of_the_status(
    caller: Caller, server: Server
) -> None:
    server.answer(json_answer(b'{"message": "Member not found.", "code": 20001}', 404))
    client = hooked(caller, reads, httpx.Response.raise_for_status)
    with pytest.raises(NotFound) as caught:
        get(caller, server, http_client=client)
    assert caught.value.code == 20001
    client = hooked(caller, httpx.Response.raise_for_status)
    with pytest.raises(NotFound):
        get(caller, server, http_client=client)
    server.answer(json_answer(MEMBER))
    assert get(caller, server, http_client=hooked(caller, httpx.Response.raise_for_status)).status == 200


class HookError(Exception):
    pass


@pytest.mark.parametrize("request_", [True, False], ids=["request", "response"])
def test_an_exception_of_a_hook_is_raised_unchanged(caller: Caller, server: Server, request_: bool) -> None:
    server.answer(json_answer(MEMBER))

    def fails(_: object) -> None:
        raise HookError

    client = hooked(caller, fails, request=request_)
    with pytest.raises(HookError):
        get(caller, server, http_client=client, retry=AGAIN)


def test_a_body_that_a_hook_consumed_raises_a_transport_error(server: Server) -> None:
    server.answer(json_answer(MEMBER))

    def uses_up(response: httpx.Response) -> None:
        list(response.iter_raw())

    with httpx.Client(event_hooks={"response": [uses_up]}) as http_client:
        client = Sync(**BARE, base_url=server.base_url, http_client=http_client)
        with pytest.raises(TransportError, match="ResponseNotRead"):
            client.request("GET", "/members/annie")


def test_a_response_that_is_already_read_is_accepted(caller: Caller) -> None:
    """Such as that of a cache, or of a mock."""
    assert caller.request("GET", "/members/annie", handler=lambda _: httpx.Response(200, json=ANNIE)).data


def test_a_nested_call_keeps_the_deadline_of_the_outer_call(server: Server) -> None:
    server.answer(json_answer(MEMBER))
    inner = Sync(**BARE, base_url=server.base_url)

    def stall_after_calling(_: httpx.Request) -> None:
        inner.request("GET", "/members/annie")
        server.drip(HEAD, b"X-Drop: " + b"1" * 1000 + b"\r\n")

    with (
        httpx.Client(event_hooks={"request": [stall_after_calling]}) as http_client,
        Sync(**BARE, base_url=server.base_url, http_client=http_client, timeout=0.3) as outer,
    ):
        begun = time.monotonic()
        with pytest.raises(RequestTimeout):
            outer.request("GET", "/members/annie")
        assert time.monotonic() - begun < 2
    inner.close()


@contextmanager
def unix_server(directory: Path) -> Generator[tuple[Server, Path]]:
    """A server at a Unix socket."""
    if not hasattr(socket, "AF_UNIX"):
        pytest.skip("this Python has no Unix sockets")
    path = directory / "socket"
    server = Server()
    server._listener.close()  # pyright: ignore[reportPrivateUsage] (it is of another family)
    server._listener = socket.socket(socket.AF_UNIX)  # pyright: ignore[reportPrivateUsage]
    server._listener.bind(str(path))  # pyright: ignore[reportPrivateUsage]
    with server:
        yield server, path


@pytest.fixture
def uds(caller: Caller, tmp_path: Path) -> Iterator[tuple[Server, Any]]:
    with unix_server(tmp_path) as (server, path):
        if caller.kind is Sync:
            yield server, httpx.Client(transport=httpx.HTTPTransport(uds=str(path)))
        else:
            yield server, httpx.AsyncClient(transport=httpx.AsyncHTTPTransport(uds=str(path)))


def test_a_unix_socket_keeps_to_the_deadline(caller: Caller, uds: tuple[Server, Any]) -> None:
    server, client = uds
    server.drip(HEAD, b"X-Drop: 1\r\n")
    begun = time.monotonic()
    with pytest.raises(RequestTimeout) as caught:
        caller.request("GET", "/members/annie", base_url="http://here/v2", http_client=client, timeout=0.3)
    assert time.monotonic() - begun < 2
    assert caught.value.sent


def test_stale_bytes_on_a_unix_socket_raise_a_transport_error(tmp_path: Path) -> None:
    with (
        unix_server(tmp_path) as (server, path),
        httpx.Client(transport=httpx.HTTPTransport(uds=str(path))) as http_client,
        Sync(**BARE, base_url="http://here/v2", http_client=http_client) as client,
    ):
        good = json_answer(MEMBER)
        server.answer(good + good.replace(b'"annie"', b'"other"'))
        client.request("GET", "/members/annie")
        with pytest.raises(TransportError, match="before the request"):
            client.request("GET", "/members/annie")


def test_http2_in_a_synchronous_client_is_a_value_error() -> None:
    with httpx.Client(http2=True) as http_client, pytest.raises(ValueError, match="http_client: HTTP/2"):
        Sync(**BARE, http_client=http_client)


def test_http2_in_an_asynchronous_client_is_accepted() -> None:
    Async(**BARE, http_client=httpx.AsyncClient(http2=True))


class Dripping(httpx.SyncByteStream, httpx.AsyncByteStream):
    """A body without an end."""

    def __iter__(self) -> Iterator[bytes]:
        while True:
            time.sleep(0.01)
            yield b" "

    async def __aiter__(self) -> AsyncIterator[bytes]:
        while True:
            await anyio.sleep(0.01)
            yield b" "


def test_reading_the_body_of_a_custom_transport_keeps_to_the_deadline(caller: Caller) -> None:
    begun = time.monotonic()
    with pytest.raises(RequestTimeout) as caught:
        caller.request(
            "GET",
            "/members/annie",
            handler=lambda _: httpx.Response(200, stream=Dripping()),
            timeout=0.2,
        )
    assert time.monotonic() - begun < 2
    assert caught.value.sent


def test_a_custom_transport_gets_timeouts_for_all_phases() -> None:
    timeouts: list[dict[str, float]] = []

    def handler(request: httpx.Request) -> httpx.Response:
        timeouts.append(dict(request.extensions["timeout"]))
        return httpx.Response(200, json=ANNIE)

    Caller(Sync).request("GET", "/members/annie", handler=handler, timeout=3)
    assert timeouts[0].keys() == {"connect", "read", "write", "pool"}
    assert all(2 < value <= 3 for value in timeouts[0].values())


@pytest.mark.parametrize("wrong", [5, "client", Async, httpx.Client], ids=str)
def test_an_http_client_of_a_wrong_type_is_a_type_error(wrong: object) -> None:
    with pytest.raises(TypeError, match=r"http_client: must be an httpx\.Client, not"):
        Sync(**BARE, http_client=wrong)  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]


def test_mixing_sync_and_async_clients_is_a_type_error() -> None:
    with httpx.Client() as client, pytest.raises(TypeError, match=r"httpx\.AsyncClient, not httpx\.Client"):
        Async(**BARE, http_client=client)  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    with pytest.raises(TypeError, match=r"httpx\.Client, not httpx\.AsyncClient"):
        Sync(**BARE, http_client=httpx.AsyncClient())  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]


def test_repr_works_after_a_failed_constructor() -> None:
    client = Sync.__new__(Sync)
    with pytest.raises(TypeError):
        client.__init__(**BARE, http_client=5)  # type: ignore[misc] # pyright: ignore[reportArgumentType]
    assert repr(client).startswith("Sync(")


@pytest.mark.parametrize("given", [False, True])
def test_a_call_on_a_closed_client_raises_a_pluralkit_error(server: Server, given: bool) -> None:
    settings: dict[str, Any] = {**BARE, "retry": AGAIN}
    http_client = httpx.Client() if given else None
    client = Sync(**settings, base_url=server.base_url, http_client=http_client)
    if http_client is None:
        client.close()
    else:
        http_client.close()
    with pytest.raises(PluralKitError, match="is closed"):
        client.request("GET", "/members/annie")

    async def awaited() -> None:
        http_client = httpx.AsyncClient() if given else None
        client = Async(**settings, base_url=server.base_url, http_client=http_client)
        if http_client is None:
            await client.close()
        else:
            await http_client.aclose()
        with pytest.raises(PluralKitError, match="is closed"):
            await client.request("GET", "/members/annie")

    asyncio.run(awaited())
    assert server.requests == []


def test_the_authorization_of_a_given_client_is_not_sent(caller: Caller, server: Server) -> None:
    server.answer(json_answer(MEMBER))
    for token in (None, TOKEN):
        headers = {"Authorization": "other", "X-PluralKit-App": "app"}
        get(caller, server, token=token, http_client=given(caller, headers=headers))
    assert b"authorization" not in server.requests[0].lower()
    assert server.requests[1].lower().count(b"authorization: ") == 1
    assert TOKEN.encode() in server.requests[1]
    assert all(b"x-pluralkit-app: app" in request.lower() for request in server.requests)


def test_respx_mocks_default_and_given_http_clients(caller: Caller) -> None:
    for own in (True, False):
        settings: dict[str, Any] = {}
        if not own:
            settings["http_client"] = given(caller)
        with respx.mock(base_url="https://api.example.org/v2") as mock:
            route = mock.get("/members/annie").respond(json=ANNIE)
            assert caller.request("GET", "/members/annie", **settings).data.id == "annie"
            assert route.call_count == 1
            mock.post("/members").mock(side_effect=httpx.ReadTimeout)
            with pytest.raises(RequestTimeout) as caught:
                caller.request("POST", "/members", **settings)
            assert caught.value.sent


def test_pytest_httpx_mocks_default_and_given_http_clients(caller: Caller, httpx_mock: HTTPXMock) -> None:
    url = "https://api.example.org/v2/members/annie"
    for own in (True, False):
        settings: dict[str, Any] = {}
        if not own:
            settings["http_client"] = given(caller)
        httpx_mock.add_response(url=url, json=ANNIE)
        assert caller.request("GET", "/members/annie", **settings).data.id == "annie"
        httpx_mock.add_exception(httpx.ConnectError("refused"), url=url)
        with pytest.raises(TransportError) as caught:
            caller.request("GET", "/members/annie", **settings)
        assert not caught.value.sent


def test_opentelemetry_traces_default_and_given_http_clients(caller: Caller, server: Server) -> None:
    server.answer(json_answer(MEMBER))
    exporter = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    instrumentor = HTTPXClientInstrumentor()
    instrumentor.instrument(tracer_provider=provider)
    try:
        get(caller, server)
        get(caller, server, http_client=given(caller))
    finally:
        instrumentor.uninstrument()
    spans = exporter.get_finished_spans()
    assert [span.name for span in spans] == ["GET", "GET"]
    assert all(b"traceparent: " in request for request in server.requests)
