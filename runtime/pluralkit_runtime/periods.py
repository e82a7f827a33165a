"""Make periods of a list of changes: each change holds until the next one."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from datetime import datetime
from typing import Any

from .model import Model
from .pagination import check_time, time_order


class FrontPeriod(Model, frozen=True):
    """A time in which the same members fronted.

    Attributes:
        members: Short ids of the members, in the order of the switch; empty where nobody fronted.
        start: When it began.
        end: When it ended; None where it goes on.
    """

    members: tuple[str, ...]
    start: datetime
    end: datetime | None


class PeriodReader:
    """Sans-I/O reader of changes, newest first.

    Args:
        start: The attribute of a change with the time from which it holds.
        members: The attribute of a change with its members.
        after: Periods are clipped to what is after this time; None: they are not.
        before: Periods are clipped to what is before this time; None: they are not.
    """

    def __init__(self, *, start: str, members: str, after: datetime | None, before: datetime | None) -> None:
        self._start = start
        self._members = members
        self._after = after
        self._end = before
        self.ended = False
        """Whether all other periods are older than `after`."""
        if after is not None:
            check_time(after, "after")

    def receive(self, change: object) -> FrontPeriod | None:
        """Take the next older change.

        Args:
            change: The change, with the attributes that the constructor names.

        Returns:
            The period that it begins; None where nothing is left of that.
        """
        start: datetime = getattr(change, self._start)
        members: Any = getattr(change, self._members)
        end, self._end = self._end, start
        if self._after is not None and _order(start) <= _order(self._after):
            self.ended = True
            start = self._after
        if end is not None and _order(end) <= _order(start):
            return None
        return FrontPeriod(tuple(members), start, end)


def iterate_periods(changes: Iterator[object], reader: PeriodReader) -> Iterator[FrontPeriod]:
    """Yield the periods that changes make.

    Args:
        changes: The changes, newest first.
        reader: What to make of them.
    """
    for change in changes:
        period = reader.receive(change)
        if period is not None:
            yield period
        if reader.ended:
            return


class iterate_periods_async(AsyncIterator[FrontPeriod]):  # noqa: N801 - a function, to who uses it
    """Asynchronous variant of `iterate_periods`."""

    def __init__(self, changes: AsyncIterator[object], reader: PeriodReader) -> None:
        self._changes = changes
        self._reader = reader

    async def __anext__(self) -> FrontPeriod:
        while not self._reader.ended:
            period = self._reader.receive(await anext(self._changes))
            if period is not None:
                return period
        raise StopAsyncIteration


def _order(time: datetime) -> tuple[int, str]:
    return time_order(time, "")
