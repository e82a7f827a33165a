"""When the next request may go, so that none is refused.

The limiter lets a request through while at least one more would fit; it forgets one request an interval
(period / limit). So a budget is filled here to a fraction only: the rest is for a network that is late, and
for others who use the same budget. Their use shows in X-RateLimit-Remaining.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass

_GIVES_WAY = 10
"""Intervals for which others are given way to, at most, each time: no nonsense stops a run."""
LONGEST_WAIT = 2.0
"""Seconds; what a server says beyond it is not believed."""


@dataclass(slots=True)
class Budget:
    """One budget, as the server's limiter keeps it. Times are in seconds, by any clock that does not jump."""

    limit: int
    period: float
    free_at: float = 0.0
    """When nothing of the budget would be in use any more."""
    share: float = 0.3
    """How much of it may be in use at once."""

    @property
    def interval(self) -> float:
        return self.period / self.limit

    @property
    def _ahead(self) -> float:
        return (max(1, int(self.limit * self.share)) - 1) * self.interval

    def ready(self, now: float) -> float:
        """When one request more may go."""
        return max(now, self.free_at - self._ahead)

    def take(self, now: float) -> None:
        """Count a request that goes now."""
        self.free_at = max(now, self.free_at) + self.interval

    def learn(self, limit: int, remaining: int, sent: float) -> None:
        """Believe what an answer says: the limit, and how much of it was in use, if only by others."""
        if not 1 <= remaining < limit:
            return
        self.limit = limit
        in_use = sent + (limit - remaining - 1) * self.interval
        self.free_at = max(self.free_at, min(in_use, self.free_at + _GIVES_WAY * self.interval))

    def refused(self, wait: float, now: float) -> None:
        """Nothing goes for `wait` seconds and an interval: whoever comes back just then is refused again."""
        pause = min(max(wait, 0.0), LONGEST_WAIT) + self.interval
        self.share /= 2  # others are there
        self.free_at = max(self.free_at, now + pause + self._ahead)


class Pace:
    """The budgets of a run, by their scope."""

    def __init__(self, limits: Mapping[str, int], period: float) -> None:
        self.budgets = {scope: Budget(limit, period) for scope, limit in limits.items()}
        self._turns = {scope: asyncio.Lock() for scope in limits}

    def estimate(self, asks: Iterable[Sequence[str]]) -> float:
        """The seconds that so many requests take, each with the scopes that it may be charged to."""
        counts = Counter(scope for scopes in asks for scope in scopes)
        return max((count * self.budgets[scope].interval for scope, count in counts.items()), default=0.0)

    async def turn(self, scopes: Iterable[str]) -> None:
        """Wait until a request may go that is charged to one of these scopes; first come, first served."""
        async with AsyncExitStack() as stack:
            # In one order always, so that nobody waits for somebody who waits for them.
            for scope in sorted(scopes):
                await stack.enter_async_context(self._turns[scope])
            budgets = [self.budgets[scope] for scope in scopes]
            now = await _ready(budgets)
            for budget in budgets:
                budget.take(now)


async def _ready(budgets: Sequence[Budget]) -> float:
    clock = asyncio.get_running_loop().time
    while True:
        now = clock()
        wait = max(budget.ready(now) for budget in budgets) - now
        if wait <= 0:
            return now
        await asyncio.sleep(wait)  # what is learned meanwhile may put it off
