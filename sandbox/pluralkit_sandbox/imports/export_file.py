"""Import PluralKit's own export files, version 2 and older."""

from __future__ import annotations

from collections.abc import Sequence

from pluralkit_sandbox import inputs
from pluralkit_sandbox.compat import convert, times
from pluralkit_sandbox.compat.convert import ConversionError
from pluralkit_sandbox.compat.exports import with_old_member_keys, with_old_system_keys
from pluralkit_sandbox.compat.json import is_list, is_object
from pluralkit_sandbox.imports.importer import Importer, ImportRefusedError, fail, read_fields
from pluralkit_sandbox.inputs import Input
from pluralkit_sandbox.operations.owned import GROUPS, MEMBERS, Owned
from pluralkit_sandbox.store import Document

_MAX_SWITCHES = 100_000
_MAX_SWITCH_MEMBERS = 150
"""Maximum number of members of a switch. The service's error message says 100."""


def import_export(importer: Importer, file: Document) -> None:
    """Import an export file of the bot.

    Args:
        importer: The import.
        file: The decoded file.

    Raises:
        ImportRefusedError: The file is invalid.
    """
    _import_system(importer, file)
    members, groups, switches = (_entries(file, key) for key in ("members", "groups", "switches"))
    if members is None or switches is None:
        raise ImportRefusedError(None)
    importer.require_room(MEMBERS, _count_new(importer, MEMBERS, members))
    importer.require_room(GROUPS, _count_new(importer, GROUPS, groups or []))
    known = {_id(member): _import_member(importer, member) for member in members}
    for group in groups or []:
        _import_group(importer, group, known)
    _import_switches(importer, switches, known)


def _import_system(importer: Importer, file: Document) -> None:
    world, system = importer.world, importer.system
    values = read_fields(inputs.SYSTEM, with_old_system_keys(file), "export file", "")
    kept = world.store.get("systems", system)
    world.store.replace("systems", system, inputs.merge(kept.document, values))
    world.emit(system, "UPDATE_SYSTEM", None, values)
    if "config" not in file:
        return
    config = file["config"]
    if not is_object(config):
        fail("its config is no object")
    if "timezone" in file:
        config = {**config, "timezone": file["timezone"]}
    try:
        values = read_fields(inputs.SETTINGS, config, "config", "")
    except ImportRefusedError as reason:
        fail(reason.message or "its config is invalid")
    importer.settings = inputs.merge(importer.settings, values)
    world.store.replace_settings(system, importer.settings)
    world.emit(system, "UPDATE_SETTINGS", None, values)


def _entries(file: Document, key: str) -> list[Document] | None:
    """Return the entries of a list; None if the file has no such list."""
    entries = file.get(key)
    if entries is None:
        return None
    if not is_list(entries):
        fail(f"{key} is no list")
    objects = [entry for entry in entries if is_object(entry)]
    if len(objects) < len(entries):
        fail(f"an entry of {key} is no object")
    return objects


def _count_new(importer: Importer, owned: Owned, entries: Sequence[Document]) -> int:
    existing = importer.existing(owned)
    return sum(existing.find(_id(entry), _name(entry)) is None for entry in entries)


def _import_member(importer: Importer, member: Document) -> int:
    """Create or change a member and return its row id."""
    name, existing = _name(member), importer.members.find(_id(member), _name(member))
    if existing:
        importer.result.modified += 1
    else:
        importer.result.added += 1
    values = _read(inputs.MEMBER, with_old_member_keys(member), f"member {name or ''}")
    if not existing:
        try:
            values["message_count"] = convert.to_int(member.get("message_count", 0))
        except ConversionError:
            fail(f"the message_count of member {name or ''} is no number")
    return importer.put(MEMBERS, existing, values)


def _import_group(importer: Importer, group: Document, members: dict[str | None, int]) -> None:
    existing, store = importer.groups.find(_id(group), _name(group)), importer.world.store
    id = importer.put(GROUPS, existing, _read(inputs.GROUP, group, f"group {_name(group) or ''}"))
    present = {member.id for member in store.group_members(id)}
    pairs: list[tuple[int, int]] = []
    for ref in _refs(group, f"group {_name(group) or ''}"):
        if ref not in members:
            fail(f"a group names the member {ref}, which the file lacks")
        if members[ref] not in present:
            pairs.append((id, members[ref]))
    if len(set(pairs)) < len(pairs):
        fail("a group names a member twice")
    store.add_memberships(pairs)


def _import_switches(
    importer: Importer, switches: Sequence[Document], members: dict[str | None, int]
) -> None:
    listed = [_refs(switch, "a switch") for switch in switches]
    if any(ref not in members for refs in listed for ref in refs):
        raise ImportRefusedError("One or more switches include members that haven't been imported.")
    if len(switches) > _MAX_SWITCHES:
        raise ImportRefusedError("Too many switches present in import file.")
    store, system, ids = importer.world.store, importer.system, importer.world.ids
    taken = store.switch_times(system)
    new, members_at = list[int](), dict[int, list[int]]()
    for switch, refs in zip(switches, listed, strict=True):
        text = _text(switch.get("timestamp"))
        try:
            time = times.parse_instant(text or "")
        except ConversionError:
            raise ImportRefusedError(f"Switch timestamp {text or ''} is not an valid timestamp.") from None
        if time % 1000 == 0 and time // 1000 in taken:
            continue
        if len(refs) > _MAX_SWITCH_MEMBERS:
            raise ImportRefusedError(
                f"Switch with timestamp {text} contains too many members ({len(refs)} > 100)."
            )
        try:
            stored = times.to_stored(time)
        except ConversionError:
            fail(f"the time {text} cannot be kept")
        new.append(stored)
        # The service gives all switches of the same time the members of the last one.
        members_at[stored] = [members[ref] for ref in refs]
    for time in new:
        store.create_switch(system, ids.uuid(), time, members_at[time])


def _read(kind: Input, entity: Document, place: str) -> Document:
    return read_fields(kind, entity, place, f"{place}: ")


def _refs(entity: Document, place: str) -> list[str | None]:
    """Return the member references of a group or switch."""
    refs = entity.get("members")
    if refs is None:
        raise ImportRefusedError(None)
    if not is_list(refs):
        fail(f"the members of {place} are no list")
    return [_text(ref) for ref in refs]


def _id(entity: Document) -> str | None:
    return _text(entity.get("id"))


def _name(entity: Document) -> str | None:
    return _text(entity.get("name"))


def _text(value: object) -> str | None:
    try:
        return convert.to_text(value)
    except ConversionError:
        fail(f"{value!r} is not a text")
