"""The connection pool: outages, cancellation, interruptions, forks and event loops."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Generator
from typing import Any

import httpx
import pytest
import trio
from pluralkit_runtime import PluralKitError, RequestTimeout

from benchmarks.process import open_sockets
from tests.runtime.faults.clients import eventually
from tests.runtime.server import Server
from tests.runtime.server import json as json_answer
from tests.runtime.support import ANNIE, BARE, Async, Sync, garbage_collected
from tests.runtime.test_transport import HEAD, MEMBER

PATH = "/members/annie"
GOOD = json_answer(MEMBER)
SILENT_TIMEOUT = 0.3


@pytest.fixture(autouse=True)
def nothing_left_open() -> Generator[None]:
    with garbage_collected():
        yield


def call_until_timeout(client: Sync) -> None:
    with pytest.raises(RequestTimeout):
        client.request("GET", PATH)


def heal(server: Server) -> None:
    server.answer(GOOD)


@pytest.mark.parametrize("given", [False, True], ids=["own", "given"])
def test_the_pool_recovers_from_an_outage_with_more_tasks_than_connections(
    server: Server, given: bool
) -> None:
    async def outages() -> None:
        async with httpx.AsyncClient(limits=httpx.Limits(max_connections=2)) as http_client:
            settings: dict[str, Any] = {**BARE, "base_url": server.base_url}
            if given:
                settings["http_client"] = http_client
            async with Async(**settings, timeout=SILENT_TIMEOUT) as client:
                for _ in range(2):
                    server.stall()
                    calls = [client.request("GET", PATH) for _ in range(8 if given else 250)]
                    results = await asyncio.gather(*calls, return_exceptions=True)
                    assert {type(result) for result in results} == {RequestTimeout}
                    heal(server)
                    for _ in range(3):
                        assert (await client.request("GET", PATH)).status == 200

    asyncio.run(outages())


def test_timeout_while_waiting_for_a_connection_is_marked_unsent(server: Server) -> None:
    server.stall()
    limits = httpx.Limits(max_connections=1)

    async def waiting() -> None:
        async with httpx.AsyncClient(limits=limits) as http_client:
            settings: dict[str, Any] = {**BARE, "base_url": server.base_url, "http_client": http_client}
            holds = asyncio.create_task(Async(**settings).request("GET", PATH))
            await asyncio.to_thread(eventually, lambda: bool(server.requests))
            with pytest.raises(RequestTimeout) as caught:
                await Async(**settings, timeout=0.1).request("POST", "/members")
            assert not caught.value.sent
            holds.cancel()

    asyncio.run(waiting())
    assert len(server.requests) == 1
    with httpx.Client(limits=limits) as http_client:
        settings: dict[str, Any] = {**BARE, "base_url": server.base_url, "http_client": http_client}
        thread = threading.Thread(target=call_until_timeout, args=(Sync(**settings, timeout=1),))
        thread.start()
        eventually(lambda: len(server.requests) == 2)
        with pytest.raises(RequestTimeout) as caught:
            Sync(**settings, timeout=0.1).request("POST", "/members")
        assert not caught.value.sent
        thread.join()


class CountingTransport(httpx.HTTPTransport):
    """Counts the requests that are in it or in its pool at a time."""

    def __init__(self, limits: httpx.Limits) -> None:
        super().__init__(limits=limits)
        self.most = 0
        self._inside = 0
        self._lock = threading.Lock()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        with self._lock:
            self._inside += 1
            self.most = max(self.most, self._inside)
        try:
            return super().handle_request(request)
        finally:
            with self._lock:
                self._inside -= 1


def test_the_pool_recovers_from_an_outage_with_more_threads_than_connections(server: Server) -> None:
    transport = CountingTransport(httpx.Limits(max_connections=2))
    with (
        httpx.Client(transport=transport) as http_client,
        Sync(**BARE, base_url=server.base_url, timeout=SILENT_TIMEOUT, http_client=http_client) as client,
    ):
        for _ in range(3):
            server.stall()
            sent: list[bool] = []

            def call(sent: list[bool] = sent) -> None:
                with pytest.raises(RequestTimeout) as caught:
                    client.request("GET", PATH)
                sent.append(caught.value.sent)

            threads = [threading.Thread(target=call) for _ in range(30)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            assert len(sent) == 30
            assert transport.most == 2, "calls wait inside of the pool, which can lose connections"
            heal(server)
            assert client.request("GET", PATH).status == 200
            assert client.request("GET", PATH).status == 200


def test_cancellation_at_any_step_leaks_no_connection(server: Server) -> None:
    heal(server)

    async def cancelled() -> None:
        before = open_sockets()
        async with Async(**BARE, base_url=server.base_url, timeout=5) as client:
            for again in range(3):
                for steps in range(40):
                    task = asyncio.create_task(client.request("GET", PATH))
                    for _ in range(steps):
                        await asyncio.sleep(0)
                    task.cancel()
                    await asyncio.gather(task, return_exceptions=True)
                assert (await client.request("GET", PATH)).status == 200, again
        await asyncio.to_thread(eventually, lambda: open_sockets() <= before)

    asyncio.run(asyncio.wait_for(cancelled(), 30))


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
@pytest.mark.parametrize("given", [False, True], ids=["own", "given"])
def test_keyboard_interrupt_leaks_no_connection(
    server: Server, given: bool, request: pytest.FixtureRequest
) -> None:
    main = threading.main_thread().ident
    assert main is not None
    # A shell starts what runs in its background with SIGINT ignored.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    request.addfinalizer(lambda: signal.signal(signal.SIGINT, before))

    def interrupts(connection: socket.socket) -> None:
        connection.sendall(HEAD)
        signal.pthread_kill(main, signal.SIGINT)
        connection.recv(1)

    limits = httpx.Limits(max_connections=1)
    with (
        httpx.Client(limits=limits) as http_client,
        Sync(
            **BARE, base_url=server.base_url, timeout=5, http_client=http_client if given else None
        ) as client,
    ):
        for _ in range(3):
            server.handler = interrupts
            with pytest.raises(KeyboardInterrupt):
                client.request("GET", PATH)
            assert server.wait_closed()
            heal(server)
            assert client.request("GET", PATH).status == 200
        client.close()


FORK = """
import asyncio, httpx, os, sys
from tests.runtime.support import BARE, Async, Sync

base_url, kind, given = sys.argv[1], sys.argv[2], sys.argv[3] == "True"
if kind == "sync":
    client = Sync(**BARE, base_url=base_url, http_client=httpx.Client() if given else None, timeout=5)
    call = lambda: client.request("GET", f"/members/{os.getpid()}").data.id
else:
    client = Async(**BARE, base_url=base_url, timeout=5)
    call = lambda: asyncio.run(client.request("GET", f"/members/{os.getpid()}")).data.id
assert call() == str(os.getpid())
child = os.fork()
for _ in range(20):
    assert call() == str(os.getpid())
if not child:
    os._exit(0)
assert os.waitpid(child, 0)[1] == 0
assert call() == str(os.getpid())
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork")
@pytest.mark.parametrize(
    ("kind", "given"), [("sync", False), ("sync", True), ("async", False)], ids=["own", "given", "async"]
)
def test_a_forked_child_opens_its_own_connections(server: Server, kind: str, given: bool) -> None:
    processes: dict[object, set[bytes]] = {}

    def answers(connection: socket.socket) -> None:
        path = connections[threading.get_ident()].split()[1]
        name = path.rpartition(b"/")[2]
        processes.setdefault(connection.getpeername(), set()).add(name)
        connection.sendall(json_answer(MEMBER.replace(b'"annie"', b'"%s"' % name)))

    connections: dict[int, bytes] = {}

    class Requests(list[bytes]):
        def append(self, request: bytes) -> None:
            connections[threading.get_ident()] = request
            super().append(request)

    server.requests = Requests()
    server.handler = answers
    command = [sys.executable, "-c", FORK, server.base_url, kind, str(given)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    assert len(server.requests) == 42
    assert all(len(names) == 1 for names in processes.values())
    if kind == "sync":
        assert server.accepted == 2


def test_one_client_works_in_consecutive_event_loops(server: Server) -> None:
    heal(server)
    client = Async(**BARE, base_url=server.base_url, timeout=5)
    before = open_sockets()
    for _ in range(4):

        async def twice() -> None:
            for _ in range(2):
                assert (await client.request("GET", PATH)).status == 200

        asyncio.run(twice())
        assert server.wait_closed()  # the end of the loop closes what is left
    assert server.accepted == 4
    assert open_sockets() == before


def test_one_client_works_in_concurrent_event_loops(server: Server) -> None:
    heal(server)
    client = Async(**BARE, base_url=server.base_url, timeout=10)
    failures: list[BaseException] = []

    async def many() -> None:
        for _ in range(10):
            results = await asyncio.gather(
                *[client.request("GET", PATH) for _ in range(5)], return_exceptions=True
            )
            failures.extend(result for result in results if isinstance(result, BaseException))

    threads = [threading.Thread(target=asyncio.run, args=(many(),)) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


def test_a_given_client_in_a_second_event_loop_is_an_error(server: Server) -> None:
    heal(server)
    http_client = httpx.AsyncClient()
    client = Async(**BARE, base_url=server.base_url, http_client=http_client)

    async def call() -> None:
        await client.request("GET", PATH)

    async def last() -> None:
        with pytest.raises(PluralKitError, match="another event loop"):
            await client.request("GET", PATH)

    with asyncio.Runner() as first:
        first.run(call())
        asyncio.run(last())
        first.run(call())
        first.run(http_client.aclose())
    assert len(server.requests) == 2


def test_calls_under_trio_reuse_a_connection(server: Server) -> None:
    heal(server)
    client = Async(**BARE, base_url=server.base_url, timeout=SILENT_TIMEOUT)

    async def calls() -> None:
        assert (await client.request("GET", PATH)).data.id == ANNIE["id"]
        assert (await client.request("GET", PATH)).data.id == ANNIE["id"]
        assert server.accepted == 1
        server.drip(HEAD, b"X-Drop: 1\r\n")
        begun = time.monotonic()
        with pytest.raises(RequestTimeout) as caught:
            await client.request("GET", PATH)
        assert time.monotonic() - begun < 2
        assert caught.value.sent
        with trio.move_on_after(0.05) as scope:
            await client.request("GET", PATH)
        assert scope.cancelled_caught

    trio.run(calls)
    assert server.wait_closed()

    async def in_another_run() -> Any:
        heal(server)
        return await client.request("GET", PATH)

    assert trio.run(in_another_run).status == 200
