"""How the service, a C# program, turns what it is sent into texts, booleans, numbers and ids.

The service reads bodies with Newtonsoft.Json and converts what it finds (`Convert.ChangeType`, invariant
culture), so a number is a fine name and "True" a fine boolean. Each function here is one of these
conversions; what the service cannot convert raises ConversionError.
"""

from __future__ import annotations

import math
import re
from datetime import datetime
from decimal import Decimal

WHITE_SPACE = "\\t-\\r \\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000"
"""The characters that C# takes for white space, as a regular expression has them within brackets."""

_BLANK = re.compile(f"[{WHITE_SPACE}]*")
_INTEGER = re.compile(r"[\t-\r ]*([+-]?[0-9]+)[\t-\r ]*\0*")
_GUID = re.compile(r"[0-9a-fA-F]{32}|(\{)?[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}(?(1)\})")
_SHORT_ID = re.compile(r"[a-z]{5,6}")


class ConversionError(ValueError):
    """The service could not convert a value: it answers 400, or fails."""


def length(text: str) -> int:
    """The length of a text in UTF-16 code units, as C# and the contract count it."""
    return len(text) + sum(character > "\uffff" for character in text)


def is_blank(text: str) -> bool:
    """Whether a text has nothing but white space, of which C# has less than Python."""
    return _BLANK.fullmatch(text) is not None


def to_text(value: object) -> str | None:
    """A value of JSON as a text; numbers and booleans become theirs.

    Raises ConversionError for lists and objects, and for integers beyond 64 bits.
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
