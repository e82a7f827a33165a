"""The synchronous mirror."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from pluralkit_api import PluralKit, PluralKitError, events
from pluralkit_api.models import Group, Member, Switch, SwitchWithMembers, System, SystemSettings

from pluralkit_tools.receiver import Lookup, WsgiApp, wsgi_receiver

from .base import POLL, BaseMirror, Done, advance, log
from .program import Notify, Progress, Steps
from .schedule import request
from .store import Store
from .views import Entry, Status


class Mirror(BaseMirror[PluralKit]):
    """Keep a local copy of systems that is right with few reads. Threads may share one.

    Events change the copy; a schedule reads what events do not tell. docs/mirror.md says how old what is
    shown may be.

    Args:
        client: A client with the token of the system; for several systems a function from a system's UUID to
            its client, None for those that this process does not take care of.
        store: Where the copy is kept: a `SqliteStore`, `PostgresStore` or, for tests, `MemoryStore`.
        clock: Gives the time, in seconds since 1970.
    """

    def __init__(
        self,
        client: PluralKit | Callable[[UUID], PluralKit | None],
        store: Store,
        *,
        clock: Callable[[], float] = time.time,
    ) -> None:
        single = client if isinstance(client, PluralKit) else None
        super().__init__(single, None if isinstance(client, PluralKit) else client, store, clock)
        self._woken = threading.Event()

    def add(self, system: UUID | None = None, *, progress: Progress | None = None) -> UUID:
        """Mirror a system, and read all of it that was not read yet. Call it at each start.

        Where the API cannot be reached, `run` alone goes on with a system that the store has.

        Args:
            system: The UUID of the system, where the mirror has a client for each; else that of the token.
            progress: Called after each read with the number of objects so far and None.

        Returns:
            The UUID of the system.

        Raises:
            MirrorError: The token belongs to another system, or does not show all of it.
            PluralKitError: A request failed. What was read by then is kept: call it again.
        """
        client = self._client_to_add(system)
        found = client.systems.get("@me")
        synced = self._added(found, system)
        self._drive(client, self._steps(str(found.uuid), hurry=not synced, strict=True, progress=progress))
        return found.uuid

    def step(self) -> None:
        """Do what there is to do now: apply events, and make the reads that are due.

        A read that fails is noted in `status` and made later. Call it at least every thirty seconds, or let
        `run` do that.
        """
        for system, client in self._ready():
            self._drive(client, self._steps(system))
        self._beat()

    def run(self, stop: threading.Event | None = None) -> None:
        """Take care of all systems until it is stopped; meant for a thread.

        Args:
            stop: Ends it within a second once set; None: it never ends.
        """
        while stop is None or not stop.is_set():
            try:
                self.step()
            except Exception:
                log.exception("a step failed; the next one is in %g s", POLL)
            self._woken.wait(POLL)
            self._woken.clear()

    def settle(self, system: UUID | None = None) -> None:
        """Apply all events and read everything, until nothing is stale.

        Args:
            system: The system; None: all.

        Raises:
            MirrorError: There is no client for a system, or it is one of another system.
            PluralKitError: A request failed.
        """
        for each in self._all(system):
            client = self._client_of(each) or self._client_to_add(UUID(each))
            self._refresh(UUID(each), history=True)
            self._drive(client, self._steps(each, hurry=True, strict=True))

    def record(self, event: events.Event) -> None:
        """Put an event into the journal. Once this returns the event outlives the process.

        Meant as the `before_answer` of a receiver.

        Args:
            event: The event; one of a system that is not mirrored is logged and ignored.
        """
        self._record(event)

    def handle(self, event: events.Event) -> None:
        """Let `run` apply what is in the journal at once. Meant as the handler of a receiver."""
        del event  # it is in the journal
        self._woken.set()

    def overflow(self, system: UUID | None) -> None:
        """Read a system whole: events were dropped. Meant as the `on_overflow` of a receiver.

        Args:
            system: The UUID of the system; None: all mirrored systems.
        """
        self._refresh(system, history=False)
        self._woken.set()

    def receiver(self, lookup: Lookup, *, max_body: int = 1024 * 1024) -> WsgiApp:
        """Make a WSGI application that receives the events of the mirrored systems.

        Args:
            lookup: The signing token, or a function from a system's UUID to its token.
            max_body: Bytes of a body at most.
        """
        return wsgi_receiver(
            lookup, self.handle, before_answer=self.record, on_overflow=self.overflow, max_body=max_body
        )

    def forget(self, system: UUID) -> None:
        """Delete all that is kept of a system.

        Args:
            system: The UUID of the system; nothing happens if it is not mirrored.
        """
        self._store.forget(str(system))

    def systems(self) -> list[UUID]:
        """The UUIDs of the mirrored systems."""
        return [UUID(each) for each in self._store.systems()]

    def system(self, system: UUID) -> System:
        """Return the system.

        Args:
            system: The UUID of the system.

        Raises:
            MirrorError: The system is not mirrored, or was not read yet.
        """
        return self._read_system(system)

    def settings(self, system: UUID) -> SystemSettings:
        """Return the settings of a system.

        Args:
            system: The UUID of the system.

        Raises:
            MirrorError: The system is not mirrored, or was not read yet.
        """
        return self._read_settings(system)

    def members(self, system: UUID) -> list[Member]:
        """Return the members of a system, in no order.

        Args:
            system: The UUID of the system.

        Raises:
            MirrorError: The system is not mirrored.
        """
        return self._read_members(system)

    def groups(self, system: UUID) -> list[Group]:
        """Return the groups of a system with the UUIDs of their members, in no order.

        Args:
            system: The UUID of the system.

        Raises:
            MirrorError: The system is not mirrored.
        """
        return self._read_groups(system)

    def switches(
        self,
        system: UUID,
        *,
        since: datetime | None = None,
        before: datetime | None = None,
        limit: int | None = None,
    ) -> list[Switch]:
        """The switches of a system, newest first.

        Args:
            system: The UUID of the system.
            since: Only switches of this time or later; None: all.
            before: Only switches before this time; None: all.
            limit: How many at most; None: all.
        """
        return self._read_switches(system, since, before, limit)

    def fronters(self, system: UUID) -> SwitchWithMembers | None:
        """Return the latest switch of a system, with the members in full.

        Args:
            system: The UUID of the system.

        Returns:
            The switch; None if there is no switch.

        Raises:
            MirrorError: The system is not mirrored.
        """
        return self._read_fronters(system)

    def entries(self, system: UUID, name: str) -> list[Entry[Any]]:
        """Objects of a system with what is known of their age.

        Args:
            system: The UUID of the system.
            name: "system", "settings", "members", "groups" or "switches".

        Raises:
            ValueError: There is no such list.
        """
        return self._read_entries(system, name)

    def status(self, system: UUID) -> Status:
        """Return the state of a mirrored system: what is stale, what failed, how many requests were made.

        Args:
            system: The UUID of the system.

        Raises:
            MirrorError: The system is not mirrored.
        """
        return self._read_status(system)

    def _drive(self, client: PluralKit, steps: Steps) -> None:
        try:
            step = advance(steps, None, None)
            while not isinstance(step, Done):
                if isinstance(step, Notify):
                    self._tell(step)
                    step = advance(steps, None, None)
                    continue
                try:
                    data = client.send(request(step.fetch)).data
                except PluralKitError as error:
                    step = advance(steps, None, error)
                else:
                    step = advance(steps, data, None)
        finally:
            steps.close()

    def _tell(self, notice: Notify) -> None:
        for change in notice.changes:
            for callback in self._callbacks:
                try:
                    callback(change)
                except Exception:
                    log.exception("a callback failed on a change of kind %s", change.kind)
