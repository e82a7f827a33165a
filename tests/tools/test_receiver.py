"""Webhook receivers: responses, and when the handler is called."""

from __future__ import annotations

import io
import json
import threading
from typing import Any
from uuid import UUID

import anyio
import pytest
from pluralkit_api import events
from pluralkit_tools.receiver import AsgiApp, asgi_receiver, wsgi_receiver

TOKEN = "the token"
SYSTEM = UUID(int=5)


def event(type_: str = "DELETE_ALL_SWITCHES", token: str = TOKEN) -> bytes:
    fields = {"type": type_, "signing_token": token, "system_id": str(SYSTEM), "id": None, "data": None}
    return json.dumps(fields).encode()


async def post(app: AsgiApp, *parts: bytes, method: str = "POST", log: list[Any] | None = None) -> int:
    waiting = list(parts)
    sent: list[Any] = []

    async def receive() -> Any:
        return {"type": "http.request", "body": waiting.pop(0), "more_body": bool(waiting)}

    async def send(message: Any) -> None:
        sent.append(message)
        if log is not None:
            log.append(message["type"])

    await app({"type": "http", "method": method, "headers": []}, receive, send)
    status: int = sent[0]["status"]
    return status


CASES = [
    (event(), 200),
    (event("PING"), 200),
    (event("NEW_TYPE"), 200),
    (event("PING", "wrong"), 401),
    (event(token="wrong"), 401),
    (b"garbage", 400),
    (b"[" * 100_000, 400),
    (b"[]", 400),
    (b"\xff", 400),
    (b" " * 1001 + event(), 413),
]


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
@pytest.mark.parametrize(("body", "status"), CASES)
@pytest.mark.parametrize("lookup", [TOKEN, {SYSTEM: TOKEN}.get], ids=["token", "function"])
def test_asgi_answers(lookup: Any, body: bytes, status: int, backend: str) -> None:
    limit = 1000 if status == 413 else 1_000_000
    app = asgi_receiver(lookup, lambda _: None, max_body=limit)
    assert anyio.run(lambda: post(app, body[:10], body[10:]), backend=backend) == status


@pytest.mark.parametrize(("body", "status"), CASES)
@pytest.mark.parametrize("chunked", [False, True])
def test_wsgi_answers(body: bytes, status: int, chunked: bool) -> None:
    app = wsgi_receiver(TOKEN, lambda _: None, max_body=1000 if status == 413 else 1_000_000)
    length = {"wsgi.input_terminated": True} if chunked else {"CONTENT_LENGTH": str(len(body))}
    environ = {"REQUEST_METHOD": "POST", "wsgi.input": io.BytesIO(body), **length}
    answers: list[str] = []

    def start_response(answer: str, _: object) -> None:
        answers.append(answer)

    app(environ, start_response)
    assert answers[0].startswith(f"{status} ")


def test_wsgi_hands_over_in_a_thread() -> None:
    done, seen = threading.Event(), list[events.Event]()

    def handle(each: events.Event) -> None:
        seen.append(each)
        done.set()

    app = wsgi_receiver(TOKEN, handle)
    body = event()
    environ = {"REQUEST_METHOD": "POST", "CONTENT_LENGTH": str(len(body)), "wsgi.input": io.BytesIO(body)}
    app(environ, lambda *_: None)
    assert done.wait(30)
    assert [each.type for each in seen] == ["DELETE_ALL_SWITCHES"]


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_the_handler_runs_after_the_answer(backend: str) -> None:
    log: list[Any] = []

    async def handle(each: events.Event) -> None:
        log.append(each.type)
        raise OSError

    app = asgi_receiver(TOKEN, handle, before_answer=lambda _: log.append("stored"))
    assert anyio.run(lambda: post(app, event(), log=log), backend=backend) == 200
    assert log == ["stored", "http.response.start", "http.response.body", "DELETE_ALL_SWITCHES"]


def test_an_overflow_is_answered_with_200() -> None:
    lost: list[Any] = []
    app = asgi_receiver(TOKEN, lambda _: None, queue_size=0, on_overflow=lost.append)
    assert anyio.run(lambda: post(app, event())) == 200
    assert lost == [SYSTEM]


def test_other_systems_and_methods_are_refused(caplog: pytest.LogCaptureFixture) -> None:
    app = asgi_receiver(lambda _: None, lambda _: None)
    assert anyio.run(lambda: post(app, event())) == 401
    assert anyio.run(lambda: post(app, b"", method="GET")) == 405
    assert TOKEN not in caplog.text


def test_a_broken_connection_is_no_event() -> None:
    seen: list[events.Event] = []
    app = asgi_receiver(TOKEN, seen.append)
    sent: list[Any] = []

    async def receive() -> Any:
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        sent.append(message)

    async def broken() -> None:
        await app({"type": "http", "method": "POST", "headers": []}, receive, send)

    anyio.run(broken)
    assert sent == seen == []
