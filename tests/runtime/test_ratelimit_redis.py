"""Rate limits shared between processes, against a real Redis; in real time only where necessary.

`PLURALKIT_TEST_REDIS` is its URL (default: redis://127.0.0.1:6379).
"""

from __future__ import annotations

import asyncio
import gc
import logging
import os
import shutil
import socket
import subprocess
import threading
import time
import uuid
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import anyio
import pytest
import redis
import trio
from pluralkit_api import AsyncPluralKit, PluralKit
from pluralkit_api.redis import AsyncRedisRateLimiter
from pluralkit_runtime import ApiSpec, Operation, RateLimit, RateLimitTimeout
from pluralkit_runtime.ratelimit.limiter import RateLimiter, Reservation, reserve
from pluralkit_runtime.ratelimit.redis import RedisRateLimiter
from pluralkit_runtime.ratelimit.waiting import Clock, SystemClock
from pluralkit_sandbox.testing import RunningSandbox

from benchmarks.process import open_sockets
from tests.runtime.rate_limited_server import LIMITS, READ, SPEC, WRITE, Network, Server
from tests.runtime.server import Server as HttpServer
from tests.runtime.server import json
from tests.runtime.support import AGENT, Sync

URL = os.environ.get("PLURALKIT_TEST_REDIS", "redis://127.0.0.1:6379")
SLOW = {**LIMITS, "own_system_get": 5}  # wide enough for a machine that is busy with other tests

SLOW_SPEC = ApiSpec(
    base_url=SPEC.base_url, operations=(), limits=SLOW, errors={}, wire_format=SPEC.wire_format
)


class Skipping(SystemClock):
    """The machine's clock, with skips."""

    skipped = 0.0

    def time(self) -> float:
        return super().time() + self.skipped


@dataclass
class Shared:
    """Rate limiters of several processes: they know each other by Redis alone."""

    url: str
    stack: ExitStack
    name: str = field(default_factory=lambda: uuid.uuid4().hex)

    def rate_limiter(self, clock: Clock | None = None) -> RedisRateLimiter:
        rate_limiter = RedisRateLimiter(self.url, address=self.name, clock=clock)
        self.stack.callback(rate_limiter.close)
        return rate_limiter

    def reservation(
        self, rate_limiter: RateLimiter, operation: Operation[None] = WRITE, within: float = 60
    ) -> Reservation:
        return reserve(
            rate_limiter,
            operation,
            "/systems/@me",
            caller=self.name,
            spec=SLOW_SPEC,
            deadline=time.monotonic() + within,
        )


@pytest.fixture
def shared() -> Iterator[Shared]:
    try:
        connect(URL).ping()
    except redis.RedisError as error:
        pytest.skip(f"no Redis answers at {URL}: `redis-server` starts one ({type(error).__name__})")
    with ExitStack() as stack:
        yield Shared(URL, stack)


@pytest.fixture
def limited() -> Iterator[RunningSandbox]:
    with RunningSandbox() as sandbox:
        sandbox.limit_rates(update=3)
        yield sandbox


def connect(url: str) -> Any:
    """A client of Redis, whose own types leave much open."""
    return cast("Any", redis.Redis).from_url(url, decode_responses=True)


def seconds(act: Callable[[], object]) -> float:
    start = time.monotonic()
    act()
    return time.monotonic() - start


def test_four_rate_limiters_share_the_limit(shared: Shared) -> None:
    server = Server(time.monotonic, limits=SLOW, network=Network(latency=0.001))
    span = 6
    end = time.monotonic() + span

    def caller(rate_limiter: RedisRateLimiter) -> None:
        with suppress(RateLimitTimeout):
            while True:
                reservation = shared.reservation(rate_limiter, READ, within=end - time.monotonic())
                reservation.wait()
                server.serve(reservation, READ, "/systems/@me", pause=time.sleep)

    rate_limiters = [shared.rate_limiter() for _ in range(4)]
    threads = [
        threading.Thread(target=caller, args=(rate_limiter,))
        for rate_limiter in rate_limiters
        for _ in range(3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert server.refused == 0
    # The burst of 3, then 5 a second. How much of that is used depends on how busy the machine is:
    # benchmarks/ratelimit_redis.py measures it. Four limiters that held each other up would stay far below.
    assert len(server.log) >= (3 + 5 * span) * 2 / 3


def test_a_rate_limiter_waits_for_what_another_one_used(shared: Shared) -> None:
    shared.reservation(shared.rate_limiter()).wait()
    assert seconds(shared.reservation(shared.rate_limiter()).wait) == pytest.approx(0.25, abs=0.1)


def test_a_429_delays_the_other_rate_limiters(shared: Shared) -> None:
    mine, another = shared.rate_limiter(), shared.rate_limiter()
    refused = shared.reservation(mine)
    refused.wait()
    refused.record(429, Server(time.monotonic).rate_limit("own_system_update", remaining=0), 0.3)
    again = threading.Thread(target=refused.wait)
    again.start()  # this tells the others
    time.sleep(0.05)
    assert seconds(shared.reservation(another).wait) >= 0.3 + 1 / 3 - 0.05
    again.join()


def test_refunds_are_shared(shared: Shared) -> None:
    mine, another = shared.rate_limiter(), shared.rate_limiter()
    for _ in range(20):
        reservation = shared.reservation(mine, READ)
        reservation.wait()
        reservation.record(404, None)
    assert seconds(shared.reservation(another, READ).wait) < 0.1


def test_late_requests_are_shared(shared: Shared) -> None:
    mine, another = shared.rate_limiter(), shared.rate_limiter()
    late = [shared.reservation(mine, READ) for _ in range(3)]
    for reservation in late:
        reservation.wait()
    time.sleep(0.6)  # to make a connection; by its reservations alone, all of the bucket is free again
    for reservation in late:
        reservation.mark_sent()
    shared.reservation(mine, READ).wait()  # this tells the others
    assert seconds(shared.reservation(another, READ).wait) > 0.1


def test_a_call_that_misses_its_deadline_is_not_counted(shared: Shared) -> None:
    mine, another = shared.rate_limiter(), shared.rate_limiter()
    shared.reservation(mine).wait()
    for _ in range(5):
        with pytest.raises(RateLimitTimeout):
            shared.reservation(another, within=0.05).wait()
    assert seconds(shared.reservation(another).wait) < 0.35


def test_cancelling_a_call_passes_its_slot_to_the_next(shared: Shared) -> None:
    async def main() -> float:
        mine, another = shared.rate_limiter(), shared.rate_limiter()
        await shared.reservation(mine).wait_async()
        start = time.monotonic()
        waiting = [asyncio.create_task(shared.reservation(another).wait_async()) for _ in range(3)]
        await asyncio.sleep(0.05)
        for task in waiting[:2]:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)
        taken = time.monotonic() - start
        await mine.aclose()
        await another.aclose()
        return taken

    # The first of them has told Redis of its reservation already: the one behind it gets the next.
    assert asyncio.run(main()) < 0.75


def test_a_rate_limiter_works_in_consecutive_event_loops(shared: Shared) -> None:
    rate_limiter = shared.rate_limiter()

    async def main() -> None:
        await shared.reservation(rate_limiter, READ).wait_async()
        await rate_limiter.aclose()

    asyncio.run(main())
    asyncio.run(main())


def test_event_loops_share_the_connections_of_a_rate_limiter(shared: Shared) -> None:
    rate_limiter = shared.rate_limiter()
    with asyncio.Runner() as one, asyncio.Runner() as another:

        def both() -> int:
            one.run(shared.reservation(rate_limiter, READ).wait_async())
            another.run(shared.reservation(rate_limiter, READ).wait_async())
            return open_sockets()

        connected = both()
        assert [both(), both()] == [connected, connected]
        one.run(rate_limiter.aclose())
        another.run(rate_limiter.aclose())
    gc.collect()  # would say so, were one left open


def test_only_one_call_waits_for_an_unresponsive_redis(shared: Shared) -> None:
    clock = Skipping()
    with socket.create_server(("127.0.0.1", 0)) as hangs:
        hanging = Shared(f"redis://127.0.0.1:{hangs.getsockname()[1]}", shared.stack)
        rate_limiter = hanging.rate_limiter(clock)

        def reservation() -> Reservation:
            return reserve(
                rate_limiter, READ, "/systems/@me", caller="me", spec=SLOW_SPEC, deadline=float("inf")
            )

        assert seconds(reservation().wait) > 0.4
        clock.skipped += 10
        taken: list[float] = []
        threads = [
            threading.Thread(target=lambda: taken.append(seconds(reservation().wait))) for _ in range(3)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert sum(each > 0.4 for each in taken) == 1


def test_requests_that_redis_did_not_count_are_not_refunded(shared: Shared) -> None:
    mine, another = shared.rate_limiter(), shared.rate_limiter()
    alone = [shared.reservation(mine, READ) for _ in range(3)]
    mine._away_until = time.monotonic() + 60  # pyright: ignore[reportPrivateUsage] # as after an outage
    for reservation in alone:
        reservation.wait()
    mine._away_until = None  # pyright: ignore[reportPrivateUsage] # it is back
    counted = [shared.reservation(another, READ) for _ in range(3)]
    for reservation in counted:
        reservation.wait()
    for reservation in alone:
        reservation.record(404, None)
    shared.reservation(mine, READ).wait()  # this would tell of what is given back
    # Three in the burst of a limit of 5, and the one of `mine`: who knows nothing but that has to wait.
    assert seconds(shared.reservation(shared.rate_limiter(), READ).wait) > 0.1


def test_a_redis_clock_that_was_set_back_blocks_no_calls(
    shared: Shared, caplog: pytest.LogCaptureFixture
) -> None:
    mine = shared.rate_limiter()
    shared.reservation(mine).wait()
    with connect(shared.url) as watching:
        (key,) = watching.scan_iter(f"*pluralkit*:{shared.name}")
        watching.pexpire(key, 3_600_000)
    assert seconds(shared.reservation(shared.rate_limiter()).wait) < 0.3
    assert not caplog.messages  # nor is it taken for an outage


@pytest.mark.parametrize("kind", ["sync", "asyncio", "trio"])
def test_a_slowly_responding_redis_counts_as_unavailable(shared: Shared, kind: str) -> None:
    stop = threading.Event()

    def drip(connection: socket.socket) -> None:
        with connection, suppress(OSError):
            for each in b"$1000\r\n" + b"x" * 1000:
                connection.sendall(bytes([each]))
                if stop.wait(0.1):
                    return

    with server_of(drip) as port:
        limiter = Shared(f"redis://127.0.0.1:{port}", shared.stack).rate_limiter()
        assert acquire(limiter, kind) < 1
        stop.set()


@pytest.mark.parametrize("kind", ["sync", "asyncio", "trio"])
@pytest.mark.parametrize(
    "reply", [b"nonsense\r\n", b"*0\r\n", b"*2\r\n:1\r\n$1\r\nx\r\n", b":1\r\n", b"+OK\r\n", b"*1\r\n:-5\r\n"]
)
def test_a_redis_with_invalid_replies_counts_as_unavailable(
    shared: Shared, kind: str, reply: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    def nonsense(connection: socket.socket) -> None:
        with connection, suppress(OSError):
            while connection.recv(65536):
                connection.sendall(reply)

    with server_of(nonsense) as port:
        limiter = Shared(f"redis://127.0.0.1:{port}", shared.stack).rate_limiter()
        assert acquire(limiter, kind) < 1
    assert any("does not answer" in message for message in caplog.messages)


def test_many_concurrent_calls_are_not_mistaken_for_an_outage(
    shared: Shared, caplog: pytest.LogCaptureFixture
) -> None:
    limiter = shared.rate_limiter()

    async def main() -> None:
        calls = [
            reserve(limiter, READ, "/systems/@me", caller=f"{shared.name}{k}", spec=SPEC, deadline=1e12)
            for k in range(300)
        ]
        await asyncio.gather(*(call.wait_async() for call in calls))
        await limiter.aclose()

    asyncio.run(main())
    assert not caplog.messages


def test_trio_tasks_share_the_bucket(shared: Shared) -> None:
    shared.reservation(shared.rate_limiter()).wait()
    assert acquire(shared.rate_limiter(), "trio", shared.name) == pytest.approx(0.25, abs=0.1)


def acquire(limiter: RedisRateLimiter, kind: str, caller: str = "me") -> float:
    """Wait for a slot in one of three ways; for how many seconds."""
    reservation = reserve(limiter, WRITE, "/systems/@me", caller=caller, spec=SLOW_SPEC, deadline=1e12)
    if kind == "sync":
        return seconds(reservation.wait)

    async def main() -> float:
        start = time.monotonic()
        await reservation.wait_async()
        taken = time.monotonic() - start
        await limiter.aclose()
        return taken

    return asyncio.run(main()) if kind == "asyncio" else trio.run(main)


@contextmanager
def server_of(handler: Callable[[socket.socket], None]) -> Generator[int]:
    """A server that lets `handler` talk on each connection; its port."""
    with socket.create_server(("127.0.0.1", 0), backlog=100) as listener:

        def accept() -> None:
            with suppress(OSError):
                while True:
                    connection, _ = listener.accept()
                    threading.Thread(target=handler, args=(connection,), daemon=True).start()

        threading.Thread(target=accept, daemon=True).start()
        yield listener.getsockname()[1]
        listener.shutdown(socket.SHUT_RDWR)


def test_calls_delayed_by_redis_keep_to_the_rate_limit(shared: Shared) -> None:
    server = Server(time.monotonic, limits=SLOW, network=Network(latency=0.001))
    with socket.create_server(("127.0.0.1", 0), backlog=100) as hangs:
        hanging = Shared(f"redis://127.0.0.1:{hangs.getsockname()[1]}", shared.stack)
        rate_limiter = hanging.rate_limiter()

        def call() -> None:
            reservation = hanging.reservation(rate_limiter, READ)
            reservation.wait()
            server.serve(reservation, READ, "/systems/@me", pause=time.sleep)

        threads = [threading.Thread(target=call) for _ in range(10)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert server.refused == 0


def test_several_clients_never_exceed_the_rate_limit(shared: Shared, limited: RunningSandbox) -> None:
    token = limited.tokens["harbour"]
    for _ in range(6):  # twice the limit, at once, were each limited alone
        rate_limiter = shared.rate_limiter()
        with PluralKit(
            user_agent=AGENT, token=token, base_url=limited.base_url, rate_limiter=rate_limiter, retry=None
        ) as pk:
            pk.systems.update("@me", tag="| H")


def test_several_async_clients_never_exceed_the_rate_limit(shared: Shared, limited: RunningSandbox) -> None:
    token = limited.tokens["harbour"]

    async def main() -> None:
        for _ in range(6):
            rate_limiter = shared.rate_limiter()
            async with AsyncPluralKit(
                user_agent=AGENT,
                token=token,
                base_url=limited.base_url,
                rate_limiter=rate_limiter,
                retry=None,
            ) as pk:
                await pk.systems.update("@me", tag="| H")
            await rate_limiter.aclose()

    asyncio.run(main())


def test_tokens_are_not_stored_in_redis(shared: Shared) -> None:
    rate_limiter, token = shared.rate_limiter(), f"token-{shared.name}"
    with (
        HttpServer() as server,
        Sync(user_agent=AGENT, token=token, base_url=server.base_url, rate_limiter=rate_limiter) as client,
    ):
        server.answer(json(b"[]"))
        client.request("GET", "/systems/@me/members")
    with connect(shared.url) as watching:
        (key,) = watching.scan_iter(f"*pluralkit*:{shared.name}")
        told = [key, *watching.scan_iter("*pluralkit*"), watching.get(key)]
    assert not any(token in each for each in told)


def test_without_redis_each_rate_limiter_works_locally_until_redis_returns(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    if shutil.which("redis-server") is None:
        pytest.skip("redis-server is not installed")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    clock = Skipping()

    with ExitStack() as stack:
        shared = Shared(f"redis://127.0.0.1:{port}", stack)
        mine, another = shared.rate_limiter(clock), shared.rate_limiter(clock)

        def go(rate_limiter: RedisRateLimiter, times: int) -> float:
            reservations = [
                reserve(
                    rate_limiter, READ, "/systems/@me", caller="me", spec=SLOW_SPEC, deadline=float("inf")
                )
                for _ in range(times)
            ]
            start = time.monotonic()
            for reservation in reservations:
                reservation.wait()
            return time.monotonic() - start

        with caplog.at_level(logging.INFO, logger="pluralkit_api"):
            # Nobody is there: each has a burst of its own, and still keeps to its own rate.
            assert go(mine, 3) + go(another, 3) < 0.5
            assert 0.1 < go(another, 1) < 0.5
            assert len(caplog.messages) == 2
            assert all("does not answer" in message for message in caplog.messages)
            caplog.clear()
            with redis_server(port, tmp_path):
                clock.skipped += 10
                assert go(mine, 3) < 0.2
                assert go(another, 1) > 0.1
                assert len(caplog.messages) == 2
                assert all("answers again" in message for message in caplog.messages)
                caplog.clear()
            # Gone again, while it was in use.
            clock.skipped += 10
            assert go(mine, 3) < 0.5
            assert ["does not answer" in message for message in caplog.messages] == [True]


@contextmanager
def redis_server(port: int, directory: Path) -> Generator[None]:
    arguments = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
    with subprocess.Popen(["redis-server", *arguments], cwd=directory, stdout=subprocess.DEVNULL) as process:
        try:
            with connect(f"redis://127.0.0.1:{port}") as client:
                for _ in range(500):
                    with suppress(redis.ConnectionError):
                        client.ping()
                        break
                    time.sleep(0.01)
            yield
        finally:
            process.terminate()


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_async_rate_limiters_share_the_rate_and_close_their_connections(
    shared: Shared, limited: RunningSandbox, backend: str
) -> None:
    answers: list[int] = []

    async def main() -> None:
        async with (
            AsyncRedisRateLimiter(named, address=shared.name) as one,
            AsyncRedisRateLimiter(named, address=shared.name) as other,
            anyio.create_task_group() as group,
        ):
            for rate_limiter in (one, other):
                group.start_soon(write, rate_limiter)

    async def write(rate_limiter: RateLimiter) -> None:
        async with AsyncPluralKit(
            user_agent=AGENT,
            token=limited.tokens["harbour"],
            base_url=limited.base_url,
            rate_limiter=rate_limiter,
            retry=None,
        ) as pk:
            for name in "abc":
                await pk.systems.update("@me", name=name)
                answers.append(1)

    named = f"{shared.url}?client_name={shared.name}"
    anyio.run(main, backend=backend)
    assert len(answers) == 6  # none was refused: two limiters on their own would be
    assert shared.name not in {client["name"] for client in connect(shared.url).client_list()}


def test_the_sync_rate_limiter_is_a_context_manager(shared: Shared) -> None:
    with RedisRateLimiter(shared.url, address=shared.name) as rate_limiter:
        shared.reservation(rate_limiter).wait()
        assert open_sockets() > 0


def test_applications_have_their_own_buckets_in_redis(shared: Shared) -> None:
    one, other = shared.rate_limiter(), shared.rate_limiter()
    limit = RateLimit("applications", 4, 3, None)

    def reservation(rate_limiter: RateLimiter) -> Reservation:
        return reserve(
            rate_limiter,
            WRITE,
            "/systems/@me",
            caller=shared.name,
            application=f"app-{shared.name}",
            spec=SLOW_SPEC,
            deadline=time.monotonic() + 60,
        )

    for rate_limiter in (one, other):
        first = reservation(rate_limiter)
        first.wait()
        first.record(200, limit)
    # Each told the other what it used: a burst of two (of 4 a second), then one every quarter of a second.
    start = time.monotonic()
    for rate_limiter in (one, other) * 2:
        reservation(rate_limiter).wait()
    assert time.monotonic() - start >= 0.6
    assert seconds(shared.reservation(one).wait) < 0.2  # what counts without the application is not used up
