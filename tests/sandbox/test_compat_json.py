"""The sandbox reads JSON as laxly as the service."""

from __future__ import annotations

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pluralkit_sandbox.compat.json import MAX_DEPTH, JsonError, loads

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.floats(allow_nan=False)
    | st.text(st.characters(codec="utf-8")),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(codec="utf-8")), inner),
    max_leaves=20,
)


@given(VALUES, st.booleans())
def test_strict_json_is_read_as_it_is_meant(value: object, ascii_only: bool) -> None:
    assert loads(json.dumps(value, ensure_ascii=ascii_only)) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("{'a': 'b\"'}", {"a": 'b"'}),
        ("{a: 1, $b_1: 2}", {"a": 1, "$b_1": 2}),
        ('{"a": 1, "a": 2}', {"a": 2}),
        ("[1, 2,]", [1, 2]),
        ("{'a': 1,}", {"a": 1}),
        ("[1,,2]", [1, None, 2]),
        ("[,]", [None]),
        ("{'a':,}", {"a": None}),
        ("/* one */ [1 // two\n, 2]", [1, 2]),
        ("[0x1F, 010, 08.5, .5, 5., -.5, 1e2]", [31, 8, 8.5, 0.5, 5.0, -0.5, 100.0]),
        ("[Infinity, -Infinity, undefined]", [math.inf, -math.inf, None]),
        ('"line\nbreak"', "line\nbreak"),
        (r'"\'\/\u00e4\ud83d\ude00"', "'/ä😀"),
        ('{"a": 1} and more', {"a": 1}),
        ("\u00a0[1\u2003]", [1]),
    ],
)
def test_what_the_service_takes_is_taken(text: str, value: object) -> None:
    assert loads(text) == value


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "{",
        "[",
        "[1",
        "[1 2]",
        "{,}",
        "{'a'}",
        "{'a': 1 'b': 2}",
        "{'a': 1,,}",
        "{a b: 1}",
        '"open',
        r'"\x"',
        r'"\u12"',
        "tru",
        "True",
        "+1",
        "1-2",
        "--1",
        "0x",
        "09a",
        "1" * 400,
        "/* open",
        "new Date(1)",
        "]",
        "}",
        ":",
    ],
)
def test_what_is_no_json_is_refused(text: str) -> None:
    with pytest.raises(JsonError):
        loads(text)


def test_the_depth_is_limited() -> None:
    loads("[" * MAX_DEPTH + "]" * MAX_DEPTH)
    for bomb in ("[" * 500_000, "{a:" * 300_000, "[{a:" * 200_000):
        with pytest.raises(JsonError):
            loads(bomb)


def test_half_of_a_surrogate_pair_stays_one() -> None:
    assert loads(r'"\ud83d!"') == "\ud83d!"
