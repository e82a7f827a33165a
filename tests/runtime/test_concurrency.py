"""Concurrent requests by one call: all responses in order, or the first error and no requests after it."""

from __future__ import annotations

import asyncio
import signal
import threading
from collections.abc import AsyncGenerator, Callable, Coroutine, Generator, Iterable, Iterator
from contextlib import asynccontextmanager, contextmanager
from contextvars import ContextVar
from typing import Any

import httpx
import pytest
from pluralkit_runtime import ApiSpec, RateLimiter, RateLimitTimeout, Request, RetryPolicy

from tests.runtime.support import AGENT, ANNIE, API, BARE, GET_MEMBER, Async, Member, MemberNotFound, Sync

NAMES = [f"m{number}" for number in range(60)]
AT_ONCE = 20


# An API that lets one read a second through, and says so: an answer that does not was not counted.
COUNTED = {"x-ratelimit-scope": "generic_get", "x-ratelimit-limit": "1", "x-ratelimit-remaining": "0"}
MANY = {"x-ratelimit-scope": "generic_get", "x-ratelimit-limit": "50", "x-ratelimit-remaining": "40"}
SLOW = ApiSpec(
    base_url=API.base_url,
    operations=API.operations,
    limits={"generic_get": 1, "own_system_get": 1},
    errors=API.errors,
    wire_format=API.wire_format,
)


class SlowSync(Sync):
    api = SLOW


class SlowAsync(Async):
    api = SLOW


def reads(names: Iterable[str]) -> Iterator[Request[Member]]:
    return (Request(GET_MEMBER, f"/members/{name}") for name in names)


def name(request: httpx.Request) -> str:
    return request.url.path.rpartition("/")[2]


def member(name: str) -> httpx.Response:
    return httpx.Response(200, json={**ANNIE, "name": name}, headers=COUNTED)


def not_found() -> httpx.Response:
    return httpx.Response(404, json={"message": "Member not found.", "code": 20002}, headers=COUNTED)


@contextmanager
def client(
    handler: Callable[[httpx.Request], httpx.Response], kind: type[Sync] = Sync, **settings: Any
) -> Generator[Sync]:
    """A client whose threads are gone when it is left."""
    before = set(threading.enumerate())
    with (
        httpx.Client(transport=httpx.MockTransport(handler)) as http_client,
        kind(**{**BARE, **settings}, http_client=http_client) as made,
    ):
        yield made
    assert set(threading.enumerate()) <= before


@asynccontextmanager
async def async_client(
    handler: Callable[[httpx.Request], Coroutine[None, None, httpx.Response]],
    kind: type[Async] = Async,
    **settings: Any,
) -> AsyncGenerator[Async]:
    """A client whose tasks are gone when it is left."""
    async with (
        httpx.AsyncClient(transport=httpx.MockTransport(handler)) as http_client,
        kind(**{**BARE, **settings}, http_client=http_client) as made,
    ):
        yield made
    assert asyncio.all_tasks() == {asyncio.current_task()}


def test_threads_send_twenty_requests_at_once_and_keep_the_order() -> None:
    together = threading.Barrier(AT_ONCE)  # breaks, and fails the test, where fewer are under way
    seen: list[tuple[int, int, threading.Thread]] = []

    def handler(request: httpx.Request) -> httpx.Response:
        together.wait(timeout=10)
        return member(name(request))

    with client(handler) as pk:
        answers = pk.send_all(
            reads(NAMES), progress=lambda done, total: seen.append((done, total, threading.current_thread()))
        )
    assert [answer.name for answer in answers] == NAMES
    assert seen == [(done, len(NAMES), threading.current_thread()) for done in range(1, len(NAMES) + 1)]


def test_tasks_send_twenty_requests_at_once_and_keep_the_order() -> None:
    seen: list[tuple[int, int]] = []
    most = 0

    async def main() -> list[Member]:
        under_way = 0
        together = asyncio.Barrier(AT_ONCE)

        async def handler(request: httpx.Request) -> httpx.Response:
            nonlocal under_way, most
            under_way += 1
            most = max(most, under_way)
            async with asyncio.timeout(10):
                await together.wait()
            under_way -= 1
            return member(name(request))

        async with async_client(handler) as pk:
            return await pk.send_all(reads(NAMES), progress=lambda done, total: seen.append((done, total)))

    assert [answer.name for answer in asyncio.run(main())] == NAMES
    assert seen == [(done, len(NAMES)) for done in range(1, len(NAMES) + 1)]
    assert most == AT_ONCE


def test_waiting_for_slots_does_not_count_against_the_timeout() -> None:
    def handler(_: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json=ANNIE, headers=MANY)

    # Twenty wait in line at 50 a second, the last of them for longer than it may take.
    with client(handler, rate_limiter=RateLimiter(), timeout=0.05) as pk:
        assert len(pk.send_all(reads(NAMES))) == len(NAMES)


def test_an_empty_batch_sends_nothing() -> None:
    async def handler(_: httpx.Request) -> httpx.Response:
        raise AssertionError("nothing is to be sent")

    async def main() -> list[Member]:
        async with async_client(handler) as pk:
            return await pk.send_all(reads([]))

    assert asyncio.run(main()) == []
    with client(lambda _: not_found()) as pk:
        assert pk.send_all(reads([])) == []


def test_an_error_cancels_queued_requests_of_threads() -> None:
    sent: list[str] = []
    rate_limiter = RateLimiter()

    def handler(request: httpx.Request) -> httpx.Response:
        sent.append(name(request))
        return not_found()

    with client(handler, SlowSync, rate_limiter=rate_limiter) as pk, pytest.raises(MemberNotFound):
        pk.send_all(reads(NAMES))
    assert sent == ["m0"]
    assert _until_next_turn(rate_limiter) < 3  # they left the line


def test_an_error_cancels_queued_requests_of_tasks() -> None:
    sent: list[str] = []
    rate_limiter = RateLimiter()

    async def handler(request: httpx.Request) -> httpx.Response:
        sent.append(name(request))
        return not_found()

    async def main() -> None:
        async with async_client(handler, SlowAsync, rate_limiter=rate_limiter) as pk:
            with pytest.raises(MemberNotFound):
                await pk.send_all(reads(NAMES))
            assert asyncio.all_tasks() == {asyncio.current_task()}

    asyncio.run(main())
    assert sent == ["m0"]
    assert _until_next_turn(rate_limiter) < 3


def _until_next_turn(rate_limiter: RateLimiter) -> float:
    with (
        SlowSync(user_agent=AGENT, retry=None, rate_limiter=rate_limiter, max_queue_time=0.001) as other,
        pytest.raises(RateLimitTimeout) as late,
    ):
        other.send(next(reads(["other"])))
    return late.value.wait


def test_an_error_cancels_the_delay_before_a_retry() -> None:
    pausing = threading.Event()

    def certain() -> float:
        pausing.set()
        return 1.0

    def handler(request: httpx.Request) -> httpx.Response:
        if name(request) == "m0":
            return httpx.Response(503)
        pausing.wait(10)
        return not_found()

    retry = RetryPolicy(initial_delay=20, max_delay=20, random=certain)
    with client(handler, retry=retry) as pk, pytest.raises(MemberNotFound):
        pk.send_all(reads(NAMES[:2]))


def test_threads_finish_running_requests_after_an_error() -> None:
    under_way, failing = threading.Event(), threading.Event()
    finished: list[str] = []

    def handler(request: httpx.Request) -> httpx.Response:
        if name(request) == "m0":
            under_way.wait(10)
            failing.set()
            return not_found()
        under_way.set()
        failing.wait(10)
        finished.append(name(request))
        return member(name(request))

    with client(handler) as pk, pytest.raises(MemberNotFound):
        pk.send_all(reads(NAMES[:2]))
    assert finished == ["m1"]


def test_tasks_cancel_running_requests_after_an_error() -> None:
    async def handler(request: httpx.Request) -> httpx.Response:
        if name(request) == "m0":
            return not_found()
        await asyncio.Event().wait()
        raise AssertionError("not reached")

    async def main() -> None:
        async with async_client(handler) as pk:
            with pytest.raises(MemberNotFound):
                await pk.send_all(reads(NAMES))

    asyncio.run(main())


def test_a_cancelled_batch_leaves_no_tasks() -> None:
    async def main() -> None:
        asked = asyncio.Event()

        async def handler(_: httpx.Request) -> httpx.Response:
            asked.set()
            await asyncio.Event().wait()
            raise AssertionError("not reached")

        async with async_client(handler) as pk:
            batch = asyncio.create_task(pk.send_all(reads(NAMES)))
            await asked.wait()
            batch.cancel()
            with pytest.raises(asyncio.CancelledError):
                await batch

    asyncio.run(main())


def test_keyboard_interrupt_ends_a_batch_of_threads() -> None:
    sent: list[str] = []

    def handler(request: httpx.Request) -> httpx.Response:
        sent.append(name(request))
        return member(name(request))

    # Servers that other tests run in this process may have left a handler of their own.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with client(handler, SlowSync, rate_limiter=RateLimiter()) as pk, pytest.raises(KeyboardInterrupt):
            pk.send_all(reads(NAMES), progress=lambda _done, _total: signal.raise_signal(signal.SIGINT))
    finally:
        signal.signal(signal.SIGINT, before)
    assert sent == ["m0"]


def test_threads_inherit_the_context_variables_of_the_caller() -> None:
    current: ContextVar[str] = ContextVar("current", default="none")
    seen: set[str] = set()

    def handler(request: httpx.Request) -> httpx.Response:
        seen.add(current.get())
        return member(name(request))

    token = current.set("a request id")
    try:
        with client(handler) as pk:
            pk.send_all(reads(NAMES))
    finally:
        current.reset(token)
    assert seen == {"a request id"}
