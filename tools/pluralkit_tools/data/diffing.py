"""What differs between two export files. Pure."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Literal, TypeAlias

from .entries import parse_time
from .json_values import is_list, is_object, object_of, objects_of

Section: TypeAlias = Literal["system", "settings", "members", "groups", "switches"]


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not the same.

    Attributes:
        section: The part of the file.
        kind: Whether the second file has it more, has it no more, or has it otherwise.
        name: What it is about: a member, a group or the time of a switch; empty for system and settings.
        field: The field that is not the same; empty for a whole thing.
        before: The value in the first file.
        after: The value in the second one.
    """

    section: Section
    kind: Literal["added", "removed", "changed"]
    name: str
    field: str = ""
    before: Any = None
    after: Any = None


@dataclass(frozen=True, slots=True)
class Differences:
    """All differences of two files; empty, and false, where there are none. `str()` of it is a report."""

    found: tuple[Difference, ...]

    def __iter__(self) -> Iterator[Difference]:
        return iter(self.found)

    def __len__(self) -> int:
        return len(self.found)

    def __str__(self) -> str:
        return "".join(f"{line}\n" for line in _lines(self.found))


def compare(before: Mapping[str, Any], after: Mapping[str, Any]) -> Differences:
    """Compare two export files. What only one of them can say, such as `accounts`, is left out.

    Args:
        before: The first file, as JSON has it.
        after: The second one.
    """
    return Differences(tuple(_all(before, after)))


def _all(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Difference]:
    yield from _fields("system", "", _of_system(before), _of_system(after))
    yield from _fields("settings", "", object_of(before.get("config")), object_of(after.get("config")))
    members = _matched(before, after, "members")
    names = [
        {each["id"]: _title(each) for each in objects_of(file.get("members")) if "id" in each}
        for file in (before, after)
    ]
    # What was renamed between the two keeps one name here, so that it is no other member of a group.
    same = {
        new["id"]: _title(old) for old, new in members if old is not None and new is not None and "id" in new
    }
    titles: tuple[_Titles, _Titles] = (
        lambda member: names[0].get(member, member),
        lambda member: same.get(member) or names[1].get(member, member),
    )
    yield from _things("members", members, titles)
    yield from _things("groups", _matched(before, after, "groups"), titles)
    yield from _switches(objects_of(before.get("switches")), objects_of(after.get("switches")), titles)


def _of_system(file: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in file.items() if not is_list(value) and key not in _NOT_OF_SYSTEM}


_NOT_OF_SYSTEM = frozenset({"version", "config", "x_pluralkit_tools"})
_Titles: TypeAlias = Callable[[str], str]
_Pair: TypeAlias = tuple[Mapping[str, Any] | None, Mapping[str, Any] | None]


def _matched(before: Mapping[str, Any], after: Mapping[str, Any], key: str) -> list[_Pair]:
    """Pairs of what is the same: by UUID, else by short id, else by name."""
    waiting, left = objects_of(before.get(key)), objects_of(after.get(key))
    pairs: list[_Pair] = []
    for identity in ("uuid", "id", "name"):
        there = {each[identity]: each for each in left if each.get(identity)}
        still: list[dict[str, Any]] = []
        for each in waiting:
            other = there.pop(each.get(identity), None)
            if other is None:
                still.append(each)
            else:
                pairs.append((each, other))
                left.remove(other)
        waiting = still
    return [*pairs, *((each, None) for each in waiting), *((None, each) for each in left)]


def _things(
    section: Section, pairs: Sequence[_Pair], titles: tuple[_Titles, _Titles]
) -> Iterator[Difference]:
    for old, new in sorted(pairs, key=lambda pair: _title(pair[0] or pair[1] or {}).casefold()):
        if old is None:
            yield Difference(section, "added", _title(new or {}))
        elif new is None:
            yield Difference(section, "removed", _title(old))
        else:
            name = _title(old)
            if section == "groups":
                old, new = _with_names(old, titles[0]), _with_names(new, titles[1])
            yield from _fields(section, name, old, new)


def _with_names(group: Mapping[str, Any], title: _Titles) -> dict[str, Any]:
    return {**group, "members": sorted(map(title, group.get("members") or ()))}


def _switches(
    before: Sequence[Mapping[str, Any]],
    after: Sequence[Mapping[str, Any]],
    titles: tuple[_Titles, _Titles],
) -> Iterator[Difference]:
    sides = [
        {
            parse_time(switch["timestamp"]) or switch["timestamp"]: (
                switch["timestamp"],
                sorted(map(title, switch["members"])),
            )
            for switch in switches
        }
        for switches, title in zip((before, after), titles, strict=True)
    ]
    for time in sorted(sides[0].keys() | sides[1].keys(), key=str, reverse=True):
        old, new = sides[0].get(time), sides[1].get(time)
        stamp = (old or new or ("", []))[0]
        if old is None and new is not None:
            yield Difference("switches", "added", stamp, after=new[1])
        elif new is None and old is not None:
            yield Difference("switches", "removed", stamp, before=old[1])
        elif old is not None and new is not None and old[1] != new[1]:
            yield Difference("switches", "changed", stamp, "members", old[1], new[1])


def _fields(
    section: Section, name: str, before: Mapping[str, Any], after: Mapping[str, Any], within: str = ""
) -> Iterator[Difference]:
    for key in before:
        if key not in after or before[key] == after[key]:
            continue
        old, new = before[key], after[key]
        if is_object(old) and is_object(new):
            yield from _fields(section, name, old, new, f"{within}{key}.")
        else:
            yield Difference(section, "changed", name, f"{within}{key}", old, new)


def _title(thing: Mapping[str, Any]) -> str:
    name = str(thing.get("name") or "?")
    return f"{name} ({thing['id']})" if thing.get("id") else name


def _lines(found: Sequence[Difference]) -> Iterator[str]:
    signs = {"added": "+", "removed": "-", "changed": "~"}
    for section, of_section in groupby(found, key=lambda each: each.section):
        yield section
        for name, group in groupby(of_section, key=lambda each: each.name):
            for index, each in enumerate(group):
                if section == "switches":
                    yield f"  {signs[each.kind]} {name}  {_members(each)}"
                    continue
                if name and not index:
                    yield f"  {signs[each.kind]} {name}"
                if each.kind == "changed":
                    indent = "      " if name else "  "
                    yield f"{indent}{each.field}: {_shown(each.before)} → {_shown(each.after)}"


def _members(difference: Difference) -> str:
    sides = (each for each in (difference.before, difference.after) if each is not None)
    return " → ".join(", ".join(each) or "nobody" for each in sides)


def _shown(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
