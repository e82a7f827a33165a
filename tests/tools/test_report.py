"""Fronting times are counted by the days of a time zone, and plotted."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pluralkit_tools.data import Report, report

HOUR = timedelta(hours=1)


def a_file(*switches: tuple[str, list[str]], zone: str = "UTC") -> dict[str, Any]:
    return {
        "config": {"timezone": zone},
        "members": [
            {"id": "annie", "name": "Annie", "color": "aabbcc"},
            {"id": "benny", "name": "Benny", "color": None},
            {"id": "twins", "name": "Benny"},
        ],
        "switches": [{"timestamp": time, "members": members} for time, members in switches],
    }


def times(made: Report) -> list[tuple[date, str, timedelta]]:
    return [(each.day, each.member, each.duration) for each in made.days]


def test_a_switch_lasts_until_the_next_one_and_the_last_until_the_end() -> None:
    file = a_file(
        ("2024-01-02T06:00:00Z", []),
        ("2024-01-02T01:00:00Z", ["annie", "benny"]),
        ("2024-01-01T22:00:00Z", ["annie"]),
        ("2024-01-02T08:00:00Z", ["benny"]),
    )
    made = report(file, until=datetime(2024, 1, 2, 9, tzinfo=UTC))
    assert times(made) == [
        (date(2024, 1, 1), "annie", 2 * HOUR),
        (date(2024, 1, 2), "annie", 6 * HOUR),
        (date(2024, 1, 2), "benny", 6 * HOUR),
    ]
    cut = report(file, since=datetime(2024, 1, 2, 5, tzinfo=UTC), until=datetime(2024, 1, 2, 8, tzinfo=UTC))
    assert times(cut) == [(date(2024, 1, 2), "annie", HOUR), (date(2024, 1, 2), "benny", HOUR)]


def test_a_day_is_one_of_the_time_zone_also_when_the_clocks_change() -> None:
    file = a_file(("2024-03-30T23:00:00Z", ["annie"]), zone="Europe/Paris")
    made = report(file, until=datetime(2024, 3, 31, 23, tzinfo=UTC))
    assert times(made) == [(date(2024, 3, 31), "annie", 23 * HOUR), (date(2024, 4, 1), "annie", HOUR)]
    in_utc = report(file, until=datetime(2024, 3, 31, 23, tzinfo=UTC), zone="UTC")
    assert times(in_utc) == [(date(2024, 3, 30), "annie", HOUR), (date(2024, 3, 31), "annie", 23 * HOUR)]


def test_the_table_and_the_csv_name_the_members() -> None:
    file = a_file(("2024-01-01T00:00:00Z", ["annie"]), ("2024-01-01T03:00:00Z", ["benny", "twins"]))
    made = report(file, until=datetime(2024, 1, 1, 3, 30, tzinfo=UTC))
    assert str(made) == (
        "Annie           3 h 00 min   75.0%\n"
        "Benny (benny)   0 h 30 min   12.5%\n"
        "Benny (twins)   0 h 30 min   12.5%\n"
    )
    rows = list(csv.DictReader(io.StringIO(made.csv())))
    assert rows[1] == {"day": "2024-01-01", "member": "benny", "name": "Benny (benny)", "hours": "0.5000"}


def test_a_system_that_never_switched_has_an_empty_report() -> None:
    made = report(a_file())
    assert (str(made), made.csv()) == ("", "day,member,name,hours\n")


@pytest.mark.parametrize(("name", "start"), [("a.png", b"\x89PNG"), ("a.svg", b"<?xml")])
def test_a_plot_is_a_picture(name: str, start: bytes, tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    file = a_file(("2024-01-01T00:00:00Z", ["annie"]), ("2024-01-02T03:00:00Z", ["benny", "twins"]))
    file["members"][1]["name"] = "_$x$ \U0001f431"  # no formula, and no letter of most fonts
    report(file, until=datetime(2024, 1, 4, tzinfo=UTC)).plot(tmp_path / name)
    picture = (tmp_path / name).read_bytes()
    assert picture.startswith(start)
    assert b"#aabbcc" in picture or name != "a.svg"
