"""The entries of an export file, whatever program wrote it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

_TIME = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?Z")


@dataclass(frozen=True, slots=True)
class Entry:
    """A member or a group of a file.

    Attributes:
        place: Where it stands, such as "members[3]".
        id: Its short id in the file; None in a Tupperbox file.
        name: Its name; None where the file has none.
        fields: What the API lets one set.
        members: A group's members, by their ids in the file.
        message_count: A member's, where the file has one.
    """

    place: str
    id: str | None
    name: str | None
    fields: Mapping[str, Any]
    members: tuple[str, ...] = ()
    message_count: int | None = None


@dataclass(frozen=True, slots=True)
class SwitchEntry:
    """A switch of a file. `time` is `timestamp`, cut to microseconds, which are what the service stores."""

    place: str
    timestamp: str
    time: datetime
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ExportFile:
    """What a file says that a system has. What it does not say is not in here.

    Attributes:
        system: The system's fields that the API lets one set.
        config: The settings that the API lets one set.
        members: The members, in the order of the file.
        groups: The groups, in the order of the file.
        switches: The switches, newest first, no two at one time.
        lost: What cannot be taken from the file, each with its place.
    """

    system: Mapping[str, Any] = field(default_factory=dict[str, Any])
    config: Mapping[str, Any] = field(default_factory=dict[str, Any])
    members: tuple[Entry, ...] = ()
    groups: tuple[Entry, ...] = ()
    switches: tuple[SwitchEntry, ...] = ()
    lost: tuple[str, ...] = ()


def parse_time(text: str) -> datetime | None:
    """Parse the time of a switch.

    Args:
        text: The timestamp in an export file.

    Returns:
        The time in UTC, cut to microseconds; None for what the bot refuses.
    """
    match = _TIME.fullmatch(text)
    if match is None:
        return None
    try:
        time = datetime.fromisoformat(match[1])
    except ValueError:
        return None
    return time.replace(microsecond=int((match[2] or "0").ljust(6, "0")[:6]), tzinfo=UTC)
