"""The deployed rate limiter: GCRA, a leaky bucket that stores one timestamp per bucket.

With `t` stored for a bucket of `limit` requests per period, and the emission interval `i` = period / limit:

    t′ = max(t, now) + i          theoretical arrival time: when the bucket is empty again
    d  = now − (t′ − i · limit)   how far the request stays within the limit, in seconds

    d < 0: rejected, nothing is stored, retry_after is −d
    else:  t′ is stored, remaining is ⌊d / i⌋; accepted if that is at least 1,
           else rejected with retry_after 0

So one request of every burst is rejected *and* charged, and a client that repeats its request exactly after
`retry_after` is rejected and charged again, for ever. The service computes all of this in doubles on seconds
since 2017; their rounding decides whether the first request of an unused bucket of 10 reads 9 or 8.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping
from dataclasses import dataclass

_EPOCH = 1_483_228_800  # 2017-01-01T00:00:00Z, in Unix seconds


@dataclass(frozen=True, slots=True)
class Decision:
    """The limiter's decision about a request.

    Attributes:
        allowed: Whether the request is accepted.
        limit: Requests per period.
        remaining: Remaining requests.
        reset: When the bucket is empty again, in whole Unix seconds.
        retry_after: Whole milliseconds to wait; None for an accepted request.
    """

    allowed: bool
    limit: int
    remaining: int
    reset: int
    retry_after: int | None


class Limiter:
    """Buckets per key and scope."""

    def __init__(self, limits: Mapping[str, int], period: float = 1) -> None:
        """Create a limiter with unused buckets.

        Args:
            limits: Requests per period, by scope.
            period: Length of the period in seconds.
        """
        self._limits = dict(limits)
        self._period = period
        self._full: dict[tuple[Hashable, str], float] = {}

    def check(self, key: Hashable, scope: str, now: float) -> Decision:
        """Charge a request to a bucket.

        Args:
            key: What the bucket is kept for.
            scope: The rate-limit scope.
            now: The current time in Unix seconds.
        """
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
