"""What a restoration does, and the report of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from .entries import Entry, SwitchEntry

Kind: TypeAlias = Literal["member", "group"]


@dataclass(frozen=True, slots=True)
class Change:
    """What happens to a member or a group of the file.

    Attributes:
        kind: Which of the two it is.
        index: Its place among those of the file.
        entry: What the file says.
        uuid: The live one that it was matched with; None: it will be created.
        fields: What will be sent; empty: nothing.
        add: The members that are added to a group, as places among the members of the file.
        remove: The UUIDs of the members that are removed from a group.
    """

    kind: Kind
    index: int
    entry: Entry
    uuid: str | None
    fields: Mapping[str, Any]
    add: tuple[int, ...] = ()
    remove: tuple[str, ...] = ()

    @property
    def is_kept(self) -> bool:
        return self.uuid is not None and not (self.fields or self.add or self.remove)


@dataclass(frozen=True, slots=True)
class Deletion:
    """What the file lacks, and will be deleted."""

    kind: Literal["member", "group", "switch"]
    uuid: str
    name: str


@dataclass(frozen=True, slots=True)
class GuildChange:
    """What changes of the settings for a Discord server.

    Attributes:
        guild: The id of the server.
        uuid: The live UUID of the member whose settings they are; None: the system's.
        member: The id of the member in the file.
        fields: What will be sent.
    """

    guild: str
    uuid: str | None
    member: str | None
    fields: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Plan:
    """What a restoration would do, or did. `str()` of it is a report.

    Attributes:
        system: The fields of the system that change.
        config: The settings that change.
        members: What happens to the members of the file.
        groups: What happens to the groups of the file.
        switches: The switches that are created, newest first; members as places among those of the file.
        deletions: What is deleted.
        kept_switches: How many switches are there already.
        lost: What cannot be restored, each with its place.
        guilds: The settings for Discord servers that change.
    """

    system: Mapping[str, Any]
    config: Mapping[str, Any]
    members: Sequence[Change]
    groups: Sequence[Change]
    switches: Sequence[tuple[SwitchEntry, tuple[int, ...]]]
    deletions: Sequence[Deletion]
    kept_switches: int
    lost: Sequence[str]
    guilds: Sequence[GuildChange] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing would be changed."""
        changes = (*self.members, *self.groups)
        return not (
            self.system
            or self.config
            or self.switches
            or self.deletions
            or self.guilds
            or any(not each.is_kept for each in changes)
        )

    def __str__(self) -> str:
        return "\n".join(_lines(self)) + "\n"


def _lines(plan: Plan) -> Iterable[str]:
    done: list[tuple[str, str]] = []
    if plan.system:
        done.append(("changed", f"system: {_names(plan.system)}"))
    if plan.config:
        done.append(("changed", f"settings: {_names(plan.config)}"))
    for each in (*plan.members, *plan.groups):
        if each.uuid is None:
            done.append(("created", f"{each.kind} {each.entry.name!r}"))
        elif not each.is_kept:
            done.append(("changed", f"{each.kind} {_name(each)}: {', '.join(_parts(each))}"))
    for guild in plan.guilds:
        of = "" if guild.member is None else f" of member {guild.member}"
        done.append(("changed", f"settings{of} for the server {guild.guild}: {_names(guild.fields)}"))
    if plan.switches:
        newest, oldest = plan.switches[0][0].timestamp, plan.switches[-1][0].timestamp
        done.append(("created", f"{_count(len(plan.switches), 'switch')}, {oldest} to {newest}"))
    done += [("deleted", f"{each.kind} {each.name}") for each in plan.deletions]
    kept = Counter(each.kind for each in (*plan.members, *plan.groups) if each.is_kept)
    numbers = {"member": kept["member"], "group": kept["group"], "switch": plan.kept_switches}
    if texts := [_count(number, kind) for kind, number in numbers.items() if number]:
        done.append(("kept", ", ".join(texts)))
    done += [("not restorable", each) for each in plan.lost]
    order: Callable[[tuple[str, str]], int] = lambda each: _ORDER.index(each[0])  # noqa: E731
    yield from (f"{what:<15} {text}" for what, text in sorted(done, key=order))


_ORDER = ("created", "changed", "deleted", "kept", "not restorable")


def _parts(change: Change) -> Iterable[str]:
    if change.fields:
        yield _names(change.fields)
    if change.add:
        yield f"{_count(len(change.add), 'member')} added"
    if change.remove:
        yield f"{_count(len(change.remove), 'member')} removed"


def _names(fields: Mapping[str, Any]) -> str:
    return ", ".join(fields)


def _name(change: Change) -> str:
    return repr(change.entry.name) if change.entry.name else str(change.entry.id)


def _count(number: int, kind: str) -> str:
    plural = "switches" if kind == "switch" else f"{kind}s"
    return f"{number} {kind if number == 1 else plural}"
