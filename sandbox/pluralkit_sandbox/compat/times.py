"""Timestamps and dates as the service parses, formats and stores them.

The service uses NodaTime's `Instant`: nanoseconds, years -9998 to 9999. Its database stores microseconds from
the year -4713 on. Python's datetime supports neither, therefore times are integers here: nanoseconds or, once
stored, microseconds since 1970.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

from pluralkit_sandbox.compat.convert import ConversionError

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_EPOCH_DAY = date(1970, 1, 1).toordinal()
_MICROSECOND = timedelta(microseconds=1)
_SECOND = 10**9
_DAY = 86_400 * _SECOND
# The Gregorian calendar repeats with this period.
_CYCLE_YEARS, _CYCLE_DAYS = 400, 146_097

_INSTANT = re.compile(
    r"(-?[0-9]{4})-([0-9]{2})-([0-9]{2})T([0-9]{2}):([0-9]{2}):([0-9]{2})(?:[.,]([0-9]{1,9}))?Z",
)
_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")


def count_days(year: int, month: int, day: int) -> int:
    """Return the days from 1970-01-01 to a date of any year, including years before 1.

    Args:
        year: The year; 0 is 1 BC.
        month: The month, from 1 to 12.
        day: The day of the month.

    Raises:
        ConversionError: There is no such date.
    """
    cycle = (year - 1) // _CYCLE_YEARS
    try:
        return date(year - cycle * _CYCLE_YEARS, month, day).toordinal() + cycle * _CYCLE_DAYS - _EPOCH_DAY
    except ValueError:
        raise ConversionError from None


# The database cannot store times before _FIRST. It stores the first and last Instant as infinity.
_FIRST = count_days(-4713, 11, 24) * _DAY
_MINUS_INFINITY = count_days(-9998, 1, 1) * _DAY
_INFINITY = count_days(10_000, 1, 1) * _DAY - 1
_STORED_INFINITY = (_INFINITY + 1) // 1000
# Npgsql's epoch; nanoseconds are truncated towards it.
_DATABASE_EPOCH = count_days(2000, 1, 1) * _DAY


def parse_date(text: str) -> str | None:
    """Return a valid date in the format YYYY-MM-DD unchanged; None for other texts."""
    if not (found := _DATE.fullmatch(text)):
        return None
    try:
        date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None
    return text


def parse_instant(text: str) -> int:
    """Parse NodaTime's extended ISO format, used for `before` in queries and for new switches.

    Args:
        text: A UTC timestamp that ends in Z; with a minus sign before negative years, up to nine decimal
            places after a point or comma, and 24:00:00 for the end of a day.

    Returns:
        Nanoseconds since 1970.

    Raises:
        ConversionError: The text is not such a timestamp.
    """
    if not (found := _INSTANT.fullmatch(text)):
        raise ConversionError
    *parts, fraction = found.groups("")
    year, month, day, hour, minute, second = map(int, parts)
    nanosecond = int(f"{fraction:0<9}")
    if (hour > 23 and (hour, minute, second, nanosecond) != (24, 0, 0, 0)) or minute > 59 or second > 59:
        raise ConversionError
    time = count_days(year, month, day) * _DAY + ((hour * 60 + minute) * 60 + second) * _SECOND + nanosecond
    if time > _INFINITY:
        raise ConversionError
    return time


def to_stored(time: int) -> int:
    """Convert nanoseconds to the microseconds that the database stores.

    Args:
        time: Nanoseconds since 1970.

    Returns:
        Microseconds since 1970, truncated towards 2000-01-01 as the service's database driver does.

    Raises:
        ConversionError: The database cannot store the time.
    """
    if time == _INFINITY:
        return _STORED_INFINITY
    if time < _FIRST and time != _MINUS_INFINITY:
        raise ConversionError
    since = time - _DATABASE_EPOCH
    return (_DATABASE_EPOCH + (since - since % 1000 if since >= 0 else since + -since % 1000)) // 1000


def is_stored_exactly(time: int) -> bool:
    """Return whether the database stores a time in nanoseconds without loss."""
    return time in (_MINUS_INFINITY, _INFINITY) or (time >= _FIRST and time % 1000 == 0)


def from_datetime(time: datetime) -> int:
    """Convert an aware datetime to microseconds since 1970."""
    return (time - _EPOCH) // _MICROSECOND


def format_stored(microseconds: int) -> str:
    """Format a stored time, in microseconds since 1970, as the service does."""
    return format_instant(_INFINITY if microseconds == _STORED_INFINITY else microseconds * 1000)


def format_instant(nanoseconds: int) -> str:
    """Format nanoseconds since 1970 as the service does: UTC, at most nine decimals, no trailing zeros."""
    days, rest = divmod(nanoseconds, _DAY)
    seconds, fraction = divmod(rest, _SECOND)
    cycle, ordinal = divmod(days + _EPOCH_DAY - 1, _CYCLE_DAYS)
    day = date.fromordinal(ordinal + 1)
    year = day.year + cycle * _CYCLE_YEARS
    text = f"{'-' if year < 0 else ''}{abs(year):04}-{day:%m-%d}"
    text += f"T{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    return f"{text}.{fraction:09}".rstrip("0") + "Z" if fraction else f"{text}Z"
