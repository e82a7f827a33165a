"""Groups of members."""

from __future__ import annotations

from pluralkit_sandbox import errors, inputs
from pluralkit_sandbox.call import NO_CONTENT, Answer, Call, ok
from pluralkit_sandbox.documents import blank
from pluralkit_sandbox.operations.systems import limit
from pluralkit_sandbox.store import Document, Entity
from pluralkit_sandbox.views import is_listed, oembed, show, title_of


def list_of_system(call: Call) -> Answer:
    with_members = call.query_flag("with_members")
    call.require_listable(call.system)
    store, system, owner = call.world.store, call.system, call.is_owner(call.system.id)
    shown: list[Document] = []
    for group in store.of_system("groups", system.id):
        if not is_listed(group, owner=owner):
            continue
        extra: Document = {"system": system.hid}
        if with_members:
            members = store.group_members(group.id)
            extra["members"] = [member.uuid for member in members if is_listed(member, owner=owner)]
        shown.append(show("Group", group, owner=owner, **extra))
    return ok(shown)


def create(call: Call) -> Answer:
    body = call.json_object()
    world, system = call.world, call.require_caller()
    if world.store.count("groups", system) >= limit(world.store.settings(system), "group_limit"):
        raise errors.error(40008)
    changes = inputs.read(inputs.GROUP, body)
    if "name" not in body:
        changes.refuse("name", "Key 'name' is required when creating new group.")
    values = changes.check()
    with world.store.transaction():
        group = world.store.create(
            "groups",
            system,
            world.new_short_id("groups"),
            world.ids.uuid(),
            inputs.merge(blank("Group") | {"created": world.timestamp()}, values),
        )
    world.emit(system, "CREATE_GROUP", group.uuid, values)
    return ok(_show(call, group, owner=True))


def get(call: Call) -> Answer:
    return ok(_show(call, call.group, owner=call.is_owner(call.group.system)))


def update(call: Call) -> Answer:
    body = call.json_object()
    call.require_own_group()
    values = inputs.read(inputs.GROUP, body).check()
    store = call.world.store
    group = call.group._replace(document=inputs.merge(call.group.document, values))
    with store.transaction():
        store.replace("groups", group.id, group.document)
    call.world.emit(group.system, "UPDATE_GROUP", group.uuid, values)
    return ok(_show(call, group, owner=True))


def delete(call: Call) -> Answer:
    call.require_own_group()
    with call.world.store.transaction():
        call.world.store.delete("groups", call.group.id)
    call.world.emit(call.group.system, "DELETE_GROUP", call.group.uuid, None)
    return NO_CONTENT


def get_oembed(call: Call) -> Answer:
    return ok(oembed("Group", title_of(call.group, call.world.store.get("systems", call.group.system))))


def _show(call: Call, group: Entity, *, owner: bool) -> Document:
    return show("Group", group, owner=owner, system=call.world.store.get("systems", group.system).hid)
