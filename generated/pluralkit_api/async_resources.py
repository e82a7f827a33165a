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
from pluralkit_runtime.pagination import Page, PageReader, iterate_items_async, iterate_pages_async
from pluralkit_runtime.periods import FrontPeriod, PeriodReader, iterate_periods_async

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

        Returns one system by short id, UUID, Discord account or `@me`. Anybody may ask: without the
        owner's token, fields that are private are null, and `webhook_url` is absent. An API key needs
        `read:system`; with `publicread:system` or `identify` it reads what anybody may see. `@me` without
        a valid token is answered with 401.

        Args:
            system (SystemRef, required): A short id, a UUID, a Discord account id, or @me for the system
                of the token.

        Raises:
            SystemNotFound: No system has this reference.
        """
        return (await self._client.send(operations.get_system(system))).data

    async def update(self, system: SystemRef, /, **changes: Unpack[SystemUpdate]) -> System:
        """Change your system.

        Changes the keys that are sent and keeps the others; null clears a key. Only the owner may: the
        system of another is answered with 403. An API key needs `write:system`. At least one key that can
        be set is required. Sends UPDATE_SYSTEM to the system's webhook.

        Args:
            system (SystemRef, required): A short id, a UUID, a Discord account id, or @me for the system
                of the token.
            name (str | None): What the system calls itself. At most 100 characters.
            description (str | None): Free text about the system, in Discord's Markdown. At most 1000
                characters.
            tag (str | None): Text that the bot appends to the names of proxied messages. At most 79
                characters.
            pronouns (str | None): Pronouns of the system as a whole, for example they/them. At most 100
                characters.
            avatar_url (str | None): Address of the system's picture (https, publicly reachable), also
                shown for members who have none. At most 256 characters.
            banner (str | None): Address of the wide picture on the system's card (https, publicly
                reachable). At most 256 characters.
            color (str | None): Colour of the system's card: six hexadecimal digits without #.
            privacy (SystemPrivacyUpdate | SystemPrivacy): Privacy levels to change; levels that are left
                out are kept.

        Raises:
            InvalidModel: Fields of the body break their rules; errors names each.
            SystemNotFound: No system has this reference.
        """
        return (await self._client.send(operations.update_system(system, **changes))).data

    async def get_settings(self, system: SystemRef, /) -> SystemSettings | PublicSystemSettings:
        """Get the settings of a system.

        Returns the settings that the bot uses for a system. The owner gets all of them, anybody else the
        public part; the request is never refused. A short id is cut to its first six characters. An unset
        name_format is shown as its default here, unlike in the answer to a PATCH. An API key needs
        `read:system` for all settings.

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

        Changes the settings that are sent and keeps the others. Only the owner may. An API key needs
        `write:system`. The answer has `card_show_color_hex`, which the answer to a GET lacks, and null for
        a `name_format` that is not set. Sends UPDATE_SETTINGS to the system's webhook.

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
            card_show_color_hex (bool): Whether the bot's cards show the digits of a colour.
            proxy_switch (ProxySwitchModeValue): What proxying does to the fronters.
            name_format (str | None): How the names of proxied messages are made; null for the default.
            description_templates (SequenceNotStr[str]): Texts that the bot offers for new descriptions, at
                most 1000 characters each. At most 3 items.

        Raises:
            InvalidModel: Fields of the body break their rules; errors names each.
            SystemNotFound: No system has this reference.
        """
        return (await self._client.send(operations.update_system_settings(system, **changes))).data

    async def get_guild_settings(self, system: SystemRef, guild_id: Snowflake, /) -> SystemGuildSettings:
        """Get your system's settings for a Discord server.

        Returns the settings that your system has on one Discord server: tag, name, avatar and whether
        messages are proxied. Only the owner may ask. The answer is 404 (20009) until the bot has made
        settings for the server. An API key needs `read:system`; `publicread` is refused. Documented for
        @me alone; any reference to your own system works.

        Args:
            system (SystemRef, required): A short id, a UUID, a Discord account id, or @me for the system
                of the token.
            guild_id (Snowflake, required): The id of a Discord server.

        Raises:
            SystemNotFound: No system has this reference.
            SystemGuildSettingsNotFound: The bot has not made settings of this system for this server yet.
        """
        return (await self._client.send(operations.get_system_guild_settings(system, guild_id))).data

    async def update_guild_settings(
        self, system: SystemRef, guild_id: Snowflake, /, **changes: Unpack[SystemGuildSettingsUpdate]
    ) -> SystemGuildSettings:
        """Change your system's settings for a Discord server.

        Changes the settings that your system has on one Discord server; keys that are left out are kept.
        Only the owner may. The answer is 404 (20009) until the bot has made settings for the server. An
        API key needs `write:system`. Sends UPDATE_SYSTEM_GUILD to the system's webhook. Documented for @me
        alone; any reference to your own system works.

        Args:
            system (SystemRef, required): A short id, a UUID, a Discord account id, or @me for the system
                of the token.
            guild_id (Snowflake, required): The id of a Discord server.
            proxying_enabled (bool): Whether the bot proxies the system's messages on this server.
            tag (str | None): Text behind the names of proxied messages on this server, in place of the
                system's tag. At most 79 characters.
            tag_enabled (bool): Whether proxied messages on this server carry a tag.
            avatar_url (str | None): Address of the system's picture on this server (https, publicly
                reachable). At most 256 characters.
            display_name (str | None): What the system is called on this server. At most 100 characters.
            name_format (str | None): How the bot makes the names of proxied messages on this server.

        Raises:
            InvalidModel: Fields of the body break their rules; errors names each.
            SystemNotFound: No system has this reference.
            SystemGuildSettingsNotFound: The bot has not made settings of this system for this server yet.
        """
        return (
            await self._client.send(operations.update_system_guild_settings(system, guild_id, **changes))
        ).data

    async def get_autoproxy(self, system: SystemRef, /, *, guild_id: Snowflake) -> AutoproxySettings:
        """Get your system's autoproxy settings for a Discord server.

        Returns how messages without proxy tags are proxied on one Discord server. Only the owner may ask.
        The service answers 501 without guild_id, and with channel_id. An API key needs `read:system`;
        `publicread` is refused. Documented for @me alone; any reference to your own system works.

        Args:
            system (SystemRef, required): A short id, a UUID, a Discord account id, or @me for the system
                of the token.
            guild_id (Snowflake, required): The id of a Discord server.

        Raises:
            SystemNotFound: No system has this reference.
            Unimplemented: The service does not do this yet.
        """
        return (await self._client.send(operations.get_autoproxy_settings(system, guild_id=guild_id))).data

    async def update_autoproxy(
        self, system: SystemRef, /, *, guild_id: Snowflake, **changes: Unpack[AutoproxySettingsUpdate]
    ) -> AutoproxySettings:
        """Change your system's autoproxy settings for a Discord server.

        Changes how messages without proxy tags are proxied on one Discord server. Only the owner may. The
        service answers 501 without guild_id, and with channel_id. The answer to a change to off still
        shows the former member. The mode that counts is the one sent, else the stored one, and null counts
        as off. Unlike in other changes an empty object is taken where the mode is off or front
        (documented: 400). An API key needs `write:system`. Sends UPDATE_AUTOPROXY to the system's webhook.

        Args:
            system (SystemRef, required): A short id, a UUID, a Discord account id, or @me for the system
                of the token.
            guild_id (Snowflake, required): The id of a Discord server.
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
                operations.update_autoproxy_settings(system, guild_id=guild_id, **changes)
            )
        ).data

    async def get_oembed(self, system: SystemRef, /) -> OEmbed:
        """Get the link preview of a system.

        Returns the title that a link to the system's page is previewed with. Anybody may ask. Not part of
        the documented API.

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

        Returns all members of a system at once, without pages. The order is not defined. For other callers
        than the owner, members whose `visibility` is private are left out, and the whole list is refused
        (403, 30001) where the system's `member_list_privacy` is private. An API key needs `read:members`.

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

        Creates a member in your system. Only a name is required; every part of the new member is public
        unless `privacy` says otherwise, whatever the setting `member_default_private` says. Answered with
        200, not 201. Refused (40007) where the system has as many members as its `member_limit` allows. An
        API key needs `write:members`. The request counts against the bucket of the caller's address. Sends
        CREATE_MEMBER to the system's webhook.

        Args:
            name (str, required): What the member is called in lists and commands. Not empty, at most 100
                characters.
            display_name (str | None): What is shown in place of `name` on cards and proxied messages. At
                most 100 characters.
            color (str | None): Colour of the member's card: six hexadecimal digits without #.
            birthday (date | None): Date of birth; the year 4 means that the year is not told.
            pronouns (str | None): How to refer to the member, for example they/them. At most 100
                characters.
            avatar_url (str | None): Address of the member's picture (https, publicly reachable). At most
                256 characters.
            webhook_avatar_url (str | None): Address of the picture beside proxied messages (https,
                publicly reachable). At most 256 characters.
            banner (str | None): Address of the wide picture on the member's card (https, publicly
                reachable). At most 256 characters.
            description (str | None): Free text about the member, in Discord's Markdown. At most 1000
                characters.
            proxy_tags (SequenceNotStr[ProxyTagInput | ProxyTag]): Prefixes and suffixes by which the bot
                knows whom a message is proxied for. At most 100 items.
            keep_proxy (bool): Whether proxied messages keep the proxy tags in their text.
            tts (bool): Whether proxied messages are sent as text-to-speech.
            privacy (MemberPrivacyUpdate | MemberPrivacy): Privacy levels; those that are left out are
                public in a new member and kept in a change.

        Raises:
            InvalidModel: Fields of the body break their rules; errors names each.
            MemberLimitReached: The system has as many members as its member_limit allows.
        """
        return (await self._client.send(operations.create_member(**fields))).data

    async def get(self, member: MemberRef, /) -> Member:
        """Get a member.

        Returns one member by short id or UUID. Anybody may ask: without the owner's token, fields that are
        private are null or replaced. A member that is private in lists is found here all the same. An API
        key needs `read:members` for the private fields of the own system.

        Args:
            member (MemberRef, required): A short id in any case and with dashes anywhere, or a UUID.

        Raises:
            MemberNotFound: No member has this reference.
        """
        return (await self._client.send(operations.get_member(member))).data

    async def update(self, member: MemberRef, /, **changes: Unpack[MemberUpdate]) -> Member:
        """Change a member of your system.

        Changes the keys that are sent and keeps the others; null clears a key. Only the owner may: the
        member of another system is answered with 403 (30006). At least one key that can be set is
        required. An API key needs `write:members`. Sends UPDATE_MEMBER to the system's webhook.

        Args:
            member (MemberRef, required): A short id in any case and with dashes anywhere, or a UUID.
            name (str): What the member is called in lists and commands. Not empty, at most 100 characters.
            display_name (str | None): What is shown in place of `name` on cards and proxied messages. At
                most 100 characters.
            color (str | None): Colour of the member's card: six hexadecimal digits without #.
            birthday (date | None): Date of birth; the year 4 means that the year is not told.
            pronouns (str | None): How to refer to the member, for example they/them. At most 100
                characters.
            avatar_url (str | None): Address of the member's picture (https, publicly reachable). At most
                256 characters.
            webhook_avatar_url (str | None): Address of the picture beside proxied messages (https,
                publicly reachable). At most 256 characters.
            banner (str | None): Address of the wide picture on the member's card (https, publicly
                reachable). At most 256 characters.
            description (str | None): Free text about the member, in Discord's Markdown. At most 1000
                characters.
            proxy_tags (SequenceNotStr[ProxyTagInput | ProxyTag]): Prefixes and suffixes by which the bot
                knows whom a message is proxied for. At most 100 items.
            keep_proxy (bool): Whether proxied messages keep the proxy tags in their text.
            tts (bool): Whether proxied messages are sent as text-to-speech.
            privacy (MemberPrivacyUpdate | MemberPrivacy): Privacy levels; those that are left out are
                public in a new member and kept in a change.

        Raises:
            InvalidModel: Fields of the body break their rules; errors names each.
            MemberNotYours: The member belongs to another system.
            MemberNotFound: No member has this reference.
        """
        return (await self._client.send(operations.update_member(member, **changes))).data

    async def delete(self, member: MemberRef, /) -> None:
        """Delete a member of your system.

        Deletes a member of your system for good. It leaves its groups and past switches, too. Only the
        owner may. An API key needs `write:members`. Sends DELETE_MEMBER to the system's webhook.

        Args:
            member (MemberRef, required): A short id in any case and with dashes anywhere, or a UUID.

        Raises:
            MemberNotYours: The member belongs to another system.
            MemberNotFound: No member has this reference.
        """
        return (await self._client.send(operations.delete_member(member))).data

    async def list_groups(self, member: MemberRef, /) -> builtins.list[Group]:
        """List the groups that a member is in.

        Returns the groups that one member is in. For other callers than the owner, groups whose
        `visibility` is private are left out, and the whole list is refused (403, 30002) where the system's
        `group_list_privacy` is private. An API key needs `read:groups`.

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

        Adds a member of your system to one or more groups, and keeps the groups that it is in. A group
        that it is in already changes nothing. A group that does not exist is answered with 20004. Only the
        owner may. An API key needs `write:groups`. No webhook is sent.

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

        Takes a member of your system out of one or more groups. A group that it is not in changes nothing.
        A group that does not exist is answered with 20005. Only the owner may. An API key needs
        `write:groups`. No webhook is sent.

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

        Replaces all groups of a member of your system by the list that is sent; an empty list takes it out
        of all. A group that does not exist is answered with 20005. Only the owner may. An API key needs
        `write:groups`. No webhook is sent.

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

        Returns the name and the avatar that a member of your system has on one Discord server. Only the
        owner may ask. The answer is 404 (20010) until the bot has made settings for the server. A
        malformed guild id is answered with 400 even before a missing token is with 401. An API key needs
        `read:members` or `publicread:members`.

        Args:
            member (MemberRef, required): A short id in any case and with dashes anywhere, or a UUID.
            guild_id (Snowflake, required): The id of a Discord server.

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

        Changes the name and the avatar that a member of your system has on one Discord server; keys that
        are left out are kept. Only the owner may. The answer is 404 (20010) until the bot has made
        settings for the server. An API key needs `write:members`. Sends UPDATE_MEMBER_GUILD to the
        system's webhook.

        Args:
            member (MemberRef, required): A short id in any case and with dashes anywhere, or a UUID.
            guild_id (Snowflake, required): The id of a Discord server.
            display_name (str | None): What the member is called on this server. At most 100 characters.
            avatar_url (str | None): Address of the member's picture on this server (https, publicly
                reachable). At most 256 characters.
            keep_proxy (bool): Whether proxied messages keep the proxy tags on this server.

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

        Returns the title that a link to the member's page is previewed with. Anybody may ask, and a name
        that is private is shown all the same. Not part of the documented API.

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

        Returns all groups of a system at once, without pages. The order is not defined. With
        `with_members` each group carries the UUIDs of its members. For other callers than the owner,
        groups whose `visibility` is private are left out, and the whole list is refused (403, 30002) where
        the system's `group_list_privacy` is private. An API key needs `read:groups`.

        Args:
            system (SystemRef, required): A short id, a UUID, a Discord account id, or @me for the system
                of the token.
            with_members (bool): Whether each group carries the UUIDs of its members.

        Raises:
            GroupListForbidden: The group list is private.
            SystemNotFound: No system has this reference.
        """
        return (await self._client.send(operations.list_groups(system, with_members=with_members))).data

    async def create(self, /, **fields: Unpack[GroupCreate]) -> Group:
        """Create a group in your system.

        Creates a group in your system, without members. Only a name is required; every part of the new
        group is public unless `privacy` says otherwise, whatever the setting `group_default_private` says.
        Answered with 200, not 201. Refused (40008) where the system has as many groups as its
        `group_limit` allows. An API key needs `write:groups`. The request counts against the bucket of the
        caller's address. Sends CREATE_GROUP to the system's webhook.

        Args:
            name (str, required): What the group is called in lists and commands. Not empty, at most 100
                characters.
            display_name (str | None): What is shown in place of `name` on cards. At most 100 characters.
            description (str | None): Free text about the group, in Discord's Markdown. At most 1000
                characters.
            icon (str | None): Address of the group's picture (https, publicly reachable). At most 256
                characters.
            banner (str | None): Address of the wide picture on the group's card (https, publicly
                reachable). At most 256 characters.
            color (str | None): Colour of the group's card: six hexadecimal digits without #.
            privacy (GroupPrivacyUpdate | GroupPrivacy): Privacy levels; those that are left out are public
                in a new group and kept in a change.

        Raises:
            InvalidModel: Fields of the body break their rules; errors names each.
            GroupLimitReached: The system has as many groups as its group_limit allows.
        """
        return (await self._client.send(operations.create_group(**fields))).data

    async def get(self, group: GroupRef, /) -> Group:
        """Get a group.

        Returns one group by short id or UUID, without its members. Anybody may ask: without the owner's
        token, fields that are private are null or replaced. A group that is private in lists is found here
        all the same. An API key needs `read:groups` for the private fields of the own system.

        Args:
            group (GroupRef, required): A short id in any case and with dashes anywhere, or a UUID.

        Raises:
            GroupNotFound: No group has this reference.
        """
        return (await self._client.send(operations.get_group(group))).data

    async def update(self, group: GroupRef, /, **changes: Unpack[GroupUpdate]) -> Group:
        """Change a group of your system.

        Changes the keys that are sent and keeps the others; null clears a key. Only the owner may: the
        group of another system is answered with 403 (30007). At least one key that can be set is required.
        An API key needs `write:groups`. Sends UPDATE_GROUP to the system's webhook.

        Args:
            group (GroupRef, required): A short id in any case and with dashes anywhere, or a UUID.
            name (str): What the group is called in lists and commands. Not empty, at most 100 characters.
            display_name (str | None): What is shown in place of `name` on cards. At most 100 characters.
            description (str | None): Free text about the group, in Discord's Markdown. At most 1000
                characters.
            icon (str | None): Address of the group's picture (https, publicly reachable). At most 256
                characters.
            banner (str | None): Address of the wide picture on the group's card (https, publicly
                reachable). At most 256 characters.
            color (str | None): Colour of the group's card: six hexadecimal digits without #.
            privacy (GroupPrivacyUpdate | GroupPrivacy): Privacy levels; those that are left out are public
                in a new group and kept in a change.

        Raises:
            InvalidModel: Fields of the body break their rules; errors names each.
            GroupNotYours: The group belongs to another system.
            GroupNotFound: No group has this reference.
        """
        return (await self._client.send(operations.update_group(group, **changes))).data

    async def delete(self, group: GroupRef, /) -> None:
        """Delete a group of your system.

        Deletes a group of your system for good; its members stay. Only the owner may. An API key needs
        `write:groups`. Sends DELETE_GROUP to the system's webhook.

        Args:
            group (GroupRef, required): A short id in any case and with dashes anywhere, or a UUID.

        Raises:
            GroupNotYours: The group belongs to another system.
            GroupNotFound: No group has this reference.
        """
        return (await self._client.send(operations.delete_group(group))).data

    async def list_members(self, group: GroupRef, /) -> builtins.list[Member]:
        """List the members of a group.

        Returns the members of one group in full. For other callers than the owner, members whose
        `visibility` is private are left out, and the whole list is refused (403, 30003) where the group's
        `list_privacy` is private. An API key needs `read:groups`.

        Args:
            group (GroupRef, required): A short id in any case and with dashes anywhere, or a UUID.

        Raises:
            GroupMembersForbidden: The member list of the group is private.
            GroupNotFound: No group has this reference.
        """
        return (await self._client.send(operations.list_group_members(group))).data

    async def add_members(self, group: GroupRef, /, members: SequenceNotStr[MemberRef]) -> None:
        """Add members to a group of your system.

        Adds one or more members to a group of your system, and keeps those that are in it. A member that
        is in it already changes nothing. Only the owner may. An API key needs `write:groups`. No webhook
        is sent, although UPDATE_GROUP_MEMBERS is documented.

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

        Takes one or more members out of a group of your system. A member that is not in it changes
        nothing. Only the owner may. An API key needs `write:groups`. No webhook is sent, although
        UPDATE_GROUP_MEMBERS is documented.

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

        Replaces all members of a group of your system by the list that is sent; an empty list removes all.
        Only the owner may. An API key needs `write:groups`. No webhook is sent, although
        UPDATE_GROUP_MEMBERS is documented.

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

        Returns the title that a link to the group's page is previewed with. Anybody may ask, and a name
        that is private is shown all the same. Not part of the documented API.

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

        Returns the latest switch, with the members who front now in full. A system that never switched is
        answered with 204 and no body; a switch without members means that nobody fronts. A member that is
        private in lists is shown here all the same. Refused (403, 30004) to other callers where
        `front_privacy` is private. An API key needs `read:fronters` or `read:switches`.

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

        Returns up to 100 switches, newest first, with the short ids of their members. For the next page
        send the time of the last switch as `before`. Refused (403, 30005) to other callers where
        `front_history_privacy` is private. An API key needs `read:switches`.

        Args:
            system (SystemRef, required): A short id, a UUID, a Discord account id, or @me for the system
                of the token.
            before (datetime): Only switches before this time, which is UTC and ends in Z.
            limit (int): How many switches at most: 100 if absent or above 100.

        Raises:
            FrontHistoryForbidden: The front history is private.
            SystemNotFound: No system has this reference.
        """
        return (await self._client.send(operations.list_switches(system, before=before, limit=limit))).data

    def iterate(
        self,
        system: SystemRef,
        /,
        *,
        after: datetime | None = None,
        before: datetime | None = None,
        limit: int | None = None,
        page_size: int = 100,
        progress: Progress | None = None,
    ) -> AsyncIterator[Switch]:
        """Iterate over switches, newest first, page by page.

        Args:
            system: A short id, a UUID, a Discord account id, or @me for the system of the token.
            after: Only switches after this time.
            before: Only switches before this time.
            limit: How many to give in total; None: all.
            page_size: How many a request asks for, from 1 to 100.
            progress: Called after each page with how many came so far and None: their number is unknown.

        Raises:
            ValueError: An argument is out of range, or a time has no time zone.
            TypeError: An argument has a wrong type.
            FrontHistoryForbidden: The front history is private.
            SystemNotFound: No system has this reference.
        """
        return iterate_items_async(
            lambda before, limit: self.list(system, before=before, limit=limit),
            PageReader(
                operations.LIST_SWITCHES_PAGES, after=after, before=before, limit=limit, page_size=page_size
            ),
            progress,
        )

    def pages(
        self,
        system: SystemRef,
        /,
        *,
        after: datetime | None = None,
        before: datetime | None = None,
        limit: int | None = None,
        page_size: int = 100,
        cursor: str | None = None,
    ) -> AsyncIterator[Page[Switch]]:
        """Iterate over pages of switches, newest first. To go on behind one later, keep its cursor.

        Args:
            system: A short id, a UUID, a Discord account id, or @me for the system of the token.
            after: Only switches after this time.
            before: Only switches before this time.
            limit: How many to give in total; None: all.
            page_size: How many a page has at most, from 1 to 100.
            cursor: The cursor of the page to go on behind; it takes the place of `before`.

        Raises:
            ValueError: An argument is out of range, or a time has no time zone.
            TypeError: An argument has a wrong type.
            FrontHistoryForbidden: The front history is private.
            SystemNotFound: No system has this reference.
        """
        return iterate_pages_async(
            lambda before, limit: self.list(system, before=before, limit=limit),
            PageReader(
                operations.LIST_SWITCHES_PAGES,
                after=after,
                before=before,
                limit=limit,
                page_size=page_size,
                cursor=cursor,
            ),
        )

    def periods(
        self, system: SystemRef, /, *, after: datetime | None = None, before: datetime | None = None
    ) -> AsyncIterator[FrontPeriod]:
        """Iterate over the periods between switches, newest first, clipped to the times that are given.

        Each lasts until the next begins; the current one has `before` as its end, None by default. What
        lasted for no time is left out.

        Args:
            system: A short id, a UUID, a Discord account id, or @me for the system of the token.
            after: Only what is after this time.
            before: Only what is before this time.

        Raises:
            ValueError: A time has no time zone.
            TypeError: An argument has a wrong type.
            FrontHistoryForbidden: The front history is private.
            SystemNotFound: No system has this reference.
        """
        return iterate_periods_async(
            iterate_items_async(
                lambda before, limit: self.list(system, before=before, limit=limit),
                PageReader(
                    operations.LIST_SWITCHES_PAGES, after=None, before=before, limit=None, page_size=100
                ),
            ),
            PeriodReader(start="timestamp", members="members", after=after, before=before),
        )

    async def create(self, system: SystemRef, /, **fields: Unpack[SwitchCreate]) -> SwitchWithMembers:
        """Log a switch of your system.

        Logs a switch of your system, now or at a given time. Only the owner may. Where the time is left
        out, or later than that of the latest switch, the members are compared with those of the latest
        switch, in order, and the same ones are refused (40004). A switch in the past may have the same
        fronters as its neighbours. A time is stored in microseconds, cut; the answer and its webhook have
        all the digits that were sent, so that two switches may have one stored time; in a list they come
        in any order. An API key needs `write:switches`. Sends CREATE_SWITCH to the system's webhook.

        Args:
            system (SystemRef, required): A short id, a UUID, a Discord account id, or @me for the system
                of the token.
            members (SequenceNotStr[MemberRef], required): Who fronts, in order, each once; empty for
                nobody.
            timestamp (datetime): Since when the members front; now if it is left out.

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

        Returns one switch by its UUID, with its members in full. Where `front_history_privacy` is private,
        other callers than the owner are told that there is no such switch (404, 20008). A reference that
        is no UUID makes the service fail with 500. An API key needs `read:switches`.

        Args:
            system (SystemRef, required): A short id, a UUID, a Discord account id, or @me for the system
                of the token.
            switch (SwitchRef, required): The UUID of a switch.

        Raises:
            InvalidSwitchId: The id of the switch is not a UUID.
            SystemNotFound: No system has this reference.
            SwitchNotFound: No switch has this id.
            SwitchNotVisible: The switch belongs to another system, or the caller may not see the front
                history.
        """
        return (await self._client.send(operations.get_switch(system, switch))).data

    async def update(
        self, system: SystemRef, switch: SwitchRef, /, **changes: Unpack[SwitchUpdate]
    ) -> SwitchWithMembers:
        """Change the time of a switch of your system.

        Moves a switch of your system to another time. Only the owner may. A time that a switch has
        already, this one too, is refused (40005). An API key needs `write:switches`. Sends UPDATE_SWITCH
        to the system's webhook.

        Args:
            system (SystemRef, required): A short id, a UUID, a Discord account id, or @me for the system
                of the token.
            switch (SwitchRef, required): The UUID of a switch.
            timestamp (datetime, required): Since when the members of the switch front, with any offset.

        Raises:
            InvalidModel: Fields of the body break their rules; errors names each.
            SwitchTimestampTaken: A switch of this system has this time already.
            InvalidSwitchId: The id of the switch is not a UUID.
            SystemNotFound: No system has this reference.
            SwitchNotFound: No switch has this id.
            SwitchNotVisible: The switch belongs to another system, or the caller may not see the front
                history.
        """
        return (await self._client.send(operations.update_switch(system, switch, **changes))).data

    async def delete(self, system: SystemRef, switch: SwitchRef, /) -> None:
        """Delete a switch of your system.

        Deletes one switch of your system for good; the switch before it then lasts until the one after it.
        Only the owner may. An API key needs `write:switches`. Sends DELETE_SWITCH to the system's webhook.

        Args:
            system (SystemRef, required): A short id, a UUID, a Discord account id, or @me for the system
                of the token.
            switch (SwitchRef, required): The UUID of a switch.

        Raises:
            InvalidSwitchId: The id of the switch is not a UUID.
            SystemNotFound: No system has this reference.
            SwitchNotFound: No switch has this id.
            SwitchNotVisible: The switch belongs to another system, or the caller may not see the front
                history.
        """
        return (await self._client.send(operations.delete_switch(system, switch))).data

    async def update_members(
        self, system: SystemRef, switch: SwitchRef, /, members: SequenceNotStr[MemberRef]
    ) -> SwitchWithMembers:
        """Change the members of a switch of your system.

        Replaces the members of a switch of your system by the list that is sent. Only the owner may. An
        empty list means that nobody fronted; the same members in the same order are refused (40004). An
        API key needs `write:switches`. Sends UPDATE_SWITCH to the system's webhook.

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
            SwitchNotVisible: The switch belongs to another system, or the caller may not see the front
                history.
        """
        return (await self._client.send(operations.update_switch_members(system, switch, members))).data


class Messages:
    """Messages that were proxied."""

    def __init__(self, client: AsyncClient) -> None:
        self._client = client

    async def get(self, message_id: Snowflake, /) -> Message:
        """Get what is known of a proxied message.

        Returns who sent a proxied message, and as which member. Found by the id of the proxied message, or
        for half an hour by the id of the message that it replaced. Anybody may ask; system and member are
        shown as anybody may see them, or as their owner does with the owner's token. Both are null where
        the member was deleted. The request counts as any other read, although a limit of its own is
        documented.

        Args:
            message_id (Snowflake, required): The id of the proxied message or of the one that it replaced.

        Raises:
            MessageNotFound: No proxied message has this id.
        """
        return (await self._client.send(operations.get_message(message_id))).data
