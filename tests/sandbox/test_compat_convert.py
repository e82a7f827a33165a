"""Conversions like those of a C# program."""

from __future__ import annotations

from datetime import datetime

import pytest
from pluralkit_sandbox.compat import convert
from pluralkit_sandbox.compat.convert import ConversionError
from pluralkit_sandbox.compat.json import Constructor


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, None),
        ("", ""),
        (True, "True"),
        (False, "False"),
        (-1, "-1"),
        (2**63 - 1, "9223372036854775807"),
        (1.0, "1"),
        (1.5, "1.5"),
        (-0.0, "-0"),
        (0.1, "0.1"),
        (100.0, "100"),
        (123456789012345.0, "123456789012345"),
        (1e15, "1E+15"),
        (1.25e20, "1.25E+20"),
        (0.0001, "0.0001"),
        (0.00001, "1E-05"),
        (1.5e-300, "1.5E-300"),
        (float("nan"), "NaN"),
        (float("-inf"), "-Infinity"),
        (datetime(987, 6, 5, 4, 3, 2, 1), "06/05/0987 04:03:02"),
        ("a\0b", "a\0b"),
    ],
)
def test_texts(value: object, text: str | None) -> None:
    assert convert.to_text(value) == text


@pytest.mark.parametrize("value", [[], {}, ["a"], 2**63, Constructor("Map")])
def test_no_texts(value: object) -> None:
    with pytest.raises(ConversionError):
        convert.to_text(value)


@pytest.mark.parametrize(
    ("value", "expected"),
    [(True, True), (0, False), (-2, True), (0.5, True), (0.0, False), ("true", True), (" FALSE ", False)],
)
def test_booleans(value: object, expected: bool) -> None:
    assert convert.to_bool(value) is expected


@pytest.mark.parametrize("value", [None, "", "yes", "1", [], {}, 2**64, datetime(1970, 1, 1)])
def test_no_booleans(value: object) -> None:
    with pytest.raises(ConversionError):
        convert.to_bool(value)


@pytest.mark.parametrize(
    ("value", "expected"), [(7, 7), (True, 1), (1.5, 2), (2.5, 2), (-1.5, -2), (" +30 ", 30), ("-1", -1)]
)
def test_integers(value: object, expected: int) -> None:
    assert convert.to_int(value) == expected


@pytest.mark.parametrize(
    "value", [None, "", "x", "1.5", "1e2", 2**31, -(2**31) - 1, 1e300, "9" * 10_000, float("nan"), []]
)
def test_no_integers(value: object) -> None:
    with pytest.raises(ConversionError):
        convert.to_int(value)


@pytest.mark.parametrize("text", ["", " ", "\t\r\n", "\x85\xa0\u2029\u3000"])
def test_blanks(text: str) -> None:
    assert convert.is_blank(text)


@pytest.mark.parametrize("text", ["x", "\0", "\x1c", "\u180e", "\u200b", "\ufeff", " \ufeff "])
def test_no_blanks(text: str) -> None:
    assert not convert.is_blank(text)


def test_lengths_count_utf16() -> None:
    assert convert.length("aé♥🜂") == 5


UUID = "3ca830c8-2ba0-4fdf-a912-d2ba4e1ee4cf"


@pytest.mark.parametrize("text", [UUID, UUID.upper(), UUID.replace("-", ""), f"{{{UUID}}}"])
def test_uuids_in_all_spellings(text: str) -> None:
    assert convert.parse_guid(text) == UUID


@pytest.mark.parametrize(
    "text", ["", UUID[:-1], f"{{{UUID}", f"{UUID}}}", f"urn:uuid:{UUID}", f" {UUID}", UUID + "\n"]
)
def test_no_uuids(text: str) -> None:
    assert convert.parse_guid(text) is None
