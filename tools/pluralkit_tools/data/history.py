"""Switches as JSON has them, read page by page, newest first."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from pluralkit_api import operations

from .steps import Progress, Steps

_PAGE = 100
_FIRST = datetime.min.replace(tzinfo=UTC)
_LAST = datetime.max.replace(tzinfo=UTC)


def read_history(
    known: Sequence[dict[str, Any]],
    on_page: Callable[[list[dict[str, Any]]], object],
    progress: Progress | None,
) -> Steps[list[dict[str, Any]]]:
    """Read all switches of the own system.

    Args:
        known: Switches that were read before without a gap, newest first. Only what is newer or older than
            they are is read.
        on_page: Called with the switches of each page that were not known; together with those before, they
            have no gap.
        progress: Called after each page with the number of switches.

    Returns:
        The switches, newest first: `id`, `timestamp`, `members`.
    """
    seen = {switch["id"] for switch in known}
    newer: list[dict[str, Any]] = []
    switches = list(known)
    before: datetime | None = None
    if known:
        newest = datetime.fromisoformat(known[0]["timestamp"])
        while True:
            page, before = yield from _page(before)
            fresh = [each for each in page if each["id"] not in seen]
            seen.update(each["id"] for each in fresh)
            newer += [each for each in fresh if datetime.fromisoformat(each["timestamp"]) >= newest]
            if before is None or not fresh or before <= newest:
                break
        on_page(newer)
        switches = [*newer, *known]
        seen = {switch["id"] for switch in switches}
        before = _after(datetime.fromisoformat(known[-1]["timestamp"]))
    while True:
        page, following = yield from _page(before)
        fresh = [each for each in page if each["id"] not in seen]
        seen.update(each["id"] for each in fresh)
        switches += fresh
        on_page(fresh)
        if progress is not None:
            progress(len(switches), None)
        if following is None:
            return switches
        if not fresh:  # a whole page of one time: what else has that time cannot be asked for
            following = datetime.fromisoformat(page[-1]["timestamp"])
        before = following


def _page(before: datetime | None) -> Steps[tuple[list[dict[str, Any]], datetime | None]]:
    """Read a page; also where the next one begins: at the last switch of this one, None after the last page.

    Several switches may have one time, and `before` is exclusive: the next page repeats the last time.
    """
    response = yield operations.list_switches("@me", before=before, limit=_PAGE)
    page: list[dict[str, Any]] = json.loads(response.content)
    return page, _after(response.data[-1].timestamp) if len(page) >= _PAGE else None


def _after(time: datetime) -> datetime:
    """The next time that the API can tell apart. Times beyond those of datetime are as they are."""
    return time + timedelta(microseconds=1) if _FIRST < time < _LAST else time
