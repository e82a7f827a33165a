"""Conversions as a C# program makes them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from pluralkit_sandbox import dotnet
from pluralkit_sandbox.dotnet import ConversionError


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
    ],
)
def test_texts(value: object, text: str | None) -> None:
    assert dotnet.to_text(value) == text


@pytest.mark.parametrize("value", [[], {}, ["a"], 2**63, "a\0b", "half \ud800"])
def test_no_texts(value: object) -> None:
    with pytest.raises(ConversionError):
        dotnet.to_text(value)


@pytest.mark.parametrize(
    ("value", "expected"),
    [(True, True), (0, False), (-2, True), (0.5, True), (0.0, False), ("true", True), (" FALSE ", False)],
)
def test_booleans(value: object, expected: bool) -> None:
    assert dotnet.to_bool(value) is expected


@pytest.mark.parametrize("value", [None, "", "yes", "1", [], {}, 2**64])
def test_no_booleans(value: object) -> None:
    with pytest.raises(ConversionError):
        dotnet.to_bool(value)


@pytest.mark.parametrize(
    ("value", "expected"), [(7, 7), (True, 1), (1.5, 2), (2.5, 2), (-1.5, -2), (" +30 ", 30), ("-1", -1)]
)
def test_integers(value: object, expected: int) -> None:
    assert dotnet.to_int(value) == expected


@pytest.mark.parametrize(
    "value", [None, "", "x", "1.5", "1e2", 2**31, -(2**31) - 1, 1e300, "9" * 10_000, float("nan"), []]
)
def test_no_integers(value: object) -> None:
    with pytest.raises(ConversionError):
        dotnet.to_int(value)


def test_lengths_count_utf16() -> None:
    assert dotnet.length("aé♥🜂") == 5


NOON = dotnet.from_datetime(datetime(2022, 1, 2, 12, tzinfo=UTC))


@pytest.mark.parametrize(
    "text",
    [
        "2022-01-02T12:00:00Z",
        "2022-01-02T12:00:00.000Z",
        "2022-01-02t12:00:00z",
        "2022-01-02T14:00:00+02:00",
        "2022-01-02T06:30:00-0530",
        "2022-01-02T12:00",
        " 2022-1-2 12:00:00 ",
        "2022/01/02 12:00",
        "1/2/2022 12:00:00 PM",
        "Sun, 02 Jan 2022 12:00:00 GMT",
    ],
)
def test_times_in_many_forms(text: str) -> None:
    assert dotnet.parse_time(text) == NOON


def test_a_day_begins_at_midnight_and_fractions_are_cut_to_microseconds() -> None:
    assert dotnet.parse_time("2022-01-02") == NOON - 12 * 3600 * 1_000_000
    assert dotnet.parse_time("2022-01-02T12:00:00.1234567Z") == NOON + 123456


@pytest.mark.parametrize(
    "text",
    [
        "",
        "garbage",
        "5",
        "2022-13-01",
        "2022-02-30T00:00:00Z",
        "2022-01-02T25:00:00Z",
        "2022-01-02T12:00:00+15:00",
        "0000-01-01T00:00:00Z",
        "2022-01-02T12:00:00+0260",
        "13/13/2022",
        "13:00",
        "1/2/2022 13:00 PM",
    ],
)
def test_no_times(text: str) -> None:
    with pytest.raises(ConversionError):
        dotnet.parse_time(text)


@pytest.mark.parametrize(
    "text",
    [
        "2022-01-02",
        "2022-01-02T12:00:00",
        "2022-01-02T12:00:00+00:00",
        "2022-01-02 12:00:00Z",
        "2022-01-02T12:00Z",
        "2022-01-02T12:00:00z",
        "2022-01-02T12:00:00.1234567890Z",
        "22-01-02T12:00:00Z",
        "2022-02-29T12:00:00Z",
    ],
)
def test_an_instant_has_one_form(text: str) -> None:
    assert dotnet.parse_instant("2022-01-02T12:00:00,5Z") == NOON + 500_000
    with pytest.raises(ConversionError):
        dotnet.parse_instant(text)


@pytest.mark.parametrize(
    ("microseconds", "text"),
    [
        (0, "1970-01-01T00:00:00Z"),
        (NOON + 500_000, "2022-01-02T12:00:00.5Z"),
        (-1, "1969-12-31T23:59:59.999999Z"),
    ],
)
def test_times_are_written_without_zeros_at_the_end(microseconds: int, text: str) -> None:
    assert dotnet.format_instant(microseconds) == text


UUID = "3ca830c8-2ba0-4fdf-a912-d2ba4e1ee4cf"


@pytest.mark.parametrize("text", [UUID, UUID.upper(), UUID.replace("-", ""), f"{{{UUID}}}"])
def test_uuids_in_all_spellings(text: str) -> None:
    assert dotnet.parse_guid(text) == UUID


@pytest.mark.parametrize(
    "text", ["", UUID[:-1], f"{{{UUID}", f"{UUID}}}", f"urn:uuid:{UUID}", f" {UUID}", UUID + "\n"]
)
def test_no_uuids(text: str) -> None:
    assert dotnet.parse_guid(text) is None


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2000-02-29", "2000-02-29"),
        ("0004-02-29", "0004-02-29"),
        ("2001-02-29", None),
        ("2000-1-1", None),
        ("0000-01-01", None),
        ("12000-01-01", None),
        ("2000-01-01T00:00:00Z", None),
        ("2000-01-01\n", None),
    ],
)
def test_dates(text: str, date: str | None) -> None:
    assert dotnet.parse_date(text) == date
