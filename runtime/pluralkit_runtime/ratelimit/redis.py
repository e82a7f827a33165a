"""One pace for several processes or machines, kept in Redis: the `[redis]` extra.

To the API, all that use a token share its own budgets, and all that come from one address share the others.
Here they do so, too: for each budget Redis holds the one time that `budget.Bucket` keeps, and a script, which
nothing can interrupt, moves it and says when the request may go. It is asked when a call's reservation has come in
its own process. So each process has no more than its next calls in the common queue, and they take reservations.

What answers correct is told to Redis with the next question. Where Redis does not answer, each process keeps
the pace alone, warns once, and asks again after a second.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import redis
import redis.asyncio
from msgspec import Struct
from redis.asyncio.retry import Retry as AsyncRetry
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError as NotConnected
from redis.retry import Retry

from pluralkit_runtime.errors import RateLimitTimeout
from pluralkit_runtime.response import RateLimit
from pluralkit_runtime.spec import Operation

from .limiter import RateLimiter, Reservation
from .scheduler import BucketQueue, Ticket

if TYPE_CHECKING:
    import asyncio

_log = logging.getLogger("pluralkit_runtime")

_PATIENCE = 0.5  # seconds in which Redis must answer
_AWAY = 1.0  # seconds for which it is not asked again where it did not

# Times are in whole microseconds, by the clock of Redis. ARGV: how long the request may wait; then for each
# budget how much is given back, by how much an answer corrected it, how long ago the request of that answer
# was sent, what the new request costs (0: it is not counted here), and how much may be used up when it goes.
# Returns how long the request waits, and for each budget from now until when it is used up, before and after;
# where the request would wait too long, it is not counted. Of all the answers to what was sent before a
# correction, the first corrects for all: they saw the same.
_SCRIPT = """
local clock = redis.call('TIME')
local now = clock[1] * 1000000 + clock[2]
local before, corrected, wait = {}, {}, 0
for i, key in ipairs(KEYS) do
  local back, moved, age, cost, slack = unpack(ARGV, 5 * i - 3, 5 * i + 1)
  local stored = redis.call('HMGET', key, 'full', 'corrected')
  before[i] = math.max((stored[1] or 0) - back - now, -60000000)
  corrected[i] = tonumber(stored[2] or 0)
  if moved ~= '0' and now - age >= corrected[i] then
    before[i], corrected[i] = before[i] + moved, now
  end
  if cost ~= '0' then wait = math.max(wait, before[i] - slack) end
end
local answer = {wait}
for i, key in ipairs(KEYS) do
  local cost, after = ARGV[5 * i], before[i]
  if cost ~= '0' and wait <= tonumber(ARGV[1]) then
    after = math.max(after, wait) + cost
  end
  answer[2 * i], answer[2 * i + 1] = before[i], after
  local full, corrected_at = string.format('%d', now + after), string.format('%d', corrected[i])
  redis.call('HSET', key, 'full', full, 'corrected', corrected_at)
  redis.call('PEXPIRE', key, math.max(math.ceil(after / 1000), 0) + 1000)
end
return answer
"""


class _Correction(Struct):
    """By how many seconds an answer, to a request `sent` then, moved the time that a budget is used up."""

    moved: float
    sent: float


class _Question(Struct, frozen=True):
    """What the script is asked of these queues."""

    queues: Sequence[BucketQueue]
    keys: Sequence[str]
    args: Sequence[int]


class RedisRateLimiter(RateLimiter):
    """A rate_limiter that shares its budgets with every other on the same Redis.

    `url`: where that is, such as "redis://127.0.0.1:6379". `address`: a name for the address that calls come
    from, as the API sees it; leave it out unless your machines have different ones. Close it, by `close` and
    under asyncio by `aclose`, after the clients that use it.
    """

    def __init__(
        self,
        url: str,
        *,
        address: str = "",
        clock: Callable[[], float] = time.monotonic,
        wait: Callable[[threading.Event, float], object] = threading.Event.wait,
    ) -> None:
        super().__init__(clock=clock, wait=wait)
        self._url = url
        self._address = address
        self._given_back: dict[BucketQueue, float] = {}
        self._corrected: dict[BucketQueue, _Correction] = {}
        self._away_until: float | None = None
        self._redis: redis.Redis = _connect(redis.Redis, url, Retry)
        self._script: Any = self._redis.register_script(_SCRIPT)
        self._async: dict[asyncio.AbstractEventLoop, tuple[redis.asyncio.Redis, Any]] = {}

    def reservation(
        self,
        operation: Operation[Any],
        path: str,
        *,
        caller: str | None,
        limits: Mapping[str, int],
        deadline: float,
    ) -> Reservation:
        """See `RateLimiter.turn`."""
        with self._lock:
            ticket = self._pace.ticket(operation, path, caller=caller, limits=limits)
            return _SharedReservation(self, ticket, deadline)

    def _depart(self, ticket: Ticket, now: float) -> None:
        before = {queue: queue.bucket.full_at for queue in ticket.counted}
        super()._depart(ticket, now)
        for queue, full_at in before.items():
            # No correction by what an answer saw: each of them counts.
            moved = queue.bucket.full_at - full_at
            self._given_back[queue] = self._given_back.get(queue, 0.0) - moved

    def leave(self, ticket: Ticket) -> None:
        """See `RateLimiter.leave`."""
        with self._lock:
            now = self._clock()
            before = {queue: queue.bucket.full_at for queue in ticket.counted}
            self._pace.leave(ticket, now)
            for queue, full_at in before.items():
                self._note(queue, queue.bucket.full_at - full_at, ticket.sent)
            self._pace.advance(now)

    def answered(
        self, ticket: Ticket, status: int, rate_limit: RateLimit | None, retry_after: float | None
    ) -> None:
        """See `RateLimiter.answered`."""
        with self._lock:
            now = self._clock()
            before = {queue: queue.bucket.full_at for queue in ticket.counted}
            self._pace.answered(ticket, status, rate_limit, retry_after, now)
            for queue in {*before, *ticket.queues}:
                # A queue that nobody expected was charged just now.
                moved = queue.bucket.full_at - before[queue] if queue in before else queue.bucket.interval
                self._note(queue, moved, ticket.sent)
            self._pace.advance(now)

    def close(self) -> None:
        """Closes the connections to Redis."""
        self._redis.close()

    async def aclose(self) -> None:
        """Closes the connections to Redis, those of this event loop too."""
        import asyncio

        self.close()
        with self._lock:
            client, _ = self._async.pop(asyncio.get_running_loop(), (None, None))
        if client is not None:
            await client.aclose()

    def ask(self, ticket: Ticket | None, deadline: float) -> float | None:
        """For how many seconds `ticket`, whose reservation it is here, waits for the others.

        None where Redis does not answer; RateLimitTimeout where it would be too many. Without a ticket it just
        tells the others, at once, what was corrected.
        """
        question = self._question(ticket, deadline)
        if question is None:
            return None
        try:
            answer = self._script(keys=question.keys, args=question.args)
        except redis.RedisError as error:
            self._alone(error)
            return None
        return self._together(ticket, deadline, question, answer)

    async def ask_async(self, ticket: Ticket | None, deadline: float) -> float | None:
        """`ask`, under asyncio."""
        question = self._question(ticket, deadline)
        if question is None:
            return None
        try:
            answer = await self._async_script()(keys=question.keys, args=question.args)
        except redis.RedisError as error:
            self._alone(error)
            return None
        return self._together(ticket, deadline, question, answer)

    def _note(self, queue: BucketQueue, moved: float, sent: float) -> None:
        """What the others have to be told: that the time in `queue` moved."""
        if moved < 0:
            self._given_back[queue] = self._given_back.get(queue, 0.0) - moved
        elif moved > 0:
            earlier = self._corrected.get(queue)
            self._corrected[queue] = _Correction(moved + (earlier.moved if earlier else 0.0), sent)

    def _question(self, ticket: Ticket | None, deadline: float) -> _Question | None:
        with self._lock:
            now = self._clock()
            if ticket is None and not self._corrected:
                return None  # what was given back can wait
            if self._away_until is not None:
                if now < self._away_until:
                    return None
                self._away_until = now + _AWAY  # one is enough to find out, if it has to wait for that
            given_back, corrected = self._given_back, self._corrected
            self._given_back, self._corrected = {}, {}
            counted: Mapping[BucketQueue, float] = ticket.counted if ticket is not None else {}
            queues = tuple(dict.fromkeys((*counted, *given_back, *corrected)))
            args = [_microseconds(deadline - now)]
            for queue in queues:
                correction = corrected.get(queue, _Correction(0.0, now))
                args += (
                    _microseconds(given_back.get(queue, 0.0)),
                    _microseconds(correction.moved),
                    _microseconds(now - correction.sent),
                    _microseconds(queue.bucket.cost) if queue in counted else 0,
                    _microseconds(queue.bucket.slack),
                )
            return _Question(queues, [self._key(queue) for queue in queues], args)

    def _together(
        self, ticket: Ticket | None, deadline: float, question: _Question, answer: Sequence[int]
    ) -> float:
        with self._lock:
            if self._away_until is not None:
                self._away_until = None
                _log.warning("Redis answers again: the pace is shared again")
            now = self._clock()
            wait = answer[0] / 1e6
            if now + wait > deadline:
                if ticket is not None:
                    ticket.counted = {}
                raise RateLimitTimeout(wait)
            times = [now + each / 1e6 for each in answer[1:]]
            counted: dict[BucketQueue, float] = {}
            for queue, before, after in zip(question.queues, times[::2], times[1::2], strict=True):
                if ticket is not None and queue in ticket.counted:
                    counted[queue] = queue.bucket.adopt(before, after, now + wait)
                else:
                    queue.bucket.full_at = after
            if ticket is not None:
                ticket.sent, ticket.counted = now + wait, counted
            return wait

    def _alone(self, error: redis.RedisError) -> None:
        with self._lock:
            if self._away_until is None:
                # Only the kind of the error: its text may hold the address of Redis.
                _log.warning(
                    "Redis does not answer (%s): this process keeps to the rate on its own",
                    type(error).__name__,
                )
            self._away_until = self._clock() + _AWAY

    def _key(self, queue: BucketQueue) -> str:
        # The braces keep the keys of one question together in a Redis cluster.
        return f"{{pluralkit}}:{queue.scope}:{queue.caller or self._address}"

    def _async_script(self) -> Any:
        import asyncio

        loop = asyncio.get_running_loop()  # a connection belongs to its loop
        with self._lock:
            if loop not in self._async:
                self._async = {each: found for each, found in self._async.items() if not each.is_closed()}
                client: redis.asyncio.Redis = _connect(redis.asyncio.Redis, self._url, AsyncRetry)
                self._async[loop] = client, client.register_script(_SCRIPT)
            return self._async[loop][1]


class _SharedReservation(Reservation):
    _rate_limiter: RedisRateLimiter

    def wait(self, wait: Callable[[threading.Event, float], object] | None = None) -> None:
        wait = wait or self._rate_limiter.wait
        self._rate_limiter.ask(None, self.deadline)
        super().wait(wait)
        try:
            seconds = self._rate_limiter.ask(self._ticket, self.deadline)
            if seconds is None:
                self._wait_on(wait)  # to ask may have taken long: its reservation may have to be another
            elif seconds > 0:
                wait(threading.Event(), seconds)
        except BaseException:
            self.release()
            raise

    async def wait_async(self) -> None:
        import asyncio

        await self._rate_limiter.ask_async(None, self.deadline)
        await super().wait_async()
        try:
            seconds = await self._rate_limiter.ask_async(self._ticket, self.deadline)
            if seconds is None:
                await self._wait_on_async()
            elif seconds > 0:
                await asyncio.sleep(seconds)
        except BaseException:
            self.release()
            raise


def _connect(kind: Any, url: str, retry: Any) -> Any:
    once = retry(NoBackoff(), 1, supported_errors=(NotConnected,))  # a connection may be of before
    return kind.from_url(url, retry=once, socket_timeout=_PATIENCE, socket_connect_timeout=_PATIENCE)


def _microseconds(seconds: float) -> int:
    return round(min(max(seconds, -1e9), 1e9) * 1e6)
