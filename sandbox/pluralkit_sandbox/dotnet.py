"""How the service, a C# program, turns what it is sent into texts, booleans, numbers and times.

The service reads bodies with Newtonsoft.Json and converts what it finds (`Convert.ChangeType`, invariant
culture), so a number is a fine name and "True" a fine boolean. Each function here is one of these
conversions; what the service cannot convert raises ConversionError.
"""

from __future__ import annotations

import math
import re
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_MAX_OFFSET = timedelta(hours=14)

# Python takes these for spaces.
_NO_SPACE = dict.fromkeys(range(0x1C, 0x20), "x")
_INTEGER = re.compile(r"[\t-\r ]*([+-]?[0-9]+)[\t-\r ]*\0*")
_GUID = re.compile(r"[0-9a-fA-F]{32}|(\{)?[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}(?(1)\})")
_SHORT_ID = re.compile(r"[a-z]{5,6}")
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


class ConversionError(ValueError):
    """The service could not convert a value: it answers 400, or fails."""


def length(text: str) -> int:
    """The length of a text in UTF-16 code units, as C# and the contract count it."""
    return len(text) + sum(character > "\uffff" for character in text)


def is_blank(text: str) -> bool:
    """Whether a text has nothing but white space, of which C# has less than Python."""
    return not text.translate(_NO_SPACE).strip()


def to_text(value: object) -> str | None:
    """A value of JSON as a text; numbers and booleans become theirs.

    Raises ConversionError for lists and objects, for integers beyond 64 bits, and for what the database
    cannot hold (NUL, halves of surrogate pairs).
    """
    match value:
        case None:
            return None
        case str():
            if "\0" in value or any("\ud800" <= character <= "\udfff" for character in value):
                raise ConversionError
            return value
        case bool():
            return "True" if value else "False"
        case int() if -(2**63) <= value < 2**63:
            return str(value)
        case float():
            return _float_text(value)
        case _:
            raise ConversionError


def to_bool(value: object) -> bool:
    """A value of JSON as a boolean: numbers are true unless zero, "true" and "false" pass in any case."""
    match value:
        case bool():
            return value
        case int() if -(2**63) <= value < 2**63:
            return value != 0
        case float():
            return value != 0.0
        case str() if (word := value.strip().strip("\0").strip().lower()) in ("true", "false"):
            return word == "true"
        case _:
            raise ConversionError


def to_int(value: object) -> int:
    """A value of JSON as a 32-bit integer; halves are rounded to even."""
    match value:
        case bool() | int():
            number = int(value)
        case float() if math.isfinite(value):
            number = round(value)
        case str() if found := _INTEGER.fullmatch(value):
            number = int(found[1]) if len(found[1]) < 20 else 2**63
        case _:
            raise ConversionError
    if not -(2**31) <= number < 2**31:
        raise ConversionError
    return number


def _float_text(value: float) -> str:
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    sign, digits, exponent = Decimal(repr(value)).normalize().as_tuple()
    assert isinstance(exponent, int)  # noqa: S101 (it is not one for NaN and infinities alone)
    text = "".join(map(str, digits))
    point = len(text) + exponent
    if text == "0":
        text = "0"
    elif not -4 < point <= 15:
        fraction = f".{text[1:]}" if len(text) > 1 else ""
        text = f"{text[0]}{fraction}E{'-' if point < 1 else '+'}{abs(point - 1):02}"
    elif point <= 0:
        text = f"0.{'0' * -point}{text}"
    elif point >= len(text):
        text += "0" * (point - len(text))
    else:
        text = f"{text[:point]}.{text[point:]}"
    return f"-{text}" if sign else text


def parse_guid(text: str) -> str | None:
    """A UUID in one of the spellings that .NET reads, as the service writes it; None if it is none."""
    if not _GUID.fullmatch(text):
        return None
    digits = re.sub(r"[^0-9a-f]", "", text.lower())
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


def parse_short_id(text: str) -> str | None:
    """A short id in any case and with dashes anywhere, as it is stored; None if it is none."""
    text = text.lower().replace("-", "")
    return text if _SHORT_ID.fullmatch(text) else None


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
