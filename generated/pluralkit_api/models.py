# Made from the contract of PluralKit API 2.0.0 by `python -m generator`; changes made here are lost.
"""What the API answers. A field that an answer may lack is UNSET then; fields not listed here are ignored.

Models that can also be sent are made with what is not null: `ProxyTag(prefix="M:")`.
"""

from __future__ import annotations

from uuid import UUID

from msgspec import UNSET, UnsetType
from pluralkit_runtime import AwareDatetime, Date
from pluralkit_runtime.model import Model

from .enums import AutoproxyMode, ListPadding, PrivacyLevel, ProxySwitchMode


class System(Model, frozen=True, kw_only=True):
    """A system, as the caller may see it.

    Attributes:
        id (str): Short id of five or six letters, unique among systems.
        uuid (UUID): Permanent id of the system; the short id may change, this one does not.
        name (str | None): What the system calls itself.
        description (str | None): Free text about the system, in Discord's Markdown.
        tag (str | None): Text that the bot appends to the names of proxied messages.
        pronouns (str | None): Pronouns of the system as a whole, for example they/them.
        avatar_url (str | None): Address of the system's picture, which is also shown for members who have
            none.
        banner (str | None): Address of the wide picture on the system's card.
        color (str | None): Colour of the system's card: six hexadecimal digits without #, in the case in
            which they were sent.
        created (AwareDatetime): Time at which the system was registered with the bot.
        webhook_url (str | UnsetType | None): Address that dispatch webhooks go to, set by a command of the
            bot.
        privacy (SystemPrivacy | None): Privacy level of each part of the system; null for other callers
            than the owner.
    """

    id: str
    """Short id of five or six letters, unique among systems."""
    uuid: UUID
    """Permanent id of the system; the short id may change, this one does not."""
    name: str | None
    """What the system calls itself."""
    description: str | None
    """Free text about the system, in Discord's Markdown."""
    tag: str | None
    """Text that the bot appends to the names of proxied messages."""
    pronouns: str | None
    """Pronouns of the system as a whole, for example they/them."""
    avatar_url: str | None
    """Address of the system's picture, which is also shown for members who have none."""
    banner: str | None
    """Address of the wide picture on the system's card."""
    color: str | None
    """Colour of the system's card: six hexadecimal digits without #, in the case in which they were sent."""
    created: AwareDatetime
    """Time at which the system was registered with the bot."""
    webhook_url: str | UnsetType | None = UNSET
    """Address that dispatch webhooks go to, set by a command of the bot."""
    privacy: SystemPrivacy | None
    """Privacy level of each part of the system; null for other callers than the owner."""

    def __hash__(self) -> int:
        return hash(self.uuid)


class SystemPrivacy(Model, frozen=True, kw_only=True):
    """Who may see what of a system.

    Attributes:
        name_privacy (PrivacyLevel): Who may see the name of the system.
        description_privacy (PrivacyLevel): Who may see the description.
        avatar_privacy (PrivacyLevel): Who may see the avatar.
        banner_privacy (PrivacyLevel): Who may see the banner.
        pronoun_privacy (PrivacyLevel): Who may see the pronouns.
        member_list_privacy (PrivacyLevel): Who may list the members.
        group_list_privacy (PrivacyLevel): Who may list the groups.
        front_privacy (PrivacyLevel): Who may see the current fronters.
        front_history_privacy (PrivacyLevel): Who may see past switches.
    """

    name_privacy: PrivacyLevel
    """Who may see the name of the system."""
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
    """Who may see the current fronters."""
    front_history_privacy: PrivacyLevel
    """Who may see past switches."""


class SystemSettings(Model, frozen=True, kw_only=True):
    """The settings of a system, as its owner sees them.

    Attributes:
        timezone (str): IANA name of the time zone; UTC unless it was changed.
        pings_enabled (bool): Whether a reaction may ping the account behind a message.
        latch_timeout (int | None): Seconds until autoproxy latch ends; null for six hours, 0 for never.
        member_default_private (bool): Whether the bot makes new members private (the API does not).
        group_default_private (bool): Whether the bot makes new groups private (the API does not).
        show_private_info (bool): Whether the bot shows private information to the owner.
        member_limit (int): Number of members that the system may have.
        group_limit (int): Number of groups that the system may have.
        case_sensitive_proxy_tags (bool): Whether the case of proxy tags counts.
        proxy_error_message_enabled (bool): Whether the bot says why it did not proxy.
        hid_display_split (bool): Whether six-letter ids are shown with a dash.
        hid_display_caps (bool): Whether ids are shown in upper case.
        hid_list_padding (ListPadding): How short ids are padded in lists.
        card_show_color_hex (bool | UnsetType): Whether the bot's cards show the digits of a colour; absent
            in the answer to a GET.
        proxy_switch (ProxySwitchMode): What proxying does to the fronters.
        name_format (str | None): How the names of proxied messages are made; null for the default in the
            answer to a PATCH, where a GET has "{name} {tag}".
        description_templates (list[str]): Texts that the bot offers for new descriptions.
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
    """Number of members that the system may have."""
    group_limit: int
    """Number of groups that the system may have."""
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
    """Whether the bot's cards show the digits of a colour; absent in the answer to a GET."""
    proxy_switch: ProxySwitchMode
    """What proxying does to the fronters."""
    name_format: str | None
    """How the names of proxied messages are made; null for the default in the answer to a PATCH, where a GET
    has "{name} {tag}".
    """
    description_templates: list[str]
    """Texts that the bot offers for new descriptions."""


class PublicSystemSettings(Model, frozen=True, kw_only=True):
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


class SystemGuildSettings(Model, frozen=True, kw_only=True):
    """A system's settings for a Discord server.

    Attributes:
        proxying_enabled (bool): Whether the bot proxies the system's messages on this server.
        tag (str | None): Text behind the names of proxied messages on this server, in place of the
            system's tag.
        tag_enabled (bool): Whether proxied messages on this server carry a tag.
        avatar_url (str | None): Address of the system's picture on this server.
        display_name (str | None): What the system is called on this server.
        name_format (str | None): How the bot makes the names of proxied messages on this server.
    """

    proxying_enabled: bool
    """Whether the bot proxies the system's messages on this server."""
    tag: str | None
    """Text behind the names of proxied messages on this server, in place of the system's tag."""
    tag_enabled: bool
    """Whether proxied messages on this server carry a tag."""
    avatar_url: str | None
    """Address of the system's picture on this server."""
    display_name: str | None
    """What the system is called on this server."""
    name_format: str | None
    """How the bot makes the names of proxied messages on this server."""


class AutoproxySettings(Model, frozen=True, kw_only=True):
    """A system's autoproxy settings for a Discord server.

    Attributes:
        autoproxy_mode (AutoproxyMode): How messages without proxy tags are proxied.
        autoproxy_member (str | None): Short id of the member that messages are proxied as, in the modes
            latch and member.
        last_latch_timestamp (AwareDatetime | None): Time at which the mode latch last remembered a member.
    """

    autoproxy_mode: AutoproxyMode
    """How messages without proxy tags are proxied."""
    autoproxy_member: str | None
    """Short id of the member that messages are proxied as, in the modes latch and member."""
    last_latch_timestamp: AwareDatetime | None
    """Time at which the mode latch last remembered a member."""


class ProxyTag(Model, frozen=True, kw_only=True):
    """What stands around a message that a member is proxied for.

    Attributes:
        prefix (str | None): Text before the message; null where there is none.
        suffix (str | None): Text behind the message; null where there is none.
    """

    prefix: str | None = None
    """Text before the message; null where there is none."""
    suffix: str | None = None
    """Text behind the message; null where there is none."""


class Member(Model, frozen=True, kw_only=True):
    """A member of a system, as the caller may see it.

    Attributes:
        id (str): Short id of five or six letters, unique among members.
        uuid (UUID): Permanent id of the member; the short id may change, this one does not.
        system (str): Short id of the system that the member belongs to.
        name (str): What the member is called in lists and commands.
        display_name (str | None): What is shown in place of `name` on cards and proxied messages.
        color (str | None): Colour of the member's card: six hexadecimal digits without #, in lower case.
        birthday (Date | None): Date of birth; the year 4 means that the year is not told.
        pronouns (str | None): How to refer to the member, for example they/them.
        avatar_url (str | None): Address of the member's picture.
        webhook_avatar_url (str | None): Address of the picture beside proxied messages, in place of
            `avatar_url`.
        banner (str | None): Address of the wide picture on the member's card.
        description (str | None): Free text about the member, in Discord's Markdown.
        created (AwareDatetime | None): Time at which the member was created.
        proxy_tags (list[ProxyTag]): Prefixes and suffixes by which the bot knows whom a message is proxied
            for.
        keep_proxy (bool): Whether proxied messages keep the proxy tags in their text.
        tts (bool): Whether proxied messages are sent as text-to-speech.
        autoproxy_enabled (bool | None): Whether autoproxy may proxy messages as this member; null for
            other callers than the owner.
        message_count (int | None): Number of messages that were proxied for the member.
        last_message_timestamp (AwareDatetime | None): Time of the latest message that was proxied for the
            member.
        privacy (MemberPrivacy | None): Privacy level of each part of the member; null for other callers
            than the owner.
    """

    id: str
    """Short id of five or six letters, unique among members."""
    uuid: UUID
    """Permanent id of the member; the short id may change, this one does not."""
    system: str
    """Short id of the system that the member belongs to."""
    name: str
    """What the member is called in lists and commands."""
    display_name: str | None
    """What is shown in place of `name` on cards and proxied messages."""
    color: str | None
    """Colour of the member's card: six hexadecimal digits without #, in lower case."""
    birthday: Date | None
    """Date of birth; the year 4 means that the year is not told."""
    pronouns: str | None
    """How to refer to the member, for example they/them."""
    avatar_url: str | None
    """Address of the member's picture."""
    webhook_avatar_url: str | None
    """Address of the picture beside proxied messages, in place of `avatar_url`."""
    banner: str | None
    """Address of the wide picture on the member's card."""
    description: str | None
    """Free text about the member, in Discord's Markdown."""
    created: AwareDatetime | None
    """Time at which the member was created."""
    proxy_tags: list[ProxyTag]
    """Prefixes and suffixes by which the bot knows whom a message is proxied for."""
    keep_proxy: bool
    """Whether proxied messages keep the proxy tags in their text."""
    tts: bool
    """Whether proxied messages are sent as text-to-speech."""
    autoproxy_enabled: bool | None
    """Whether autoproxy may proxy messages as this member; null for other callers than the owner."""
    message_count: int | None
    """Number of messages that were proxied for the member."""
    last_message_timestamp: AwareDatetime | None
    """Time of the latest message that was proxied for the member."""
    privacy: MemberPrivacy | None
    """Privacy level of each part of the member; null for other callers than the owner."""

    def __hash__(self) -> int:
        return hash(self.uuid)


class MessageMember(Model, frozen=True, kw_only=True):
    """A member inside a message, as the caller may see it; the message has the system beside it.

    Attributes:
        id (str): Short id of five or six letters, unique among members.
        uuid (UUID): Permanent id of the member; the short id may change, this one does not.
        name (str): What the member is called in lists and commands.
        display_name (str | None): What is shown in place of `name` on cards and proxied messages.
        color (str | None): Colour of the member's card: six hexadecimal digits without #, in lower case.
        birthday (Date | None): Date of birth; the year 4 means that the year is not told.
        pronouns (str | None): How to refer to the member, for example they/them.
        avatar_url (str | None): Address of the member's picture.
        webhook_avatar_url (str | None): Address of the picture beside proxied messages, in place of
            `avatar_url`.
        banner (str | None): Address of the wide picture on the member's card.
        description (str | None): Free text about the member, in Discord's Markdown.
        created (AwareDatetime | None): Time at which the member was created.
        proxy_tags (list[ProxyTag]): Prefixes and suffixes by which the bot knows whom a message is proxied
            for.
        keep_proxy (bool): Whether proxied messages keep the proxy tags in their text.
        tts (bool): Whether proxied messages are sent as text-to-speech.
        autoproxy_enabled (bool | None): Whether autoproxy may proxy messages as this member; null for
            other callers than the owner.
        message_count (int | None): Number of messages that were proxied for the member.
        last_message_timestamp (AwareDatetime | None): Time of the latest message that was proxied for the
            member.
        privacy (MemberPrivacy | None): Privacy level of each part of the member; null for other callers
            than the owner.
    """

    id: str
    """Short id of five or six letters, unique among members."""
    uuid: UUID
    """Permanent id of the member; the short id may change, this one does not."""
    name: str
    """What the member is called in lists and commands."""
    display_name: str | None
    """What is shown in place of `name` on cards and proxied messages."""
    color: str | None
    """Colour of the member's card: six hexadecimal digits without #, in lower case."""
    birthday: Date | None
    """Date of birth; the year 4 means that the year is not told."""
    pronouns: str | None
    """How to refer to the member, for example they/them."""
    avatar_url: str | None
    """Address of the member's picture."""
    webhook_avatar_url: str | None
    """Address of the picture beside proxied messages, in place of `avatar_url`."""
    banner: str | None
    """Address of the wide picture on the member's card."""
    description: str | None
    """Free text about the member, in Discord's Markdown."""
    created: AwareDatetime | None
    """Time at which the member was created."""
    proxy_tags: list[ProxyTag]
    """Prefixes and suffixes by which the bot knows whom a message is proxied for."""
    keep_proxy: bool
    """Whether proxied messages keep the proxy tags in their text."""
    tts: bool
    """Whether proxied messages are sent as text-to-speech."""
    autoproxy_enabled: bool | None
    """Whether autoproxy may proxy messages as this member; null for other callers than the owner."""
    message_count: int | None
    """Number of messages that were proxied for the member."""
    last_message_timestamp: AwareDatetime | None
    """Time of the latest message that was proxied for the member."""
    privacy: MemberPrivacy | None
    """Privacy level of each part of the member; null for other callers than the owner."""

    def __hash__(self) -> int:
        return hash(self.uuid)


class MemberPrivacy(Model, frozen=True, kw_only=True):
    """Who may see what of a member.

    Attributes:
        visibility (PrivacyLevel): Whether lists show the member to other callers; it is still found by its
            id.
        name_privacy (PrivacyLevel): Who may see the name; others see the display name, if there is one.
        description_privacy (PrivacyLevel): Who may see the description.
        birthday_privacy (PrivacyLevel): Who may see the birthday.
        pronoun_privacy (PrivacyLevel): Who may see the pronouns.
        avatar_privacy (PrivacyLevel): Who may see both avatars.
        banner_privacy (PrivacyLevel): Who may see the banner.
        metadata_privacy (PrivacyLevel): Who may see when the member was created, its message count and its
            latest message.
        proxy_privacy (PrivacyLevel): Who may see the proxy tags.
    """

    visibility: PrivacyLevel
    """Whether lists show the member to other callers; it is still found by its id."""
    name_privacy: PrivacyLevel
    """Who may see the name; others see the display name, if there is one."""
    description_privacy: PrivacyLevel
    """Who may see the description."""
    birthday_privacy: PrivacyLevel
    """Who may see the birthday."""
    pronoun_privacy: PrivacyLevel
    """Who may see the pronouns."""
    avatar_privacy: PrivacyLevel
    """Who may see both avatars."""
    banner_privacy: PrivacyLevel
    """Who may see the banner."""
    metadata_privacy: PrivacyLevel
    """Who may see when the member was created, its message count and its latest message."""
    proxy_privacy: PrivacyLevel
    """Who may see the proxy tags."""


class MemberGuildSettings(Model, frozen=True, kw_only=True):
    """A member's settings for a Discord server.

    Attributes:
        display_name (str | None): What the member is called on this server.
        avatar_url (str | None): Address of the member's picture on this server.
        keep_proxy (bool | None): Whether proxied messages keep the proxy tags on this server; null as
            elsewhere.
    """

    display_name: str | None
    """What the member is called on this server."""
    avatar_url: str | None
    """Address of the member's picture on this server."""
    keep_proxy: bool | None
    """Whether proxied messages keep the proxy tags on this server; null as elsewhere."""


class Group(Model, frozen=True, kw_only=True):
    """A group of members, as the caller may see it.

    Attributes:
        id (str): Short id of five or six letters, unique among groups.
        uuid (UUID): Permanent id of the group; the short id may change, this one does not.
        system (str): Short id of the system that the group belongs to; always there (not documented).
        name (str): What the group is called in lists and commands.
        display_name (str | None): What is shown in place of `name` on cards.
        description (str | None): Free text about the group, in Discord's Markdown.
        icon (str | None): Address of the group's picture.
        banner (str | None): Address of the wide picture on the group's card.
        color (str | None): Colour of the group's card: six hexadecimal digits without #, in lower case.
        created (AwareDatetime | None): Time at which the group was created.
        members (list[UUID] | UnsetType): UUIDs of the members, where `with_members` asked for them.
        privacy (GroupPrivacy | None): Privacy level of each part of the group; null for other callers than
            the owner.
    """

    id: str
    """Short id of five or six letters, unique among groups."""
    uuid: UUID
    """Permanent id of the group; the short id may change, this one does not."""
    system: str
    """Short id of the system that the group belongs to; always there (not documented)."""
    name: str
    """What the group is called in lists and commands."""
    display_name: str | None
    """What is shown in place of `name` on cards."""
    description: str | None
    """Free text about the group, in Discord's Markdown."""
    icon: str | None
    """Address of the group's picture."""
    banner: str | None
    """Address of the wide picture on the group's card."""
    color: str | None
    """Colour of the group's card: six hexadecimal digits without #, in lower case."""
    created: AwareDatetime | None
    """Time at which the group was created."""
    members: list[UUID] | UnsetType = UNSET
    """UUIDs of the members, where `with_members` asked for them."""
    privacy: GroupPrivacy | None
    """Privacy level of each part of the group; null for other callers than the owner."""

    def __hash__(self) -> int:
        return hash(self.uuid)


class GroupPrivacy(Model, frozen=True, kw_only=True):
    """Who may see what of a group.

    Attributes:
        name_privacy (PrivacyLevel): Who may see the name; others see the display name, if there is one.
        description_privacy (PrivacyLevel): Who may see the description.
        banner_privacy (PrivacyLevel): Who may see the banner.
        icon_privacy (PrivacyLevel): Who may see the icon.
        list_privacy (PrivacyLevel): Who may list the members.
        metadata_privacy (PrivacyLevel): Who may see when the group was created.
        visibility (PrivacyLevel): Whether lists show the group to other callers; it is still found by its
            id.
    """

    name_privacy: PrivacyLevel
    """Who may see the name; others see the display name, if there is one."""
    description_privacy: PrivacyLevel
    """Who may see the description."""
    banner_privacy: PrivacyLevel
    """Who may see the banner."""
    icon_privacy: PrivacyLevel
    """Who may see the icon."""
    list_privacy: PrivacyLevel
    """Who may list the members."""
    metadata_privacy: PrivacyLevel
    """Who may see when the group was created."""
    visibility: PrivacyLevel
    """Whether lists show the group to other callers; it is still found by its id."""


class Switch(Model, frozen=True, kw_only=True):
    """Who fronted from a time on, by short id.

    Attributes:
        id (UUID): Permanent id of the switch, a UUID.
        timestamp (AwareDatetime): Time from which these members front, until that of the next switch.
        members (list[str]): Short ids, in the order in which they were given; empty for nobody.
    """

    id: UUID
    """Permanent id of the switch, a UUID."""
    timestamp: AwareDatetime
    """Time from which these members front, until that of the next switch."""
    members: list[str]
    """Short ids, in the order in which they were given; empty for nobody."""

    def __hash__(self) -> int:
        return hash(self.id)


class SwitchWithMembers(Model, frozen=True, kw_only=True):
    """Who fronted from a time on, with the members in full.

    Attributes:
        id (UUID): Permanent id of the switch, a UUID.
        timestamp (AwareDatetime): Time from which these members front, until that of the next switch.
        members (list[Member]): The members, in the order in which they were given; empty for nobody.
    """

    id: UUID
    """Permanent id of the switch, a UUID."""
    timestamp: AwareDatetime
    """Time from which these members front, until that of the next switch."""
    members: list[Member]
    """The members, in the order in which they were given; empty for nobody."""

    def __hash__(self) -> int:
        return hash(self.id)


class Message(Model, frozen=True, kw_only=True):
    """A message that was proxied.

    Attributes:
        timestamp (AwareDatetime): Time at which the message was sent, cut to whole seconds.
        id (str): Discord id of the proxied message.
        original (str): Discord id of the message that it replaced; empty where there is none (not
            documented).
        sender (str): Discord id of the account that sent it.
        channel (str): Discord id of the channel.
        guild (str | None): Discord id of the server; null in direct messages (documented as never null).
        system (System | None): System that the message was proxied for; null where the member was deleted.
        member (MessageMember | None): Member that the message was proxied as; null where it was deleted.
    """

    timestamp: AwareDatetime
    """Time at which the message was sent, cut to whole seconds."""
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
    """System that the message was proxied for; null where the member was deleted."""
    member: MessageMember | None
    """Member that the message was proxied as; null where it was deleted."""


class OEmbed(Model, frozen=True, kw_only=True):
    """A link preview.

    Attributes:
        type (str): Always "rich".
        provider_name (str): Kind of the thing, behind the name PluralKit.
        provider_url (str): Address of PluralKit.
        title (str): Name of the thing, with that of its system.
    """

    type: str
    """Always "rich"."""
    provider_name: str
    """Kind of the thing, behind the name PluralKit."""
    provider_url: str
    """Address of PluralKit."""
    title: str
    """Name of the thing, with that of its system."""
