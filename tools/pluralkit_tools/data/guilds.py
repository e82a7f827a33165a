"""Settings for Discord servers, which stand in an export under the key for what the format lacks. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from .checking import nullable, problems, properties
from .exporting import EXTRA
from .json_values import is_object, object_of
from .plan import GuildChange
from .planning import changed


def guilds_of(content: Mapping[str, Any]) -> Mapping[str, Any]:
    """The settings in a file, by the ids of the servers."""
    return object_of(object_of(content.get(EXTRA)).get("guilds"))


def guild_problems(content: Mapping[str, Any]) -> Iterator[str]:
    """Yield what the API would refuse in the settings of servers, each with its place.

    Args:
        content: The JSON object of an export file.
    """
    for guild in guilds_of(content):
        for member, place, fields in _wanted(content, guild):
            for key, value in fields.items():
                yield from problems(value, properties(f"{_model(member)}Update")[key], f"{place}.{key}")


def guild_changes(
    content: Mapping[str, Any], live: Mapping[str, Any], uuids: Mapping[str, str]
) -> Iterator[GuildChange | str]:
    """Compare them with the live ones.

    Args:
        content: The file.
        live: The export of the live system, with its settings for the same servers.
        uuids: The live UUIDs of members, by their ids in the file.

    Yields:
        What changes; as text, what cannot be restored.
    """
    ids = {member["uuid"]: member["id"] for member in live["members"]}
    for guild in guilds_of(content):
        there = guilds_of(live)[guild]
        for member, place, fields in _wanted(content, guild):
            uuid = None if member is None else uuids.get(member, "")
            current = there["system"] if uuid is None else there["members"].get(ids.get(uuid))
            if current is None:
                yield f"{place}: the bot has not made these settings yet, and the API cannot"
            elif fields := changed(fields, current, _model(member)):
                yield GuildChange(guild, uuid, member, fields)


def _wanted(content: Mapping[str, Any], guild: str) -> Iterator[tuple[str | None, str, dict[str, Any]]]:
    """The settings of a server: the member, or None for the system; the place; what can be set."""
    found = object_of(guilds_of(content)[guild])
    place = f"{EXTRA}.guilds.{guild}"
    sides: list[tuple[str | None, str, Any]] = [(None, f"{place}.system", found.get("system"))]
    sides += [(id, f"{place}.members.{id}", each) for id, each in object_of(found.get("members")).items()]
    for member, where, settings in sides:
        if is_object(settings):
            known = properties(f"{_model(member)}Update")
            yield (
                member,
                where,
                {
                    key: settings[key]
                    for key in known
                    if key in settings and (settings[key] is not None or nullable(known[key]))
                },
            )


def _model(member: str | None) -> str:
    return "SystemGuildSettings" if member is None else "MemberGuildSettings"
