"""Fault injection: replace, delay or damage responses, so that clients can test their error handling.

A fault may replace the response, and damage its transmission: cut off, stalled, dripped byte by byte, or with
a wrong Content-Length. A pure function yields the bytes and delays to send; sending them needs the raw
connection, which `Protocol` passes to the application.
"""

from __future__ import annotations

import asyncio
import re
import socket
import struct
from collections import deque
from collections.abc import Iterator
from typing import Literal, NamedTuple, cast

import msgspec
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import STATUS_PHRASES, H11Protocol

Place = Literal["request", "answer", "headers", "body"]
"""Where a response ends: before or after the request is handled, or half-way through the headers or body."""

_HEADER_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_HEADER_VALUE = re.compile(r"[\t\x20-\x7e\x80-\xff]*")
_CONNECTION = "pluralkit_sandbox.connection"


class Fault(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A fault in the next responses. Without `status` the request is handled and its own response is damaged.

    At most one of `cut`, `stall`, `drip` and `length` may be set.

    Attributes:
        times: Number of responses that it applies to.
        delay: Seconds before the request is handled.
        status: Status to respond with instead of handling the request.
        headers: Headers to add to, or replace in, the response.
        json: JSON body; needs `status`.
        html: HTML body; needs `status`.
        text: Plain text body; needs `status`.
        cut: Where the connection is reset.
        stall: Where the response stops until the client disconnects.
        drip: Seconds between any two bytes.
        length: Difference between Content-Length and the real length, in bytes.

    Raises:
        ValueError: The combination of values is invalid.
    """

    times: int = 1
    delay: float = 0
    status: int | None = None
    headers: dict[str, str] = {}
    json: object = msgspec.UNSET
    html: str | None = None
    text: str | None = None
    cut: Place | None = None
    stall: Place | None = None
    drip: float | None = None
    length: int | None = None

    def __post_init__(self) -> None:
        if self.times < 1:
            raise ValueError("times must be at least 1")
        if self.delay < 0 or (self.drip or 0) < 0:
            raise ValueError("delay and drip are seconds, and not below 0")
        if self.status is not None and not 200 <= self.status <= 599:
            raise ValueError("status must be from 200 to 599")
        for name, value in self.headers.items():
            if not _HEADER_NAME.fullmatch(name):
                raise ValueError(f"headers: {name!r} is not the name of a header")
            if not _HEADER_VALUE.fullmatch(value):
                raise ValueError(
                    f"headers: the value of {name} must be Latin-1 text without control characters"
                )
        bodies = (self.json is not msgspec.UNSET) + (self.html is not None) + (self.text is not None)
        if bodies > (self.status is not None):
            raise ValueError("json, html and text stand beside a status, one of them at most")
        if sum(value is not None for value in (self.cut, self.stall, self.drip, self.length)) > 1:
            raise ValueError("say one of cut, stall, drip and length")
        if not (self.delay or self.status or self.headers) and self.is_complete:
            raise ValueError("say what is to happen: delay, status, headers, cut, stall, drip or length")

    @property
    def is_complete(self) -> bool:
        """Whether the response arrives complete."""
        return self.cut is None and self.stall is None and self.drip is None and self.length is None


class Answer(NamedTuple):
    """A response before it is sent.

    Attributes:
        status: The status.
        headers: The headers.
        body: The body.
    """

    status: int
    headers: MutableHeaders
    body: bytes


class Faults:
    """Queue of faults for the next responses."""

    def __init__(self) -> None:
        self._next: deque[Fault] = deque()

    def add(self, fault: Fault) -> None:
        """Append a fault to the queue.

        Args:
            fault: The fault; it applies after those that were added before.
        """
        self._next.append(fault)

    def waiting(self) -> list[Fault]:
        """Return the queued faults, with their remaining times."""
        return list(self._next)

    def clear(self) -> None:
        """Remove all faults."""
        self._next.clear()

    def take(self) -> Fault | None:
        """Return the fault for the next response and count it; None for no fault."""
        if not self._next:
            return None
        fault = self._next.popleft()
        if fault.times > 1:
            self._next.appendleft(msgspec.structs.replace(fault, times=fault.times - 1))
        return fault


class FaultMiddleware:
    """ASGI middleware that applies faults to responses."""

    def __init__(self, app: ASGIApp, faults: Faults, prefix: str) -> None:
        """Wrap an ASGI application.

        Args:
            app: The application.
            faults: The queue of faults.
            prefix: Faults apply only to paths with this prefix.
        """
        self._app = app
        self._faults = faults
        self._prefix = prefix

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        fault = None
        if scope["type"] == "http" and scope["path"].startswith(self._prefix):
            fault = self._faults.take()
        if fault is None:
            await self._app(scope, receive, send)
        else:
            await self._fail(fault, scope, receive, send)

    async def _fail(self, fault: Fault, scope: Scope, receive: Receive, send: Send) -> None:
        await asyncio.sleep(fault.delay)
        if "request" in (fault.cut, fault.stall):
            answer = Answer(200, MutableHeaders(), b"")  # never sent
        elif fault.status is not None:
            answer = _replacement(fault, fault.status)
        else:
            answer = await self._own_response(scope, receive)
        answer.headers.update(fault.headers)
        if fault.is_complete:
            start = {"type": "http.response.start", "status": answer.status, "headers": answer.headers.raw}
            await send(start)
            await send({"type": "http.response.body", "body": answer.body})
        else:
            if (connection := scope.get("state", {}).get(_CONNECTION)) is None:
                raise RuntimeError("this fault needs a real connection: run the sandbox as a server")
            await _play(fault, answer, connection, receive)

    async def _own_response(self, scope: Scope, receive: Receive) -> Answer:
        messages: list[Message] = []

        async def keep(message: Message) -> None:
            messages.append(message)

        await self._app(scope, receive, keep)
        start, *rest = messages
        headers = MutableHeaders(raw=list(start["headers"]))
        return Answer(start["status"], headers, b"".join(message.get("body", b"") for message in rest))


def _replacement(fault: Fault, status: int) -> Answer:
    body, media = b"", None
    if fault.json is not msgspec.UNSET:
        body, media = msgspec.json.encode(fault.json), "application/json"
    elif fault.html is not None:
        body, media = fault.html.encode(), "text/html; charset=utf-8"
    elif fault.text is not None:
        body, media = fault.text.encode(), "text/plain; charset=utf-8"
    headers = MutableHeaders({"content-length": str(len(body))})
    if media:
        headers["content-type"] = media
    return Answer(status, headers, body)


def script(fault: Fault, answer: Answer) -> Iterator[bytes | float]:
    """Yield the transmission of a damaged response.

    Args:
        fault: The fault.
        answer: The response.

    Yields:
        Bytes to send, and seconds to wait.
    """
    headers = answer.headers.mutablecopy()
    # The connection cannot be reused.
    headers["connection"] = "close"
    if fault.length is not None:
        headers["content-length"] = str(max(0, len(answer.body) + fault.length))
    head = _head(answer.status, headers)
    match fault.cut or fault.stall:
        case "request" | "answer":
            return
        case "headers":
            yield head[: len(head) // 2]
        case "body":
            # Without a body, omit the last line break of the headers.
            yield head + answer.body[: len(answer.body) // 2] if answer.body else head[:-2]
        case None if fault.drip is not None:
            for byte in head + answer.body:
                yield bytes([byte])
                yield fault.drip
        case None:
            yield head + answer.body


def _head(status: int, headers: Headers) -> bytes:
    phrase = STATUS_PHRASES[status].decode()
    lines = [f"HTTP/1.1 {status} {phrase}".encode(), *(name + b": " + value for name, value in headers.raw)]
    return b"\r\n".join([*lines, b"", b""])


async def _play(fault: Fault, answer: Answer, connection: asyncio.Transport, receive: Receive) -> None:
    for step in script(fault, answer):
        if isinstance(step, bytes):
            connection.write(step)
        else:
            await asyncio.sleep(step)
        if connection.is_closing():
            break
    if fault.cut:
        _reset(connection)
    elif not fault.stall:
        connection.close()
    while (await receive())["type"] != "http.disconnect":
        pass


def _reset(connection: asyncio.Transport) -> None:
    """Close a connection with a reset (RST) instead of an orderly shutdown."""
    sock = cast(socket.socket, connection.get_extra_info("socket"))
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.abort()


class Protocol(H11Protocol):
    """uvicorn's h11 protocol, extended to pass its connection to the application."""

    # A TCP server only has such transports; uvicorn narrows the type, too.
    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self.app_state = {**self.app_state, _CONNECTION: transport}
