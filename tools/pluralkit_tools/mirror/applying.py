"""Apply events to records. Pure: what cannot be known from an event is marked to be read.

Events carry no time and come in any order, once or twice or never. An event is applied where the fields that
it changes were in no other event, and the object was in no read, within `WINDOW` of it. Else nobody knows
whether the event or what is kept is newer, and the object is read.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, Final

from msgspec import UNSET, Struct, structs
from pluralkit_api import events
from pluralkit_api.models import Member, MessageMember

from .records import JournalEntry, Kind, Record, model, position
from .schedule import read_all
from .working import WorkingSet

WINDOW: Final = 30.0
"""Seconds within which the order of two events, or of an event and a read, is unknown.

The service waits ten seconds for a receiver, and sends nothing twice. The rest is for clocks that differ.
"""
_log = logging.getLogger("pluralkit_tools.mirror")

_ABOUT: Final[dict[type[Struct], Kind]] = {
    events.UpdateSystemEvent: "system",
    events.UpdateSettingsEvent: "settings",
    events.CreateMemberEvent: "member",
    events.UpdateMemberEvent: "member",
    events.DeleteMemberEvent: "member",
    events.CreateGroupEvent: "group",
    events.UpdateGroupEvent: "group",
    events.DeleteGroupEvent: "group",
    events.CreateSwitchEvent: "switch",
    events.UpdateSwitchEvent: "switch",
    events.DeleteSwitchEvent: "switch",
}
_LIST_OF: Final[dict[Kind, str]] = {
    "system": "system",
    "settings": "settings",
    "member": "members",
    "group": "groups",
    "switch": "switches",
}


def parse(entry: JournalEntry) -> events.Event:
    """The event of a journal entry."""
    body: Any = json.loads(entry.body)
    known: Any = events.BY_TYPE.get(body["type"])
    if known is not None:
        try:
            parsed: events.Event = known.from_json(entry.body)
            return parsed
        except ValueError:
            pass  # of a type that an older version of this package did not know, or wrote otherwise
    return events.UnknownEvent(type=body["type"], id=body.get("id"), data=body.get("data"))


def needed(received: Sequence[tuple[float, events.Event]]) -> dict[Kind, set[str]]:
    """Return the keys of the records that events are about.

    Args:
        received: The events, each with the time at which it arrived, in seconds since 1970.

    Returns:
        The keys, by kind.
    """
    keys: dict[Kind, set[str]] = {}
    for _, event in received:
        kind = _ABOUT.get(type(event))
        if kind is not None:
            keys.setdefault(kind, set()).add(_key(event))
        elif isinstance(event, events.CreateMessageEvent) and event.data.member is not None:
            keys.setdefault("member", set()).add(str(event.data.member.uuid))
    return keys


def apply(working: WorkingSet, received: Sequence[tuple[float, events.Event]]) -> None:
    """Apply events to the records that `needed` names.

    Args:
        working: The records; they are changed in place.
        received: The events, in the order in which they came, each with the time at which it did.
    """
    for at, event in received:
        try:
            _apply(working, event, at)
        except Exception:
            # The event must not come back with each start: what it would have changed is read.
            _log.exception("an event of type %s cannot be applied", event.type)
            read_all(working.state, history=False)


def _apply(working: WorkingSet, event: events.Event, at: float) -> None:
    state = working.state
    match event:
        case events.UpdateSystemEvent() | events.UpdateSettingsEvent():
            _update(working, event, at)
        case events.UpdateMemberEvent() | events.UpdateGroupEvent():
            _update(working, event, at)
        case events.CreateMemberEvent() | events.CreateGroupEvent():
            working.want(_ABOUT[type(event)], _key(event), at)
        case events.DeleteMemberEvent() | events.DeleteGroupEvent() | events.DeleteSwitchEvent():
            # Nothing that was deleted comes back: whatever the order, this is last.
            working.put(
                gone(working.get(_ABOUT[type(event)], _key(event)), _ABOUT[type(event)], _key(event), at)
            )
        case events.CreateSwitchEvent():
            _create_switch(working, event, at)
        case events.UpdateSwitchEvent():
            _update_switch(working, event, at)
        case events.CreateMessageEvent():
            if event.data.member is not None:
                _count_message(working, event.data.member, at)
        case events.DeleteAllSwitchesEvent():
            state.lists["switches"].stale = True
            state.lists["history"].mode = "all"
            state.lists["history"].cursor = None
        case events.SuccessfulImportEvent():
            read_all(state, history=True)
        case events.UpdateGroupMembersEvent():
            state.lists["groups"].stale = True
        case events.UnknownEvent():
            # One of a known type, whose data this version cannot read; a new type is about something else.
            for known, kind in _ABOUT.items():
                if events.BY_TYPE.get(event.type) is known:
                    state.lists[_LIST_OF[kind]].stale = True
        case _:
            pass  # accounts, autoproxy and settings for servers are not mirrored


def gone(record: Record | None, kind: Kind, key: str, at: float) -> Record:
    """Return the record of an object that was deleted.

    Args:
        record: Its record so far; None: there is none.
        kind: What the object is.
        key: Its UUID.
        at: When the event of the deletion arrived, in seconds since 1970.
    """
    if record is None:
        return Record(kind=kind, key=key, body=None, as_of=at, deleted=True)
    return structs.replace(record, body=None, as_of=at, stale=False, deleted=True, recent={})


def _key(event: Any) -> str:
    return "" if event.id is None else str(event.id)


def _update(
    working: WorkingSet,
    event: events.UpdateSystemEvent
    | events.UpdateSettingsEvent
    | events.UpdateMemberEvent
    | events.UpdateGroupEvent,
    at: float,
) -> None:
    kind, key = _ABOUT[type(event)], _key(event)
    record = working.get(kind, key)
    if record is None or record.deleted or record.body is None:
        working.want(kind, key, at)
        return
    before: Any = model(kind, record.body)
    after: Any = events.apply(before, event)
    if after is None:
        return
    sent = _fields(event.data)
    changed = {name for name in sent if _value(before, name) != _value(after, name)}
    decided = _decide(working, record, at, sent, changed)
    if decided is None:
        return
    working.put(structs.replace(decided, body=after.to_json(), as_of=at, short_id=_short_id(kind, after)))
    if kind == "system" and before.id != after.id:
        # Members and groups have the short id of the system.
        working.state.lists["members"].stale = working.state.lists["groups"].stale = True


def _decide(
    working: WorkingSet, record: Record, at: float, sent: Collection[str], changed: Collection[str]
) -> Record | None:
    """The record with the fields noted; None where the event is not to be applied."""
    listed = working.state.lists[_LIST_OF[record.kind]]
    read_at = max(record.read_at, 0.0 if record.kind == "switch" else listed.read_at)
    if at < read_at - WINDOW:
        return None  # what was read is newer
    recent = {name: time for name, time in record.recent.items() if at - time < WINDOW}
    noted = structs.replace(record, recent=recent | dict.fromkeys(sent, at))
    if not changed:
        working.put(noted)
        return None
    if record.stale or at < read_at + WINDOW or any(name in recent for name in changed):
        working.mark(noted)
        return None
    return noted


def _fields(data: Struct) -> list[str]:
    """The names of the fields that were sent; those of a nested object with its name before them."""
    names: list[str] = []
    for name in data.__struct_fields__:
        value = getattr(data, name)
        if isinstance(value, Struct):
            names += [f"{name}.{nested}" for nested in _fields(value)]
        elif value is not UNSET:
            names.append(name)
    return names


def _value(of: Any, name: str) -> Any:
    for part in name.split("."):
        of = getattr(of, part, None)
    return of


def _short_id(kind: Kind, of: Any) -> str | None:
    return of.id if kind == "member" else None


def _create_switch(working: WorkingSet, event: events.CreateSwitchEvent, at: float) -> None:
    key = str(event.id)
    record = working.get("switch", key)
    if record is not None and (record.deleted or record.body is not None):
        return
    working.want_members(map(str, event.data.members), at)
    # The event has no order of the members, and not the time that was asked for: it is read at once.
    working.put(
        Record(
            kind="switch",
            key=key,
            body=event.data.to_json(),
            as_of=at,
            stale=True,
            recent={"timestamp": at, "members": at},
            position=position(event.data.timestamp),
        )
    )


def _update_switch(working: WorkingSet, event: events.UpdateSwitchEvent, at: float) -> None:
    key = str(event.id)
    record = working.get("switch", key)
    if event.data.members is not UNSET:
        working.want_members(map(str, event.data.members), at)
    if record is None or record.deleted or record.body is None:
        working.want("switch", key, at)
        return
    before: events.LoggedSwitch = model("switch", record.body)
    time = before.timestamp if event.data.timestamp is UNSET else event.data.timestamp
    fronters = before.members if event.data.members is UNSET else event.data.members
    changed: set[str] = set()
    if time != before.timestamp:
        changed.add("timestamp")
    if sorted(fronters) != sorted(before.members):
        changed.add("members")
    if "members" not in changed:
        fronters = before.members  # the event has no order
    decided = _decide(working, record, at, _fields(event.data), changed)
    if decided is None:
        return
    after = events.LoggedSwitch(id=before.id, timestamp=time, members=fronters)
    working.put(
        structs.replace(
            decided,
            body=after.to_json(),
            as_of=at,
            position=position(time),
            stale="members" in changed and len(fronters) > 1,
        )
    )


def _count_message(working: WorkingSet, sender: Member | MessageMember, at: float) -> None:
    """Take over how many messages a member sent: that only grows."""
    key = str(sender.uuid)
    record = working.get("member", key)
    if record is None or record.deleted or record.body is None:
        working.want("member", key, at)
        return
    before: Member = model("member", record.body)
    latest = _latest(before.last_message_timestamp, sender.last_message_timestamp)
    count = max(before.message_count or 0, sender.message_count or 0)
    after = structs.replace(before, message_count=count, last_message_timestamp=latest)
    if after != before:
        working.put(structs.replace(record, body=after.to_json(), as_of=max(record.as_of, at)))


def _latest(*times: datetime | None) -> datetime | None:
    return max((time for time in times if time is not None), default=None)
