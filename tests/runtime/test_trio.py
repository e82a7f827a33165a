"""The async client, its rate limiter and `send_all` under trio; other tests use asyncio."""

from __future__ import annotations

from typing import Any

import anyio
import httpx
import pytest
import trio
import trio.testing
from pluralkit_runtime import ApiSpec, RateLimiter, RateLimitTimeout, Request, RequestTimeout, RetryPolicy
from pluralkit_runtime.ratelimit.limiter import Reservation, reserve
from pluralkit_runtime.ratelimit.waiting import SystemClock

from tests.runtime.rate_limited_server import SPEC, WRITE, operation
from tests.runtime.server import Server, json
from tests.runtime.support import ANNIE, BARE, GET_MEMBER, Async, MemberNotFound

SLOW = operation("slow", own=False)
SLOW_SPEC = ApiSpec(
    base_url=SPEC.base_url,
    operations=(),
    limits={SLOW.scope: 1},
    errors={},
    wire_format=SPEC.wire_format,
)
NAMES = [f"m{number}" for number in range(40)]


class TrioClock(SystemClock):
    """The clock of a trio run."""

    def time(self) -> float:
        return trio.current_time()


def reservation(limiter: RateLimiter, deadline: float = float("inf")) -> Reservation:
    return reserve(limiter, WRITE, "/systems/@me", caller="me", spec=SPEC, deadline=deadline)


def run(main: Any) -> Any:
    """Run under trio, in virtual time."""
    return trio.run(main, clock=trio.testing.MockClock(autojump_threshold=0))


def client(handler: Any, **settings: Any) -> Async:
    http_client = httpx.AsyncClient(transport=httpx.MockTransport(handler))
    return Async(**{**BARE, **settings}, http_client=http_client)


def test_calls_wait_for_their_slots_in_order() -> None:
    async def main() -> list[tuple[int, float]]:
        limiter, went = RateLimiter(clock=TrioClock()), list[tuple[int, float]]()
        start = trio.current_time()

        async def go(number: int) -> None:
            await reservation(limiter).wait_async()
            went.append((number, trio.current_time() - start))

        async with trio.open_nursery() as nursery:
            for number in range(4):
                nursery.start_soon(go, number)
                await trio.testing.wait_all_tasks_blocked()
        return went

    went = run(main)
    assert [number for number, _ in went] == [0, 1, 2, 3]
    assert [at for _, at in went] == pytest.approx([0, 0.25, 0.25 + 1 / 3, 0.25 + 2 / 3], abs=1e-5)


def test_cancelling_a_waiting_call_passes_its_slot_to_the_next() -> None:
    async def main() -> float:
        limiter = RateLimiter(clock=TrioClock())
        start = trio.current_time()
        await reservation(limiter).wait_async()
        with trio.move_on_after(0.1):
            await reservation(limiter).wait_async()
        await reservation(limiter).wait_async()
        return trio.current_time() - start

    assert run(main) == pytest.approx(0.25, abs=1e-5)


def test_a_slot_after_the_deadline_raises_immediately() -> None:
    async def main() -> None:
        limiter = RateLimiter(clock=TrioClock())
        await reservation(limiter).wait_async()
        with pytest.raises(RateLimitTimeout):
            await reservation(limiter, trio.current_time() + 0.1).wait_async()

    run(main)


def test_release_in_a_thread_wakes_a_waiting_task() -> None:
    limiter = RateLimiter()
    unused = reserve(limiter, SLOW, "/slow", caller=None, spec=SLOW_SPEC, deadline=float("inf"))
    unused.wait()

    async def main() -> None:
        with trio.fail_after(0.9):  # its own slot would come after a second
            async with trio.open_nursery() as nursery:
                waiting = reserve(limiter, SLOW, "/slow", caller=None, spec=SLOW_SPEC, deadline=float("inf"))
                nursery.start_soon(waiting.wait_async)
                await trio.testing.wait_all_tasks_blocked()
                await trio.to_thread.run_sync(unused.release)

    trio.run(main)


def test_a_failed_call_is_retried() -> None:
    answers = iter([httpx.Response(503), httpx.Response(200, json=ANNIE)])

    def handler(_: httpx.Request) -> httpx.Response:
        return next(answers)

    async def main() -> int:
        async with client(handler, retry=RetryPolicy(random=lambda: 1.0)) as pk:
            response = await pk.send(Request(GET_MEMBER, "/members/annie"))
        assert response.data.id == "annie"
        return len(response.retries)

    assert run(main) == 1


def test_a_call_ends_at_its_timeout(server: Server) -> None:
    server.stall()

    async def main() -> None:
        async with Async(**BARE, base_url=server.base_url, timeout=0.1) as pk:
            with pytest.raises(RequestTimeout):
                await pk.request("GET", "/members/annie")

    trio.run(main)


def test_a_call_over_a_socket_succeeds(server: Server) -> None:
    server.answer(json(b"[]"))

    async def main() -> None:
        async with Async(**BARE, base_url=server.base_url) as pk:
            assert (await pk.request("GET", "/anything")).data == []

    trio.run(main)


def test_a_batch_keeps_the_order_and_ends_with_the_first_error() -> None:
    sent: list[str] = []

    async def handler(request: httpx.Request) -> httpx.Response:
        name = request.url.path.rpartition("/")[2]
        sent.append(name)
        await anyio.sleep(0.01)
        if name == "wrong":
            return httpx.Response(404, json={"message": "Member not found.", "code": 20002})
        return httpx.Response(200, json={**ANNIE, "name": name})

    async def main() -> None:
        async with client(handler) as pk:
            requests = [Request(GET_MEMBER, f"/members/{name}") for name in NAMES]
            assert [each.name for each in await pk.send_all(requests)] == NAMES
            sent.clear()
            with pytest.raises(MemberNotFound):
                await pk.send_all([Request(GET_MEMBER, "/members/wrong"), *requests])

    run(main)
    assert len(sent) < len(NAMES)
