"""Initial state of every example, as a seed for the sandbox and as state of the model."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from pluralkit_contract.contract import Json

from contract_tests.stateful.model import groups, members
from contract_tests.stateful.model.state import Autoproxy, Doc, Message, Model, Switch, System
from contract_tests.support.in_process_sandbox import NOW

GUILDS: Final = ("466707357099884544", "466707357099884545")
"""Discord servers: one with settings of all, one with none."""
MESSAGES: Final = ("1235198210340847626", "1235198209434882150")
"""A message and what it replaced."""
_CREATED = "2021-01-01T00:00:00Z"
_BLANK_SYSTEM: Doc = {
    "name": None,
    "description": None,
    "tag": None,
    "pronouns": None,
    "avatar_url": None,
    "banner": None,
    "color": None,
    "created": _CREATED,
    "privacy": dict.fromkeys(
        (
            "name_privacy",
            "description_privacy",
            "avatar_privacy",
            "banner_privacy",
            "pronoun_privacy",
            "member_list_privacy",
            "group_list_privacy",
            "front_privacy",
            "front_history_privacy",
        ),
        "public",
    ),
}
_SETTINGS: Doc = {
    "timezone": "UTC",
    "pings_enabled": True,
    "latch_timeout": None,
    "member_default_private": False,
    "group_default_private": False,
    "show_private_info": True,
    "member_limit": 4,
    "group_limit": 3,
    "case_sensitive_proxy_tags": True,
    "proxy_error_message_enabled": True,
    "hid_display_split": False,
    "hid_display_caps": False,
    "hid_list_padding": "off",
    "card_show_color_hex": False,
    "proxy_switch": "off",
    "name_format": None,
    "description_templates": [],
}
_GUILD: Doc = {
    "proxying_enabled": True,
    "tag": None,
    "tag_enabled": True,
    "avatar_url": None,
    "display_name": None,
    "name_format": None,
}
_MEMBER_GUILD: Doc = {"display_name": None, "avatar_url": None, "keep_proxy": None}


def model() -> Model:
    """The model of it: two systems; alice has a webhook and a message."""
    alice, bob = _system("alice", 0), _system("bob", 50)
    message: Doc = {
        "id": MESSAGES[0],
        "original": MESSAGES[1],
        "timestamp": "2024-05-01T11:56:42Z",
        "sender": "466378653216014359",
        "channel": "466707357099884550",
        "guild": GUILDS[0],
        "system": None,
        "member": None,
    }
    first = next(iter(alice.members))
    return Model({"alice": alice, "bob": bob}, {MESSAGES[0]: Message(message, MESSAGES[1], first)}, NOW)


def seed() -> Json:
    """The seed of it."""
    made = model()
    return {
        "systems": [
            _seed(system, [each for each in made.messages.values() if each.member in system.members])
            for system in made.systems.values()
        ]
    }


def _system(key: str, number: int) -> System:
    has_webhook = key == "alice"
    system = System(
        key,
        {
            **_BLANK_SYSTEM,
            "id": f"{key}aa"[:5],
            "uuid": _uuid(number),
            "name": key.title(),
            "webhook_url": f"https://hooks.example.org/{key}" if has_webhook else None,
        },
        dict(_SETTINGS),
        has_webhook,
    )
    for place, name in enumerate(("first", "second")):
        own = {"id": f"{key[0]}m{name[:4]}", "uuid": _uuid(number + 10 + place), "name": f"{key}'s {name}"}
        system.members[own["uuid"]] = {
            **members.BLANK,
            **own,
            "system": system.doc["id"],
            "created": _CREATED,
        }
    own = {"id": f"{key[0]}group", "uuid": _uuid(number + 20), "name": f"{key}'s group"}
    system.groups[own["uuid"]] = {
        **groups.BLANK,
        **own,
        "system": system.doc["id"],
        "created": _CREATED,
    }
    one, two = system.members
    system.memberships = {(own["uuid"], one)}
    switch = Switch(_uuid(number + 30), datetime.fromisoformat("2022-01-01T00:00:00Z"), [two, one])
    system.switches[switch.id] = switch
    system.guilds[GUILDS[0]] = dict(_GUILD)
    system.member_guilds = {(uuid, GUILDS[0]): dict(_MEMBER_GUILD) for uuid in system.members}
    system.autoproxy[GUILDS[0]] = Autoproxy("latch", one, "2022-01-01T00:00:00Z")
    return system


def _seed(system: System, messages: list[Message]) -> dict[str, Any]:
    short = {uuid: doc["id"] for uuid, doc in system.members.items()}
    return {
        "key": system.key,
        "token": f"a-token-of-{system.key}",
        "webhook_token": f"signed-for-{system.key}",
        "system": system.doc,
        "settings": system.settings,
        "members": [*system.members.values()],
        "groups": [
            {**doc, "members": [short[member] for group, member in system.memberships if group == uuid]}
            for uuid, doc in system.groups.items()
        ],
        "switches": [
            {
                "id": each.id,
                "timestamp": each.timestamp.isoformat().replace("+00:00", "Z"),
                "members": [short[uuid] for uuid in each.members],
            }
            for each in system.switches.values()
        ],
        "guilds": [{"guild_id": guild, **doc} for guild, doc in system.guilds.items()],
        "member_guilds": [
            {"guild_id": guild, "member": short[uuid], **doc}
            for (uuid, guild), doc in system.member_guilds.items()
        ],
        "autoproxy": [
            {
                "guild_id": guild,
                "autoproxy_mode": each.mode,
                "autoproxy_member": each.member and short[each.member],
                "last_latch_timestamp": each.latched,
            }
            for guild, each in system.autoproxy.items()
        ],
        "messages": [
            {
                "id": each.doc["id"],
                "original": each.original,
                "sender": each.doc["sender"],
                "channel": each.doc["channel"],
                "guild": each.doc["guild"],
                "member": each.member and short[each.member],
            }
            for each in messages
        ],
    }


def _uuid(number: int) -> str:
    return str(UUID(int=0xA0000000_0000_4000_8000_000000000000 + number))
