"""Encoding and decoding of bodies."""

from __future__ import annotations

import json
import pickle
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from enum import Enum
from typing import Any
from uuid import UUID

import msgspec
import pytest
from msgspec import UNSET
from pluralkit_runtime.codec import DecodeError, decode
from pluralkit_runtime.json_body import encode

from tests.runtime.support import ANNIE, Level, Member, PublicSettings, Settings


def as_json(value: object) -> bytes:
    return json.dumps(value).encode()


def test_decoding_and_encoding_round_trips() -> None:
    for body in (ANNIE, {**ANNIE, "level": None, "created": None, "birthday": None, "webhook": None}):
        assert json.loads(encode(decode(Member, as_json(body)))) == body


def test_absent_fields_differ_from_null() -> None:
    assert decode(Member, as_json(ANNIE)).webhook is msgspec.UNSET
    assert decode(Member, as_json({**ANNIE, "webhook": None})).webhook is None


def test_unknown_fields_are_ignored() -> None:
    assert decode(Member, as_json({**ANNIE, "new": [1]})) == decode(Member, as_json(ANNIE))


def test_an_unknown_enum_value_is_kept() -> None:
    member = decode(Member, as_json({**ANNIE, "level": "friends"}))
    assert isinstance(member.level, Level)
    assert member.level == "friends"
    assert f"{member.level}" == "friends"
    assert json.loads(encode(member))["level"] == "friends"
    assert pickle.loads(pickle.dumps(member)) == member
    assert list(Level) == [Level.PUBLIC, Level.PRIVATE]


def test_an_enum_value_that_is_not_a_str_is_a_value_error() -> None:
    with pytest.raises(ValueError, match="5"):
        Level(5)  # type: ignore[arg-type] # the mistake is meant


def test_a_union_decodes_to_the_first_model_whose_fields_are_present() -> None:
    assert decode(Settings | PublicSettings, b'{"pings": true, "zone": "UTC"}') == Settings(
        pings=True, zone="UTC"
    )
    assert decode(Settings | PublicSettings, b'{"pings": true}') == PublicSettings(pings=True)
    # The unions are equal, the orders are not.
    assert decode(PublicSettings | Settings, b'{"pings": true, "zone": "UTC"}') == PublicSettings(pings=True)


def test_an_invalid_model_is_not_decoded_as_one_with_fewer_fields() -> None:
    with pytest.raises(DecodeError, match="zone"):
        decode(Settings | PublicSettings, b'{"pings": true, "zone": 5}')
    with pytest.raises(DecodeError, match="zone"):
        decode(Settings | PublicSettings, b"{}")
    with pytest.raises(DecodeError, match="array"):
        decode(Settings | PublicSettings, b"[]")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<html>",
        as_json(ANNIE)[:-1],
        as_json(ANNIE) + b"x",
        b"\xef\xbb\xbf" + as_json(ANNIE),
        b'{"id": "\xff"}',
        b'{"id": "\\ud800"}',
        b'{"x": ' + b"[" * 100_000,
        as_json([ANNIE]),
        as_json({**ANNIE, "name": 5}),
        as_json({**ANNIE, "name": None}),
        as_json({**ANNIE, "uuid": "annie"}),
        as_json({**ANNIE, "birthday": "2023-02-30"}),
        as_json({**ANNIE, "level": 1}),
        as_json({key: value for key, value in ANNIE.items() if key != "name"}),
    ],
    ids=range(15),
)
def test_json_that_does_not_match_the_model_is_a_decode_error(content: bytes) -> None:
    with pytest.raises(DecodeError):
        decode(Member, content)


def test_a_timestamp_without_a_time_zone_is_a_decode_error() -> None:
    with pytest.raises(DecodeError, match=r"timezone.*\$\.created"):
        decode(Member, as_json({**ANNIE, "created": "2021-03-04T05:06:07"}))


def test_bodies_are_encoded_for_the_api() -> None:
    body = {
        "timestamp": datetime(2024, 5, 1, 12, tzinfo=timezone(timedelta(hours=2))),
        "birthday": date(4, 2, 29),
        "level": Level.PRIVATE,
        "members": [UUID("134ba358-9c6c-4ff7-9e7f-c51cade930c5"), "abcde"],
        "nested": ({"at": datetime(2024, 5, 1, microsecond=5, tzinfo=UTC)},),
        "cleared": None,
    }
    assert json.loads(encode(body)) == {
        "timestamp": "2024-05-01T10:00:00Z",
        "birthday": "0004-02-29",
        "level": "private",
        "members": ["134ba358-9c6c-4ff7-9e7f-c51cade930c5", "abcde"],
        "nested": [{"at": "2024-05-01T00:00:00.000005Z"}],
        "cleared": None,
    }


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"timestamp": datetime(2024, 5, 1)}, "timestamp: "),
        ({"a": [{"b": datetime(2024, 5, 1)}]}, r"a\[0\]\.b: "),
        ({"timestamp": datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=2)))}, "timestamp: "),
        ({"limit": float("nan")}, "limit: "),
        ({"limit": float("inf")}, "limit: "),
        (float("nan"), "the body: "),
        ({"name": "\ud800"}, "surrogate"),
    ],
)
def test_a_body_that_json_cannot_represent_is_a_value_error(body: Any, field: str) -> None:
    with pytest.raises(ValueError, match=field):
        encode(body)


class Shade(Enum):
    DARK = "dark"


class Word(str):
    """Says something else of itself, as markup does."""

    __slots__ = ()

    def __str__(self) -> str:
        return "a word"


class Count(int):
    pass


class Moment(datetime):
    """Prints in a way of its own, as pendulum's does."""

    def isoformat(self, *_: Any, **__: Any) -> str:
        return "soon"


def test_subclasses_are_encoded_as_their_base_types() -> None:
    body = {
        Word("name"): Word("Annie"),
        "count": Count(3),
        "at": Moment(2024, 5, 1, 12, tzinfo=timezone(timedelta(hours=2))),
        "shade": Shade.DARK,
    }
    assert json.loads(encode(body)) == {
        "name": "Annie",
        "count": 3,
        "at": "2024-05-01T10:00:00Z",
        "shade": "dark",
    }


def test_fields_of_models_in_a_body_are_checked() -> None:
    model = Member(id="a", uuid=UUID(int=1), name="A", level=None, created=datetime(2024, 5, 1))
    with pytest.raises(ValueError, match=r"members\[0\]\.created: .* has no time zone"):
        encode({"members": [model]})


@pytest.mark.parametrize(
    "value", [object(), b"bytes", bytearray(), {"a"}, frozenset("a"), Decimal(1), timedelta(1), 1j, UNSET]
)
def test_a_value_of_an_unsupported_type_is_a_type_error_that_names_its_field(value: Any) -> None:
    with pytest.raises(TypeError, match=rf"^a\[0\]\.b: a {type(value).__name__} cannot be sent"):
        encode({"a": [{"b": value}]})


def test_a_key_that_is_not_a_str_is_a_type_error() -> None:
    with pytest.raises(TypeError, match=r"^a: keys must be str, not int"):
        encode({"a": {1: 2}})
