"""Raw requests to an ASGI application in process, without a client that adds headers or normalizes paths."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, MutableMapping, Sequence
from typing import Any, TypeAlias, cast
from urllib.parse import unquote

from pluralkit_contract.exchange import Answer, Request

LOOPBACK = "127.0.0.1"
Message: TypeAlias = MutableMapping[str, Any]
Application: TypeAlias = Callable[
    [Message, Callable[[], Awaitable[Message]], Callable[[Message], Awaitable[None]]],
    Coroutine[Any, Any, None],
]


def ask(app: Application, request: Request, address: str = LOOPBACK) -> Answer:
    """Send a request from an address and return the whole response, without an event loop."""
    return _complete(answer(app, request, address=address))


async def answer(
    app: Application, request: Request, chunks: Sequence[bytes] | None = None, *, address: str = LOOPBACK
) -> Answer:
    """Send a request and return the complete response.

    Args:
        app: The application.
        request: The request.
        chunks: Chunks of the body. Default: the body as one chunk.
        address: Address of the client.
    """
    waiting = list(chunks if chunks is not None else [request.body or b""])
    sent: list[Message] = []

    async def receive() -> Message:
        await asyncio.sleep(0)  # let others have their turn, as a socket does
        if not waiting:
            return {"type": "http.disconnect"}
        body = waiting.pop(0)
        return {"type": "http.request", "body": body, "more_body": bool(waiting)}

    async def send(message: Message) -> None:
        sent.append(message)

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
        "client": (address, 1),
        "server": ("127.0.0.1", 80),
    }
    await app(scope, receive, send)
    start, *parts = sent
    return Answer(
        start["status"],
        {name.decode("latin-1"): value.decode("latin-1") for name, value in start["headers"]},
        b"".join(part.get("body", b"") for part in parts),
    )


def _complete(coroutine: Coroutine[Any, Any, Answer]) -> Answer:
    # The application only awaits the body, which is available: no event loop is needed, and a running one of
    # the caller does not interfere.
    try:
        while coroutine.send(None) is None:
            pass
    except StopIteration as done:
        return cast("Answer", done.value)
    raise RuntimeError("the application waits for something")
