"""Groups, and who is in them, from both sides."""

from __future__ import annotations

from collections.abc import Sequence

from . import members
from .state import By, Doc, RefusedError, System, World, changed, require_valid, written
from .systems import preview, titled

BLANK: Doc = {
    "display_name": None,
    "description": None,
    "icon": None,
    "banner": None,
    "color": None,
    "privacy": dict.fromkeys(
        (
            "name_privacy",
            "description_privacy",
            "banner_privacy",
            "icon_privacy",
            "list_privacy",
            "metadata_privacy",
            "visibility",
        ),
        "public",
    ),
}


def list_groups(world: World, by: By, ref: str, *, with_members: str = "false") -> list[Doc]:
    system = world.system(by, ref)
    world.open_to(by, system, system.doc["privacy"], "group_list_privacy", 30002)
    found = [doc for doc in system.groups.values() if world.is_listed(by, system, doc)]
    if with_members == "false":
        return [world.seen(by, system, "Group", doc) for doc in found]
    return [
        world.seen(by, system, "Group", {**doc, "members": _listed(world, by, system, doc)}) for doc in found
    ]


def _listed(world: World, by: By, system: System, doc: Doc) -> list[str]:
    found = (member for group, member in system.memberships if group == doc["uuid"])
    return sorted(uuid for uuid in found if world.is_listed(by, system, system.members[uuid]))


def create_group(world: World, by: By, body: Doc) -> Doc:
    system = world.systems[world.required(by)]
    if len(system.groups) >= system.settings["group_limit"]:
        raise RefusedError(400, 40008)
    require_valid("GroupCreate", body)
    id, uuid = world.new_ids
    own = {"id": id, "uuid": uuid, "system": system.doc["id"], "created": written(world.now), "name": None}
    system.groups[uuid] = doc = changed(own | BLANK, body, "GroupCreate", "Group")
    world.emit(system, "CREATE_GROUP", uuid)
    return doc


def get_group(world: World, by: By, ref: str) -> Doc:
    system, doc = world.group(ref)
    return world.seen(by, system, "Group", doc)


def update_group(world: World, by: By, ref: str, body: Doc) -> Doc:
    system, doc = world.group(ref)
    world.only_for_group(by, system)
    system.groups[doc["uuid"]] = doc = changed(doc, body, "GroupUpdate", "Group")
    world.emit(system, "UPDATE_GROUP", doc["uuid"])
    return doc


def delete_group(world: World, by: By, ref: str) -> None:
    system, doc = world.group(ref)
    world.only_for_group(by, system)
    del system.groups[doc["uuid"]]
    system.memberships = {pair for pair in system.memberships if pair[0] != doc["uuid"]}
    world.emit(system, "DELETE_GROUP", doc["uuid"])


def get_group_o_embed(world: World, _: By, ref: str) -> Doc:
    system, doc = world.group(ref)
    return preview("Group", titled(doc, system))


# Who is in which


def list_group_members(world: World, by: By, ref: str) -> list[Doc]:
    system, doc = world.group(ref)
    world.open_to(by, system, doc["privacy"], "list_privacy", 30003)
    found = [member for group, member in system.memberships if group == doc["uuid"]]
    return members.shown(world, by, system, found)


def list_member_groups(world: World, by: By, ref: str) -> list[Doc]:
    system, doc = world.member(ref)
    world.open_to(by, system, system.doc["privacy"], "group_list_privacy", 30002)
    found = [system.groups[group] for group, member in system.memberships if member == doc["uuid"]]
    return [world.seen(by, system, "Group", group) for group in found if world.is_listed(by, system, group)]


def add_group_members(world: World, by: By, ref: str, body: list[str]) -> None:
    system, doc = _own_group(world, by, ref, body)
    _add(system, [(doc["uuid"], member) for member in _members(system, body)])


def remove_group_members(world: World, by: By, ref: str, body: list[str]) -> None:
    system, doc = _own_group(world, by, ref, body)
    system.memberships -= {(doc["uuid"], member) for member in _members(system, body)}


def overwrite_group_members(world: World, by: By, ref: str, body: list[str]) -> None:
    system, doc = world.group(ref)
    world.only_for_group(by, system)
    pairs = [(doc["uuid"], member) for member in _members(system, body)]
    _refuse_twice(pairs)
    system.memberships = {pair for pair in system.memberships if pair[0] != doc["uuid"]} | {*pairs}


def add_member_groups(world: World, by: By, ref: str, body: list[str]) -> None:
    system, doc = _own_member(world, by, ref, body)
    _add(system, [(group, doc["uuid"]) for group in _groups(system, body, missing=20004)])


def remove_member_groups(world: World, by: By, ref: str, body: list[str]) -> None:
    system, doc = _own_member(world, by, ref, body)
    system.memberships -= {(group, doc["uuid"]) for group in _groups(system, body, missing=20005)}


def overwrite_member_groups(world: World, by: By, ref: str, body: list[str]) -> None:
    system, doc = world.member(ref)
    world.only_for_member(by, system)
    pairs = [(group, doc["uuid"]) for group in _groups(system, body, missing=20005)]
    _refuse_twice(pairs)
    system.memberships = {pair for pair in system.memberships if pair[1] != doc["uuid"]} | {*pairs}


def _own_group(world: World, by: By, ref: str, body: list[str]) -> tuple[System, Doc]:
    system, doc = world.group(ref)
    if not body:
        raise RefusedError(400)
    world.only_for_group(by, system)
    return system, doc


def _own_member(world: World, by: By, ref: str, body: list[str]) -> tuple[System, Doc]:
    system, doc = world.member(ref)
    if not body:
        raise RefusedError(400)
    world.only_for_member(by, system)
    return system, doc


def _members(system: System, refs: list[str]) -> list[str]:
    return [_find(system.members, ref, 20003) for ref in refs]


def _groups(system: System, refs: list[str], *, missing: int) -> list[str]:
    return [_find(system.groups, ref, missing) for ref in refs]


def _find(things: dict[str, Doc], ref: str, missing: int) -> str:
    for uuid, doc in things.items():
        if ref in (uuid, doc["id"]):
            return uuid
    raise RefusedError(404, missing)


def _add(system: System, pairs: list[tuple[str, str]]) -> None:
    new = [pair for pair in pairs if pair not in system.memberships]
    _refuse_twice(new)
    system.memberships |= {*new}


def _refuse_twice(pairs: Sequence[tuple[str, str]]) -> None:
    if len(set(pairs)) < len(pairs):
        raise RefusedError(400)
