"""What the rate limiter learns from responses: scopes, limits, refusals, refunds."""

from __future__ import annotations

import asyncio
import tracemalloc

import pytest
from msgspec.structs import replace
from pluralkit_runtime import Operation
from pluralkit_runtime.ratelimit.limiter import RateLimiter, Reservation

from contract_tests.support.virtual_time import VirtualLoop, run
from tests.runtime.rate_limited_client import Client, LoopClock, simulate
from tests.runtime.rate_limited_server import LIMITS, READ, WRITE, Network, Server, operation


@pytest.mark.parametrize(
    ("retry_after", "wait"),
    [
        (0.5, 0.5 + 1 / 3),  # refused, not charged
        (0.0, 2 / 3),  # refused and charged: as if an interval had been named
        (None, 2 / 3),
        (31_536_000.0, 10 + 1 / 3),
    ],
)
def test_a_429_delays_all_calls_of_the_bucket(retry_after: float | None, wait: float) -> None:
    async def main(client: Client) -> None:
        went: dict[str, float] = {}

        async def go(name: str, reservation: Reservation) -> None:
            await reservation.wait_async()
            went[name] = client.time()

        refused = client.reservation(WRITE)
        await refused.wait_async()
        waiting = asyncio.create_task(go("another", client.reservation(WRITE)))
        await asyncio.sleep(0.1)
        refused.record(429, client.server.rate_limit("own_system_update", remaining=0), retry_after)
        await asyncio.gather(waiting, go("refused", refused), go("read", client.reservation(READ)))
        # The one that was refused goes before those that came after it, and keeps its distance to them.
        assert list(went) == ["read", "refused", "another"]
        assert went["read"] == pytest.approx(0.1)
        assert went["refused"] == pytest.approx(0.1 + wait)
        assert went["another"] >= went["refused"] + 1 / 3

    simulate(main)


@pytest.mark.parametrize("operation", [READ, WRITE], ids=["read", "write"])
@pytest.mark.parametrize("others", range(1, 40, 3))
def test_a_bucket_drained_by_another_client_causes_at_most_one_429(
    operation: Operation[None], others: int
) -> None:
    async def main(client: Client) -> None:
        for _ in range(others):
            client.server.check(operation.scope)
            await asyncio.sleep(0.002)
        await client.call(operation, "/systems/exmpl")

    assert simulate(main).refused <= 1


def test_responses_reveal_the_use_of_the_bucket_by_other_clients() -> None:
    async def main(client: Client) -> None:
        await client.call(READ)
        for _ in range(5):
            client.server.check("own_system_get")
        await client.call(READ)
        await asyncio.gather(*(client.call(READ) for _ in range(20)))

    assert simulate(main).refused == 0


@pytest.mark.parametrize("rate", [1, 2, 5])
def test_another_client_of_the_same_bucket_gets_slots(rate: int) -> None:
    refused = 0

    async def main(client: Client) -> None:
        async def somebody_else() -> None:
            nonlocal refused
            while client.time() < 30:
                refused += not client.server.check("own_system_get").allowed
                await asyncio.sleep(1 / rate)

        async def caller() -> None:
            while client.time() < 30:
                await client.call(READ)

        await asyncio.gather(somebody_else(), *(caller() for _ in range(20)))

    server = simulate(main, network=Network(jitter=0.03))
    assert server.refused + refused <= 3
    assert len(server.log) >= 30 * (10 - rate) * 0.95


def test_a_higher_limit_in_responses_is_adopted() -> None:
    async def main(client: Client) -> None:
        await client.call(READ)
        await asyncio.gather(*(client.call(READ) for _ in range(500)))
        assert client.time() == pytest.approx((500 - 48) / 50, abs=0.2)

    assert simulate(main, limits={**LIMITS, "own_system_get": 50}).refused == 0


@pytest.mark.parametrize(("limit", "share"), [(2, 0.6), (4, 0.97), (20, 0.99), (100, 0.99)])
def test_any_limit_is_used_and_not_exceeded(limit: int, share: float) -> None:
    async def main(client: Client) -> None:
        async def caller() -> None:
            while client.time() < 10:
                await client.call(READ)

        await client.call(READ)
        await asyncio.gather(*(caller() for _ in range(100)))

    server = simulate(main, limits={**LIMITS, "own_system_get": limit}, network=Network(jitter=0.03))
    assert server.refused <= (limit < 10)  # before the first answer told
    assert len([each for each in server.log if each.at < 10]) >= share * limit * 10


def test_a_lower_limit_in_responses_is_adopted() -> None:
    async def main(client: Client) -> None:
        await client.call(READ)
        await asyncio.gather(*(client.call(READ) for _ in range(50)))

    assert simulate(main, limits={**LIMITS, "own_system_get": 5}).refused == 0


def test_own_and_other_resources_have_separate_buckets() -> None:
    async def main(client: Client) -> None:
        await client.call(READ, "/systems/exmpl")
        await asyncio.sleep(1)
        start = client.time()
        own = [asyncio.create_task(client.call(READ, "/systems/@me")) for _ in range(100)]
        await asyncio.sleep(0)
        await client.call(READ, "/systems/exmpl")
        assert client.time() == pytest.approx(start + 0.01)
        await asyncio.gather(*own)

    assert simulate(main).refused == 0


def test_a_request_of_unknown_scope_is_charged_to_both_buckets_until_its_response() -> None:
    async def main(client: Client) -> None:
        # Eight at once may all turn out to be own, or all of them others'.
        await asyncio.gather(*(client.call(READ, f"/members/m{k}") for k in range(8)))
        assert client.time() == pytest.approx(0.01)
        # They were others': the own bucket is as it was, the other one is exhausted.
        await asyncio.gather(*(client.call(READ) for _ in range(8)))
        assert client.time() == pytest.approx(0.02)
        await client.call(READ, "/members/m0")
        assert client.time() == pytest.approx(0.11, abs=0.011)

    assert simulate(main).refused == 0


def test_the_first_response_reveals_the_bucket_for_waiting_calls() -> None:
    async def main(client: Client) -> None:
        own = [asyncio.create_task(client.call(READ)) for _ in range(8)]
        await asyncio.sleep(0.001)
        # The own bucket has no room until 0.1 s, when the first of these goes; its answer comes at 0.11 s.
        await asyncio.gather(*own, *(client.call(READ, "/members/other") for _ in range(8)))
        assert client.time() == pytest.approx(0.12, abs=0.011)

    assert simulate(main).refused == 0


def test_a_scope_outside_the_contract_is_adopted() -> None:
    message = operation("get", own=False, template="/messages/{messageRef}")

    class Service(Server):
        def scope(self, operation: Operation[None], path: str) -> str:
            return "message" if operation is message else super().scope(operation, path)

    async def main(loop: VirtualLoop) -> None:
        client = Client(
            RateLimiter(clock=LoopClock(loop)), Service(loop.time, limits={**LIMITS, "message": 10})
        )
        await client.call(message, "/messages/1")
        await asyncio.sleep(1)
        await asyncio.gather(
            *(client.call(message, f"/messages/{k}") for k in range(8)),
            *(client.call(READ, "/systems/exmpl") for _ in range(8)),
        )
        assert loop.time() == pytest.approx(1.02)
        assert client.server.refused == 0

    run(main)


def test_paths_outside_the_contract_do_not_share_learned_scopes() -> None:
    def unknown(method: str, path: str) -> Operation[None]:
        return replace(operation("get", own=False, template=path), id="", method=method)

    class Service(Server):
        def scope(self, operation: Operation[None], path: str) -> str:
            return "special" if path == "/special" else super().scope(operation, path)

    async def main(loop: VirtualLoop) -> None:
        server = Service(loop.time, limits={**LIMITS, "special": 10})
        client = Client(RateLimiter(clock=LoopClock(loop)), server)
        await client.call(unknown("GET", "/special"), "/special")
        await asyncio.sleep(1)
        # Both buckets have a burst of their own, so that nothing has to wait.
        await asyncio.gather(
            *(client.call(unknown("GET", "/special"), "/special") for _ in range(8)),
            *(client.call(unknown("GET", "/other"), "/other") for _ in range(8)),
        )
        assert loop.time() == pytest.approx(1.02)
        assert server.refused == 0

    run(main)


def test_a_response_without_rate_limit_headers_is_refunded() -> None:
    async def main(client: Client) -> None:
        for _ in range(100):
            reservation = client.reservation(READ, "/members/zzzzz")
            await reservation.wait_async()
            reservation.record(404, None)
        assert client.time() == 0

    simulate(main)


@pytest.mark.parametrize("latency", [0.05, 0.15, 0.3])
@pytest.mark.parametrize("counted", [True, False], ids=["against another bucket", "not at all"])
def test_a_late_refund_is_limited_to_the_remaining_charge(counted: bool, latency: float) -> None:
    async def main(client: Client) -> None:
        async def elsewhere(path: str) -> None:
            if counted:
                await client.call(READ, path)
                return
            reservation = client.reservation(READ)
            await reservation.wait_async()
            await asyncio.sleep(2 * latency)
            reservation.record(404, None)

        early = [asyncio.create_task(elsewhere(f"/members/m{k}")) for k in range(8)]
        # What those eight used up has worn off meanwhile: these must not be given it once more.
        await asyncio.sleep(2 * latency - 0.01)
        await asyncio.gather(*early, *(client.call(READ) for _ in range(30)))

    assert simulate(main, network=Network(latency)).refused == 0


def test_the_full_rate_returns_after_429s_without_counted_responses() -> None:
    async def main(client: Client) -> None:
        async def call(status: int) -> None:
            reservation = client.reservation(READ, "/members/zzzzz")
            await reservation.wait_async()
            reservation.record(status, None)

        for _ in range(5):
            await call(429)  # of a proxy, without the limiter's headers
        for _ in range(100):
            await call(404)
        then = client.time()
        for _ in range(100):
            await call(404)
        assert client.time() - then < 0.1

    simulate(main)


def test_arbitrary_rate_limit_headers_use_bounded_memory() -> None:
    async def main(client: Client) -> None:
        for k in range(20_000):
            reservation = client.reservation(READ, f"/members/{k}")
            await reservation.wait_async()
            reservation.record(200, client.server.rate_limit(f"scope{k}", remaining=10**15, limit=10**15))
            await asyncio.sleep(0.001)

    tracemalloc.start()
    try:
        simulate(main)
        assert tracemalloc.get_traced_memory()[1] < 5_000_000
    finally:
        tracemalloc.stop()
