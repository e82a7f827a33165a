"""Encode request bodies as JSON: a closed set of values, of which nothing is changed silently.

Taken are None, booleans, integers, finite floats, texts, UUIDs, dates, datetimes with a time zone, enums of
texts or integers, models, lists, tuples, and mappings with texts as keys. Subclasses count as the type that
they extend.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from enum import Enum
from functools import cache
from math import isfinite
from typing import cast
from uuid import UUID

import msgspec
from msgspec import UNSET

from .clamping import ClampedTime


def encode(body: object) -> bytes:
    """Encode a body.

    Args:
        body: The body: what JSON has, and datetimes, dates, UUIDs, enums, models, mappings and sequences.

    Raises:
        TypeError: A value is of a type that is not taken; the message names its field.
        ValueError: A value cannot be sent: a datetime without a time zone, NaN, infinity, a lone surrogate.
    """
    try:
        return msgspec.json.encode(_plain(body, ""))
    except UnicodeEncodeError:
        raise ValueError("the body contains a lone surrogate, which is no text: take it out") from None


def timestamp(moment: datetime, field: str) -> str:
    """Format a datetime as the API takes it: RFC 3339 in UTC, ending in Z.

    One that a decoder clamped is sent as it came.

    Args:
        moment: The time, with a time zone.
        field: The name of the field, for the message of an error.

    Raises:
        ValueError: `moment` has no time zone, or lies outside the years 1 to 9999 in UTC.
    """
    if isinstance(moment.tzinfo, ClampedTime):
        return moment.tzinfo.text
    try:
        if moment.utcoffset() is None:
            raise ValueError(f"{field}: {moment} has no time zone: add one, such as tzinfo=datetime.UTC")
        # Subclasses of datetime have ways of their own to convert and to print.
        plain = datetime(
            *(moment.year, moment.month, moment.day, moment.hour, moment.minute, moment.second),
            moment.microsecond,
            moment.tzinfo,
            fold=moment.fold,
        )
        return plain.astimezone(UTC).isoformat().replace("+00:00", "Z")
    except OverflowError:
        raise ValueError(f"{field}: {moment} lies outside the years 1 to 9999 in UTC") from None
    except TypeError:  # a subclass that stands for no time, such as pandas.NaT
        raise TypeError(f"{field}: {moment!r} is no time") from None


def text(value: str) -> str:
    """The text of a str or of a subclass, whatever that says of itself."""
    return str.__str__(value)


def number(value: int) -> int:
    """The integer of an int or of a subclass."""
    return int.__int__(value)


def _plain(value: object, field: str) -> object:
    name = field or "the body"
    match value:
        case None | bool():
            return value
        case str():
            return text(value)
        case int():
            return number(value)
        case float():
            if not isfinite(value):
                raise ValueError(f"{name}: {value} is no number in JSON")
            return float.__float__(value)
        case datetime():
            return timestamp(value, name)
        case date():
            return f"{value.year:04}-{value.month:02}-{value.day:02}"
        case UUID():
            return str(value)
        case Enum():
            return _plain(value.value, field)
        case msgspec.Struct():
            return {
                each.encode_name: _plain(getattr(value, each.name), _below(field, each.name))
                for each in _fields(type(value))
                if getattr(value, each.name) is not UNSET
            }
        case Mapping():
            items = cast("Mapping[object, object]", value).items()
            return {_key(key, name): _plain(each, _below(field, str(key))) for key, each in items}
        case list() | tuple():
            values = cast("list[object] | tuple[object, ...]", value)
            return [_plain(each, f"{field}[{index}]") for index, each in enumerate(values)]
        case _:
            raise TypeError(f"{name}: a {type(value).__name__} cannot be sent")


# Without the cache, msgspec evaluates the annotations of the class each time.
_fields = cache(msgspec.structs.fields)


def _below(field: str, key: str) -> str:
    return f"{field}.{key}" if field else key


def _key(key: object, name: str) -> str:
    if not isinstance(key, str):
        raise TypeError(f"{name}: keys must be str, not {type(key).__name__}")
    return text(key)
