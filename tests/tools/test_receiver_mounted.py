"""The receivers of webhooks in the frameworks that people use, over HTTP: the sandbox sends, and others."""

from __future__ import annotations

import json
import logging
import socket
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from queue import Queue
from typing import Any
from uuid import UUID

import httpx
import pytest
import uvicorn
from fastapi import FastAPI
from flask import Flask
from litestar import Litestar, asgi
from litestar.types import Receive, Scope, Send
from pluralkit_api import events
from pluralkit_sandbox.testing import RunningSandbox
from pluralkit_tools.receiver import AsgiApp, WsgiApp, asgi_receiver, wsgi_receiver
from starlette.applications import Starlette
from starlette.routing import Mount, Route
from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.serving import make_server

PATH = "/pluralkit"
TOKEN = "kept to ourselves and to the service"


def in_starlette(receiver: Any) -> Any:
    return Starlette(routes=[Route(PATH, receiver, methods=["POST"])])


def mounted_in_starlette(receiver: Any) -> Any:
    return Starlette(routes=[Mount(f"{PATH}-other", app=receiver), Mount("/", app=receiver)])


def in_fastapi(receiver: Any) -> Any:
    app = FastAPI()
    app.add_route(PATH, receiver, methods=["POST"])
    return app


def mounted_in_fastapi(receiver: Any) -> Any:
    app = FastAPI()
    app.mount("/", receiver)
    return app


def in_litestar(receiver: Any) -> Any:
    @asgi(PATH, copy_scope=True)
    async def webhook(scope: Scope, receive: Receive, send: Send) -> None:
        await receiver(scope, receive, send)

    return Litestar([webhook])


def alone(receiver: Any) -> Any:
    return receiver


ASGI: dict[str, Callable[[AsgiApp], Any]] = {
    "Starlette": in_starlette,
    "Starlette, mounted": mounted_in_starlette,
    "FastAPI": in_fastapi,
    "FastAPI, mounted": mounted_in_fastapi,
    "Litestar": in_litestar,
    "alone": alone,
}


@contextmanager
def serving(app: Any) -> Generator[str]:
    """Serve an ASGI application; gives the address of the receiver in it."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        config = uvicorn.Config(app, log_config=None, timeout_graceful_shutdown=1)
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, args=([listener],))
        thread.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}{PATH}"
        finally:
            server.should_exit = True
            thread.join(20)


@contextmanager
def serving_flask(receiver: WsgiApp) -> Generator[str]:
    app = Flask(__name__)
    mounted: Any = DispatcherMiddleware(app.wsgi_app, {PATH: receiver})
    server = make_server("127.0.0.1", 0, mounted, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}{PATH}"
    finally:
        server.shutdown()
        thread.join(20)
        server.server_close()


@contextmanager
def served(
    place: str, lookup: Any, handler: Callable[[events.Event], object], **options: Any
) -> Generator[str]:
    if place == "Flask":
        with serving_flask(wsgi_receiver(lookup, handler, **options)) as url:
            yield url
    else:
        with serving(ASGI[place](asgi_receiver(lookup, handler, **options))) as url:
            yield url


everywhere = pytest.mark.parametrize("place", [*ASGI, "Flask"])


@everywhere
def test_a_webhook_is_registered_and_its_events_arrive(place: str, pluralkit_sandbox: RunningSandbox) -> None:
    got: Queue[events.Event] = Queue()
    tokens: dict[Any, str] = {}
    with served(place, tokens.get, got.put) as url:
        system = UUID(httpx.get(f"{pluralkit_sandbox.base_url}/systems/harbor").json()["uuid"])
        tokens[system] = TOKEN
        # The service pings with the right token, then with a wrong one, and wants 200 and 401.
        pluralkit_sandbox.set_webhook(url, "harbour", signing_token=TOKEN)
        headers = {"Authorization": pluralkit_sandbox.tokens["harbour"]}
        for name in ("One", "Two"):
            httpx.patch(f"{pluralkit_sandbox.base_url}/members/maris", headers=headers, json={"name": name})
        changes = [got.get(timeout=20), got.get(timeout=20)]
    names = [each.data.name for each in changes if isinstance(each, events.UpdateMemberEvent)]
    assert names == ["One", "Two"]


def no_token(_: UUID) -> None:
    """The system is unknown."""


@pytest.mark.parametrize("lookup", ["accepts every token", None], ids=["wrong token", "unknown system"])
@pytest.mark.parametrize("place", ["alone", "Flask"])
def test_a_receiver_with_another_token_is_not_registered(
    place: str, lookup: str | None, pluralkit_sandbox: RunningSandbox
) -> None:
    with (
        served(place, lookup or no_token, print) as url,
        pytest.raises(ValueError, match=r"401|200"),
    ):
        pluralkit_sandbox.set_webhook(url, "harbour", signing_token=TOKEN)


def body(token: str = TOKEN, type_: str = "DELETE_ALL_SWITCHES") -> bytes:
    system = "00000000-0000-0000-0000-000000000005"
    return json.dumps(
        {"type": type_, "signing_token": token, "system_id": system, "id": None, "data": None}
    ).encode()


def exchange(url: str, *parts: bytes) -> bytes:
    """Send bytes as they are; returns the first line of the answer, empty where there is none."""
    address = httpx.URL(url)
    with socket.create_connection((address.host, address.port or 0), timeout=20) as connection:
        with suppress(OSError):  # it may have been answered, and closed, before all was sent
            for part in parts:
                connection.sendall(part)
            connection.shutdown(socket.SHUT_WR)
        with suppress(OSError):
            return connection.makefile("rb").readline()
    return b""


def head(*headers: str) -> bytes:
    lines = [f"POST {PATH} HTTP/1.1", "Host: x", "Content-Type: application/json", *headers]
    return "\r\n".join([*lines, "", ""]).encode()


def length(content: bytes) -> str:
    return f"Content-Length: {len(content)}"


@everywhere
def test_a_hostile_sender_reaches_no_handler(place: str, caplog: pytest.LogCaptureFixture) -> None:
    got: Queue[events.Event] = Queue()
    good, wrong, split = body(), body("guessed"), body("x\r\nX-Injected: 1")
    with served(place, TOKEN, got.put, max_body=1000) as url, caplog.at_level(logging.DEBUG):
        for content in (wrong, split):
            assert httpx.post(url, content=content).status_code == 401
        for content in (b"", b"{}", b"[" * 900, b"\xff", b"signing_token=x", b'{"type": "PING"'):
            assert httpx.post(url, content=content).status_code in (400, 401)
        large = good + b" " * 1000
        assert httpx.post(url, content=large).status_code == 413
        assert httpx.post(url, content=iter([large])).status_code == 413  # in chunks, without a length
        assert httpx.get(url).status_code in (404, 405)
        twice = head(length(good), length(b"xx"))
        for start in (
            twice,
            head("Content-Length: -5"),
            head("Content-Length: 5, 9"),
            head("Content-Length: x"),
        ):
            answer = exchange(url, start, good)
            assert b" 200 " not in answer, start
        assert b" 200 " not in exchange(url, head(length(good)), good[:-20])  # cut off
        assert got.empty()
        # The receiver is as it was, and takes a body in chunks, too.
        assert httpx.post(url, content=good).status_code == 200
        assert httpx.post(url, content=iter([good[:9], good[9:]])).status_code == 200
        for _ in range(2):
            assert got.get(timeout=20).type == "DELETE_ALL_SWITCHES"
    assert TOKEN not in caplog.text


@pytest.mark.parametrize("place", ["alone", "Starlette", "Litestar"])
def test_a_body_that_drips_keeps_nobody_waiting_and_is_given_up(place: str) -> None:
    got: Queue[events.Event] = Queue()
    good = body()
    with served(place, TOKEN, got.put, body_timeout=0.3) as url:
        address = httpx.URL(url)
        with socket.create_connection((address.host, address.port or 0), timeout=20) as slow:
            slow.sendall(head(length(good)) + good[:5])
            assert httpx.post(url, content=good).status_code == 200
            assert got.get(timeout=20).type == "DELETE_ALL_SWITCHES"
            assert b" 408 " in slow.makefile("rb").readline()
        assert got.empty()


@pytest.mark.parametrize("place", ["alone", "Flask"])
def test_an_overflow_is_answered_with_200_and_reported(place: str, caplog: pytest.LogCaptureFixture) -> None:
    busy, go_on = threading.Event(), threading.Event()
    lost: list[Any] = []

    def handle(_: events.Event) -> None:
        busy.set()
        go_on.wait(20)

    async def handle_async(event: events.Event) -> None:
        from anyio import to_thread

        await to_thread.run_sync(handle, event)

    handler: Any = handle if place == "Flask" else handle_async
    with served(place, TOKEN, handler, queue_size=2, on_overflow=lost.append) as url:
        # The first is being handled, two wait; two more find no room.
        for _ in range(5):
            with httpx.Client() as client:
                assert client.post(url, content=body()).status_code == 200
            assert busy.wait(20)
        go_on.set()
    assert [each.int for each in lost] == [5, 5]
    errors = [each.getMessage() for each in caplog.records if each.levelno == logging.ERROR]
    assert len([each for each in errors if "queue of events is full" in each]) == 2
