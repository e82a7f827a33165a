"""Conversion of input to texts, booleans, numbers and ids as the service, a C# program, does it.

The service reads bodies with Newtonsoft.Json and converts values with `Convert.ChangeType` (invariant
culture), so it accepts a number as a name and "True" as a boolean. Each function here is one of these
conversions; it raises `ConversionError` for what the service cannot convert.
"""

from __future__ import annotations

import math
import re
from datetime import datetime
from decimal import Decimal

WHITE_SPACE = "\\t-\\r \\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000"
"""White space of C#, as the content of a character class of a regular expression."""

_BLANK = re.compile(f"[{WHITE_SPACE}]*")
_INTEGER = re.compile(r"[\t-\r ]*([+-]?[0-9]+)[\t-\r ]*\0*")
_GUID = re.compile(r"[0-9a-fA-F]{32}|(\{)?[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}(?(1)\})")
_SHORT_ID = re.compile(r"[a-z]{5,6}")


class ConversionError(ValueError):
    """The service cannot convert a value: it responds with 400, or fails."""


def length(text: str) -> int:
    """Return the length of a text in UTF-16 code units, as C# and the contract count it."""
    return len(text) + sum(character > "\uffff" for character in text)


def is_blank(text: str) -> bool:
    """Return whether a text has only C# white space, which is a subset of Python's."""
    return _BLANK.fullmatch(text) is not None


def to_text(value: object) -> str | None:
    """Convert a JSON value to a text.

    Raises:
        ConversionError: The value is a list, an object, or an integer of more than 64 bits.
    """
    match value:
        case None:
            return None
        case str():
            return value
        case bool():
            return "True" if value else "False"
        case int() if -(2**63) <= value < 2**63:
            return str(value)
        case float():
            return _float_text(value)
        case datetime():
            return f"{value:%m/%d/}{value.year:04}{value: %H:%M:%S}"
        case _:
            raise ConversionError


def to_bool(value: object) -> bool:
    """Convert a JSON value to a boolean: zero is false, other numbers are true, texts match in any case.

    Raises:
        ConversionError: The value is neither a number nor "true" or "false".
    """
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
    """Convert a JSON value to a 32-bit integer; halves are rounded to even.

    Raises:
        ConversionError: The value is not a number, or out of range.
    """
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
    assert isinstance(exponent, int)  # noqa: S101 (only NaN and infinities have other exponents)
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
    """Return a UUID in any format of .NET in the service's output format; None for other texts."""
    if not _GUID.fullmatch(text):
        return None
    digits = re.sub(r"[^0-9a-f]", "", text.lower())
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


def parse_short_id(text: str) -> str | None:
    """Return a short id, in any case and with hyphens anywhere, in its stored form; None for other texts."""
    text = text.lower().replace("-", "")
    return text if _SHORT_ID.fullmatch(text) else None
