"""Comparison of timestamps as instants: `12:00:00Z` equals `14:00:00.000+02:00`."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import cast

_TIME = re.compile(r"-?\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")

_FRACTION = re.compile(r"\.\d+")


def instants(value: object) -> object:
    """Normalize every RFC 3339 timestamp in a JSON value."""
    if isinstance(value, str):
        return _in_utc(value) if _TIME.fullmatch(value) else value
    if isinstance(value, list):
        return [instants(each) for each in cast("list[object]", value)]
    if isinstance(value, dict):
        return {key: instants(each) for key, each in cast("dict[str, object]", value).items()}
    return value


def _in_utc(text: str) -> str:
    if text.startswith(("-", "0000")):  # the client clamps what `datetime` cannot hold
        return datetime.min.replace(tzinfo=UTC).isoformat()
    fraction = _FRACTION.search(text)
    try:
        time = datetime.fromisoformat(_FRACTION.sub("", text))
        if fraction:
            time += timedelta(microseconds=int(Decimal(fraction[0]) * 1_000_000 + Decimal("0.5")))
        return time.astimezone(UTC).isoformat()
    except OverflowError:
        return datetime.max.replace(tzinfo=UTC).isoformat()
    except ValueError:  # the 31st of February
        return text
