"""Asks an ASGI application in this process, as a server would: no client adds headers or tidies paths."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import unquote

from starlette.types import ASGIApp, Message

from contract_tests.exchange import Answer, Request


def ask(app: ASGIApp, request: Request) -> Answer:
    """Send a request and take the whole answer."""
    return asyncio.run(answer(app, request))


async def answer(app: ASGIApp, request: Request, chunks: Sequence[bytes] | None = None) -> Answer:
    """Send a request, its body in these chunks if they are given, and take the whole answer."""
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

    headers = dict(request.headers)
    if request.body is not None:
        headers["content-length"] = str(len(request.body))
    scope: dict[str, Any] = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.4"},
        "http_version": "1.1",
        "method": request.method,
        "scheme": "http",
        "path": unquote(request.path),
        "raw_path": request.path.encode("latin-1"),
        "root_path": "",
        "query_string": request.query.encode("latin-1"),
        "headers": _raw(headers),
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 80),
    }
    await app(scope, receive, send)
    start, *parts = sent
    return Answer(
        start["status"],
        {name.decode("latin-1"): value.decode("latin-1") for name, value in start["headers"]},
        b"".join(part.get("body", b"") for part in parts),
    )


def _raw(headers: Mapping[str, str]) -> list[tuple[bytes, bytes]]:
    return [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()]
