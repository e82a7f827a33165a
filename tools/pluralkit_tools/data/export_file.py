"""Read export files: the bot's, of any version, and Tupperbox's."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Final, TypeAlias

from .checking import nullable, problems, properties, resolve
from .entries import Entry, ExportFile, SwitchEntry, parse_time
from .errors import DataError
from .exporting import EXTRA
from .json_values import is_list, is_object
from .tupperbox import convert

Source: TypeAlias = str | Path | Mapping[str, Any]
"""The path of an export file, or what it holds."""

MAX_SWITCHES: Final = 100_000
"""How many switches the bot imports."""
MAX_FRONTERS: Final = 100
"""How many members the bot imports in one switch."""

_LEVEL = {None: "public", "": "private"}
"""What the service takes these for."""


def load(source: Source) -> dict[str, Any]:
    """Read the JSON of a file.

    Args:
        source: The path of a file, or its content, which is copied.

    Returns:
        The JSON object.

    Raises:
        DataError: It is not a JSON object.
        OSError: It cannot be read.
    """
    if isinstance(source, Mapping):
        return dict(source)
    content = Path(source).read_bytes()
    try:
        found = json.loads(content.decode("utf-8-sig"))
    except ValueError as error:
        raise DataError(f"{source}: not JSON ({error})") from None
    if not is_object(found):
        raise DataError(f"{source}: must be a JSON object")
    return found


def parse(content: Mapping[str, Any]) -> ExportFile:
    """Read an export file.

    Args:
        content: The JSON object of an export file, of the bot (of any age) or of Tupperbox.

    Returns:
        The file in one form, whatever its age.

    Raises:
        DataError: It is none, or has what an import refuses; all of that is listed.
    """
    if "tuppers" in content:
        return convert(content["tuppers"])
    if "switches" not in content:
        raise DataError("neither an export file of PluralKit nor one of Tupperbox")
    return _Reader(content).read()


class _Reader:
    """Collects everything that is wrong, so that one run shows it all."""

    def __init__(self, content: Mapping[str, Any]) -> None:
        self._content = content
        self._problems: list[str] = []
        self._lost: list[str] = []

    def read(self) -> ExportFile:
        system = self._fields(self._content, "SystemUpdate", "")
        config = self._config()
        if "members" not in self._content:  # whatever names one would be wrong, too
            raise DataError(*self._problems, "members: missing")
        members = tuple(self._entries("members", "MemberUpdate"))
        known = {entry.id for entry in members}
        groups = tuple(self._entries("groups", "GroupUpdate"))
        for group in groups:
            self._check_members(group.members, known, group.place)
        switches = self._switches(known)
        if self._problems:
            raise DataError(*self._problems)
        return ExportFile(system, config, members, groups, switches, tuple(self._lost))

    def _list(self, key: str) -> list[Any]:
        value = self._content.get(key)
        if value is None:
            return []
        if not is_list(value):
            self._problems.append(f"{key}: must be a list")
            return []
        return value

    def _entries(self, key: str, schema: str) -> Iterable[Entry]:
        for index, entry in enumerate(self._list(key)):
            place = f"{key}[{index}]"
            if not is_object(entry):
                self._problems.append(f"{place}: must be an object")
                continue
            fields = self._fields(entry, schema, place)
            count = entry.get("message_count")
            yield Entry(
                place=place,
                id=None if entry.get("id") is None else str(entry["id"]),
                name=fields.get("name"),
                fields=fields,
                members=tuple(map(str, entry.get("members") or ())),
                message_count=count if isinstance(count, int) else None,
            )

    def _fields(self, raw: Mapping[str, Any], schema: str, place: str) -> dict[str, Any]:
        known = properties(schema)
        fields = {
            key: _text_of(raw[key], known[key]) for key in known if key in raw and key not in ("privacy",)
        }
        if "proxy_tags" in known and (tags := proxy_tags(raw)) is not None:
            fields["proxy_tags"] = tags
        levels = _privacy(raw, resolve(known["privacy"])["properties"])
        if levels:
            fields["privacy"] = levels
        return self._checked(fields, schema, place)

    def _config(self) -> dict[str, Any]:
        if "config" not in self._content:
            return {}
        raw = self._content["config"]
        if not is_object(raw):
            self._problems.append("config: must be an object")
            return {}
        if "timezone" in self._content:
            raw = {**raw, "timezone": self._content["timezone"]}
        known = properties("SystemSettingsUpdate")
        fields = {key: raw[key] for key in known if key in raw}
        if isinstance(zone := fields.get("timezone"), str) and not _is_time_zone(zone):
            self._problems.append(f"config.timezone: {zone!r} is no time zone")
        return self._checked(fields, "SystemSettingsUpdate", "config")

    def _checked(self, fields: dict[str, Any], schema: str, place: str) -> dict[str, Any]:
        known = properties(schema)
        # A null where there can be none is as good as nothing; but a name is never made up.
        kept = {
            key: value
            for key, value in fields.items()
            if value is not None or key == "name" or nullable(known[key])
        }
        for key, value in kept.items():
            self._problems += problems(value, known[key], f"{place}.{key}" if place else key)
        return kept

    def _check_members(self, members: Iterable[str], known: set[str | None], place: str) -> None:
        for index, member in enumerate(members):
            if member not in known:
                self._problems.append(f"{place}.members[{index}]: {member!r} is no member of this file")

    def _switches(self, known: set[str | None]) -> tuple[SwitchEntry, ...]:
        raw = self._list("switches")
        if len(raw) > MAX_SWITCHES:
            self._problems.append(f"switches: {len(raw)} entries, at most {MAX_SWITCHES}")
        ordered = _ordered_members(self._content)
        found: dict[datetime, SwitchEntry] = {}
        for index, switch in enumerate(raw):
            place = f"switches[{index}]"
            if not is_object(switch):
                self._problems.append(f"{place}: must be an object")
                continue
            timestamp = str(switch.get("timestamp"))
            time = parse_time(timestamp)
            members = tuple(map(str, switch.get("members") or ()))
            self._check_members(members, known, place)
            if len(members) > MAX_FRONTERS:
                self._problems.append(f"{place}.members: {len(members)} entries, at most {MAX_FRONTERS}")
            if time is None:
                self._problems.append(f"{place}.timestamp: {timestamp!r} is no time in UTC that ends in Z")
                continue
            if time in found:
                self._lost.append(f"{found[time].place}: another switch has its time, and takes its place")
            if len(set(members)) < len(members):
                self._lost.append(f"{place}.members: a member is named twice, and fronts once")
            members = ordered.get((timestamp, frozenset(members)), tuple(dict.fromkeys(members)))
            found[time] = SwitchEntry(place, timestamp, time, members)
        return tuple(sorted(found.values(), key=lambda switch: switch.time, reverse=True))


def proxy_tags(raw: Mapping[str, Any]) -> list[Any] | None:
    """Return the proxy tags of a member; older files have one, as `prefix` and `suffix`.

    Args:
        raw: The member in the file.

    Returns:
        The tags that are not empty; None: the file has no such field.
    """
    tags = raw.get("proxy_tags")
    if is_list(tags):
        found = [
            {"prefix": each.get("prefix") or None, "suffix": each.get("suffix") or None}
            for each in tags
            if is_object(each)
        ]
    elif "prefix" in raw or "suffix" in raw:
        found = [{"prefix": raw.get("prefix") or None, "suffix": raw.get("suffix") or None}]
    else:
        return None
    return [tag for tag in found if tag["prefix"] or tag["suffix"]]


def _privacy(raw: Mapping[str, Any], known: Iterable[str]) -> dict[str, Any]:
    """Privacy levels; older files have one for all, or each beside the other fields."""
    privacy = raw.get("privacy")
    if isinstance(privacy, str):
        return dict.fromkeys(known, privacy)
    levels = privacy if is_object(privacy) else raw
    return {
        key: _LEVEL.get(levels[key], levels[key])
        for key in known
        if key in levels and isinstance(levels[key], str | None)
    }


def _text_of(value: object, schema: Mapping[str, Any]) -> object:
    """What the service takes for a text: blank text is null, and a number is its digits."""
    if isinstance(value, str):
        return value if value.strip() else None
    is_text = "string" in resolve(schema).get("type", ())
    return str(value) if is_text and isinstance(value, int) and not isinstance(value, bool) else value


def _ordered_members(content: Mapping[str, Any]) -> dict[tuple[str, frozenset[str]], tuple[str, ...]]:
    """The order of fronters, which the format itself lacks, by time and members."""
    extra = content.get(EXTRA)
    found = extra.get("switches") if is_object(extra) else None
    if not is_list(found):
        return {}
    return {
        (each["timestamp"], frozenset(each["members"])): tuple(each["members"])
        for each in found
        if is_object(each) and each.keys() >= {"timestamp", "members"}
    }


def _is_time_zone(name: str) -> bool:
    from zoneinfo import ZoneInfo, available_timezones

    try:
        ZoneInfo(name)
    except (ValueError, OSError):  # ZoneInfoNotFoundError is a KeyError, handled below
        return False
    except KeyError:
        return not available_timezones()  # a machine without the database knows none
    return True
