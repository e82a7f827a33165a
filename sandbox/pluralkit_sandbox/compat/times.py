"""How the service reads and writes times and dates."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone

from pluralkit_sandbox.compat.convert import ConversionError

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_MAX_OFFSET = timedelta(hours=14)

_INSTANT = re.compile(
    r"([0-9]{4})-([0-9]{2})-([0-9]{2})T([0-9]{2}):([0-9]{2}):([0-9]{2})(?:[.,]([0-9]{1,9}))?Z",
)
_TIME = re.compile(
    r"""\s*
    (?:
        (?P<year>[0-9]{4}) [-/] (?P<month>[0-9]{1,2}) [-/] (?P<day>[0-9]{1,2})
        | (?P<us_month>[0-9]{1,2}) / (?P<us_day>[0-9]{1,2}) / (?P<us_year>[0-9]{4})
        | (?:[a-z]{3,9},?\s+)?
          (?P<text_day>[0-9]{1,2}) \s+ (?P<text_month>[a-z]{3,9}) \s+ (?P<text_year>[0-9]{4})
    )
    (?:
        (?:\s*T\s*|\s+) (?P<hour>[0-9]{1,2}) : (?P<minute>[0-9]{1,2})
        (?: : (?P<second>[0-9]{1,2}) (?:[.,](?P<fraction>[0-9]+))? )?
        (?:\s*(?P<half>[ap])m)?
    )?
    \s* (?: Z | GMT | (?P<sign>[+-]) (?P<hours>[0-9]{1,2}) :? (?P<minutes>[0-9]{2})? )?
    \s*""",
    re.IGNORECASE | re.VERBOSE,
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")


def parse_date(text: str) -> str | None:
    """A date YYYY-MM-DD, checked; None if there is no such day."""
    if not (found := _DATE.fullmatch(text)):
        return None
    try:
        date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None
    return text


def parse_instant(text: str) -> int:
    """A time in UTC that ends in Z (NodaTime's extended ISO form), in microseconds since 1970."""
    if not (found := _INSTANT.fullmatch(text)):
        raise ConversionError
    *parts, fraction = found.groups("0")
    year, month, day, hour, minute, second = map(int, parts)
    return _microseconds(year, month, day, hour, minute, second, fraction, UTC)


def parse_time(text: str) -> int:
    """A time in the forms that people send to `DateTime.Parse`, in microseconds since 1970.

    One without an offset is UTC. ISO 8601 with or without a time, 1/31/2022 5:00 PM, and
    Mon, 31 Jan 2022 05:00:00 GMT.
    """
    if not (found := _TIME.fullmatch(text)):
        raise ConversionError
    part = found.groupdict("0")
    offset = timedelta(hours=int(part["hours"]), minutes=int(part["minutes"])) * (
        -1 if part["sign"] == "-" else 1
    )
    hour, half, month = int(part["hour"]), part["half"].lower(), part["text_month"][:3].lower()
    if abs(offset) > _MAX_OFFSET or int(part["minutes"]) > 59 or (half != "0" and not 1 <= hour <= 12):
        raise ConversionError
    if half != "0":
        hour = hour % 12 + (12 if half == "p" else 0)
    return _microseconds(
        int(part["year"]) + int(part["us_year"]) + int(part["text_year"]),
        int(part["month"]) + int(part["us_month"]) + (_MONTHS.index(month) + 1 if month in _MONTHS else 0),
        int(part["day"]) + int(part["us_day"]) + int(part["text_day"]),
        hour,
        int(part["minute"]),
        int(part["second"]),
        part["fraction"],
        timezone(offset),
    )


def _microseconds(
    year: int, month: int, day: int, hour: int, minute: int, second: int, fraction: str, zone: timezone
) -> int:
    try:
        time = datetime(year, month, day, hour, minute, second, tzinfo=zone)
        return (time - EPOCH) // _MICROSECOND + int(f"{fraction[:6]:0<6}")
    except (ValueError, OverflowError):
        raise ConversionError from None


def from_datetime(time: datetime) -> int:
    """A time in microseconds since 1970."""
    return (time - EPOCH) // _MICROSECOND


def format_instant(microseconds: int) -> str:
    """A time as the service writes it: UTC, up to six digits of fractions, without zeros at the end."""
    time = EPOCH + microseconds * _MICROSECOND
    text = time.replace(tzinfo=None).isoformat()
    return (text.rstrip("0") if time.microsecond else text) + "Z"
