"""A store in memory, for tests."""

from __future__ import annotations

import threading
from collections.abc import Collection, Generator, Iterable, Mapping
from contextlib import contextmanager
from itertools import count

import msgspec

from .records import JournalEntry, Kind, Record, SystemState


class _System:
    def __init__(self, state: SystemState) -> None:
        self.state = state
        self.next_due = 0.0
        self.records: dict[tuple[Kind, str], Record] = {}
        self.journal: list[JournalEntry] = []


class _Session:
    def __init__(self, system: _System | None) -> None:
        self._system = system

    def state(self) -> SystemState | None:
        # A copy: what is not saved must not be kept.
        return None if self._system is None else _copy(self._system.state)

    def records(self, kind: Kind, keys: Collection[str] | None = None) -> list[Record]:
        if keys is not None:
            found = (self._records.get((kind, key)) for key in keys)
            return [record for record in found if record is not None]
        return [record for record in self._records.values() if record.kind == kind]

    def member_ids(self, *, shown: bool = False) -> Mapping[str, str | None]:
        members = self.records("member")
        return {record.key: record.short_id for record in members if not shown or record.body is not None}

    def stale(self) -> list[Record]:
        return [record for record in self._records.values() if record.stale]

    def switches(self, since: int | None, before: int | None, limit: int | None = None) -> list[Record]:
        found = [
            record
            for record in self.records("switch")
            if not record.deleted and record.body is not None and _within(record, since, before)
        ]
        return sorted(found, key=lambda record: (-record.position, record.rank, record.key))[:limit]

    def journal_size(self) -> int:
        return 0 if self._system is None else len(self._system.journal)

    @property
    def _records(self) -> dict[tuple[Kind, str], Record]:
        return {} if self._system is None else self._system.records

    def save_state(self, state: SystemState, next_due: float) -> None:
        if self._system is not None:
            self._system.state, self._system.next_due = _copy(state), next_due

    def put(self, records: Iterable[Record]) -> None:
        self._records.update({(record.kind, record.key): record for record in records})

    def touch_switches(self, since: int | None, before: int | None, at: float) -> None:
        found = [record for record in self.switches(since, before) if not record.stale]
        self.put(
            msgspec.structs.replace(record, as_of=max(record.as_of, at), read_at=max(record.read_at, at))
            for record in found
        )

    def purge(self, kind: Kind, before: float) -> None:
        for record in self.records(kind):
            if record.deleted and record.as_of < before:
                del self._records[kind, record.key]

    def journal(self, limit: int) -> list[JournalEntry]:
        return [] if self._system is None else self._system.journal[:limit]

    def discard(self, ids: Collection[int]) -> None:
        if self._system is not None:
            gone = set(ids)
            self._system.journal = [entry for entry in self._system.journal if entry.id not in gone]


class MemoryStore:
    """Keeps systems in memory, for tests: everything is lost when the process ends."""

    def __init__(self) -> None:
        self._systems: dict[str, _System] = {}
        self._lock = threading.RLock()
        self._ids = count(1)

    @contextmanager
    def session(self, system: str) -> Generator[_Session]:
        with self._lock:
            yield _Session(self._systems.get(system))

    @contextmanager
    def reader(self, system: str) -> Generator[_Session]:
        with self._lock:
            yield _Session(self._systems.get(system))

    def record(self, system: str, received_at: float, body: str) -> bool:
        with self._lock:
            if (found := self._systems.get(system)) is None:
                return False
            found.journal.append(JournalEntry(next(self._ids), received_at, body))
            return True

    def add(self, system: str, state: SystemState) -> None:
        with self._lock:
            self._systems.setdefault(system, _System(_copy(state)))

    def forget(self, system: str) -> None:
        with self._lock:
            self._systems.pop(system, None)

    def systems(self) -> list[str]:
        with self._lock:
            return list(self._systems)

    def ready(self, now: float, downtime: float) -> list[str]:
        with self._lock:
            return [
                uuid
                for uuid, system in self._systems.items()
                if system.journal or system.next_due <= now or abs(now - system.state.heartbeat) > downtime
            ]

    def heartbeat(self, systems: Collection[str], now: float, downtime: float) -> None:
        with self._lock:
            for uuid in systems:
                system = self._systems.get(uuid)
                if system is not None and abs(now - system.state.heartbeat) <= downtime:
                    system.state.heartbeat = now

    def close(self) -> None:
        """Do nothing: what is kept stays until the object is dropped."""


def _copy(state: SystemState) -> SystemState:
    return msgspec.json.decode(msgspec.json.encode(state), type=SystemState)


def _within(record: Record, since: int | None, before: int | None) -> bool:
    return (since is None or record.position >= since) and (before is None or record.position < before)
