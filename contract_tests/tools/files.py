"""Recorded export files, and comparison of export files."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from functools import cache
from typing import Any, cast

from contract_tests.recordings.loader import DATA

EXTRA = "x_pluralkit_tools"


@cache
def exports() -> Mapping[str, dict[str, Any]]:
    """The recorded exports, by the keys of the systems in world.json."""
    recorded = json.loads((DATA / "recordings-bot/exports.json").read_bytes())
    return cast("Mapping[str, dict[str, Any]]", recorded["exports"])


def comparable(file: Mapping[str, Any]) -> dict[str, Any]:
    """An export file without what the API does not tell, and without order where the format has none."""
    return {
        **{key: value for key, value in file.items() if key not in ("accounts", EXTRA)},
        "config": {key: value for key, value in file["config"].items() if key != "card_show_color_hex"},
        "members": {member["id"]: member for member in file["members"]},
        "groups": {group["id"]: {**group, "members": sorted(group["members"])} for group in file["groups"]},
        "switches": [{**switch, "members": sorted(switch["members"])} for switch in file["switches"]],
    }


@cache
def imports() -> tuple[dict[str, Any], ...]:
    """The recorded imports."""
    recorded = json.loads((DATA / "recordings-bot/imports.json").read_bytes())
    return tuple(recorded["imports"])


def by_name(file: Mapping[str, Any], kept: Collection[str] = ()) -> dict[str, Any]:
    """What of an export file a restoration can bring into another system.

    Members and groups are named by their names, those in `kept` by their ids. Of the others ids, times of
    creation and counters are left out, and what only the bot sets.
    """
    known = comparable(file)
    names = {id: id if id in kept else member["name"] for id, member in known["members"].items()}
    return {
        **{key: known[key] for key in _SETTABLE},
        "config": {key: value for key, value in known["config"].items() if key not in _OF_THE_BOT},
        "members": {names[id]: _described(each, kept) for id, each in known["members"].items()},
        "groups": {
            (id if id in kept else group["name"]): {
                **_described(group, kept),
                "members": sorted(names[member] for member in group["members"]),
            }
            for id, group in known["groups"].items()
        },
        # A member is in a switch once.
        "switches": [
            {**switch, "members": sorted({names[member] for member in switch["members"]})}
            for switch in known["switches"]
        ],
    }


_SETTABLE = ("name", "description", "tag", "pronouns", "avatar_url", "banner", "color", "privacy")
_OF_THE_BOT = frozenset({"member_limit", "group_limit", "show_private_info", "hid_list_padding"})
_OF_THE_SERVICE = frozenset(
    {"id", "uuid", "created", "message_count", "last_message_timestamp", "autoproxy_enabled"}
)


def _described(thing: Mapping[str, Any], kept: Collection[str]) -> dict[str, Any]:
    return {key: thing[key] for key in thing if thing["id"] in kept or key not in _OF_THE_SERVICE}
