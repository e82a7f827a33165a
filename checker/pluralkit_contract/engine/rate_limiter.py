"""Client-side rate limiting of the checker: delays requests so that the server refuses none.

The server's limiter is GCRA: it accepts a request while one more would fit, and forgets one per emission
interval (period / limit). A bucket is filled here to a fraction only; the rest is for network delays and for
other clients of the same bucket, whose use shows in X-RateLimit-Remaining.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass

_GIVES_WAY = 10
"""Intervals that one response may delay requests by, at most: implausible headers do not stop a run."""
LONGEST_WAIT = 2.0
"""Seconds; a longer wait in a response is cut to this."""


@dataclass(slots=True)
class Bucket:
    """A server-side budget, mirrored. Times are in seconds of any monotonic clock."""

    limit: int
    period: float
    tat: float = 0.0
    """Theoretical arrival time: when the bucket is empty again."""
    share: float = 0.3
    """The fraction that may be in use at once."""

    @property
    def emission_interval(self) -> float:
        return self.period / self.limit

    @property
    def _ahead(self) -> float:
        return (max(1, int(self.limit * self.share)) - 1) * self.emission_interval

    def ready(self, now: float) -> float:
        """Return when the next request may be sent."""
        return max(now, self.tat - self._ahead)

    def take(self, now: float) -> None:
        """Count a request that is sent now."""
        self.tat = max(now, self.tat) + self.emission_interval

    def learn(self, limit: int, remaining: int, result: float) -> None:
        """Learn the limit and the use, which may be by other clients, from a response."""
        if not 1 <= remaining < limit:
            return
        self.limit = limit
        in_use = result + (limit - remaining - 1) * self.emission_interval
        self.tat = max(self.tat, min(in_use, self.tat + _GIVES_WAY * self.emission_interval))

    def refused(self, wait: float, now: float) -> None:
        """Send nothing for `wait` seconds and an interval more, as a request right then is refused again."""
        pause = min(max(wait, 0.0), LONGEST_WAIT) + self.emission_interval
        self.share /= 2  # others are there
        self.tat = max(self.tat, now + pause + self._ahead)


class RateLimiter:
    """The buckets of a run, by their scope."""

    def __init__(self, limits: Mapping[str, int], period: float) -> None:
        self.buckets = {scope: Bucket(limit, period) for scope, limit in limits.items()}
        self._locks = {scope: asyncio.Lock() for scope in limits}

    def estimate(self, cases: Iterable[Sequence[str]]) -> float:
        """Estimate the seconds that requests take, each with the scopes that it may be charged to."""
        counts = Counter(scope for scopes in cases for scope in scopes)
        return max(
            (count * self.buckets[scope].emission_interval for scope, count in counts.items()), default=0.0
        )

    async def acquire(self, scopes: Iterable[str]) -> None:
        """Wait until a request for one of these scopes may be sent; first come, first served."""
        async with AsyncExitStack() as stack:
            # In one order always, so that nobody waits for somebody who waits for them.
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
        await asyncio.sleep(wait)  # what is learned meanwhile may put it off
