"""A reset isolates tests from each other."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from pluralkit_contract.exchange import Answer
from pluralkit_sandbox.seed import read
from pluralkit_sandbox.seeding import load_seed
from pluralkit_sandbox.store import Store
from pluralkit_sandbox.testing import RunningSandbox
from pluralkit_sandbox.webhooks import Sender

from contract_tests.support.asgi import answer
from contract_tests.support.webhook_receiver import WebhookReceiver
from tests.sandbox.helpers import Inside, request


@contextmanager
def slow_receiver(release: threading.Event) -> Generator[tuple[str, list[bytes], threading.Event]]:
    """A receiver that answers only once it is released: its URL, what arrived, whether anything has."""
    listener = socket.create_server(("127.0.0.1", 0))
    arrived: list[bytes] = []
    first = threading.Event()

    def serve() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            with connection:
                arrived.append(connection.recv(65_536))
                first.set()
                release.wait(10)
                connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/", arrived, first
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(10)


def test_events_that_wait_are_dropped_by_a_reset() -> None:
    sender, release = Sender(), threading.Event()
    with slow_receiver(release) as (url, arrived, first):
        for number in range(6):
            sender.send(url, {"type": "BEFORE", "number": number})
        assert first.wait(10)
        sender.reset()
        sender.send(url, {"type": "AFTER"})
        release.set()
        assert sender.wait(timeout=10).payload == {"type": "AFTER"}
        sender.close()
    # One was on its way when the reset came.
    assert len(arrived) == 2
    assert [dispatch.payload["type"] for dispatch in sender.dispatches] == ["AFTER"]


def test_a_receiver_that_answers_byte_by_byte_has_no_more_time_than_others() -> None:
    ended = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listener, WebhookReceiver() as other:

        def drip() -> None:
            connection, _ = listener.accept()
            with connection:
                connection.recv(65_536)
                while not ended.wait(0.02):
                    try:
                        connection.sendall(b"H")
                    except OSError:
                        return

        thread = threading.Thread(target=drip)
        thread.start()
        sender = Sender(timeout=0.2)
        sender.send(f"http://127.0.0.1:{listener.getsockname()[1]}/", {"type": "A"})
        sender.send(other.url, {"type": "B"})
        assert sender.wait("B", timeout=5).outcome == "200"
        assert sender.wait("A", timeout=5).outcome == "TimeoutError: no complete answer within 0.2 s"
        sender.close()
        ended.set()
        thread.join()


def test_a_webhook_can_be_waited_for(pluralkit_sandbox: RunningSandbox) -> None:
    headers = {"Authorization": pluralkit_sandbox.tokens["alice"]}
    with httpx.Client(base_url=pluralkit_sandbox.base_url, headers=headers) as client:
        client.patch("/systems/@me", json={"tag": "x"})
        client.patch("/members/annie", json={"pronouns": "she"})
    assert pluralkit_sandbox.wait_for_webhook("UPDATE_MEMBER").payload["data"] == {"pronouns": "she"}
    assert pluralkit_sandbox.wait_for_webhook().payload["type"] == "UPDATE_SYSTEM"
    with pytest.raises(TimeoutError, match="no DELETE_MEMBER was delivered within 0 s"):
        pluralkit_sandbox.wait_for_webhook("DELETE_MEMBER", timeout=0)


def test_a_request_in_flight_across_a_reset_touches_no_other_system() -> None:
    sandbox = Inside()

    def add(name: str) -> str:
        seed = read(b'{"systems": [{"system": {"name": "%s"}}]}' % name.encode())
        with sandbox.world.transaction():
            load_seed(sandbox.world.store, seed, sandbox.world.now())
        return seed.systems[0].token

    async def across(token: str) -> tuple[Answer, str]:
        asked = request(
            "POST", "/v2/members", by=None, raw=b'{"name": "lost"}', headers={"authorization": token}
        )
        pending = asyncio.create_task(answer(sandbox.app, asked, [b'{"name"', b': "lost"', b"}"]))
        await asyncio.sleep(0)
        sandbox.world.reset()
        other = add("After")
        return await pending, other

    answered, other = asyncio.run(across(add("Before")))
    assert answered.status == 401
    listed = sandbox.ask("GET", "/systems/@me/members", by=None, headers={"authorization": other})
    assert listed.json() == []


def test_no_id_is_given_out_twice(tmp_path: Path) -> None:
    for path in (None, tmp_path / "world.db"):
        store = Store(path)
        ids = list[int]()
        for _ in range(3):
            with store.transaction():
                ids.append(store.create_system("abcde", "uuid", b"token", None, {}, {}))
                store.delete("systems", ids[-1])
                store.copy_from(Store())
        assert len(set(ids)) == 3
        store.close()
