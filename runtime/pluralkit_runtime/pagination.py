"""Read a list that is newest first, page by page.

`PageReader` decides, without I/O, what to ask for next. The API takes a time, and lists what is older.
Several entries may have the time at which a page ends, and not all of them need be on that page. So the next
page begins with all entries of that time, and those that were given already are left out.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from datetime import datetime
from typing import Any, Generic, TypeAlias, TypeVar

import msgspec
from msgspec import Struct

from .clamping import clamp
from .encoding import Progress
from .json_body import timestamp

T = TypeVar("T")

Fetch: TypeAlias = Callable[[datetime | None, int], Sequence[T]]
"""Returns so many entries before a time; None: the newest."""

AsyncFetch: TypeAlias = Callable[[datetime | None, int], Awaitable[Sequence[T]]]
"""Asynchronous variant of `Fetch`."""


class Pagination(Struct, frozen=True, kw_only=True):
    """How an operation lists its entries.

    Attributes:
        time: The attribute of an entry with the time that the list is sorted by.
        identity: The attribute of an entry that no other entry shares.
        maximum: How many entries a page may have.
    """

    time: str
    identity: str
    maximum: int


class Page(Struct, Generic[T], frozen=True):
    """A part of a list.

    Attributes:
        items: The entries, newest first; there may be none.
        cursor: Give it back to go on behind this page, at any time; None at the end of the list.
    """

    items: list[T]
    cursor: str | None


class PageReader(Generic[T]):
    """Sans-I/O reading of a list. Ask for what `request` says, and hand the answer to `receive`.

    Args:
        pagination: How the operation lists its entries.
        after: Only entries after this time; None: all.
        before: Only entries before this time; None: all.
        limit: How many entries to give in total; None: all.
        page_size: How many entries a page has at most.
        cursor: The cursor of a page to go on behind, in place of `before`.

    Raises:
        ValueError: An argument is out of range, or `after` or `before` has no time zone.
        TypeError: An argument has a wrong type; the message names it.
    """

    def __init__(
        self,
        pagination: Pagination,
        *,
        after: datetime | None,
        before: datetime | None,
        limit: int | None,
        page_size: int,
        cursor: str | None = None,
    ) -> None:
        _check("page_size", page_size, int, "an int")
        if not 1 <= page_size <= pagination.maximum:
            raise ValueError(f"page_size: must be from 1 to {pagination.maximum}, not {page_size}")
        if limit is not None:
            _check("limit", limit, int, "an int or None")
            if limit < 0:
                raise ValueError(f"limit: must not be negative, as {limit} is")
        for name, time in (("before", before), ("after", after)):
            if time is not None:
                check_time(time, name)
        self._pagination = pagination
        self._after = None if after is None else time_order(after, "after")
        self._left = limit
        self._page_size = page_size
        self._before = before
        self._given: frozenset[str] = frozenset()
        """Which of the entries before that time were given already."""
        if cursor is not None:
            _check("cursor", cursor, str, "a str")
            self._before, self._given = _read_cursor(cursor)
        self._ended = False

    @property
    def request(self) -> tuple[datetime | None, int] | None:
        """The time and the number of entries to ask for; None where nothing is left to be read."""
        if self._ended or self._left == 0:
            return None
        return self._before, min(self._wanted + len(self._given), self._pagination.maximum)

    def receive(self, entries: Sequence[T]) -> Page[T]:
        """Take the answer to the request.

        Args:
            entries: The entries that were listed.

        Returns:
            Those of them that are new, and wanted.
        """
        full = self.request is not None and len(entries) >= self.request[1]
        new = [each for each in entries if self._id(each) not in self._given]
        wanted = [each for each in new if self._after is None or self._order(each) > self._after]
        items = wanted[: self._wanted]
        self._ended = len(items) == len(wanted) and (not full or len(wanted) < len(new))
        if items:
            self._advance(entries, items)
        elif full:
            # More entries have one time than a page can have: the API has no way to ask for the others.
            self._before, self._given = self._time(entries[-1]), frozenset()
        if self._left is not None:
            self._left -= len(items)
        return Page(items, None if self._ended else _cursor(self._before, self._given))

    def _advance(self, entries: Sequence[T], items: list[T]) -> None:
        """Go on behind the last item: from the time before its own, without what was given of its time."""
        given = self._given.union(map(self._id, items))
        listed = [each for each in entries if self._id(each) in given]
        last = self._order(items[-1])
        newer = [each for each in listed if self._order(each) > last]
        if newer:
            self._before = self._time(newer[-1])
            given = frozenset(self._id(each) for each in listed if self._order(each) == last)
        self._given = given

    @property
    def _wanted(self) -> int:
        return self._page_size if self._left is None else min(self._page_size, self._left)

    def _time(self, entry: T) -> datetime:
        time: datetime = getattr(entry, self._pagination.time)
        return time

    def _order(self, entry: T) -> tuple[int, str]:
        return time_order(self._time(entry), self._pagination.time)

    def _id(self, entry: T) -> str:
        return str(getattr(entry, self._pagination.identity))


def time_order(time: datetime, name: str) -> tuple[int, str]:
    """A key to compare times by, times beyond the limits of `datetime` included.

    Args:
        time: The time, with a time zone.
        name: The name of the argument, for the message of an error.

    Raises:
        ValueError: `time` has no time zone; the message has `name`.
    """
    year, rest = re.fullmatch(r"([+-]?\d+)-(.*)Z", timestamp(time, name), re.DOTALL).groups()  # type: ignore[union-attr]  # `timestamp` sees to it
    return int(year), rest.rstrip("0") if "." in rest else f"{rest}."


def check_time(time: datetime, name: str) -> None:
    """Check an argument that is a time.

    Args:
        time: The argument.
        name: The name of the argument, for the message of an error.

    Raises:
        ValueError: `time` has no time zone; the message has `name`.
        TypeError: `time` is no datetime; the message has `name`.
    """
    _check(name, time, datetime, "a datetime with a time zone")
    timestamp(time, name)


def _check(name: str, value: object, wanted: type, words: str) -> None:
    if not isinstance(value, wanted) or isinstance(value, bool):
        raise TypeError(f"{name}: must be {words}, not {type(value).__name__}")


def iterate_pages(fetch: Fetch[T], reader: PageReader[T]) -> Iterator[Page[T]]:
    """Yield the pages of a list.

    Args:
        fetch: Lists entries.
        reader: What to read.
    """
    while (request := reader.request) is not None:
        yield reader.receive(fetch(*request))


class iterate_pages_async(AsyncIterator[Page[T]]):  # noqa: N801 - a function, to who uses it
    """Asynchronous variant of `iterate_pages`.

    It is no generator, because trio warns of one that a `break` leaves unfinished.
    """

    def __init__(self, fetch: AsyncFetch[T], reader: PageReader[T]) -> None:
        self._fetch = fetch
        self._reader = reader

    async def __anext__(self) -> Page[T]:
        request = self._reader.request
        if request is None:
            raise StopAsyncIteration
        return self._reader.receive(await self._fetch(*request))


def iterate_items(fetch: Fetch[T], reader: PageReader[T], progress: Progress | None = None) -> Iterator[T]:
    """Yield the entries of a list.

    Args:
        fetch: Lists entries.
        reader: What to read.
        progress: Called after each page, with how many entries came so far and None: their number is unknown.
    """
    seen = 0
    for page in iterate_pages(fetch, reader):
        seen += len(page.items)
        if progress is not None:
            progress(seen, None)
        yield from page.items


class iterate_items_async(AsyncIterator[T]):  # noqa: N801
    """Asynchronous variant of `iterate_items`."""

    def __init__(self, fetch: AsyncFetch[T], reader: PageReader[T], progress: Progress | None = None) -> None:
        self._pages = iterate_pages_async(fetch, reader)
        self._items: Iterator[T] = iter(())
        self._progress = progress
        self._seen = 0

    async def __anext__(self) -> T:
        while True:
            for item in self._items:
                return item
            items = (await anext(self._pages)).items
            self._items = iter(items)
            self._seen += len(items)
            if self._progress is not None:
                self._progress(self._seen, None)


def _cursor(before: datetime | None, given: frozenset[str]) -> str:
    return ",".join(["" if before is None else timestamp(before, "before"), *sorted(given)])


def _read_cursor(cursor: str) -> tuple[datetime | None, frozenset[str]]:
    text, *given = cursor.split(",")
    try:
        before: Any = (clamp(text) or msgspec.convert(text, datetime)) if text else None
        if before is not None:
            timestamp(before, "cursor")
    except (msgspec.ValidationError, ValueError):
        raise ValueError("cursor: must be the cursor of a page that was read before") from None
    return before, frozenset(given)
