"""Send test cases concurrently within the rate limits, and check each response."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Coroutine, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from pluralkit_contract.conformance.body import nodes
from pluralkit_contract.conformance.inspect import inspect
from pluralkit_contract.conformance.rate_limits import charges
from pluralkit_contract.failures import Breach
from pluralkit_contract.json_values import fields
from pluralkit_contract.observations import Failure, Observations
from pluralkit_contract.probe.cases import TestCase
from pluralkit_contract.results import TOO_MANY_REQUESTS, Result

from .http import HttpClient
from .rate_limiter import RateLimiter

_CONCURRENCY = 4
"""Concurrent requests per bucket."""
_MAX_ATTEMPTS = 8
"""Maximum attempts of a request that the rate limiter rejects."""
_MAX_INCOMPLETE = 10
"""Incomplete responses before the run ends."""


_T = TypeVar("_T")


class UnavailableError(Exception):
    """The server does not respond."""


async def gather(cases: Iterable[Coroutine[Any, Any, _T]]) -> list[_T]:
    """Run coroutines concurrently; if one raises, cancel and await the others first.

    Args:
        cases: The coroutines.

    Returns:
        Their results, in order.
    """
    tasks = [asyncio.ensure_future(each) for each in cases]
    try:
        return await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


@dataclass(slots=True)
class Session:
    """Send test cases and record their results.

    Attributes:
        http_client: Sends the requests.
        rate_limiter: Delays the requests.
        observations: Records the results.
        limited: Whether the server has a rate limiter.
        own: Key of the caller's system; None while unknown.
        failures: Failures of single responses.
    """

    http_client: HttpClient
    rate_limiter: RateLimiter
    observations: Observations
    limited: bool = True
    own: str | None = None
    failures: list[Failure] = field(default_factory=list[Failure])
    _semaphores: dict[str, asyncio.Semaphore] = field(default_factory=dict[str, asyncio.Semaphore])
    _incomplete: int = 0

    async def send_all(self, cases: Iterable[TestCase]) -> list[Result]:
        """Send test cases concurrently.

        Args:
            cases: The test cases.

        Returns:
            The results, in order.

        Raises:
            UnavailableError: The server does not respond.
        """
        return await gather(self.send(case) for case in cases)

    async def send(self, case: TestCase) -> Result:
        """Send a test case, with retries if the rate limiter rejects it.

        Args:
            case: The test case.

        Raises:
            UnavailableError: The server does not respond.
        """
        scopes = case.scopes or tuple(self.rate_limiter.buckets)[:1]
        semaphore = self._semaphores.setdefault(scopes[0], asyncio.Semaphore(_CONCURRENCY))
        async with semaphore:
            result, right = await self._try(case, scopes)
            attempts = 1
            # Other clients may share the bucket: a 429 is a breach only if it is malformed or persists.
            while result.answer.status == TOO_MANY_REQUESTS and right and attempts < _MAX_ATTEMPTS:
                # Jitter: requests that were rejected together must not be repeated together.
                await asyncio.sleep(random.uniform(0, self.rate_limiter.buckets[scopes[0]].period * attempts))  # noqa: S311
                result, right = await self._try(case, scopes)
                attempts += 1
        if result.answer.status != TOO_MANY_REQUESTS or not right:
            return result
        self._incomplete += 1
        breach = Breach(
            case.rule, f"a response other than 429 within {_MAX_ATTEMPTS} attempts", "429 each time", "status"
        )
        self.failures.append(Failure(case.label, result.exchange, breach))
        return result

    async def _try(self, case: TestCase, scopes: Sequence[str]) -> tuple[Result, bool]:
        """Send a test case once; return the result, and whether the response conforms by itself."""
        await self.rate_limiter.acquire(scopes)
        if self._incomplete >= _MAX_INCOMPLETE:
            raise UnavailableError(f"{self._incomplete} requests without a complete response")
        result = await self.http_client.get(case)
        if result.unreachable and not self.observations.results:
            raise UnavailableError(result.trouble)
        self._incomplete += result.trouble is not None
        if result.answer.status == TOO_MANY_REQUESTS:
            result = replace(result, case=replace(case, outcomes=None))
        contract = self.observations.contract
        known = nodes(contract, result)
        breaches = inspect(contract, result, known, limited=self.limited)
        self.observations.note(result, known, self.own)
        self.failures += [Failure(case.label, result.exchange, breach) for breach in breaches]
        if not breaches:
            self._learn(result, scopes)
        return result, not breaches

    def _learn(self, result: Result, scopes: Sequence[str]) -> None:
        buckets = self.rate_limiter.buckets
        for scope, [charge, *_] in charges(self.observations.contract, [result]).items():
            buckets[scope].learn(charge.limit, charge.remaining, result.sent_at)
        if result.answer.status == TOO_MANY_REQUESTS:
            units = self.observations.contract.wire_format.retry_after_units
            wait: int = fields(result.body)["retry_after"]
            for scope in scopes:
                buckets[scope].refused(wait / units, result.received)
