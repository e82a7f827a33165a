# Made from the contract of PluralKit API 2.0.0 by `python -m generator`; changes made here are lost.
"""What the API takes. A key that is left out is kept, or gets its default; None clears, where it may be."""

from datetime import date, datetime
from typing import Literal, Required, TypeAlias, TypedDict
from uuid import UUID

from pluralkit_runtime.encoding import HasId, SequenceNotStr

from .enums import AutoproxyMode, PrivacyLevel, ProxySwitchMode
from .models import (
    Group,
    GroupPrivacy,
    Member,
    MemberPrivacy,
    MessageMember,
    ProxyTag,
    Switch,
    SwitchWithMembers,
    System,
    SystemPrivacy,
)

SystemRef: TypeAlias = str | int | HasId | UUID | System
"""A short id, a UUID, a Discord account id, or @me for the system of the token."""

MemberRef: TypeAlias = str | UUID | Member | MessageMember
"""A short id in any case and with dashes anywhere, or a UUID."""

GroupRef: TypeAlias = str | UUID | Group
"""A short id in any case and with dashes anywhere, or a UUID."""

SwitchRef: TypeAlias = str | UUID | Switch | SwitchWithMembers
"""The UUID of a switch."""

Snowflake: TypeAlias = str | int | HasId
"""The id of a Discord thing."""

PrivacyLevelValue: TypeAlias = PrivacyLevel | Literal["public", "private"]
"""Who may see something: public (anybody) or private (the owner of the system alone)."""

AutoproxyModeValue: TypeAlias = AutoproxyMode | Literal["off", "front", "latch", "member"]
"""How messages without proxy tags are proxied: off (not at all), front (as the first of the current
    fronters), latch (as the member who proxied last), member (as one fixed member).
    """

ProxySwitchModeValue: TypeAlias = ProxySwitchMode | Literal["off", "new", "add"]
"""What proxying a message does to the fronters: off (nothing), new (logs a switch to the member alone),
    add (logs a switch with the member added).
    """


class SystemPrivacyUpdate(TypedDict, total=False):
    """What to change of a system's privacy."""

    name_privacy: PrivacyLevelValue
    """Who may see the name of the system."""
    description_privacy: PrivacyLevelValue
    """Who may see the description."""
    avatar_privacy: PrivacyLevelValue
    """Who may see the avatar."""
    banner_privacy: PrivacyLevelValue
    """Who may see the banner."""
    pronoun_privacy: PrivacyLevelValue
    """Who may see the pronouns."""
    member_list_privacy: PrivacyLevelValue
    """Who may list the members."""
    group_list_privacy: PrivacyLevelValue
    """Who may list the groups."""
    front_privacy: PrivacyLevelValue
    """Who may see the current fronters."""
    front_history_privacy: PrivacyLevelValue
    """Who may see past switches."""


class SystemUpdate(TypedDict, total=False):
    """What to change of a system."""

    name: str | None
    """What the system calls itself. At most 100 characters."""
    description: str | None
    """Free text about the system, in Discord's Markdown. At most 1000 characters."""
    tag: str | None
    """Text that the bot appends to the names of proxied messages. At most 79 characters."""
    pronouns: str | None
    """Pronouns of the system as a whole, for example they/them. At most 100 characters."""
    avatar_url: str | None
    """Address of the system's picture (https, publicly reachable), also shown for members who have none. At
    most 256 characters.
    """
    banner: str | None
    """Address of the wide picture on the system's card (https, publicly reachable). At most 256 characters.
    """
    color: str | None
    """Colour of the system's card: six hexadecimal digits without #."""
    privacy: SystemPrivacyUpdate | SystemPrivacy
    """Privacy levels to change; levels that are left out are kept."""


class SystemSettingsUpdate(TypedDict, total=False):
    """What to change of the settings of a system."""

    timezone: str
    """IANA name of the time zone, which the service must know. Not empty."""
    pings_enabled: bool
    """Whether a reaction may ping the account behind a message."""
    latch_timeout: int | None
    """Seconds until autoproxy latch ends; null for six hours, 0 for never. At least -2.14748e+09, at most
    2.14748e+09.
    """
    member_default_private: bool
    """Whether the bot makes new members private."""
    group_default_private: bool
    """Whether the bot makes new groups private."""
    case_sensitive_proxy_tags: bool
    """Whether the case of proxy tags counts."""
    proxy_error_message_enabled: bool
    """Whether the bot says why it did not proxy."""
    hid_display_split: bool
    """Whether six-letter ids are shown with a dash."""
    hid_display_caps: bool
    """Whether ids are shown in upper case."""
    card_show_color_hex: bool
    """Whether the bot's cards show the digits of a colour."""
    proxy_switch: ProxySwitchModeValue
    """What proxying does to the fronters."""
    name_format: str | None
    """How the names of proxied messages are made; null for the default."""
    description_templates: SequenceNotStr[str]
    """Texts that the bot offers for new descriptions, at most 1000 characters each. At most 3 items."""


class SystemGuildSettingsUpdate(TypedDict, total=False):
    """What to change of a system's settings for a Discord server."""

    proxying_enabled: bool
    """Whether the bot proxies the system's messages on this server."""
    tag: str | None
    """Text behind the names of proxied messages on this server, in place of the system's tag. At most 79
    characters.
    """
    tag_enabled: bool
    """Whether proxied messages on this server carry a tag."""
    avatar_url: str | None
    """Address of the system's picture on this server (https, publicly reachable). At most 256 characters."""
    display_name: str | None
    """What the system is called on this server. At most 100 characters."""
    name_format: str | None
    """How the bot makes the names of proxied messages on this server."""


class AutoproxySettingsUpdate(TypedDict, total=False):
    """What to change of a system's autoproxy settings for a Discord server."""

    autoproxy_mode: AutoproxyModeValue
    """How messages without proxy tags are proxied."""
    autoproxy_member: MemberRef | None
    """The member to proxy as; only with the modes latch and member. null counts as left out."""


class SwitchCreate(TypedDict, total=False):
    """Who fronts, and since when."""

    members: Required[SequenceNotStr[MemberRef]]
    """Who fronts, in order, each once; empty for nobody."""
    timestamp: datetime
    """Since when the members front; now if it is left out."""


class SwitchUpdate(TypedDict, total=False):
    """Where a switch is moved to."""

    timestamp: Required[datetime]
    """Since when the members of the switch front, with any offset."""


class ProxyTagInput(TypedDict, total=False):
    """What stands around a message that a member is proxied for."""

    prefix: str | None
    """Text before the message; null or left out for none. At most 96 characters."""
    suffix: str | None
    """Text behind the message; null or left out for none. At most 96 characters."""


class MemberPrivacyUpdate(TypedDict, total=False):
    """What to change of a member's privacy."""

    visibility: PrivacyLevelValue
    """Whether lists show the member to other callers; it is still found by its id."""
    name_privacy: PrivacyLevelValue
    """Who may see the name; others see the display name, if there is one."""
    description_privacy: PrivacyLevelValue
    """Who may see the description."""
    birthday_privacy: PrivacyLevelValue
    """Who may see the birthday."""
    pronoun_privacy: PrivacyLevelValue
    """Who may see the pronouns."""
    avatar_privacy: PrivacyLevelValue
    """Who may see both avatars."""
    banner_privacy: PrivacyLevelValue
    """Who may see the banner."""
    metadata_privacy: PrivacyLevelValue
    """Who may see when the member was created, its message count and its latest message."""
    proxy_privacy: PrivacyLevelValue
    """Who may see the proxy tags."""


class MemberCreate(TypedDict, total=False):
    """What a member is created with; everything but the name may be left out."""

    name: Required[str]
    """What the member is called in lists and commands. Not empty, at most 100 characters."""
    display_name: str | None
    """What is shown in place of `name` on cards and proxied messages. At most 100 characters."""
    color: str | None
    """Colour of the member's card: six hexadecimal digits without #."""
    birthday: date | None
    """Date of birth; the year 4 means that the year is not told."""
    pronouns: str | None
    """How to refer to the member, for example they/them. At most 100 characters."""
    avatar_url: str | None
    """Address of the member's picture (https, publicly reachable). At most 256 characters."""
    webhook_avatar_url: str | None
    """Address of the picture beside proxied messages (https, publicly reachable). At most 256 characters."""
    banner: str | None
    """Address of the wide picture on the member's card (https, publicly reachable). At most 256 characters.
    """
    description: str | None
    """Free text about the member, in Discord's Markdown. At most 1000 characters."""
    proxy_tags: SequenceNotStr[ProxyTagInput | ProxyTag]
    """Prefixes and suffixes by which the bot knows whom a message is proxied for. At most 100 items."""
    keep_proxy: bool
    """Whether proxied messages keep the proxy tags in their text."""
    tts: bool
    """Whether proxied messages are sent as text-to-speech."""
    privacy: MemberPrivacyUpdate | MemberPrivacy
    """Privacy levels; those that are left out are public in a new member and kept in a change."""


class MemberUpdate(TypedDict, total=False):
    """What to change of a member."""

    name: str
    """What the member is called in lists and commands. Not empty, at most 100 characters."""
    display_name: str | None
    """What is shown in place of `name` on cards and proxied messages. At most 100 characters."""
    color: str | None
    """Colour of the member's card: six hexadecimal digits without #."""
    birthday: date | None
    """Date of birth; the year 4 means that the year is not told."""
    pronouns: str | None
    """How to refer to the member, for example they/them. At most 100 characters."""
    avatar_url: str | None
    """Address of the member's picture (https, publicly reachable). At most 256 characters."""
    webhook_avatar_url: str | None
    """Address of the picture beside proxied messages (https, publicly reachable). At most 256 characters."""
    banner: str | None
    """Address of the wide picture on the member's card (https, publicly reachable). At most 256 characters.
    """
    description: str | None
    """Free text about the member, in Discord's Markdown. At most 1000 characters."""
    proxy_tags: SequenceNotStr[ProxyTagInput | ProxyTag]
    """Prefixes and suffixes by which the bot knows whom a message is proxied for. At most 100 items."""
    keep_proxy: bool
    """Whether proxied messages keep the proxy tags in their text."""
    tts: bool
    """Whether proxied messages are sent as text-to-speech."""
    privacy: MemberPrivacyUpdate | MemberPrivacy
    """Privacy levels; those that are left out are public in a new member and kept in a change."""


class MemberGuildSettingsUpdate(TypedDict, total=False):
    """What to change of a member's settings for a Discord server."""

    display_name: str | None
    """What the member is called on this server. At most 100 characters."""
    avatar_url: str | None
    """Address of the member's picture on this server (https, publicly reachable). At most 256 characters."""
    keep_proxy: bool
    """Whether proxied messages keep the proxy tags on this server."""


class GroupPrivacyUpdate(TypedDict, total=False):
    """What to change of a group's privacy."""

    name_privacy: PrivacyLevelValue
    """Who may see the name; others see the display name, if there is one."""
    description_privacy: PrivacyLevelValue
    """Who may see the description."""
    banner_privacy: PrivacyLevelValue
    """Who may see the banner."""
    icon_privacy: PrivacyLevelValue
    """Who may see the icon."""
    list_privacy: PrivacyLevelValue
    """Who may list the members."""
    metadata_privacy: PrivacyLevelValue
    """Who may see when the group was created."""
    visibility: PrivacyLevelValue
    """Whether lists show the group to other callers; it is still found by its id."""


class GroupCreate(TypedDict, total=False):
    """What a group is created with; everything but the name may be left out."""

    name: Required[str]
    """What the group is called in lists and commands. Not empty, at most 100 characters."""
    display_name: str | None
    """What is shown in place of `name` on cards. At most 100 characters."""
    description: str | None
    """Free text about the group, in Discord's Markdown. At most 1000 characters."""
    icon: str | None
    """Address of the group's picture (https, publicly reachable). At most 256 characters."""
    banner: str | None
    """Address of the wide picture on the group's card (https, publicly reachable). At most 256 characters."""
    color: str | None
    """Colour of the group's card: six hexadecimal digits without #."""
    privacy: GroupPrivacyUpdate | GroupPrivacy
    """Privacy levels; those that are left out are public in a new group and kept in a change."""


class GroupUpdate(TypedDict, total=False):
    """What to change of a group."""

    name: str
    """What the group is called in lists and commands. Not empty, at most 100 characters."""
    display_name: str | None
    """What is shown in place of `name` on cards. At most 100 characters."""
    description: str | None
    """Free text about the group, in Discord's Markdown. At most 1000 characters."""
    icon: str | None
    """Address of the group's picture (https, publicly reachable). At most 256 characters."""
    banner: str | None
    """Address of the wide picture on the group's card (https, publicly reachable). At most 256 characters."""
    color: str | None
    """Colour of the group's card: six hexadecimal digits without #."""
    privacy: GroupPrivacyUpdate | GroupPrivacy
    """Privacy levels; those that are left out are public in a new group and kept in a change."""
