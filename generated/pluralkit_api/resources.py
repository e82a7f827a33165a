# Made from the contract of PluralKit API 2.0.0 by `python -m generator`; changes made here are lost.
"""What the client has: its methods, by what they are about.

Each sends one request and gives the answer's data; `client.send` with the function of `operations` gives the
whole Response. Besides what a method names, it raises what `errors` shows, by the status of the answer.
"""

from __future__ import annotations

import builtins
from collections.abc import Iterator
from datetime import datetime
from typing import Unpack

from pluralkit_runtime import Client
from pluralkit_runtime.encoding import Progress, SequenceNotStr
from pluralkit_runtime.pagination import Page, PageReader, iterate_items, iterate_pages
from pluralkit_runtime.periods import FrontPeriod, PeriodReader, iterate_periods

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

    def __init__(self, client: Client) -> None:
        self._client = client

    def get(self, system: SystemRef, /) -> System:
        """Get a system.

        Args:
            system (SystemRef, required): A short id, a UUID, a Discord account id, or @me for the system
                of the token.

        Raises SystemNotFound.
        """
        return self._client.send(operations.get_system(system)).data

    def update(self, system: SystemRef, /, **changes: Unpack[SystemUpdate]) -> System:
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

        Raises InvalidModel, SystemNotFound.
        """
        return self._client.send(operations.update_system(system, **changes)).data

    def get_settings(self, system: SystemRef, /) -> SystemSettings | PublicSystemSettings:
        """Get the settings of a system.

        The owner gets all settings; anybody else gets the public part. Never refused. A short id is cut to
        its first six characters. An unset name_format is shown as its default here, unlike in the answer
        to a PATCH.

        Args:
            system (SystemRef, required): A short id, a UUID, a Discord account id, or @me for the system
                of the token.

        Raises SystemNotFound.
        """
        return self._client.send(operations.get_system_settings(system)).data

    def update_settings(
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

        Raises InvalidModel, SystemNotFound.
        """
        return self._client.send(operations.update_system_settings(system, **changes)).data

    def get_guild_settings(self, system: SystemRef, guild_id: Snowflake, /) -> SystemGuildSettings:
        """Get your system's settings for a Discord server.

        Documented for @me alone; any reference to your own system works.

        Args:
            system (SystemRef, required): A short id, a UUID, a Discord account id, or @me for the system
                of the token.
            guild_id (Snowflake, required): The id of a Discord thing.

        Raises SystemNotFound, SystemGuildSettingsNotFound.
        """
        return self._client.send(operations.get_system_guild_settings(system, guild_id)).data

    def update_guild_settings(
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

        Raises InvalidModel, SystemNotFound, SystemGuildSettingsNotFound.
        """
        return self._client.send(operations.update_system_guild_settings(system, guild_id, **changes)).data

    def get_autoproxy(
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

        Raises SystemNotFound, Unimplemented.
        """
        return self._client.send(
            operations.get_autoproxy_settings(system, guild_id=guild_id, channel_id=channel_id)
        ).data

    def update_autoproxy(
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

        Raises InvalidModel, AutoproxyMemberMissing, AutoproxyMemberNotAllowed, SystemNotFound,
        Unimplemented.
        """
        return self._client.send(
            operations.update_autoproxy_settings(system, guild_id=guild_id, channel_id=channel_id, **changes)
        ).data

    def get_oembed(self, system: SystemRef, /) -> OEmbed:
        """Get the link preview of a system.

        Args:
            system (SystemRef, required): A short id, a UUID, a Discord account id, or @me for the system
                of the token.

        Raises SystemNotFound.
        """
        return self._client.send(operations.get_system_oembed(system)).data


class Members:
    """The members of a system."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def list(self, system: SystemRef, /) -> builtins.list[Member]:
        """List the members of a system, in no order.

        Args:
            system (SystemRef, required): A short id, a UUID, a Discord account id, or @me for the system
                of the token.

        Raises MemberListForbidden, SystemNotFound.
        """
        return self._client.send(operations.list_members(system)).data

    def create(self, /, **fields: Unpack[MemberCreate]) -> Member:
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

        Raises InvalidModel, MemberLimitReached.
        """
        return self._client.send(operations.create_member(**fields)).data

    def get(self, member: MemberRef, /) -> Member:
        """Get a member.

        A member that is private in lists is found here all the same.

        Args:
            member (MemberRef, required): A short id in any case and with dashes anywhere, or a UUID.

        Raises MemberNotFound.
        """
        return self._client.send(operations.get_member(member)).data

    def update(self, member: MemberRef, /, **changes: Unpack[MemberUpdate]) -> Member:
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

        Raises InvalidModel, MemberNotYours, MemberNotFound.
        """
        return self._client.send(operations.update_member(member, **changes)).data

    def delete(self, member: MemberRef, /) -> None:
        """Delete a member of your system.

        Args:
            member (MemberRef, required): A short id in any case and with dashes anywhere, or a UUID.

        Raises MemberNotYours, MemberNotFound.
        """
        return self._client.send(operations.delete_member(member)).data

    def list_groups(self, member: MemberRef, /) -> builtins.list[Group]:
        """List the groups that a member is in.

        Args:
            member (MemberRef, required): A short id in any case and with dashes anywhere, or a UUID.

        Raises GroupListForbidden, MemberNotFound, ListedMemberNotFound.
        """
        return self._client.send(operations.list_member_groups(member)).data

    def add_groups(self, member: MemberRef, /, groups: SequenceNotStr[GroupRef]) -> None:
        """Add a member to groups of your system.

        Args:
            member (MemberRef, required): A short id in any case and with dashes anywhere, or a UUID.
            groups (SequenceNotStr[GroupRef], required): A short id in lower case, or a UUID.

        Raises MemberNotYours, ListedGroupNotYours, MemberNotFound, GroupNotFound.
        """
        return self._client.send(operations.add_member_groups(member, groups)).data

    def remove_groups(self, member: MemberRef, /, groups: SequenceNotStr[GroupRef]) -> None:
        """Remove a member from groups of your system.

        Args:
            member (MemberRef, required): A short id in any case and with dashes anywhere, or a UUID.
            groups (SequenceNotStr[GroupRef], required): A short id in lower case, or a UUID.

        Raises MemberNotYours, ListedGroupNotYours, MemberNotFound, ListedGroupNotFound.
        """
        return self._client.send(operations.remove_member_groups(member, groups)).data

    def overwrite_groups(self, member: MemberRef, /, groups: SequenceNotStr[GroupRef]) -> None:
        """Put a member into exactly these groups of your system.

        Args:
            member (MemberRef, required): A short id in any case and with dashes anywhere, or a UUID.
            groups (SequenceNotStr[GroupRef], required): A short id in lower case, or a UUID.

        Raises MemberNotYours, ListedGroupNotYours, MemberNotFound, ListedGroupNotFound.
        """
        return self._client.send(operations.overwrite_member_groups(member, groups)).data

    def get_guild_settings(self, member: MemberRef, guild_id: Snowflake, /) -> MemberGuildSettings:
        """Get a member's settings for a Discord server.

        A malformed guild id is answered with 400 even before a missing token is with 401.

        Args:
            member (MemberRef, required): A short id in any case and with dashes anywhere, or a UUID.
            guild_id (Snowflake, required): The id of a Discord thing.

        Raises MemberNotYours, MemberNotFound, MemberGuildSettingsNotFound.
        """
        return self._client.send(operations.get_member_guild_settings(member, guild_id)).data

    def update_guild_settings(
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

        Raises InvalidModel, MemberNotYours, MemberNotFound, MemberGuildSettingsNotFound.
        """
        return self._client.send(operations.update_member_guild_settings(member, guild_id, **changes)).data

    def get_oembed(self, member: MemberRef, /) -> OEmbed:
        """Get the link preview of a member.

        Args:
            member (MemberRef, required): A short id in any case and with dashes anywhere, or a UUID.

        Raises MemberNotFound.
        """
        return self._client.send(operations.get_member_oembed(member)).data


class Groups:
    """Groups of members."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def list(self, system: SystemRef, /, *, with_members: bool | None = None) -> builtins.list[Group]:
        """List the groups of a system, in no order.

        Args:
            system (SystemRef, required): A short id, a UUID, a Discord account id, or @me for the system
                of the token.
            with_members (bool)

        Raises GroupListForbidden, SystemNotFound.
        """
        return self._client.send(operations.list_groups(system, with_members=with_members)).data

    def create(self, /, **fields: Unpack[GroupCreate]) -> Group:
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

        Raises InvalidModel, GroupLimitReached.
        """
        return self._client.send(operations.create_group(**fields)).data

    def get(self, group: GroupRef, /) -> Group:
        """Get a group.

        A group that is private in lists is found here all the same.

        Args:
            group (GroupRef, required): A short id in any case and with dashes anywhere, or a UUID.

        Raises GroupNotFound.
        """
        return self._client.send(operations.get_group(group)).data

    def update(self, group: GroupRef, /, **changes: Unpack[GroupUpdate]) -> Group:
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

        Raises InvalidModel, GroupNotYours, GroupNotFound.
        """
        return self._client.send(operations.update_group(group, **changes)).data

    def delete(self, group: GroupRef, /) -> None:
        """Delete a group of your system.

        Args:
            group (GroupRef, required): A short id in any case and with dashes anywhere, or a UUID.

        Raises GroupNotYours, GroupNotFound.
        """
        return self._client.send(operations.delete_group(group)).data

    def list_members(self, group: GroupRef, /) -> builtins.list[Member]:
        """List the members of a group.

        Args:
            group (GroupRef, required): A short id in any case and with dashes anywhere, or a UUID.

        Raises GroupMembersForbidden, GroupNotFound.
        """
        return self._client.send(operations.list_group_members(group)).data

    def add_members(self, group: GroupRef, /, members: SequenceNotStr[MemberRef]) -> None:
        """Add members to a group of your system.

        Args:
            group (GroupRef, required): A short id in any case and with dashes anywhere, or a UUID.
            members (SequenceNotStr[MemberRef], required): A short id in lower case, or a UUID.

        Raises GroupNotYours, ListedMemberNotFound, GroupNotFound.
        """
        return self._client.send(operations.add_group_members(group, members)).data

    def remove_members(self, group: GroupRef, /, members: SequenceNotStr[MemberRef]) -> None:
        """Remove members from a group of your system.

        Args:
            group (GroupRef, required): A short id in any case and with dashes anywhere, or a UUID.
            members (SequenceNotStr[MemberRef], required): A short id in lower case, or a UUID.

        Raises GroupNotYours, ListedMemberNotFound, GroupNotFound.
        """
        return self._client.send(operations.remove_group_members(group, members)).data

    def overwrite_members(self, group: GroupRef, /, members: SequenceNotStr[MemberRef]) -> None:
        """Make exactly these members the members of a group of your system.

        Args:
            group (GroupRef, required): A short id in any case and with dashes anywhere, or a UUID.
            members (SequenceNotStr[MemberRef], required): A short id in lower case, or a UUID.

        Raises GroupNotYours, ListedMemberNotFound, GroupNotFound.
        """
        return self._client.send(operations.overwrite_group_members(group, members)).data

    def get_oembed(self, group: GroupRef, /) -> OEmbed:
        """Get the link preview of a group.

        Args:
            group (GroupRef, required): A short id in any case and with dashes anywhere, or a UUID.

        Raises GroupNotFound.
        """
        return self._client.send(operations.get_group_oembed(group)).data


class Switches:
    """Who fronted when."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def get_fronters(self, system: SystemRef, /) -> SwitchWithMembers | None:
        """Get the current switch of a system.

        A system that never switched is answered with 204 and no body. A member that is private in lists is
        shown here all the same.

        Args:
            system (SystemRef, required): A short id, a UUID, a Discord account id, or @me for the system
                of the token.

        Raises FrontersForbidden, SystemNotFound.
        """
        return self._client.send(operations.get_fronters(system)).data

    def list(
        self, system: SystemRef, /, *, before: datetime | None = None, limit: int | None = None
    ) -> builtins.list[Switch]:
        """List the switches of a system, newest first, a page at a time.

        Args:
            system (SystemRef, required): A short id, a UUID, a Discord account id, or @me for the system
                of the token.
            before (datetime): A time in UTC that ends in Z.
            limit (int)

        Raises FrontHistoryForbidden, SystemNotFound.
        """
        return self._client.send(operations.list_switches(system, before=before, limit=limit)).data

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
    ) -> Iterator[Switch]:
        """Iterate over switches, newest first, page by page.

        Args:
            system: A short id, a UUID, a Discord account id, or @me for the system of the token.
            after: Only switches after this time.
            before: Only switches before this time.
            limit: How many to give in total; None: all.
            page_size: How many a request asks for, from 1 to 100.
            progress: Called after each page, with how many came so far, and None: nobody knows how many will.

        Raises:
            ValueError: An argument is out of range, or a time has no time zone.
        """
        return iterate_items(
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
    ) -> Iterator[Page[Switch]]:
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
        """
        return iterate_pages(
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
    ) -> Iterator[FrontPeriod]:
        """Iterate over the periods between switches, newest first, clipped to the times that are given.

        Each lasts until the next begins; the current one has `before` as its end, None by default. What
        lasted for no time is left out.

        Args:
            system: A short id, a UUID, a Discord account id, or @me for the system of the token.
            after: Only what is after this time.
            before: Only what is before this time.

        Raises:
            ValueError: A time has no time zone.
        """
        return iterate_periods(
            iterate_items(
                lambda before, limit: self.list(system, before=before, limit=limit),
                PageReader(
                    operations.LIST_SWITCHES_PAGES, after=None, before=before, limit=None, page_size=100
                ),
            ),
            PeriodReader(start="timestamp", members="members", after=after, before=before),
        )

    def create(self, system: SystemRef, /, **fields: Unpack[SwitchCreate]) -> SwitchWithMembers:
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

        Raises DuplicateMembers, SameFronters, SwitchTimestampTaken, SystemNotFound, ListedMemberNotFound.
        """
        return self._client.send(operations.create_switch(system, **fields)).data

    def get(self, system: SystemRef, switch: SwitchRef, /) -> SwitchWithMembers:
        """Get a switch.

        Args:
            system (SystemRef, required): A short id, a UUID, a Discord account id, or @me for the system
                of the token.
            switch (SwitchRef, required): The UUID of a switch.

        Raises InvalidSwitchId, SystemNotFound, SwitchNotFound, SwitchNotVisible.
        """
        return self._client.send(operations.get_switch(system, switch)).data

    def update(
        self, system: SystemRef, switch: SwitchRef, /, **changes: Unpack[SwitchUpdate]
    ) -> SwitchWithMembers:
        """Change the time of a switch of your system.

        Args:
            system (SystemRef, required): A short id, a UUID, a Discord account id, or @me for the system
                of the token.
            switch (SwitchRef, required): The UUID of a switch.
            timestamp (datetime, required): Since when.

        Raises InvalidModel, SwitchTimestampTaken, InvalidSwitchId, SystemNotFound, SwitchNotFound,
        SwitchNotVisible.
        """
        return self._client.send(operations.update_switch(system, switch, **changes)).data

    def delete(self, system: SystemRef, switch: SwitchRef, /) -> None:
        """Delete a switch of your system.

        Args:
            system (SystemRef, required): A short id, a UUID, a Discord account id, or @me for the system
                of the token.
            switch (SwitchRef, required): The UUID of a switch.

        Raises InvalidSwitchId, SystemNotFound, SwitchNotFound, SwitchNotVisible.
        """
        return self._client.send(operations.delete_switch(system, switch)).data

    def update_members(
        self, system: SystemRef, switch: SwitchRef, /, members: SequenceNotStr[MemberRef]
    ) -> SwitchWithMembers:
        """Change the members of a switch of your system.

        Args:
            system (SystemRef, required): A short id, a UUID, a Discord account id, or @me for the system
                of the token.
            switch (SwitchRef, required): The UUID of a switch.
            members (SequenceNotStr[MemberRef], required): A short id in lower case, or a UUID.

        Raises DuplicateMembers, SameFronters, InvalidSwitchId, ListedMemberNotYours, SystemNotFound,
        ListedMemberNotFound, SwitchNotFound, SwitchNotVisible.
        """
        return self._client.send(operations.update_switch_members(system, switch, members)).data


class Messages:
    """Messages that were proxied."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def get(self, message_id: Snowflake, /) -> Message:
        """Get what is known of a proxied message.

        Found by the id of the proxied message, or for half an hour by the id of the message that it
        replaced.

        Args:
            message_id (Snowflake, required): The id of a Discord thing.

        Raises MessageNotFound.
        """
        return self._client.send(operations.get_message(message_id)).data
