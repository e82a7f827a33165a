"""The records that a transaction looks at and changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import structs

from .records import Kind, RawChange, Record, SystemState


class WorkingSet:
    """Records that were loaded, and how they change. No I/O.

    Args:
        state: The system's state; it is changed in place.
        records: The records that were loaded.
        member_ids: See `Reader.member_ids`.
    """

    def __init__(
        self, state: SystemState, records: Iterable[Record], member_ids: Mapping[str, str | None]
    ) -> None:
        self.state = state
        self._records = {(record.kind, record.key): record for record in records}
        self._before: dict[tuple[Kind, str], str | None] = {}
        self._member_ids = member_ids

    def get(self, kind: Kind, key: str) -> Record | None:
        """The record as it is by now."""
        return self._records.get((kind, key))

    def put(self, record: Record) -> None:
        """Change or add a record."""
        place = record.kind, record.key
        before = self._records.get(place)
        if before != record:
            self._before.setdefault(place, before.body if before else None)
            self._records[place] = record

    def mark(self, record: Record, **changes: object) -> None:
        """Mark a record to be read.

        Args:
            record: The record.
            changes: Further changes of its fields.
        """
        self.put(structs.replace(record, stale=True, **changes))

    def want(self, kind: Kind, key: str, at: float) -> None:
        """Mark an unknown object to be read.

        One that an event deleted never comes back; one that a read did not find may have been made since.

        Args:
            kind: What the object is.
            key: Its UUID.
            at: When an event or a page named it, in seconds since 1970.
        """
        record = self.get(kind, key)
        if record is None:
            self.put(Record(kind=kind, key=key, body=None, as_of=at, stale=True, recent={"": at}))
        elif record.body is None and (not record.deleted or record.as_of <= record.read_at < at):
            self.mark(record, recent={"": at}, deleted=False)

    def want_members(self, keys: Iterable[str], at: float) -> None:
        """Mark those members to be read that are unknown.

        Args:
            keys: Their UUIDs.
            at: When an event or a page named them, in seconds since 1970.
        """
        for key in keys:
            if key not in self._member_ids:
                self.want("member", key, at)

    def all(self, kind: Kind) -> list[Record]:
        """The records of a kind that were loaded or added."""
        return [record for record in self._records.values() if record.kind == kind]

    def changed(self) -> list[Record]:
        """The records to keep."""
        return [self._records[place] for place in self._before]

    def changes(self) -> list[RawChange]:
        """How objects changed."""
        found = [
            RawChange(kind, key, before, self._records[kind, key].body)
            for (kind, key), before in self._before.items()
        ]
        return [change for change in found if change.before != change.after]
