"""What a mirror shows, out of a store."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Generic, TypeVar
from uuid import UUID

from msgspec import structs
from pluralkit_api.events import LoggedSwitch
from pluralkit_api.models import Group, Member, Switch, SwitchWithMembers, System, SystemSettings

from .records import Kind, ListState, Record, SystemState, model, moment, position
from .schedule import requests_last_hour
from .store import MirrorError, Reader

T = TypeVar("T")

KINDS: Final[Mapping[str, Kind]] = {
    "system": "system",
    "settings": "settings",
    "members": "member",
    "groups": "group",
    "switches": "switch",
}
"""The kind of the records of each list."""


@dataclass(frozen=True)
class Entry(Generic[T]):
    """An object with what is known of its age.

    Attributes:
        data: The object.
        as_of: The latest time at which it is known to have been like this.
        stale: Whether something says that it changed since; it is read again then.
    """

    data: T
    as_of: datetime
    stale: bool


@dataclass(frozen=True)
class ListStatus:
    """How one list stands.

    Attributes:
        read_at: When its last read began; None for never.
        due: When it is read next by the schedule.
        stale: Whether it is to be read at once.
        error: Why the last read failed; None where it did not.
    """

    read_at: datetime | None
    due: datetime
    stale: bool
    error: str | None


@dataclass(frozen=True)
class Status:
    """How the mirror of a system stands.

    Attributes:
        system: The UUID of the system.
        synced: Whether everything was read once.
        lists: Each list: system, settings, members, groups, switches, and history for older switches.
        stale: What is to be read at once: names of lists, and for single objects the list and the UUID.
        journal: How many events wait to be applied.
        requests_last_hour: How many requests the last hour took.
        heartbeat: When somebody last took care of the system.
    """

    system: UUID
    synced: bool
    lists: Mapping[str, ListStatus]
    stale: tuple[str, ...]
    journal: int
    requests_last_hour: int
    heartbeat: datetime


def system(reader: Reader) -> System:
    """Return the system.

    Args:
        reader: The store, open for reading one system.

    Raises:
        MirrorError: The system is not mirrored, or was not read yet.
    """
    found: System = _single(reader, "system")
    return found


def settings(reader: Reader) -> SystemSettings:
    """Return the settings of the system.

    Args:
        reader: The store, open for reading one system.

    Raises:
        MirrorError: The system is not mirrored, or was not read yet.
    """
    found: SystemSettings = _single(reader, "settings")
    return found


def _single(reader: Reader, kind: Kind) -> Any:
    state_of(reader)
    for record in reader.records(kind):
        if record.body is not None:
            return model(kind, record.body)
    raise MirrorError("the system was not read yet")


def members(reader: Reader) -> list[Member]:
    """The members, in no order."""
    return [entry.data for entry in entries(reader, "members")]


def groups(reader: Reader) -> list[Group]:
    """The groups with their members, in no order."""
    return [entry.data for entry in entries(reader, "groups")]


def switches(
    reader: Reader, since: datetime | None, before: datetime | None, limit: int | None
) -> list[Switch]:
    """Return switches, newest first.

    Args:
        reader: The store, open for reading one system.
        since: Only switches of this time or later; None: all.
        before: Only switches before this time; None: all.
        limit: Maximum number; None: no limit.

    Raises:
        MirrorError: The system is not mirrored.
    """
    state_of(reader)
    found = reader.switches(_position(since), _position(before), limit)
    short_ids = reader.member_ids(shown=True)
    return [_switch(record, short_ids) for record in found]


def _position(time: datetime | None) -> int | None:
    return None if time is None else position(time)


def fronters(reader: Reader) -> SwitchWithMembers | None:
    """Return the latest switch, with the members in full.

    Args:
        reader: The store, open for reading one system.

    Returns:
        The switch; None if there is no switch. Members that are not in the store are missing.

    Raises:
        MirrorError: The system is not mirrored.
    """
    state_of(reader)
    for record in reader.switches(None, None, 1):
        switch: LoggedSwitch = model("switch", record.body or "")
        keys = [str(each) for each in switch.members]
        found = {each.key: each.body for each in reader.records("member", set(keys))}
        shown: list[Member] = [model("member", body) for key in keys if (body := found.get(key)) is not None]
        return SwitchWithMembers(id=switch.id, timestamp=switch.timestamp, members=shown)
    return None


def entries(reader: Reader, name: str) -> list[Entry[Any]]:
    """Return the objects of a list, with their age.

    Args:
        reader: The store, open for reading one system.
        name: Name of the list, such as "members".

    Raises:
        ValueError: There is no such list.
        MirrorError: The system is not mirrored.
    """
    if name not in KINDS:
        raise ValueError(f"name: {name!r} is none of {', '.join(KINDS)}")
    state = state_of(reader)
    kind = KINDS[name]
    records = reader.switches(None, None) if kind == "switch" else reader.records(kind)
    short_ids = reader.member_ids(shown=True)
    return [
        Entry(_shown(record, short_ids), moment(_as_of(record, state.lists[name])), record.stale)
        for record in records
        if record.body is not None
    ]


def shown_change(kind: Kind, body: str | None, short_ids: Mapping[str, str | None]) -> Any:
    """Return the object of a body, as reads return it.

    Args:
        kind: What the object is.
        body: The object, as JSON; None: there is no object.
        short_ids: Short ids of the members, by UUID; None for members whose short id is unknown.

    Returns:
        The object; None without a body, or if an older version wrote one that cannot be decoded.
    """
    if body is None:
        return None
    with suppress(ValueError):
        return _shown(Record(kind=kind, key="", body=body, as_of=0), short_ids)
    return None


def _shown(record: Record, short_ids: Mapping[str, str | None]) -> Any:
    if record.kind == "switch":
        return _switch(record, short_ids)
    found = model(record.kind, record.body or "")
    if isinstance(found, Group) and found.members:
        # Those that were deleted leave without an event.
        return structs.replace(found, members=[each for each in found.members if str(each) in short_ids])
    return found


def _switch(record: Record, short_ids: Mapping[str, str | None]) -> Switch:
    switch: LoggedSwitch = model("switch", record.body or "")
    shown = [short_id for each in switch.members if (short_id := short_ids.get(str(each))) is not None]
    return Switch(id=switch.id, timestamp=switch.timestamp, members=shown)


def _as_of(record: Record, listed: ListState) -> float:
    # A page of switches shows only some; what it showed is noted at each of them.
    if record.kind == "switch" or record.stale:
        return record.as_of
    return max(record.as_of, listed.read_at)


def status(reader: Reader, uuid: str, now: float) -> Status:
    """Return the state of a mirrored system.

    Args:
        reader: The store, open for reading the system.
        uuid: The UUID of the system.
        now: The time now, in seconds since 1970.

    Raises:
        MirrorError: The system is not mirrored.
    """
    state = state_of(reader)
    lists = {name: state.lists[name] for name in (*KINDS, "history")}
    objects = {kind: name for name, kind in KINDS.items()}
    stale = [name for name, each in lists.items() if each.stale]
    if lists["history"].mode == "all":
        stale.append("history")
    stale += [f"{objects[record.kind]} {record.key}".strip() for record in reader.stale()]
    return Status(
        system=UUID(uuid),
        synced=state.synced,
        lists={name: _list_status(each) for name, each in lists.items()},
        stale=tuple(dict.fromkeys(stale)),
        journal=reader.journal_size(),
        requests_last_hour=requests_last_hour(state, now),
        heartbeat=moment(state.heartbeat),
    )


def _list_status(state: ListState) -> ListStatus:
    read_at = moment(state.read_at) if state.read_at else None
    return ListStatus(read_at, moment(state.due), state.stale, state.error)


def state_of(reader: Reader) -> SystemState:
    """Return the state of a system, as the store has it.

    Args:
        reader: The store, open for reading the system.

    Raises:
        MirrorError: The system is not mirrored.
    """
    state = reader.state()
    if state is None:
        raise MirrorError("the system is not mirrored: call `add` first")
    return state


def same_fronters(one: SwitchWithMembers | None, other: SwitchWithMembers | None) -> bool:
    """Whether the same switch has the same members; what these are like does not count."""
    return _front(one) == _front(other)


def _front(switch: SwitchWithMembers | None) -> Iterable[Any] | None:
    if switch is None:
        return None
    return (switch.id, switch.timestamp, *(member.uuid for member in switch.members))
