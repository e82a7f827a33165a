"""Sans-I/O program that takes care of a system: it yields reads to make and changes to tell of.

Between two of these it works on the store, each time in one short transaction.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias, cast
from uuid import UUID

from pluralkit_api import NotFound, PluralKitError
from pluralkit_api.models import Switch, SwitchWithMembers

from . import applying, merging, schedule, views
from .records import Fetch, JournalEntry, Record, SystemState
from .store import MirrorError, Session, Store
from .working import WorkingSet

BATCH: Final = 500
"""How many events are applied in one transaction."""
KEPT: Final = 3600.0
"""Seconds for which it is remembered what was deleted."""

_log = logging.getLogger("pluralkit_tools.mirror")

Progress: TypeAlias = Callable[[int, int | None], object]
"""Called with how many objects were read so far, and how many there will be: None where nobody can know."""


@dataclass(frozen=True)
class Change:
    """How an object of a system changed.

    Attributes:
        system: The UUID of the system.
        kind: What the object is; "fronters" for who fronts now.
        id: Its UUID; None for the system itself, its settings and the fronters.
        before: The object before; None where it was not there.
        after: The object after; None where it was deleted.
    """

    system: UUID
    kind: str
    id: UUID | None
    before: Any
    after: Any


@dataclass(frozen=True)
class Send:
    """Make this read: send the response's data in, or throw the error."""

    fetch: Fetch


@dataclass(frozen=True)
class Notify:
    """Tell of these changes: they are in the store."""

    changes: list[Change]


Steps: TypeAlias = Generator[Send | Notify, Any, float]


def take_care(
    store: Store,
    system: str,
    clock: Callable[[], float],
    *,
    tell: Callable[[], bool] = lambda: False,
    hurry: bool = False,
    strict: bool = False,
    progress: Progress | None = None,
) -> Steps:
    """Apply the journal of a system, and make all reads that are due.

    Args:
        store: The store.
        system: The UUID of the system.
        clock: Gives the time, in seconds since 1970.
        tell: Whether anybody wants to be told of changes.
        hurry: Whether to wait neither between repairs nor for other processes.
        strict: Whether to raise what a read fails with; else it is noted, and the read is made later.
        progress: Called after each read.

    Returns:
        When there is something to do next, in seconds since 1970.
    """
    done = 0
    if hurry:
        _take_over(store, system)
    while True:
        with store.session(system) as session:
            state = session.state()
            if state is None:
                return float("inf")
            now = clock()
            schedule.wake(state, now)
            entries = session.journal(BATCH)
            changes = _apply(session, system, state, entries, tell=tell())
            decided: Fetch | float = now
            if len(entries) < BATCH:
                decided = schedule.next_fetch(state, session.stale(), now, hurry=hurry)
                if isinstance(decided, Fetch):
                    schedule.claim(state, decided, now)
            session.save_state(state, now if isinstance(decided, Fetch) else decided)
        if changes:
            yield Notify(changes)
        if not isinstance(decided, Fetch):
            if len(entries) < BATCH:
                return decided
            continue
        try:
            data = yield from _read(decided)
            changes = _merge(store, system, decided, data, now, tell=tell())
        except (PluralKitError, MirrorError) as error:
            _failed(store, system, decided, error, clock())
            if strict:
                raise
            continue
        if changes:
            yield Notify(changes)
        if progress is not None:
            done += len(cast("list[object]", data)) if isinstance(data, list) else 1
            progress(done, None)


def _read(fetch: Fetch) -> Generator[Send, Any, Any]:
    """The data of a read; None for a single object that there is not."""
    try:
        return (yield Send(fetch))
    except NotFound:
        if not fetch.key:
            raise
        return None


def refresh(store: Store, system: str, *, history: bool) -> None:
    """Let everything be read at once.

    Args:
        store: The store.
        system: The UUID of the system.
        history: Whether all pages of the history are read, too.
    """
    with store.session(system) as session:
        if (state := session.state()) is not None:
            schedule.read_all(state, history=history)
            session.save_state(state, 0.0)


def _take_over(store: Store, system: str) -> None:
    """Do not wait for other processes, nor after failures."""
    with store.session(system) as session:
        if (state := session.state()) is not None:
            for each in state.lists.values():
                each.claimed_until = 0.0
            session.save_state(state, 0.0)


def _failed(store: Store, system: str, fetch: Fetch, error: Exception, now: float) -> None:
    _log.warning("a read of the %s of system %s failed: %s", fetch.name, system, error)
    with store.session(system) as session:
        if (state := session.state()) is not None:
            schedule.failed(state, fetch, str(error), now)
            session.save_state(state, now)


def _apply(
    session: Session, system: str, state: SystemState, entries: Sequence[JournalEntry], *, tell: bool
) -> list[Change]:
    """Apply entries of the journal, and drop them."""
    if not entries:
        return []
    received = [(entry.received_at, applying.parse(entry)) for entry in entries]
    records: list[Record] = []
    keys = applying.needed(received)
    for kind, wanted in keys.items():
        records += session.records(kind, wanted)
    working = WorkingSet(state, records, session.member_ids() if "switch" in keys else {})
    applying.apply(working, received)
    changes = _keep(session, UUID(system), working, tell=tell)
    session.discard([entry.id for entry in entries])
    return changes


def _merge(store: Store, system: str, fetch: Fetch, data: Any, started: float, *, tell: bool) -> list[Change]:
    """Merge what was read."""
    with store.session(system) as session:
        state = session.state()
        if state is None:
            return []
        if fetch.name in ("switches", "history"):
            working = _merge_page(session, state, fetch, data, started)
        else:
            kind, keys = merging.needed(fetch)
            working = WorkingSet(state, session.records(kind, keys), session.member_ids())
            merging.merge(working, fetch, data, system, started)
            session.purge(kind, started - KEPT)
        lists = [state.lists[name] for name in ("system", "settings", "members", "groups", "switches")]
        if not state.synced and all(each.read_at for each in lists):
            whole = state.lists["switches"].low is None or state.lists["history"].mode == "idle"
            state.synced = whole and not state.lists["switches"].stale
            tell = False  # the first sync is no change
        elif not state.synced:
            tell = False
        changes = _keep(session, UUID(system), working, tell=tell)
        session.save_state(state, 0.0)
        return changes


def _merge_page(
    session: Session, state: SystemState, fetch: Fetch, page: list[Switch], started: float
) -> WorkingSet:
    member_ids = session.member_ids()
    low = merging.page_range(page)
    records = {record.key: record for record in session.switches(low, fetch.before)}
    records |= {each.key: each for each in session.records("switch", [str(switch.id) for switch in page])}
    records |= {each.key: each for each in session.stale() if each.kind == "switch"}
    working = WorkingSet(state, records.values(), member_ids)
    resolved = merging.resolve(working, page, member_ids, fetch.name)
    if resolved is not None:
        merging.merge_page(working, fetch, resolved, started)
        session.touch_switches(low, fetch.before, started)
        session.purge("switch", started - KEPT)
    return working


def _fronters(session: Session) -> SwitchWithMembers | None:
    try:
        return views.fronters(session)
    except ValueError:  # another version wrote it
        return None


def _keep(session: Session, system: UUID, working: WorkingSet, *, tell: bool) -> list[Change]:
    """Keep what changed, and return it as it is shown."""
    changed = working.changed()
    if not changed:
        return []
    if not tell:
        session.put(changed)
        return []
    short_ids = session.member_ids(shown=True)
    front = _fronters(session)
    session.put(changed)
    later = session.member_ids(shown=True)
    changes = [
        Change(
            system,
            raw.kind,
            UUID(raw.key) if raw.key else None,
            views.shown_change(raw.kind, raw.before, short_ids),
            views.shown_change(raw.kind, raw.after, later),
        )
        for raw in working.changes()
    ]
    now_front = _fronters(session)
    if not views.same_fronters(front, now_front):
        changes.append(Change(system, "fronters", None, front, now_front))
    return [change for change in changes if change.before != change.after]
