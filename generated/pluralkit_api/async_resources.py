# Made from the contract of PluralKit API 2.0.0 by `python -m generator`; changes made here are lost.
"""What the asynchronous client has: its methods, by what they are about.

Each sends one request and gives the answer's data; `client.send` with the function of `operations` gives the
whole Response. Besides what a method names, it raises what `errors` shows, by the status of the answer.
"""

from __future__ import annotations

import builtins
from collections.abc import AsyncIterator
from datetime import datetime
from typing import Unpack

from pluralkit_runtime import AsyncClient
from pluralkit_runtime.encoding import Progress, SequenceNotStr
from pluralkit_runtime.pagination import iterate_pages_async

from . import operations
from .inputs import (
    AutoproxySettingsUpdate,
    GroupCreate,
    GroupRef,
    GroupUpdate,
    MemberCreate,
    MemberGuildSettingsUpdate,
    MemberRef,
    MemberUpdate,
    Snowflake,
    SwitchCreate,
    SwitchRef,
    SwitchUpdate,
    SystemGuildSettingsUpdate,
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
    OEmbed,
    PublicSystemSettings,
    Switch,
    SwitchWithMembers,
    System,
    SystemGuildSettings,
    SystemSettings,
)


class Systems:
    """A system, its settings and what belongs to it as a whole."""

    def __init__(self, client: AsyncClient) -> None:
        self._client = client

    async def get(self, system: SystemRef, /) -> System:
        """Get a system.

        Raises SystemNotFound.
        """
        return (await self._client.send(operations.get_system(system))).data

    async def update(self, system: SystemRef, /, **changes: Unpack[SystemUpdate]) -> System:
        """Change your system.

        Raises InvalidModel, SystemNotFound.
        """
        return (await self._client.send(operations.update_system(system, **changes))).data

    async def get_settings(self, system: SystemRef, /) -> SystemSettings | PublicSystemSettings:
        """Get the settings of a system.

        The owner gets all settings; anybody else gets the public part. Never refused. A short id is cut to
        its first six characters. An unset name_format is shown as its default here, unlike in the answer
        to a PATCH.

        Raises SystemNotFound.
        """
        return (await self._client.send(operations.get_system_settings(system))).data

    async def update_settings(
        self, system: SystemRef, /, **changes: Unpack[SystemSettingsUpdate]
    ) -> SystemSettings:
        """Change the settings of your system.

        Raises InvalidModel, SystemNotFound.
        """
        return (await self._client.send(operations.update_system_settings(system, **changes))).data

    async def get_guild_settings(self, system: SystemRef, guild_id: Snowflake, /) -> SystemGuildSettings:
        """Get your system's settings for a Discord server.

        Documented for @me alone; any reference to your own system works.

        Raises SystemNotFound, SystemGuildSettingsNotFound.
        """
        return (await self._client.send(operations.get_system_guild_settings(system, guild_id))).data

    async def update_guild_settings(
        self, system: SystemRef, guild_id: Snowflake, /, **changes: Unpack[SystemGuildSettingsUpdate]
    ) -> SystemGuildSettings:
        """Change your system's settings for a Discord server.

        Documented for @me alone; any reference to your own system works.

        Raises InvalidModel, SystemNotFound, SystemGuildSettingsNotFound.
        """
        return (
            await self._client.send(operations.update_system_guild_settings(system, guild_id, **changes))
        ).data

    async def get_autoproxy(
        self, system: SystemRef, /, *, guild_id: Snowflake, channel_id: Snowflake | None = None
    ) -> AutoproxySettings:
        """Get your system's autoproxy settings for a Discord server.

        The service answers 501 without guild_id, and with channel_id. Documented for @me alone; any
        reference to your own system works.

        Raises SystemNotFound, Unimplemented.
        """
        return (
            await self._client.send(
                operations.get_autoproxy_settings(system, guild_id=guild_id, channel_id=channel_id)
            )
        ).data

    async def update_autoproxy(
        self,
        system: SystemRef,
        /,
        *,
        guild_id: Snowflake,
        channel_id: Snowflake | None = None,
        **changes: Unpack[AutoproxySettingsUpdate],
    ) -> AutoproxySettings:
        """Change your system's autoproxy settings for a Discord server.

        The service answers 501 without guild_id, and with channel_id. The answer to a change to off still
        shows the former member. The mode that counts is the one sent, else the stored one, and null counts
        as off. Unlike in other changes an empty object is taken where the mode is off or front
        (documented: 400).

        Raises InvalidModel, AutoproxyMemberMissing, AutoproxyMemberNotAllowed, SystemNotFound,
        Unimplemented.
        """
        return (
            await self._client.send(
                operations.update_autoproxy_settings(
                    system, guild_id=guild_id, channel_id=channel_id, **changes
                )
            )
        ).data

    async def get_oembed(self, system: SystemRef, /) -> OEmbed:
        """Get the link preview of a system.

        Raises SystemNotFound.
        """
        return (await self._client.send(operations.get_system_oembed(system))).data


class Members:
    """The members of a system."""

    def __init__(self, client: AsyncClient) -> None:
        self._client = client

    async def list(self, system: SystemRef, /) -> builtins.list[Member]:
        """List the members of a system, in no order.

        Raises MemberListForbidden, SystemNotFound.
        """
        return (await self._client.send(operations.list_members(system))).data

    async def create(self, /, **fields: Unpack[MemberCreate]) -> Member:
        """Create a member of your system.

        Answered with 200, not 201.

        Raises InvalidModel, MemberLimitReached.
        """
        return (await self._client.send(operations.create_member(**fields))).data

    async def get(self, member: MemberRef, /) -> Member:
        """Get a member.

        A member that is private in lists is found here all the same.

        Raises MemberNotFound.
        """
        return (await self._client.send(operations.get_member(member))).data

    async def update(self, member: MemberRef, /, **changes: Unpack[MemberUpdate]) -> Member:
        """Change a member of your system.

        Raises InvalidModel, MemberNotYours, MemberNotFound.
        """
        return (await self._client.send(operations.update_member(member, **changes))).data

    async def delete(self, member: MemberRef, /) -> None:
        """Delete a member of your system.

        Raises MemberNotYours, MemberNotFound.
        """
        return (await self._client.send(operations.delete_member(member))).data

    async def list_groups(self, member: MemberRef, /) -> builtins.list[Group]:
        """List the groups that a member is in.

        Raises GroupListForbidden, MemberNotFound, ListedMemberNotFound.
        """
        return (await self._client.send(operations.list_member_groups(member))).data

    async def add_groups(self, member: MemberRef, /, groups: SequenceNotStr[GroupRef]) -> None:
        """Add a member to groups of your system.

        Raises MemberNotYours, ListedGroupNotYours, MemberNotFound, GroupNotFound.
        """
        return (await self._client.send(operations.add_member_groups(member, groups))).data

    async def remove_groups(self, member: MemberRef, /, groups: SequenceNotStr[GroupRef]) -> None:
        """Remove a member from groups of your system.

        Raises MemberNotYours, ListedGroupNotYours, MemberNotFound, ListedGroupNotFound.
        """
        return (await self._client.send(operations.remove_member_groups(member, groups))).data

    async def overwrite_groups(self, member: MemberRef, /, groups: SequenceNotStr[GroupRef]) -> None:
        """Put a member into exactly these groups of your system.

        Raises MemberNotYours, ListedGroupNotYours, MemberNotFound, ListedGroupNotFound.
        """
        return (await self._client.send(operations.overwrite_member_groups(member, groups))).data

    async def get_guild_settings(self, member: MemberRef, guild_id: Snowflake, /) -> MemberGuildSettings:
        """Get a member's settings for a Discord server.

        A malformed guild id is answered with 400 even before a missing token is with 401.

        Raises MemberNotYours, MemberNotFound, MemberGuildSettingsNotFound.
        """
        return (await self._client.send(operations.get_member_guild_settings(member, guild_id))).data

    async def update_guild_settings(
        self, member: MemberRef, guild_id: Snowflake, /, **changes: Unpack[MemberGuildSettingsUpdate]
    ) -> MemberGuildSettings:
        """Change a member's settings for a Discord server.

        Raises InvalidModel, MemberNotYours, MemberNotFound, MemberGuildSettingsNotFound.
        """
        return (
            await self._client.send(operations.update_member_guild_settings(member, guild_id, **changes))
        ).data

    async def get_oembed(self, member: MemberRef, /) -> OEmbed:
        """Get the link preview of a member.

        Raises MemberNotFound.
        """
        return (await self._client.send(operations.get_member_oembed(member))).data


class Groups:
    """Groups of members."""

    def __init__(self, client: AsyncClient) -> None:
        self._client = client

    async def list(self, system: SystemRef, /, *, with_members: bool | None = None) -> builtins.list[Group]:
        """List the groups of a system, in no order.

        Raises GroupListForbidden, SystemNotFound.
        """
        return (await self._client.send(operations.list_groups(system, with_members=with_members))).data

    async def create(self, /, **fields: Unpack[GroupCreate]) -> Group:
        """Create a group in your system.

        Answered with 200, not 201.

        Raises InvalidModel, GroupLimitReached.
        """
        return (await self._client.send(operations.create_group(**fields))).data

    async def get(self, group: GroupRef, /) -> Group:
        """Get a group.

        A group that is private in lists is found here all the same.

        Raises GroupNotFound.
        """
        return (await self._client.send(operations.get_group(group))).data

    async def update(self, group: GroupRef, /, **changes: Unpack[GroupUpdate]) -> Group:
        """Change a group of your system.

        Raises InvalidModel, GroupNotYours, GroupNotFound.
        """
        return (await self._client.send(operations.update_group(group, **changes))).data

    async def delete(self, group: GroupRef, /) -> None:
        """Delete a group of your system.

        Raises GroupNotYours, GroupNotFound.
        """
        return (await self._client.send(operations.delete_group(group))).data

    async def list_members(self, group: GroupRef, /) -> builtins.list[Member]:
        """List the members of a group.

        Raises GroupMembersForbidden, GroupNotFound.
        """
        return (await self._client.send(operations.list_group_members(group))).data

    async def add_members(self, group: GroupRef, /, members: SequenceNotStr[MemberRef]) -> None:
        """Add members to a group of your system.

        Raises GroupNotYours, ListedMemberNotFound, GroupNotFound.
        """
        return (await self._client.send(operations.add_group_members(group, members))).data

    async def remove_members(self, group: GroupRef, /, members: SequenceNotStr[MemberRef]) -> None:
        """Remove members from a group of your system.

        Raises GroupNotYours, ListedMemberNotFound, GroupNotFound.
        """
        return (await self._client.send(operations.remove_group_members(group, members))).data

    async def overwrite_members(self, group: GroupRef, /, members: SequenceNotStr[MemberRef]) -> None:
        """Make exactly these members the members of a group of your system.

        Raises GroupNotYours, ListedMemberNotFound, GroupNotFound.
        """
        return (await self._client.send(operations.overwrite_group_members(group, members))).data

    async def get_oembed(self, group: GroupRef, /) -> OEmbed:
        """Get the link preview of a group.

        Raises GroupNotFound.
        """
        return (await self._client.send(operations.get_group_oembed(group))).data


class Switches:
    """Who fronted when."""

    def __init__(self, client: AsyncClient) -> None:
        self._client = client

    async def get_fronters(self, system: SystemRef, /) -> SwitchWithMembers | None:
        """Get the current switch of a system.

        A system that never switched is answered with 204 and no body. A member that is private in lists is
        shown here all the same.

        Raises FrontersForbidden, SystemNotFound.
        """
        return (await self._client.send(operations.get_fronters(system))).data

    async def list(
        self, system: SystemRef, /, *, before: datetime | None = None, limit: int | None = None
    ) -> builtins.list[Switch]:
        """List the switches of a system, newest first, a page at a time.

        Raises FrontHistoryForbidden, SystemNotFound.
        """
        return (await self._client.send(operations.list_switches(system, before=before, limit=limit))).data

    def iterate(
        self, system: SystemRef, /, *, before: datetime | None = None, progress: Progress | None = None
    ) -> AsyncIterator[Switch]:
        """Iterate over all of them, page by page.

        `progress` is called after each, with how many came so far and None: their number cannot be known.
        """
        return iterate_pages_async(
            lambda before: self.list(system, before=before, limit=100),
            before,
            lambda item: item.timestamp,
            100,
            progress,
        )

    async def create(self, system: SystemRef, /, **fields: Unpack[SwitchCreate]) -> SwitchWithMembers:
        """Log a switch of your system.

        Where the time is left out, or later than that of the latest switch, the members are compared with
        those of the latest switch, in order. A switch in the past may have the same fronters as its
        neighbours. A time is stored in microseconds, cut; the answer and its webhook have all the digits
        that were sent, so that two switches may have one stored time; in a list they come in any order.

        Raises DuplicateMembers, SameFronters, SwitchTimestampTaken, SystemNotFound, ListedMemberNotFound.
        """
        return (await self._client.send(operations.create_switch(system, **fields))).data

    async def get(self, system: SystemRef, switch: SwitchRef, /) -> SwitchWithMembers:
        """Get a switch.

        Raises InvalidSwitchId, SystemNotFound, SwitchNotFound, SwitchNotVisible.
        """
        return (await self._client.send(operations.get_switch(system, switch))).data

    async def update(
        self, system: SystemRef, switch: SwitchRef, /, **changes: Unpack[SwitchUpdate]
    ) -> SwitchWithMembers:
        """Change the time of a switch of your system.

        Raises InvalidModel, SwitchTimestampTaken, InvalidSwitchId, SystemNotFound, SwitchNotFound,
        SwitchNotVisible.
        """
        return (await self._client.send(operations.update_switch(system, switch, **changes))).data

    async def delete(self, system: SystemRef, switch: SwitchRef, /) -> None:
        """Delete a switch of your system.

        Raises InvalidSwitchId, SystemNotFound, SwitchNotFound, SwitchNotVisible.
        """
        return (await self._client.send(operations.delete_switch(system, switch))).data

    async def update_members(
        self, system: SystemRef, switch: SwitchRef, /, members: SequenceNotStr[MemberRef]
    ) -> SwitchWithMembers:
        """Change the members of a switch of your system.

        Raises DuplicateMembers, SameFronters, InvalidSwitchId, ListedMemberNotYours, SystemNotFound,
        ListedMemberNotFound, SwitchNotFound, SwitchNotVisible.
        """
        return (await self._client.send(operations.update_switch_members(system, switch, members))).data


class Messages:
    """Messages that were proxied."""

    def __init__(self, client: AsyncClient) -> None:
        self._client = client

    async def get(self, message_id: Snowflake, /) -> Message:
        """Get what is known of a proxied message.

        Found by the id of the proxied message, or for half an hour by the id of the message that it
        replaced.

        Raises MessageNotFound.
        """
        return (await self._client.send(operations.get_message(message_id))).data
