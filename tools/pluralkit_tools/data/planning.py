"""What a restoration would do: a file and the live system, compared. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pluralkit_api.schemas import SCHEMAS

from .entries import Entry, ExportFile, parse_time
from .errors import DataError
from .exporting import EXTRA
from .json_values import is_object
from .plan import Change, Deletion, Kind, Plan


def plan(
    file: ExportFile,
    live: Mapping[str, Any],
    *,
    delete: bool = False,
    matched: Mapping[Kind, Mapping[int, str]] | None = None,
) -> Plan:
    """Compare a file with the live system.

    Args:
        file: The file.
        live: The export of the live system, with the key for what the format lacks.
        delete: Whether what the file lacks is deleted.
        matched: The live UUIDs of entries, by their places, from a restoration that was interrupted. Without
            it an entry is matched by its id, else by its name.

    Raises:
        DataError: The system could not hold it.
    """
    found: dict[Kind, Mapping[int, str]] = dict(matched) if matched else {}
    if not matched:
        found["member"] = match(file.members, live["members"])
        found["group"] = match(file.groups, live["groups"])
    nameless = [
        f"{entry.place}.name: missing"
        for entries, uuids in ((file.members, found["member"]), (file.groups, found["group"]))
        for index, entry in enumerate(entries)
        if index not in uuids and entry.name is None
    ]
    if nameless:
        raise DataError(*nameless)
    config = live["config"]
    _check_limit("members", file.members, found["member"], live["members"], config["member_limit"])
    _check_limit("groups", file.groups, found["group"], live["groups"], config["group_limit"])
    of_member = {entry.id: index for index, entry in enumerate(file.members) if entry.id is not None}
    members = [
        _change("member", index, entry, found["member"].get(index), live["members"])
        for index, entry in enumerate(file.members)
    ]
    groups = [
        _group(index, entry, found, live, of_member, delete=delete) for index, entry in enumerate(file.groups)
    ]
    times = {parse_time(switch["timestamp"]) for switch in live["switches"]}
    new = [
        (switch, tuple(dict.fromkeys(of_member[member] for member in switch.members)))
        for switch in file.switches
        if switch.time not in times
    ]
    counts = [
        f"{each.entry.place}.message_count: {each.entry.message_count} (the API cannot set it)"
        for each in members
        if each.uuid is None and each.entry.message_count
    ]
    return Plan(
        system=changed(file.system, live, "System"),
        config=changed(file.config, config, "SystemSettings"),
        members=members,
        groups=groups,
        switches=new,
        deletions=list(_deletions(file, live, found)) if delete else [],
        kept_switches=len(file.switches) - len(new),
        lost=[*file.lost, *counts],
    )


def match(entries: Sequence[Entry], live: Iterable[Mapping[str, Any]]) -> dict[int, str]:
    """Match entries with existing members or groups: by id, else by name.

    Args:
        entries: The entries of the file.
        live: The members or groups of the live system, as JSON.

    Returns:
        The UUIDs of the matches, by index of the entry; entries without a match are missing.
    """
    ids: dict[str, str] = {}
    names: dict[str, str] = {}
    for thing in live:
        ids[thing["id"]] = names[thing["name"]] = thing["uuid"]
    found: dict[int, str] = {}
    for index, entry in enumerate(entries):
        uuid = ids.get(entry.id or "") or names.get(entry.name or "")
        if uuid is not None:
            found[index] = uuid
    return found


def changed(fields: Mapping[str, Any], live: Mapping[str, Any], model: str) -> dict[str, Any]:
    """The fields that are not as they are; of nested ones, such as privacy, those that are not.

    Args:
        fields: The fields as a file has them.
        live: The live object.
        model: The name of its schema.
    """
    stored = SCHEMAS[model]["properties"]
    result: dict[str, Any] = {}
    for key, value in fields.items():
        current = live.get(key)
        if is_object(value) and is_object(current):
            value = {name: each for name, each in value.items() if current.get(name) != each}
            if value:
                result[key] = value
        elif key not in live or _stored(value, stored[key]) != current:
            result[key] = value
    return result


def _stored(value: object, schema: Mapping[str, Any]) -> object:
    """A value as the service stores it: in lower case, where its pattern says so."""
    pattern = schema.get("pattern")
    if isinstance(value, str) and pattern and not re.search(pattern, value):
        return value.lower()
    return value


def _change(
    kind: Kind, index: int, entry: Entry, uuid: str | None, live: Iterable[Mapping[str, Any]]
) -> Change:
    if uuid is None:
        return Change(kind, index, entry, None, entry.fields)
    current = next(each for each in live if each["uuid"] == uuid)
    return Change(kind, index, entry, uuid, changed(entry.fields, current, kind.title()))


def _group(
    index: int,
    entry: Entry,
    found: Mapping[Kind, Mapping[int, str]],
    live: Mapping[str, Any],
    of_member: Mapping[str, int],
    *,
    delete: bool,
) -> Change:
    change = _change("group", index, entry, found["group"].get(index), live["groups"])
    uuids = {member["id"]: member["uuid"] for member in live["members"]}
    current: set[str] = set()
    if change.uuid is not None:
        group = next(each for each in live["groups"] if each["uuid"] == change.uuid)
        current = {uuids[member] for member in group["members"]}
    wanted = dict.fromkeys(of_member[member] for member in entry.members)
    known = found["member"]
    add = tuple(member for member in wanted if known.get(member) not in current)
    remove = sorted(current - {known[member] for member in wanted if member in known}) if delete else ()
    return Change("group", index, entry, change.uuid, change.fields, add, tuple(remove))


def _deletions(
    file: ExportFile, live: Mapping[str, Any], found: Mapping[Kind, Mapping[int, str]]
) -> Iterable[Deletion]:
    times = {switch.time for switch in file.switches}
    for switch in live[EXTRA]["switches"]:
        if parse_time(switch["timestamp"]) not in times:
            yield Deletion("switch", switch["id"], switch["timestamp"])
    kinds: tuple[Kind, ...] = ("group", "member")
    for kind in kinds:
        kept = set(found[kind].values())
        for thing in live[f"{kind}s"]:
            if thing["uuid"] not in kept:
                yield Deletion(kind, thing["uuid"], thing["name"])


def _check_limit(
    key: str, entries: Sequence[Entry], found: Mapping[int, str], live: Sequence[object], limit: int
) -> None:
    new = sum(index not in found for index in range(len(entries)))
    if len(live) + new > limit:
        raise DataError(f"{key}: {len(live)} are there; with {new} more, the limit of {limit} is exceeded")
