"""The one place where HTTP is spoken, by httpx.

A transport sends what it is asked to, once: it follows no redirect, adds no credentials, holds the whole
exchange to one deadline, and keeps no more than 32 MiB of an answer, unpacked. Whatever goes wrong is a
TransportError.
"""

from __future__ import annotations

import socket
import threading
import time
import zlib
from collections.abc import AsyncIterable, Callable, Generator, Iterable, Mapping
from contextlib import contextmanager
from typing import Any, TypeAlias, cast

import httpx

from .errors import RequestTimeout, TransportError
from .request import RawRequest
from .response import Headers, RawResponse

HttpClient: TypeAlias = httpx.Client
AsyncHttpClient: TypeAlias = httpx.AsyncClient

BODY_LIMIT = 32 * 1024 * 1024
"""Bytes of a body, after unpacking, that are read at most."""

_PIECE = 64 * 1024
"""Bytes that are written before the deadline is looked at again."""

_OPENED = (".connect_tcp.complete", ".start_tls.complete")
"""The events of httpcore that bring a connection."""

_DEPARTS = ".send_request_headers.started"

# With these, the request has not gone out. (A connection that broke later may have carried it.)
_NOT_SENT = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
    httpx.InvalidURL,
    UnicodeError,
)
# What httpx raises, and what it lets through: TLS and socket errors, host names that are none.
_FAILURES = (httpx.RequestError, httpx.InvalidURL, OSError, UnicodeError)


class Transport:
    """Sends by a `httpx.Client`: one that was given, which it leaves open, or its own. Threads may share."""

    def __init__(self, http_client: HttpClient | None) -> None:
        self._client = httpx.Client() if http_client is None else http_client
        self._owned = http_client is None
        self._headers = _own_headers(self._client)

    def send(self, send: RawRequest) -> RawResponse:
        deadline = _Deadline(send.timeout, send.on_sent)
        request = _request(send, self._headers, {"timeout": deadline.timeouts, "trace": deadline.trace})
        _exchange.deadline = deadline
        try:
            response = self._open(request, deadline)
            try:
                body = _Body(response)
                body.read()
            finally:
                response.close()
            return body.reply()
        except _FAILURES as error:
            failure = _failure(error, send)
        finally:
            _exchange.deadline = None
        raise failure

    def _open(self, request: httpx.Request, deadline: _Deadline) -> httpx.Response:
        while True:
            try:
                return self._client.send(request, auth=None, follow_redirects=False, stream=True)
            except (httpx.ConnectError, httpx.ConnectTimeout):
                if not deadline.has_another_address():
                    raise

    def close(self) -> None:
        if self._owned:
            self._client.close()


class AsyncTransport:
    """The same by a `httpx.AsyncClient`, under asyncio."""

    def __init__(self, http_client: AsyncHttpClient | None) -> None:
        self._client = httpx.AsyncClient() if http_client is None else http_client
        self._owned = http_client is None
        self._headers = _own_headers(self._client)

    async def send(self, send: RawRequest) -> RawResponse:
        import anyio  # here, because it is a good part of the time that an import would take

        opening = _Opening(send.on_sent)
        # anyio's limit holds for all phases together; httpx gets none.
        request = _request(send, self._headers, {"timeout": {}, "trace": opening.trace})
        try:
            with anyio.fail_after(send.timeout):
                response = await self._client.send(request, auth=None, follow_redirects=False, stream=True)
                try:
                    body = _Body(response)
                    await body.read_async()
                finally:
                    await response.aclose()
            return body.reply()
        except _FAILURES as error:
            failure = _failure(error, send, opening=opening.underway)
        raise failure

    async def close(self) -> None:
        if self._owned:
            await self._client.aclose()


def _own_headers(client: httpx.Client | httpx.AsyncClient) -> dict[str, str]:
    """What `client` sends of its own accord: one that was given may add headers (X-PluralKit-App, say)."""
    # gzip alone: `_Body` unpacks, because httpx would unpack without bounds.
    return {**client.headers, "accept-encoding": "gzip"}


def _request(send: RawRequest, headers: Mapping[str, str], extensions: dict[str, Any]) -> httpx.Request:
    # Not `client.build_request`: that would mix in the client's cookies and query parameters.
    sent = {**headers, **send.headers}
    if send.authorization is not None:
        sent["authorization"] = send.authorization.reveal()
    return httpx.Request(
        send.method,
        send.url,
        headers=sent,
        content=send.content,
        extensions=extensions,
    )


def _failure(error: Exception, send: RawRequest, *, opening: bool = False) -> TransportError:
    """The failure in our words, unchained: the frames of `error` hold the request's bytes, token and all."""
    sent = not (opening or isinstance(error, _NOT_SENT))
    if isinstance(error, httpx.TimeoutException | TimeoutError):
        return RequestTimeout(
            f"{send.method} {send.url}: no whole answer within {send.timeout:.1f} s", sent=sent
        )
    text = f"{send.method} {send.url}: {type(error).__name__}: {error}"
    if send.authorization is not None:
        text = send.authorization.hide_in(text)
    return TransportError(text, sent=sent)


class _Body:
    """Takes in the chunks of an answer, unpacks them, and stops at BODY_LIMIT."""

    def __init__(self, response: httpx.Response) -> None:
        self._response = response
        self._headers = Headers(
            (name.decode("latin-1"), value.decode("latin-1")) for name, value in response.headers.raw
        )
        self._chunks: list[bytes] = []
        self._room = BODY_LIMIT
        self._flaw: str | None = None
        encoding = self._headers.get("content-encoding", "identity").strip().lower()
        # 47: gzip or zlib, whichever the data says it is
        self._unpacker = zlib.decompressobj(47) if encoding in ("gzip", "x-gzip", "deflate") else None
        if self._unpacker is None and encoding not in ("identity", ""):
            self._flaw = f"the body is packed as {encoding}, which was not asked for"

    def read(self) -> None:
        """Takes what comes, as long as it is of use. (Here, so that no frame of an error holds it.)"""
        with _own_answer(self._response):
            for chunk in cast("Iterable[bytes]", self._response.stream):
                if not self._take(chunk):
                    break

    async def read_async(self) -> None:
        with _own_answer(self._response):
            async for chunk in cast("AsyncIterable[bytes]", self._response.stream):
                if not self._take(chunk):
                    break

    def _take(self, chunk: bytes) -> bool:
        """False once there is no use in reading on."""
        if self._unpacker is not None:
            try:
                chunk = self._unpacker.decompress(chunk, self._room + 1)
            except zlib.error:
                self._flaw = "the body is not packed as it says"
                return False
            if self._unpacker.unused_data:  # would be kept, however much of it came
                self._flaw = "the body goes on after its packed part"
        if len(chunk) > self._room:
            self._flaw = f"the body is larger than {BODY_LIMIT} bytes"
            chunk = chunk[: self._room]
        self._room -= len(chunk)
        self._chunks.append(chunk)
        return self._flaw is None

    def reply(self) -> RawResponse:
        if self._unpacker is not None and self._chunks and not self._unpacker.eof and self._flaw is None:
            self._flaw = "the packed body is cut short"
        return RawResponse(self._response.status_code, self._headers, b"".join(self._chunks), self._flaw)


class _Opening:
    """Watches the opening of a connection, by httpcore's `trace` extension.

    It closes a connection whose TLS handshake is cut off, by our time limit or by a cancellation: httpcore
    1.0 leaves it open there, until the garbage collector finds it.
    """

    def __init__(self, on_sent: Callable[[], object]) -> None:
        self._on_sent = on_sent
        self.underway = False
        self._stream: Any = None

    async def trace(self, event: str, info: dict[str, Any]) -> None:
        if event.endswith(".connect_tcp.started"):
            self.underway = True
        elif event.endswith(_OPENED):
            self._stream = info["return_value"]
            _note_reads(self._stream)
        elif event.endswith(".start_tls.failed") and self._stream is not None:
            await self._stream.aclose()
        elif event.endswith(_DEPARTS):
            self.underway = False
            self._on_sent()


class _Deadline:
    """Holds a synchronous exchange to one deadline.

    httpx has a time limit for each read, so that a server which sends a byte now and then is never done.
    Two public extensions of httpcore make one limit of many: it looks `timeouts` up at the start of each
    phase, and calls `trace` before that, where they shrink; and `trace` sees each new connection, whose
    reads and writes then ask `_exchange` for the deadline of the thread they serve.

    A host may have several addresses, each of which a socket would give the whole time. So they are looked
    up here, and tried one after the other, each with its share of what is left.
    """

    def __init__(self, seconds: float, on_sent: Callable[[], object]) -> None:
        self._end = time.monotonic() + seconds
        self._on_sent = on_sent
        self._addresses: list[str] | None = None  # those not tried yet; None: not looked up
        self.timeouts = dict.fromkeys(("pool", "connect", "read", "write"), seconds)

    def left(self) -> float:
        # Never 0, which means "do not wait" to a socket.
        return max(self._end - time.monotonic(), 0.001)

    def check(self) -> None:
        if time.monotonic() >= self._end:
            raise httpx.ReadTimeout("")

    def trace(self, event: str, info: dict[str, Any]) -> None:
        if event.endswith(_OPENED):
            self._addresses = None
            _bound(info["return_value"])
        elif event.endswith(".started"):
            left = self.left()
            self.timeouts["read"] = self.timeouts["write"] = left
            if event.endswith(_DEPARTS):
                self._on_sent()
            elif event.endswith(".connect_tcp.started"):
                self._choose_address(info)
            elif "timeout" in info:
                info["timeout"] = left

    def has_another_address(self) -> bool:
        """Whether the host that could not be connected to has an address that was not tried."""
        return bool(self._addresses) and time.monotonic() < self._end

    def _choose_address(self, info: dict[str, Any]) -> None:
        if not self._addresses:
            try:
                found = socket.getaddrinfo(info["host"], info["port"], type=socket.SOCK_STREAM)
            except OSError as error:
                raise httpx.ConnectError(str(error)) from None
            self._addresses = [str(address[0]) for *_, address in found]
        info["timeout"] = self.left() / len(self._addresses)
        info["host"] = self._addresses.pop(0)


class _Exchange(threading.local):
    deadline: _Deadline | None = None


_exchange = _Exchange()


def _bound(stream: Any) -> None:
    """Lets a connection keep to the deadline of whom it serves, and say whether it was read from."""
    read, write = stream.read, stream.write

    def bounded_read(max_bytes: int, timeout: float | None = None) -> bytes:
        deadline = _exchange.deadline
        if deadline is not None:
            deadline.check()
            timeout = deadline.left()
        data = cast("bytes", read(max_bytes, timeout))
        stream.was_read = True
        return data

    def bounded_write(buffer: bytes, timeout: float | None = None) -> None:
        deadline = _exchange.deadline
        if deadline is None:
            write(buffer, timeout)
            return
        for start in range(0, len(buffer), _PIECE):
            deadline.check()
            write(buffer[start : start + _PIECE], deadline.left())

    stream.read, stream.write = bounded_read, bounded_write


def _note_reads(stream: Any) -> None:
    """Lets a connection say whether it was read from."""
    read = stream.read

    async def noted_read(*arguments: Any, **options: Any) -> bytes:
        data = cast("bytes", await read(*arguments, **options))
        stream.was_read = True
        return data

    stream.read = noted_read


@contextmanager
def _own_answer(response: httpx.Response) -> Generator[None]:
    """Refuses what was on a kept connection before the request was sent.

    An answer that is longer than it says leaves such a rest behind, which httpcore takes for the next answer.
    """
    stream: Any = response.extensions.get("network_stream")
    if not hasattr(stream, "was_read") or response.http_version != "HTTP/1.1":
        yield  # not a connection of ours
        return
    if not stream.was_read:
        raise httpx.RemoteProtocolError("the answer was there before the request")
    yield
    stream.was_read = False
