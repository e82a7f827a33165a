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
    ProxyTag,
    Switch,
    SwitchWithMembers,
    System,
    SystemPrivacy,
)

SystemRef: TypeAlias = str | int | HasId | UUID | System
"""A short id, a UUID, a Discord account id, or @me for the system of the token."""

MemberRef: TypeAlias = str | UUID | Member
"""A short id in any case and with dashes anywhere, or a UUID."""

GroupRef: TypeAlias = str | UUID | Group
"""A short id in any case and with dashes anywhere, or a UUID."""

SwitchRef: TypeAlias = str | UUID | Switch | SwitchWithMembers
"""The UUID of a switch."""

Snowflake: TypeAlias = str | int | HasId
"""The id of a Discord thing."""

PrivacyLevelValue: TypeAlias = PrivacyLevel | Literal["public", "private"]
"""Who may see something."""

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
    """Who may see the name."""
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
    """Who may see the fronters."""
    front_history_privacy: PrivacyLevelValue
    """Who may see past switches."""


class SystemUpdate(TypedDict, total=False):
    """What to change of a system."""

    name: str | None
    """Name. At most 100 characters."""
    description: str | None
    """Description. At most 1000 characters."""
    tag: str | None
    """Text behind the names of proxied messages. At most 79 characters."""
    pronouns: str | None
    """Pronouns. At most 100 characters."""
    avatar_url: str | None
    """Address of the avatar (https, publicly reachable). At most 256 characters."""
    banner: str | None
    """Address of the banner (https, publicly reachable). At most 256 characters."""
    color: str | None
    """Six hexadecimal digits."""
    privacy: SystemPrivacyUpdate | SystemPrivacy
    """Who may see what."""


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
    """Whether cards show the colour's digits."""
    proxy_switch: ProxySwitchModeValue
    """What proxying does to the fronters."""
    name_format: str | None
    """How the names of proxied messages are made; null for the default."""
    description_templates: SequenceNotStr[str]
    """Templates for descriptions. At most 3 items."""


class SystemGuildSettingsUpdate(TypedDict, total=False):
    """What to change of a system's settings for a Discord server."""

    proxying_enabled: bool
    """Whether messages are proxied there."""
    tag: str | None
    """Tag used there. At most 79 characters."""
    tag_enabled: bool
    """Whether the tag is shown there."""
    avatar_url: str | None
    """Address of the avatar used there (https, publicly reachable). At most 256 characters."""
    display_name: str | None
    """Name shown there. At most 100 characters."""
    name_format: str | None
    """How the names of proxied messages are made there."""


class AutoproxySettingsUpdate(TypedDict, total=False):
    """What to change of a system's autoproxy settings for a Discord server."""

    autoproxy_mode: AutoproxyModeValue
    """How messages without proxy tags are proxied."""
    autoproxy_member: MemberRef | None
    """The member to proxy as; only with the modes latch and member. null counts as left out."""


class SwitchCreate(TypedDict, total=False):
    """A new switch."""

    members: Required[SequenceNotStr[MemberRef]]
    """Who fronts, in order, each once; empty for nobody."""
    timestamp: datetime
    """Since when; now if it is left out."""


class SwitchUpdate(TypedDict, total=False):
    """The new time of a switch."""

    timestamp: Required[datetime]
    """Since when."""


class ProxyTagInput(TypedDict, total=False):
    """What stands around a message that a member is proxied for."""

    prefix: str | None
    """What stands before the text. At most 96 characters."""
    suffix: str | None
    """What stands behind the text. At most 96 characters."""


class MemberPrivacyUpdate(TypedDict, total=False):
    """What to change of a member's privacy."""

    visibility: PrivacyLevelValue
    """Whether lists show the member."""
    name_privacy: PrivacyLevelValue
    """Who may see the name."""
    description_privacy: PrivacyLevelValue
    """Who may see the description."""
    birthday_privacy: PrivacyLevelValue
    """Who may see the birthday."""
    pronoun_privacy: PrivacyLevelValue
    """Who may see the pronouns."""
    avatar_privacy: PrivacyLevelValue
    """Who may see the avatars."""
    banner_privacy: PrivacyLevelValue
    """Who may see the banner."""
    metadata_privacy: PrivacyLevelValue
    """Who may see counts and times."""
    proxy_privacy: PrivacyLevelValue
    """Who may see the proxy tags."""


class MemberCreate(TypedDict, total=False):
    """A new member."""

    name: Required[str]
    """Name. Not empty, at most 100 characters."""
    display_name: str | None
    """Name that is shown instead. At most 100 characters."""
    color: str | None
    """Six hexadecimal digits."""
    birthday: date | None
    """Birthday; the year 4 means that there is none."""
    pronouns: str | None
    """Pronouns. At most 100 characters."""
    avatar_url: str | None
    """Address of the avatar (https, publicly reachable). At most 256 characters."""
    webhook_avatar_url: str | None
    """Address of the avatar of proxied messages (https, publicly reachable). At most 256 characters."""
    banner: str | None
    """Address of the banner (https, publicly reachable). At most 256 characters."""
    description: str | None
    """Description. At most 1000 characters."""
    proxy_tags: SequenceNotStr[ProxyTagInput | ProxyTag]
    """What messages are proxied by. At most 100 items."""
    keep_proxy: bool
    """Whether the tags stay in the message."""
    tts: bool
    """Whether messages are read aloud."""
    privacy: MemberPrivacyUpdate | MemberPrivacy
    """Who may see what."""


class MemberUpdate(TypedDict, total=False):
    """What to change of a member."""

    name: str
    """Name. Not empty, at most 100 characters."""
    display_name: str | None
    """Name that is shown instead. At most 100 characters."""
    color: str | None
    """Six hexadecimal digits."""
    birthday: date | None
    """Birthday; the year 4 means that there is none."""
    pronouns: str | None
    """Pronouns. At most 100 characters."""
    avatar_url: str | None
    """Address of the avatar (https, publicly reachable). At most 256 characters."""
    webhook_avatar_url: str | None
    """Address of the avatar of proxied messages (https, publicly reachable). At most 256 characters."""
    banner: str | None
    """Address of the banner (https, publicly reachable). At most 256 characters."""
    description: str | None
    """Description. At most 1000 characters."""
    proxy_tags: SequenceNotStr[ProxyTagInput | ProxyTag]
    """What messages are proxied by. At most 100 items."""
    keep_proxy: bool
    """Whether the tags stay in the message."""
    tts: bool
    """Whether messages are read aloud."""
    privacy: MemberPrivacyUpdate | MemberPrivacy
    """Who may see what."""


class MemberGuildSettingsUpdate(TypedDict, total=False):
    """What to change of a member's settings for a Discord server."""

    display_name: str | None
    """Name shown there. At most 100 characters."""
    avatar_url: str | None
    """Address of the avatar used there (https, publicly reachable). At most 256 characters."""
    keep_proxy: bool
    """Whether the tags stay in the message there."""


class GroupPrivacyUpdate(TypedDict, total=False):
    """What to change of a group's privacy."""

    name_privacy: PrivacyLevelValue
    """Who may see the name."""
    description_privacy: PrivacyLevelValue
    """Who may see the description."""
    banner_privacy: PrivacyLevelValue
    """Who may see the banner."""
    icon_privacy: PrivacyLevelValue
    """Who may see the icon."""
    list_privacy: PrivacyLevelValue
    """Who may list the members."""
    metadata_privacy: PrivacyLevelValue
    """Who may see counts and times."""
    visibility: PrivacyLevelValue
    """Whether lists show the group."""


class GroupCreate(TypedDict, total=False):
    """A new group."""

    name: Required[str]
    """Name. Not empty, at most 100 characters."""
    display_name: str | None
    """Name that is shown instead. At most 100 characters."""
    description: str | None
    """Description. At most 1000 characters."""
    icon: str | None
    """Address of the icon (https, publicly reachable). At most 256 characters."""
    banner: str | None
    """Address of the banner (https, publicly reachable). At most 256 characters."""
    color: str | None
    """Six hexadecimal digits."""
    privacy: GroupPrivacyUpdate | GroupPrivacy
    """Who may see what."""


class GroupUpdate(TypedDict, total=False):
    """What to change of a group."""

    name: str
    """Name. Not empty, at most 100 characters."""
    display_name: str | None
    """Name that is shown instead. At most 100 characters."""
    description: str | None
    """Description. At most 1000 characters."""
    icon: str | None
    """Address of the icon (https, publicly reachable). At most 256 characters."""
    banner: str | None
    """Address of the banner (https, publicly reachable). At most 256 characters."""
    color: str | None
    """Six hexadecimal digits."""
    privacy: GroupPrivacyUpdate | GroupPrivacy
    """Who may see what."""
