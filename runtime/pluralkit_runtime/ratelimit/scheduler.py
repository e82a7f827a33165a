"""Which call may go next: queues in front of buckets, first in, first out. Pure: every time is passed in.

A call takes a `Ticket`, queues with it before each attempt, and hands in what the answer said. For some calls
the bucket is known beforehand; for others only the answer tells: until then the call waits in the queues of
both buckets, goes when it is first in both, and is charged to both. What an answer tells is remembered for
the resource: the first two segments of the path.

The requests of a registered application have buckets of their own, one for each system and one for the
network address, which count all methods. Their scope and limit are learned from the first answer that names a
scope which the contract does not have for the operation; until then, and where the service does not know the
application, its calls wait in the usual queues. An answer names one scope for both buckets: as long as it is
not certain whom a resource belongs to, both are charged.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from heapq import heappop, heappush
from itertools import count
from typing import Any, TypeAlias, TypeVar
from urllib.parse import unquote
from weakref import WeakSet

from pluralkit_runtime.errors import RateLimitTimeout
from pluralkit_runtime.response import RateLimit
from pluralkit_runtime.spec import ApiSpec, Operation

from .bucket import EARLY, Bucket

K = TypeVar("K")
V = TypeVar("V")

_MAX_RESOURCES = 4096  # resources, and operations, of which is remembered where they count
_MAX_QUEUES = 1024
_LATE = 0.01  # seconds after its slot in which a call may go out and still be counted as if it had then
_MAX_SLEEP = 3600.0  # seconds; no timer takes an endless one
_UNKNOWN_LIMIT = 3  # requests a second, for a scope whose limit nobody told; the answer will

Resource: TypeAlias = tuple[str, str]
"""The caller's name, and the start of the path."""


class Ticket:
    """A call's position in the queues, kept through all its attempts.

    While it is `waiting`, `wake` is called when there is reason to poll before `polls_at`.
    """

    __slots__ = (
        "__weakref__",
        "application",
        "charged",
        "number",
        "operation",
        "own",
        "polls_at",
        "queues",
        "resource",
        "sent",
        "shared",
        "spec",
        "waiting",
        "wake",
    )

    def __init__(
        self,
        number: int,
        operation: Operation[Any],
        resource: Resource | None,
        own: bool | None,
        spec: ApiSpec,
        application: str | None = None,
    ) -> None:
        self.number = number
        self.operation = operation
        self.resource = resource
        self.own = own  # whether it belongs to the caller, where the path says so
        self.spec = spec
        self.application = application
        self.queues: tuple[BucketQueue, ...] = ()
        self.waiting = False
        self.polls_at = float("inf")
        self.wake: Callable[[], object] = _nothing
        self.sent = float("-inf")
        self.charged: tuple[BucketQueue, ...] = ()
        self.shared = False  # whether a store that other processes share counted it, too

    def __lt__(self, other: Ticket) -> bool:
        return self.number < other.number

    def is_late(self, now: float) -> bool:
        """Whether what goes out now had its slot too long ago to be counted from then.

        Args:
            now: The time now, in seconds of the clock.
        """
        return now - self.sent > _LATE

    def is_next(self) -> bool:
        """Whether it is first in all its queues."""
        return all(queue.first() is self for queue in self.queues)

    def due(self, now: float) -> float:
        """Return when its slot comes if nothing happens meanwhile; exact for the first and last in a queue.

        Args:
            now: The time now, in seconds of the clock.

        Returns:
            Seconds of the same clock; `now` or earlier: at once.
        """
        return max([queue.due(self, now) for queue in self.queues])


class BucketQueue:
    """The calls that wait for one bucket.

    Attributes:
        scope: The bucket's rate-limit scope.
        caller: Whose bucket it is; None for the one of the network address.
        application: The application whose calls it counts; None for calls without one.
        bucket: The bucket.
        waiting: How many calls wait.
    """

    def __init__(self, scope: str, caller: str | None, application: str | None, bucket: Bucket) -> None:
        self.scope = scope
        self.caller = caller
        self.application = application
        self.bucket = bucket
        self.waiting = 0
        self._heap: list[Ticket] = []

    def join(self, ticket: Ticket) -> None:
        """Add a ticket at its position."""
        self.waiting += 1
        heappush(self._heap, ticket)

    def clear(self) -> None:
        """Remove all tickets."""
        self.waiting = 0
        self._heap.clear()

    def first(self) -> Ticket | None:
        """The ticket that is next, if any waits."""
        # Lazy deletion: stale heap entries are popped when they reach the head.
        while self._heap and not (self._heap[0].waiting and self in self._heap[0].queues):
            heappop(self._heap)
        return self._heap[0] if self._heap else None

    def due(self, ticket: Ticket, now: float) -> float:
        """Return when the slot of a ticket comes.

        Args:
            ticket: A ticket that waits here, or one that would be the last in the queue.
            now: The time now, in seconds of the clock.

        Returns:
            Seconds of the same clock; `now` or earlier: at once.
        """
        first = self.first()
        if first is None or ticket.number <= first.number:
            return self.bucket.due(now)
        return self.bucket.due(now, ahead=self.waiting - ticket.waiting)


class _Application:
    """What is known of a registered application.

    Attributes:
        scope: The scope that its requests are charged to; None where they count as those of others.
        limit: Requests a second that it allows.
        tickets: Its calls.
    """

    def __init__(self) -> None:
        self.scope: str | None = None
        self.limit = _UNKNOWN_LIMIT
        self.tickets: WeakSet[Ticket] = WeakSet()


class Scheduler:
    """All queues, and what was learned about which bucket counts a resource.

    Not thread-safe: see `limiter`. After each change, `advance` lets those calls go whose slot it brought.
    """

    def __init__(self) -> None:
        self._numbers = count()
        self._queues: dict[tuple[str, str | None, str | None], BucketQueue] = {}
        self._changed: dict[BucketQueue, None] = {}
        self._owned: dict[Resource, bool] = {}
        self._rescoped: dict[tuple[str, str], str] = {}
        self._undecided: dict[Resource, dict[Ticket, None]] = {}
        self._applications: dict[str, _Application] = {}

    def ticket(
        self,
        operation: Operation[Any],
        path: str,
        *,
        caller: str | None,
        application: str | None = None,
        spec: ApiSpec,
    ) -> Ticket:
        """Make a ticket behind all those made before.

        Args:
            operation: The operation that is called.
            path: The path, relative to the base URL.
            caller: Whose token is used; None without one.
            application: Whose application token is used; None without one.
            spec: The contract: the limits of each scope until answers tell, and the reference to the
                caller's own system.
        """
        resource = own = None
        if caller is not None and operation.own_scope is not None:
            start = path.split("/", 3)[:3]
            resource = caller, "/".join(start)
            if (
                spec.wire_format.own_reference is not None
                and unquote(start[-1]) == spec.wire_format.own_reference
            ):
                own = True
        ticket = Ticket(next(self._numbers), operation, resource, own, spec, application)
        if application is not None:
            self._application(application).tickets.add(ticket)
        return ticket

    def enqueue(self, ticket: Ticket, deadline: float, now: float) -> None:
        """Queue a ticket, or let it go at once.

        Args:
            ticket: A ticket that does not wait.
            deadline: Until when the call may wait, in seconds of the clock; infinite for no limit.
            now: The time now, in seconds of the clock.

        Raises:
            RateLimitTimeout: Its slot comes after `deadline`; it is not queued then.
        """
        ticket.charged = ()
        ticket.shared = False
        ticket.polls_at = float("inf")
        ticket.queues = self._queues_of(ticket, now)
        due = ticket.due(now)
        if due > deadline:
            raise RateLimitTimeout(due - now)
        if due <= now + EARLY and not any(queue.waiting for queue in ticket.queues):
            # Skip the queue when the bucket is idle.
            self._charge(ticket, ticket.queues, now)
            return
        self._join(ticket)

    def poll(self, ticket: Ticket, deadline: float, now: float) -> float | None:
        """Ask whether a call may go.

        Args:
            ticket: A ticket that was enqueued.
            deadline: Until when the call may wait, in seconds of the clock; infinite for no limit.
            now: The time now, in seconds of the clock.

        Returns:
            Seconds to wait before the next poll, unless woken; None when the call may go.

        Raises:
            RateLimitTimeout: The deadline has passed.
        """
        self._touch(ticket.queues)
        self.advance(now)
        if not ticket.waiting:
            if not ticket.is_late(now):
                return None
            # It slept past its slot (its event loop was busy, say), and others may have with it. The server
            # counts them from now on, and so does the mirror.
            self._uncharge(ticket)
            self.enqueue(ticket, deadline, now)
            self.advance(now)
            if not ticket.waiting:
                return None
        due = ticket.due(now)
        if now >= deadline:
            raise RateLimitTimeout(max(due - now, 0.0))
        # Due and still waiting: another queue holds it up. It is woken when it is first in all of them.
        ticket.polls_at = due if due > now + EARLY else float("inf")
        return min(ticket.polls_at - now, deadline - now, _MAX_SLEEP)

    def mark_sent(self, ticket: Ticket, now: float) -> None:
        """Count the request from now on: only now it goes out.

        Args:
            ticket: A ticket whose slot has come.
            now: The time now, in seconds of the clock.
        """
        charged = ticket.charged
        self._uncharge(ticket)
        self._charge(ticket, charged, now)

    def release(self, ticket: Ticket) -> None:
        """Remove a ticket from its queues, or return its unused slot, which the next call gets.

        Args:
            ticket: A ticket that waits, or whose slot was not used.
        """
        if ticket.waiting:
            self._take_out(ticket)
        self._uncharge(ticket)

    def advance(self, now: float) -> None:
        """Let those go whose slot came by what changed, and wake those who would poll too late.

        Where nothing changed everybody polls in time, so that those queues need no visit.

        Args:
            now: The time now, in seconds of the clock.
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
                if first.polls_at > now + EARLY:
                    first.wake()
            elif first.polls_at > due + EARLY:
                first.polls_at = due
                first.wake()

    def record(
        self, ticket: Ticket, status: int, rate_limit: RateLimit | None, retry_after: float | None, now: float
    ) -> None:
        """Learn from an answer.

        Args:
            ticket: The call's.
            status: The answer's status.
            rate_limit: Its rate-limit headers, if it has them.
            retry_after: Seconds, of a 429.
            now: When it came.
        """
        charged, ticket.charged = ticket.charged, ()
        self._touch(charged)
        if rate_limit is not None:
            ticket.queues = queues = self._learn(ticket, rate_limit, now)
            self._touch(queues)
            for queue in queues:
                if rate_limit.limit != queue.bucket.limit:
                    queue.bucket.set_limit(rate_limit.limit)
            for other in charged:
                if other not in queues:
                    other.bucket.refund(ticket.sent)
            for queue in queues:
                if queue not in charged:
                    queue.bucket.charge(ticket.sent)
            # Of two buckets, the answer is about the one that is used more, as far as can be told.
            bucket = max((queue.bucket for queue in queues), key=lambda each: each.tat)
            if status == 429:
                bucket.refuse(retry_after, ticket.sent, now)
            else:
                bucket.observe(rate_limit.remaining, ticket.sent, now)
        elif status == 429:
            for queue in charged:
                queue.bucket.refuse(retry_after, ticket.sent, now)
        elif status < 500:  # an answer of the service without these headers was not counted
            for queue in charged:
                queue.bucket.refund(ticket.sent)

    def forget_waiting(self) -> None:
        """Drop all tickets, and keep what is known of the buckets: in a forked child nobody waits."""
        self._changed.clear()
        self._undecided.clear()
        for queue in self._queues.values():
            queue.clear()
        for application in self._applications.values():
            application.tickets.clear()

    def _charge(self, ticket: Ticket, queues: Iterable[BucketQueue], now: float) -> None:
        ticket.sent = now
        ticket.charged = tuple(queues)
        for queue in ticket.charged:
            queue.bucket.charge(now)

    def _uncharge(self, ticket: Ticket) -> None:
        for queue in ticket.charged:
            queue.bucket.refund(ticket.sent)
        self._touch(ticket.charged)
        ticket.charged = ()

    def _join(self, ticket: Ticket) -> None:
        ticket.waiting = True
        for queue in ticket.queues:
            queue.join(ticket)
        self._touch(ticket.queues)
        if ticket.resource is not None and len(ticket.queues) > 1:
            self._undecided.setdefault(ticket.resource, {})[ticket] = None

    def _touch(self, queues: Iterable[BucketQueue]) -> None:
        for queue in queues:
            if queue.waiting:
                self._changed[queue] = None

    def _take_out(self, ticket: Ticket) -> None:
        ticket.waiting = False
        self._touch(ticket.queues)
        for queue in ticket.queues:
            queue.waiting -= 1
        resource = ticket.resource
        if resource is not None and (undecided := self._undecided.get(resource)) is not None:
            undecided.pop(ticket, None)
            if not undecided:
                del self._undecided[resource]

    def _queues_of(self, ticket: Ticket, now: float) -> tuple[BucketQueue, ...]:
        operation, resource, limits = ticket.operation, ticket.resource, ticket.spec.limits
        application, scope, own_scope = None, operation.scope, operation.own_scope
        if ticket.application is not None and (known := self._application(ticket.application)).scope:
            application, scope, limits = ticket.application, known.scope, {known.scope: known.limit}
            own_scope = own_scope and scope
        elif (rescoped := self._rescoped.get(_key(operation))) is not None:
            return (self._queue(rescoped, None, limits, now),)
        generic = self._queue(scope, None, limits, now, application)
        if resource is None or own_scope is None:
            return (generic,)
        own = self._queue(own_scope, resource[0], limits, now, application)
        owned = self._owned.get(resource, ticket.own)
        return (own, generic) if owned is None else (own,) if owned else (generic,)

    def _queue(
        self,
        scope: str,
        caller: str | None,
        limits: Mapping[str, int],
        now: float,
        application: str | None = None,
    ) -> BucketQueue:
        queue = self._queues.get((scope, caller, application))
        if queue is None:
            if (
                len(self._queues) >= _MAX_QUEUES
            ):  # many callers share one limiter, or a server makes scopes up
                self._queues = {
                    key: each
                    for key, each in self._queues.items()
                    if each.waiting or not each.bucket.is_full(now)
                }
            bucket = Bucket(limits.get(scope, _UNKNOWN_LIMIT))
            queue = self._queues[scope, caller, application] = BucketQueue(scope, caller, application, bucket)
        return queue

    def _learn(self, ticket: Ticket, rate_limit: RateLimit, now: float) -> tuple[BucketQueue, ...]:
        """The queue of the bucket that was charged, by the header; remembered for the next time.

        It is two where the header does not tell which.
        """
        operation, resource, scope = ticket.operation, ticket.resource, rate_limit.scope[:64]
        owned = resource is not None and scope == operation.own_scope
        usual = owned or scope == operation.scope
        if ticket.application is not None:
            self._learn_application(ticket.application, None if usual else scope, rate_limit.limit, now)
            if not usual:
                return self._queues_of(ticket, now)
        if not usual:
            # Not what the contract says of this operation: the service has come to count it on its own.
            _remember(self._rescoped, _key(operation), scope)
            return (self._queue(scope, None, {}, now),)
        self._rescoped.pop(_key(operation), None)
        queue = self._queue(scope, resource[0] if owned and resource else None, {}, now)
        if resource is not None and self._owned.get(resource) is not owned:
            _remember(self._owned, resource, owned)
            self._decide(resource, owned)
        return (queue,)

    def _application(self, name: str) -> _Application:
        application = self._applications.get(name)
        if application is None:
            application = _Application()
            _remember(self._applications, name, application)
        return application

    def _learn_application(self, name: str, scope: str | None, limit: int, now: float) -> None:
        """Note how the service counts an application, and move its other calls to the queues of that."""
        application = self._application(name)
        changed, application.scope, application.limit = scope != application.scope, scope, limit
        if not changed:
            return
        for ticket in sorted(application.tickets):
            if ticket.waiting:
                self._take_out(ticket)
                ticket.queues = self._queues_of(ticket, now)
                self._join(ticket)
            elif ticket.charged:  # it is under way
                before, ticket.charged = ticket.charged, self._queues_of(ticket, now)
                for queue in before:
                    queue.bucket.refund(ticket.sent)
                self._touch(before)
                for queue in ticket.charged:
                    queue.bucket.charge(ticket.sent)

    def _decide(self, resource: Resource, owned: bool) -> None:
        """Move those who wait in both queues for the same resource into one."""
        for ticket in self._undecided.pop(resource, ()):
            own, generic = ticket.queues
            self._touch(ticket.queues)
            ticket.queues = (own,) if owned else (generic,)
            (generic if owned else own).waiting -= 1


def _key(operation: Operation[Any]) -> tuple[str, str]:
    # Not the id: requests outside the contract have none.
    return operation.method, operation.template


def _remember(known: dict[K, V], key: K, value: V) -> None:
    """Set an entry as the newest; the oldest makes room for it."""
    known.pop(key, None)
    if len(known) >= _MAX_RESOURCES:
        del known[next(iter(known))]
    known[key] = value


def _nothing() -> None:
    """Nobody waits."""
