"""Effects of operations on groups and memberships."""

from __future__ import annotations

from collections.abc import Sequence

from . import members
from .state import Caller, Doc, Model, RefusedError, System, changed, require_valid, written
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


def list_groups(model: Model, caller: Caller, ref: str, *, with_members: str = "false") -> list[Doc]:
    system = model.system(caller, ref)
    model.open_to(caller, system, system.doc["privacy"], "group_list_privacy", 30002)
    found = [doc for doc in system.groups.values() if model.is_listed(caller, system, doc)]
    if with_members == "false":
        return [model.seen(caller, system, "Group", doc) for doc in found]
    return [
        model.seen(caller, system, "Group", {**doc, "members": _listed(model, caller, system, doc)})
        for doc in found
    ]


def _listed(model: Model, caller: Caller, system: System, doc: Doc) -> list[str]:
    found = (member for group, member in system.memberships if group == doc["uuid"])
    return sorted(uuid for uuid in found if model.is_listed(caller, system, system.members[uuid]))


def create_group(model: Model, caller: Caller, body: Doc) -> Doc:
    system = model.systems[model.required(caller)]
    if len(system.groups) >= system.settings["group_limit"]:
        raise RefusedError(400, 40008)
    require_valid("GroupCreate", body)
    id, uuid = model.new_ids
    own = {"id": id, "uuid": uuid, "system": system.doc["id"], "created": written(model.now), "name": None}
    system.groups[uuid] = doc = changed(own | BLANK, body, "GroupCreate", "Group")
    model.emit(system, "CREATE_GROUP", uuid)
    return doc


def get_group(model: Model, caller: Caller, ref: str) -> Doc:
    system, doc = model.group(ref)
    return model.seen(caller, system, "Group", doc)


def update_group(model: Model, caller: Caller, ref: str, body: Doc) -> Doc:
    system, doc = model.group(ref)
    model.only_for_group(caller, system)
    system.groups[doc["uuid"]] = doc = changed(doc, body, "GroupUpdate", "Group")
    model.emit(system, "UPDATE_GROUP", doc["uuid"])
    return doc


def delete_group(model: Model, caller: Caller, ref: str) -> None:
    system, doc = model.group(ref)
    model.only_for_group(caller, system)
    del system.groups[doc["uuid"]]
    system.memberships = {pair for pair in system.memberships if pair[0] != doc["uuid"]}
    model.emit(system, "DELETE_GROUP", doc["uuid"])


def get_group_o_embed(model: Model, _: Caller, ref: str) -> Doc:
    system, doc = model.group(ref)
    return preview("Group", titled(doc, system))


# Who is in which


def list_group_members(model: Model, caller: Caller, ref: str) -> list[Doc]:
    system, doc = model.group(ref)
    model.open_to(caller, system, doc["privacy"], "list_privacy", 30003)
    found = [member for group, member in system.memberships if group == doc["uuid"]]
    return members.shown(model, caller, system, found)


def list_member_groups(model: Model, caller: Caller, ref: str) -> list[Doc]:
    system, doc = model.member(ref)
    model.open_to(caller, system, system.doc["privacy"], "group_list_privacy", 30002)
    found = [system.groups[group] for group, member in system.memberships if member == doc["uuid"]]
    return [
        model.seen(caller, system, "Group", group)
        for group in found
        if model.is_listed(caller, system, group)
    ]


def add_group_members(model: Model, caller: Caller, ref: str, body: list[str]) -> None:
    system, doc = _own_group(model, caller, ref, body)
    _add(system, [(doc["uuid"], member) for member in _members(system, body)])


def remove_group_members(model: Model, caller: Caller, ref: str, body: list[str]) -> None:
    system, doc = _own_group(model, caller, ref, body)
    system.memberships -= {(doc["uuid"], member) for member in _members(system, body)}


def overwrite_group_members(model: Model, caller: Caller, ref: str, body: list[str]) -> None:
    system, doc = model.group(ref)
    model.only_for_group(caller, system)
    pairs = [(doc["uuid"], member) for member in _members(system, body)]
    _refuse_twice(pairs)
    system.memberships = {pair for pair in system.memberships if pair[0] != doc["uuid"]} | {*pairs}


def add_member_groups(model: Model, caller: Caller, ref: str, body: list[str]) -> None:
    system, doc = _own_member(model, caller, ref, body)
    _add(system, [(group, doc["uuid"]) for group in _groups(system, body, missing=20004)])


def remove_member_groups(model: Model, caller: Caller, ref: str, body: list[str]) -> None:
    system, doc = _own_member(model, caller, ref, body)
    system.memberships -= {(group, doc["uuid"]) for group in _groups(system, body, missing=20005)}


def overwrite_member_groups(model: Model, caller: Caller, ref: str, body: list[str]) -> None:
    system, doc = model.member(ref)
    model.only_for_member(caller, system)
    pairs = [(group, doc["uuid"]) for group in _groups(system, body, missing=20005)]
    _refuse_twice(pairs)
    system.memberships = {pair for pair in system.memberships if pair[1] != doc["uuid"]} | {*pairs}


def _own_group(model: Model, caller: Caller, ref: str, body: list[str]) -> tuple[System, Doc]:
    system, doc = model.group(ref)
    if not body:
        raise RefusedError(400)
    model.only_for_group(caller, system)
    return system, doc


def _own_member(model: Model, caller: Caller, ref: str, body: list[str]) -> tuple[System, Doc]:
    system, doc = model.member(ref)
    if not body:
        raise RefusedError(400)
    model.only_for_member(caller, system)
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
