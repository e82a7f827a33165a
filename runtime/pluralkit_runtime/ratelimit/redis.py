# pyright: reportPrivateUsage=false
# A reservation is part of its limiter; whoever makes a limiter is to see none of the methods between them.
"""Rate limiting for several processes or machines, through Redis: the `[redis]` extra.

To the API, all that use a token share its own buckets, and all that come from one network address share the
others. Here they do so, too. Redis holds the theoretical arrival time (TAT, see `bucket`) of each bucket as
the time to live of a key, so that reading and writing it take one command each. A script, which nothing can
interrupt, charges a request and says how long it waits. It is asked when a call's slot has come in its own
process: so each process has no more than its next calls in the common queue, and they alternate. Where a
second call waits behind the first, both are charged by one question.

What answers correct is told to Redis with the next question. While Redis does not answer, each process limits
its rate alone, warns once, and asks again after a second.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence
from math import ceil
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, cast

import redis
import redis.asyncio
from msgspec import Struct
from redis.asyncio.retry import Retry as AsyncRetry
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError as NotConnected
from redis.retry import Retry

from pluralkit_runtime.errors import RateLimitTimeout
from pluralkit_runtime.response import RateLimit
from pluralkit_runtime.spec import ApiSpec, Operation

from .limiter import RateLimiter, Reservation
from .scheduler import BucketQueue, Ticket
from .waiting import Clock, Wait, in_trio

if TYPE_CHECKING:
    import asyncio
    from concurrent.futures import ThreadPoolExecutor

    import anyio
    from anyio.lowlevel import RunVar

_log = logging.getLogger("pluralkit_api")

_ANSWER_TIMEOUT = 0.5  # seconds in which Redis must have answered, whole
_AWAY = 1.0  # seconds for which it is not asked again where it did not
_PREPAID_FOR = 0.05  # seconds after its time in which a slot that was paid in advance can be used
_REFUNDABLE_FOR = 0.5  # seconds after that in which it has not come back by itself
_THREADS = 4  # that ask Redis for synchronous clients

# Times are in whole milliseconds. ARGV: for how long the request may wait, at most; then for each bucket how
# much is refunded, by how much an answer corrected it, how long ago the request of that answer was sent, what
# the new requests cost (0: none), what the first of them costs, and the burst tolerance.
# Returns how long the request waits, and for each bucket how far its TAT lies ahead before it is charged.
# Where the request would wait too long, it is not charged. Of all the answers to what was sent before a
# correction, the first corrects for all: they saw the same.
# A TAT further ahead than any wait that clients can cause comes from a clock that was set back.
_SCRIPT = """
local longest = 60000
local ahead, wait = {}, 0
for i, key in ipairs(KEYS) do
  local back, moved, age, cost, _, tolerance = unpack(ARGV, 6 * i - 4, 6 * i + 1)
  local lead = redis.call('PTTL', key)
  if lead < 0 or lead > longest then lead = 0 end
  lead = lead - back
  if moved ~= '0' then
    local left = redis.call('PTTL', key .. ':corrected')
    if left < 0 or left > longest or tonumber(age) <= longest - left then
      lead = lead + moved
      redis.call('SET', key .. ':corrected', 1, 'PX', longest)
    end
  end
  ahead[i] = math.max(lead, 0)
  if cost ~= '0' then wait = math.max(wait, ahead[i] - tolerance) end
end
local answer = {wait}
for i, key in ipairs(KEYS) do
  local cost, after = tonumber(ARGV[6 * i - 1]), ahead[i]
  if cost > 0 and wait <= tonumber(ARGV[1]) then after = math.max(after, wait) + cost end
  if after > 0 then redis.call('SET', key, 1, 'PX', math.ceil(after)) else redis.call('DEL', key) end
  answer[i + 1] = math.ceil(ahead[i])
end
return answer
"""


class _Correction(Struct):
    """By how many seconds an answer, to a request `sent` then, moved the TAT."""

    moved: float
    sent: float


class _Question(Struct, frozen=True):
    """What the script is asked about these queues."""

    queues: Sequence[BucketQueue]
    keys: Sequence[str]
    args: Sequence[int]
    prepaid: BucketQueue | None  # the queue whose next call is charged, too


class RedisRateLimiter(RateLimiter):
    """A rate limiter that shares its buckets with every other on the same Redis.

    It serves synchronous and asynchronous clients, also both at once. Close it after the clients that use it:
    with `close`, or as a context manager.

    Args:
        url: Where Redis is, such as "redis://127.0.0.1:6379".
        address: A name for the network address that calls come from, as the API sees it. Needed only where
            the machines that share a Redis have different ones.
        clock: The clock to go by; for tests.
    """

    def __init__(self, url: str, *, address: str = "", clock: Clock | None = None) -> None:
        super().__init__(clock=clock)
        self._url = url
        self._address = address
        self._start()

    def _start(self) -> None:
        self._refunds: dict[BucketQueue, float] = {}
        self._corrections: dict[BucketQueue, _Correction] = {}
        self._prepaid: dict[BucketQueue, float] = {}  # until when the slot that is paid for can be used
        self._urgent = False  # whether others must know of a refusal at once
        self._away_until: float | None = None
        self._redis: redis.Redis = _connect(redis.Redis, self._url, Retry)
        self._script: Any = self._redis.register_script(_SCRIPT)
        self._executor: ThreadPoolExecutor | None = None
        self._async: dict[asyncio.AbstractEventLoop, _LoopConnection] = {}
        self._thread_limiters: RunVar[anyio.CapacityLimiter] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections to Redis of synchronous clients."""
        with self._lock:
            executor, self._executor = self._executor, None
        if executor is not None:
            executor.shutdown(wait=False, cancel_futures=True)
        self._redis.close()

    async def aclose(self) -> None:
        """Close the connections to Redis, those of this event loop too."""
        self.close()
        if in_trio():
            return
        import asyncio

        with self._lock:
            connection = self._async.pop(asyncio.get_running_loop(), None)
        if connection is not None:
            await connection.client.aclose()

    def _after_fork_in_child(self) -> None:
        super()._after_fork_in_child()
        self._start()

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
            return _SharedReservation(self, ticket, deadline)

    def _mark_sent(self, ticket: Ticket) -> None:
        if not ticket.is_late(self._clock.time()):
            return
        with self._lock:
            now = self._clock.time()
            before = {queue: queue.bucket.tat for queue in ticket.charged}
            self._scheduler.mark_sent(ticket, now)
            if ticket.shared:
                for queue, tat in before.items():
                    # Not a correction by what an answer saw: each of them counts.
                    self._refund(queue, tat - queue.bucket.tat)
            self._scheduler.advance(now)

    def _release(self, ticket: Ticket) -> None:
        with self._lock:
            before = {queue: queue.bucket.tat for queue in ticket.charged}
            self._scheduler.release(ticket)
            if ticket.shared:
                for queue, tat in before.items():
                    self._refund(queue, tat - queue.bucket.tat)
            ticket.shared = False
            self._scheduler.advance(self._clock.time())

    def _record(
        self, ticket: Ticket, status: int, rate_limit: RateLimit | None, retry_after: float | None
    ) -> None:
        with self._lock:
            now = self._clock.time()
            before = {queue: queue.bucket.tat for queue in ticket.charged}
            self._scheduler.record(ticket, status, rate_limit, retry_after, now)
            self._urgent = self._urgent or status == 429
            if ticket.shared:
                for queue in {*before, *ticket.queues}:
                    if queue not in before:  # nobody expected it to be charged
                        self._refund(queue, -queue.bucket.emission_interval)
                        continue
                    moved = queue.bucket.tat - before[queue]
                    if moved < 0:
                        self._refund(queue, -moved)
                    elif moved > 0:
                        earlier = self._corrections.get(queue)
                        total = moved + (earlier.moved if earlier else 0.0)
                        self._corrections[queue] = _Correction(total, ticket.sent)
            self._scheduler.advance(now)

    def _refund(self, queue: BucketQueue, seconds: float) -> None:
        self._refunds[queue] = self._refunds.get(queue, 0.0) + seconds

    def _ask(self, ticket: Ticket | None, deadline: float) -> float | None:
        """Seconds for which a call whose slot has come here waits for other processes.

        Without a call, others are told of a refusal, if there was one.

        Returns:
            None where Redis does not answer.

        Raises:
            RateLimitTimeout: The wait ends after the deadline.
        """
        question = self._question(ticket, deadline)
        if not isinstance(question, _Question):
            return question
        try:
            answer = self._ask_in_thread(question)
        except Exception as error:
            self._alone(error)
            return None
        return self._adopt(ticket, deadline, question, answer)

    async def _ask_async(self, ticket: Ticket | None, deadline: float) -> float | None:
        """Asynchronous variant of `_ask`."""
        question = self._question(ticket, deadline)
        if not isinstance(question, _Question):
            return question
        import anyio

        try:
            with anyio.fail_after(_ANSWER_TIMEOUT):
                if in_trio():
                    answer = await anyio.to_thread.run_sync(
                        self._run_script, question, abandon_on_cancel=True, limiter=self._thread_limiter()
                    )
                else:
                    connection = self._loop_connection()
                    async with connection.lock:
                        answer = await connection.script(keys=question.keys, args=question.args)
        except TimeoutError as error:
            self._end_reads()
            self._alone(error)
            return None
        except Exception as error:
            self._alone(error)
            return None
        return self._adopt(ticket, deadline, question, answer)

    def _ask_in_thread(self, question: _Question) -> Any:
        # A socket timeout holds for each read: a Redis that drips would never be done. This one is whole.
        with self._lock:
            if self._executor is None:
                from concurrent.futures import ThreadPoolExecutor

                self._executor = ThreadPoolExecutor(_THREADS, "pluralkit-redis")
            future = self._executor.submit(self._run_script, question)
        try:
            return future.result(_ANSWER_TIMEOUT)
        except TimeoutError:
            future.cancel()
            self._end_reads()
            raise

    def _end_reads(self) -> None:
        """End the threads that still wait for an answer."""
        self._redis.connection_pool.disconnect(inuse_connections=True)

    def _run_script(self, question: _Question) -> Any:
        return self._script(keys=question.keys, args=question.args)

    def _question(self, ticket: Ticket | None, deadline: float) -> _Question | float | None:
        """What to ask for a call, or, without one, what to tell the others at once."""
        with self._lock:
            now = self._clock.time()
            charged = ticket.charged if ticket is not None else ()
            if ticket is not None:
                ticket.shared = False
            elif not self._urgent:
                return None
            self._urgent = False
            if self._away_until is not None:
                if now < self._away_until:
                    return None
                self._away_until = now + _AWAY  # one call is enough to find out, if it has to wait for that
            if ticket is not None and len(charged) == 1 and self._pay(charged[0], now):
                ticket.shared = True
                return 0.0
            refunds, corrections = self._refunds, self._corrections
            self._refunds, self._corrections = {}, {}
            queues = tuple(dict.fromkeys((*charged, *refunds, *corrections)))
            prepaid = None
            if len(charged) == 1 and (following := charged[0].first()) is not None:
                prepaid = charged[0] if len(following.queues) == 1 else None
            args = [_milliseconds(deadline - now)]
            for queue in queues:
                correction = corrections.get(queue, _Correction(0.0, now))
                cost = ceil(queue.bucket.cost * 1000 - 1e-6) if queue in charged else 0
                args += (
                    _milliseconds(refunds.get(queue, 0.0)),
                    ceil(min(correction.moved, 60) * 1000 - 1e-6),
                    _milliseconds(now - correction.sent),
                    2 * cost if queue is prepaid else cost,
                    cost,
                    _milliseconds(queue.bucket.burst_tolerance),
                )
            return _Question(queues, [self._key(queue) for queue in queues], args, prepaid)

    def _pay(self, queue: BucketQueue, now: float) -> bool:
        """Whether a slot that was paid in advance can be used."""
        until = self._prepaid.pop(queue, None)
        if until is None:
            return False
        if until < now < until + _REFUNDABLE_FOR:
            self._refund(queue, queue.bucket.emission_interval)
        return until >= now

    def _adopt(
        self, ticket: Ticket | None, deadline: float, question: _Question, answer: Any
    ) -> float | None:
        values = cast("list[object]", answer)
        if (
            not isinstance(answer, list)
            or len(values) != len(question.queues) + 1
            or not all(isinstance(each, int) and 0 <= each <= 10**6 for each in values)
        ):
            self._alone(TypeError())
            return None
        wait, *ahead = (each / 1000 for each in cast("list[int]", values))
        with self._lock:
            if self._away_until is not None:
                self._away_until = None
                _log.warning("Redis answers again: its buckets are shared again")
            now = self._clock.time()
            charged = ticket.charged if ticket is not None else ()
            for queue in charged:
                queue.bucket.refund(cast("Ticket", ticket).sent)
            for queue, lead in zip(question.queues, ahead, strict=True):
                queue.bucket.synchronise(now + lead, now)
            if ticket is None:
                return None
            if now + wait > deadline:
                ticket.charged = ()
                raise RateLimitTimeout(wait)
            for queue in charged:
                queue.bucket.charge(now + wait)
            ticket.sent = now + wait
            ticket.shared = True
            if question.prepaid is not None:
                self._prepaid[question.prepaid] = question.prepaid.bucket.due(now) + _PREPAID_FOR
            return wait

    def _alone(self, error: Exception) -> None:
        with self._lock:
            self._prepaid.clear()
            if self._away_until is None:
                # Only the kind of the error: its text may hold the address of Redis.
                _log.warning(
                    "Redis does not answer (%s): this process limits its rate on its own",
                    type(error).__name__,
                )
            self._away_until = self._clock.time() + _AWAY

    def _key(self, queue: BucketQueue) -> str:
        # The braces keep the keys of one question together in a Redis cluster.
        owner = queue.caller or self._address
        return f"{{pluralkit}}:{queue.scope}:{owner}" + (f":{queue.application}" if queue.application else "")

    def _thread_limiter(self) -> anyio.CapacityLimiter:
        """How many threads may ask for tasks of this trio run: apart from the program's other threads."""
        import anyio
        from anyio.lowlevel import RunVar

        with self._lock:
            if self._thread_limiters is None:
                self._thread_limiters = RunVar("pluralkit_runtime.redis")
            variable = self._thread_limiters
        try:
            return variable.get()
        except LookupError:
            limiter = anyio.CapacityLimiter(_THREADS)
            variable.set(limiter)
            return limiter

    def _loop_connection(self) -> _LoopConnection:
        import asyncio

        loop = asyncio.get_running_loop()  # a connection belongs to its loop
        with self._lock:
            if loop not in self._async:
                self._async = {each: found for each, found in self._async.items() if not each.is_closed()}
                client: redis.asyncio.Redis = _connect(redis.asyncio.Redis, self._url, AsyncRetry)
                self._async[loop] = _LoopConnection(client, client.register_script(_SCRIPT), asyncio.Lock())
            return self._async[loop]


class AsyncRedisRateLimiter(RedisRateLimiter):
    """`RedisRateLimiter` for asynchronous clients alone: an asynchronous context manager.

    Under asyncio it asks Redis by `redis.asyncio`, with a connection for each event loop; under trio in
    worker threads. Both kinds of limiters share the buckets of the same Redis. The arguments are those of
    `RedisRateLimiter`. Close it, with `aclose` or as a context manager, in the event loop that used it.
    """

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()


class _LoopConnection(Struct, frozen=True):
    """The connection of one event loop. One question at a time: a pool could run out."""

    client: redis.asyncio.Redis
    script: Any
    lock: asyncio.Lock


class _SharedReservation(Reservation):
    _limiter: RedisRateLimiter

    def wait(self, wait: Wait | None = None) -> None:
        """See `Reservation.wait`."""
        wait = wait or self._limiter._clock.wait
        self._limiter._ask(None, self.deadline)
        super().wait(wait)
        try:
            seconds = self._limiter._ask(self._ticket, self.deadline)
            if seconds is None:
                self._poll_until_due(wait)  # to ask may have taken long: its slot may have to be another
            elif seconds > 0:
                wait(threading.Event(), seconds)
        except BaseException:
            self.release()
            raise

    async def wait_async(self) -> None:
        """See `Reservation.wait_async`."""
        await self._limiter._ask_async(None, self.deadline)
        await super().wait_async()
        try:
            seconds = await self._limiter._ask_async(self._ticket, self.deadline)
            if seconds is None:
                await self._poll_until_due_async()
            elif seconds > 0:
                import anyio

                await anyio.sleep(seconds)
        except BaseException:
            self.release()
            raise


def _connect(kind: Any, url: str, retry: Any) -> Any:
    once = retry(NoBackoff(), 1, supported_errors=(NotConnected,))  # a connection may be of before
    return kind.from_url(
        url, retry=once, socket_timeout=_ANSWER_TIMEOUT, socket_connect_timeout=_ANSWER_TIMEOUT
    )


def _milliseconds(seconds: float) -> int:
    return round(min(max(seconds, -1e6), 1e6) * 1000)
