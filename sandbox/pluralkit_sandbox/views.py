"""Render systems, members, groups and switches as JSON, with the privacy rules of the contract."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Literal, NamedTuple

import msgspec

from pluralkit_sandbox import contract
from pluralkit_sandbox.compat import times
from pluralkit_sandbox.contract import Privacy
from pluralkit_sandbox.store import Document, Entity, Switch

Model = Literal["System", "Member", "Group"]


class _Rules(NamedTuple):
    hidden: tuple[tuple[str, Privacy], ...]
    rewritten: tuple[str, ...]


@cache
def _rules(model: Model) -> _Rules:
    fields = contract.load().schemas[model].fields.values()
    return _Rules(
        tuple((field.name, field.privacy) for field in fields if field.privacy),
        tuple(field.name for field in fields if field.rewritten),
    )


@cache
def _rewrite() -> tuple[re.Pattern[str], str]:
    source, target, path = contract.load().url_rewrite
    # Only URLs of attached images. As in the service, the dots of the host match any character, \d matches
    # digits of any script, and a trailing line feed is kept.
    return re.compile(rf"^https?://{source}({path})(?:\?.*)?$"), rf"https://{target}\1"


def show(model: Model, entity: Entity, *, owner: bool, **extra: object) -> Document:
    """Render a system, member or group.

    Args:
        model: Name of the model.
        entity: The entity.
        owner: Whether the caller may see private fields.
        **extra: Further fields.
    """
    kept = entity.document
    shown: Document = {"id": entity.hid, "uuid": entity.uuid, **extra, **kept}
    hidden, rewritten = _rules(model)
    for name in rewritten:
        if address := shown[name]:
            pattern, replacement = _rewrite()
            shown[name] = pattern.sub(replacement, address)
    if not owner:
        privacy = kept["privacy"]
        for name, rule in hidden:
            if name in shown and (rule.key == "owner" or privacy[rule.key] == "private"):
                _hide(shown, name, rule, kept)
    return shown


def _hide(shown: Document, name: str, rule: Privacy, kept: Document) -> None:
    match rule.hidden:
        case "null":
            shown[name] = None
        case "empty":
            shown[name] = []
        case "absent":
            del shown[name]
        case "stand-in":
            shown[name] = kept[rule.stand_in or ""] or shown[name]


def show_switch(switch: Switch, members: list[Document]) -> Document:
    """Render a switch with its rendered members."""
    return {"id": switch.uuid, "timestamp": times.format_stored(switch.timestamp), "members": members}


def is_listed(entity: Entity, *, owner: bool) -> bool:
    """Return whether lists show a member or group to the caller.

    Args:
        entity: A member or group.
        owner: Whether the caller may access private data of its system.
    """
    return owner or entity.document["privacy"]["visibility"] == "public"


def list_entry(
    model: Literal["Member", "Group"], entity: Entity, *, owner: bool, system: str
) -> msgspec.Raw | None:
    """Render a member or group in a list of its system; cached.

    Args:
        model: Name of the model.
        entity: The member or group.
        owner: Whether the caller may see private fields.
        system: Short id of the system.

    Returns:
        JSON, or None if the list hides the entity.
    """
    if (owner, system) not in entity.shown:
        entity.shown[owner, system] = _list_entry(model, entity.hid, entity.uuid, entity.text, system, owner)
    entry: msgspec.Raw | None = entity.shown[owner, system]
    return entry


# Lists are read more often than their entries change, and decoding and encoding dominate the time.
@lru_cache(maxsize=8192)
def _list_entry(model: Model, hid: str, uuid: str, text: str, system: str, owner: bool) -> msgspec.Raw | None:
    entity = Entity(0, hid, uuid, 0, text)
    if not is_listed(entity, owner=owner):
        return None
    return msgspec.Raw(msgspec.json.encode(show(model, entity, owner=owner, system=system)))


def oembed(kind: Model, title: str) -> Document:
    """Render a link preview of a model with a title."""
    return {
        "type": "rich",
        "provider_name": f"PluralKit {kind}",
        "provider_url": "https://pluralkit.me",
        "title": title,
    }


def title_of(entity: Entity, system: Entity) -> str:
    """Return the title of a member's or group's link preview. The service shows it to every caller."""
    name = entity.document["display_name"] or entity.document["name"]
    return f"{name} ({system.document['name']})" if system.document["name"] else name
