# pyright: reportPrivateUsage=false
# A reservation is part of its limiter; whoever makes a limiter is to see none of the methods between them.
"""Client-side rate limiting that avoids 429 responses: the scheduler behind a lock, with ways to wait.

`bucket` has the theory, `scheduler` decides who goes next. Everybody sleeps until their own slot; where slots
move, only who is next in a queue is woken, to poll again.
"""

from __future__ import annotations

import os
import threading
import weakref
from typing import Any

from pluralkit_runtime.response import RateLimit
from pluralkit_runtime.spec import ApiSpec, Operation

from .scheduler import Scheduler, Ticket
from .waiting import AsyncSignal, Clock, SystemClock, Wait


class RateLimiter:
    """Keeps calls to the rate that the API allows. Threads, event loops and clients may share one.

    Each client makes its own by default. Clients of one process share a network address, and often a token:
    the API counts them together, so they should share a limiter.

    Args:
        clock: The clock to go by; for tests.
    """

    def __init__(self, *, clock: Clock | None = None) -> None:
        self._clock: Clock = clock or SystemClock()
        self._lock = threading.Lock()
        self._scheduler = Scheduler()
        self._fork_ready = False
        _limiters.add(self)

    def _reserve(
        self,
        operation: Operation[Any],
        path: str,
        *,
        caller: str | None,
        application: str | None,
        spec: ApiSpec,
        deadline: float,
    ) -> Reservation:
        with self._lock:
            ticket = self._scheduler.ticket(
                operation, path, caller=caller, application=application, spec=spec
            )
            return Reservation(self, ticket, deadline)

    def _enqueue(self, ticket: Ticket, deadline: float) -> bool:
        """Whether the call may go at once."""
        with self._lock:
            now = self._clock.time()
            self._scheduler.enqueue(ticket, deadline, now)
            self._scheduler.advance(now)
            return not ticket.waiting

    def _poll(self, ticket: Ticket, deadline: float) -> float | None:
        with self._lock:
            return self._scheduler.poll(ticket, deadline, self._clock.time())

    def _mark_sent(self, ticket: Ticket) -> None:
        # Nothing changes for what goes out in time, as most does.
        if ticket.is_late(self._clock.time()):
            with self._lock:
                now = self._clock.time()
                self._scheduler.mark_sent(ticket, now)
                self._scheduler.advance(now)

    def _release(self, ticket: Ticket) -> None:
        with self._lock:
            self._scheduler.release(ticket)
            self._scheduler.advance(self._clock.time())

    def _record(
        self, ticket: Ticket, status: int, rate_limit: RateLimit | None, retry_after: float | None
    ) -> None:
        with self._lock:
            now = self._clock.time()
            self._scheduler.record(ticket, status, rate_limit, retry_after, now)
            self._scheduler.advance(now)

    def _before_fork(self) -> None:
        # With the lock held here, no other thread is amid a change that the child would get half of.
        self._fork_ready = self._lock.acquire(timeout=1)

    def _after_fork_in_parent(self) -> None:
        if self._fork_ready:
            self._lock.release()

    def _after_fork_in_child(self) -> None:
        if not self._fork_ready:
            self._scheduler = Scheduler()
        self._scheduler.forget_waiting()
        self._lock = threading.Lock()


class Reservation:
    """One call's claim to a slot: acquired before each attempt, and told how the attempt went.

    A call that is sent again keeps its position: it goes before those that came later.

    Attributes:
        deadline: By when the slot must have come, by the limiter's clock.
    """

    def __init__(self, limiter: RateLimiter, ticket: Ticket, deadline: float) -> None:
        self._limiter = limiter
        self._ticket = ticket
        self.deadline = deadline

    def wait(self, wait: Wait | None = None) -> None:
        """Block until the call may go. When this raises, the next call gets the slot.

        Args:
            wait: How to wait; by default the way of the limiter's clock.

        Raises:
            RateLimitTimeout: As soon as it is clear that the slot comes after the deadline.
        """
        if not self._limiter._enqueue(self._ticket, self.deadline):
            self._poll_until_due(wait or self._limiter._clock.wait)

    async def wait_async(self) -> None:
        """Asynchronous variant of `wait`."""
        if not self._limiter._enqueue(self._ticket, self.deadline):
            await self._poll_until_due_async()

    async def _poll_until_due_async(self) -> None:
        signal = AsyncSignal()
        self._ticket.wake = signal.set
        try:
            while (seconds := self._limiter._poll(self._ticket, self.deadline)) is not None:
                await signal.wait(seconds)
        except BaseException:
            self.release()
            raise

    def _poll_until_due(self, wait: Wait) -> None:
        woken = threading.Event()
        self._ticket.wake = woken.set
        try:
            while (seconds := self._limiter._poll(self._ticket, self.deadline)) is not None:
                wait(woken, seconds)
                woken.clear()
        except BaseException:
            self.release()
            raise

    def mark_sent(self) -> None:
        """Report that the request goes out just now: its connection had to be opened first."""
        self._limiter._mark_sent(self._ticket)

    def record(self, status: int, rate_limit: RateLimit | None, retry_after: float | None = None) -> None:
        """Report the answer.

        Args:
            status: Its status.
            rate_limit: Its rate-limit headers, if it has them.
            retry_after: Seconds, of a 429.
        """
        self._limiter._record(self._ticket, status, rate_limit, retry_after)

    def release(self) -> None:
        """Report that the slot was not used: it is certain that nothing was sent."""
        self._limiter._release(self._ticket)


def reserve(
    limiter: RateLimiter,
    operation: Operation[Any],
    path: str,
    *,
    caller: str | None,
    application: str | None = None,
    spec: ApiSpec,
    deadline: float,
) -> Reservation:
    """Reserve a position for a call.

    Args:
        limiter: The limiter.
        operation: The operation that is called.
        path: The path, relative to the base URL.
        caller: A name for the token that is used; None without one.
        application: A name for the application's token that is used; None without one.
        spec: The contract.
        deadline: By when the call must go, by the limiter's clock.
    """
    return limiter._reserve(
        operation, path, caller=caller, application=application, spec=spec, deadline=deadline
    )


_limiters: weakref.WeakSet[RateLimiter] = weakref.WeakSet()
_forking: list[RateLimiter] = []


def _before_fork() -> None:
    _forking[:] = _limiters
    for limiter in _forking:
        limiter._before_fork()


def _after_fork_in_parent() -> None:
    for limiter in _forking:
        limiter._after_fork_in_parent()
    _forking.clear()


def _after_fork_in_child() -> None:
    for limiter in _forking:
        limiter._after_fork_in_child()
    _forking.clear()


if hasattr(os, "register_at_fork"):  # not on Windows, which has no fork
    os.register_at_fork(
        before=_before_fork,
        after_in_parent=_after_fork_in_parent,
        after_in_child=_after_fork_in_child,
    )
