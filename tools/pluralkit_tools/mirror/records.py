"""What a store keeps of a system: records of objects, the state of its lists, and the journal of events."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Literal, TypeAlias

from msgspec import Struct, field
from pluralkit_api.events import LoggedSwitch
from pluralkit_api.models import Group, Member, System, SystemSettings

Kind: TypeAlias = Literal["system", "settings", "member", "group", "switch"]
ListName: TypeAlias = Literal["system", "settings", "members", "groups", "switches", "history"]

MODELS: dict[Kind, type[System | SystemSettings | Member | Group | LoggedSwitch]] = {
    "system": System,
    "settings": SystemSettings,
    "member": Member,
    "group": Group,
    "switch": LoggedSwitch,
}
"""What the body of a record of each kind is.

A switch is kept as events have it, with UUIDs: short ids of members may change.
"""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class Record(Struct, frozen=True, kw_only=True):
    """What is known of one object. Times are in seconds since 1970.

    Attributes:
        kind: What the object is.
        key: Its UUID; empty for the system and its settings.
        body: The object, as JSON; None where it was not read yet, or is deleted.
        as_of: When the object was like this.
        read_at: When the last read of it began; 0 for never.
        stale: Whether it has to be read.
        deleted: Whether it is gone. Such a record stays for a while: events may be late.
        recent: The fields that events of the last seconds were about, and when these came.
        short_id: The short id of a member.
        position: The time of a switch, in microseconds since 1970.
        rank: The place of a switch among those of the same time, which an import may make.
    """

    kind: Kind
    key: str
    body: str | None
    as_of: float
    read_at: float = 0.0
    stale: bool = False
    deleted: bool = False
    recent: dict[str, float] = {}
    short_id: str | None = None
    position: int = 0
    rank: int = 0


class ListState(Struct, kw_only=True):
    """The state of one list. Times are in seconds since 1970.

    Attributes:
        due: When it is read next by the schedule.
        read_at: When the last read of it began; 0 for never.
        stale: Whether something says that it is wrong.
        claimed_until: Until when another process may be reading it, or it rests after a failure.
        failures: How many reads failed since the last one that did not.
        error: Why the last read failed; None where it did not.
        streak: How many repairs followed each other closely.
        low: The position of the oldest switch on the newest page; None where that page has the whole history.
        cursor: Where the next page of the history ends; None for behind the newest page.
        mode: How the history is read: a page now and then, or all pages at once; "new" ends at the first page
            without anything new.
        unresolved: How often a page named members that nobody knows.
    """

    due: float = 0.0
    read_at: float = 0.0
    stale: bool = False
    claimed_until: float = 0.0
    failures: int = 0
    error: str | None = None
    streak: int = 0
    low: int | None = None
    cursor: int | None = None
    mode: Literal["idle", "all", "new"] = "idle"
    unresolved: int = 0


def _lists() -> dict[str, ListState]:
    names = ("system", "settings", "members", "groups", "switches", "history", "member", "switch")
    return {name: ListState() for name in names}


class SystemState(Struct, kw_only=True):
    """The state of one system.

    Attributes:
        heartbeat: When somebody last took care of it.
        synced: Whether everything was read once.
        lists: The state of each list; "member" and "switch" stand for reads of single objects.
        version: The version of this package that last took care of it.
        requests: How many requests were sent in each minute of the last hour.
    """

    heartbeat: float = 0.0
    synced: bool = False
    version: str = ""
    lists: dict[str, ListState] = field(default_factory=_lists)
    requests: dict[int, int] = field(default_factory=dict[int, int])


class JournalEntry(Struct, frozen=True):
    """An event that was received. It holds no signing token.

    Attributes:
        id: Its place in the journal.
        received_at: When it came, in seconds since 1970.
        body: The event, as JSON.
    """

    id: int
    received_at: float
    body: str


@dataclass(frozen=True)
class Fetch:
    """A read that is to be made.

    Attributes:
        name: The list, or "member" or "switch".
        key: The UUID of a single object.
        before: The position before which a page of the history ends; None for the newest page.
    """

    name: str
    key: str = ""
    before: int | None = None


@dataclass(frozen=True)
class RawChange:
    """How a record changed, as JSON; None where the object was not there."""

    kind: Kind
    key: str
    before: str | None
    after: str | None


def model(kind: Kind, body: str) -> Any:
    """Decode an object.

    Args:
        kind: What the object is.
        body: The object, as JSON.
    """
    return MODELS[kind].from_json(body)


def position(time: datetime) -> int:
    """Convert a time to microseconds since 1970.

    Args:
        time: The time, with a time zone.
    """
    return (time - _EPOCH) // _MICROSECOND


def time_at(position: int) -> datetime:
    """Convert microseconds since 1970 to a time in UTC.

    Args:
        position: Microseconds since 1970.
    """
    return _EPOCH + position * _MICROSECOND


def moment(seconds: float) -> datetime:
    """Convert seconds since 1970 to a time in UTC.

    Args:
        seconds: Seconds since 1970.
    """
    return _EPOCH + timedelta(seconds=seconds)
