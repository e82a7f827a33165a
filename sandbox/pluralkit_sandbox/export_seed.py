"""Convert export files of the bot to seeds."""

from __future__ import annotations

from typing import Any, TypeGuard

from pluralkit_sandbox import contract
from pluralkit_sandbox.compat.exports import with_old_member_keys, with_old_system_keys
from pluralkit_sandbox.compat.json import is_list, is_object

_LISTS = ("accounts", "members", "groups", "switches")


def is_export(document: object) -> TypeGuard[dict[str, Any]]:
    """Return whether a JSON document is an export file rather than a seed."""
    return (
        is_object(document)
        and "systems" not in document
        and {"members", "switches"} <= document.keys()
        and all(document.get(key) is None or is_list(document[key]) for key in _LISTS)
    )


def to_seed(export: dict[str, Any]) -> dict[str, Any]:
    """Convert an export file to a seed with one system.

    Args:
        export: The export file. Fields unknown to the API are dropped.

    Returns:
        The seed, not yet validated.
    """
    settings: object = export.get("config") or {}
    if "timezone" in export and is_object(settings):
        settings = {"timezone": export["timezone"], **settings}
    members = [
        with_old_member_keys(member) if is_object(member) else member for member in _list(export, "members")
    ]
    return {
        "systems": [
            {
                "accounts": [str(account) for account in _list(export, "accounts")],
                "system": _known("System", with_old_system_keys(export)),
                "settings": _known("SystemSettings", settings),
                "members": [_known("Member", member) for member in members],
                "groups": [_known("Group", group) for group in _list(export, "groups")],
                "switches": _list(export, "switches"),
            }
        ]
    }


def _list(export: dict[str, Any], key: str) -> Any:
    """Return a list of the file; empty if it is missing."""
    return export.get(key) or []


def _known(schema: str, entity: object) -> object:
    """Return an entity without fields that its schema does not have."""
    if not is_object(entity):
        return entity
    fields = contract.load().schemas[schema].fields
    return {key: value for key, value in entity.items() if key in fields}
