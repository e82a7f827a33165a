"""Members, and their settings for Discord servers."""

from __future__ import annotations

from functools import partial

from pluralkit_sandbox import errors, inputs
from pluralkit_sandbox.call import Answer, Call, ok
from pluralkit_sandbox.operations.owned import MEMBERS
from pluralkit_sandbox.store import Document


def list_of_system(call: Call) -> Answer:
    call.require_listable(call.system)
    return ok(MEMBERS.visible(call, call.system, call.world.store.of_system("members", call.system.id)))


def create(call: Call) -> Answer:
    return MEMBERS.create(call)


def get(call: Call) -> Answer:
    return MEMBERS.get(call, call.member)


def update(call: Call) -> Answer:
    body = call.json_object()
    call.require_own_member()
    return MEMBERS.update(call, call.member, body)


def delete(call: Call) -> Answer:
    call.require_own_member()
    return MEMBERS.delete(call, call.member)


def get_oembed(call: Call) -> Answer:
    return MEMBERS.get_oembed(call, call.member)


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
    data = {"guild_id": guild, **values}
    emit = partial(call.world.emit, call.member.system, "UPDATE_MEMBER_GUILD", call.member.uuid, data)
    inputs.require_storable(values, before_refusal=emit)
    settings |= values
    call.world.store.put_member_guild(call.member.id, guild, settings)
    emit()
    return ok(settings)


def _guild_settings(call: Call, guild: str) -> Document:
    settings = call.world.store.member_guild(call.member.id, guild)
    if settings is None:
        raise errors.error("MemberGuildSettingsNotFound")
    return settings
