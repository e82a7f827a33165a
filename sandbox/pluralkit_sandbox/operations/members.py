"""Operations: members, and their settings for Discord servers."""

from __future__ import annotations

from functools import partial

from pluralkit_sandbox import errors, inputs
from pluralkit_sandbox.call import Answer, Call, ok
from pluralkit_sandbox.operations.owned import MEMBERS
from pluralkit_sandbox.store import Document


def list_of_system(call: Call) -> Answer:
    """listMembers: list the visible members."""
    call.require_listable(call.system)
    return ok(MEMBERS.visible(call, call.system, call.world.store.of_system("members", call.system.id)))


def create(call: Call) -> Answer:
    """createMember: create a member for the caller's system."""
    return MEMBERS.create(call)


def get(call: Call) -> Answer:
    """getMember: return a member in the caller's view."""
    return MEMBERS.get(call, call.member)


def update(call: Call) -> Answer:
    """updateMember: change a member of the caller's system."""
    body = call.json_object()
    call.require_own_member()
    return MEMBERS.update(call, call.member, body)


def delete(call: Call) -> Answer:
    """deleteMember: delete a member of the caller's system."""
    call.require_own_member()
    return MEMBERS.delete(call, call.member)


def get_oembed(call: Call) -> Answer:
    """getMemberOEmbed: return the link preview."""
    return MEMBERS.get_oembed(call, call.member)


def get_guild_settings(call: Call) -> Answer:
    """getMemberGuildSettings: return the settings, if the bot has created them."""
    guild = call.snowflake("guildId")
    call.require_own_member()
    return ok(_guild_settings(call, guild))


def update_guild_settings(call: Call) -> Answer:
    """updateMemberGuildSettings: change the settings; the event is sent even for unstorable values."""
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
