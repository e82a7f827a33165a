"""Client-side rate limiting of the checker: delays requests so that the server rejects none.

The server's limiter is GCRA: it accepts a request while one more would fit, and frees one slot per emission
interval (period / limit). A bucket is filled only to a fraction here; the rest covers network delays and
other clients of the same bucket, whose use is visible in the remaining-requests header.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass

_MAX_DELAY = 10
"""Maximum delay caused by one response, in emission intervals: implausible headers must not stop a run."""
LONGEST_WAIT = 2.0
"""Seconds; longer waits that a response asks for are capped."""


@dataclass(slots=True)
class Bucket:
    """A mirrored server-side bucket. Times are in seconds of any monotonic clock.

    Attributes:
        limit: Requests per period.
        period: Length of the period in seconds.
        tat: Theoretical arrival time: when the bucket is empty again.
        share: Fraction of the bucket that may be in use at once.
    """

    limit: int
    period: float
    tat: float = 0.0
    share: float = 0.3

    @property
    def emission_interval(self) -> float:
        """Seconds per request."""
        return self.period / self.limit

    @property
    def _ahead(self) -> float:
        return (max(1, int(self.limit * self.share)) - 1) * self.emission_interval

    def ready(self, now: float) -> float:
        """Return when the next request may be sent.

        Args:
            now: The time now, in seconds of the clock.

        Returns:
            Seconds of the same clock, at least `now`.
        """
        return max(now, self.tat - self._ahead)

    def take(self, now: float) -> None:
        """Count a request that is sent now.

        Args:
            now: The time now, in seconds of the clock.
        """
        self.tat = max(now, self.tat) + self.emission_interval

    def learn(self, limit: int, remaining: int, result: float) -> None:
        """Update limit and use, which may be by other clients, from the headers of a response.

        Args:
            limit: The limit in the response.
            remaining: The remaining requests in the response.
            result: When the request was sent.
        """
        if not 1 <= remaining < limit:
            return
        self.limit = limit
        in_use = result + (limit - remaining - 1) * self.emission_interval
        self.tat = max(self.tat, min(in_use, self.tat + _MAX_DELAY * self.emission_interval))

    def refused(self, wait: float, now: float) -> None:
        """Pause after a rejected request.

        The pause is one emission interval longer than requested, because a request at the exact time is
        rejected again.

        Args:
            wait: Seconds to wait according to the response.
            now: The current time.
        """
        pause = min(max(wait, 0.0), LONGEST_WAIT) + self.emission_interval
        self.share /= 2  # other clients share the bucket
        self.tat = max(self.tat, now + pause + self._ahead)


class RateLimiter:
    """The buckets of a run.

    Args:
        limits: Requests per period, by scope.
        period: Length of the period in seconds.

    Attributes:
        buckets: The buckets by scope.
    """

    def __init__(self, limits: Mapping[str, int], period: float) -> None:
        self.buckets = {scope: Bucket(limit, period) for scope, limit in limits.items()}
        self._locks = {scope: asyncio.Lock() for scope in limits}

    def estimate(self, cases: Iterable[Sequence[str]]) -> float:
        """Estimate the duration of a set of requests.

        Args:
            cases: For each request, the scopes that may be charged.

        Returns:
            Seconds.
        """
        counts = Counter(scope for scopes in cases for scope in scopes)
        return max(
            (count * self.buckets[scope].emission_interval for scope, count in counts.items()), default=0.0
        )

    async def acquire(self, scopes: Iterable[str]) -> None:
        """Wait, in order of arrival, until a request may be sent.

        Args:
            scopes: The scopes that it may be charged to.
        """
        async with AsyncExitStack() as stack:
            # Lock in a fixed order to avoid deadlocks.
            for scope in sorted(scopes):
                await stack.enter_async_context(self._locks[scope])
            buckets = [self.buckets[scope] for scope in scopes]
            now = await _ready(buckets)
            for bucket in buckets:
                bucket.take(now)


async def _ready(buckets: Sequence[Bucket]) -> float:
    clock = asyncio.get_running_loop().time
    while True:
        now = clock()
        wait = max(bucket.ready(now) for bucket in buckets) - now
        if wait <= 0:
            return now
        await asyncio.sleep(wait)  # responses received meanwhile may postpone it
