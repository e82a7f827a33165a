"""Who may send next: lines before budgets, first come first served. No I/O, no clock: the time is passed in.

A call takes a `Place`, stands in line with it before each attempt, and hands in what the answer said. Which
budget a call counts against is known for some calls before, for others only from the answer: until then it
stands in both lines, goes out when it is first in both, and is counted in both. What an answer tells is
remembered for the thing that was asked for: the first two segments of the path.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from heapq import heappop, heappush
from itertools import count
from typing import Any, TypeAlias

from .budget import EARLY, Budget
from .errors import DeadlineExceeded
from .request import Operation, RateLimit

_OWN_SYSTEM = ("/@me", "/%40me")
_REMEMBERED = 4096  # things of which we know whose they are
_LINES = 1024
_LATE = 0.01  # seconds after its turn by which a call may go out and still be counted as if it had then
_UNKNOWN_LIMIT = 3  # requests a second, for a scope whose limit nobody told; the answer will

Thing: TypeAlias = tuple[str, str]
"""The caller's name, and the start of the path."""


class Place:
    """The place in line of one call, kept through all its attempts.

    While it is `waiting`, `wake` is called when there is reason to look again before `looks_at`.
    """

    def __init__(
        self, number: int, operation: Operation[Any], thing: Thing | None, limits: Mapping[str, int]
    ) -> None:
        self.number = number
        self.operation = operation
        self.thing = thing
        self.limits = limits
        self.lines: tuple[Line, ...] = ()
        self.waiting = False
        self.looks_at = float("inf")
        self.wake: Callable[[], object] = lambda: None
        self.sent = float("-inf")
        self.counted: Mapping[Line, float] = {}

    def __lt__(self, other: Place) -> bool:
        return self.number < other.number

    def is_late(self, now: float) -> bool:
        """Whether what goes out now had its turn too long ago to be counted from then."""
        return now - self.sent > _LATE

    def is_next(self) -> bool:
        """Whether it is first in all its lines."""
        return all(line.first() is self for line in self.lines)

    def due(self, now: float) -> float:
        """When its turn comes if nothing happens meanwhile: exact for the first and the last in line."""
        return max([line.due(self, now) for line in self.lines])


class Line:
    """A budget and the places of those who wait for it. `caller`: whose budget; None: the address's."""

    def __init__(self, scope: str, caller: str | None, budget: Budget) -> None:
        self.scope = scope
        self.caller = caller
        self.budget = budget
        self.waiting = 0
        self._queue: list[Place] = []

    def join(self, place: Place) -> None:
        self.waiting += 1
        heappush(self._queue, place)

    def first(self) -> Place | None:
        """Who is next, if anybody waits."""
        # Those who left are dropped only when they come to the head.
        while self._queue and not (self._queue[0].waiting and self in self._queue[0].lines):
            heappop(self._queue)
        return self._queue[0] if self._queue else None

    def due(self, place: Place, now: float) -> float:
        first = self.first()
        if first is None or place.number <= first.number:
            return self.budget.due(now)
        return self.budget.due(now, ahead=self.waiting - place.waiting)


class Pace:
    """The lines, and what was learned of who counts where. Not for several threads at once: see `pacing`.

    After each change, `advance` lets those go whose turn has come by it.
    """

    def __init__(self) -> None:
        self._numbers = count()
        self._lines: dict[tuple[str, str | None], Line] = {}
        self._changed: dict[Line, None] = {}
        self._owned: dict[Thing, bool] = {}
        self._renamed: dict[str, str] = {}
        self._undecided: dict[Thing, dict[Place, None]] = {}

    def place(
        self, operation: Operation[Any], path: str, *, caller: str | None, limits: Mapping[str, int]
    ) -> Place:
        """A place behind all those given out before.

        `caller` names whose token is used, None for a stranger; `limits`: requests a second of each scope,
        until answers tell.
        """
        thing = None
        if caller is not None and operation.own_scope is not None:
            thing = caller, "/".join(path.split("/", 3)[:3])
        return Place(next(self._numbers), operation, thing, limits)

    def enter(self, place: Place, deadline: float, now: float) -> None:
        """Stand in line.

        DeadlineExceeded where its turn will come after `deadline`; it is not in line then.
        """
        place.counted = {}
        place.looks_at = float("inf")
        place.lines = self._lines_for(place, now)
        due = place.due(now)
        if due > deadline:
            raise DeadlineExceeded(due - now)
        if due <= now + EARLY and not any(line.waiting for line in place.lines):
            self._charge(place, place.lines, now)
            return
        place.waiting = True
        for line in place.lines:
            line.join(place)
        self._touch(place.lines)
        if place.thing is not None and len(place.lines) > 1:
            self._undecided.setdefault(place.thing, {})[place] = None

    def look(self, place: Place, deadline: float, now: float) -> float | None:
        """For how many seconds to wait before looking again, unless woken; None: it is its turn.

        DeadlineExceeded where it is too late by now.
        """
        self._touch(place.lines)
        self.advance(now)
        if not place.waiting:
            if not place.is_late(now):
                return None
            # It slept past its turn (its event loop was busy, say), and with it others may have. The server
            # counts them from now on, and so must we.
            self._give_back(place, now)
            self.enter(place, deadline, now)
            self.advance(now)
            if not place.waiting:
                return None
        due = place.due(now)
        if now >= deadline:
            raise DeadlineExceeded(max(due - now, 0.0))
        # Due and not gone out: it is held up by another line. It is woken when it is first in all of them.
        place.looks_at = due if due > now + EARLY else float("inf")
        return min(place.looks_at, deadline) - now

    def departed(self, place: Place, now: float) -> None:
        """Count what `place` sends from now on: only now it goes out."""
        counted = tuple(place.counted)
        self._give_back(place, now)
        self._charge(place, counted, now)

    def leave(self, place: Place, now: float) -> None:
        """Give up the place, or the turn that was not used: the next one gets it."""
        if place.waiting:
            self._take_out(place)
        self._give_back(place, now)

    def advance(self, now: float) -> None:
        """Lets those go whose turn has come by what changed, and wakes those who look too late for theirs.

        Where nothing changed everybody looks in time, so that those lines need not be gone through.
        """
        while self._changed:
            line, _ = self._changed.popitem()
            first = line.first()
            if first is None or not first.is_next():
                continue
            due = first.due(now)
            if due <= now + EARLY:
                self._take_out(first)
                self._charge(first, first.lines, now)
                if first.looks_at > now + EARLY:
                    first.wake()
            elif first.looks_at > due + EARLY:
                first.looks_at = due
                first.wake()

    def answered(
        self, place: Place, status: int, rate_limit: RateLimit | None, retry_after: float | None, now: float
    ) -> None:
        """Believe the answer to what `place` sent; `retry_after` is that of a 429, in seconds."""
        counted, place.counted = place.counted, {}
        self._touch(counted)
        if rate_limit is not None:
            line = self._learn(place, rate_limit.scope[:64], now)
            self._touch((line,))
            place.lines = (line,)
            if rate_limit.limit != line.budget.limit:
                line.budget.set_limit(rate_limit.limit)
            for other in counted.keys() - {line}:
                other.budget.refund(place.sent, now)
            closeness = counted[line] if line in counted else line.budget.charge(place.sent)
            if status == 429:
                line.budget.refuse(retry_after, place.sent, now)
            else:
                line.budget.observe(rate_limit.remaining, place.sent, closeness, now)
        elif status == 429:
            for line in counted:
                line.budget.refuse(retry_after, place.sent, now)
        elif status < 500:  # an answer of the service without these headers was not counted
            for line in counted:
                line.budget.refund(place.sent, now)

    def _charge(self, place: Place, lines: Iterable[Line], now: float) -> None:
        place.sent = now
        place.counted = {line: line.budget.charge(now) for line in lines}

    def _give_back(self, place: Place, now: float) -> None:
        for line in place.counted:
            line.budget.refund(place.sent, now)
        self._touch(place.counted)
        place.counted = {}

    def _touch(self, lines: Iterable[Line]) -> None:
        for line in lines:
            if line.waiting:
                self._changed[line] = None

    def _take_out(self, place: Place) -> None:
        place.waiting = False
        self._touch(place.lines)
        for line in place.lines:
            line.waiting -= 1
        if place.thing is not None and (undecided := self._undecided.get(place.thing)) is not None:
            undecided.pop(place, None)
            if not undecided:
                del self._undecided[place.thing]

    def _lines_for(self, place: Place, now: float) -> tuple[Line, ...]:
        operation, thing = place.operation, place.thing
        renamed = self._renamed.get(operation.id)
        if renamed is not None:
            return (self._line(renamed, None, place.limits, now),)
        generic = self._line(operation.scope, None, place.limits, now)
        if thing is None or operation.own_scope is None:
            return (generic,)
        own = self._line(operation.own_scope, thing[0], place.limits, now)
        owned = self._owned.get(thing, True if thing[1].endswith(_OWN_SYSTEM) else None)
        return (own, generic) if owned is None else (own,) if owned else (generic,)

    def _line(self, scope: str, caller: str | None, limits: Mapping[str, int], now: float) -> Line:
        line = self._lines.get((scope, caller))
        if line is None:
            if len(self._lines) >= _LINES:  # many callers share one pacer, or a server makes scopes up
                self._lines = {
                    key: line
                    for key, line in self._lines.items()
                    if line.waiting or not line.budget.full(now)
                }
            line = self._lines[scope, caller] = Line(scope, caller, Budget(limits.get(scope, _UNKNOWN_LIMIT)))
        return line

    def _learn(self, place: Place, scope: str, now: float) -> Line:
        """The line that was counted against, by the header; remembered for the next time."""
        operation, thing = place.operation, place.thing
        owned = thing is not None and scope == operation.own_scope
        if not owned and scope != operation.scope:
            # Not what the contract says of this operation: the service has come to count it on its own.
            self._renamed[operation.id] = scope
            return self._line(scope, None, {}, now)
        self._renamed.pop(operation.id, None)
        line = self._line(scope, thing[0] if owned and thing else None, {}, now)
        if thing is not None and self._owned.get(thing) is not owned:
            self._owned.pop(thing, None)
            if len(self._owned) >= _REMEMBERED:
                del self._owned[next(iter(self._owned))]
            self._owned[thing] = owned
            self._decide(thing, owned)
        return line

    def _decide(self, thing: Thing, owned: bool) -> None:
        """Those who wait in both lines for the same thing need to wait in one only."""
        for place in self._undecided.pop(thing, ()):
            own, generic = place.lines
            self._touch(place.lines)
            place.lines = (own,) if owned else (generic,)
            (generic if owned else own).waiting -= 1
