"""What a mirror needs of a store."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from contextlib import AbstractContextManager
from typing import Protocol

from .records import JournalEntry, Kind, Record, SystemState


class MirrorError(Exception):
    """A mirror cannot be used: its store, its token or its system is another one than it needs."""


class Reader(Protocol):
    """Reads what is kept of one system."""

    def state(self) -> SystemState | None:
        """The system's state; None where it is not mirrored."""
        ...

    def records(self, kind: Kind, keys: Collection[str] | None = None) -> list[Record]:
        """Return the records of a kind, also those of deleted objects.

        Args:
            kind: What the objects are.
            keys: Their UUIDs; None: all. An empty string for the system and its settings.
        """
        ...

    def member_ids(self, *, shown: bool = False) -> Mapping[str, str | None]:
        """The UUID of each member, and its short id.

        Args:
            shown: Whether to leave out those that are deleted or were not read yet.
        """
        ...

    def stale(self) -> list[Record]:
        """The records that have to be read."""
        ...

    def switches(self, since: int | None, before: int | None, limit: int | None = None) -> list[Record]:
        """Return the switches that are not deleted, newest first.

        Args:
            since: Only switches at this time or later, in microseconds since 1970; None: all.
            before: Only switches before this time, in microseconds since 1970; None: all.
            limit: Maximum number; None: no limit.
        """
        ...

    def journal_size(self) -> int:
        """How many events are in the journal."""
        ...


class Session(Reader, Protocol):
    """Changes what is kept of one system, as a whole or not at all. Nobody else changes it meanwhile."""

    def save_state(self, state: SystemState, next_due: float) -> None:
        """Store the state of the system.

        Args:
            state: The state.
            next_due: When there is something to do for the system, in seconds since 1970.
        """
        ...

    def put(self, records: Iterable[Record]) -> None:
        """Store records; they replace those with the same kind and key.

        Args:
            records: The records.
        """
        ...

    def touch_switches(self, since: int | None, before: int | None, at: float) -> None:
        """Note that the switches in a range were confirmed by a read, except those that are stale.

        Args:
            since: The time of the oldest switch of the range, in microseconds since 1970; None: from the
                first one.
            before: The range ends before this time, in microseconds since 1970; None: it has the latest one.
            at: When the read began, in seconds since 1970.
        """
        ...

    def purge(self, kind: Kind, before: float) -> None:
        """Remove the records of objects that were deleted before a time.

        Args:
            kind: What the objects are.
            before: The time, in seconds since 1970.
        """
        ...

    def journal(self, limit: int) -> list[JournalEntry]:
        """Return the oldest entries of the journal, oldest first.

        Args:
            limit: Maximum number.
        """
        ...

    def discard(self, ids: Collection[int]) -> None:
        """Remove entries of the journal.

        Args:
            ids: The ids of the entries; unknown ones are ignored.
        """
        ...


class Store(Protocol):
    """Keeps systems. All methods may be called from any thread."""

    def session(self, system: str) -> AbstractContextManager[Session]:
        """Begin a transaction that changes a system.

        Args:
            system: The UUID of the system.
        """
        ...

    def reader(self, system: str) -> AbstractContextManager[Reader]:
        """Begin to read a system; all reads see the same state.

        Args:
            system: The UUID of the system.
        """
        ...

    def record(self, system: str, received_at: float, body: str) -> bool:
        """Add an event to the journal; once this returns, it outlives the process.

        Args:
            system: The UUID of the system.
            received_at: When the event arrived, in seconds since 1970.
            body: The event, as JSON.

        Returns:
            False if the system is not mirrored; the event is ignored then.
        """
        ...

    def add(self, system: str, state: SystemState) -> None:
        """Add a system; one that the store has already stays unchanged.

        Args:
            system: The UUID of the system.
            state: The state of a system of which nothing was read yet.
        """
        ...

    def forget(self, system: str) -> None:
        """Delete everything that is stored of a system.

        Args:
            system: The UUID of the system; unknown ones are ignored.
        """
        ...

    def systems(self) -> list[str]:
        """The UUIDs of the systems."""
        ...

    def ready(self, now: float, downtime: float) -> list[str]:
        """The systems with something to do.

        Args:
            now: The time.
            downtime: How far from now the last heartbeat is at most of systems with nothing to do.
        """
        ...

    def heartbeat(self, systems: Collection[str], now: float, downtime: float) -> None:
        """Record that a process maintains systems, except those whose last heartbeat is too long ago.

        Args:
            systems: The UUIDs of the systems.
            now: The time now, in seconds since 1970.
            downtime: Seconds; systems whose last heartbeat is further from `now` are left to `wake`.
        """
        ...

    def close(self) -> None:
        """Close the connections."""
        ...
