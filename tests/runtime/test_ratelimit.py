"""When the rate limiter lets calls go: rate, burst, order, cancellation, deadlines, threads."""

from __future__ import annotations

import asyncio
import random
import threading
from collections.abc import Callable
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pluralkit_runtime import Operation
from pluralkit_runtime.errors import RateLimitTimeout
from pluralkit_runtime.ratelimit.limiter import RateLimiter, reserve
from pluralkit_runtime.ratelimit.scheduler import BucketQueue, Scheduler, Ticket
from pluralkit_runtime.ratelimit.waiting import SystemClock

from contract_tests.support.virtual_time import ThreadedTime, VirtualLoop, run
from tests.runtime.rate_limited_client import FOR_EVER, Client, LoopClock, simulate
from tests.runtime.rate_limited_server import LIMITS, READ, SPEC, WRITE, Network, Server, answer, operation


def sent(server: Server) -> list[float]:
    return [round(each.at, 6) for each in server.log]


class Connecting(Network):
    """The first requests have to make their connections."""

    made = 0

    def one_way(self) -> float:
        self.made += 1
        return 0.15 if self.made <= 8 else 0.01


NETWORKS: dict[str, Callable[[], Network]] = {
    "still": Network,
    "connections to make": Connecting,
    "30 ms of jitter": lambda: Network(jitter=0.03),
    "far away": lambda: Network(latency=0.15, jitter=0.03),
}


@pytest.mark.parametrize("network", NETWORKS.values(), ids=NETWORKS.keys())
@pytest.mark.parametrize("other", ["/systems/@me", "/systems/exmpl"])
def test_twenty_callers_use_the_full_rate_without_a_429(network: Callable[[], Network], other: str) -> None:
    async def main(client: Client) -> None:
        async def caller(operation: Operation[None], path: str) -> None:
            while client.time() < 10:
                await client.call(operation, path)

        reads = (caller(READ, "/systems/@me") for _ in range(10))
        writes = (caller(WRITE, other) for _ in range(10))
        await asyncio.gather(*reads, *writes)

    server = simulate(main, network=network())
    assert server.refused == 0
    times = [each.at for each in server.log if each.at < 10]
    # 10 reads and 3 writes a second, after the bursts of 8 and 1; a slow first request costs one, once.
    assert len(times) >= 0.99 * 10 * (10 + 3) + 8
    # … and not only on average: no second with less than the rate, once answers come in
    for second in range(1, 9):
        assert sum(second <= at < second + 1 for at in times) >= 12


def test_an_idle_bucket_allows_a_burst_and_then_the_full_rate() -> None:
    async def main(client: Client) -> None:
        await asyncio.gather(*(client.call(READ) for _ in range(20)))

    server = simulate(main)
    # 10 ms: the time of an answer, allowed for once (the eight arrive in one microsecond here, which is
    # just too much for the server's arithmetic).
    assert sent(server) == [0.0] * 8 + [pytest.approx(0.1 * k, abs=0.011) for k in range(1, 13)]
    assert server.refused == 0


def test_a_call_on_an_idle_client_is_sent_immediately() -> None:
    async def main(client: Client) -> None:
        for _ in range(3):
            await client.call(WRITE)
            await asyncio.sleep(1)

    assert sent(simulate(main)) == [pytest.approx(k * 1.01, abs=1e-5) for k in range(3)]


def test_calls_are_sent_in_order_of_arrival() -> None:
    async def main(client: Client) -> None:
        async def late(name: int) -> None:
            await asyncio.sleep(name * 0.013)
            await client.call(READ, name=name)

        await asyncio.gather(*(late(name) for name in range(40)))

    assert [each.name for each in simulate(main).log] == list(range(40))


@pytest.mark.parametrize("callers", [1, 20, 500])
def test_the_cost_of_waking_a_call_does_not_grow_with_the_queue(callers: int) -> None:
    looks = 0

    class Counting(RateLimiter):
        def _poll(self, ticket: Ticket, deadline: float) -> float | None:
            nonlocal looks
            looks += 1
            return super()._poll(ticket, deadline)

    async def main(loop: VirtualLoop) -> int:
        client = Client(Counting(clock=LoopClock(loop)), Server(loop.time))
        await asyncio.gather(*(client.call(READ) for _ in range(callers)))
        return len(client.server.log)

    # one poll to learn for how long to sleep, one on waking up, and one where the slots had moved meanwhile
    assert looks <= 3 * run(main)


def test_the_cost_of_a_call_does_not_grow_with_the_number_of_tokens(monkeypatch: pytest.MonkeyPatch) -> None:
    looked_at = 0
    first = BucketQueue.first

    def counting(queue: BucketQueue) -> Ticket | None:
        nonlocal looked_at
        looked_at += 1
        return first(queue)

    monkeypatch.setattr(BucketQueue, "first", counting)

    async def main(loop: VirtualLoop, tokens: int) -> None:
        client = Client(RateLimiter(clock=LoopClock(loop)), Server(loop.time))

        async def call(token: int) -> None:
            reservation = reserve(
                client.rate_limiter, READ, "/systems/@me", caller=str(token), spec=SPEC, deadline=FOR_EVER
            )
            await reservation.wait_async()
            reservation.record(200, None)

        await asyncio.gather(*(call(token) for _ in range(20) for token in range(tokens)))

    run(partial(main, tokens=1))
    alone, looked_at = looked_at, 0
    run(partial(main, tokens=100))
    assert looked_at <= 100 * alone * 1.5


def test_cancelling_a_waiting_call_passes_its_slot_to_the_next() -> None:
    async def main(client: Client) -> None:
        calls = [asyncio.create_task(client.call(WRITE, name=name)) for name in range(5)]
        await asyncio.sleep(0.1)
        calls[1].cancel()  # the next to go
        calls[3].cancel()
        await asyncio.gather(*calls, return_exceptions=True)

    server = simulate(main)
    assert [each.name for each in server.log] == [0, 2, 4]
    assert sent(server) == [pytest.approx(at, abs=1e-5) for at in (0, 0.25, 0.25 + 1 / 3)]


def test_cancelling_all_calls_leaves_an_idle_client() -> None:
    async def main(client: Client) -> None:
        calls = [asyncio.create_task(client.call(WRITE)) for _ in range(50)]
        await asyncio.sleep(0.1)
        for call in calls:
            call.cancel()
        await asyncio.gather(*calls, return_exceptions=True)
        await asyncio.sleep(1)
        await client.call(WRITE)

    assert sent(simulate(main)) == [0, pytest.approx(1.1, abs=1e-5)]


def test_a_slot_after_the_deadline_raises_immediately_with_the_wait() -> None:
    async def main(client: Client) -> None:
        waiting = [asyncio.create_task(client.call(WRITE)) for _ in range(7)]
        await asyncio.sleep(0)
        with pytest.raises(RateLimitTimeout, match=r"2\.25 s") as error:
            await client.reservation(WRITE, deadline=2).wait_async()
        assert client.time() == 0
        assert error.value.wait == pytest.approx(7 / 3 - 1 / 12)
        await client.reservation(WRITE, deadline=2.3).wait_async()
        await asyncio.gather(*waiting)

    assert simulate(main).refused == 0


def test_a_slot_that_moves_past_the_deadline_raises_at_the_deadline() -> None:
    async def main(client: Client) -> None:
        refused = client.reservation(WRITE)
        await refused.wait_async()
        waiting = asyncio.create_task(client.reservation(WRITE, deadline=0.5).wait_async())
        await asyncio.sleep(0.01)
        refused.record(429, None, 5.0)
        with pytest.raises(RateLimitTimeout) as error:
            await waiting
        assert client.time() == pytest.approx(0.5)
        assert error.value.wait > 4

    simulate(main)


@pytest.mark.parametrize("operation", [READ, WRITE], ids=["read", "write"])
@pytest.mark.parametrize("round_trip", [0.05, 0.1, 0.2, 0.3])
def test_slow_connections_cause_no_429(operation: Operation[None], round_trip: float) -> None:
    async def main(client: Client) -> None:
        kept = 0

        async def caller() -> None:
            nonlocal kept
            while client.time() < 10:
                reservation = client.reservation(operation)
                await reservation.wait_async()
                sent = client.time()
                if kept:
                    kept -= 1
                else:
                    await asyncio.sleep(2 * round_trip)  # of TCP, and of TLS
                reservation.mark_sent()
                await asyncio.sleep(round_trip / 2)
                scope, decision = client.server.receive(operation, "/systems/@me", None, sent)
                await asyncio.sleep(round_trip / 2)
                reservation.record(*answer(scope, decision))
                kept += 1

        await asyncio.gather(*(caller() for _ in range(20)))

    server = simulate(main)
    assert server.refused == 0
    # All of the rate, but for the time in which the first connections are made.
    rate = LIMITS["own_system_get" if operation is READ else "own_system_update"]
    assert len([each for each in server.log if each.at < 10]) >= 0.99 * rate * (10 - 2 * round_trip)


@given(
    calls=st.lists(
        st.tuples(
            st.one_of(st.just(0.0), st.floats(0, 0.3)),
            st.sampled_from([READ, WRITE]),
            st.sampled_from(["/systems/@me", "/systems/exmpl", "/members/mine", "/members/other", "/none"]),
        ),
        min_size=1,
        max_size=60,
    ),
    seed=st.integers(0, 10**6),
    latency=st.floats(0, 0.2),
)
def test_mixed_calls_cause_no_429(
    calls: list[tuple[float, Operation[None], str]], seed: int, latency: float
) -> None:
    async def main(client: Client) -> None:
        async def call(operation: Operation[None], path: str) -> None:
            if path != "/none":
                await client.call(operation, path)
                return
            reservation = client.reservation(operation, path)  # not found, and not counted
            await reservation.wait_async()
            await asyncio.sleep(client.server.network.one_way() + client.server.network.one_way())
            reservation.record(404, None)

        tasks: list[asyncio.Task[None]] = []
        for gap, called, path in calls:
            await asyncio.sleep(gap)
            tasks.append(asyncio.create_task(call(called, path)))
        await asyncio.gather(*tasks)

    network = Network(latency, 0.09, random.Random(seed))
    assert simulate(main, network=network, owned=("/systems/@me", "/members/mine")).refused == 0


def test_a_call_without_a_deadline_never_sleeps_forever() -> None:
    scheduler = Scheduler()

    def enqueue(called: Operation[None], path: str) -> Ticket:
        ticket = scheduler.ticket(called, path, caller="me", spec=SPEC)
        scheduler.enqueue(ticket, FOR_EVER, 0.0)
        return ticket

    for _ in range(8):
        enqueue(READ, "/systems/@me")
    enqueue(READ, "/members/unknown")  # may count against either bucket, and waits for the own one
    behind_it = enqueue(operation("get", own=False), "/systems/exmpl")
    seconds = scheduler.poll(behind_it, FOR_EVER, 0.0)
    assert seconds is not None
    assert seconds <= 3600


def test_an_unused_slot_goes_to_the_next_call() -> None:
    async def main(client: Client) -> None:
        unused = client.reservation(WRITE)
        await unused.wait_async()
        waiting = asyncio.create_task(client.call(WRITE))
        await asyncio.sleep(0.1)
        unused.release()
        await waiting

    assert sent(simulate(main)) == [0.1]


@given(
    operation=st.sampled_from([READ, WRITE]),
    gaps=st.lists(st.one_of(st.just(0.0), st.floats(0, 0.5)), min_size=1, max_size=60),
    seed=st.integers(0, 10**6),
    latency=st.floats(0, 0.2),
)
def test_a_single_client_causes_no_429(
    operation: Operation[None], gaps: list[float], seed: int, latency: float
) -> None:
    async def main(client: Client) -> None:
        calls: list[asyncio.Task[None]] = []
        for gap in gaps:
            await asyncio.sleep(gap)
            calls.append(asyncio.create_task(client.call(operation)))
        await asyncio.gather(*calls)

    assert simulate(main, network=Network(latency, 0.09, random.Random(seed))).refused == 0


def test_threads_share_one_rate_limiter() -> None:
    time = ThreadedTime()
    server = Server(time.time)
    client = Client(RateLimiter(clock=time), server)

    def caller() -> None:
        while time.time() < 10:
            reservation = client.reservation(READ)
            reservation.wait()
            server.serve(reservation, READ, "/systems/@me", pause=time.sleep)

    time.run(*[caller] * 20)
    assert server.refused == 0
    assert len([each for each in server.log if each.at < 10]) >= 0.99 * 10 * 10 + 8


def test_a_missed_slot_is_reserved_again() -> None:
    # An event loop that is blocked, and a thread whose calls let those of the loop go meanwhile.
    time = ThreadedTime()
    client = Client(RateLimiter(clock=time), Server(time.time))

    def oversleeps(woken: threading.Event, seconds: float) -> None:
        time.wait(woken, seconds)
        time.sleep(max(3 - time.time(), 0))

    def call(wait: Callable[[threading.Event, float], object] | None = None) -> None:
        reservation = client.reservation(READ)
        reservation.wait(wait)
        client.server.serve(reservation, READ, "/systems/@me", pause=time.sleep)

    def wide_awake() -> None:
        while time.time() < 4:
            call()

    time.run(*[partial(call, oversleeps)] * 20, *[wide_awake] * 2)
    assert client.server.refused == 0


def test_a_slot_after_the_deadline_raises_immediately_in_threads() -> None:
    time = ThreadedTime()
    client = Client(RateLimiter(clock=time), Server(time.time))

    def main() -> None:
        client.reservation(WRITE).wait()
        client.reservation(WRITE, deadline=0.3).wait()
        assert time.time() == pytest.approx(0.25)
        with pytest.raises(RateLimitTimeout) as error:
            client.reservation(WRITE, deadline=0.5).wait()
        assert time.time() == pytest.approx(0.25)
        assert error.value.wait == pytest.approx(1 / 3)

    time.run(main)


def test_a_thread_can_wait_without_a_deadline() -> None:
    woken = threading.Event()
    waker = threading.Timer(0.01, woken.set)
    waker.start()
    SystemClock().wait(woken, FOR_EVER)
    assert woken.is_set()
    waker.join()
