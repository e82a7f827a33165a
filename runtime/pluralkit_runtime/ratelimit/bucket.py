"""Client-side mirror of one server-side rate-limit bucket, kept as a ledger. Pure: every time is passed in.

The server's algorithm is GCRA. A bucket allows `limit` requests a second and stores one time, the
theoretical arrival time (TAT). With the emission interval ``i = 1 / limit``, a request that arrives at
`now` moves it to ``tat = max(tat, now) + i``. What remains after it is ``(now + 1 - tat) / i``, rounded down:

- at least 1: the request is allowed. So the burst of an idle bucket is ``limit - 1``.
- 0: the request is refused **and charged**; its `retry_after` is 0. A client that goes on at the full rate
  from there is refused for ever.
- negative: the request is refused and not charged. Its `retry_after` leads to the case above, so that a
  client has to wait one interval longer than it is told.

The mirror keeps a *ledger*: when each request was sent, and what the answers proved. Replaying the ledger
gives the TAT. From this, everything else follows:

- **Refund.** An answer may show that a request was charged to another bucket, or to none. Its entry is
  removed and the rest is replayed: capacity that came back by itself meanwhile is not given out twice.
- **Lower bound.** A request that was sent at `s` arrived at `s` or later, so an answer with `remaining`
  proves that the TAT was above ``s + 1 - (remaining + 1) * i``. Noted at the place of its request, that
  can only correct the mirror towards the truth. It also makes requests of unknown clients visible.
- **Upper bound.** The request arrived before its answer did. Replaying the ledger with the times of the
  answers gives the highest TAT that the server can have, if nobody else uses the bucket.

Requests go out while ``tat - now <= burst_tolerance``. This keeps one request in reserve: a burst has
``limit - 2`` requests. The reserve is for the network: the server's TAT is ahead of ours by as much as
the first request of a busy period took longer than a later one; up to one interval of it costs nothing.
An answer with less than 2 remaining shows that the reserve is in use. If the upper bound explains it, the
mirror moves there, once in a busy period. Otherwise another client shares the bucket, and one more
request is reserved for it. A limit of 3 or less has no burst to take a reserve from: there, only what the
upper bound cannot explain is a reason to move.

A refusal in spite of that means that other clients use the bucket without regard to it: the `penalty` makes
each of our requests cost more, and halves every 14 requests.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right

EARLY = 1e-6
"""Seconds by which a slot may be early: neither timers nor sums of intervals are more exact."""

MAX_HOLD = 10.0
"""Seconds of a `retry_after` that are believed at most: the deployed limiter never asks for more than one."""

_MAX_LIMIT = 10_000
_MAX_ENTRIES = 256  # more than are ever under way; older ones are merged, and can no longer be refunded
_PENALTY_DECAY = 0.95  # by each request; decay by answers would never end where answers are not counted


def wait_after_refusal(retry_after: float | None, emission_interval: float) -> float:
    """Seconds to wait after a 429.

    Args:
        retry_after: Seconds, as the limiter's answer says; None if it does not say. 0 means that the request
            was charged; one interval is assumed then.
        emission_interval: Seconds between two requests at the full rate.
    """
    return min(retry_after or emission_interval, MAX_HOLD) + emission_interval


class _Entry:
    """One line of the ledger: a request (with a cost), a lower bound, or a shift by other processes."""

    __slots__ = ("answered", "cost", "floor", "sent", "shift", "tat")

    def __init__(
        self, sent: float, cost: float = 0.0, *, floor: float = float("-inf"), shift: float = 0.0
    ) -> None:
        self.sent = sent
        self.cost = cost
        self.floor = floor  # a proven lower bound of the TAT after this entry
        self.shift = shift  # by how much others moved the TAT
        self.answered: float | None = None
        self.tat = float("-inf")


def _sent(entry: _Entry) -> float:
    return entry.sent


class Bucket:
    """Mirror of one bucket. Times are in seconds, on any clock that only runs forward.

    Attributes:
        limit: Requests a second.
        emission_interval: Seconds between two requests at the full rate.
        burst_tolerance: By how many seconds the TAT may lie ahead when a request goes out.
        penalty: Seconds that each request costs on top, where unknown clients share the bucket.
        tat: The theoretical arrival time: when the bucket will be full again.
    """

    __slots__ = (
        "_base",
        "_corrected_at",
        "_entries",
        "_first_of_others",
        "_held_until",
        "burst_tolerance",
        "emission_interval",
        "limit",
        "penalty",
        "tat",
    )

    def __init__(self, limit: int) -> None:
        self.tat = float("-inf")
        self.penalty = 0.0
        self._base = float("-inf")  # the TAT before the first entry
        self._entries: list[_Entry] = []
        self._held_until: float | None = None
        self._corrected_at = float("-inf")
        self._first_of_others = False
        self.set_limit(limit)

    def set_limit(self, limit: int) -> None:
        """Take over the limit that an answer states.

        Args:
            limit: Requests a second. Values below 1 count as 1; those above 10,000 count as 10,000.
        """
        self.limit = min(max(limit, 1), _MAX_LIMIT)
        self.emission_interval = 1 / self.limit
        # A limit of 3 leaves no burst beside the reserve, but a timer that is late would cost some of the
        # rate there: a quarter of an interval is left for it. 2 has not even that, and runs a quarter slower.
        requests = max(self.limit - 3, 0.25) if self.limit > 2 else -0.25
        self.burst_tolerance = self.emission_interval * requests

    @property
    def cost(self) -> float:
        """Seconds by which the next request moves the TAT."""
        return self.emission_interval + self.penalty

    def due(self, now: float, ahead: int = 0) -> float:
        """Return when the next request may go out.

        Args:
            now: The time now, in seconds of the clock.
            ahead: How many others go out before it.

        Returns:
            Seconds of the same clock; `now` or earlier: at once.
        """
        if self._held_until is not None and not ahead:
            return self._held_until
        tat = max(self.tat, now) if ahead else self.tat
        return tat + ahead * self.cost - self.burst_tolerance

    def is_full(self, now: float) -> bool:
        """Whether nothing of it is in use, as far as the mirror knows."""
        return self.tat <= now and self._held_until is None

    def charge(self, now: float) -> None:
        """Count a request that goes out now.

        Args:
            now: The time now, in seconds of the clock; also the key by which `refund` and `observe` find the
                request.
        """
        if self._held_until is not None and now >= self._held_until - EARLY:
            self._held_until = None
        if self.tat <= now:  # the past no longer matters
            self._base = self.tat
            self._entries.clear()
        elif len(self._entries) >= _MAX_ENTRIES:
            half = _MAX_ENTRIES // 2
            self._base = self._entries[half - 1].tat
            del self._entries[:half]
        # A request may be found out to count here after others were sent.
        index = bisect_right(self._entries, now, key=_sent)
        self._entries.insert(index, _Entry(now, self.cost))
        self._replay(index)
        self.penalty *= _PENALTY_DECAY
        if self.penalty < self.emission_interval / 100:
            self.penalty = 0.0

    def synchronise(self, tat: float, now: float) -> None:
        """Take over the TAT that a store knows, which other processes share.

        Args:
            tat: The shared TAT, in seconds of this process's clock.
            now: The time now, in seconds of the same clock.
        """
        if tat <= now:
            self._first_of_others = True  # a busy period begins, maybe with a request of another process
        if not self._entries or self.tat <= now:
            self._entries.clear()
            self._base = self.tat = tat
        elif tat != self.tat:
            self._entries.append(_Entry(max(now, self._entries[-1].sent), shift=tat - self.tat))
            self._replay(len(self._entries) - 1)

    def refund(self, sent: float) -> float:
        """Take back a request that was not charged to this bucket after all.

        Args:
            sent: The time at which it was charged.

        Returns:
            By how many seconds the TAT moved back.
        """
        index = self._find(sent)
        if index is None:
            return 0.0
        before = self.tat
        del self._entries[index]
        self._replay(index)
        return before - self.tat

    def observe(self, remaining: int, sent: float, now: float) -> None:
        """Learn from an answer.

        Args:
            remaining: Requests that were left after it, rounded down.
            sent: When its request was sent.
            now: When the answer came.
        """
        i = self.emission_interval
        proven = sent + 1 - (remaining + 1) * i
        index = self._find(sent)
        if index is not None:
            self._entries[index].answered = now
        # At the end of the ledger, not at its request: those sent after it may have arrived before it.
        self._raise_to(proven, now)
        if remaining >= 2 or sent < self._corrected_at:
            return
        highest = self._upper_bound(now)
        if self._first_of_others:
            # How long it took is not known here: as long as this one, say.
            self._first_of_others = self.limit <= 3
            highest = max(highest, self.tat + now - sent)
        if self.limit <= 3:
            if proven <= highest + EARLY:
                return
            self._raise_to(proven + i, now)
        elif highest > self.tat + EARLY:
            self._raise_to(min(now + 1 - remaining * i, highest, self.tat + i / 2), now)
        else:
            self._raise_to(proven + 2 * i, now)
        self._corrected_at = now

    def refuse(self, retry_after: float | None, sent: float, now: float) -> None:
        """Learn from a 429 that came at `now` to a request sent at `sent`.

        The next request goes out after the wait, alone; those after it at the usual distance.

        Args:
            retry_after: Seconds, see `wait_after_refusal`.
            sent: When its request was sent.
            now: When the answer came.
        """
        if retry_after:
            self.refund(sent)
        held = now + wait_after_refusal(retry_after, self.emission_interval)
        if self._held_until is None:
            held += self.penalty
            self.penalty = min(max(2 * self.penalty, self.emission_interval / 2), 4 * self.emission_interval)
        else:  # another of the requests that were under way at the first refusal
            held = max(held, self._held_until)
        self._held_until = held
        self._raise_to(held + self.emission_interval * (self.limit - 2), now)

    def _raise_to(self, tat: float, now: float) -> None:
        if tat > self.tat:
            self._entries.append(
                _Entry(max(now, self._entries[-1].sent if self._entries else now), floor=tat)
            )
            self._replay(len(self._entries) - 1)

    def _find(self, sent: float) -> int | None:
        index = bisect_left(self._entries, sent, key=_sent)
        for found in range(index, len(self._entries)):
            entry = self._entries[found]
            if entry.sent != sent:
                break
            if entry.cost and entry.answered is None:
                return found
        return None

    def _replay(self, index: int) -> None:
        """Compute the TAT anew, from the entry at `index` on."""
        tat = self._entries[index - 1].tat if index else self._base
        for entry in self._entries[index:]:
            if entry.cost:
                tat = max(tat, entry.sent) + entry.cost
            entry.tat = tat = max(tat + entry.shift, entry.floor)
        self.tat = tat

    def _upper_bound(self, now: float) -> float:
        """The highest TAT that the requests of this client alone can explain."""
        tat = self._base
        for entry in self._entries:
            if entry.cost:
                tat = max(tat, now if entry.answered is None else entry.answered) + entry.cost
            tat = max(tat + entry.shift, entry.floor)
        return tat
