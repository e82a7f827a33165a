"""Transport failures on a real socket: the documented error, in time, and no open connections."""

from __future__ import annotations

import asyncio
import gzip
import json
import socket
import threading
import time
import tracemalloc
import zlib
from collections.abc import Callable, Generator
from contextlib import ExitStack, contextmanager
from typing import Any

import httpx
import pytest
import respx
from pluralkit_runtime import (
    InvalidResponse,
    PluralKitError,
    RateLimiter,
    RequestTimeout,
    ServerError,
    TransportError,
)
from pluralkit_runtime.ratelimit.scheduler import Ticket

from tests.runtime.server import Server, http
from tests.runtime.server import json as json_answer
from tests.runtime.support import AGENT, ANNIE, BARE, Async, Caller, Handler, Sync, garbage_collected

MEMBER = json.dumps(ANNIE).encode()
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
LIMIT = 32 * 1024 * 1024

# httpx leaves its generators to the garbage collector where a body is not read or not sent to its end, and
# trio warns of that. The connection is closed by then.
abandoned_generators = pytest.mark.filterwarnings("ignore:Async generator 'httpx:ResourceWarning")


@pytest.fixture(autouse=True)
def nothing_left_open() -> Generator[None]:
    with garbage_collected():
        yield


def get(caller: Caller, server: Server, **settings: Any) -> Any:
    return caller.request("GET", "/members/annie", base_url=server.base_url, **settings).data


@pytest.mark.parametrize(
    ("way", "start", "drop"),
    [
        ("stall", b"", b""),
        ("stall", HEAD, b""),
        ("stall", HEAD + b"Content-Length: 50\r\n\r\n{", b""),
        ("drip", HEAD, b"X-Drop: 1\r\n"),
        ("drip", HEAD + b"X-Long: ", b"x"),
        ("drip", HEAD + b"Content-Length: 5000000\r\n\r\n", b" "),
        ("drip", HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\n \r\n"),
        ("drip", HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"1"),
    ],
    ids=["nothing", "head", "body", "headers", "one-header", "long-body", "chunks", "size-of-a-chunk"],
)
def test_a_call_ends_at_its_deadline(
    caller: Caller, server: Server, way: str, start: bytes, drop: bytes
) -> None:
    if way == "stall":
        server.stall(start)
    else:
        server.drip(start, drop)
    begun = time.monotonic()
    with pytest.raises(RequestTimeout, match=r"no complete response within 0\.2 s") as caught:
        get(caller, server, timeout=0.2)
    assert time.monotonic() - begun < 5  # a busy machine is given time; a drip would never end
    assert caught.value.sent
    assert server.wait_closed()


def test_a_reused_connection_keeps_to_the_deadline_of_each_call(server: Server) -> None:
    with httpx.Client() as http_client:
        patient = Sync(**BARE, base_url=server.base_url, http_client=http_client, timeout=5)
        hasty = Sync(**BARE, base_url=server.base_url, http_client=http_client, timeout=0.2)
        server.answer(json_answer(MEMBER))
        patient.request("GET", "/members/annie")
        server.drip(HEAD, b"X-Drop: 1\r\n")
        with pytest.raises(RequestTimeout, match=r"0\.2 s"):
            hasty.request("GET", "/members/annie")
    assert server.accepted == 1


@abandoned_generators
@pytest.mark.parametrize("tls", [True, False])
def test_all_phases_of_a_call_share_one_deadline(
    caller: Caller, server: Server, monkeypatch: pytest.MonkeyPatch, tls: bool
) -> None:
    look_up = socket.getaddrinfo
    begun: list[float] = []

    def slow_look_up(host: Any, *args: Any, **options: Any) -> Any:
        flags = options.get("flags", args[4] if len(args) > 4 else 0)
        # An address needs no looking up; trio asks first whether it is one.
        if host in ("localhost", b"localhost") and not flags & socket.AI_NUMERICHOST:
            begun.append(time.monotonic())
            threading.Event().wait(0.7)
        return look_up(host, *args, **options)

    monkeypatch.setattr(socket, "getaddrinfo", slow_look_up)
    server.deaf = True
    base_url = f"{'https' if tls else 'http'}://localhost:{server.port}/v2"  # a name, to be looked up
    large = {"json": {"name": "x" * 20_000_000}}
    with pytest.raises(RequestTimeout) as caught:
        caller.request("POST", "/members", call=large, base_url=base_url, timeout=0.9)
    assert time.monotonic() - begun[0] < 1.4  # 0.7 + 0.9 where each phase has its own
    assert caught.value.sent is not tls


@contextmanager
def nobody(address: str, port: int = 0) -> Generator[int]:
    """A port at which nobody answers, not even with a refusal."""
    with ExitStack() as stack:
        full = stack.enter_context(socket.create_server((address, port), backlog=0))
        for _ in range(4):
            waiting = stack.enter_context(socket.socket())
            waiting.setblocking(False)
            waiting.connect_ex(full.getsockname())
        yield full.getsockname()[1]


def look_up_as(monkeypatch: pytest.MonkeyPatch, *addresses: tuple[str, int]) -> None:
    look_up = socket.getaddrinfo

    def found(host: Any, *args: Any, **options: Any) -> Any:
        if host not in ("many.example", b"many.example"):
            return look_up(host, *args, **options)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", address) for address in addresses]

    monkeypatch.setattr(socket, "getaddrinfo", found)


def test_all_addresses_of_a_host_share_one_deadline(caller: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    with nobody("127.0.0.1") as port:
        look_up_as(monkeypatch, *[("127.0.0.1", port)] * 5)
        begun = time.monotonic()
        with pytest.raises(RequestTimeout) as caught:
            caller.request("GET", "/x", base_url=f"http://many.example:{port}/v2", timeout=0.6)
    assert time.monotonic() - begun < 1.8
    assert not caught.value.sent


def test_each_address_of_a_host_is_tried(
    caller: Caller, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.answer(json_answer(MEMBER))
    # Nobody listens at the first two.
    look_up_as(monkeypatch, *((address, server.port) for address in ("127.0.0.2", "127.0.0.3", "127.0.0.1")))
    base_url = f"http://many.example:{server.port}/v2"
    assert caller.request("GET", "/members/annie", base_url=base_url).data.id == "annie"
    assert server.accepted == 1


def test_an_unresponsive_address_leaves_time_for_the_next(
    caller: Caller, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.answer(json_answer(MEMBER))
    look_up_as(monkeypatch, *((address, server.port) for address in ("127.0.0.2", "127.0.0.1")))
    base_url = f"http://many.example:{server.port}/v2"
    with nobody("127.0.0.2", server.port):
        assert caller.request("GET", "/members/annie", base_url=base_url, timeout=2).data.id == "annie"


def test_the_rate_limiter_counts_a_request_when_it_is_sent(
    caller: Caller, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    look_up = socket.getaddrinfo
    found: list[float] = []
    departed: list[float] = []

    def slow_look_up(*args: Any, **options: Any) -> Any:
        threading.Event().wait(0.2)
        found.append(time.monotonic())
        return look_up(*args, **options)

    class Watched(RateLimiter):
        def _mark_sent(self, ticket: Ticket) -> None:
            departed.append(time.monotonic())
            super()._mark_sent(ticket)

    monkeypatch.setattr(socket, "getaddrinfo", slow_look_up)
    server.answer(json_answer(MEMBER))
    base_url = f"http://localhost:{server.port}/v2"
    caller.request("GET", "/members/annie", base_url=base_url, rate_limiter=Watched())
    assert len(departed) == 1
    assert departed[0] >= found[-1]


@pytest.mark.parametrize("start", [b"", HEAD, HEAD + b"Content-Length: 50\r\n\r\n{"])
def test_a_connection_reset_raises_a_transport_error(caller: Caller, server: Server, start: bytes) -> None:
    server.hang_up(start)
    with pytest.raises(TransportError, match=r"ReadError|RemoteProtocolError") as caught:
        get(caller, server)
    assert caught.value.sent


@pytest.mark.parametrize(
    "answer",
    [
        b"SSH-2.0-OpenSSH_9.6\r\n\r\n",
        HEAD + b"Content-Length: x\r\n\r\n",
        HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n",
        HEAD + b"X-Endless: " + b"x" * 200_000,
    ],
    ids=["no-http", "wrong-length", "wrong-chunk", "endless-header"],
)
def test_a_response_that_is_not_http_raises_a_transport_error(
    caller: Caller, server: Server, answer: bytes
) -> None:
    server.answer(answer)
    with pytest.raises(TransportError, match="RemoteProtocolError") as caught:
        get(caller, server)
    assert caught.value.sent
    assert str(caught.value).startswith(f"GET {server.base_url}/members/annie: ")


def test_error_of_a_refused_connection_is_marked_unsent(caller: Caller) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(TransportError, match="ConnectError") as caught:
        caller.request("GET", "/x", base_url=f"http://127.0.0.1:{port}/v2")
    assert not caught.value.sent


@pytest.mark.parametrize("host", ["a..b", "x" * 70, "nowhere.invalid"])
def test_error_of_an_unresolvable_host_is_marked_unsent(caller: Caller, host: str) -> None:
    with pytest.raises(TransportError) as caught:
        caller.request("GET", "/x", base_url=f"http://{host}/v2")
    assert not caught.value.sent


def test_error_of_a_failed_tls_handshake_is_marked_unsent(caller: Caller, server: Server) -> None:
    server.answer(http(400))
    with pytest.raises(TransportError, match="ConnectError") as caught:
        caller.request("GET", "/x", base_url=server.base_url.replace("http:", "https:"))
    assert not caught.value.sent


@pytest.mark.parametrize("pack", [gzip.compress, zlib.compress], ids=["gzip", "deflate"])
def test_compressed_bodies_are_decompressed(
    caller: Caller, server: Server, pack: Callable[[bytes], bytes]
) -> None:
    encoding = "gzip" if pack is gzip.compress else "deflate"
    packed = json_answer(pack(MEMBER), 200, f"Content-Encoding: {encoding}")
    server.answer(packed[:-5], packed[-5:])
    assert get(caller, server).name == ANNIE["name"]
    assert b"accept-encoding: gzip\r\n" in server.requests[0].lower()


@abandoned_generators
@pytest.mark.parametrize(
    ("body", "encoding", "reason"),
    [
        (gzip.compress(MEMBER)[:-9], "gzip", "cut short"),
        (MEMBER, "gzip", "not encoded as"),
        (MEMBER, "br", "encoded as br"),
        (gzip.compress(bytes(LIMIT + 1), 1), "gzip", "larger than"),
        (zlib.compress(bytes(2 * LIMIT), 1), "deflate", "larger than"),
        (b" " * (LIMIT + 1), "identity", "larger than"),
    ],
    ids=["cut", "not-gzip", "br", "bomb", "deflate-bomb", "large"],
)
def test_unreadable_bodies_raise_invalid_response_or_the_error_of_the_status(
    caller: Caller, body: bytes, encoding: str, reason: str
) -> None:
    def answer(status: int) -> Handler:
        headers = {"content-type": "application/json", "content-encoding": encoding}
        return lambda _: httpx.Response(status, headers=headers, stream=httpx.ByteStream(body))

    with pytest.raises(InvalidResponse, match=reason):
        caller.request("GET", "/members/annie", handler=answer(200))
    with pytest.raises(ServerError) as caught:
        caller.request("GET", "/members/annie", handler=answer(502))
    assert len(caught.value.response.content) <= LIMIT


@abandoned_generators
def test_a_decompression_bomb_uses_bounded_memory(caller: Caller) -> None:
    bomb = httpx.ByteStream(zlib.compress(bytes(10 * LIMIT), 1))
    answer = httpx.Response(200, headers={"content-encoding": "deflate"}, stream=bomb)
    tracemalloc.start()
    try:
        with pytest.raises(InvalidResponse):
            caller.request("GET", "/members/annie", handler=lambda _: answer)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 3 * LIMIT


def endless(connection: socket.socket) -> None:
    connection.sendall(HEAD + b"Content-Length: 1000000000000\r\n\r\n")
    while True:
        connection.sendall(bytes(1_000_000))


def test_an_endless_body_raises_invalid_response_and_closes_the_connection(server: Server) -> None:
    server.handler = endless
    with Sync(**BARE, base_url=server.base_url) as client:
        with pytest.raises(InvalidResponse, match="larger than"):
            client.request("GET", "/members/annie")
        assert server.wait_closed()

    async def awaited() -> None:
        async with Async(**BARE, base_url=server.base_url) as client:
            with pytest.raises(InvalidResponse, match="larger than"):
                await client.request("GET", "/members/annie")
            assert await asyncio.to_thread(server.wait_closed)

    asyncio.run(awaited())


def test_a_body_of_the_maximum_size_is_accepted(caller: Caller) -> None:
    body = MEMBER.ljust(LIMIT)

    def handler(request: httpx.Request) -> httpx.Response:
        packed = request.url.path.endswith("packed")
        content = gzip.compress(body, 1) if packed else body
        headers = {"content-encoding": "gzip"} if packed else {}
        return httpx.Response(200, headers=headers, stream=httpx.ByteStream(content))

    for path in ("/members/plain", "/members/packed"):
        assert caller.request("GET", path, handler=handler).data.id == "annie"


def test_an_error_releases_its_connection(server: Server) -> None:
    server.answer(json_answer(b"{}", 404))
    with Sync(**BARE, base_url=server.base_url) as client:
        for _ in range(20):
            with pytest.raises(PluralKitError):
                client.request("GET", "/members/annie")
    assert server.accepted == 1
    assert server.wait_closed()


def test_a_cancelled_call_closes_its_connection(server: Server) -> None:
    async def cancelled(start: bytes) -> None:
        arrived = asyncio.Event()
        loop = asyncio.get_running_loop()

        def handler(connection: socket.socket) -> None:
            connection.sendall(start)
            loop.call_soon_threadsafe(arrived.set)
            connection.recv(1)

        server.handler = handler
        async with Async(**BARE, base_url=server.base_url) as client:
            task = asyncio.create_task(client.request("GET", "/members/annie"))
            await arrived.wait()
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            assert await asyncio.to_thread(server.wait_closed)
            server.answer(json_answer(MEMBER))
            assert (await client.request("GET", "/members/annie")).status == 200

    asyncio.run(cancelled(b""))
    asyncio.run(cancelled(HEAD + b"Content-Length: 50\r\n\r\n{"))


def test_a_timeout_of_the_caller_is_not_a_request_timeout(server: Server) -> None:
    server.stall()

    async def outside() -> None:
        async with Async(**BARE, base_url=server.base_url) as client:
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(0.1):
                    await client.request("GET", "/members/annie")

    asyncio.run(outside())


def test_a_given_http_client_is_not_closed(server: Server) -> None:
    server.answer(json_answer(MEMBER))
    with httpx.Client(
        headers={"X-PluralKit-App": "app"}, cookies={"a": "b"}, params={"c": "d"}
    ) as http_client:
        with Sync(**BARE, base_url=server.base_url, http_client=http_client, timeout=1) as client:
            client.request("GET", "/members/annie")
        assert not http_client.is_closed

        def late(connection: socket.socket) -> None:
            server.stopping.wait(1.1)
            connection.sendall(http(200))

        server.handler = late
        assert http_client.get(server.base_url).status_code == 200
    request = server.requests[0].lower()
    assert b"x-pluralkit-app: app\r\n" in request
    assert f"user-agent: {AGENT}\r\n".encode() in request
    assert b"cookie" not in request
    assert request.startswith(b"get /v2/members/annie http")


def test_respx_mocks_the_transport(caller: Caller) -> None:
    with respx.mock(base_url="https://api.example.org/v2") as mock:
        route = mock.get("/members/annie").respond(json=ANNIE)
        assert caller.request("GET", "/members/annie").data.id == "annie"
    assert route.call_count == 1
