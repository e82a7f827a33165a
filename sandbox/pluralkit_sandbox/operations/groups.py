"""Operations: groups of members."""

from __future__ import annotations

from pluralkit_sandbox.call import Answer, Call, ok
from pluralkit_sandbox.operations.owned import GROUPS
from pluralkit_sandbox.store import Document
from pluralkit_sandbox.views import is_listed, show


def list_of_system(call: Call) -> Answer:
    """listGroups: list the visible groups, with the UUIDs of visible members on request."""
    with_members = call.query_flag("with_members")
    call.require_listable(call.system)
    store, owner = call.world.store, call.is_owner(call.system.id)
    groups = store.of_system("groups", call.system.id)
    if not with_members:
        return ok(GROUPS.visible(call, call.system, groups))
    shown: list[Document] = []
    for group in groups:
        if is_listed(group, owner=owner):
            members = store.group_members(group.id)
            uuids = [member.uuid for member in members if is_listed(member, owner=owner)]
            shown.append(show("Group", group, owner=owner, system=call.system.hid, members=uuids))
    return ok(shown)


def create(call: Call) -> Answer:
    """createGroup: create a group for the caller's system."""
    return GROUPS.create(call)


def get(call: Call) -> Answer:
    """getGroup: return a group in the caller's view."""
    return GROUPS.get(call, call.group)


def update(call: Call) -> Answer:
    """updateGroup: change a group of the caller's system."""
    body = call.json_object()
    call.require_own_group()
    return GROUPS.update(call, call.group, body)


def delete(call: Call) -> Answer:
    """deleteGroup: delete a group of the caller's system."""
    call.require_own_group()
    return GROUPS.delete(call, call.group)


def get_oembed(call: Call) -> Answer:
    """getGroupOEmbed: return the link preview."""
    return GROUPS.get_oembed(call, call.group)
