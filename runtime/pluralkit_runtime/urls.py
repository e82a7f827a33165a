"""Build URL paths and queries. A reference that could change which path is requested is refused."""

from __future__ import annotations

import re
from datetime import datetime
from urllib.parse import quote, unquote
from uuid import UUID

from msgspec import UNSET

from .json_body import number, text, timestamp

# What may stand in a path as it is (RFC 3986's pchar, "/" and the escapes' "%").
_PATH = "/%:@!$&'()*+,;="
_STRAY_PERCENT = re.compile("%(?![0-9A-Fa-f]{2})")


def fill(template: str, /, **values: str | int | UUID) -> str:
    """Fill a path template: `fill("/members/{member}", member="abcde")` is "/members/abcde".

    Args:
        template: The template.
        values: The references. Each is escaped as a whole: a "/", "?", "#" or "%" in it stays part of it.

    Raises:
        ValueError: A reference is empty, "." or "..", or contains control characters; the message names it.
        TypeError: A reference has a wrong type; the message names it.
    """
    return template.format_map({name: _reference(name, value) for name, value in values.items()})


def query(*pairs: tuple[str, object]) -> tuple[tuple[str, str], ...]:
    """Format query parameters: `query(("limit", 10), ("before", None))` is (("limit", "10"),).

    Args:
        pairs: Names and values; None and UNSET are left out.

    Raises:
        ValueError: A value cannot be sent; the message names it.
        TypeError: A value has a wrong type; the message names it.
    """
    return tuple(
        (_sendable("the name of a parameter", name), _parameter(name, value))
        for name, value in pairs
        if value is not None and value is not UNSET
    )


def check(path: str) -> str:
    """Check a path that a user wrote, and escape it where it must be. Valid escapes stay as they are.

    Args:
        path: The path below the base URL.

    Raises:
        ValueError: It could lead elsewhere: a scheme or host, "." and ".." as segments (escaped too), "?",
            "#", backslashes, control characters.
    """
    if not path.startswith("/") or path.startswith("//"):
        raise ValueError("path: must start with one '/' and follow on the base URL, such as '/members/abcde'")
    if "?" in path or "#" in path:
        raise ValueError("path: takes no query or fragment: use params=, or write %3F and %23")
    plain = _sendable("path", unquote(path))
    if "\\" in plain:
        raise ValueError("path: a backslash cannot stand in a path")
    if not {".", ".."}.isdisjoint(plain.split("/")):
        raise ValueError("path: '.' and '..' cannot stand in a path")
    return quote(_STRAY_PERCENT.sub("%25", path), safe=_PATH)


def _reference(name: str, value: object) -> str:
    if not isinstance(value, str | int | UUID) or isinstance(value, bool):
        raise TypeError(f"{name}: a reference is a str, an int or a UUID, not {type(value).__name__}")
    reference = _sendable(name, _plain(value))
    if reference in ("", ".", ".."):
        raise ValueError(f"{name}: {reference!r} is no reference")
    return quote(reference, safe="")


def _parameter(name: str, value: object) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case str() | int() | UUID():
            return _sendable(name, _plain(value))
        case datetime():
            return timestamp(value, name)
        case _:
            kind = type(value).__name__
            raise TypeError(f"{name}: a parameter is a str, int, bool, UUID or datetime, not {kind}")


def _plain(value: str | int | UUID) -> str:
    match value:
        case str():
            return text(value)
        case int():
            return str(number(value))
        case _:
            return str(value)


def _sendable(name: str, value: str) -> str:
    if any(character < " " or character == "\x7f" for character in value):
        raise ValueError(f"{name}: contains a control character")
    try:
        value.encode()
    except UnicodeEncodeError:
        raise ValueError(f"{name}: contains a lone surrogate, which is no text") from None
    return value
