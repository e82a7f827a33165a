"""Members, and their settings for Discord servers."""

from __future__ import annotations

from pluralkit_sandbox import errors, inputs
from pluralkit_sandbox.call import NO_CONTENT, Answer, Call, ok
from pluralkit_sandbox.documents import blank
from pluralkit_sandbox.operations.systems import limit
from pluralkit_sandbox.store import Document, Entity
from pluralkit_sandbox.views import is_listed, oembed, show, title_of


def list_of_system(call: Call) -> Answer:
    call.require_listable(call.system)
    owner, system = call.is_owner(call.system.id), call.system
    members = call.world.store.of_system("members", system.id)
    return ok(
        [
            show("Member", member, owner=owner, system=system.hid)
            for member in members
            if is_listed(member, owner=owner)
        ]
    )


def create(call: Call) -> Answer:
    body = call.json_object()
    world, system = call.world, call.require_caller()
    if world.store.count("members", system) >= limit(world.store.settings(system), "member_limit"):
        raise errors.error(40007)
    changes = inputs.read(inputs.MEMBER, body)
    if "name" not in body:
        changes.refuse("name", "Key 'name' is required when creating new member.")
    values = changes.check()
    with world.store.transaction():
        member = world.store.create(
            "members",
            system,
            world.new_short_id("members"),
            world.ids.uuid(),
            inputs.merge(blank("Member") | {"created": world.timestamp()}, values),
        )
    world.emit(system, "CREATE_MEMBER", member.uuid, values)
    return ok(_show(call, member, owner=True))


def get(call: Call) -> Answer:
    return ok(_show(call, call.member, owner=call.is_owner(call.member.system)))


def update(call: Call) -> Answer:
    body = call.json_object()
    call.require_own_member()
    values = inputs.read(inputs.MEMBER, body).check()
    store = call.world.store
    member = call.member._replace(document=inputs.merge(call.member.document, values))
    with store.transaction():
        store.replace("members", member.id, member.document)
    call.world.emit(member.system, "UPDATE_MEMBER", member.uuid, values)
    return ok(_show(call, member, owner=True))


def delete(call: Call) -> Answer:
    call.require_own_member()
    with call.world.store.transaction():
        call.world.store.delete("members", call.member.id)
    call.world.emit(call.member.system, "DELETE_MEMBER", call.member.uuid, None)
    return NO_CONTENT


def get_guild_settings(call: Call) -> Answer:
    guild = call.snowflake("guildId")
    call.require_own_member()
    return ok(_guild_settings(call, guild))


def update_guild_settings(call: Call) -> Answer:
    body = call.json_object()
    guild = call.snowflake("guildId")
    call.require_own_member()
    settings = _guild_settings(call, guild)
    values = inputs.read(inputs.MEMBER_GUILD, body).check()
    settings |= values
    with call.world.store.transaction():
        call.world.store.put_member_guild(call.member.id, guild, settings)
    call.world.emit(
        call.member.system, "UPDATE_MEMBER_GUILD", call.member.uuid, {"guild_id": guild, **values}
    )
    return ok(settings)


def _guild_settings(call: Call, guild: str) -> Document:
    settings = call.world.store.member_guild(call.member.id, guild)
    if settings is None:
        raise errors.error(20010)
    return settings


def get_oembed(call: Call) -> Answer:
    return ok(oembed("Member", title_of(call.member, call.world.store.get("systems", call.member.system))))


def _show(call: Call, member: Entity, *, owner: bool) -> Document:
    return show("Member", member, owner=owner, system=call.world.store.get("systems", member.system).hid)
