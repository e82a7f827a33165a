"""Timestamps and dates as the service parses, stores and formats them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from pluralkit_sandbox.compat import times
from pluralkit_sandbox.compat.convert import ConversionError

NOON = times.from_datetime(datetime(2022, 1, 2, 12, tzinfo=UTC)) * 1000


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("2022-01-02T12:00:00Z", NOON),
        ("2022-01-02T12:00:00.5Z", NOON + 500_000_000),
        ("2022-01-02T12:00:00,000000001Z", NOON + 1),
        ("2022-01-01T24:00:00Z", NOON - 12 * 3600 * 10**9),
        ("2022-01-01T24:00:00.000Z", NOON - 12 * 3600 * 10**9),
        ("1970-01-01T00:00:00Z", 0),
        ("0001-01-01T00:00:00Z", -62_135_596_800 * 10**9),
        ("0000-12-31T23:59:59Z", -62_135_596_801 * 10**9),
        ("-0001-12-31T00:00:00Z", -(62_135_596_800 + 367 * 86_400) * 10**9),
    ],
)
def test_instants(text: str, time: int) -> None:
    assert times.parse_instant(text) == time


@pytest.mark.parametrize(
    "text",
    [
        "2022-01-02",
        "2022-01-02T12:00:00",
        "2022-01-02T12:00:00+00:00",
        "2022-01-02 12:00:00Z",
        "2022-01-02T12:00Z",
        "2022-01-02T12:00:00z",
        "2022-01-02T12:00:00.Z",
        "2022-01-02T12:00:00.1234567890Z",
        "22-01-02T12:00:00Z",
        "+2022-01-02T12:00:00Z",
        "12022-01-02T12:00:00Z",
        "2022-02-29T12:00:00Z",
        "-0001-02-29T12:00:00Z",
        "2022-01-02T24:00:01Z",
        "2022-01-02T24:00:00.1Z",
        "2022-01-02T25:00:00Z",
        "2022-01-02T12:60:00Z",
        "2022-01-02T12:00:60Z",
        "9999-12-31T24:00:00Z",
        " 2022-01-02T12:00:00Z",
        "2022-01-02T12:00:00Z\n",
    ],
)
def test_no_instants(text: str) -> None:
    with pytest.raises(ConversionError):
        times.parse_instant(text)


@pytest.mark.parametrize(
    "text",
    [
        "1970-01-01T00:00:00Z",
        "1969-12-31T23:59:59.999999999Z",
        "2022-01-02T12:00:00.5Z",
        "2000-02-29T23:59:59.00000001Z",
        "9999-12-31T23:59:59.999999999Z",
        "0001-01-01T00:00:00Z",
        "0000-02-29T00:00:00Z",
        "-0004-02-29T12:34:56.789Z",
        "-4713-11-24T00:00:00Z",
        "-9998-01-01T00:00:00Z",
    ],
)
def test_an_instant_is_written_as_it_is_read(text: str) -> None:
    assert times.format_instant(times.parse_instant(text)) == text


@pytest.mark.parametrize(
    ("time", "kept"),
    [
        ("2022-01-02T12:00:00.123456Z", "2022-01-02T12:00:00.123456Z"),
        ("2022-01-02T12:00:00.123456999Z", "2022-01-02T12:00:00.123456Z"),
        # What is cut is cut towards the year 2000.
        ("1950-01-01T00:00:00.000000001Z", "1950-01-01T00:00:00.000001Z"),
        ("1999-12-31T23:59:59.9999999Z", "2000-01-01T00:00:00Z"),
        ("9999-12-31T23:59:59.999999998Z", "9999-12-31T23:59:59.999999Z"),
        # The first and the last time are infinite to the database.
        ("9999-12-31T23:59:59.999999999Z", "9999-12-31T23:59:59.999999999Z"),
        ("-9998-01-01T00:00:00Z", "-9998-01-01T00:00:00Z"),
        ("-4713-11-24T00:00:00Z", "-4713-11-24T00:00:00Z"),
    ],
)
def test_microseconds_are_kept(time: str, kept: str) -> None:
    instant = times.parse_instant(time)
    assert times.format_stored(times.to_stored(instant)) == kept
    assert times.is_stored_exactly(instant) is (time == kept)


@pytest.mark.parametrize("time", ["-4713-11-23T23:59:59Z", "-9998-01-01T00:00:01Z", "-5000-01-01T00:00:00Z"])
def test_times_that_cannot_be_kept(time: str) -> None:
    instant = times.parse_instant(time)
    assert not times.is_stored_exactly(instant)
    with pytest.raises(ConversionError):
        times.to_stored(instant)


def test_infinite_times_sort_last() -> None:
    last = [times.to_stored(times.parse_instant(f"9999-12-31T23:59:59.99999999{digit}Z")) for digit in "089"]
    assert last[0] == last[1] < last[2]


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
    assert times.parse_date(text) == date
