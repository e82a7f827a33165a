"""Small functions on models that programs need again and again."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date
from typing import Final, NamedTuple, TypeVar

from pluralkit_api.models import (
    Member,
    MemberGuildSettings,
    MessageMember,
    System,
    SystemGuildSettings,
)
from pluralkit_api.schemas import SCHEMAS

M = TypeVar("M", Member, MessageMember)

_HIDDEN_YEAR: Final[int] = SCHEMAS["Member"]["properties"]["birthday"]["x-pluralkit-hidden-year"]
_COLORS = 1 << 24


def color_to_int(color: str | None) -> int | None:
    """Convert a colour of a model to a number, as Discord's libraries take it: "00aaff" to 0x00AAFF.

    Args:
        color: Six hexadecimal digits, with or without "#" in front; None gives None.

    Raises:
        ValueError: It is no colour.
    """
    if color is None:
        return None
    digits = color.removeprefix("#")
    if not re.fullmatch("[0-9a-fA-F]{6}", digits):
        raise ValueError(f"{color!r} is not six hexadecimal digits")
    return int(digits, 16)


def color_from_int(color: int) -> str:
    """Convert a number to a colour as the API takes it: 0x00AAFF to "00aaff".

    Args:
        color: The number, from 0 to 0xFFFFFF.

    Raises:
        ValueError: It is below 0 or above 0xFFFFFF.
    """
    if not 0 <= color < _COLORS:
        raise ValueError(f"{color} is not a colour: it must be from 0 to 0xFFFFFF")
    return f"{color:06x}"


def avatar_to_show(
    member: Member | MessageMember,
    *,
    guild: MemberGuildSettings | None = None,
    system: System | None = None,
    system_guild: SystemGuildSettings | None = None,
    proxied: bool = True,
) -> str | None:
    """Choose the picture of a member as the bot does.

    The first that is set counts: the member's for the Discord server, the member's for proxied messages, the
    member's own, the system's for the server, the system's own.

    Args:
        member: The member.
        guild: The member's settings for the server on which it is shown.
        system: The member's system.
        system_guild: The system's settings for that server.
        proxied: Whether it is for a proxied message; else the member's picture for these is left out.

    Returns:
        The address; None where there is no picture, or it is private.
    """
    found = (
        guild and guild.avatar_url,
        member.webhook_avatar_url if proxied else None,
        member.avatar_url,
        system_guild and system_guild.avatar_url,
        system and system.avatar_url,
    )
    return next((url for url in found if url), None)


class Birthday(NamedTuple):
    """A birthday; `year` is None where the member does not tell it."""

    month: int
    day: int
    year: int | None


def birthday(member: Member | MessageMember) -> Birthday | None:
    """Return the birthday of a member, without the year that stands for none.

    Args:
        member: A member as the API returns it, or as it stands in a message.

    Returns:
        None where there is no birthday, or it is private.
    """
    given = member.birthday
    if given is None:
        return None
    return Birthday(given.month, given.day, None if given.year == _HIDDEN_YEAR else given.year)


def birthday_without_year(month: int, day: int) -> date:
    """Make the `birthday` of a member who does not tell the year, to be sent.

    Args:
        month: The month, from 1 to 12.
        day: The day of the month; 29 February is accepted.

    Raises:
        ValueError: There is no such day in any year.
    """
    return date(_HIDDEN_YEAR, month, day)


def member_by_name(members: Iterable[M], name: str) -> M | None:
    """Find a member by what it is called.

    A name counts before a name in other letter case, and both before the display names.

    Args:
        members: The members to choose from, such as `pk.members.list("@me")`.
        name: The name or display name. Spaces around it do not count.

    Returns:
        The member; None where there is none.

    Raises:
        LookupError: Several are called so; the message has their ids.
    """
    listed, wanted = list(members), name.strip()
    same: tuple[Callable[[M], bool], ...] = (
        lambda each: each.name == wanted,
        lambda each: each.name.casefold() == wanted.casefold(),
        lambda each: each.display_name == wanted,
        lambda each: each.display_name is not None and each.display_name.casefold() == wanted.casefold(),
    )
    for fits in same:
        found = [each for each in listed if fits(each)]
        if len(found) > 1:
            raise LookupError(
                f"several members are called {wanted!r}: {', '.join(each.id for each in found)}"
            )
        if found:
            return found[0]
    return None
