"""Helpers on models: colours, avatars, birthdays, members by name."""

from __future__ import annotations

from datetime import date

import pytest
from pluralkit_api import operations
from pluralkit_api.models import MemberGuildSettings, SystemGuildSettings
from pluralkit_tools import testing
from pluralkit_tools.helpers import (
    avatar_to_show,
    birthday,
    birthday_without_year,
    color_from_int,
    color_to_int,
    member_by_name,
)

MARIS = testing.member(name="Maris")


@pytest.mark.parametrize(("color", "number"), [("00aaff", 0x00AAFF), ("#FFFFFF", 0xFFFFFF), ("000000", 0)])
def test_a_colour_is_a_number_and_back(color: str, number: int) -> None:
    assert color_to_int(color) == number
    assert color_from_int(number) == color.removeprefix("#").lower()
    assert color_to_int(None) is None


@pytest.mark.parametrize(
    "color", ["", "red", "12345", "1234567", "0x12ab", "12 345", "+12345", "1_2345", "gggggg"]
)
def test_what_is_no_colour_is_refused(color: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        color_to_int(color)


@pytest.mark.parametrize("number", [-1, 0x1000000])
def test_a_number_that_is_no_colour_is_refused(number: int) -> None:
    with pytest.raises(ValueError, match="0xFFFFFF"):
        color_from_int(number)


def test_the_avatar_is_the_first_that_is_set() -> None:
    member = testing.member(avatar_url="https://m", webhook_avatar_url="https://w")
    system = testing.system(avatar_url="https://s")
    guild = testing.make(MemberGuildSettings, avatar_url="https://mg")
    system_guild = testing.make(SystemGuildSettings, avatar_url="https://sg")
    assert avatar_to_show(member, guild=guild, system=system, system_guild=system_guild) == "https://mg"
    assert avatar_to_show(member, guild=testing.make(MemberGuildSettings)) == "https://w"
    assert avatar_to_show(member, system=system, proxied=False) == "https://m"
    assert avatar_to_show(MARIS, system=system, system_guild=system_guild) == "https://sg"
    assert avatar_to_show(MARIS, system=system) == "https://s"
    assert avatar_to_show(MARIS) is None


def test_a_birthday_may_have_no_year() -> None:
    leap = testing.member(birthday=birthday_without_year(2, 29))
    assert birthday(leap) == (2, 29, None)
    assert birthday(testing.member(birthday=date(1999, 5, 12))) == (5, 12, 1999)
    assert birthday(MARIS) is None
    request = operations.update_member("maris", birthday=birthday_without_year(5, 12))
    assert request.body == {"birthday": date(4, 5, 12)}
    with pytest.raises(ValueError, match="day"):
        birthday_without_year(2, 30)


def test_a_member_is_found_by_name_before_other_case_before_display_name() -> None:
    lower = testing.member(name="maris")
    shown = testing.member(name="Wren", display_name="MARIS")
    assert member_by_name([shown, lower, MARIS], "Maris") == MARIS
    assert member_by_name([shown, lower], " Maris ") == lower
    assert member_by_name([shown, testing.member(name="Ada")], "maris") == shown
    assert member_by_name([shown, MARIS], "nobody") is None
    assert member_by_name([testing.member(name="Ada")], "") is None
    twin = testing.member(name="Maris", seed=1)
    with pytest.raises(LookupError, match=f"{MARIS.id}, {twin.id}"):
        member_by_name([MARIS, lower, twin], "Maris")
