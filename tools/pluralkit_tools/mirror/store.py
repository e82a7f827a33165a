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
        """The records of a kind, also those of what is deleted; all, or those with these keys."""
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
        """Switches that are not deleted, newest first, from a position to before another; None: from any."""
        ...

    def journal_size(self) -> int:
        """How many events are in the journal."""
        ...


class Session(Reader, Protocol):
    """Changes what is kept of one system, as a whole or not at all. Nobody else changes it meanwhile."""

    def save_state(self, state: SystemState, next_due: float) -> None:
        """Keep the state; at `next_due` there is something to do."""
        ...

    def put(self, records: Iterable[Record]) -> None:
        """Keep records in place of those with the same kind and key."""
        ...

    def touch_switches(self, since: int | None, before: int | None, at: float) -> None:
        """Note that all switches in a range that are not stale were found as they are at a time."""
        ...

    def purge(self, kind: Kind, before: float) -> None:
        """Drop records of what was deleted before a time."""
        ...

    def journal(self, limit: int) -> list[JournalEntry]:
        """The oldest entries of the journal."""
        ...

    def discard(self, ids: Collection[int]) -> None:
        """Drop entries of the journal, by their ids."""
        ...


class Store(Protocol):
    """Keeps systems. All methods may be called from any thread."""

    def session(self, system: str) -> AbstractContextManager[Session]:
        """Begin to change a system, by its UUID."""
        ...

    def reader(self, system: str) -> AbstractContextManager[Reader]:
        """Read a system as it is at one time."""
        ...

    def record(self, system: str, received_at: float, body: str) -> bool:
        """Add an event to the journal, so that it outlives this process. False for unknown systems."""
        ...

    def add(self, system: str, state: SystemState) -> None:
        """Keep a system from now on; one that is kept already stays as it is."""
        ...

    def forget(self, system: str) -> None:
        """Delete all that is kept of a system."""
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
        """Note that systems are taken care of, but for those whose last heartbeat is further from now."""
        ...

    def close(self) -> None:
        """Close the connections."""
        ...
