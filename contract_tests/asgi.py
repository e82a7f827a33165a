"""Asks an ASGI application in this process, byte by byte as a server would.

No client is there to add headers or to tidy paths.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine, MutableMapping
from typing import Any, TypeAlias
from urllib.parse import unquote

from .exchange import Answer, Request

Message: TypeAlias = MutableMapping[str, Any]
Application: TypeAlias = Callable[
    [Message, Callable[[], Awaitable[Message]], Callable[[Message], Awaitable[None]]],
    Coroutine[Any, Any, None],
]


def ask(app: Application, request: Request) -> Answer:
    """Sends a request and takes the whole answer."""
    headers = {**request.headers}
    if request.body is not None:
        headers["content-length"] = str(len(request.body))
    scope: Message = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.4"},
        "http_version": "1.1",
        "method": request.method,
        "scheme": "http",
        "path": unquote(request.path),
        "raw_path": request.path.encode("latin-1"),
        "root_path": "",
        "query_string": request.query.encode("latin-1"),
        "headers": [
            (name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()
        ],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 80),
    }
    waiting: list[Message] = [{"type": "http.request", "body": request.body or b"", "more_body": False}]
    sent: list[Message] = []

    async def receive() -> Message:
        return waiting.pop() if waiting else {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        sent.append(message)

    _complete(app(scope, receive, send))
    start, *parts = sent
    return Answer(
        start["status"],
        {name.decode("latin-1"): value.decode("latin-1") for name, value in start["headers"]},
        b"".join(part.get("body", b"") for part in parts),
    )


def _complete(coroutine: Coroutine[Any, Any, None]) -> None:
    # Nothing in there waits for anything but a body that is there, so that no event loop is needed, and one
    # that the caller has is not in the way.
    try:
        while coroutine.send(None) is None:
            pass
    except StopIteration:
        return
    raise RuntimeError("the application waits for something")
