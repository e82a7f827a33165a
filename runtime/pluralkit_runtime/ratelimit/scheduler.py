"""Who may send next: queues before budgets, first come first served. No I/O, no clock: the time is passed in.

A call takes a `Ticket`, stands in queue with it before each attempt, and hands in what the answer said. Which
budget a call counts against is known for some calls before, for others only from the answer: until then it
stands in both queues, goes out when it is first in both, and is counted in both. What an answer tells is
remembered for the thing that was asked for: the first two segments of the path.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from heapq import heappop, heappush
from itertools import count
from typing import Any, TypeAlias

from pluralkit_runtime.errors import RateLimitTimeout
from pluralkit_runtime.response import RateLimit
from pluralkit_runtime.spec import Operation

from .bucket import EARLY, Bucket

_OWN_SYSTEM = ("/@me", "/%40me")
_REMEMBERED = 4096  # things of which we know whose they are
_MOST_QUEUES = 1024
_LATE = (
    0.01  # seconds after its reservation by which a call may go out and still be counted as if it had then
)
_UNKNOWN_LIMIT = 3  # requests a second, for a scope whose limit nobody told; the answer will

Thing: TypeAlias = tuple[str, str]
"""The caller's name, and the start of the path."""


class Ticket:
    """The place in queue of one call, kept through all its attempts.

    While it is `waiting`, `wake` is called when there is reason to look again before `looks_at`.
    """

    def __init__(
        self, number: int, operation: Operation[Any], thing: Thing | None, limits: Mapping[str, int]
    ) -> None:
        self.number = number
        self.operation = operation
        self.thing = thing
        self.limits = limits
        self.queues: tuple[BucketQueue, ...] = ()
        self.waiting = False
        self.looks_at = float("inf")
        self.wake: Callable[[], object] = lambda: None
        self.sent = float("-inf")
        self.counted: Mapping[BucketQueue, float] = {}

    def __lt__(self, other: Ticket) -> bool:
        return self.number < other.number

    def is_late(self, now: float) -> bool:
        """Whether what goes out now had its reservation too long ago to be counted from then."""
        return now - self.sent > _LATE

    def is_next(self) -> bool:
        """Whether it is first in all its queues."""
        return all(queue.first() is self for queue in self.queues)

    def due(self, now: float) -> float:
        """When its reservation comes if nothing happens meanwhile: exact for the first and the last in queue."""
        return max([queue.due(self, now) for queue in self.queues])


class BucketQueue:
    """A budget and the places of those who wait for it. `caller`: whose budget; None: the address's."""

    def __init__(self, scope: str, caller: str | None, bucket: Bucket) -> None:
        self.scope = scope
        self.caller = caller
        self.bucket = bucket
        self.waiting = 0
        self._queue: list[Ticket] = []

    def join(self, ticket: Ticket) -> None:
        self.waiting += 1
        heappush(self._queue, ticket)

    def first(self) -> Ticket | None:
        """Who is next, if anybody waits."""
        # Those who left are dropped only when they come to the head.
        while self._queue and not (self._queue[0].waiting and self in self._queue[0].queues):
            heappop(self._queue)
        return self._queue[0] if self._queue else None

    def due(self, ticket: Ticket, now: float) -> float:
        first = self.first()
        if first is None or ticket.number <= first.number:
            return self.bucket.due(now)
        return self.bucket.due(now, ahead=self.waiting - ticket.waiting)


class Scheduler:
    """The queues, and what was learned of who counts where. Not for several threads at once: see `pacing`.

    After each change, `advance` lets those go whose reservation has come by it.
    """

    def __init__(self) -> None:
        self._numbers = count()
        self._queues: dict[tuple[str, str | None], BucketQueue] = {}
        self._changed: dict[BucketQueue, None] = {}
        self._owned: dict[Thing, bool] = {}
        self._renamed: dict[str, str] = {}
        self._undecided: dict[Thing, dict[Ticket, None]] = {}

    def ticket(
        self, operation: Operation[Any], path: str, *, caller: str | None, limits: Mapping[str, int]
    ) -> Ticket:
        """A ticket behind all those given out before.

        `caller` names whose token is used, None for a stranger; `limits`: requests a second of each scope,
        until answers tell.
        """
        thing = None
        if caller is not None and operation.own_scope is not None:
            thing = caller, "/".join(path.split("/", 3)[:3])
        return Ticket(next(self._numbers), operation, thing, limits)

    def enter(self, ticket: Ticket, deadline: float, now: float) -> None:
        """Stand in queue.

        RateLimitTimeout where its reservation will come after `deadline`; it is not in queue then.
        """
        ticket.counted = {}
        ticket.looks_at = float("inf")
        ticket.queues = self._queues_for(ticket, now)
        due = ticket.due(now)
        if due > deadline:
            raise RateLimitTimeout(due - now)
        if due <= now + EARLY and not any(queue.waiting for queue in ticket.queues):
            self._charge(ticket, ticket.queues, now)
            return
        ticket.waiting = True
        for queue in ticket.queues:
            queue.join(ticket)
        self._touch(ticket.queues)
        if ticket.thing is not None and len(ticket.queues) > 1:
            self._undecided.setdefault(ticket.thing, {})[ticket] = None

    def look(self, ticket: Ticket, deadline: float, now: float) -> float | None:
        """For how many seconds to wait before looking again, unless woken; None: it is its reservation.

        RateLimitTimeout where it is too late by now.
        """
        self._touch(ticket.queues)
        self.advance(now)
        if not ticket.waiting:
            if not ticket.is_late(now):
                return None
            # It slept past its reservation (its event loop was busy, say), and with it others may have. The server
            # counts them from now on, and so must we.
            self._uncharge(ticket, now)
            self.enter(ticket, deadline, now)
            self.advance(now)
            if not ticket.waiting:
                return None
        due = ticket.due(now)
        if now >= deadline:
            raise RateLimitTimeout(max(due - now, 0.0))
        # Due and not gone out: it is held up by another queue. It is woken when it is first in all of them.
        ticket.looks_at = due if due > now + EARLY else float("inf")
        return min(ticket.looks_at, deadline) - now

    def mark_sent(self, ticket: Ticket, now: float) -> None:
        """Count what `ticket` sends from now on: only now it goes out."""
        counted = tuple(ticket.counted)
        self._uncharge(ticket, now)
        self._charge(ticket, counted, now)

    def leave(self, ticket: Ticket, now: float) -> None:
        """Give up the ticket, or the reservation that was not used: the next one gets it."""
        if ticket.waiting:
            self._take_out(ticket)
        self._uncharge(ticket, now)

    def advance(self, now: float) -> None:
        """Lets those go whose reservation has come by what changed, and wakes those who look too late for theirs.

        Where nothing changed everybody looks in time, so that those queues need not be gone through.
        """
        while self._changed:
            queue, _ = self._changed.popitem()
            first = queue.first()
            if first is None or not first.is_next():
                continue
            due = first.due(now)
            if due <= now + EARLY:
                self._take_out(first)
                self._charge(first, first.queues, now)
                if first.looks_at > now + EARLY:
                    first.wake()
            elif first.looks_at > due + EARLY:
                first.looks_at = due
                first.wake()

    def answered(
        self, ticket: Ticket, status: int, rate_limit: RateLimit | None, retry_after: float | None, now: float
    ) -> None:
        """Believe the answer to what `ticket` sent; `retry_after` is that of a 429, in seconds."""
        counted, ticket.counted = ticket.counted, {}
        self._touch(counted)
        if rate_limit is not None:
            queue = self._learn(ticket, rate_limit.scope[:64], now)
            self._touch((queue,))
            ticket.queues = (queue,)
            if rate_limit.limit != queue.bucket.limit:
                queue.bucket.set_limit(rate_limit.limit)
            for other in counted.keys() - {queue}:
                other.bucket.refund(ticket.sent, now)
            closeness = counted[queue] if queue in counted else queue.bucket.charge(ticket.sent)
            if status == 429:
                queue.bucket.refuse(retry_after, ticket.sent, now)
            else:
                queue.bucket.observe(rate_limit.remaining, ticket.sent, closeness, now)
        elif status == 429:
            for queue in counted:
                queue.bucket.refuse(retry_after, ticket.sent, now)
        elif status < 500:  # an answer of the service without these headers was not counted
            for queue in counted:
                queue.bucket.refund(ticket.sent, now)

    def _charge(self, ticket: Ticket, queues: Iterable[BucketQueue], now: float) -> None:
        ticket.sent = now
        ticket.counted = {queue: queue.bucket.charge(now) for queue in queues}

    def _uncharge(self, ticket: Ticket, now: float) -> None:
        for queue in ticket.counted:
            queue.bucket.refund(ticket.sent, now)
        self._touch(ticket.counted)
        ticket.counted = {}

    def _touch(self, queues: Iterable[BucketQueue]) -> None:
        for queue in queues:
            if queue.waiting:
                self._changed[queue] = None

    def _take_out(self, ticket: Ticket) -> None:
        ticket.waiting = False
        self._touch(ticket.queues)
        for queue in ticket.queues:
            queue.waiting -= 1
        if ticket.thing is not None and (undecided := self._undecided.get(ticket.thing)) is not None:
            undecided.pop(ticket, None)
            if not undecided:
                del self._undecided[ticket.thing]

    def _queues_for(self, ticket: Ticket, now: float) -> tuple[BucketQueue, ...]:
        operation, thing = ticket.operation, ticket.thing
        renamed = self._renamed.get(operation.id)
        if renamed is not None:
            return (self._queue_of(renamed, None, ticket.limits, now),)
        generic = self._queue_of(operation.scope, None, ticket.limits, now)
        if thing is None or operation.own_scope is None:
            return (generic,)
        own = self._queue_of(operation.own_scope, thing[0], ticket.limits, now)
        owned = self._owned.get(thing, True if thing[1].endswith(_OWN_SYSTEM) else None)
        return (own, generic) if owned is None else (own,) if owned else (generic,)

    def _queue_of(self, scope: str, caller: str | None, limits: Mapping[str, int], now: float) -> BucketQueue:
        queue = self._queues.get((scope, caller))
        if queue is None:
            if (
                len(self._queues) >= _MOST_QUEUES
            ):  # many callers share one rate_limiter, or a server makes scopes up
                self._queues = {
                    key: queue
                    for key, queue in self._queues.items()
                    if queue.waiting or not queue.bucket.full(now)
                }
            queue = self._queues[scope, caller] = BucketQueue(
                scope, caller, Bucket(limits.get(scope, _UNKNOWN_LIMIT))
            )
        return queue

    def _learn(self, ticket: Ticket, scope: str, now: float) -> BucketQueue:
        """The queue that was counted against, by the header; remembered for the next time."""
        operation, thing = ticket.operation, ticket.thing
        owned = thing is not None and scope == operation.own_scope
        if not owned and scope != operation.scope:
            # Not what the contract says of this operation: the service has come to count it on its own.
            self._renamed[operation.id] = scope
            return self._queue_of(scope, None, {}, now)
        self._renamed.pop(operation.id, None)
        queue = self._queue_of(scope, thing[0] if owned and thing else None, {}, now)
        if thing is not None and self._owned.get(thing) is not owned:
            self._owned.pop(thing, None)
            if len(self._owned) >= _REMEMBERED:
                del self._owned[next(iter(self._owned))]
            self._owned[thing] = owned
            self._decide(thing, owned)
        return queue

    def _decide(self, thing: Thing, owned: bool) -> None:
        """Those who wait in both queues for the same thing need to wait in one only."""
        for ticket in self._undecided.pop(thing, ()):
            own, generic = ticket.queues
            self._touch(ticket.queues)
            ticket.queues = (own,) if owned else (generic,)
            (generic if owned else own).waiting -= 1
