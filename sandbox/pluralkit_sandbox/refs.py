"""References to systems, members, groups and switches in a path, in all their spellings."""

from __future__ import annotations

import re

from pluralkit_sandbox import errors
from pluralkit_sandbox.compat import convert
from pluralkit_sandbox.store import Entity, Kind, Store, Switch

_ACCOUNT = re.compile(r"[0-9]{17,19}")
_MAX_ACCOUNT = 2**63 - 1
_NOT_FOUND: dict[Kind, int] = {"systems": 20001, "members": 20002, "groups": 20004}


def find(store: Store, kind: Kind, ref: str) -> Entity:
    """The system, member or group that a reference in a path names. Raises ApiError where there is none."""
    found: Entity | None
    if uuid := convert.parse_guid(ref):
        found = store.find(kind, "uuid", uuid)
    elif kind == "systems" and _ACCOUNT.fullmatch(ref):
        found = store.system_by_account(int(ref)) if int(ref) <= _MAX_ACCOUNT else None
    else:
        found = store.find(kind, "hid", _short_id(ref))
    if found is None:
        raise errors.error(_NOT_FOUND[kind])
    return found


def find_switch(store: Store, ref: str) -> Switch:
    """The switch with this UUID.

    Raises ApiError where there is none, or where the reference is no UUID (the service fails then).
    """
    uuid = convert.parse_guid(ref)
    if uuid is None:
        raise errors.general(400)
    if (switch := store.switch(uuid)) is None:
        raise errors.error(20007)
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
