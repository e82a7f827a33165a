"""Times in JSON, compared as instants: `12:00:00Z` and `14:00:00.000+02:00` are the same one."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import cast

_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")


def instants(value: object) -> object:
    """`value` with every text that is a time (RFC 3339) written in one way."""
    if isinstance(value, str):
        return _in_utc(value) if _TIME.fullmatch(value) else value
    if isinstance(value, list):
        return [instants(each) for each in cast("list[object]", value)]
    if isinstance(value, dict):
        return {key: instants(each) for key, each in cast("dict[str, object]", value).items()}
    return value


def _in_utc(text: str) -> str:
    try:
        return datetime.fromisoformat(text).astimezone(UTC).isoformat()
    except (ValueError, OverflowError):  # the 31st of February; the year 0
        return text
