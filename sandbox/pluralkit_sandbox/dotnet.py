"""How the service, a C# program, turns what it is sent into texts, booleans, numbers and times.

The service reads bodies with Newtonsoft.Json and converts what it finds (`Convert.ChangeType`, invariant culture), so a number is a
fine name and "True" a fine boolean. Each function here is one of these conversions; what the service cannot convert raises
Unconvertible.
"""

from __future__ import annotations

import math
import re
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_MAX_OFFSET = timedelta(hours=14)

_INTEGER = re.compile(r"[\t-\r ]*([+-]?[0-9]+)[\t-\r ]*\0*")
_GUID = re.compile(r"[0-9a-fA-F]{32}|(\{)?[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}(?(1)\})")
_SHORT_ID = re.compile(r"[a-z]{5,6}")
_INSTANT = re.compile(
    r"([0-9]{4})-([0-9]{2})-([0-9]{2})T([0-9]{2}):([0-9]{2}):([0-9]{2})(?:[.,]([0-9]{1,9}))?Z",
)
_TIME = re.compile(
    r"\s*([0-9]{4})[-/]([0-9]{1,2})[-/]([0-9]{1,2})"
    r"(?:(?:\s*T\s*|\s+)([0-9]{1,2}):([0-9]{1,2})(?::([0-9]{1,2})(?:[.,]([0-9]+))?)?)?"
    r"\s*(?:Z|GMT|([+-])([0-9]{1,2}):?([0-9]{2})?)?\s*",
    re.IGNORECASE,
)
_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")


class Unconvertible(ValueError):
    """The service could not convert a value: it answers 400, or fails."""


def length(text: str) -> int:
    """The length of a text in UTF-16 code units, as C# and the contract count it."""
    return len(text) + sum(character > "\uffff" for character in text)


def to_text(value: object) -> str | None:
    """A value of JSON as a text; numbers and booleans become theirs.

    Raises Unconvertible for lists and objects, for integers beyond 64 bits, and for what the database cannot hold (NUL, halves of
    surrogate pairs).
    """
    match value:
        case None:
            return None
        case str():
            if "\0" in value or any("\ud800" <= character <= "\udfff" for character in value):
                raise Unconvertible
            return value
        case bool():
            return "True" if value else "False"
        case int() if -(2**63) <= value < 2**63:
            return str(value)
        case float():
            return _float_text(value)
        case _:
            raise Unconvertible


def to_bool(value: object) -> bool:
    """A value of JSON as a boolean: numbers are true unless zero, "true" and "false" pass in any case."""
    match value:
        case bool():
            return value
        case int() if -(2**63) <= value < 2**63:
            return value != 0
        case float():
            return value != 0
        case str() if (word := value.strip().strip("\0").strip().lower()) in ("true", "false"):
            return word == "true"
        case _:
            raise Unconvertible


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
            raise Unconvertible
    if not -(2**31) <= number < 2**31:
        raise Unconvertible
    return number


def _float_text(value: float) -> str:
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "∞" if value > 0 else "-∞"
    sign, digits, exponent = Decimal(repr(value)).normalize().as_tuple()
    assert isinstance(exponent, int)  # noqa: S101 (it is not one for NaN and infinities alone)
    text = "".join(map(str, digits))
    point = len(text) + exponent
    if text == "0":
        text = "0"
    elif not -5 < point <= 15:
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
        raise Unconvertible
    year, month, day, hour, minute, second, fraction = found.groups("0")
    return _microseconds(year, month, day, hour, minute, second, fraction, UTC)


def parse_time(text: str) -> int:
    """A time as `DateTime.Parse` reads it in the forms that people send: ISO 8601 with any offset, or none for UTC."""
    if not (found := _TIME.fullmatch(text)):
        raise Unconvertible
    *parts, fraction, sign, hours, minutes = found.groups("0")
    offset = timedelta(hours=int(hours), minutes=int(minutes)) * (-1 if sign == "-" else 1)
    if abs(offset) > _MAX_OFFSET or int(minutes) > 59:
        raise Unconvertible
    year, month, day, hour, minute, second = parts
    return _microseconds(year, month, day, hour, minute, second, fraction, timezone(offset))


def _microseconds(
    year: str, month: str, day: str, hour: str, minute: str, second: str, fraction: str, zone: timezone
) -> int:
    try:
        time = datetime(int(year), int(month), int(day), int(hour), int(minute), int(second), tzinfo=zone)
        return (time - EPOCH) // _MICROSECOND + int(f"{fraction[:6]:0<6}")
    except (ValueError, OverflowError):
        raise Unconvertible from None


def from_datetime(time: datetime) -> int:
    """A time in microseconds since 1970."""
    return (time - EPOCH) // _MICROSECOND


def format_instant(microseconds: int) -> str:
    """A time as the service writes it: UTC, up to six digits of fractions, without zeros at the end."""
    time = EPOCH + microseconds * _MICROSECOND
    text = time.replace(tzinfo=None).isoformat()
    return (text.rstrip("0") if time.microsecond else text) + "Z"
