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

        Args:
            system (SystemRef, required): A short id, a UUID, a Discord account id, or @me for the system
                of the token.

        Raises:
            SystemNotFound: No system has this reference.
        """
        return (await self._client.send(operations.get_system(system))).data

    async def update(self, system: SystemRef, /, **changes: Unpack[SystemUpdate]) -> System:
        """Change your system.

        Args:
            system (SystemRef, required): A short id, a UUID, a Discord account id, or @me for the system
                of the token.
            name (str | None): Name. At most 100 characters.
            description (str | None): Description. At most 1000 characters.
            tag (str | None): Text behind the names of proxied messages. At most 79 characters.
            pronouns (str | None): Pronouns. At most 100 characters.
            avatar_url (str | None): Address of the avatar (https, publicly reachable). At most 256
                characters.
            banner (str | None): Address of the banner (https, publicly reachable). At most 256 characters.
            color (str | None): Six hexadecimal digits.
            privacy (SystemPrivacyUpdate | SystemPrivacy): Who may see what.

        Raises:
            InvalidModel: Fields of the body break their rules; errors names each.
            SystemNotFound: No system has this reference.
        """
        return (await self._client.send(operations.update_system(system, **changes))).data

    async def get_settings(self, system: SystemRef, /) -> SystemSettings | PublicSystemSettings:
        """Get the settings of a system.

        The owner gets all settings; anybody else gets the public part. Never refused. A short id is cut to
        its first six characters. An unset name_format is shown as its default here, unlike in the answer
        to a PATCH.

        Args:
            system (SystemRef, required): A short id, a UUID, a Discord account id, or @me for the system
                of the token.

        Raises:
            SystemNotFound: No system has this reference.
        """
        return (await self._client.send(operations.get_system_settings(system))).data

    async def update_settings(
        self, system: SystemRef, /, **changes: Unpack[SystemSettingsUpdate]
    ) -> SystemSettings:
        """Change the settings of your system.

        Args:
            system (SystemRef, required): A short id, a UUID, a Discord account id, or @me for the system
                of the token.
            timezone (str): IANA name of the time zone, which the service must know. Not empty.
            pings_enabled (bool): Whether a reaction may ping the account behind a message.
            latch_timeout (int | None): Seconds until autoproxy latch ends; null for six hours, 0 for
                never. At least -2.14748e+09, at most 2.14748e+09.
            member_default_private (bool): Whether the bot makes new members private.
            group_default_private (bool): Whether the bot makes new groups private.
            case_sensitive_proxy_tags (bool): Whether the case of proxy tags counts.
            proxy_error_message_enabled (bool): Whether the bot says why it did not proxy.
            hid_display_split (bool): Whether six-letter ids are shown with a dash.
            hid_display_caps (bool): Whether ids are shown in upper case.
            card_show_color_hex (bool): Whether cards show the colour's digits.
            proxy_switch (ProxySwitchModeValue): What proxying does to the fronters.
            name_format (str | None): How the names of proxied messages are made; null for the default.
            description_templates (SequenceNotStr[str]): Templates for descriptions. At most 3 items.

        Raises:
            InvalidModel: Fields of the body break their rules; errors names each.
            SystemNotFound: No system has this reference.
        """
        return (await self._client.send(operations.update_system_settings(system, **changes))).data

    async def get_guild_settings(self, system: SystemRef, guild_id: Snowflake, /) -> SystemGuildSettings:
        """Get your system's settings for a Discord server.

        Documented for @me alone; any reference to your own system works.

        Args:
            system (SystemRef, required): A short id, a UUID, a Discord account id, or @me for the system
                of the token.
            guild_id (Snowflake, required): The id of a Discord thing.

        Raises:
            SystemNotFound: No system has this reference.
            SystemGuildSettingsNotFound: The bot has not made settings of this system for this server yet.
        """
        return (await self._client.send(operations.get_system_guild_settings(system, guild_id))).data

    async def update_guild_settings(
        self, system: SystemRef, guild_id: Snowflake, /, **changes: Unpack[SystemGuildSettingsUpdate]
    ) -> SystemGuildSettings:
        """Change your system's settings for a Discord server.

        Documented for @me alone; any reference to your own system works.

        Args:
            system (SystemRef, required): A short id, a UUID, a Discord account id, or @me for the system
                of the token.
            guild_id (Snowflake, required): The id of a Discord thing.
            proxying_enabled (bool): Whether messages are proxied there.
            tag (str | None): Tag used there. At most 79 characters.
            tag_enabled (bool): Whether the tag is shown there.
            avatar_url (str | None): Address of the avatar used there (https, publicly reachable). At most
                256 characters.
            display_name (str | None): Name shown there. At most 100 characters.
            name_format (str | None): How the names of proxied messages are made there.

        Raises:
            InvalidModel: Fields of the body break their rules; errors names each.
            SystemNotFound: No system has this reference.
            SystemGuildSettingsNotFound: The bot has not made settings of this system for this server yet.
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

        Args:
            system (SystemRef, required): A short id, a UUID, a Discord account id, or @me for the system
                of the token.
            guild_id (Snowflake, required): The id of a Discord thing.
            channel_id (Snowflake): The id of a Discord thing.

        Raises:
            SystemNotFound: No system has this reference.
            Unimplemented: The service does not do this yet.
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

        Args:
            system (SystemRef, required): A short id, a UUID, a Discord account id, or @me for the system
                of the token.
            guild_id (Snowflake, required): The id of a Discord thing.
            channel_id (Snowflake): The id of a Discord thing.
            autoproxy_mode (AutoproxyModeValue): How messages without proxy tags are proxied.
            autoproxy_member (MemberRef | None): The member to proxy as; only with the modes latch and
                member. null counts as left out.

        Raises:
            InvalidModel: Fields of the body break their rules; errors names each.
            AutoproxyMemberMissing: Mode member needs a member.
            AutoproxyMemberNotAllowed: Mode latch takes no member.
            SystemNotFound: No system has this reference.
            Unimplemented: The service does not do this yet.
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

        Args:
            system (SystemRef, required): A short id, a UUID, a Discord account id, or @me for the system
                of the token.

        Raises:
            SystemNotFound: No system has this reference.
        """
        return (await self._client.send(operations.get_system_oembed(system))).data


class Members:
    """The members of a system."""

    def __init__(self, client: AsyncClient) -> None:
        self._client = client

    async def list(self, system: SystemRef, /) -> builtins.list[Member]:
        """List the members of a system, in no order.

        Args:
            system (SystemRef, required): A short id, a UUID, a Discord account id, or @me for the system
                of the token.

        Raises:
            MemberListForbidden: The member list is private.
            SystemNotFound: No system has this reference.
        """
        return (await self._client.send(operations.list_members(system))).data

    async def create(self, /, **fields: Unpack[MemberCreate]) -> Member:
        """Create a member of your system.

        Answered with 200, not 201.

        Args:
            name (str, required): Name. Not empty, at most 100 characters.
            display_name (str | None): Name that is shown instead. At most 100 characters.
            color (str | None): Six hexadecimal digits.
            birthday (date | None): Birthday; the year 4 means that there is none.
            pronouns (str | None): Pronouns. At most 100 characters.
            avatar_url (str | None): Address of the avatar (https, publicly reachable). At most 256
                characters.
            webhook_avatar_url (str | None): Address of the avatar of proxied messages (https, publicly
                reachable). At most 256 characters.
            banner (str | None): Address of the banner (https, publicly reachable). At most 256 characters.
            description (str | None): Description. At most 1000 characters.
            proxy_tags (SequenceNotStr[ProxyTagInput | ProxyTag]): What messages are proxied by. At most
                100 items.
            keep_proxy (bool): Whether the tags stay in the message.
            tts (bool): Whether messages are read aloud.
            privacy (MemberPrivacyUpdate | MemberPrivacy): Who may see what.

        Raises:
            InvalidModel: Fields of the body break their rules; errors names each.
            MemberLimitReached: The system has as many members as its member_limit allows.
        """
        return (await self._client.send(operations.create_member(**fields))).data

    async def get(self, member: MemberRef, /) -> Member:
        """Get a member.

        A member that is private in lists is found here all the same.

        Args:
            member (MemberRef, required): A short id in any case and with dashes anywhere, or a UUID.

        Raises:
            MemberNotFound: No member has this reference.
        """
        return (await self._client.send(operations.get_member(member))).data

    async def update(self, member: MemberRef, /, **changes: Unpack[MemberUpdate]) -> Member:
        """Change a member of your system.

        Args:
            member (MemberRef, required): A short id in any case and with dashes anywhere, or a UUID.
            name (str): Name. Not empty, at most 100 characters.
            display_name (str | None): Name that is shown instead. At most 100 characters.
            color (str | None): Six hexadecimal digits.
            birthday (date | None): Birthday; the year 4 means that there is none.
            pronouns (str | None): Pronouns. At most 100 characters.
            avatar_url (str | None): Address of the avatar (https, publicly reachable). At most 256
                characters.
            webhook_avatar_url (str | None): Address of the avatar of proxied messages (https, publicly
                reachable). At most 256 characters.
            banner (str | None): Address of the banner (https, publicly reachable). At most 256 characters.
            description (str | None): Description. At most 1000 characters.
            proxy_tags (SequenceNotStr[ProxyTagInput | ProxyTag]): What messages are proxied by. At most
                100 items.
            keep_proxy (bool): Whether the tags stay in the message.
            tts (bool): Whether messages are read aloud.
            privacy (MemberPrivacyUpdate | MemberPrivacy): Who may see what.

        Raises:
            InvalidModel: Fields of the body break their rules; errors names each.
            MemberNotYours: The member belongs to another system.
            MemberNotFound: No member has this reference.
        """
        return (await self._client.send(operations.update_member(member, **changes))).data

    async def delete(self, member: MemberRef, /) -> None:
        """Delete a member of your system.

        Args:
            member (MemberRef, required): A short id in any case and with dashes anywhere, or a UUID.

        Raises:
            MemberNotYours: The member belongs to another system.
            MemberNotFound: No member has this reference.
        """
        return (await self._client.send(operations.delete_member(member))).data

    async def list_groups(self, member: MemberRef, /) -> builtins.list[Group]:
        """List the groups that a member is in.

        Args:
            member (MemberRef, required): A short id in any case and with dashes anywhere, or a UUID.

        Raises:
            GroupListForbidden: The group list is private.
            MemberNotFound: No member has this reference.
            ListedMemberNotFound: A member named in the body does not exist.
        """
        return (await self._client.send(operations.list_member_groups(member))).data

    async def add_groups(self, member: MemberRef, /, groups: SequenceNotStr[GroupRef]) -> None:
        """Add a member to groups of your system.

        Args:
            member (MemberRef, required): A short id in any case and with dashes anywhere, or a UUID.
            groups (SequenceNotStr[GroupRef], required): A short id in lower case, or a UUID.

        Raises:
            MemberNotYours: The member belongs to another system.
            ListedGroupNotYours: A group named in the body belongs to another system.
            MemberNotFound: No member has this reference.
            GroupNotFound: No group has this reference.
        """
        return (await self._client.send(operations.add_member_groups(member, groups))).data

    async def remove_groups(self, member: MemberRef, /, groups: SequenceNotStr[GroupRef]) -> None:
        """Remove a member from groups of your system.

        Args:
            member (MemberRef, required): A short id in any case and with dashes anywhere, or a UUID.
            groups (SequenceNotStr[GroupRef], required): A short id in lower case, or a UUID.

        Raises:
            MemberNotYours: The member belongs to another system.
            ListedGroupNotYours: A group named in the body belongs to another system.
            MemberNotFound: No member has this reference.
            ListedGroupNotFound: A group named in the body does not exist.
        """
        return (await self._client.send(operations.remove_member_groups(member, groups))).data

    async def overwrite_groups(self, member: MemberRef, /, groups: SequenceNotStr[GroupRef]) -> None:
        """Put a member into exactly these groups of your system.

        Args:
            member (MemberRef, required): A short id in any case and with dashes anywhere, or a UUID.
            groups (SequenceNotStr[GroupRef], required): A short id in lower case, or a UUID.

        Raises:
            MemberNotYours: The member belongs to another system.
            ListedGroupNotYours: A group named in the body belongs to another system.
            MemberNotFound: No member has this reference.
            ListedGroupNotFound: A group named in the body does not exist.
        """
        return (await self._client.send(operations.overwrite_member_groups(member, groups))).data

    async def get_guild_settings(self, member: MemberRef, guild_id: Snowflake, /) -> MemberGuildSettings:
        """Get a member's settings for a Discord server.

        A malformed guild id is answered with 400 even before a missing token is with 401.

        Args:
            member (MemberRef, required): A short id in any case and with dashes anywhere, or a UUID.
            guild_id (Snowflake, required): The id of a Discord thing.

        Raises:
            MemberNotYours: The member belongs to another system.
            MemberNotFound: No member has this reference.
            MemberGuildSettingsNotFound: The bot has not made settings of this member for this server yet.
        """
        return (await self._client.send(operations.get_member_guild_settings(member, guild_id))).data

    async def update_guild_settings(
        self, member: MemberRef, guild_id: Snowflake, /, **changes: Unpack[MemberGuildSettingsUpdate]
    ) -> MemberGuildSettings:
        """Change a member's settings for a Discord server.

        Args:
            member (MemberRef, required): A short id in any case and with dashes anywhere, or a UUID.
            guild_id (Snowflake, required): The id of a Discord thing.
            display_name (str | None): Name shown there. At most 100 characters.
            avatar_url (str | None): Address of the avatar used there (https, publicly reachable). At most
                256 characters.
            keep_proxy (bool): Whether the tags stay in the message there.

        Raises:
            InvalidModel: Fields of the body break their rules; errors names each.
            MemberNotYours: The member belongs to another system.
            MemberNotFound: No member has this reference.
            MemberGuildSettingsNotFound: The bot has not made settings of this member for this server yet.
        """
        return (
            await self._client.send(operations.update_member_guild_settings(member, guild_id, **changes))
        ).data

    async def get_oembed(self, member: MemberRef, /) -> OEmbed:
        """Get the link preview of a member.

        Args:
            member (MemberRef, required): A short id in any case and with dashes anywhere, or a UUID.

        Raises:
            MemberNotFound: No member has this reference.
        """
        return (await self._client.send(operations.get_member_oembed(member))).data


class Groups:
    """Groups of members."""

    def __init__(self, client: AsyncClient) -> None:
        self._client = client

    async def list(self, system: SystemRef, /, *, with_members: bool | None = None) -> builtins.list[Group]:
        """List the groups of a system, in no order.

        Args:
            system (SystemRef, required): A short id, a UUID, a Discord account id, or @me for the system
                of the token.
            with_members (bool)

        Raises:
            GroupListForbidden: The group list is private.
            SystemNotFound: No system has this reference.
        """
        return (await self._client.send(operations.list_groups(system, with_members=with_members))).data

    async def create(self, /, **fields: Unpack[GroupCreate]) -> Group:
        """Create a group in your system.

        Answered with 200, not 201.

        Args:
            name (str, required): Name. Not empty, at most 100 characters.
            display_name (str | None): Name that is shown instead. At most 100 characters.
            description (str | None): Description. At most 1000 characters.
            icon (str | None): Address of the icon (https, publicly reachable). At most 256 characters.
            banner (str | None): Address of the banner (https, publicly reachable). At most 256 characters.
            color (str | None): Six hexadecimal digits.
            privacy (GroupPrivacyUpdate | GroupPrivacy): Who may see what.

        Raises:
            InvalidModel: Fields of the body break their rules; errors names each.
            GroupLimitReached: The system has as many groups as its group_limit allows.
        """
        return (await self._client.send(operations.create_group(**fields))).data

    async def get(self, group: GroupRef, /) -> Group:
        """Get a group.

        A group that is private in lists is found here all the same.

        Args:
            group (GroupRef, required): A short id in any case and with dashes anywhere, or a UUID.

        Raises:
            GroupNotFound: No group has this reference.
        """
        return (await self._client.send(operations.get_group(group))).data

    async def update(self, group: GroupRef, /, **changes: Unpack[GroupUpdate]) -> Group:
        """Change a group of your system.

        Args:
            group (GroupRef, required): A short id in any case and with dashes anywhere, or a UUID.
            name (str): Name. Not empty, at most 100 characters.
            display_name (str | None): Name that is shown instead. At most 100 characters.
            description (str | None): Description. At most 1000 characters.
            icon (str | None): Address of the icon (https, publicly reachable). At most 256 characters.
            banner (str | None): Address of the banner (https, publicly reachable). At most 256 characters.
            color (str | None): Six hexadecimal digits.
            privacy (GroupPrivacyUpdate | GroupPrivacy): Who may see what.

        Raises:
            InvalidModel: Fields of the body break their rules; errors names each.
            GroupNotYours: The group belongs to another system.
            GroupNotFound: No group has this reference.
        """
        return (await self._client.send(operations.update_group(group, **changes))).data

    async def delete(self, group: GroupRef, /) -> None:
        """Delete a group of your system.

        Args:
            group (GroupRef, required): A short id in any case and with dashes anywhere, or a UUID.

        Raises:
            GroupNotYours: The group belongs to another system.
            GroupNotFound: No group has this reference.
        """
        return (await self._client.send(operations.delete_group(group))).data

    async def list_members(self, group: GroupRef, /) -> builtins.list[Member]:
        """List the members of a group.

        Args:
            group (GroupRef, required): A short id in any case and with dashes anywhere, or a UUID.

        Raises:
            GroupMembersForbidden: The member list of the group is private.
            GroupNotFound: No group has this reference.
        """
        return (await self._client.send(operations.list_group_members(group))).data

    async def add_members(self, group: GroupRef, /, members: SequenceNotStr[MemberRef]) -> None:
        """Add members to a group of your system.

        Args:
            group (GroupRef, required): A short id in any case and with dashes anywhere, or a UUID.
            members (SequenceNotStr[MemberRef], required): A short id in lower case, or a UUID.

        Raises:
            GroupNotYours: The group belongs to another system.
            ListedMemberNotFound: A member named in the body does not exist.
            GroupNotFound: No group has this reference.
        """
        return (await self._client.send(operations.add_group_members(group, members))).data

    async def remove_members(self, group: GroupRef, /, members: SequenceNotStr[MemberRef]) -> None:
        """Remove members from a group of your system.

        Args:
            group (GroupRef, required): A short id in any case and with dashes anywhere, or a UUID.
            members (SequenceNotStr[MemberRef], required): A short id in lower case, or a UUID.

        Raises:
            GroupNotYours: The group belongs to another system.
            ListedMemberNotFound: A member named in the body does not exist.
            GroupNotFound: No group has this reference.
        """
        return (await self._client.send(operations.remove_group_members(group, members))).data

    async def overwrite_members(self, group: GroupRef, /, members: SequenceNotStr[MemberRef]) -> None:
        """Make exactly these members the members of a group of your system.

        Args:
            group (GroupRef, required): A short id in any case and with dashes anywhere, or a UUID.
            members (SequenceNotStr[MemberRef], required): A short id in lower case, or a UUID.

        Raises:
            GroupNotYours: The group belongs to another system.
            ListedMemberNotFound: A member named in the body does not exist.
            GroupNotFound: No group has this reference.
        """
        return (await self._client.send(operations.overwrite_group_members(group, members))).data

    async def get_oembed(self, group: GroupRef, /) -> OEmbed:
        """Get the link preview of a group.

        Args:
            group (GroupRef, required): A short id in any case and with dashes anywhere, or a UUID.

        Raises:
            GroupNotFound: No group has this reference.
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

        Args:
            system (SystemRef, required): A short id, a UUID, a Discord account id, or @me for the system
                of the token.

        Raises:
            FrontersForbidden: The current fronters are private.
            SystemNotFound: No system has this reference.
        """
        return (await self._client.send(operations.get_fronters(system))).data

    async def list(
        self, system: SystemRef, /, *, before: datetime | None = None, limit: int | None = None
    ) -> builtins.list[Switch]:
        """List the switches of a system, newest first, a page at a time.

        Args:
            system (SystemRef, required): A short id, a UUID, a Discord account id, or @me for the system
                of the token.
            before (datetime): A time in UTC that ends in Z.
            limit (int)

        Raises:
            FrontHistoryForbidden: The front history is private.
            SystemNotFound: No system has this reference.
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

        Args:
            system (SystemRef, required): A short id, a UUID, a Discord account id, or @me for the system
                of the token.
            members (SequenceNotStr[MemberRef], required): Who fronts, in order, each once; empty for
                nobody.
            timestamp (datetime): Since when; now if it is left out.

        Raises:
            DuplicateMembers: The list names a member twice.
            SameFronters: The list, in its order, is the one that is there already.
            SwitchTimestampTaken: A switch of this system has this time already.
            SystemNotFound: No system has this reference.
            ListedMemberNotFound: A member named in the body does not exist.
        """
        return (await self._client.send(operations.create_switch(system, **fields))).data

    async def get(self, system: SystemRef, switch: SwitchRef, /) -> SwitchWithMembers:
        """Get a switch.

        Args:
            system (SystemRef, required): A short id, a UUID, a Discord account id, or @me for the system
                of the token.
            switch (SwitchRef, required): The UUID of a switch.

        Raises:
            InvalidSwitchId: The id of the switch is not a UUID.
            SystemNotFound: No system has this reference.
            SwitchNotFound: No switch has this id.
            SwitchNotVisible: The switch belongs to another system, or the viewer may not see the front
                history.
        """
        return (await self._client.send(operations.get_switch(system, switch))).data

    async def update(
        self, system: SystemRef, switch: SwitchRef, /, **changes: Unpack[SwitchUpdate]
    ) -> SwitchWithMembers:
        """Change the time of a switch of your system.

        Args:
            system (SystemRef, required): A short id, a UUID, a Discord account id, or @me for the system
                of the token.
            switch (SwitchRef, required): The UUID of a switch.
            timestamp (datetime, required): Since when.

        Raises:
            InvalidModel: Fields of the body break their rules; errors names each.
            SwitchTimestampTaken: A switch of this system has this time already.
            InvalidSwitchId: The id of the switch is not a UUID.
            SystemNotFound: No system has this reference.
            SwitchNotFound: No switch has this id.
            SwitchNotVisible: The switch belongs to another system, or the viewer may not see the front
                history.
        """
        return (await self._client.send(operations.update_switch(system, switch, **changes))).data

    async def delete(self, system: SystemRef, switch: SwitchRef, /) -> None:
        """Delete a switch of your system.

        Args:
            system (SystemRef, required): A short id, a UUID, a Discord account id, or @me for the system
                of the token.
            switch (SwitchRef, required): The UUID of a switch.

        Raises:
            InvalidSwitchId: The id of the switch is not a UUID.
            SystemNotFound: No system has this reference.
            SwitchNotFound: No switch has this id.
            SwitchNotVisible: The switch belongs to another system, or the viewer may not see the front
                history.
        """
        return (await self._client.send(operations.delete_switch(system, switch))).data

    async def update_members(
        self, system: SystemRef, switch: SwitchRef, /, members: SequenceNotStr[MemberRef]
    ) -> SwitchWithMembers:
        """Change the members of a switch of your system.

        Args:
            system (SystemRef, required): A short id, a UUID, a Discord account id, or @me for the system
                of the token.
            switch (SwitchRef, required): The UUID of a switch.
            members (SequenceNotStr[MemberRef], required): A short id in lower case, or a UUID.

        Raises:
            DuplicateMembers: The list names a member twice.
            SameFronters: The list, in its order, is the one that is there already.
            InvalidSwitchId: The id of the switch is not a UUID.
            ListedMemberNotYours: A member named in the body belongs to another system.
            SystemNotFound: No system has this reference.
            ListedMemberNotFound: A member named in the body does not exist.
            SwitchNotFound: No switch has this id.
            SwitchNotVisible: The switch belongs to another system, or the viewer may not see the front
                history.
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

        Args:
            message_id (Snowflake, required): The id of a Discord thing.

        Raises:
            MessageNotFound: No proxied message has this id.
        """
        return (await self._client.send(operations.get_message(message_id))).data
