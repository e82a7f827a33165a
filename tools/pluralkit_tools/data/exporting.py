"""Read a system whole, and write it as the bot's export file (version 2)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from typing import Any, Final

from pluralkit_api import NotFound, operations
from pluralkit_api.models import SystemSettings
from pluralkit_api.schemas import SCHEMAS

from .errors import DataError
from .history import read_history
from .steps import Progress, Steps

VERSION: Final = 2
EXTRA: Final = "x_pluralkit_tools"
"""The key for what the format lacks; the bot ignores it."""

_DEFAULT_NAME_FORMAT = SCHEMAS["PublicSystemSettings"]["properties"]["name_format"]["x-pluralkit-initial"]


def export_steps(
    *,
    guilds: Iterable[str | int] = (),
    known: Callable[[str], Sequence[dict[str, Any]]] = lambda system: (),  # noqa: ARG005 - a default
    on_page: Callable[[list[dict[str, Any]]], object] = lambda page: None,  # noqa: ARG005 - a default
    progress: Progress | None = None,
) -> Steps[dict[str, Any]]:
    """Read the own system.

    Args:
        guilds: Discord servers whose settings are read, too.
        known: Called with the system's UUID: switches that were read before (see `read_history`).
        on_page: Called with the switches of each page.
        progress: Called after each page with the number of switches.

    Returns:
        The export file, as JSON has it.

    Raises:
        DataError: The token does not show everything.
    """
    system = _json((yield operations.get_system("@me")))
    settings = yield operations.get_system_settings("@me")
    if system.get("privacy") is None or not isinstance(settings.data, SystemSettings):
        raise DataError("the token does not show everything: it needs the scope read:all")
    # What is read later is what is named before: a member that was deleted meanwhile is left out of the
    # switches and groups, and one that was added meanwhile is in none of them.
    switches = yield from read_history(known(system["uuid"]), on_page, progress)
    groups = _json((yield operations.list_groups("@me", with_members=True)))
    members = _json((yield operations.list_members("@me")))
    ids = {member["uuid"]: member["id"] for member in members}
    there = set(ids.values())
    for switch in switches:
        switch["members"] = [member for member in switch["members"] if member in there]
    servers: dict[str, Any] = {}
    for guild in guilds:
        servers[str(guild)] = yield from _guild(guild, members)
    return {
        "version": VERSION,
        **system,
        "config": _config(_json(settings)),
        "members": [_without_system(member) for member in members],
        "groups": [
            {
                **_without_system(group),
                "members": [ids[uuid] for uuid in group["members"] if uuid in ids],
            }
            for group in groups
        ],
        "switches": [{"timestamp": switch["timestamp"], "members": switch["members"]} for switch in switches],
        EXTRA: {"version": 1, "switches": switches, "guilds": servers},
    }


def _guild(guild: str | int, members: list[dict[str, Any]]) -> Steps[dict[str, Any]]:
    found: dict[str, Any] = {"system": None, "members": {}}
    with suppress(NotFound):  # until the bot has made them
        found["system"] = _json((yield operations.get_system_guild_settings("@me", guild)))
    for member in members:
        try:
            settings = yield operations.get_member_guild_settings(member["uuid"], guild)
        except NotFound:
            continue
        found["members"][member["id"]] = _json(settings)
    return found


def _config(settings: dict[str, Any]) -> dict[str, Any]:
    """The settings as the bot writes them: a GET shows the default of `name_format` where none is set."""
    is_default = settings["name_format"] == _DEFAULT_NAME_FORMAT
    return {**settings, "name_format": None if is_default else settings["name_format"]}


def _without_system(thing: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in thing.items() if key != "system"}


def _json(response: Any) -> Any:
    # Not the models: times keep their digits, and fields that the contract does not know yet are kept.
    return json.loads(response.content)
