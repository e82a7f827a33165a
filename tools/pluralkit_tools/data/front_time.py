"""How long a member fronted on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class FrontTime:
    """How long a member fronted on a day. Members who front together have the same time each.

    Attributes:
        day: The day, in the time zone of the system.
        member: The short id of the member.
        name: Its name.
        duration: How long.
    """

    day: date
    member: str
    name: str
    duration: timedelta
