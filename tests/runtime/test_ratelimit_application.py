"""Rate limiting for registered applications, in virtual time: buckets of their own, which answers tell."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import pytest
from pluralkit_runtime import Operation
from pluralkit_runtime.ratelimit.limiter import RateLimiter, reserve
from pluralkit_runtime.ratelimit.scheduler import Scheduler
from pluralkit_runtime.ratelimit.waiting import SystemClock
from pluralkit_sandbox.limiter import Decision, Limiter

from contract_tests.support.virtual_time import VirtualLoop, run
from tests.runtime.rate_limited_server import LIMITS, READ, SPEC, WRITE, Network, Sent, Server, operation

SCOPE = "applications"
LIST = operation("get", own=False, template="/messages/{messageId}")


class Service(Server):
    """Counts applications apart: a bucket for the own system, one for the address, for all methods."""

    def __init__(self, clock: Callable[[], float], rates: dict[str | None, int], **options: Any) -> None:
        super().__init__(clock, **options)
        self.applications = {name: Limiter({SCOPE: rate}) for name, rate in rates.items()}

    def answer(self, application: str | None, operation: Operation[None], path: str) -> tuple[str, Decision]:
        usual = self.scope(operation, path)
        limiter = self.applications.get(application)
        if limiter is None:
            return usual, self.check(usual)
        owner = "system" if usual == operation.own_scope else "address"
        return SCOPE, limiter.check(owner, SCOPE, 1_760_000_000 + self.clock())


class Client:
    """Makes calls with one rate limiter."""

    def __init__(self, loop: VirtualLoop, service: Service) -> None:
        clock = SystemClock()
        clock.time = loop.time  # type: ignore[method-assign] # a clock by nothing but that
        self.limiter = RateLimiter(clock=clock)
        self.service = service
        self.time = loop.time

    async def call(
        self, operation: Operation[None], path: str, application: str | None = "app", caller: str = "me"
    ) -> None:
        reservation = reserve(
            self.limiter,
            operation,
            path,
            caller=caller,
            application=application,
            spec=SPEC,
            deadline=float("inf"),
        )
        allowed = False
        while not allowed:
            await reservation.wait_async()
            at = self.time()
            await asyncio.sleep(self.service.network.one_way())
            scope, decision = self.service.answer(application, operation, path)
            self.service.log.append(Sent(application, at, decision))
            await asyncio.sleep(self.service.network.one_way())
            status, retry_after = (
                (200, None) if decision.allowed else (429, (decision.retry_after or 0) / 1000)
            )
            limit = self.service.rate_limit(scope, remaining=decision.remaining, limit=decision.limit)
            reservation.record(status, limit, retry_after)
            allowed = decision.allowed


def simulate(main: Callable[[Client], Coroutine[Any, Any, None]], rates: dict[str | None, int]) -> Service:
    async def start(loop: VirtualLoop) -> Service:
        client = Client(loop, Service(loop.time, rates, network=Network(jitter=0.01)))
        await main(client)
        return client.service

    return run(start)


async def together(*calls: Coroutine[Any, Any, None]) -> None:
    await asyncio.gather(*calls)


def seconds(service: Service) -> float:
    return max(each.at for each in service.log)


def test_all_methods_share_the_limit_in_the_first_response() -> None:
    async def main(client: Client) -> None:
        await together(*(client.call(READ if n % 2 else WRITE, "/systems/@me") for n in range(100)))

    service = simulate(main, {"app": 20})
    assert service.refused == 0
    # A burst of 18, then 20 a second; the first answers have to come in before the rate is known.
    assert seconds(service) == pytest.approx((100 - 18) / 20, abs=0.4)


def test_own_and_other_resources_have_separate_buckets() -> None:
    async def main(client: Client) -> None:
        calls = [client.call(READ, "/systems/@me") for _ in range(100)]
        await together(*calls, *(client.call(LIST, "/messages/1") for _ in range(100)))

    service = simulate(main, {"app": 20})
    assert service.refused == 0
    assert seconds(service) == pytest.approx((100 - 18) / 20, abs=0.4)


def test_each_caller_of_an_application_has_a_bucket() -> None:
    async def main(client: Client) -> None:
        await together(*(client.call(LIST, "/messages/1") for _ in range(3)))
        for caller in ("a", "b", "c"):
            client.service.applications["app"] = Limiter({SCOPE: 20})
            before = client.time()
            await together(*(client.call(READ, "/systems/@me", caller=caller) for _ in range(18)))
            assert client.time() - before < 0.1

    assert simulate(main, {"app": 20}).refused == 0


def test_requests_for_resources_of_unknown_owners_are_never_rejected() -> None:
    async def main(client: Client) -> None:
        paths = ("/systems/exmpl", "/systems/@me", "/systems/other")
        await together(*(client.call(READ, paths[n % 3]) for n in range(90)))

    service = simulate(main, {"app": 20})
    assert service.refused == 0
    assert seconds(service) < 90 / 20


def test_an_unknown_application_shares_the_buckets_of_calls_without_one() -> None:
    async def main(client: Client) -> None:
        calls = [client.call(READ, "/systems/@me") for _ in range(30)]
        await together(*calls, *(client.call(READ, "/systems/@me", None) for _ in range(30)))

    service = simulate(main, {})
    assert service.refused == 0
    assert seconds(service) == pytest.approx((60 - LIMITS["own_system_get"] + 2) / 10, abs=0.3)


def test_calls_without_an_application_keep_their_own_limit() -> None:
    async def main(client: Client) -> None:
        fast = [client.call(READ, "/systems/@me", name) for name in ("app", "other") for _ in range(40)]
        await together(*fast, *(client.call(READ, "/systems/@me", None) for _ in range(18)))

    service = simulate(main, {"app": 20, "other": 50})
    assert service.refused == 0
    last = {
        name: max(each.at for each in service.log if each.name == name) for name in ("app", "other", None)
    }
    assert last["app"] == pytest.approx(22 / 20, abs=0.4)
    assert last["other"] < 0.4
    assert last[None] == pytest.approx(1, abs=0.2)


def test_an_application_that_is_no_longer_registered_gets_the_usual_limits() -> None:
    async def main(client: Client) -> None:
        await together(*(client.call(READ, "/systems/@me") for _ in range(40)))
        client.service.applications.clear()
        client.service.log.clear()
        await client.call(READ, "/systems/@me")
        await together(*(client.call(READ, "/systems/@me") for _ in range(30)))

    assert simulate(main, {"app": 20}).refused == 0


def test_a_forked_child_does_not_process_calls_of_its_parent() -> None:
    scheduler = Scheduler()
    waiting = [
        scheduler.ticket(WRITE, "/systems/@me", caller="me", application="app", spec=SPEC) for _ in range(5)
    ]
    for ticket in waiting:
        scheduler.enqueue(ticket, float("inf"), 0.0)
    assert waiting[-1].waiting
    scheduler.forget_waiting()
    ticket = scheduler.ticket(WRITE, "/systems/@me", caller="me", application="app", spec=SPEC)
    scheduler.enqueue(ticket, float("inf"), 10.0)
    limit = Server(lambda: 10.0).rate_limit(SCOPE, remaining=5, limit=20)
    scheduler.record(ticket, 200, limit, None, 10.01)
    after = scheduler.ticket(WRITE, "/systems/@me", caller="me", application="app", spec=SPEC)
    scheduler.enqueue(after, float("inf"), 10.02)
    assert not after.waiting
