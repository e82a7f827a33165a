"""Operations: switches and fronters."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import msgspec

from pluralkit_sandbox import errors, refs
from pluralkit_sandbox.call import NO_CONTENT, Answer, Call, ok
from pluralkit_sandbox.compat import convert, datetimes, times
from pluralkit_sandbox.compat.convert import ConversionError
from pluralkit_sandbox.compat.json import is_list
from pluralkit_sandbox.inputs import Changes
from pluralkit_sandbox.store import Document, Entity, Switch
from pluralkit_sandbox.views import show, show_switch

# Switches further in the future than this, in microseconds, are not listed. It is not 0 because with a frozen
# clock, consecutive switches get times one microsecond apart, ahead of the clock.
_SOON = 1_000_000
_NEVER = 2**63 - 1
"""A timestamp after all switches."""


def get_fronters(call: Call) -> Answer:
    """getFronters: return the latest switch with its members; 204 without any."""
    call.require_listable(call.system)
    switch = call.world.store.latest_switch(call.system.id)
    if switch is None:
        return NO_CONTENT
    members = call.world.store.switch_members(switch.id)
    return ok(show_switch(switch, _show_all(call, members, owner=call.is_owner(call.system.id))))


def list_of_system(call: Call) -> Answer:
    """listSwitches: return a page of switches, newest first, with the members' short ids."""
    before, limit = call.query_instant("before"), call.query_int("limit")
    if limit is not None and limit < 0:
        raise errors.general(400)
    call.require_listable(call.system)
    most = call.operation.page_size if call.operation else None
    size = min(size for size in (limit, most) if size is not None)
    store, soon = call.world.store, call.world.now() + _SOON
    page = store.switch_page(call.system.id, _NEVER if before is None else before, size)
    if before is None and page and page[0][1] >= soon:
        page = store.switch_page(call.system.id, soon, size)
    return ok([_show_entry(*entry) for entry in page])


# Pages are read more often than their entries change, and formatting timestamps dominates the time.
@lru_cache(maxsize=8192)
def _show_entry(uuid: str, timestamp: int, members: str) -> msgspec.Raw:
    """Render a switch in a list as JSON; `members` are short ids separated by spaces."""
    entry = {"id": uuid, "timestamp": times.format_stored(timestamp), "members": members.split()}
    return msgspec.Raw(msgspec.json.encode(entry))


def create(call: Call) -> Answer:
    """createSwitch: create a switch now, then move it to the requested time, as the service does."""
    timestamp, names = _read(call.json_object(typed=True))
    call.require_own_system()
    world, store, system = call.world, call.world.store, call.system
    if len(set(names)) < len(names):
        raise errors.error("DuplicateMembers")
    if timestamp is not None and _has_switch_at(call, timestamp):
        raise errors.error("SwitchTimestampTaken")
    members: list[Entity] = []
    for name in names:
        member = store.find_own("members", system.id, name)
        if member is None:
            raise errors.error("ListedMemberNotFound", name)
        members.append(member)
    latest = store.latest_switch(system.id)
    if (
        latest
        and (timestamp is None or timestamp > latest.timestamp * 1000)
        and _ids(store.switch_members(latest.id)) == _ids(members)
    ):
        raise errors.error("SameFronters")
    now = world.now()
    while store.has_switch_at(system.id, now):
        now += 1
    switch = store.create_switch(system.id, world.ids.uuid(), now, _ids(members))
    event = {"id": switch.uuid, "timestamp": times.format_stored(now), "members": _uuids(members)}
    world.emit(system.id, "CREATE_SWITCH", switch.uuid, event)
    if timestamp is not None:
        # The service creates the switch now and then moves it: it keeps the current time if the database
        # cannot store the requested one.
        switch = _move(call, switch, timestamp)
    shown = show_switch(switch, _show_all(call, members, owner=True))
    # The response has a higher precision than the stored time.
    return ok(shown if timestamp is None else shown | {"timestamp": times.format_instant(timestamp)})


def _has_switch_at(call: Call, timestamp: int) -> bool:
    """Return whether the system has a switch at exactly this time, in nanoseconds."""
    return times.is_stored_exactly(timestamp) and call.world.store.has_switch_at(
        call.system.id, times.to_stored(timestamp)
    )


def _move(call: Call, switch: Switch, timestamp: int) -> Switch:
    """Move a switch to another time.

    Args:
        call: The call.
        switch: The switch.
        timestamp: Nanoseconds since 1970.

    Raises:
        ConversionError: The database cannot store the time.
    """
    stored = times.to_stored(timestamp)
    call.world.store.move_switch(switch.id, stored)
    event = {"timestamp": times.format_instant(timestamp)}
    call.world.emit(switch.system, "UPDATE_SWITCH", switch.uuid, event)
    return switch._replace(timestamp=stored)


def get(call: Call) -> Answer:
    """getSwitch: return a switch of the system with its members."""
    switch = call.own_switch()
    call.require_listable(call.system)
    members = call.world.store.switch_members(switch.id)
    return ok(show_switch(switch, _show_all(call, members, owner=call.is_owner(call.system.id))))


def update(call: Call) -> Answer:
    """updateSwitch: move a switch; accepts every format of .NET's DateTime.Parse."""
    body = call.json_object()
    call.require_own_system()
    text = convert.to_text(body.get("timestamp"))
    if text is None or convert.is_blank(text):
        changes = Changes()
        changes.refuse("timestamp", "Key 'timestamp' is required.")
        changes.check()
    timestamp = datetimes.parse_datetime(text or "", call.world.clock().date())
    switch = call.own_switch()
    if _has_switch_at(call, timestamp):
        raise errors.error("SwitchTimestampTaken")
    switch = _move(call, switch, timestamp)
    members = call.world.store.switch_members(switch.id)
    return ok(show_switch(switch, _show_all(call, members, owner=True)))


def update_members(call: Call) -> Answer:
    """updateSwitchMembers: replace the members of a switch."""
    values = call.json_list()
    call.require_own_system()
    names = [convert.to_text(value) or "" for value in values]
    # The service checks for duplicates before the conversion: 1 and "1" are different.
    if len({(type(value), name) for value, name in zip(values, names, strict=True)}) < len(values):
        raise errors.error("DuplicateMembers")
    store, members = call.world.store, list[Entity]()
    for name in names:
        member = refs.find_member_of(store, name)
        if member is None:
            raise errors.error("ListedMemberNotFound", name)
        if member.system != call.system.id:
            raise errors.error("ListedMemberNotYours", name)
        members.append(member)
    switch = call.own_switch()
    if _ids(store.switch_members(switch.id)) == _ids(members):
        raise errors.error("SameFronters")
    store.set_switch_members(switch.id, _ids(members))
    call.world.emit(switch.system, "UPDATE_SWITCH", switch.uuid, {"members": _uuids(members)})
    return ok(show_switch(switch, _show_all(call, members, owner=True)))


def delete(call: Call) -> Answer:
    """deleteSwitch: delete a switch."""
    call.require_own_system()
    switch = call.own_switch()
    call.world.store.delete("switches", switch.id)
    call.world.emit(switch.system, "DELETE_SWITCH", switch.uuid, None)
    return NO_CONTENT


def _read(body: Document) -> tuple[int | None, list[str]]:
    """Return time and members of a new switch.

    The service deserializes this body into a C# type: keys match in any case, booleans keep their spelling,
    and an empty timestamp counts as missing.

    Returns:
        Nanoseconds since 1970, or None for now; the references of the members.

    Raises:
        ConversionError: A value has a wrong type.
    """
    folded = {key.lower(): value for key, value in body.items()}
    timestamp, members = folded.get("timestamp"), folded.get("members")
    if not is_list(members) or not (timestamp is None or isinstance(timestamp, str)):
        raise ConversionError
    names = [convert.to_text(value) or "" for value in members]
    return times.parse_instant(timestamp) if timestamp else None, names


def _uuids(members: Sequence[Entity]) -> list[str]:
    """Return the members' UUIDs for an event, without duplicates: two references may name the same member."""
    return list(dict.fromkeys(member.uuid for member in members))


def _ids(members: Sequence[Entity]) -> list[int]:
    return [member.id for member in members]


def _show_all(call: Call, members: Sequence[Entity], *, owner: bool) -> list[Document]:
    return [show("Member", member, owner=owner, system=call.system.hid) for member in members]
