"""Iterate over all pages of a list."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from typing import TypeVar

from .encoding import Progress

T = TypeVar("T")
C = TypeVar("C")


def iterate_pages(
    fetch: Callable[[C | None], Sequence[T]],
    start: C | None,
    cursor_of: Callable[[T], C],
    page_size: int,
    progress: Progress | None,
) -> Iterator[T]:
    """Yield the items of all pages, until a page is not full.

    Args:
        fetch: Returns the page behind a cursor; None: the first one.
        start: The cursor to start behind.
        cursor_of: The cursor behind an item.
        page_size: How many items a full page has.
        progress: Called after each page, with how many items came so far and None: their number is unknown.
    """
    cursor, seen, full = start, 0, True
    while full:
        page = fetch(cursor)
        seen, full = seen + len(page), len(page) >= page_size
        if progress is not None:
            progress(seen, None)
        yield from page
        if full:
            cursor = cursor_of(page[-1])


async def iterate_pages_async(
    fetch: Callable[[C | None], Awaitable[Sequence[T]]],
    start: C | None,
    cursor_of: Callable[[T], C],
    page_size: int,
    progress: Progress | None,
) -> AsyncIterator[T]:
    """Asynchronous variant of `iterate_pages`."""
    cursor, seen, full = start, 0, True
    while full:
        page = await fetch(cursor)
        seen, full = seen + len(page), len(page) >= page_size
        if progress is not None:
            progress(seen, None)
        for item in page:
            yield item
        if full:
            cursor = cursor_of(page[-1])
