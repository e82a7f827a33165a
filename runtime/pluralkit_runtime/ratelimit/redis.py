"""One pace for several processes or machines, kept in Redis: the `[redis]` extra.

To the API, all that use a token share its own budgets, and all that come from one address share the others.
Here they do so, too: for each budget Redis holds the one time that `budget.Budget` keeps, and a script, which
nothing can interrupt, moves it and says when the request may go. It is asked when a call's turn has come in
its own process. So each process has no more than its next calls in the common line, and they take turns.

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

from .errors import DeadlineExceeded
from .pace import Line, Place
from .pacing import Pacer, Turn
from .request import Operation, RateLimit

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
    """What the script is asked of these lines."""

    lines: Sequence[Line]
    keys: Sequence[str]
    args: Sequence[int]


class RedisPacer(Pacer):
    """A pacer that shares its budgets with every other on the same Redis.

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
        self._given_back: dict[Line, float] = {}
        self._corrected: dict[Line, _Correction] = {}
        self._away_until: float | None = None
        self._redis: redis.Redis = _connect(redis.Redis, url, Retry)
        self._script: Any = self._redis.register_script(_SCRIPT)
        self._async: dict[asyncio.AbstractEventLoop, tuple[redis.asyncio.Redis, Any]] = {}

    def turn(
        self,
        operation: Operation[Any],
        path: str,
        *,
        caller: str | None,
        limits: Mapping[str, int],
        deadline: float,
    ) -> Turn:
        """See `Pacer.turn`."""
        with self._lock:
            place = self._pace.place(operation, path, caller=caller, limits=limits)
            return _SharedTurn(self, place, deadline)

    def _depart(self, place: Place, now: float) -> None:
        before = {line: line.budget.full_at for line in place.counted}
        super()._depart(place, now)
        for line, full_at in before.items():
            # No correction by what an answer saw: each of them counts.
            moved = line.budget.full_at - full_at
            self._given_back[line] = self._given_back.get(line, 0.0) - moved

    def leave(self, place: Place) -> None:
        """See `Pacer.leave`."""
        with self._lock:
            now = self._clock()
            before = {line: line.budget.full_at for line in place.counted}
            self._pace.leave(place, now)
            for line, full_at in before.items():
                self._note(line, line.budget.full_at - full_at, place.sent)
            self._pace.advance(now)

    def answered(
        self, place: Place, status: int, rate_limit: RateLimit | None, retry_after: float | None
    ) -> None:
        """See `Pacer.answered`."""
        with self._lock:
            now = self._clock()
            before = {line: line.budget.full_at for line in place.counted}
            self._pace.answered(place, status, rate_limit, retry_after, now)
            for line in {*before, *place.lines}:
                # A line that nobody expected was charged just now.
                moved = line.budget.full_at - before[line] if line in before else line.budget.interval
                self._note(line, moved, place.sent)
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

    def ask(self, place: Place | None, deadline: float) -> float | None:
        """For how many seconds `place`, whose turn it is here, waits for the others.

        None where Redis does not answer; DeadlineExceeded where it would be too many. Without a place it just
        tells the others, at once, what was corrected.
        """
        question = self._question(place, deadline)
        if question is None:
            return None
        try:
            answer = self._script(keys=question.keys, args=question.args)
        except redis.RedisError as error:
            self._alone(error)
            return None
        return self._together(place, deadline, question, answer)

    async def ask_async(self, place: Place | None, deadline: float) -> float | None:
        """`ask`, under asyncio."""
        question = self._question(place, deadline)
        if question is None:
            return None
        try:
            answer = await self._async_script()(keys=question.keys, args=question.args)
        except redis.RedisError as error:
            self._alone(error)
            return None
        return self._together(place, deadline, question, answer)

    def _note(self, line: Line, moved: float, sent: float) -> None:
        """What the others have to be told: that the time in `line` moved."""
        if moved < 0:
            self._given_back[line] = self._given_back.get(line, 0.0) - moved
        elif moved > 0:
            earlier = self._corrected.get(line)
            self._corrected[line] = _Correction(moved + (earlier.moved if earlier else 0.0), sent)

    def _question(self, place: Place | None, deadline: float) -> _Question | None:
        with self._lock:
            now = self._clock()
            if place is None and not self._corrected:
                return None  # what was given back can wait
            if self._away_until is not None:
                if now < self._away_until:
                    return None
                self._away_until = now + _AWAY  # one is enough to find out, if it has to wait for that
            given_back, corrected = self._given_back, self._corrected
            self._given_back, self._corrected = {}, {}
            counted: Mapping[Line, float] = place.counted if place is not None else {}
            lines = tuple(dict.fromkeys((*counted, *given_back, *corrected)))
            args = [_microseconds(deadline - now)]
            for line in lines:
                correction = corrected.get(line, _Correction(0.0, now))
                args += (
                    _microseconds(given_back.get(line, 0.0)),
                    _microseconds(correction.moved),
                    _microseconds(now - correction.sent),
                    _microseconds(line.budget.cost) if line in counted else 0,
                    _microseconds(line.budget.slack),
                )
            return _Question(lines, [self._key(line) for line in lines], args)

    def _together(
        self, place: Place | None, deadline: float, question: _Question, answer: Sequence[int]
    ) -> float:
        with self._lock:
            if self._away_until is not None:
                self._away_until = None
                _log.warning("Redis answers again: the pace is shared again")
            now = self._clock()
            wait = answer[0] / 1e6
            if now + wait > deadline:
                if place is not None:
                    place.counted = {}
                raise DeadlineExceeded(wait)
            times = [now + each / 1e6 for each in answer[1:]]
            counted: dict[Line, float] = {}
            for line, before, after in zip(question.lines, times[::2], times[1::2], strict=True):
                if place is not None and line in place.counted:
                    counted[line] = line.budget.adopt(before, after, now + wait)
                else:
                    line.budget.full_at = after
            if place is not None:
                place.sent, place.counted = now + wait, counted
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

    def _key(self, line: Line) -> str:
        # The braces keep the keys of one question together in a Redis cluster.
        return f"{{pluralkit}}:{line.scope}:{line.caller or self._address}"

    def _async_script(self) -> Any:
        import asyncio

        loop = asyncio.get_running_loop()  # a connection belongs to its loop
        with self._lock:
            if loop not in self._async:
                self._async = {each: found for each, found in self._async.items() if not each.is_closed()}
                client: redis.asyncio.Redis = _connect(redis.asyncio.Redis, self._url, AsyncRetry)
                self._async[loop] = client, client.register_script(_SCRIPT)
            return self._async[loop][1]


class _SharedTurn(Turn):
    _pacer: RedisPacer

    def wait(self, wait: Callable[[threading.Event, float], object] | None = None) -> None:
        wait = wait or self._pacer.wait
        self._pacer.ask(None, self.deadline)
        super().wait(wait)
        try:
            seconds = self._pacer.ask(self._place, self.deadline)
            if seconds is None:
                self._wait_on(wait)  # to ask may have taken long: its turn may have to be another
            elif seconds > 0:
                wait(threading.Event(), seconds)
        except BaseException:
            self.give_back()
            raise

    async def wait_async(self) -> None:
        import asyncio

        await self._pacer.ask_async(None, self.deadline)
        await super().wait_async()
        try:
            seconds = await self._pacer.ask_async(self._place, self.deadline)
            if seconds is None:
                await self._wait_on_async()
            elif seconds > 0:
                await asyncio.sleep(seconds)
        except BaseException:
            self.give_back()
            raise


def _connect(kind: Any, url: str, retry: Any) -> Any:
    once = retry(NoBackoff(), 1, supported_errors=(NotConnected,))  # a connection may be of before
    return kind.from_url(url, retry=once, socket_timeout=_PATIENCE, socket_connect_timeout=_PATIENCE)


def _microseconds(seconds: float) -> int:
    return round(min(max(seconds, -1e9), 1e9) * 1e6)
