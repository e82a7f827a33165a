"""From references and parameters to a path and a query that say what was meant, and nothing else.

`fill(template, **values)`   a path template with its references escaped
`query(*pairs)`              query parameters as text, those that were left out left out
`check(path)`                a path that a user wrote, for `Client.request`

A reference that could change which path is asked for is refused with a ValueError that names it.
"""

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
    """`fill("/members/{member}", member="abcde")` is "/members/abcde".

    Each value is escaped as a whole: a "/", "?", "#" or "%" in it stays part of the reference. Empty
    references, "." and "..", and control characters are refused with a ValueError that names the placeholder.
    """
    return template.format_map({name: _reference(name, value) for name, value in values.items()})


def query(*pairs: tuple[str, object]) -> tuple[tuple[str, str], ...]:
    """`query(("limit", 10), ("before", None))` is (("limit", "10"),): None and UNSET are left out."""
    return tuple(
        (_sendable("the name of a parameter", name), _parameter(name, value))
        for name, value in pairs
        if value is not None and value is not UNSET
    )


def check(path: str) -> str:
    """A path that a user wrote, relative to the base URL: checked, and escaped where it must be.

    Valid escapes in it stay as they are. ValueError for what could lead elsewhere: a scheme or host, "." and
    ".." as segments (escaped too), "?", "#", backslashes, control characters.
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
