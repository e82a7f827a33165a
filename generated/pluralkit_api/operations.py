# Made from the contract of PluralKit API 2.0.0 by `python -m generator`; changes made here are lost.
"""The operations of the API: a constant each, and a function from arguments to what `client.send` takes.

Nothing else knows a path. An argument that cannot be sent is a TypeError or ValueError here.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final, Unpack

from pluralkit_runtime import Operation, Request
from pluralkit_runtime.encoding import (
    BodySchema,
    ListOf,
    PatchSchema,
    Reference,
    SequenceNotStr,
    day,
    encode_body,
)
from pluralkit_runtime.pagination import Pagination
from pluralkit_runtime.urls import fill, query

from .inputs import (
    AutoproxySettingsUpdate,
    GroupCreate,
    GroupPrivacyUpdate,
    GroupRef,
    GroupUpdate,
    MemberCreate,
    MemberGuildSettingsUpdate,
    MemberPrivacyUpdate,
    MemberRef,
    MemberUpdate,
    ProxyTagInput,
    Snowflake,
    SwitchCreate,
    SwitchRef,
    SwitchUpdate,
    SystemGuildSettingsUpdate,
    SystemPrivacyUpdate,
    SystemRef,
    SystemSettingsUpdate,
    SystemUpdate,
)
from .models import (
    AutoproxySettings,
    Group,
    Member,
    MemberGuildSettings,
    Message,
    MessageMember,
    OEmbed,
    PublicSystemSettings,
    Switch,
    SwitchWithMembers,
    System,
    SystemGuildSettings,
    SystemSettings,
)

_SYSTEM_REF = Reference({System: "uuid"}, number=True)
_MEMBER_REF = Reference({Member: "uuid", MessageMember: "uuid"})
_GROUP_REF = Reference({Group: "uuid"})
_SWITCH_REF = Reference({Switch: "id", SwitchWithMembers: "id"})
_SNOWFLAKE = Reference({}, number=True)

_SYSTEM_PRIVACY_UPDATE = BodySchema(SystemPrivacyUpdate)
_SYSTEM_UPDATE = PatchSchema(SystemUpdate, privacy=_SYSTEM_PRIVACY_UPDATE)
_SYSTEM_SETTINGS_UPDATE = PatchSchema(SystemSettingsUpdate, description_templates=ListOf())
_SYSTEM_GUILD_SETTINGS_UPDATE = PatchSchema(SystemGuildSettingsUpdate)
_AUTOPROXY_SETTINGS_UPDATE = BodySchema(AutoproxySettingsUpdate, autoproxy_member=_MEMBER_REF)
_SWITCH_CREATE = BodySchema(SwitchCreate, members=ListOf(_MEMBER_REF))
_SWITCH_UPDATE = BodySchema(SwitchUpdate)
_PROXY_TAG_INPUT = BodySchema(ProxyTagInput)
_MEMBER_PRIVACY_UPDATE = BodySchema(MemberPrivacyUpdate)
_MEMBER_CREATE = BodySchema(
    MemberCreate, birthday=day, proxy_tags=ListOf(_PROXY_TAG_INPUT), privacy=_MEMBER_PRIVACY_UPDATE
)
_MEMBER_UPDATE = PatchSchema(
    MemberUpdate, birthday=day, proxy_tags=ListOf(_PROXY_TAG_INPUT), privacy=_MEMBER_PRIVACY_UPDATE
)
_MEMBER_GUILD_SETTINGS_UPDATE = PatchSchema(MemberGuildSettingsUpdate)
_GROUP_PRIVACY_UPDATE = BodySchema(GroupPrivacyUpdate)
_GROUP_CREATE = BodySchema(GroupCreate, privacy=_GROUP_PRIVACY_UPDATE)
_GROUP_UPDATE = PatchSchema(GroupUpdate, privacy=_GROUP_PRIVACY_UPDATE)

GET_SYSTEM: Final[Operation[System]] = Operation(
    id="getSystem",
    method="GET",
    template="/systems/{system}",
    scope="generic_get",
    own_scope="own_system_get",
    idempotent=True,
    reads={200: System},
)


def get_system(system: SystemRef, /) -> Request[System]:
    """Get a system."""
    return Request(GET_SYSTEM, fill(GET_SYSTEM.template, system=_SYSTEM_REF(system, "system")))


UPDATE_SYSTEM: Final[Operation[System]] = Operation(
    id="updateSystem",
    method="PATCH",
    template="/systems/{system}",
    scope="generic_update",
    own_scope="own_system_update",
    idempotent=True,
    reads={200: System},
)


def update_system(system: SystemRef, /, **changes: Unpack[SystemUpdate]) -> Request[System]:
    """Change your system."""
    return Request(
        UPDATE_SYSTEM,
        fill(UPDATE_SYSTEM.template, system=_SYSTEM_REF(system, "system")),
        body=encode_body(_SYSTEM_UPDATE, changes),
    )


GET_SYSTEM_SETTINGS: Final[Operation[SystemSettings | PublicSystemSettings]] = Operation(
    id="getSystemSettings",
    method="GET",
    template="/systems/{system}/settings",
    scope="generic_get",
    own_scope="own_system_get",
    idempotent=True,
    reads={200: SystemSettings | PublicSystemSettings},
)


def get_system_settings(system: SystemRef, /) -> Request[SystemSettings | PublicSystemSettings]:
    """Get the settings of a system."""
    return Request(
        GET_SYSTEM_SETTINGS, fill(GET_SYSTEM_SETTINGS.template, system=_SYSTEM_REF(system, "system"))
    )


UPDATE_SYSTEM_SETTINGS: Final[Operation[SystemSettings]] = Operation(
    id="updateSystemSettings",
    method="PATCH",
    template="/systems/{system}/settings",
    scope="generic_update",
    own_scope="own_system_update",
    idempotent=True,
    reads={200: SystemSettings},
)


def update_system_settings(
    system: SystemRef, /, **changes: Unpack[SystemSettingsUpdate]
) -> Request[SystemSettings]:
    """Change the settings of your system."""
    return Request(
        UPDATE_SYSTEM_SETTINGS,
        fill(UPDATE_SYSTEM_SETTINGS.template, system=_SYSTEM_REF(system, "system")),
        body=encode_body(_SYSTEM_SETTINGS_UPDATE, changes),
    )


GET_SYSTEM_GUILD_SETTINGS: Final[Operation[SystemGuildSettings]] = Operation(
    id="getSystemGuildSettings",
    method="GET",
    template="/systems/{system}/guilds/{guild_id}",
    scope="generic_get",
    own_scope="own_system_get",
    idempotent=True,
    reads={200: SystemGuildSettings},
)


def get_system_guild_settings(system: SystemRef, guild_id: Snowflake, /) -> Request[SystemGuildSettings]:
    """Get your system's settings for a Discord server."""
    return Request(
        GET_SYSTEM_GUILD_SETTINGS,
        fill(
            GET_SYSTEM_GUILD_SETTINGS.template,
            system=_SYSTEM_REF(system, "system"),
            guild_id=_SNOWFLAKE(guild_id, "guild_id"),
        ),
    )


UPDATE_SYSTEM_GUILD_SETTINGS: Final[Operation[SystemGuildSettings]] = Operation(
    id="updateSystemGuildSettings",
    method="PATCH",
    template="/systems/{system}/guilds/{guild_id}",
    scope="generic_update",
    own_scope="own_system_update",
    idempotent=True,
    reads={200: SystemGuildSettings},
)


def update_system_guild_settings(
    system: SystemRef, guild_id: Snowflake, /, **changes: Unpack[SystemGuildSettingsUpdate]
) -> Request[SystemGuildSettings]:
    """Change your system's settings for a Discord server."""
    return Request(
        UPDATE_SYSTEM_GUILD_SETTINGS,
        fill(
            UPDATE_SYSTEM_GUILD_SETTINGS.template,
            system=_SYSTEM_REF(system, "system"),
            guild_id=_SNOWFLAKE(guild_id, "guild_id"),
        ),
        body=encode_body(_SYSTEM_GUILD_SETTINGS_UPDATE, changes),
    )


GET_AUTOPROXY_SETTINGS: Final[Operation[AutoproxySettings]] = Operation(
    id="getAutoproxySettings",
    method="GET",
    template="/systems/{system}/autoproxy",
    scope="generic_get",
    own_scope="own_system_get",
    idempotent=True,
    reads={200: AutoproxySettings},
)


def get_autoproxy_settings(system: SystemRef, /, *, guild_id: Snowflake) -> Request[AutoproxySettings]:
    """Get your system's autoproxy settings for a Discord server."""
    return Request(
        GET_AUTOPROXY_SETTINGS,
        fill(GET_AUTOPROXY_SETTINGS.template, system=_SYSTEM_REF(system, "system")),
        query=query(("guild_id", _SNOWFLAKE(guild_id, "guild_id"))),
    )


UPDATE_AUTOPROXY_SETTINGS: Final[Operation[AutoproxySettings]] = Operation(
    id="updateAutoproxySettings",
    method="PATCH",
    template="/systems/{system}/autoproxy",
    scope="generic_update",
    own_scope="own_system_update",
    idempotent=True,
    reads={200: AutoproxySettings},
)


def update_autoproxy_settings(
    system: SystemRef, /, *, guild_id: Snowflake, **changes: Unpack[AutoproxySettingsUpdate]
) -> Request[AutoproxySettings]:
    """Change your system's autoproxy settings for a Discord server."""
    return Request(
        UPDATE_AUTOPROXY_SETTINGS,
        fill(UPDATE_AUTOPROXY_SETTINGS.template, system=_SYSTEM_REF(system, "system")),
        query=query(("guild_id", _SNOWFLAKE(guild_id, "guild_id"))),
        body=encode_body(_AUTOPROXY_SETTINGS_UPDATE, changes),
    )


LIST_MEMBERS: Final[Operation[list[Member]]] = Operation(
    id="listMembers",
    method="GET",
    template="/systems/{system}/members",
    scope="generic_get",
    own_scope="own_system_get",
    idempotent=True,
    reads={200: list[Member]},
)


def list_members(system: SystemRef, /) -> Request[list[Member]]:
    """List the members of a system, in no order."""
    return Request(LIST_MEMBERS, fill(LIST_MEMBERS.template, system=_SYSTEM_REF(system, "system")))


LIST_GROUPS: Final[Operation[list[Group]]] = Operation(
    id="listGroups",
    method="GET",
    template="/systems/{system}/groups",
    scope="generic_get",
    own_scope="own_system_get",
    idempotent=True,
    reads={200: list[Group]},
)


def list_groups(system: SystemRef, /, *, with_members: bool | None = None) -> Request[list[Group]]:
    """List the groups of a system, in no order."""
    return Request(
        LIST_GROUPS,
        fill(LIST_GROUPS.template, system=_SYSTEM_REF(system, "system")),
        query=query(("with_members", with_members)),
    )


GET_FRONTERS: Final[Operation[SwitchWithMembers | None]] = Operation(
    id="getFronters",
    method="GET",
    template="/systems/{system}/fronters",
    scope="generic_get",
    own_scope="own_system_get",
    idempotent=True,
    reads={200: SwitchWithMembers, 204: None},
)


def get_fronters(system: SystemRef, /) -> Request[SwitchWithMembers | None]:
    """Get the current switch of a system."""
    return Request(GET_FRONTERS, fill(GET_FRONTERS.template, system=_SYSTEM_REF(system, "system")))


LIST_SWITCHES: Final[Operation[list[Switch]]] = Operation(
    id="listSwitches",
    method="GET",
    template="/systems/{system}/switches",
    scope="generic_get",
    own_scope="own_system_get",
    idempotent=True,
    reads={200: list[Switch]},
)
LIST_SWITCHES_PAGES = Pagination(time="timestamp", identity="id", maximum=100)


def list_switches(
    system: SystemRef, /, *, before: datetime | None = None, limit: int | None = None
) -> Request[list[Switch]]:
    """List the switches of a system, newest first, a page at a time."""
    return Request(
        LIST_SWITCHES,
        fill(LIST_SWITCHES.template, system=_SYSTEM_REF(system, "system")),
        query=query(("before", before), ("limit", limit)),
    )


CREATE_SWITCH: Final[Operation[SwitchWithMembers]] = Operation(
    id="createSwitch",
    method="POST",
    template="/systems/{system}/switches",
    scope="generic_update",
    own_scope="own_system_update",
    idempotent=False,
    reads={200: SwitchWithMembers},
)


def create_switch(system: SystemRef, /, **fields: Unpack[SwitchCreate]) -> Request[SwitchWithMembers]:
    """Log a switch of your system."""
    return Request(
        CREATE_SWITCH,
        fill(CREATE_SWITCH.template, system=_SYSTEM_REF(system, "system")),
        body=encode_body(_SWITCH_CREATE, fields),
    )


GET_SWITCH: Final[Operation[SwitchWithMembers]] = Operation(
    id="getSwitch",
    method="GET",
    template="/systems/{system}/switches/{switch}",
    scope="generic_get",
    own_scope="own_system_get",
    idempotent=True,
    reads={200: SwitchWithMembers},
)


def get_switch(system: SystemRef, switch: SwitchRef, /) -> Request[SwitchWithMembers]:
    """Get a switch."""
    return Request(
        GET_SWITCH,
        fill(GET_SWITCH.template, system=_SYSTEM_REF(system, "system"), switch=_SWITCH_REF(switch, "switch")),
    )


UPDATE_SWITCH: Final[Operation[SwitchWithMembers]] = Operation(
    id="updateSwitch",
    method="PATCH",
    template="/systems/{system}/switches/{switch}",
    scope="generic_update",
    own_scope="own_system_update",
    idempotent=False,
    reads={200: SwitchWithMembers},
)


def update_switch(
    system: SystemRef, switch: SwitchRef, /, **changes: Unpack[SwitchUpdate]
) -> Request[SwitchWithMembers]:
    """Change the time of a switch of your system."""
    return Request(
        UPDATE_SWITCH,
        fill(
            UPDATE_SWITCH.template, system=_SYSTEM_REF(system, "system"), switch=_SWITCH_REF(switch, "switch")
        ),
        body=encode_body(_SWITCH_UPDATE, changes),
    )


DELETE_SWITCH: Final[Operation[None]] = Operation(
    id="deleteSwitch",
    method="DELETE",
    template="/systems/{system}/switches/{switch}",
    scope="generic_update",
    own_scope="own_system_update",
    idempotent=True,
    reads={204: None},
)


def delete_switch(system: SystemRef, switch: SwitchRef, /) -> Request[None]:
    """Delete a switch of your system."""
    return Request(
        DELETE_SWITCH,
        fill(
            DELETE_SWITCH.template, system=_SYSTEM_REF(system, "system"), switch=_SWITCH_REF(switch, "switch")
        ),
    )


UPDATE_SWITCH_MEMBERS: Final[Operation[SwitchWithMembers]] = Operation(
    id="updateSwitchMembers",
    method="PATCH",
    template="/systems/{system}/switches/{switch}/members",
    scope="generic_update",
    own_scope="own_system_update",
    idempotent=False,
    reads={200: SwitchWithMembers},
)


def update_switch_members(
    system: SystemRef, switch: SwitchRef, /, members: SequenceNotStr[MemberRef]
) -> Request[SwitchWithMembers]:
    """Change the members of a switch of your system."""
    return Request(
        UPDATE_SWITCH_MEMBERS,
        fill(
            UPDATE_SWITCH_MEMBERS.template,
            system=_SYSTEM_REF(system, "system"),
            switch=_SWITCH_REF(switch, "switch"),
        ),
        body=ListOf(_MEMBER_REF)(members, "members"),
    )


GET_SYSTEM_OEMBED: Final[Operation[OEmbed]] = Operation(
    id="getSystemOEmbed",
    method="GET",
    template="/systems/{system}/oembed.json",
    scope="generic_get",
    own_scope="own_system_get",
    idempotent=True,
    reads={200: OEmbed},
)


def get_system_oembed(system: SystemRef, /) -> Request[OEmbed]:
    """Get the link preview of a system."""
    return Request(GET_SYSTEM_OEMBED, fill(GET_SYSTEM_OEMBED.template, system=_SYSTEM_REF(system, "system")))


CREATE_MEMBER: Final[Operation[Member]] = Operation(
    id="createMember",
    method="POST",
    template="/members",
    scope="generic_update",
    own_scope=None,
    idempotent=False,
    reads={200: Member},
)


def create_member(**fields: Unpack[MemberCreate]) -> Request[Member]:
    """Create a member of your system."""
    return Request(CREATE_MEMBER, CREATE_MEMBER.template, body=encode_body(_MEMBER_CREATE, fields))


GET_MEMBER: Final[Operation[Member]] = Operation(
    id="getMember",
    method="GET",
    template="/members/{member}",
    scope="generic_get",
    own_scope="own_system_get",
    idempotent=True,
    reads={200: Member},
)


def get_member(member: MemberRef, /) -> Request[Member]:
    """Get a member."""
    return Request(GET_MEMBER, fill(GET_MEMBER.template, member=_MEMBER_REF(member, "member")))


UPDATE_MEMBER: Final[Operation[Member]] = Operation(
    id="updateMember",
    method="PATCH",
    template="/members/{member}",
    scope="generic_update",
    own_scope="own_system_update",
    idempotent=True,
    reads={200: Member},
)


def update_member(member: MemberRef, /, **changes: Unpack[MemberUpdate]) -> Request[Member]:
    """Change a member of your system."""
    return Request(
        UPDATE_MEMBER,
        fill(UPDATE_MEMBER.template, member=_MEMBER_REF(member, "member")),
        body=encode_body(_MEMBER_UPDATE, changes),
    )


DELETE_MEMBER: Final[Operation[None]] = Operation(
    id="deleteMember",
    method="DELETE",
    template="/members/{member}",
    scope="generic_update",
    own_scope="own_system_update",
    idempotent=True,
    reads={204: None},
)


def delete_member(member: MemberRef, /) -> Request[None]:
    """Delete a member of your system."""
    return Request(DELETE_MEMBER, fill(DELETE_MEMBER.template, member=_MEMBER_REF(member, "member")))


LIST_MEMBER_GROUPS: Final[Operation[list[Group]]] = Operation(
    id="listMemberGroups",
    method="GET",
    template="/members/{member}/groups",
    scope="generic_get",
    own_scope="own_system_get",
    idempotent=True,
    reads={200: list[Group]},
)


def list_member_groups(member: MemberRef, /) -> Request[list[Group]]:
    """List the groups that a member is in."""
    return Request(
        LIST_MEMBER_GROUPS, fill(LIST_MEMBER_GROUPS.template, member=_MEMBER_REF(member, "member"))
    )


ADD_MEMBER_GROUPS: Final[Operation[None]] = Operation(
    id="addMemberGroups",
    method="POST",
    template="/members/{member}/groups/add",
    scope="generic_update",
    own_scope="own_system_update",
    idempotent=True,
    reads={204: None},
)


def add_member_groups(member: MemberRef, /, groups: SequenceNotStr[GroupRef]) -> Request[None]:
    """Add a member to groups of your system."""
    return Request(
        ADD_MEMBER_GROUPS,
        fill(ADD_MEMBER_GROUPS.template, member=_MEMBER_REF(member, "member")),
        body=ListOf(_GROUP_REF)(groups, "groups"),
    )


REMOVE_MEMBER_GROUPS: Final[Operation[None]] = Operation(
    id="removeMemberGroups",
    method="POST",
    template="/members/{member}/groups/remove",
    scope="generic_update",
    own_scope="own_system_update",
    idempotent=True,
    reads={204: None},
)


def remove_member_groups(member: MemberRef, /, groups: SequenceNotStr[GroupRef]) -> Request[None]:
    """Remove a member from groups of your system."""
    return Request(
        REMOVE_MEMBER_GROUPS,
        fill(REMOVE_MEMBER_GROUPS.template, member=_MEMBER_REF(member, "member")),
        body=ListOf(_GROUP_REF)(groups, "groups"),
    )


OVERWRITE_MEMBER_GROUPS: Final[Operation[None]] = Operation(
    id="overwriteMemberGroups",
    method="POST",
    template="/members/{member}/groups/overwrite",
    scope="generic_update",
    own_scope="own_system_update",
    idempotent=True,
    reads={204: None},
)


def overwrite_member_groups(member: MemberRef, /, groups: SequenceNotStr[GroupRef]) -> Request[None]:
    """Put a member into exactly these groups of your system."""
    return Request(
        OVERWRITE_MEMBER_GROUPS,
        fill(OVERWRITE_MEMBER_GROUPS.template, member=_MEMBER_REF(member, "member")),
        body=ListOf(_GROUP_REF)(groups, "groups"),
    )


GET_MEMBER_GUILD_SETTINGS: Final[Operation[MemberGuildSettings]] = Operation(
    id="getMemberGuildSettings",
    method="GET",
    template="/members/{member}/guilds/{guild_id}",
    scope="generic_get",
    own_scope="own_system_get",
    idempotent=True,
    reads={200: MemberGuildSettings},
)


def get_member_guild_settings(member: MemberRef, guild_id: Snowflake, /) -> Request[MemberGuildSettings]:
    """Get a member's settings for a Discord server."""
    return Request(
        GET_MEMBER_GUILD_SETTINGS,
        fill(
            GET_MEMBER_GUILD_SETTINGS.template,
            member=_MEMBER_REF(member, "member"),
            guild_id=_SNOWFLAKE(guild_id, "guild_id"),
        ),
    )


UPDATE_MEMBER_GUILD_SETTINGS: Final[Operation[MemberGuildSettings]] = Operation(
    id="updateMemberGuildSettings",
    method="PATCH",
    template="/members/{member}/guilds/{guild_id}",
    scope="generic_update",
    own_scope="own_system_update",
    idempotent=True,
    reads={200: MemberGuildSettings},
)


def update_member_guild_settings(
    member: MemberRef, guild_id: Snowflake, /, **changes: Unpack[MemberGuildSettingsUpdate]
) -> Request[MemberGuildSettings]:
    """Change a member's settings for a Discord server."""
    return Request(
        UPDATE_MEMBER_GUILD_SETTINGS,
        fill(
            UPDATE_MEMBER_GUILD_SETTINGS.template,
            member=_MEMBER_REF(member, "member"),
            guild_id=_SNOWFLAKE(guild_id, "guild_id"),
        ),
        body=encode_body(_MEMBER_GUILD_SETTINGS_UPDATE, changes),
    )


GET_MEMBER_OEMBED: Final[Operation[OEmbed]] = Operation(
    id="getMemberOEmbed",
    method="GET",
    template="/members/{member}/oembed.json",
    scope="generic_get",
    own_scope="own_system_get",
    idempotent=True,
    reads={200: OEmbed},
)


def get_member_oembed(member: MemberRef, /) -> Request[OEmbed]:
    """Get the link preview of a member."""
    return Request(GET_MEMBER_OEMBED, fill(GET_MEMBER_OEMBED.template, member=_MEMBER_REF(member, "member")))


CREATE_GROUP: Final[Operation[Group]] = Operation(
    id="createGroup",
    method="POST",
    template="/groups",
    scope="generic_update",
    own_scope=None,
    idempotent=False,
    reads={200: Group},
)


def create_group(**fields: Unpack[GroupCreate]) -> Request[Group]:
    """Create a group in your system."""
    return Request(CREATE_GROUP, CREATE_GROUP.template, body=encode_body(_GROUP_CREATE, fields))


GET_GROUP: Final[Operation[Group]] = Operation(
    id="getGroup",
    method="GET",
    template="/groups/{group}",
    scope="generic_get",
    own_scope="own_system_get",
    idempotent=True,
    reads={200: Group},
)


def get_group(group: GroupRef, /) -> Request[Group]:
    """Get a group."""
    return Request(GET_GROUP, fill(GET_GROUP.template, group=_GROUP_REF(group, "group")))


UPDATE_GROUP: Final[Operation[Group]] = Operation(
    id="updateGroup",
    method="PATCH",
    template="/groups/{group}",
    scope="generic_update",
    own_scope="own_system_update",
    idempotent=True,
    reads={200: Group},
)


def update_group(group: GroupRef, /, **changes: Unpack[GroupUpdate]) -> Request[Group]:
    """Change a group of your system."""
    return Request(
        UPDATE_GROUP,
        fill(UPDATE_GROUP.template, group=_GROUP_REF(group, "group")),
        body=encode_body(_GROUP_UPDATE, changes),
    )


DELETE_GROUP: Final[Operation[None]] = Operation(
    id="deleteGroup",
    method="DELETE",
    template="/groups/{group}",
    scope="generic_update",
    own_scope="own_system_update",
    idempotent=True,
    reads={204: None},
)


def delete_group(group: GroupRef, /) -> Request[None]:
    """Delete a group of your system."""
    return Request(DELETE_GROUP, fill(DELETE_GROUP.template, group=_GROUP_REF(group, "group")))


LIST_GROUP_MEMBERS: Final[Operation[list[Member]]] = Operation(
    id="listGroupMembers",
    method="GET",
    template="/groups/{group}/members",
    scope="generic_get",
    own_scope="own_system_get",
    idempotent=True,
    reads={200: list[Member]},
)


def list_group_members(group: GroupRef, /) -> Request[list[Member]]:
    """List the members of a group."""
    return Request(LIST_GROUP_MEMBERS, fill(LIST_GROUP_MEMBERS.template, group=_GROUP_REF(group, "group")))


ADD_GROUP_MEMBERS: Final[Operation[None]] = Operation(
    id="addGroupMembers",
    method="POST",
    template="/groups/{group}/members/add",
    scope="generic_update",
    own_scope="own_system_update",
    idempotent=True,
    reads={204: None},
)


def add_group_members(group: GroupRef, /, members: SequenceNotStr[MemberRef]) -> Request[None]:
    """Add members to a group of your system."""
    return Request(
        ADD_GROUP_MEMBERS,
        fill(ADD_GROUP_MEMBERS.template, group=_GROUP_REF(group, "group")),
        body=ListOf(_MEMBER_REF)(members, "members"),
    )


REMOVE_GROUP_MEMBERS: Final[Operation[None]] = Operation(
    id="removeGroupMembers",
    method="POST",
    template="/groups/{group}/members/remove",
    scope="generic_update",
    own_scope="own_system_update",
    idempotent=True,
    reads={204: None},
)


def remove_group_members(group: GroupRef, /, members: SequenceNotStr[MemberRef]) -> Request[None]:
    """Remove members from a group of your system."""
    return Request(
        REMOVE_GROUP_MEMBERS,
        fill(REMOVE_GROUP_MEMBERS.template, group=_GROUP_REF(group, "group")),
        body=ListOf(_MEMBER_REF)(members, "members"),
    )


OVERWRITE_GROUP_MEMBERS: Final[Operation[None]] = Operation(
    id="overwriteGroupMembers",
    method="POST",
    template="/groups/{group}/members/overwrite",
    scope="generic_update",
    own_scope="own_system_update",
    idempotent=True,
    reads={204: None},
)


def overwrite_group_members(group: GroupRef, /, members: SequenceNotStr[MemberRef]) -> Request[None]:
    """Make exactly these members the members of a group of your system."""
    return Request(
        OVERWRITE_GROUP_MEMBERS,
        fill(OVERWRITE_GROUP_MEMBERS.template, group=_GROUP_REF(group, "group")),
        body=ListOf(_MEMBER_REF)(members, "members"),
    )


GET_GROUP_OEMBED: Final[Operation[OEmbed]] = Operation(
    id="getGroupOEmbed",
    method="GET",
    template="/groups/{group}/oembed.json",
    scope="generic_get",
    own_scope="own_system_get",
    idempotent=True,
    reads={200: OEmbed},
)


def get_group_oembed(group: GroupRef, /) -> Request[OEmbed]:
    """Get the link preview of a group."""
    return Request(GET_GROUP_OEMBED, fill(GET_GROUP_OEMBED.template, group=_GROUP_REF(group, "group")))


GET_MESSAGE: Final[Operation[Message]] = Operation(
    id="getMessage",
    method="GET",
    template="/messages/{message_id}",
    scope="generic_get",
    own_scope=None,
    idempotent=True,
    reads={200: Message},
)


def get_message(message_id: Snowflake, /) -> Request[Message]:
    """Get what is known of a proxied message."""
    return Request(GET_MESSAGE, fill(GET_MESSAGE.template, message_id=_SNOWFLAKE(message_id, "message_id")))


ALL: Final[tuple[Operation[Any], ...]] = (
    GET_SYSTEM,
    UPDATE_SYSTEM,
    GET_SYSTEM_SETTINGS,
    UPDATE_SYSTEM_SETTINGS,
    GET_SYSTEM_GUILD_SETTINGS,
    UPDATE_SYSTEM_GUILD_SETTINGS,
    GET_AUTOPROXY_SETTINGS,
    UPDATE_AUTOPROXY_SETTINGS,
    LIST_MEMBERS,
    LIST_GROUPS,
    GET_FRONTERS,
    LIST_SWITCHES,
    CREATE_SWITCH,
    GET_SWITCH,
    UPDATE_SWITCH,
    DELETE_SWITCH,
    UPDATE_SWITCH_MEMBERS,
    GET_SYSTEM_OEMBED,
    CREATE_MEMBER,
    GET_MEMBER,
    UPDATE_MEMBER,
    DELETE_MEMBER,
    LIST_MEMBER_GROUPS,
    ADD_MEMBER_GROUPS,
    REMOVE_MEMBER_GROUPS,
    OVERWRITE_MEMBER_GROUPS,
    GET_MEMBER_GUILD_SETTINGS,
    UPDATE_MEMBER_GUILD_SETTINGS,
    GET_MEMBER_OEMBED,
    CREATE_GROUP,
    GET_GROUP,
    UPDATE_GROUP,
    DELETE_GROUP,
    LIST_GROUP_MEMBERS,
    ADD_GROUP_MEMBERS,
    REMOVE_GROUP_MEMBERS,
    OVERWRITE_GROUP_MEMBERS,
    GET_GROUP_OEMBED,
    GET_MESSAGE,
)
"""Every operation of the contract."""
