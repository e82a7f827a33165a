"""Times outside the range of `datetime` are clamped, and sent back unchanged."""

from __future__ import annotations

import json
import pickle
from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest
from msgspec import Struct
from pluralkit_runtime.codec import AwareDatetime, DecodeError, decode
from pluralkit_runtime.json_body import encode, timestamp

EARLY, LATE = "-4712-01-01T00:00:00.5Z", "10000-01-01T00:00:00Z"
MIN, MAX = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)


class Item(Struct, frozen=True, kw_only=True):
    when: AwareDatetime | None
    note: str = ""
    raw: Any = None


def decoded(value: object, type_: Any = Item) -> Any:
    return decode(type_, json.dumps(value).encode())


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        (EARLY, MIN),
        ("0000-12-31T23:59:59Z", MIN),
        (LATE, MAX),
        ("9999-12-31T23:59:59.9999999Z", MAX),
    ],
)
def test_times_out_of_range_are_clamped_and_sent_back_unchanged(text: str, limit: datetime) -> None:
    item = decoded({"when": text})
    assert item.when == limit
    assert item.when.tzname() == "UTC"
    assert timestamp(item.when, "before") == text
    assert json.loads(encode({"timestamp": item.when})) == {"timestamp": text}
    assert timestamp(pickle.loads(pickle.dumps(item.when)), "before") == text
    assert msgspec.json.decode(msgspec.json.encode(item), type=Item).when == limit


def test_strings_and_times_in_range_are_unchanged() -> None:
    value = {"when": EARLY, "note": EARLY, "raw": {"deep": [LATE, 1, None]}}
    items = decoded([value, {"when": "2022-01-01T00:00:00Z"}, {"when": None}], list[Item])
    assert (items[0].note, items[0].raw) == (EARLY, {"deep": [LATE, 1, None]})
    assert [item.when for item in items] == [MIN, datetime(2022, 1, 1, tzinfo=UTC), None]


def test_fractions_of_microseconds_are_rounded() -> None:
    assert decoded({"when": "2022-01-01T00:00:00.1234565001Z"}).when.microsecond == 123457


@pytest.mark.parametrize(
    "value", [{"when": EARLY, "note": 5}, {"when": "soon"}, {"when": "-1-01-01T00:00:00Z"}]
)
def test_other_invalid_times_are_decode_errors(value: object) -> None:
    with pytest.raises(DecodeError):
        decoded(value)
