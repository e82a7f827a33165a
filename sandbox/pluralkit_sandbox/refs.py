"""Resolve references to systems, members, groups and switches, in all forms."""

from __future__ import annotations

import re

from pluralkit_sandbox import errors
from pluralkit_sandbox.compat import convert
from pluralkit_sandbox.store import Entity, Kind, Store, Switch

_ACCOUNT = re.compile(r"[0-9]{17,19}")
_MAX_ACCOUNT = 2**63 - 1
_NOT_FOUND: dict[Kind, str] = {
    "systems": "SystemNotFound",
    "members": "MemberNotFound",
    "groups": "GroupNotFound",
}


def find(store: Store, kind: Kind, ref: str) -> Entity:
    """Return the entity that a reference in a path names.

    Args:
        store: The store.
        kind: Kind of entity.
        ref: A short id, UUID or, for systems, account id.

    Raises:
        ApiError: There is no such entity.
    """
    found: Entity | None
    if uuid := convert.parse_guid(ref):
        found = store.find(kind, "uuid", uuid)
    elif kind == "systems" and _ACCOUNT.fullmatch(ref):
        found = store.system_by_account(int(ref)) if int(ref) <= _MAX_ACCOUNT else None
    else:
        # The database column has the length of a short id: longer texts are cut, and trailing spaces ignored.
        found = store.find(kind, "hid", _short_id(ref)[:6].rstrip(" "))
    if found is None:
        raise not_found(kind)
    return found


def is_accepted(kind: Kind, ref: str) -> bool:
    """Return whether the service behind the gateway accepts a reference, too; it is stricter.

    Args:
        kind: Table of the entity.
        ref: The reference in the path, decoded.
    """
    is_account = kind == "systems" and _ACCOUNT.fullmatch(ref)
    return bool(is_account or convert.parse_guid(ref) or convert.parse_short_id(ref))


def not_found(kind: Kind) -> errors.ApiError:
    """Return the error for a nonexistent entity of a kind."""
    return errors.error(_NOT_FOUND[kind])


def find_switch(store: Store, ref: str) -> Switch:
    """Return the switch with a UUID.

    Args:
        store: The store.
        ref: The reference in the path, decoded.

    Raises:
        ApiError: There is no such switch, or the reference is not a UUID (the service fails then).
    """
    uuid = convert.parse_guid(ref)
    if uuid is None:
        raise errors.general(400)
    if (switch := store.switch(uuid)) is None:
        raise errors.error("SwitchNotFound")
    return switch


def find_member_of(store: Store, ref: str) -> Entity | None:
    """Return the member that a reference in a body names, or None.

    Args:
        store: The store.
        ref: A UUID in any format of .NET, or a short id in any case and with hyphens anywhere; of any system.
    """
    if uuid := convert.parse_guid(ref):
        return store.find("members", "uuid", uuid)
    hid = convert.parse_short_id(ref)
    return store.find("members", "hid", hid) if hid else None


def _short_id(ref: str) -> str:
    # The gateway normalizes case and hyphens only in texts as long as a short id with a hyphen.
    return ref.lower().replace("-", "") if 5 <= len(ref.encode()) <= 7 else ref
