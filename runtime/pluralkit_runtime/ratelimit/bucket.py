"""What this client knows of one of the server's budgets: arithmetic alone, with every time passed in.

See `pacing` for how the server counts and why these are the numbers.
"""

from __future__ import annotations

_LARGEST_LIMIT = 10_000
EARLY = 1e-6
"""Seconds by which a reservation may be early: neither timers nor sums of intervals are more exact."""

_LONGEST_WAIT = 10.0  # seconds; the deployed limiter never asks for more than its period, one second


def wait_after_refusal(retry_after: float | None, interval: float) -> float:
    """For how many seconds to wait after a 429; `retry_after` in seconds, None where it said nothing of use.

    A `retry_after` of 0 means refused and charged: whoever asks again is told up to one interval, so that is
    what it counts as.
    """
    return min(retry_after or interval, _LONGEST_WAIT) + interval


class Bucket:
    """One budget, kept as the server keeps it: the time at which it will be full again, on our clock.

    `limit` is in requests a second, `full_at` is that time; times are in seconds, on any clock that only
    runs forward.
    """

    __slots__ = (
        "_began_at",
        "_caution",
        "_corrected_at",
        "_held_until",
        "_leeway",
        "_lows",
        "full_at",
        "interval",
        "limit",
        "slack",
    )

    def __init__(self, limit: int) -> None:
        self.full_at = float("-inf")
        self._held_until: float | None = None
        self._caution = 0.0  # seconds that each request is charged on top
        # When this busy spell began, and how long its first answer took: None while it is not there.
        self._began_at: float | None = None
        self._leeway: float | None = None
        self._corrected_at = float("-inf")
        # When requests went out, and how much was used up just before: those where that is less than at all
        # later ones.
        self._lows: list[tuple[float, float]] = []
        self.set_limit(limit)

    def set_limit(self, limit: int) -> None:
        """Believe that the budget is `limit` requests a second."""
        self.limit = min(max(limit, 1), _LARGEST_LIMIT)
        self.interval = 1 / self.limit
        # How much of the budget's time may be used up when a request goes out. The server's own queue is one
        # interval higher. A limit of 3 has no burst left below that, but needs room for waking up late; one
        # of 2 has not even that interval, so it is paced a quarter slower.
        self.slack = self.interval * (max(self.limit - 3, 0.25) if self.limit > 2 else -0.25)

    def due(self, now: float, ahead: int = 0) -> float:
        """When the next request may go out, if `ahead` others go before it; `now` or earlier: at once."""
        if self._held_until is not None and not ahead:
            return self._held_until
        full_at = max(self.full_at, now) if ahead else self.full_at
        return full_at + ahead * self.cost - self.slack

    @property
    def cost(self) -> float:
        """How much of the budget's time a request uses up."""
        return self.interval + self._caution

    def full(self, now: float) -> bool:
        """Whether nothing is used of it, as far as we know."""
        return self.full_at <= now and self._held_until is None

    def charge(self, now: float) -> float:
        """Count a request that goes out now.

        Returns what `observe` wants to know: by how much (seconds) the way there could make the server see
        the budget as more used up than we do. Nothing, where it was full long before.
        """
        before = self.full_at
        if self._held_until is not None and now >= self._held_until - EARLY:
            self._held_until = None
        return self.adopt(before, max(before, now) + self.cost, now)

    def adopt(self, before: float, after: float, now: float) -> float:
        """Take over that a request which goes out now moved the time at which the budget is full again.

        Returns what `charge` does.
        """
        self.full_at = after
        self._note_low(now, max(before - now, 0.0))
        # It wears off with each request, not with answers: those not counted would leave it for ever.
        self._caution *= 0.95
        if self._caution < self.interval / 100:
            self._caution = 0.0
        jitter = self.interval / 4
        closeness = min(max(before - now + jitter, 0.0), jitter)
        if not closeness or self._began_at is None:
            self._began_at, self._leeway = now, None
        return closeness

    def refund(self, sent: float, now: float) -> None:
        """A request that was sent at `sent` was not counted against this budget after all.

        What it used up wears off by itself, as soon as the budget would have been full without it. So only so
        much can be given back as was used up at all times since.
        """
        since: list[tuple[float, float]] = []
        while self._lows and self._lows[-1][0] > sent:
            since.append(self._lows.pop())
        lowest = since[-1][1] if since else self.interval
        back = max(min(self.interval, lowest, self.full_at - now), 0.0)
        self.full_at -= back
        for at, low in reversed(since):
            self._note_low(at, low - back)

    def _note_low(self, at: float, low: float) -> None:
        while self._lows and self._lows[-1][1] >= low:
            self._lows.pop()
        self._lows.append((at, low))

    def observe(self, remaining: int, sent: float, closeness: float, now: float) -> None:
        """Believe the answer that came at `now` to a request sent at `sent`: `remaining` were left after it.

        That is rounded down, and we do not know when the server read its clock. So the budget is full again
        `least` after `sent`, or up to one interval later.
        """
        least = sent + 1 - (remaining + 1) * self.interval
        ours = self.full_at
        self.full_at = max(self.full_at, least)
        if self._leeway is None and self._began_at is not None and (not closeness or remaining < 2):
            self._leeway = now - self._began_at
        if remaining < 2 and sent >= self._corrected_at:
            # The request that we keep in reserve is touched.
            most = least + self.interval
            if self.limit <= 3:
                # That happens at full pace, unless it cannot have been us.
                if least >= ours + closeness - EARLY:
                    self.full_at = most
            elif self._leeway:
                # If we are alone, the first request of this busy spell took long: no longer than its answer.
                # Whatever that was, the server has read its clock by now.
                step = min(self._leeway, self.interval / 2)
                self.full_at = max(self.full_at, min(most - sent + now, ours + step))
                self._leeway, self._corrected_at = self._leeway - step, now
            else:
                # Allowing for that was not enough: we are not alone. Leave the others one, too.
                self.full_at = max(self.full_at, most + self.interval)
                self._corrected_at = now

    def refuse(self, retry_after: float | None, sent: float, now: float) -> None:
        """Believe a 429 that came at `now` to a request sent at `sent`.

        `retry_after` is as in `wait_after_refusal`. The next request goes out after that wait, alone; those
        after it at our usual distance from the queue.
        """
        if retry_after:
            self.refund(sent, now)  # it was not charged
        held = now + wait_after_refusal(retry_after, self.interval)
        if self._held_until is None:
            held += self._caution
            # We keep to our share, so somebody else uses this budget too: leave some to them for a while.
            self._caution = min(max(2 * self._caution, self.interval / 2), 4 * self.interval)
        else:  # another of the requests that were under way at the first refusal
            held = max(held, self._held_until)
        self._held_until = held
        self.full_at = max(self.full_at, held + self.interval * (self.limit - 2))
