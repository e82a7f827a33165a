# Made from the contract of PluralKit API 2.0.0 by `python -m generator`; changes made here are lost.
"""What the API answers. A field that an answer may lack is UNSET then; fields not listed here are ignored."""

from __future__ import annotations

from uuid import UUID

from msgspec import UNSET, Struct, UnsetType
from pluralkit_runtime import AwareDatetime, Date

from .enums import AutoproxyMode, ListPadding, PrivacyLevel, ProxySwitchMode


class System(Struct, frozen=True, kw_only=True):
    """A system, as the viewer may see it.

    Attributes:
        id (str): Short id.
        uuid (UUID): The id that never changes.
        name (str | None): Name.
        description (str | None): Description.
        tag (str | None): Text behind the names of proxied messages.
        pronouns (str | None): Pronouns.
        avatar_url (str | None): Address of the avatar.
        banner (str | None): Address of the banner.
        color (str | None): Six hexadecimal digits, in the case in which they were sent.
        created (AwareDatetime): When the system was created.
        webhook_url (str | UnsetType | None): Where webhooks go.
        privacy (SystemPrivacy | None): Who may see what; null for anybody else.
    """

    id: str
    """Short id."""
    uuid: UUID
    """The id that never changes."""
    name: str | None
    """Name."""
    description: str | None
    """Description."""
    tag: str | None
    """Text behind the names of proxied messages."""
    pronouns: str | None
    """Pronouns."""
    avatar_url: str | None
    """Address of the avatar."""
    banner: str | None
    """Address of the banner."""
    color: str | None
    """Six hexadecimal digits, in the case in which they were sent."""
    created: AwareDatetime
    """When the system was created."""
    webhook_url: str | UnsetType | None = UNSET
    """Where webhooks go."""
    privacy: SystemPrivacy | None
    """Who may see what; null for anybody else."""


class SystemPrivacy(Struct, frozen=True, kw_only=True):
    """Who may see what of a system.

    Attributes:
        name_privacy (PrivacyLevel): Who may see the name.
        description_privacy (PrivacyLevel): Who may see the description.
        avatar_privacy (PrivacyLevel): Who may see the avatar.
        banner_privacy (PrivacyLevel): Who may see the banner.
        pronoun_privacy (PrivacyLevel): Who may see the pronouns.
        member_list_privacy (PrivacyLevel): Who may list the members.
        group_list_privacy (PrivacyLevel): Who may list the groups.
        front_privacy (PrivacyLevel): Who may see the fronters.
        front_history_privacy (PrivacyLevel): Who may see past switches.
    """

    name_privacy: PrivacyLevel
    """Who may see the name."""
    description_privacy: PrivacyLevel
    """Who may see the description."""
    avatar_privacy: PrivacyLevel
    """Who may see the avatar."""
    banner_privacy: PrivacyLevel
    """Who may see the banner."""
    pronoun_privacy: PrivacyLevel
    """Who may see the pronouns."""
    member_list_privacy: PrivacyLevel
    """Who may list the members."""
    group_list_privacy: PrivacyLevel
    """Who may list the groups."""
    front_privacy: PrivacyLevel
    """Who may see the fronters."""
    front_history_privacy: PrivacyLevel
    """Who may see past switches."""


class SystemSettings(Struct, frozen=True, kw_only=True):
    """The settings of a system, as its owner sees them.

    Attributes:
        timezone (str): IANA name of the time zone; UTC unless it was changed.
        pings_enabled (bool): Whether a reaction may ping the account behind a message.
        latch_timeout (int | None): Seconds until autoproxy latch ends; null for six hours, 0 for never.
        member_default_private (bool): Whether the bot makes new members private (the API does not).
        group_default_private (bool): Whether the bot makes new groups private (the API does not).
        show_private_info (bool): Whether the bot shows private information to the owner.
        member_limit (int): How many members the system may have.
        group_limit (int): How many groups the system may have.
        case_sensitive_proxy_tags (bool): Whether the case of proxy tags counts.
        proxy_error_message_enabled (bool): Whether the bot says why it did not proxy.
        hid_display_split (bool): Whether six-letter ids are shown with a dash.
        hid_display_caps (bool): Whether ids are shown in upper case.
        hid_list_padding (ListPadding): How short ids are padded in lists.
        card_show_color_hex (bool | UnsetType): Whether cards show the colour's digits; absent in the
            answer to a GET.
        proxy_switch (ProxySwitchMode): What proxying does to the fronters.
        name_format (str | None): How the names of proxied messages are made; null for the default in the
            answer to a PATCH, where a GET has "{name} {tag}".
        description_templates (list[str]): Templates for descriptions.
    """

    timezone: str
    """IANA name of the time zone; UTC unless it was changed."""
    pings_enabled: bool
    """Whether a reaction may ping the account behind a message."""
    latch_timeout: int | None
    """Seconds until autoproxy latch ends; null for six hours, 0 for never."""
    member_default_private: bool
    """Whether the bot makes new members private (the API does not)."""
    group_default_private: bool
    """Whether the bot makes new groups private (the API does not)."""
    show_private_info: bool
    """Whether the bot shows private information to the owner."""
    member_limit: int
    """How many members the system may have."""
    group_limit: int
    """How many groups the system may have."""
    case_sensitive_proxy_tags: bool
    """Whether the case of proxy tags counts."""
    proxy_error_message_enabled: bool
    """Whether the bot says why it did not proxy."""
    hid_display_split: bool
    """Whether six-letter ids are shown with a dash."""
    hid_display_caps: bool
    """Whether ids are shown in upper case."""
    hid_list_padding: ListPadding
    """How short ids are padded in lists."""
    card_show_color_hex: bool | UnsetType = UNSET
    """Whether cards show the colour's digits; absent in the answer to a GET."""
    proxy_switch: ProxySwitchMode
    """What proxying does to the fronters."""
    name_format: str | None
    """How the names of proxied messages are made; null for the default in the answer to a PATCH, where a GET
    has "{name} {tag}".
    """
    description_templates: list[str]
    """Templates for descriptions."""


class PublicSystemSettings(Struct, frozen=True, kw_only=True):
    """The settings of a system that anybody may see.

    Attributes:
        pings_enabled (bool): Whether a reaction may ping the account behind a message.
        latch_timeout (int | None): Seconds until autoproxy latch ends; null for six hours, 0 for never.
        case_sensitive_proxy_tags (bool): Whether the case of proxy tags counts.
        proxy_error_message_enabled (bool): Whether the bot says why it did not proxy.
        hid_display_split (bool): Whether six-letter ids are shown with a dash.
        hid_display_caps (bool): Whether ids are shown in upper case.
        hid_list_padding (ListPadding): How short ids are padded in lists.
        proxy_switch (ProxySwitchMode): What proxying does to the fronters.
        name_format (str): How the names of proxied messages are made; "{name} {tag}" where none is set.
    """

    pings_enabled: bool
    """Whether a reaction may ping the account behind a message."""
    latch_timeout: int | None
    """Seconds until autoproxy latch ends; null for six hours, 0 for never."""
    case_sensitive_proxy_tags: bool
    """Whether the case of proxy tags counts."""
    proxy_error_message_enabled: bool
    """Whether the bot says why it did not proxy."""
    hid_display_split: bool
    """Whether six-letter ids are shown with a dash."""
    hid_display_caps: bool
    """Whether ids are shown in upper case."""
    hid_list_padding: ListPadding
    """How short ids are padded in lists."""
    proxy_switch: ProxySwitchMode
    """What proxying does to the fronters."""
    name_format: str
    """How the names of proxied messages are made; "{name} {tag}" where none is set."""


class SystemGuildSettings(Struct, frozen=True, kw_only=True):
    """A system's settings for a Discord server.

    Attributes:
        proxying_enabled (bool): Whether messages are proxied there.
        tag (str | None): Tag used there.
        tag_enabled (bool): Whether the tag is shown there.
        avatar_url (str | None): Address of the avatar used there.
        display_name (str | None): Name shown there.
        name_format (str | None): How the names of proxied messages are made there.
    """

    proxying_enabled: bool
    """Whether messages are proxied there."""
    tag: str | None
    """Tag used there."""
    tag_enabled: bool
    """Whether the tag is shown there."""
    avatar_url: str | None
    """Address of the avatar used there."""
    display_name: str | None
    """Name shown there."""
    name_format: str | None
    """How the names of proxied messages are made there."""


class AutoproxySettings(Struct, frozen=True, kw_only=True):
    """A system's autoproxy settings for a Discord server.

    Attributes:
        autoproxy_mode (AutoproxyMode): How messages without proxy tags are proxied.
        autoproxy_member (str | None): Short id of the member that is proxied as.
        last_latch_timestamp (AwareDatetime | None): When latch last took hold.
    """

    autoproxy_mode: AutoproxyMode
    """How messages without proxy tags are proxied."""
    autoproxy_member: str | None
    """Short id of the member that is proxied as."""
    last_latch_timestamp: AwareDatetime | None
    """When latch last took hold."""


class ProxyTag(Struct, frozen=True, kw_only=True):
    """What stands around a message that a member is proxied for.

    Attributes:
        prefix (str | None): What stands before the text.
        suffix (str | None): What stands behind the text.
    """

    prefix: str | None
    """What stands before the text."""
    suffix: str | None
    """What stands behind the text."""


class Member(Struct, frozen=True, kw_only=True):
    """A member of a system, as the viewer may see it.

    Attributes:
        id (str): Short id.
        uuid (UUID): The id that never changes.
        system (str | UnsetType): Short id of the system; absent in a message.
        name (str): Name.
        display_name (str | None): Name that is shown instead.
        color (str | None): Six hexadecimal digits, in lower case.
        birthday (Date | None): Birthday; the year 4 means that there is none.
        pronouns (str | None): Pronouns.
        avatar_url (str | None): Address of the avatar.
        webhook_avatar_url (str | None): Address of the avatar of proxied messages.
        banner (str | None): Address of the banner.
        description (str | None): Description.
        created (AwareDatetime | None): When the member was created.
        proxy_tags (list[ProxyTag]): What messages are proxied by.
        keep_proxy (bool): Whether the tags stay in the message.
        tts (bool): Whether messages are read aloud.
        autoproxy_enabled (bool | None): Whether autoproxy may proxy as this member.
        message_count (int | None): How many messages were proxied.
        last_message_timestamp (AwareDatetime | None): When the last message was proxied.
        privacy (MemberPrivacy | None): Who may see what; null for anybody else.
    """

    id: str
    """Short id."""
    uuid: UUID
    """The id that never changes."""
    system: str | UnsetType = UNSET
    """Short id of the system; absent in a message."""
    name: str
    """Name."""
    display_name: str | None
    """Name that is shown instead."""
    color: str | None
    """Six hexadecimal digits, in lower case."""
    birthday: Date | None
    """Birthday; the year 4 means that there is none."""
    pronouns: str | None
    """Pronouns."""
    avatar_url: str | None
    """Address of the avatar."""
    webhook_avatar_url: str | None
    """Address of the avatar of proxied messages."""
    banner: str | None
    """Address of the banner."""
    description: str | None
    """Description."""
    created: AwareDatetime | None
    """When the member was created."""
    proxy_tags: list[ProxyTag]
    """What messages are proxied by."""
    keep_proxy: bool
    """Whether the tags stay in the message."""
    tts: bool
    """Whether messages are read aloud."""
    autoproxy_enabled: bool | None
    """Whether autoproxy may proxy as this member."""
    message_count: int | None
    """How many messages were proxied."""
    last_message_timestamp: AwareDatetime | None
    """When the last message was proxied."""
    privacy: MemberPrivacy | None
    """Who may see what; null for anybody else."""


class MemberPrivacy(Struct, frozen=True, kw_only=True):
    """Who may see what of a member.

    Attributes:
        visibility (PrivacyLevel): Whether lists show the member.
        name_privacy (PrivacyLevel): Who may see the name.
        description_privacy (PrivacyLevel): Who may see the description.
        birthday_privacy (PrivacyLevel): Who may see the birthday.
        pronoun_privacy (PrivacyLevel): Who may see the pronouns.
        avatar_privacy (PrivacyLevel): Who may see the avatars.
        banner_privacy (PrivacyLevel): Who may see the banner.
        metadata_privacy (PrivacyLevel): Who may see counts and times.
        proxy_privacy (PrivacyLevel): Who may see the proxy tags.
    """

    visibility: PrivacyLevel
    """Whether lists show the member."""
    name_privacy: PrivacyLevel
    """Who may see the name."""
    description_privacy: PrivacyLevel
    """Who may see the description."""
    birthday_privacy: PrivacyLevel
    """Who may see the birthday."""
    pronoun_privacy: PrivacyLevel
    """Who may see the pronouns."""
    avatar_privacy: PrivacyLevel
    """Who may see the avatars."""
    banner_privacy: PrivacyLevel
    """Who may see the banner."""
    metadata_privacy: PrivacyLevel
    """Who may see counts and times."""
    proxy_privacy: PrivacyLevel
    """Who may see the proxy tags."""


class MemberGuildSettings(Struct, frozen=True, kw_only=True):
    """A member's settings for a Discord server.

    Attributes:
        display_name (str | None): Name shown there.
        avatar_url (str | None): Address of the avatar used there.
        keep_proxy (bool | None): Whether the tags stay in the message there; null as elsewhere.
    """

    display_name: str | None
    """Name shown there."""
    avatar_url: str | None
    """Address of the avatar used there."""
    keep_proxy: bool | None
    """Whether the tags stay in the message there; null as elsewhere."""


class Group(Struct, frozen=True, kw_only=True):
    """A group of members, as the viewer may see it.

    Attributes:
        id (str): Short id.
        uuid (UUID): The id that never changes.
        system (str): Short id of the system; always there (not documented).
        name (str): Name.
        display_name (str | None): Name that is shown instead.
        description (str | None): Description.
        icon (str | None): Address of the icon.
        banner (str | None): Address of the banner.
        color (str | None): Six hexadecimal digits, in lower case.
        created (AwareDatetime | None): When the group was created.
        members (list[UUID] | UnsetType): UUIDs of the members, where with_members asks for them.
        privacy (GroupPrivacy | None): Who may see what; null for anybody else.
    """

    id: str
    """Short id."""
    uuid: UUID
    """The id that never changes."""
    system: str
    """Short id of the system; always there (not documented)."""
    name: str
    """Name."""
    display_name: str | None
    """Name that is shown instead."""
    description: str | None
    """Description."""
    icon: str | None
    """Address of the icon."""
    banner: str | None
    """Address of the banner."""
    color: str | None
    """Six hexadecimal digits, in lower case."""
    created: AwareDatetime | None
    """When the group was created."""
    members: list[UUID] | UnsetType = UNSET
    """UUIDs of the members, where with_members asks for them."""
    privacy: GroupPrivacy | None
    """Who may see what; null for anybody else."""


class GroupPrivacy(Struct, frozen=True, kw_only=True):
    """Who may see what of a group.

    Attributes:
        name_privacy (PrivacyLevel): Who may see the name.
        description_privacy (PrivacyLevel): Who may see the description.
        banner_privacy (PrivacyLevel): Who may see the banner.
        icon_privacy (PrivacyLevel): Who may see the icon.
        list_privacy (PrivacyLevel): Who may list the members.
        metadata_privacy (PrivacyLevel): Who may see counts and times.
        visibility (PrivacyLevel): Whether lists show the group.
    """

    name_privacy: PrivacyLevel
    """Who may see the name."""
    description_privacy: PrivacyLevel
    """Who may see the description."""
    banner_privacy: PrivacyLevel
    """Who may see the banner."""
    icon_privacy: PrivacyLevel
    """Who may see the icon."""
    list_privacy: PrivacyLevel
    """Who may list the members."""
    metadata_privacy: PrivacyLevel
    """Who may see counts and times."""
    visibility: PrivacyLevel
    """Whether lists show the group."""


class Switch(Struct, frozen=True, kw_only=True):
    """Who fronted from a time on, by short id.

    Attributes:
        id (UUID): The id of the switch.
        timestamp (AwareDatetime): When they began to front.
        members (list[str]): Short ids, in the order in which they were given; empty for nobody.
    """

    id: UUID
    """The id of the switch."""
    timestamp: AwareDatetime
    """When they began to front."""
    members: list[str]
    """Short ids, in the order in which they were given; empty for nobody."""


class SwitchWithMembers(Struct, frozen=True, kw_only=True):
    """Who fronted from a time on, with the members in full.

    Attributes:
        id (UUID): The id of the switch.
        timestamp (AwareDatetime): When they began to front.
        members (list[Member]): The members, in the order in which they were given; empty for nobody.
    """

    id: UUID
    """The id of the switch."""
    timestamp: AwareDatetime
    """When they began to front."""
    members: list[Member]
    """The members, in the order in which they were given; empty for nobody."""


class Message(Struct, frozen=True, kw_only=True):
    """A message that was proxied.

    Attributes:
        timestamp (AwareDatetime): When it was sent, cut to whole seconds.
        id (str): Discord id of the proxied message.
        original (str): Discord id of the message that it replaced; empty where there is none (not
            documented).
        sender (str): Discord id of the account that sent it.
        channel (str): Discord id of the channel.
        guild (str | None): Discord id of the server; null in direct messages (documented as never null).
        system (System | None): The system; null where the member is gone.
        member (Member | None): The member; null where it is gone.
    """

    timestamp: AwareDatetime
    """When it was sent, cut to whole seconds."""
    id: str
    """Discord id of the proxied message."""
    original: str
    """Discord id of the message that it replaced; empty where there is none (not documented)."""
    sender: str
    """Discord id of the account that sent it."""
    channel: str
    """Discord id of the channel."""
    guild: str | None
    """Discord id of the server; null in direct messages (documented as never null)."""
    system: System | None
    """The system; null where the member is gone."""
    member: Member | None
    """The member; null where it is gone."""


class OEmbed(Struct, frozen=True, kw_only=True):
    """A link preview.

    Attributes:
        type (str): Always "rich".
        provider_name (str): What kind of thing it is.
        provider_url (str): Address of PluralKit.
        title (str): The name of the thing.
    """

    type: str
    """Always "rich"."""
    provider_name: str
    """What kind of thing it is."""
    provider_url: str
    """Address of PluralKit."""
    title: str
    """The name of the thing."""
