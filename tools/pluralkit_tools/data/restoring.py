"""Carry out a plan: the requests of a restoration."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from pluralkit_api import NotFound, operations
from pluralkit_api.errors import SameFronters, SwitchTimestampTaken

from .entries import ExportFile, SwitchEntry, parse_time
from .errors import DataError
from .export_file import parse
from .exporting import EXTRA, export_steps
from .guilds import guild_changes, guild_problems, guilds_of
from .plan import Change, Deletion, GuildChange, Kind, Plan
from .planning import changed, plan
from .state import RestoreState
from .steps import Progress, Steps

_CREATE: Mapping[Kind, Callable[..., Any]] = {
    "member": operations.create_member,
    "group": operations.create_group,
}
_UPDATE: Mapping[Kind, Callable[..., Any]] = {
    "member": operations.update_member,
    "group": operations.update_group,
}


def restore_steps(
    content: Mapping[str, Any],
    *,
    dry_run: bool,
    delete: bool,
    state: RestoreState,
    on_live: Callable[[dict[str, Any]], object],
    progress: Progress | None,
) -> Steps[Plan]:
    """Make the own system what an export file says.

    Args:
        content: The export file, as JSON has it.
        dry_run: Whether nothing is changed.
        delete: Whether what the file lacks is deleted.
        state: How far an earlier run has come.
        on_live: Called with the export of the live system before the first change.
        progress: Called after each change with how many are done and how many there are.

    Returns:
        What was changed, or would be.

    Raises:
        DataError: The file is none, or has what an import refuses. Nothing was changed.
    """
    file = parse(content)
    if wrong := [*guild_problems(content)]:
        raise DataError(*wrong)
    guilds = tuple(guilds_of(content))
    live = yield from export_steps(guilds=guilds)
    matched = state.uuids if state.load(live) else None
    if state.pending and not dry_run:
        yield from _finish_pending(state, live)
        live = yield from export_steps(guilds=guilds)
    result = plan(file, live, delete=delete, matched=matched)
    uuids = {each.entry.id: each.uuid for each in result.members if each.entry.id and each.uuid}
    found = [*guild_changes(content, live, uuids)]
    result = replace(
        result,
        guilds=[each for each in found if isinstance(each, GuildChange)],
        lost=[*result.lost, *(each for each in found if isinstance(each, str))],
    )
    if dry_run:
        return result
    on_live(live)
    if not result.is_empty:
        yield from _Restoration(file, live, result, state, progress).steps()
    state.finish()
    return result


class _Restoration:
    def __init__(
        self,
        file: ExportFile,
        live: Mapping[str, Any],
        plan: Plan,
        state: RestoreState,
        progress: Progress | None,
    ) -> None:
        self._file = file
        self._live = live
        self._plan = plan
        self._state = state
        self._progress = progress
        self._done = 0
        self._total = (
            bool(plan.system)
            + bool(plan.config)
            + sum(not each.is_kept for each in (*plan.members, *plan.groups))
            + len(plan.guilds)
            + len(plan.switches)
            + len(plan.deletions)
        )

    def steps(self) -> Steps[None]:
        plan = self._plan
        self._state.begin(
            {
                "member": {each.index: each.uuid for each in plan.members if each.uuid},
                "group": {each.index: each.uuid for each in plan.groups if each.uuid},
            }
        )
        # What the service might refuse, such as a time zone that it does not know, comes first.
        if plan.config:
            yield operations.update_system_settings("@me", **plan.config)
            self._count()
        if plan.system:
            yield operations.update_system("@me", **plan.system)
            self._count()
        for change in (*plan.members, *plan.groups):
            if not change.is_kept:
                yield from self._change(change)
                self._count()
        for guild in plan.guilds:
            if guild.uuid is None:
                yield operations.update_system_guild_settings("@me", guild.guild, **guild.fields)
            else:
                yield operations.update_member_guild_settings(guild.uuid, guild.guild, **guild.fields)
            self._count()
        for switch, members in plan.switches:
            yield from self._switch(switch, [self._member(index) for index in members])
            self._count()
        # Last: whatever is interrupted before, nothing is lost.
        for deletion in plan.deletions:
            yield from _delete(deletion)
            self._count()

    def _count(self) -> None:
        self._done += 1
        if self._progress is not None:
            self._progress(self._done, self._total)

    def _member(self, index: int) -> str:
        return self._state.uuids["member"][index]

    def _change(self, change: Change) -> Steps[None]:
        uuid = change.uuid
        fields = change.fields
        if uuid is None:
            self._state.will_create(change.kind, change.index)
            response = yield _CREATE[change.kind](**fields)
            created = json.loads(response.content)
            uuid = str(created["uuid"])
            self._state.created(change.kind, change.index, uuid)
            fields = changed(fields, created, change.kind.title())
        elif fields:
            response = yield _UPDATE[change.kind](uuid, **fields)
            fields = changed(fields, json.loads(response.content), change.kind.title())
        if fields:  # the service leaves out some fields beside others, and takes them alone
            yield _UPDATE[change.kind](uuid, **fields)
        if change.add:
            add = list(dict.fromkeys(self._member(index) for index in change.add))
            yield operations.add_group_members(uuid, add)
        if change.remove:
            yield operations.remove_group_members(uuid, change.remove)

    def _switch(self, switch: SwitchEntry, members: list[str]) -> Steps[None]:
        """Create a switch. Newest first: all others are in the past, where equal fronters are taken."""
        members = list(dict.fromkeys(members))
        try:
            yield operations.create_switch("@me", members=members, timestamp=switch.timestamp)  # type: ignore[arg-type]  # sent as the file has it, with all digits
        except SwitchTimestampTaken:  # created since the history was read
            pass
        except SameFronters:
            # Neither a switch in the past nor a change of a time is compared with the fronters.
            self._state.set_pending((time := self._free_time(), switch.timestamp))
            response = yield operations.create_switch("@me", members=members, timestamp=time)  # type: ignore[arg-type]  # as above
            yield operations.update_switch("@me", response.data.id, timestamp=switch.timestamp)  # type: ignore[arg-type]  # as above
            self._state.set_pending(None)

    def _free_time(self) -> str:
        """A time before the latest switch that no other one has."""
        taken = {parse_time(switch["timestamp"]) for switch in self._live["switches"]}
        taken |= {switch.time for switch in self._file.switches}
        time = datetime.fromisoformat(self._live["switches"][0]["timestamp"])
        while time in taken:
            time -= timedelta(microseconds=1)
        return time.isoformat().replace("+00:00", "Z")


def _finish_pending(state: RestoreState, live: Mapping[str, Any]) -> Steps[None]:
    """Give a switch its time that was created at another when an earlier run ended."""
    if state.pending is None:
        return
    temporary, timestamp = map(parse_time, state.pending)
    for switch in live[EXTRA]["switches"]:
        if parse_time(switch["timestamp"]) == temporary and timestamp is not None:
            with suppress(SwitchTimestampTaken):
                yield operations.update_switch("@me", switch["id"], timestamp=timestamp)
    state.set_pending(None)


def _delete(deletion: Deletion) -> Steps[None]:
    try:
        if deletion.kind == "switch":
            yield operations.delete_switch("@me", deletion.uuid)
        elif deletion.kind == "group":
            yield operations.delete_group(deletion.uuid)
        else:
            yield operations.delete_member(deletion.uuid)
    except NotFound:  # deleted by somebody else
        pass
