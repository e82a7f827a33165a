"""Who fronted how much, by day and by member. Pure."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from .entries import parse_time
from .front_time import FrontTime
from .json_values import object_of, objects_of


@dataclass(frozen=True, slots=True)
class Report:
    """Who fronted how much. `str()` of it is a table of the members.

    Attributes:
        days: The times, by day and, within a day, the longest first.
        colors: The colours of the members that have one, as six digits, by their short ids.
    """

    days: Sequence[FrontTime]
    colors: Mapping[str, str]

    @property
    def totals(self) -> Mapping[str, timedelta]:
        """How long each member fronted in all, by name, the longest first."""
        totals: dict[str, timedelta] = {}
        for each in self.days:
            totals[each.name] = totals.get(each.name, timedelta()) + each.duration
        return dict(sorted(totals.items(), key=lambda item: item[1], reverse=True))

    def __str__(self) -> str:
        totals = self.totals
        whole = sum(totals.values(), timedelta()) or timedelta(1)
        width = max((len(name) for name in totals), default=0)
        lines = (
            f"{name:<{width}}  {_hours(spent):>11}  {spent / whole:>6.1%}" for name, spent in totals.items()
        )
        return "".join(f"{line}\n" for line in lines)

    def csv(self) -> str:
        """Make a CSV file: day, member, name, hours."""
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(("day", "member", "name", "hours"))
        for each in self.days:
            writer.writerow((each.day.isoformat(), each.member, each.name, f"{_in_hours(each.duration):.4f}"))
        return text.getvalue()

    def plot(self, path: Path) -> None:
        """Draw it, by day, week or month. It needs the extra `[report]`.

        Args:
            path: A file whose name ends in .png or .svg.

        Raises:
            ModuleNotFoundError: The extra is missing.
        """
        try:
            from .plotting import draw
        except ModuleNotFoundError as missing:
            if (missing.name or "").partition(".")[0] != "matplotlib":
                raise
            raise ModuleNotFoundError(
                "a plot needs the package matplotlib: install pluralkit-api with the extra [report], "
                "for example with pip install 'pluralkit-api[report]'",
                name=missing.name,
            ) from missing

        draw(self.days, list(self.totals), self.colors, path)


def make_report(
    content: Mapping[str, Any], *, since: datetime | None, until: datetime, zone: str | None
) -> Report:
    """Count the times of an export file.

    Args:
        content: The file, as JSON has it.
        since: What was before is left out; None: from the first switch on.
        until: What comes after is left out; the latest switch lasts until then.
        zone: The time zone of the days; None: the system's, else UTC.
    """
    config = object_of(content.get("config"))
    place = ZoneInfo(zone or config.get("timezone") or content.get("timezone") or "UTC")
    members = {str(each.get("id")): each for each in objects_of(content.get("members"))}
    names = _names(members)
    spent: dict[tuple[date, str], timedelta] = {}
    for start, end, fronters in _periods(objects_of(content.get("switches")), until):
        for day, duration in _days(max(start, since) if since else start, end, place):
            for member in fronters:
                spent[day, member] = spent.get((day, member), timedelta()) + duration
    days = [
        FrontTime(day, member, names.get(member, member), duration)
        for (day, member), duration in spent.items()
    ]
    return Report(
        sorted(days, key=lambda each: (each.day, -each.duration, each.name)),
        {id: str(each["color"]) for id, each in members.items() if each.get("color")},
    )


def _names(members: Mapping[str, Mapping[str, Any]]) -> Mapping[str, str]:
    """The names by id, with the id where several have one name."""
    names = {id: str(member.get("name")) for id, member in members.items()}
    often = Counter(names.values())
    return {id: name if often[name] == 1 else f"{name} ({id})" for id, name in names.items()}


def _periods(
    switches: Sequence[Mapping[str, Any]], until: datetime
) -> Iterator[tuple[datetime, datetime, list[str]]]:
    """From when until when who fronted, oldest first."""
    known = [(start, switch) for switch in switches if (start := parse_time(str(switch["timestamp"])))]
    known.sort(key=lambda each: each[0])
    ends = [*(start for start, _ in known[1:]), until]
    for (start, switch), end in zip(known, ends, strict=False):  # no switch, no end
        yield start, min(end, until), list(dict.fromkeys(map(str, switch["members"])))


def _days(start: datetime, end: datetime, zone: ZoneInfo) -> Iterator[tuple[date, timedelta]]:
    """The parts of a period that fall on each day. A day of a change of the clocks has 23 or 25 hours."""
    while start < end:
        day = start.astimezone(zone).date()
        midnight = datetime.combine(day + timedelta(1), time(), zone).astimezone(UTC)
        part = min(midnight, end)
        yield day, part - start
        start = part


def _in_hours(duration: timedelta) -> float:
    return duration / timedelta(hours=1)


def _hours(duration: timedelta) -> str:
    minutes = round(duration / timedelta(minutes=1))
    return f"{minutes // 60} h {minutes % 60:02} min"
