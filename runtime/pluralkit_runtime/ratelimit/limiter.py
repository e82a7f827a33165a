"""Waiting for one's reservation, so that the API never has to say "too many requests".

How the server counts (GCRA, measured on the deployed limiter). A budget has a limit: 10 requests a second
for reads, 3 for everything else. The server stores one time for it: when the budget will be full again. A
request at `now` moves that time to max(it, now) + i, where i is 1/limit seconds; how far it then lies ahead
of `now` is how much of the budget is used. Three facts matter:

- A request is let through while at least one is left *after* it: the burst of a limit of 10 is 9, of 3 it
  is 2.
- The one that finds less than one left is refused **and charged**; its `retry_after` is 0. Whoever goes on
  at the full rate from there is refused for ever.
- Those after it are refused, not charged, and told the `retry_after` after which they would be the one above:
  whoever waits just that long is refused for ever, too. One i more is right. And since 0 means "charged", it
  stands for up to one i itself: whoever asked again at once would be told that.

What we do. `budget.Bucket` keeps the same time as the server, on our clock, and lets a request go while
the budget stays one whole request clear of the server's queue: limit − 2 go out at once, the others follow
each i seconds. That one request is what the network needs. While a budget is in use, the server's time
moves by i for each request whenever it arrives. So only one thing brings the queue nearer: the first
request of a busy spell taking longer than a later one. Making its connection is no part of that: a call
says when it goes out, and is counted from then on. There is room for i of the rest, 100 ms for reads. With
a limit of 3 the burst is a single one, and a timer that is late would cost some of the rate, where
elsewhere it costs none: a quarter of i, 83 ms, is given to late timers there, which leaves 250 ms.

Answers correct us. `X-RateLimit-Scope` says which budget was charged, `-Limit` how large it is, `-Remaining`
how much is left of it: somebody else, whose requests we do not see, may be using it. It is rounded down, so
it gives a range of times one i wide. While two remain we believe the early end. Where only one does, it is
the one that we keep for the network: at first we allow for that, and if it was not enough, we leave room for
somebody else. `-Reset` is in whole seconds: no use. An answer with none of these (404 for a reference, say)
was not counted. After a 429 everybody waits who would be charged to that budget, then one goes, then the
others at their pace; and since somebody must share the budget with us, that pace is a little slower for a
while.

Who goes next is kept by `pace.Scheduler`, which is pure; `RateLimiter` adds a clock, a lock, and ways to wait. Everybody
sleeps until their own reservation. Where reservations move, only who is next in a queue is woken, to look again.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

from pluralkit_runtime.response import RateLimit
from pluralkit_runtime.spec import Operation

from .scheduler import Scheduler, Ticket


class RateLimiter:
    """Keeps calls to the rate that the API allows. Threads and event loops may share one.

    A client makes its own. Clients of one process share an address, if not a token: to the API they are
    one, and had better share a rate_limiter. `clock` gives seconds; `wait` waits for an event, for at most so many
    of them.
    """

    def __init__(
        self,
        *,
        clock: Callable[[], float] = time.monotonic,
        wait: Callable[[threading.Event, float], object] = threading.Event.wait,
    ) -> None:
        self._clock = clock
        self.wait = wait
        self._lock = threading.Lock()
        self._pace = Scheduler()

    def reservation(
        self,
        operation: Operation[Any],
        path: str,
        *,
        caller: str | None,
        limits: Mapping[str, int],
        deadline: float,
    ) -> Reservation:
        """The reservation of one call, which must have gone out at `deadline` (by `clock`); see `Scheduler.ticket`."""
        with self._lock:
            return Reservation(
                self, self._pace.ticket(operation, path, caller=caller, limits=limits), deadline
            )

    def enter(self, ticket: Ticket, deadline: float) -> bool:
        """Whether it is its reservation at once."""
        with self._lock:
            now = self._clock()
            self._pace.enter(ticket, deadline, now)
            self._pace.advance(now)
            return not ticket.waiting

    def look(self, ticket: Ticket, deadline: float) -> float | None:
        """For how many seconds to wait before looking again; None: it is its reservation."""
        with self._lock:
            return self._pace.look(ticket, deadline, self._clock())

    def mark_sent(self, ticket: Ticket) -> None:
        """See `Scheduler.mark_sent`. Nothing changes for what goes out in time, as most does."""
        if ticket.is_late(self._clock()):
            with self._lock:
                self._depart(ticket, self._clock())

    def _depart(self, ticket: Ticket, now: float) -> None:
        self._pace.mark_sent(ticket, now)
        self._pace.advance(now)

    def leave(self, ticket: Ticket) -> None:
        """See `Scheduler.leave`."""
        with self._lock:
            now = self._clock()
            self._pace.leave(ticket, now)
            self._pace.advance(now)

    def answered(
        self, ticket: Ticket, status: int, rate_limit: RateLimit | None, retry_after: float | None
    ) -> None:
        """See `Scheduler.answered`."""
        with self._lock:
            now = self._clock()
            self._pace.answered(ticket, status, rate_limit, retry_after, now)
            self._pace.advance(now)


class Reservation:
    """One call's reservation: to be waited for before each attempt, and told how that went.

    A call that is tried again keeps its ticket: it goes before those that came later. `deadline`: by when it
    must have come.
    """

    def __init__(self, rate_limiter: RateLimiter, ticket: Ticket, deadline: float) -> None:
        self._rate_limiter = rate_limiter
        self._ticket = ticket
        self.deadline = deadline

    def wait(self, wait: Callable[[threading.Event, float], object] | None = None) -> None:
        """Returns when it is this call's turn; RateLimitTimeout once it is clear that this is too late.

        `wait` is the rate_limiter's, if left out. When it raises, the next call gets the reservation.
        """
        if not self._rate_limiter.enter(self._ticket, self.deadline):
            self._wait_on(wait or self._rate_limiter.wait)

    def _wait_on(self, wait: Callable[[threading.Event, float], object]) -> None:
        woken = threading.Event()
        self._ticket.wake = woken.set
        try:
            while (seconds := self._rate_limiter.look(self._ticket, self.deadline)) is not None:
                wait(woken, seconds)
                woken.clear()
        except BaseException:
            self.release()
            raise

    async def wait_async(self) -> None:
        """`wait`, under asyncio. When it is cancelled, the next call gets the reservation."""
        if not self._rate_limiter.enter(self._ticket, self.deadline):
            await self._wait_on_async()

    async def _wait_on_async(self) -> None:
        import asyncio  # here, because it is a good part of the time that an import would take

        loop = asyncio.get_running_loop()
        woken = asyncio.Event()

        def wake() -> None:
            with suppress(RuntimeError):  # that loop is closed: nobody waits there any more
                loop.call_soon_threadsafe(woken.set)

        self._ticket.wake = wake
        try:
            while (seconds := self._rate_limiter.look(self._ticket, self.deadline)) is not None:
                timer = loop.call_later(seconds, woken.set)
                try:
                    await woken.wait()
                finally:
                    timer.cancel()
                woken.clear()
        except BaseException:
            self.release()
            raise

    def mark_sent(self) -> None:
        """Say that the request goes out just now: its connection had to be made first."""
        self._rate_limiter.mark_sent(self._ticket)

    def answered(self, status: int, rate_limit: RateLimit | None, retry_after: float | None = None) -> None:
        """Say what came back; `retry_after`: seconds, of a 429."""
        self._rate_limiter.answered(self._ticket, status, rate_limit, retry_after)

    def release(self) -> None:
        """Say that the reservation was not used: it is certain that nothing was sent."""
        self._rate_limiter.leave(self._ticket)
