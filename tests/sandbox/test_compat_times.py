"""Times and dates as the service reads and writes them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from pluralkit_sandbox.compat import times
from pluralkit_sandbox.compat.convert import ConversionError

NOON = times.from_datetime(datetime(2022, 1, 2, 12, tzinfo=UTC))


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
    assert times.parse_time(text) == NOON


def test_a_day_begins_at_midnight_and_fractions_are_cut_to_microseconds() -> None:
    assert times.parse_time("2022-01-02") == NOON - 12 * 3600 * 1_000_000
    assert times.parse_time("2022-01-02T12:00:00.1234567Z") == NOON + 123456


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
        times.parse_time(text)


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
    assert times.parse_instant("2022-01-02T12:00:00,5Z") == NOON + 500_000
    with pytest.raises(ConversionError):
        times.parse_instant(text)


@pytest.mark.parametrize(
    ("microseconds", "text"),
    [
        (0, "1970-01-01T00:00:00Z"),
        (NOON + 500_000, "2022-01-02T12:00:00.5Z"),
        (-1, "1969-12-31T23:59:59.999999Z"),
    ],
)
def test_times_are_written_without_zeros_at_the_end(microseconds: int, text: str) -> None:
    assert times.format_instant(microseconds) == text


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
