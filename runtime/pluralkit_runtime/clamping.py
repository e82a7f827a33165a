"""Times that `datetime` cannot hold: clamped to its limits, with the text that the server sent kept.

The service takes years from -9998 to 9999 for switches. One such time must not make a whole list unreadable.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta, tzinfo
from typing import Any, cast

import msgspec
from msgspec.structs import fields, force_setattr

_TIME = re.compile(r"([+-]?[0-9]{4,9})-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]+)?Z")
_STAND_IN = "0001-01-01T00:00:00Z"


class ClampedTime(tzinfo):
    """UTC, for a datetime in place of a time outside its range.

    Args:
        text: The time as the server sent it. Sending the datetime back sends this text.
    """

    def __init__(self, text: str = "") -> None:
        self.text = text

    def __reduce__(self) -> tuple[type[ClampedTime], tuple[str]]:
        return ClampedTime, (self.text,)

    def utcoffset(self, _dt: datetime | None, /) -> timedelta:
        return timedelta(0)

    def dst(self, _dt: datetime | None, /) -> None:
        return None

    def tzname(self, _dt: datetime | None, /) -> str:
        return "UTC"

    def __repr__(self) -> str:
        return f"ClampedTime({self.text!r})"


def clamp(text: str) -> datetime | None:
    """Return the limit of `datetime` that is next to a time beyond its limits.

    Args:
        text: A timestamp as the API sends it, RFC 3339.

    Returns:
        An aware datetime that remembers `text`; None for a text that is no time, or one that `datetime` can
        hold.
    """
    found = _TIME.fullmatch(text)
    if found is None:
        return None
    if int(found[1]) < 1:
        return datetime.min.replace(tzinfo=ClampedTime(text))
    try:
        msgspec.convert(text, datetime)
    except msgspec.ValidationError:
        # Later than the last microsecond, also where rounding a fraction leads there.
        return datetime.max.replace(tzinfo=ClampedTime(text)) if _is_late(text) else None
    return None


def decode_clamped(decoder: Callable[[bytes], Any], content: bytes) -> Any:
    """Decode JSON with all times beyond the limits of `datetime` clamped.

    Args:
        decoder: Decodes the JSON to its type. It has failed on `content`.
        content: The JSON.

    Returns:
        What `decoder` makes of the JSON; None where it has no time to clamp.

    Raises:
        msgspec.DecodeError: The JSON is wrong in another way, too.
    """
    raw = msgspec.json.decode(content)
    stand_ins = _replace(raw)
    if stand_ins == raw:
        return None
    return _restore(decoder(msgspec.json.encode(stand_ins)), raw)


def _is_late(text: str) -> bool:
    return int(text.lstrip("+").partition("-")[0]) > 9999 or text.startswith("9999-12-31T23:59:59.999999")


def _replace(raw: object) -> object:
    match raw:
        case str():
            return _STAND_IN if clamp(raw) else raw
        case list():
            return [_replace(each) for each in cast("list[object]", raw)]
        case dict():
            return {key: _replace(each) for key, each in cast("dict[str, object]", raw).items()}
        case _:
            return raw


def _restore(decoded: object, raw: object) -> object:
    """Put the clamped time, or the text itself, where a stand-in was decoded."""
    result = decoded
    match decoded, raw:
        case datetime(), str():
            return clamp(raw) or decoded
        case str(), str():
            return raw if clamp(raw) else decoded
        case list(), list():
            items = cast("list[object]", decoded)
            items[:] = map(_restore, items, cast("list[object]", raw))
        case dict(), dict():
            values, texts = cast("dict[str, object]", decoded), cast("dict[str, object]", raw)
            for key, value in values.items():
                values[key] = _restore(value, texts[key])
        case msgspec.Struct(), dict():
            texts = cast("dict[str, object]", raw)
            for field in fields(decoded):
                if field.encode_name in texts:
                    value = _restore(getattr(decoded, field.name), texts[field.encode_name])
                    force_setattr(decoded, field.name, value)
        case _:
            pass
    return result
