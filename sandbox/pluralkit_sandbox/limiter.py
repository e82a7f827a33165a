"""The deployed rate limiter: GCRA, a leaky bucket that stores one time for each budget.

With `t` stored for a budget of `limit` requests a period, and `i` = period / limit:

    t′ = max(t, now) + i          the time at which the budget would be full again
    d  = now − (t′ − i · limit)   how far the request stays within the budget, in seconds

    d < 0: refused, nothing is stored, retry_after is −d
    else:  t′ is stored, remaining is ⌊d / i⌋; let through where that is at least 1,
           else refused with retry_after 0

So one request of every burst is refused *and* charged, and somebody who comes back just when `retry_after`
says is refused and charged again, for ever. All of it is computed in doubles on seconds since 2017, as the
service does: their rounding decides whether the first of a full budget of 10 reads 9 or 8.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping
from dataclasses import dataclass

_EPOCH = 1_483_228_800  # 2017-01-01T00:00:00Z, in Unix seconds


@dataclass(frozen=True, slots=True)
class Decision:
    """What the limiter says of one request.

    `limit` and `remaining` count requests, `reset` is in whole Unix seconds, `retry_after` in whole
    milliseconds; it is None where the request is let through.
    """

    allowed: bool
    limit: int
    remaining: int
    reset: int
    retry_after: int | None


class Limiter:
    """Budgets of `limits[scope]` requests a `period` (seconds), one for each key and scope."""

    def __init__(self, limits: Mapping[str, int], period: float = 1) -> None:
        self._limits = dict(limits)
        self._period = period
        self._full: dict[tuple[Hashable, str], float] = {}

    def check(self, key: Hashable, scope: str, now: float) -> Decision:
        """Charge one request at `now` (Unix seconds) to the budget that `key` has in `scope`."""
        limit = self._limits[scope]
        interval = self._period / limit
        seconds, microseconds = divmod(round(now * 1_000_000), 1_000_000)
        clock = (seconds - _EPOCH) + microseconds / 1_000_000

        before = max(self._full.get((key, scope), clock), clock)
        after = before + interval
        within = clock - (after - interval * limit)
        if within < 0:
            reset = seconds + math.floor(before - clock)
            return Decision(False, limit, 0, reset, math.ceil(within * -1000))
        self._full[key, scope] = after
        remaining = math.floor(within / interval)
        allowed = remaining >= 1
        return Decision(
            allowed, limit, remaining, seconds + math.floor(after - clock), None if allowed else 0
        )
