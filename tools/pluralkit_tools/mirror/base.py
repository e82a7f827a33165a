"""What the synchronous and the asynchronous mirror share."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any, Final, Generic, TypeAlias, TypeVar
from uuid import UUID

from pluralkit_api import events
from pluralkit_api.models import Group, Member, Switch, SwitchWithMembers, System, SystemSettings

from . import views
from .program import Change, Notify, Progress, Send, Steps, refresh, take_care
from .records import SystemState
from .schedule import DOWNTIME
from .store import MirrorError, Store
from .views import Entry, Status

C = TypeVar("C")

OnChange: TypeAlias = Callable[[Change], object]
F = TypeVar("F", bound=OnChange)

POLL: Final = 1.0
"""Seconds between two looks for events that other processes received."""
HEARTBEAT: Final = 15.0
"""Seconds between two heartbeats."""

log = logging.getLogger("pluralkit_tools.mirror")


class BaseMirror(Generic[C]):
    """Decides which systems to take care of, by which client; reads the store."""

    def __init__(
        self,
        client: C | None,
        lookup: Callable[[UUID], C | None] | None,
        store: Store,
        clock: Callable[[], float],
    ) -> None:
        self._client = client
        self._lookup = lookup
        self._store = store
        self._clock = clock
        self._callbacks: list[OnChange] = []
        self._own: str | None = None
        self._beat_at = 0.0

    def on_change(self, callback: F) -> F:
        """Let a function be called with each `Change` that this mirror finds; a decorator.

        It is called once the change is in the store, and in `AsyncMirror` may be async. What it raises is
        logged. What a first sync reads is no change. A process that is killed may not have called it for what
        it kept last; where several processes share a store, that is called which applied the event or made
        the read.

        Args:
            callback: The function; it gets the change.

        Returns:
            `callback`, unchanged.
        """
        self._callbacks.append(callback)
        return callback

    def _client_of(self, system: str) -> C | None:
        if self._lookup is not None:
            return self._lookup(UUID(system))
        if self._own is None and self._store.systems() == [system]:
            self._own = system
        return self._client if self._own == system else None

    def _client_to_add(self, system: UUID | None) -> C:
        client = self._client
        if self._lookup is not None:
            if system is None:
                raise TypeError("system: is missing; the mirror has a client for each system")
            client = self._lookup(system)
        if client is None:
            raise MirrorError(f"there is no client for the system {system}")
        return client

    def _added(self, system: System, wanted: UUID | None) -> bool:
        """Keep a system from now on. Returns whether it was synced before."""
        from .merging import check_system

        uuid = str(system.uuid)
        check_system(system, str(wanted or uuid))
        if self._lookup is None:
            self._own = uuid
        state = SystemState(heartbeat=self._clock())
        state.lists["history"].mode = "all"
        self._store.add(uuid, state)
        with self._store.reader(uuid) as reader:
            kept = reader.state()
        return kept is not None and kept.synced

    def _steps(
        self, system: str, *, hurry: bool = False, strict: bool = False, progress: Progress | None = None
    ) -> Steps:
        return take_care(
            self._store,
            system,
            self._clock,
            tell=lambda: bool(self._callbacks),
            hurry=hurry,
            strict=strict,
            progress=progress,
        )

    def _ready(self) -> list[tuple[str, C]]:
        """The systems with something to do, and their clients."""
        now = self._clock()
        found = [(each, self._client_of(each)) for each in self._store.ready(now, DOWNTIME)]
        return [(each, client) for each, client in found if client is not None]

    def _beat(self) -> None:
        """Note that this process takes care of its systems, also of those with nothing to do."""
        now = self._clock()
        if not 0 <= now - self._beat_at < HEARTBEAT:
            self._beat_at = now
            mine = [each for each in self._store.systems() if self._client_of(each) is not None]
            self._store.heartbeat(mine, now, DOWNTIME)

    def _record(self, event: events.Event) -> None:
        if event.system_id is None:
            return
        body = json.dumps(event.body) if isinstance(event, events.UnknownEvent) else event.to_json()
        if not self._store.record(str(event.system_id), self._clock(), body):
            log.warning("an event of a system that is not mirrored is dropped: %s", event.system_id)

    def _refresh(self, system: UUID | None, *, history: bool) -> None:
        for each in [str(system)] if system is not None else self._store.systems():
            refresh(self._store, each, history=history)

    def _all(self, system: UUID | None) -> list[str]:
        return [str(system)] if system is not None else self._store.systems()

    def _read_system(self, system: UUID) -> System:
        with self._store.reader(str(system)) as reader:
            return views.system(reader)

    def _read_settings(self, system: UUID) -> SystemSettings:
        with self._store.reader(str(system)) as reader:
            return views.settings(reader)

    def _read_members(self, system: UUID) -> list[Member]:
        with self._store.reader(str(system)) as reader:
            return views.members(reader)

    def _read_groups(self, system: UUID) -> list[Group]:
        with self._store.reader(str(system)) as reader:
            return views.groups(reader)

    def _read_switches(
        self, system: UUID, since: datetime | None, before: datetime | None, limit: int | None
    ) -> list[Switch]:
        with self._store.reader(str(system)) as reader:
            return views.switches(reader, since, before, limit)

    def _read_fronters(self, system: UUID) -> SwitchWithMembers | None:
        with self._store.reader(str(system)) as reader:
            return views.fronters(reader)

    def _read_entries(self, system: UUID, name: str) -> list[Entry[Any]]:
        with self._store.reader(str(system)) as reader:
            return views.entries(reader, name)

    def _read_status(self, system: UUID) -> Status:
        with self._store.reader(str(system)) as reader:
            return views.status(reader, str(system), self._clock())


class Done:
    """A program ended.

    Attributes:
        due: When there is something to do next.
    """

    def __init__(self, due: float) -> None:
        self.due = due


def advance(steps: Steps, data: object, error: Exception | None) -> Send | Notify | Done:
    """Run a program until its next step.

    Args:
        steps: The program.
        data: The result of its last step; None at first.
        error: The error of its last step; None: there was none.

    Returns:
        The next step, or `Done`.
    """
    try:
        return steps.send(data) if error is None else steps.throw(error)
    except StopIteration as stop:
        return Done(stop.value)
