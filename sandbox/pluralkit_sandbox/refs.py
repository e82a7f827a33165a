"""Resolve references to systems, members, groups and switches, in all spellings."""

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
    """The system, member or group that a reference in a path names. Raises ApiError where there is none."""
    found: Entity | None
    if uuid := convert.parse_guid(ref):
        found = store.find(kind, "uuid", uuid)
    elif kind == "systems" and _ACCOUNT.fullmatch(ref):
        found = store.system_by_account(int(ref)) if int(ref) <= _MAX_ACCOUNT else None
    else:
        # The proxy's database compares as many characters as a short id has, and pads them with spaces.
        found = store.find(kind, "hid", _short_id(ref)[:6].rstrip(" "))
    if found is None:
        raise not_found(kind)
    return found


def is_taken(kind: Kind, ref: str) -> bool:
    """Whether the service behind the proxy takes a reference, too. It is stricter."""
    is_account = kind == "systems" and _ACCOUNT.fullmatch(ref)
    return bool(is_account or convert.parse_guid(ref) or convert.parse_short_id(ref))


def not_found(kind: Kind) -> errors.ApiError:
    """The error for a thing of this kind that is not there."""
    return errors.error(_NOT_FOUND[kind])


def find_switch(store: Store, ref: str) -> Switch:
    """The switch with this UUID.

    Raises ApiError where there is none, or where the reference is no UUID (the service fails then).
    """
    uuid = convert.parse_guid(ref)
    if uuid is None:
        raise errors.general(400)
    if (switch := store.switch(uuid)) is None:
        raise errors.error("SwitchNotFound")
    return switch


def find_member_of(store: Store, ref: str) -> Entity | None:
    """The member of any system that a reference in a body names, where all spellings count."""
    if uuid := convert.parse_guid(ref):
        return store.find("members", "uuid", uuid)
    hid = convert.parse_short_id(ref)
    return store.find("members", "hid", hid) if hid else None


def _short_id(ref: str) -> str:
    # The proxy in front of the service takes case and dashes away from what is as long as a short id with a
    # dash, and from nothing else.
    return ref.lower().replace("-", "") if 5 <= len(ref.encode()) <= 7 else ref
