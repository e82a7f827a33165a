"""Decide what to read next, and when. Pure: the time is a parameter.

An idle system takes 28 reads an hour at most: members, groups, the newest switches and the system every ten
minutes, its settings and a page of its older switches every thirty.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from pluralkit_api import __version__, operations

from .records import Fetch, ListState, Record, SystemState, time_at

INTERVALS: Final = {
    "system": 600.0,
    "settings": 1800.0,
    "members": 600.0,
    "groups": 600.0,
    "switches": 600.0,
    "history": 1800.0,
}
"""Seconds from one read of each list to the next; of the history, one page is read."""
DOWNTIME: Final = 60.0
"""Seconds without a heartbeat after which events may have been missed."""
PAGE: Final = 100
"""How many switches a page has."""

_REPAIR: Final = 2.0
"""Seconds from one repair of a list to the next; doubled while they follow each other."""
_REPAIR_MOST: Final = 30.0
_CLOSELY: Final = 60.0
"""Seconds within which repairs follow each other."""
_CLAIM: Final = 60.0
"""Seconds after which a read that did not end is made by another process."""
_REST: Final = 15.0
"""Seconds to rest after a failure; doubled with each further one."""
_REST_MOST: Final = 600.0
_SINGLE: Final = {"member": 1, "switch": 2}
"""How many stale objects are read one by one; more are read as a list."""
_SINGLE_SWITCHES: Final = 10
"""How many switches that the newest page lacks are read one by one."""


def read_all(state: SystemState, *, history: bool) -> None:
    """Let everything be read at once.

    Args:
        state: The state; it is changed in place.
        history: Whether all pages of the history are read, too.
    """
    for name in ("system", "settings", "members", "groups", "switches"):
        state.lists[name].stale = True
    if history:
        state.lists["history"].mode = "all"
        state.lists["history"].cursor = None


def wake(state: SystemState, now: float) -> None:
    """Record a heartbeat of the system; after a downtime or an upgrade, mark everything to be read.

    Args:
        state: The state, which is changed.
        now: The time now, in seconds since 1970.
    """
    # A heartbeat in the future is one of a clock that was put back: then all times mean nothing.
    if state.synced and not -DOWNTIME <= now - state.heartbeat <= DOWNTIME:
        read_all(state, history=False)
        for each in state.lists.values():
            each.claimed_until = min(each.claimed_until, now)
            each.due = min(each.due, now)
    if state.version != __version__:
        # Models may have got fields that the records lack.
        read_all(state, history=state.version != "")
        state.version = __version__
    state.heartbeat = now


def next_fetch(state: SystemState, stale: Sequence[Record], now: float, *, hurry: bool) -> Fetch | float:
    """Decide what to read.

    Args:
        state: The system's state.
        stale: The records that have to be read.
        now: The time.
        hurry: Whether not to wait between two repairs.

    Returns:
        What to read now; else when to ask again.
    """
    candidates: list[tuple[float, Fetch]] = []

    def repair(name: str) -> float:
        each = state.lists[name]
        gap = 0.0 if hurry else min(_REPAIR_MOST, _REPAIR * 2**each.streak)
        return max(each.claimed_until, each.read_at + gap)

    for name in ("system", "settings", "members", "groups", "switches"):
        each = state.lists[name]
        candidates.append((max(each.due, each.claimed_until), Fetch(name)))
        if each.stale or _wanted(name, stale):
            candidates.append((repair(name), Fetch(name)))
    members = [record for record in stale if record.kind == "member"]
    switches = [record for record in stale if record.kind == "switch"]
    # The oldest read first: so one that goes on being stale does not hold up the others.
    if 0 < len(members) <= _SINGLE["member"]:
        candidates.append(_single("member", members, state, hurry))
    if len(switches) > 0 and not _wanted("switches", stale):
        candidates.append(_single("switch", switches, state, hurry))
    history = state.lists["history"]
    if state.lists["switches"].read_at and not state.lists["switches"].stale:
        if state.lists["switches"].low is None:
            if history.mode != "idle":
                _end_history(history)
        else:
            at = history.due if history.mode == "idle" else 0.0
            # Not all switches of the time at which the newest page ends need be on it.
            cursor = state.lists["switches"].low + 1 if history.cursor is None else history.cursor
            candidates.append((max(at, history.claimed_until), Fetch("history", before=cursor)))
    for at, fetch in candidates:
        if at <= now:
            return fetch
    return min(at for at, _ in candidates)


def _wanted(name: str, stale: Sequence[Record]) -> bool:
    """Whether the list has to be read for the sake of stale records."""
    kinds = {"system": "system", "settings": "settings", "members": "member", "groups": "group"}
    if name == "switches":
        # Those that are still stale after the page was read are not on it.
        return sum(record.kind == "switch" and not record.read_at for record in stale) > _SINGLE["switch"]
    found = sum(record.kind == kinds[name] for record in stale)
    return found > (_SINGLE["member"] if name == "members" else 0)


def _single(name: str, records: Sequence[Record], state: SystemState, hurry: bool) -> tuple[float, Fetch]:
    oldest = min(records, key=lambda record: record.read_at)
    at = oldest.read_at + (0.0 if hurry else _REPAIR)
    return max(at, state.lists[name].claimed_until), Fetch(name, oldest.key)


def claim(state: SystemState, fetch: Fetch, now: float) -> None:
    """Record that a read begins, so that no other process starts the same one.

    Args:
        state: The state, which is changed.
        fetch: The read.
        now: The time now, in seconds since 1970.
    """
    state.lists[fetch.name].claimed_until = now + _CLAIM
    minute = int(now // 60)
    state.requests = {each: count for each, count in state.requests.items() if each > minute - 60}
    state.requests[minute] = state.requests.get(minute, 0) + 1


def ended(state: SystemState, fetch: Fetch, started: float) -> None:
    """Record that a read succeeded.

    Args:
        state: The state, which is changed.
        fetch: The read.
        started: When it began, in seconds since 1970.
    """
    each = state.lists[fetch.name]
    each.claimed_until, each.failures, each.error = 0.0, 0, None
    each.streak = min(each.streak + 1, 5) if started - each.read_at < _CLOSELY else 0
    each.read_at, each.stale = started, False
    each.due = started + INTERVALS.get(fetch.name, 0.0)


def failed(state: SystemState, fetch: Fetch, error: str, now: float) -> None:
    """Record that a read failed; it is repeated after a delay that doubles with each failure.

    Args:
        state: The state, which is changed.
        fetch: The read.
        error: Why it failed.
        now: The time now, in seconds since 1970.
    """
    each = state.lists[fetch.name]
    each.failures, each.error = each.failures + 1, error
    each.claimed_until = now + min(_REST_MOST, _REST * 2 ** min(each.failures - 1, 10))


def too_many(missing: int) -> bool:
    """Whether so many switches that a page lacks are too many to be read one by one."""
    return missing > _SINGLE_SWITCHES


def _end_history(history: ListState) -> None:
    history.mode, history.cursor = "idle", None


def requests_last_hour(state: SystemState, now: float) -> int:
    """Return the number of requests of the last hour.

    Args:
        state: The state.
        now: The time now, in seconds since 1970.
    """
    minute = int(now // 60)
    return sum(count for each, count in state.requests.items() if each > minute - 60)


def request(fetch: Fetch) -> Any:
    """Return the request of a read, for the system of the token.

    Args:
        fetch: The read.

    Returns:
        A request for `Client.send`. Its type has no public name.
    """
    match fetch.name:
        case "system":
            return operations.get_system("@me")
        case "settings":
            return operations.get_system_settings("@me")
        case "members":
            return operations.list_members("@me")
        case "groups":
            return operations.list_groups("@me", with_members=True)
        case "switches":
            return operations.list_switches("@me", limit=PAGE)
        case "history":
            return operations.list_switches("@me", before=time_at(fetch.before or 0), limit=PAGE)
        case "member":
            return operations.get_member(fetch.key)
        case "switch":
            return operations.get_switch("@me", fetch.key)
        case _:
            raise ValueError(fetch.name)
