"""The sandbox parses JSON as leniently as the service."""

from __future__ import annotations

import json
import math
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pluralkit_sandbox.compat.json import MAX_DEPTH, Constructor, JsonError, loads

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
def test_strict_json_is_parsed_like_the_standard_library(value: object, ascii_only: bool) -> None:
    assert loads(json.dumps(value, ensure_ascii=ascii_only)) == value


TAKEN: list[tuple[str, object]] = [
    ("{'a': 'b\"'}", {"a": 'b"'}),
    ("{a: 1, $b_1: 2}", {"a": 1, "$b_1": 2}),
    ('{"a": 1, "a": 2}', {"a": 2}),
    ("[1, 2,]", [1, 2]),
    ("{'a': 1,}", {"a": 1}),
    ("[1,,2]", [1, None, 2]),
    ("[,]", [None]),
    ("{'a':,}", {"a": None}),
    ("/* one */ [1, // two\n 2]", [1, " two", 2]),
    ("{/* a */ a: /* b */ 1 /* c */, // d\n}", {"a": 1}),
    ("[0x1F, 010, 0.5, .5, 5., -.5, 1e2]", [31, 8, 0.5, 0.5, 5.0, -0.5, 100.0]),
    ("[Infinity, -Infinity, undefined]", [math.inf, -math.inf, None]),
    ('"line\nbreak"', "line\nbreak"),
    (r'"\'\/\u00e4\ud83d\ude00"', "'/ä😀"),
    ('{"a": 1} and more', {"a": 1}),
    ("\u00a0[1\u2003]", [1]),
    ("\0{\0a\0:\0[1\0]}", {"a": [1]}),
    ("{'a': [1, {'b': 'c'", {"a": [1, {"b": "c"}]}),
    ("[[], 2 // two", [[], 2, " two"]),
    ("[[7", [[7]]),
    ("[0xFFFFFFFFFFFFFFFE, 01777777777777777777776]", [-2, -2]),
    (r'["\ud83d!", "\ude00"]', ["\ufffd!", "\ufffd"]),
    (r'["\ud83d\ud83d\ude00", "x\ud83d"]', ["\ufffd😀", "x\ufffd"]),
    ("[new Date(86399000)]", [datetime(1970, 1, 1, 23, 59, 59)]),
    ("[new Date(1999, 11, 31)]", [datetime(1999, 12, 31)]),
    ("[new Date(2000, 1, 29, 13, 5, 6, 7)]", [datetime(2000, 2, 29, 13, 5, 6, 7000)]),
    ("{a: new Map([1], {b: 2})}", {"a": Constructor("Map")}),
    ("[new List(1", [Constructor("List")]),
]


@pytest.mark.parametrize(("text", "value"), TAKEN)
def test_json_that_the_service_accepts_is_accepted(text: str, value: object) -> None:
    assert loads(text) == value


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "{",
        "[",
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
        "[1,",
        "{'a'",
        "{'a':",
        "{'a': 1,",
        "{'a': {",
        "[1 //",
        "{'a' /* b */: 1}",
        "[1}",
        "{'a': 1]",
        "\ufeff{}",
        "[new Date()]",
        "[new Date('1')]",
        "[new Date(1.5)]",
        "[new Date(1",
        "[new Date(1]",
        "[new Date(2000, 12)]",
        "[new Date(9999999999999999)]",
        "[new-Date(1)]",
        "[true)]",
        "0x1FFFFFFFFFFFFFFFF",
        "-0x1",
        "True",
        "+1",
        "08.5",
        "1-2",
        "--1",
        "0x",
        "09a",
        "1" * 400,
        "/* open",
        "]",
        "}",
        ":",
    ],
)
def test_invalid_json_is_rejected(text: str) -> None:
    with pytest.raises(JsonError):
        loads(text)


def test_the_depth_is_limited() -> None:
    loads("[" * MAX_DEPTH + "]" * MAX_DEPTH)
    for bomb in ("[" * 500_000, "{a:" * 300_000, "[{a:" * 200_000):
        with pytest.raises(JsonError):
            loads(bomb)


def test_typed_json_is_complete_and_keeps_spelling_in_lists() -> None:
    assert loads("{a: [1.50, true, 0x1F, NaN, null, 'b' /* c */], d: 2.0}", typed=True) == {
        "a": ["1.50", "true", "0x1F", "NaN", None, "b"],
        "d": 2.0,
    }
    for text in ("{a: [1]", "[1", "{a: [,1]}"):
        with pytest.raises(JsonError):
            loads(text, typed=True)
