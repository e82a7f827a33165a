"""Export files of all versions are parsed, and invalid ones are reported with the place of the error."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pluralkit_tools.data import DataError
from pluralkit_tools.data.export_file import load, parse


def a_file(**more: Any) -> dict[str, Any]:
    return {"members": [], "switches": [], **more}


def problems(**more: Any) -> list[str]:
    with pytest.raises(DataError) as caught:
        parse(a_file(**more))
    return list(caught.value.problems)


def fields(**member: Any) -> dict[str, Any]:
    (found,) = parse(a_file(members=[{"id": "abcde", "name": "A", **member}])).members
    return {key: value for key, value in found.fields.items() if key != "name"}


def test_a_prefix_and_a_suffix_are_a_proxy_tag() -> None:
    assert fields(prefix="A:", suffix=None) == {"proxy_tags": [{"prefix": "A:", "suffix": None}]}
    assert fields(prefix=None, suffix=None) == {"proxy_tags": []}
    tags = [{"prefix": "A:", "suffix": None}, {"prefix": None, "suffix": "-a"}]
    assert fields(prefix="A:", suffix=None, proxy_tags=tags) == {"proxy_tags": tags}


def test_one_privacy_level_stands_for_all() -> None:
    levels = fields(privacy="private")["privacy"]
    assert set(levels.values()) == {"private"}
    assert {"visibility", "name_privacy", "proxy_privacy"} <= levels.keys()


def test_privacy_levels_may_stand_beside_the_other_fields() -> None:
    assert fields(visibility="private", name_privacy=None)["privacy"] == {
        "visibility": "private",
        "name_privacy": "public",
    }
    assert parse(a_file(front_privacy="private")).system == {"privacy": {"front_privacy": "private"}}


def test_what_is_not_said_is_not_there() -> None:
    assert fields() == {}
    assert fields(privacy=None, keep_proxy=None, proxy_tags=None) == {}
    assert fields(description=None, color="", pronouns=" ") == {
        "description": None,
        "color": None,
        "pronouns": None,
    }


def test_a_time_zone_counts_beside_settings_alone() -> None:
    assert parse(a_file(timezone="Asia/Kolkata")).config == {}
    both = a_file(timezone="Asia/Kolkata", config={"timezone": "UTC", "member_limit": 3})
    assert parse(both).config == {"timezone": "Asia/Kolkata"}


def test_all_that_is_refused_is_named_with_its_place() -> None:
    assert problems(
        tag="x" * 80,
        config={"latch_timeout": "soon", "timezone": "Mars/Olympus"},
        members=[
            {"id": "one", "name": "\U0001f600" * 51, "birthday": "yesterday", "color": "pink"},
            {
                "id": "two",
                "name": "B",
                "avatar_url": "http://a.example",
                "proxy_tags": [{"prefix": "x" * 97}],
            },
        ],
        groups=[{"id": "g", "name": None, "members": ["one", "ghost"]}],
        switches=[{"timestamp": "2024-01-01T00:00:00+00:00", "members": ["ghost"]}],
    ) == [
        "tag: 80 characters, at most 79",
        "config.timezone: 'Mars/Olympus' is no time zone",
        "config.latch_timeout: must be integer or null",
        "members[0].name: 102 characters, at most 100",
        "members[0].color: 'pink' does not fit ^[0-9A-Fa-f]{6}$",
        "members[0].birthday: 'yesterday' is no date (YYYY-MM-DD)",
        "members[1].avatar_url: must be an address that begins with https://",
        "members[1].proxy_tags[0].prefix: 97 characters, at most 96",
        "members[1].proxy_tags[0]: together 97 characters, at most 96",
        "groups[0].name: must be string",
        "groups[0].members[1]: 'ghost' is no member of this file",
        "switches[0].members[0]: 'ghost' is no member of this file",
        "switches[0].timestamp: '2024-01-01T00:00:00+00:00' is no time in UTC that ends in Z",
    ]


def test_too_many_fronters_are_refused() -> None:
    members = [{"id": f"m{index}", "name": f"{index}"} for index in range(101)]
    switch = {"timestamp": "2024-01-01T00:00:00Z", "members": [each["id"] for each in members]}
    assert problems(members=members, switches=[switch]) == ["switches[0].members: 101 entries, at most 100"]


def test_two_switches_at_one_time_are_the_last_one() -> None:
    members = [{"id": "one", "name": "A"}, {"id": "two", "name": "B"}]
    time = "2024-01-01T00:00:00.1234567Z"
    switches = [
        {"timestamp": "2024-01-01T00:00:00.123456Z", "members": ["one"]},
        {"timestamp": time, "members": ["two", "two"]},
    ]
    found = parse(a_file(members=members, switches=switches))
    assert [(each.timestamp, each.members) for each in found.switches] == [(time, ("two",))]
    assert [each.partition(":")[0] for each in found.lost] == ["switches[0]", "switches[1].members"]


def test_a_file_may_begin_with_a_byte_order_mark(tmp_path: Path) -> None:
    path = tmp_path / "export.json"
    path.write_bytes(b'\xef\xbb\xbf{"switches": []}')
    assert load(path) == {"switches": []}


@pytest.mark.parametrize("content", [b"", b"[]", b"{", b"\xff"])
def test_what_is_no_json_object_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "export.json"
    path.write_bytes(content)
    with pytest.raises(DataError, match=r"export\.json"):
        load(path)
