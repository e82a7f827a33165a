"""A diff shows all relevant changes, and nothing that is equal."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from pluralkit_tools.data import diff


def a_file() -> dict[str, Any]:
    return {
        "version": 2,
        "name": "Lighthouse",
        "accounts": [1],
        "config": {"timezone": "UTC", "card_show_color_hex": False},
        "members": [
            {"id": "annie", "uuid": "u1", "name": "Annie", "privacy": {"visibility": "public"}},
            {"id": "benny", "uuid": "u2", "name": "Benny", "privacy": {"visibility": "public"}},
        ],
        "groups": [{"id": "crews", "uuid": "u3", "name": "Crew", "members": ["annie"]}],
        "switches": [
            {"timestamp": "2024-01-02T00:00:00Z", "members": ["annie", "benny"]},
            {"timestamp": "2024-01-01T00:00:00Z", "members": []},
        ],
    }


def test_order_and_what_one_file_cannot_say_are_no_differences() -> None:
    other = deepcopy(a_file())
    for key in ("members", "groups", "switches"):
        other[key].reverse()
    other["switches"][1]["members"].reverse()
    other["switches"][0]["timestamp"] = "2024-01-01T00:00:00.000Z"
    del other["accounts"], other["config"]["card_show_color_hex"]
    assert not diff(a_file(), other)
    assert str(diff(a_file(), other)) == ""


def test_what_differs_is_named() -> None:
    other = deepcopy(a_file())
    other["name"] = None
    other["config"]["timezone"] = "Asia/Kolkata"
    other["members"][0]["name"] = "Ann"
    other["members"][0]["privacy"]["visibility"] = "private"
    other["members"][1] = {"id": "cathy", "uuid": "u9", "name": "Cathy"}
    other["groups"][0]["members"] = ["annie", "cathy"]
    other["switches"][0]["members"] = ["annie"]
    other["switches"][1]["timestamp"] = "2024-01-03T00:00:00Z"
    assert str(diff(a_file(), other)) == (
        "system\n"
        '  name: "Lighthouse" → null\n'
        "settings\n"
        '  timezone: "UTC" → "Asia/Kolkata"\n'
        "members\n"
        "  ~ Annie (annie)\n"
        '      name: "Annie" → "Ann"\n'
        '      privacy.visibility: "public" → "private"\n'
        "  - Benny (benny)\n"
        "  + Cathy (cathy)\n"
        "groups\n"
        "  ~ Crew (crews)\n"
        '      members: ["Annie (annie)"] → ["Annie (annie)", "Cathy (cathy)"]\n'
        "switches\n"
        "  + 2024-01-03T00:00:00Z  nobody\n"
        "  ~ 2024-01-02T00:00:00Z  Annie (annie), Benny (benny) → Annie (annie)\n"
        "  - 2024-01-01T00:00:00Z  nobody\n"
    )


def test_a_restored_member_is_found_by_its_name() -> None:
    other = deepcopy(a_file())
    other["members"][0].update(id="zzzzz", uuid="u8")
    other["groups"][0]["members"] = other["switches"][0]["members"] = ["zzzzz"]
    other["switches"][0]["members"] = ["zzzzz", "benny"]
    assert {(each.section, each.field) for each in diff(a_file(), other)} == {
        ("members", "id"),
        ("members", "uuid"),
    }
