"""Conversion of old export files, which have some keys in other places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pluralkit_sandbox.compat.json import is_object

_SYSTEM_PRIVACY = (
    "description_privacy",
    "banner_privacy",
    "member_list_privacy",
    "front_privacy",
    "front_history_privacy",
)
_MEMBER_PRIVACY = (
    "visibility",
    "name_privacy",
    "description_privacy",
    "banner_privacy",
    "avatar_privacy",
    "birthday_privacy",
    "pronoun_privacy",
    "proxy_privacy",
    "metadata_privacy",
)


def with_old_system_keys(system: Mapping[str, Any]) -> dict[str, Any]:
    """Return a system of an export file with old privacy keys moved to `privacy`."""
    return _with_old_privacy(system, _SYSTEM_PRIVACY)


def with_old_member_keys(member: Mapping[str, Any]) -> dict[str, Any]:
    """Return a member of an export file with old keys moved to `privacy` and `proxy_tags`."""
    new = _with_old_privacy(member, _MEMBER_PRIVACY)
    if "proxy_tags" not in member and ("prefix" in member or "suffix" in member):
        new["proxy_tags"] = [{side: member.get(side) for side in ("prefix", "suffix")}]
    return new


def _with_old_privacy(entity: Mapping[str, Any], keys: Sequence[str]) -> dict[str, Any]:
    old = {key: entity[key] for key in keys if key in entity}
    privacy = entity.get("privacy")
    if old and (privacy is None or is_object(privacy)):
        return {**entity, "privacy": {**old, **(privacy or {})}}
    return dict(entity)
