"""Operations: memberships of members in groups, from both sides."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from pluralkit_sandbox import errors
from pluralkit_sandbox.call import NO_CONTENT, Answer, Call, ok
from pluralkit_sandbox.compat import convert
from pluralkit_sandbox.operations.owned import GROUPS, MEMBERS


def list_members(call: Call) -> Answer:
    """listGroupMembers: list the visible members of a group."""
    call.require_listable(call.group)
    system = call.world.store.get("systems", call.group.system)
    return ok(MEMBERS.visible(call, system, call.world.store.group_members(call.group.id)))


def list_groups(call: Call) -> Answer:
    """listMemberGroups: list the visible groups of a member."""
    system = call.world.store.get("systems", call.member.system)
    call.require_listable(system)
    return ok(GROUPS.visible(call, system, call.world.store.member_groups(call.member.id)))


def add_members(call: Call) -> Answer:
    """addGroupMembers: add members to a group; existing memberships are ignored."""
    refs = _refs(call)
    call.require_own_group()
    members = _find_all(call, "members", refs, missing="ListedMemberNotFound")
    present = {member.id for member in call.world.store.group_members(call.group.id)}
    return _add(call, [(call.group.id, member) for member in members if member not in present])


def remove_members(call: Call) -> Answer:
    """removeGroupMembers: remove members from a group; missing memberships are ignored."""
    refs = _refs(call)
    call.require_own_group()
    members = _find_all(call, "members", refs, missing="ListedMemberNotFound")
    return _remove(call, [(call.group.id, member) for member in members])


def overwrite_members(call: Call) -> Answer:
    """overwriteGroupMembers: replace the members of a group; duplicates fail."""
    refs = call.json_list()
    call.require_own_group()
    members = _find_all(call, "members", refs, missing="ListedMemberNotFound")
    former = [(call.group.id, member.id) for member in call.world.store.group_members(call.group.id)]
    return _add(call, [(call.group.id, member) for member in members], instead_of=former)


def add_groups(call: Call) -> Answer:
    """addMemberGroups: add a member to groups; unknown groups have another error code than in removals."""
    refs = _refs(call)
    call.require_own_member()
    groups = _find_all(call, "groups", refs, missing="GroupNotFound")
    present = {group.id for group in call.world.store.member_groups(call.member.id)}
    return _add(call, [(group, call.member.id) for group in groups if group not in present])


def remove_groups(call: Call) -> Answer:
    """removeMemberGroups: remove a member from groups; missing memberships are ignored."""
    refs = _refs(call)
    call.require_own_member()
    groups = _find_all(call, "groups", refs, missing="ListedGroupNotFound")
    return _remove(call, [(group, call.member.id) for group in groups])


def overwrite_groups(call: Call) -> Answer:
    """overwriteMemberGroups: replace the groups of a member; duplicates fail."""
    refs = call.json_list()
    call.require_own_member()
    groups = _find_all(call, "groups", refs, missing="ListedGroupNotFound")
    former = [(group.id, call.member.id) for group in call.world.store.member_groups(call.member.id)]
    return _add(call, [(group, call.member.id) for group in groups], instead_of=former)


def _refs(call: Call) -> list[object]:
    """Return the references in the body, at least one.

    Raises:
        ApiError: The body is not a list, or empty. This is checked before the caller.
    """
    refs = call.json_list()
    if not refs:
        raise errors.general(400)
    return refs


def _find_all(
    call: Call, kind: Literal["members", "groups"], refs: list[object], *, missing: str
) -> list[int]:
    """Return the row ids of the caller's members or groups in a body.

    Raises:
        ApiError: One does not exist; the error has the name `missing`.
    """
    system, found = call.require_caller(), list[int]()
    for value in refs:
        ref = convert.to_text(value) or ""
        entity = call.world.store.find_own(kind, system, ref)
        if entity is None:
            raise errors.error(missing, ref)
        found.append(entity.id)
    return found


_Pairs = Sequence[tuple[int, int]]


def _add(call: Call, pairs: _Pairs, *, instead_of: _Pairs = ()) -> Answer:
    # The service fails if a new membership is listed twice.
    if len(set(pairs)) < len(pairs):
        raise errors.general(400)
    call.world.store.remove_memberships(instead_of)
    call.world.store.add_memberships(pairs)
    return NO_CONTENT


def _remove(call: Call, pairs: _Pairs) -> Answer:
    call.world.store.remove_memberships(pairs)
    return NO_CONTENT
