"""Merge what was read into records. Pure.

A read shows what was true at some time after it began. So what an event said since then is not overwritten:
where the two differ, the object is read again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any, Final

from msgspec import structs
from pluralkit_api.events import LoggedSwitch
from pluralkit_api.models import Group, Member, Switch, SwitchWithMembers, System, SystemSettings

from .applying import gone
from .records import Fetch, Kind, Record, model, position
from .schedule import PAGE, ended, too_many
from .store import MirrorError
from .working import WorkingSet

_ATTEMPTS: Final = 3
"""How often the members are read for the sake of those that a page of switches names."""


def needed(fetch: Fetch) -> tuple[Kind, frozenset[str] | None]:
    """Return which records have to be loaded to merge a read; not for pages of switches.

    Args:
        fetch: The read.

    Returns:
        The kind of the records, and their keys; None instead of the keys: all of that kind.
    """
    match fetch.name:
        case "members":
            return "member", None
        case "groups":
            return "group", None
        case "member":
            return "member", frozenset({fetch.key})
        case "switch":
            return "switch", frozenset({fetch.key})
        case "settings":
            return "settings", None
        case _:
            return "system", None


def merge(working: WorkingSet, fetch: Fetch, data: Any, system: str, started: float) -> None:
    """Merge one object or a whole list.

    Args:
        working: The records that `needed` names; they are changed in place.
        fetch: What was read.
        data: The answer; None where there is no such object.
        system: The UUID of the system.
        started: When the read began.

    Raises:
        MirrorError: The answer is about another system, or does not show everything.
    """
    match fetch.name:
        case "system":
            check_system(data, system)
            _merge(working, "system", "", data.to_json(), started)
        case "settings":
            if not isinstance(data, SystemSettings):
                raise MirrorError("the token does not show the settings of the system: it needs read:all")
            _merge(working, "settings", "", data.to_json(), started)
        case "members":
            bodies = {str(member.uuid): _member(member) for member in data}
            _merge_list(working, "member", bodies, started)
        case "groups":
            for group in data:
                working.want_members(map(str, group.members or ()), started)
            groups = {str(group.uuid): (_group(working, group), None) for group in data}
            _merge_list(working, "group", groups, started)
        case "member":
            if data is None or data.privacy is None:  # one of another system
                _missing(working, working.get("member", fetch.key), started, known=True)
            else:
                body, short_id = _member(data)
                _merge(working, "member", fetch.key, body, started, short_id=short_id)
        case "switch":
            if data is None:
                _missing(working, working.get("switch", fetch.key), started, known=True)
            else:
                _merge_switch(working, _logged(data), started)
        case _:
            raise ValueError(fetch.name)
    ended(working.state, fetch, started)


def check_system(system: System, uuid: str) -> None:
    """Check that a token belongs to the system that is mirrored.

    Args:
        system: The system of the token, as it was read.
        uuid: The UUID of the mirrored system.

    Raises:
        MirrorError: It is another one, or the token does not show everything.
    """
    if str(system.uuid) != uuid:
        raise MirrorError(f"the client for the system {uuid} has the token of another system, {system.uuid}")
    if system.privacy is None:
        raise MirrorError("the token does not show all of the system: it needs the scope read:all")


def _member(member: Member) -> tuple[str, str | None]:
    return member.to_json(), member.id


def _group(working: WorkingSet, group: Group) -> str:
    """The body of a group; that which is kept where only the order of the members differs."""
    body = group.to_json()
    record = working.get("group", str(group.uuid))
    if record is not None and record.body is not None and record.body != body:
        try:
            before: Group = model("group", record.body)
        except ValueError:  # another version wrote it
            return body
        if before.members and structs.replace(before, members=sorted(before.members)) == structs.replace(
            group, members=sorted(group.members or ())
        ):
            return record.body
    return body


def _logged(switch: SwitchWithMembers) -> LoggedSwitch:
    members = [member.uuid for member in switch.members]
    return LoggedSwitch(id=switch.id, timestamp=switch.timestamp, members=members)


def _merge_list(
    working: WorkingSet, kind: Kind, bodies: Mapping[str, tuple[str, str | None]], started: float
) -> None:
    for key, (body, short_id) in bodies.items():
        _merge(working, kind, key, body, started, short_id=short_id)
    for record in working.all(kind):
        if record.key not in bodies:
            _missing(working, record, started, known=True)


def _merge(
    working: WorkingSet,
    kind: Kind,
    key: str,
    body: str,
    started: float,
    *,
    short_id: str | None = None,
    at: int = 0,
    rank: int | None = None,
) -> None:
    record = working.get(kind, key)
    if record is None:
        record = Record(kind=kind, key=key, body=None, as_of=0)
    elif record.deleted and record.as_of > started:
        return
    later = any(time > started for time in record.recent.values())
    if later and record.body is not None and not record.stale:
        # An event was applied meanwhile; the answer may be from before it.
        if record.body != body:
            working.mark(record, read_at=started)
        return
    if rank is None:
        rank = record.rank
    if record.body == body and record.rank == rank and not record.stale:
        return  # the state of the list says when it was found like this
    working.put(
        structs.replace(
            record,
            body=body,
            as_of=max(started, record.as_of) if later else started,
            read_at=started,
            stale=later,
            deleted=False,
            short_id=short_id,
            position=at,
            rank=rank,
        )
    )


def _missing(working: WorkingSet, record: Record | None, started: float, *, known: bool) -> None:
    """Delete what an answer lacks; where that is not sure, let it be read."""
    if record is None or record.deleted:
        return
    if any(time > started for time in record.recent.values()):
        working.mark(record, read_at=started)  # an event told of it meanwhile
    elif known:
        working.put(structs.replace(gone(record, record.kind, record.key, started), read_at=started))
    else:
        working.mark(record)


def _merge_switch(
    working: WorkingSet, switch: LoggedSwitch, started: float, *, rank: int | None = None
) -> None:
    working.want_members(map(str, switch.members), started)
    at = position(switch.timestamp)
    _merge(working, "switch", str(switch.id), switch.to_json(), started, at=at, rank=rank)


def resolve(
    working: WorkingSet, page: Sequence[Switch], member_ids: Mapping[str, str | None], name: str
) -> list[LoggedSwitch] | None:
    """The switches of a page, with UUIDs in place of short ids.

    Args:
        working: Its state is changed where the members have to be read first.
        page: The page.
        member_ids: See `Reader.member_ids`.
        name: The list that the page is of.

    Returns:
        The switches; None where the members have to be read first, and then the page again.
    """
    uuids = {short_id: key for key, short_id in member_ids.items() if short_id is not None}
    unknown = {each for switch in page for each in switch.members if each not in uuids}
    state = working.state.lists[name]
    if unknown and state.unresolved < _ATTEMPTS:
        state.unresolved += 1
        state.claimed_until = 0.0
        state.stale = True
        working.state.lists["members"].stale = True
        return None
    state.unresolved = 0
    found = [[uuids[each] for each in switch.members if each in uuids] for switch in page]
    return [
        LoggedSwitch.from_json(_as_json(switch, members)) for switch, members in zip(page, found, strict=True)
    ]


def _as_json(switch: Switch, members: Iterable[str]) -> str:
    listed = ",".join(f'"{each}"' for each in members)
    return f'{{"id":"{switch.id}","timestamp":"{switch.timestamp.isoformat()}","members":[{listed}]}}'


def page_range(page: Sequence[Switch] | Sequence[LoggedSwitch]) -> int | None:
    """Return where the range of switches begins that a page covers.

    Args:
        page: The page, newest switch first.

    Returns:
        Microseconds since 1970; None if the page reaches back to the first switch.
    """
    return position(page[-1].timestamp) if len(page) >= PAGE else None


def merge_page(working: WorkingSet, fetch: Fetch, page: Sequence[LoggedSwitch], started: float) -> None:
    """Merge a page of switches.

    Args:
        working: All switches of the page and of its range; they are changed in place.
        fetch: What was read.
        page: The switches, newest first.
        started: When the read began.
    """
    low = page_range(page)
    history = working.state.lists["history"]
    keys = {str(switch.id) for switch in page}
    oldest = working.get("switch", str(page[-1].id)) if page else None
    was_known = oldest is not None and not oldest.deleted and oldest.body is not None
    for _, together in groupby(page, key=lambda switch: switch.timestamp):
        for rank, switch in enumerate(together):
            _merge_switch(working, switch, started, rank=rank)
    missing = [
        record
        for record in working.all("switch")
        if record.key not in keys
        and not record.deleted
        and record.body is not None
        and (low is None or record.position > low)
        and (fetch.before is None or record.position < fetch.before)
    ]
    # Where the page is all that there is, or all pages are read, no switch that is missing here is elsewhere.
    whole = (fetch.before is None and low is None) or history.mode == "all" or too_many(len(missing))
    if too_many(len(missing)) and low is not None and history.mode != "all":
        history.mode, history.cursor = "all", None
    for record in missing:
        _missing(working, record, started, known=whole)
    for record in working.all("switch"):
        if record.stale and not record.read_at:
            working.put(structs.replace(record, read_at=started))  # this page did not help
    ended(working.state, fetch, started)
    if fetch.name == "switches":
        working.state.lists["switches"].low = low
        if low is not None and not was_known and history.mode == "idle":
            history.mode, history.cursor = "new", None
        return
    if low is None or (history.mode == "new" and was_known):
        history.mode, history.cursor = "idle", None
    else:
        # The next page begins with all switches of this time: not all of them need be on this page.
        following = low + 1
        history.cursor = following if following != fetch.before else low
    if history.mode != "idle":
        history.due = 0.0
