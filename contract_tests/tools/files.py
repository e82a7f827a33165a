"""The recorded export files, and what of two export files is compared."""

from __future__ import annotations

import json
from collections.abc import Mapping
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
