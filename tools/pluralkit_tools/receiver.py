"""Receive webhooks in an ASGI or WSGI application: answer as PluralKit asks, then call a handler."""

from __future__ import annotations

import inspect
import json
import logging
import threading
from collections import deque
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from http import HTTPStatus
from typing import Any, TypeAlias, cast
from uuid import UUID

import anyio
from pluralkit_api import events
from pluralkit_api.errors import InvalidEvent, InvalidSignature

Lookup: TypeAlias = str | Callable[[UUID], str | None]
"""The signing token, or a function from the UUID of a system to its token; None for an unknown system."""

Handler: TypeAlias = Callable[[events.Event], object]
"""A function that is called with an event. In an ASGI application it may be async."""

Overflow: TypeAlias = Callable[[UUID | None], object]
"""A function that is called with the UUID of the system whose event was dropped; None if unknown."""

Message: TypeAlias = MutableMapping[str, Any]
AsgiApp: TypeAlias = Callable[
    [Message, Callable[[], Awaitable[Message]], Callable[[Message], Awaitable[None]]], Awaitable[None]
]
WsgiApp: TypeAlias = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

_log = logging.getLogger("pluralkit_tools.receiver")


class _AsgiApplication:
    """An ASGI application as an object: frameworks take functions for handlers of their own kind."""

    def __init__(self, app: AsgiApp) -> None:
        self._app = app

    async def __call__(
        self,
        scope: Message,
        receive: Callable[[], Awaitable[Message]],
        send: Callable[[Message], Awaitable[None]],
    ) -> None:
        await self._app(scope, receive, send)


class _RefusedError(Exception):
    def __init__(self, status: HTTPStatus) -> None:
        self.status = status


def _parse(body: bytes, lookup: Lookup) -> events.Event:
    """The event of a body. Raises _RefusedError with the status to answer with."""
    try:
        fields: Any = json.loads(body)
    except (ValueError, RecursionError):
        raise _RefusedError(HTTPStatus.BAD_REQUEST) from None
    if not isinstance(fields, dict):
        raise _RefusedError(HTTPStatus.BAD_REQUEST)
    token = lookup if isinstance(lookup, str) else _looked_up(cast("dict[str, Any]", fields), lookup)
    if not token:
        raise _RefusedError(HTTPStatus.UNAUTHORIZED)
    try:
        return events.parse(body, token=token)
    except InvalidSignature:
        raise _RefusedError(HTTPStatus.UNAUTHORIZED) from None
    except InvalidEvent:
        raise _RefusedError(HTTPStatus.BAD_REQUEST) from None


def _looked_up(fields: dict[str, Any], lookup: Callable[[UUID], str | None]) -> str | None:
    try:
        system = UUID(str(fields.get("system_id")))
    except ValueError:
        raise _RefusedError(HTTPStatus.BAD_REQUEST) from None
    return lookup(system)


class _Queue:
    """Events that wait for the handler, in order; one caller at a time takes them out."""

    def __init__(self, size: int, on_overflow: Overflow | None) -> None:
        self._size = size
        self._on_overflow = on_overflow
        self._events: deque[events.Event] = deque()
        self._lock = threading.Lock()
        self._taken = False

    def put(self, event: events.Event) -> None:
        with self._lock:
            full = len(self._events) >= self._size
            if not full:
                self._events.append(event)
        if full:
            _log.error("the queue of events is full; an event of system %s is dropped", event.system_id)
            if self._on_overflow is not None:
                try:
                    self._on_overflow(event.system_id)
                except Exception:
                    _log.exception("on_overflow failed")

    def acquire(self) -> bool:
        """Whether the caller takes events out from now on, until `next` gives None or it calls `release`."""
        with self._lock:
            if self._taken or not self._events:
                return False
            self._taken = True
            return True

    def next(self) -> events.Event | None:
        with self._lock:
            if self._events:
                return self._events.popleft()
            self._taken = False
            return None

    def release(self) -> None:
        with self._lock:
            self._taken = False


def asgi_receiver(
    lookup: Lookup,
    handler: Handler,
    *,
    before_answer: Handler | None = None,
    on_overflow: Overflow | None = None,
    queue_size: int = 1000,
    max_body: int = 1024 * 1024,
    body_timeout: float = 10.0,
) -> AsgiApp:
    """Make an ASGI application that receives webhooks; run it alone, or mount it.

    Args:
        lookup: The signing token, or a function from a system's UUID to its token (None for unknown systems).
        handler: Called with each event but PING after the answer, one at a time, in the order of arrival; may
            be async. What it raises is logged.
        before_answer: Called with each event but PING before the answer; may be async. Where it raises, the
            answer is 500, and PluralKit does not send the event again.
        on_overflow: Called with the system's UUID where the queue is full and an event was dropped.
        queue_size: How many events may wait for the handler.
        max_body: Bytes of a body at most; a longer one is answered with 413.
        body_timeout: Seconds in which a body must have arrived; a slower one is answered with 408. PluralKit
            itself gives up after 10 seconds.

    Returns:
        The application. It answers every path that it is reached by.
    """
    queue = _Queue(queue_size, on_overflow)

    async def receive_body(scope: Message, receive: Callable[[], Awaitable[Message]]) -> bytes:
        if scope["method"] != "POST":
            raise _RefusedError(HTTPStatus.METHOD_NOT_ALLOWED)
        body = bytearray()
        while True:
            message = await receive()
            if message["type"] != "http.request":
                raise ConnectionError
            body += message.get("body", b"")
            if len(body) > max_body:
                raise _RefusedError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
            if not message.get("more_body", False):
                return bytes(body)

    async def read(scope: Message, receive: Callable[[], Awaitable[Message]]) -> bytes | None:
        try:
            with anyio.fail_after(body_timeout):
                return await receive_body(scope, receive)
        except TimeoutError:
            raise _RefusedError(HTTPStatus.REQUEST_TIMEOUT) from None
        except ConnectionError:
            return None

    async def accept(body: bytes) -> HTTPStatus:
        event = _parse(body, lookup)
        if isinstance(event, events.PingEvent):
            return HTTPStatus.OK
        if before_answer is not None:
            try:
                await _call(before_answer, event)
            except Exception:
                _log.exception("before_answer failed; the event is lost")
                return HTTPStatus.INTERNAL_SERVER_ERROR
        queue.put(event)
        return HTTPStatus.OK

    async def drain() -> None:
        if not queue.acquire():
            return
        try:
            while (event := queue.next()) is not None:
                try:
                    await _call(handler, event)
                except Exception:
                    _log.exception("the handler failed on an event of type %r", event.type)
        except BaseException:  # cancelled: the next request goes on
            queue.release()
            raise

    async def app(
        scope: Message,
        receive: Callable[[], Awaitable[Message]],
        send: Callable[[Message], Awaitable[None]],
    ) -> None:
        if scope["type"] != "http":
            raise RuntimeError(f"asgi_receiver: no support for {scope['type']}")
        try:
            body = await read(scope, receive)
            if body is None:
                return
            status = await accept(body)
        except _RefusedError as refused:
            status = refused.status
        try:
            headers = [(b"content-length", b"0")]
            await send({"type": "http.response.start", "status": int(status), "headers": headers})
            await send({"type": "http.response.body", "body": b""})
        finally:
            await drain()

    return _AsgiApplication(app)


async def _call(function: Handler, event: events.Event) -> None:
    result = function(event)
    if inspect.isawaitable(result):
        await result


def wsgi_receiver(
    lookup: Lookup,
    handler: Handler,
    *,
    before_answer: Handler | None = None,
    on_overflow: Overflow | None = None,
    queue_size: int = 1000,
    max_body: int = 1024 * 1024,
) -> WsgiApp:
    """Make a WSGI application that receives webhooks. The handler runs in a thread.

    Args:
        lookup: As of `asgi_receiver`, and so are the other arguments; no function may be async.
        handler: Called with each event but PING.
        before_answer: Called before the answer.
        on_overflow: Called where an event was dropped.
        queue_size: How many events may wait for the handler.
        max_body: Bytes of a body at most.
    """
    queue = _Queue(queue_size, on_overflow)

    def drain() -> None:
        while (event := queue.next()) is not None:
            try:
                handler(event)
            except Exception:
                _log.exception("the handler failed on an event of type %r", event.type)

    def accept(environ: dict[str, Any]) -> HTTPStatus:
        if environ["REQUEST_METHOD"] != "POST":
            return HTTPStatus.METHOD_NOT_ALLOWED
        length = environ.get("CONTENT_LENGTH") or ""
        if length.isdecimal():
            wanted = int(length)
        elif environ.get("wsgi.input_terminated"):  # a chunked body: reading stops at its end
            wanted = max_body + 1
        else:
            return HTTPStatus.LENGTH_REQUIRED
        if length and wanted > max_body:
            return HTTPStatus.REQUEST_ENTITY_TOO_LARGE
        body: bytes = environ["wsgi.input"].read(wanted)
        if len(body) > max_body:
            return HTTPStatus.REQUEST_ENTITY_TOO_LARGE
        event = _parse(body, lookup)
        if isinstance(event, events.PingEvent):
            return HTTPStatus.OK
        if before_answer is not None:
            try:
                before_answer(event)
            except Exception:
                _log.exception("before_answer failed; the event is lost")
                return HTTPStatus.INTERNAL_SERVER_ERROR
        queue.put(event)
        return HTTPStatus.OK

    def app(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        try:
            status = accept(environ)
        except _RefusedError as refused:
            status = refused.status
        start_response(f"{status.value} {status.phrase}", [("Content-Length", "0")])
        if queue.acquire():
            threading.Thread(target=drain, name="pluralkit receiver").start()
        return [b""]

    return app
