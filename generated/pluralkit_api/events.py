# Made from the contract of PluralKit API 2.0.0 by `python -m generator`; changes made here are lost.
"""The webhooks that PluralKit sends: `parse` verifies and parses one, `apply` gives a model after it.

The token is not kept in the event.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, Literal, TypeAlias, TypeVar, overload
from uuid import UUID

from msgspec import UNSET, Struct, UnsetType
from pluralkit_runtime import AwareDatetime, Date, changes, webhooks
from pluralkit_runtime.model import Model

from .enums import AutoproxyMode, ListPadding, PrivacyLevel, ProxySwitchMode
from .models import (
    AutoproxySettings,
    Group,
    Member,
    MemberGuildSettings,
    Message,
    ProxyTag,
    Switch,
    System,
    SystemGuildSettings,
    SystemSettings,
)

M = TypeVar("M", bound=Struct)


class SystemPrivacyUpdate(Model, frozen=True, kw_only=True):
    """What to change of a system's privacy.

    The service also takes null for a level, and sets public.

    Attributes:
        name_privacy (PrivacyLevel | UnsetType): Who may see the name of the system.
        description_privacy (PrivacyLevel | UnsetType): Who may see the description.
        avatar_privacy (PrivacyLevel | UnsetType): Who may see the avatar.
        banner_privacy (PrivacyLevel | UnsetType): Who may see the banner.
        pronoun_privacy (PrivacyLevel | UnsetType): Who may see the pronouns.
        member_list_privacy (PrivacyLevel | UnsetType): Who may list the members.
        group_list_privacy (PrivacyLevel | UnsetType): Who may list the groups.
        front_privacy (PrivacyLevel | UnsetType): Who may see the current fronters.
        front_history_privacy (PrivacyLevel | UnsetType): Who may see past switches.
    """

    name_privacy: PrivacyLevel | UnsetType = UNSET
    """Who may see the name of the system."""
    description_privacy: PrivacyLevel | UnsetType = UNSET
    """Who may see the description."""
    avatar_privacy: PrivacyLevel | UnsetType = UNSET
    """Who may see the avatar."""
    banner_privacy: PrivacyLevel | UnsetType = UNSET
    """Who may see the banner."""
    pronoun_privacy: PrivacyLevel | UnsetType = UNSET
    """Who may see the pronouns."""
    member_list_privacy: PrivacyLevel | UnsetType = UNSET
    """Who may list the members."""
    group_list_privacy: PrivacyLevel | UnsetType = UNSET
    """Who may list the groups."""
    front_privacy: PrivacyLevel | UnsetType = UNSET
    """Who may see the current fronters."""
    front_history_privacy: PrivacyLevel | UnsetType = UNSET
    """Who may see past switches."""


class MemberPrivacyUpdate(Model, frozen=True, kw_only=True):
    """What to change of a member's privacy.

    The service also takes null for a level, and sets public.

    Attributes:
        visibility (PrivacyLevel | UnsetType): Whether lists show the member to other callers; it is still
            found by its id.
        name_privacy (PrivacyLevel | UnsetType): Who may see the name; others see the display name, if
            there is one.
        description_privacy (PrivacyLevel | UnsetType): Who may see the description.
        birthday_privacy (PrivacyLevel | UnsetType): Who may see the birthday.
        pronoun_privacy (PrivacyLevel | UnsetType): Who may see the pronouns.
        avatar_privacy (PrivacyLevel | UnsetType): Who may see both avatars.
        banner_privacy (PrivacyLevel | UnsetType): Who may see the banner.
        metadata_privacy (PrivacyLevel | UnsetType): Who may see when the member was created, its message
            count and its latest message.
        proxy_privacy (PrivacyLevel | UnsetType): Who may see the proxy tags.
    """

    visibility: PrivacyLevel | UnsetType = UNSET
    """Whether lists show the member to other callers; it is still found by its id."""
    name_privacy: PrivacyLevel | UnsetType = UNSET
    """Who may see the name; others see the display name, if there is one."""
    description_privacy: PrivacyLevel | UnsetType = UNSET
    """Who may see the description."""
    birthday_privacy: PrivacyLevel | UnsetType = UNSET
    """Who may see the birthday."""
    pronoun_privacy: PrivacyLevel | UnsetType = UNSET
    """Who may see the pronouns."""
    avatar_privacy: PrivacyLevel | UnsetType = UNSET
    """Who may see both avatars."""
    banner_privacy: PrivacyLevel | UnsetType = UNSET
    """Who may see the banner."""
    metadata_privacy: PrivacyLevel | UnsetType = UNSET
    """Who may see when the member was created, its message count and its latest message."""
    proxy_privacy: PrivacyLevel | UnsetType = UNSET
    """Who may see the proxy tags."""


class GroupPrivacyUpdate(Model, frozen=True, kw_only=True):
    """What to change of a group's privacy.

    The service also takes null for a level, and sets public.

    Attributes:
        name_privacy (PrivacyLevel | UnsetType): Who may see the name; others see the display name, if
            there is one.
        description_privacy (PrivacyLevel | UnsetType): Who may see the description.
        banner_privacy (PrivacyLevel | UnsetType): Who may see the banner.
        icon_privacy (PrivacyLevel | UnsetType): Who may see the icon.
        list_privacy (PrivacyLevel | UnsetType): Who may list the members.
        metadata_privacy (PrivacyLevel | UnsetType): Who may see when the group was created.
        visibility (PrivacyLevel | UnsetType): Whether lists show the group to other callers; it is still
            found by its id.
    """

    name_privacy: PrivacyLevel | UnsetType = UNSET
    """Who may see the name; others see the display name, if there is one."""
    description_privacy: PrivacyLevel | UnsetType = UNSET
    """Who may see the description."""
    banner_privacy: PrivacyLevel | UnsetType = UNSET
    """Who may see the banner."""
    icon_privacy: PrivacyLevel | UnsetType = UNSET
    """Who may see the icon."""
    list_privacy: PrivacyLevel | UnsetType = UNSET
    """Who may list the members."""
    metadata_privacy: PrivacyLevel | UnsetType = UNSET
    """Who may see when the group was created."""
    visibility: PrivacyLevel | UnsetType = UNSET
    """Whether lists show the group to other callers; it is still found by its id."""


class SystemChange(Model, frozen=True, kw_only=True):
    """The keys of a system that were sent or that the bot changed, as stored.

    Attributes:
        id (str | UnsetType): The new short id, where it was changed.
        name (str | UnsetType | None): Name after the change; null where it was cleared.
        description (str | UnsetType | None): Description after the change; null where it was cleared.
        tag (str | UnsetType | None): Tag after the change; null where it was cleared.
        pronouns (str | UnsetType | None): Pronouns after the change; null where it was cleared.
        avatar_url (str | UnsetType | None): Address of the avatar after the change; null where it was
            cleared.
        banner (str | UnsetType | None): Address of the banner after the change; null where it was cleared.
        color (str | UnsetType | None): Colour after the change; null where it was cleared.
        privacy (SystemPrivacyUpdate | UnsetType): Privacy levels that were sent, as stored.
    """

    id: str | UnsetType = UNSET
    """The new short id, where it was changed."""
    name: str | UnsetType | None = UNSET
    """Name after the change; null where it was cleared."""
    description: str | UnsetType | None = UNSET
    """Description after the change; null where it was cleared."""
    tag: str | UnsetType | None = UNSET
    """Tag after the change; null where it was cleared."""
    pronouns: str | UnsetType | None = UNSET
    """Pronouns after the change; null where it was cleared."""
    avatar_url: str | UnsetType | None = UNSET
    """Address of the avatar after the change; null where it was cleared."""
    banner: str | UnsetType | None = UNSET
    """Address of the banner after the change; null where it was cleared."""
    color: str | UnsetType | None = UNSET
    """Colour after the change; null where it was cleared."""
    privacy: SystemPrivacyUpdate | UnsetType = UNSET
    """Privacy levels that were sent, as stored."""


class SettingsChange(Model, frozen=True, kw_only=True):
    """The settings that were sent or that the bot changed, as stored.

    Attributes:
        hid_list_padding (ListPadding | UnsetType): How short ids are now padded in lists.
        show_private_info (bool | UnsetType): Whether the bot now shows private information to the owner.
        member_limit (int | UnsetType | None): Number of members that the system may have now; null for the
            default.
        group_limit (int | UnsetType | None): Number of groups that the system may have now; null for the
            default.
        timezone (str | UnsetType): IANA name of the new time zone.
        pings_enabled (bool | UnsetType): Whether a reaction may now ping the account behind a message.
        latch_timeout (int | UnsetType | None): Seconds until autoproxy latch ends from now on; null for
            six hours, 0 for never.
        member_default_private (bool | UnsetType): Whether the bot now makes new members private.
        group_default_private (bool | UnsetType): Whether the bot now makes new groups private.
        case_sensitive_proxy_tags (bool | UnsetType): Whether the case of proxy tags counts from now on.
        proxy_error_message_enabled (bool | UnsetType): Whether the bot now says why it did not proxy.
        hid_display_split (bool | UnsetType): Whether six-letter ids are now shown with a dash.
        hid_display_caps (bool | UnsetType): Whether ids are now shown in upper case.
        card_show_color_hex (bool | UnsetType): Whether the bot's cards now show the digits of a colour.
        proxy_switch (ProxySwitchMode | UnsetType): What proxying does to the fronters from now on.
        name_format (str | UnsetType | None): How the names of proxied messages are made from now on; null
            for the default.
        description_templates (list[str] | UnsetType): Texts that the bot now offers for new descriptions.
    """

    hid_list_padding: ListPadding | UnsetType = UNSET
    """How short ids are now padded in lists."""
    show_private_info: bool | UnsetType = UNSET
    """Whether the bot now shows private information to the owner."""
    member_limit: int | UnsetType | None = UNSET
    """Number of members that the system may have now; null for the default."""
    group_limit: int | UnsetType | None = UNSET
    """Number of groups that the system may have now; null for the default."""
    timezone: str | UnsetType = UNSET
    """IANA name of the new time zone."""
    pings_enabled: bool | UnsetType = UNSET
    """Whether a reaction may now ping the account behind a message."""
    latch_timeout: int | UnsetType | None = UNSET
    """Seconds until autoproxy latch ends from now on; null for six hours, 0 for never."""
    member_default_private: bool | UnsetType = UNSET
    """Whether the bot now makes new members private."""
    group_default_private: bool | UnsetType = UNSET
    """Whether the bot now makes new groups private."""
    case_sensitive_proxy_tags: bool | UnsetType = UNSET
    """Whether the case of proxy tags counts from now on."""
    proxy_error_message_enabled: bool | UnsetType = UNSET
    """Whether the bot now says why it did not proxy."""
    hid_display_split: bool | UnsetType = UNSET
    """Whether six-letter ids are now shown with a dash."""
    hid_display_caps: bool | UnsetType = UNSET
    """Whether ids are now shown in upper case."""
    card_show_color_hex: bool | UnsetType = UNSET
    """Whether the bot's cards now show the digits of a colour."""
    proxy_switch: ProxySwitchMode | UnsetType = UNSET
    """What proxying does to the fronters from now on."""
    name_format: str | UnsetType | None = UNSET
    """How the names of proxied messages are made from now on; null for the default."""
    description_templates: list[str] | UnsetType = UNSET
    """Texts that the bot now offers for new descriptions."""


class MemberChange(Model, frozen=True, kw_only=True):
    """The keys of a member that were sent or that the bot changed, as stored.

    Attributes:
        id (str | UnsetType): The new short id, where it was changed.
        name (str | UnsetType): Name after the change.
        display_name (str | UnsetType | None): Display name after the change; null where it was cleared.
        color (str | UnsetType | None): Colour after the change; null where it was cleared.
        birthday (Date | UnsetType | None): Birthday after the change; null where it was cleared.
        pronouns (str | UnsetType | None): Pronouns after the change; null where it was cleared.
        avatar_url (str | UnsetType | None): Address of the avatar after the change; null where it was
            cleared.
        webhook_avatar_url (str | UnsetType | None): Address of the avatar of proxied messages after the
            change; null where it was cleared.
        banner (str | UnsetType | None): Address of the banner after the change; null where it was cleared.
        description (str | UnsetType | None): Description after the change; null where it was cleared.
        proxy_tags (list[ProxyTag] | UnsetType): All proxy tags after the change.
        keep_proxy (bool | UnsetType): Whether proxied messages now keep the proxy tags.
        tts (bool | UnsetType): Whether proxied messages are now sent as text-to-speech.
        privacy (MemberPrivacyUpdate | UnsetType): Privacy levels that were sent, as stored.
    """

    id: str | UnsetType = UNSET
    """The new short id, where it was changed."""
    name: str | UnsetType = UNSET
    """Name after the change."""
    display_name: str | UnsetType | None = UNSET
    """Display name after the change; null where it was cleared."""
    color: str | UnsetType | None = UNSET
    """Colour after the change; null where it was cleared."""
    birthday: Date | UnsetType | None = UNSET
    """Birthday after the change; null where it was cleared."""
    pronouns: str | UnsetType | None = UNSET
    """Pronouns after the change; null where it was cleared."""
    avatar_url: str | UnsetType | None = UNSET
    """Address of the avatar after the change; null where it was cleared."""
    webhook_avatar_url: str | UnsetType | None = UNSET
    """Address of the avatar of proxied messages after the change; null where it was cleared."""
    banner: str | UnsetType | None = UNSET
    """Address of the banner after the change; null where it was cleared."""
    description: str | UnsetType | None = UNSET
    """Description after the change; null where it was cleared."""
    proxy_tags: list[ProxyTag] | UnsetType = UNSET
    """All proxy tags after the change."""
    keep_proxy: bool | UnsetType = UNSET
    """Whether proxied messages now keep the proxy tags."""
    tts: bool | UnsetType = UNSET
    """Whether proxied messages are now sent as text-to-speech."""
    privacy: MemberPrivacyUpdate | UnsetType = UNSET
    """Privacy levels that were sent, as stored."""


class GroupChange(Model, frozen=True, kw_only=True):
    """The keys of a group that were sent or that the bot changed, as stored.

    Attributes:
        id (str | UnsetType): The new short id, where it was changed.
        name (str | UnsetType): Name after the change.
        display_name (str | UnsetType | None): Display name after the change; null where it was cleared.
        description (str | UnsetType | None): Description after the change; null where it was cleared.
        icon (str | UnsetType | None): Address of the icon after the change; null where it was cleared.
        banner (str | UnsetType | None): Address of the banner after the change; null where it was cleared.
        color (str | UnsetType | None): Colour after the change; null where it was cleared.
        privacy (GroupPrivacyUpdate | UnsetType): Privacy levels that were sent, as stored.
    """

    id: str | UnsetType = UNSET
    """The new short id, where it was changed."""
    name: str | UnsetType = UNSET
    """Name after the change."""
    display_name: str | UnsetType | None = UNSET
    """Display name after the change; null where it was cleared."""
    description: str | UnsetType | None = UNSET
    """Description after the change; null where it was cleared."""
    icon: str | UnsetType | None = UNSET
    """Address of the icon after the change; null where it was cleared."""
    banner: str | UnsetType | None = UNSET
    """Address of the banner after the change; null where it was cleared."""
    color: str | UnsetType | None = UNSET
    """Colour after the change; null where it was cleared."""
    privacy: GroupPrivacyUpdate | UnsetType = UNSET
    """Privacy levels that were sent, as stored."""


class SystemGuildChange(Model, frozen=True, kw_only=True):
    """The settings for a Discord server that were sent, as stored.

    Attributes:
        guild_id (str): Id of the Discord server that the settings are for.
        proxying_enabled (bool | UnsetType): Whether the bot now proxies messages on this server.
        tag (str | UnsetType | None): Tag on this server after the change; null where it was cleared.
        tag_enabled (bool | UnsetType): Whether proxied messages on this server now carry a tag.
        avatar_url (str | UnsetType | None): Address of the avatar on this server after the change; null
            where it was cleared.
        display_name (str | UnsetType | None): Name of the system on this server after the change; null
            where it was cleared.
        name_format (str | UnsetType | None): Format of names on this server after the change; null where
            it was cleared.
    """

    guild_id: str
    """Id of the Discord server that the settings are for."""
    proxying_enabled: bool | UnsetType = UNSET
    """Whether the bot now proxies messages on this server."""
    tag: str | UnsetType | None = UNSET
    """Tag on this server after the change; null where it was cleared."""
    tag_enabled: bool | UnsetType = UNSET
    """Whether proxied messages on this server now carry a tag."""
    avatar_url: str | UnsetType | None = UNSET
    """Address of the avatar on this server after the change; null where it was cleared."""
    display_name: str | UnsetType | None = UNSET
    """Name of the system on this server after the change; null where it was cleared."""
    name_format: str | UnsetType | None = UNSET
    """Format of names on this server after the change; null where it was cleared."""


class MemberGuildChange(Model, frozen=True, kw_only=True):
    """The settings for a Discord server that were sent, as stored, with guild_id; or settings of a Discord
    account.

    Attributes:
        guild_id (str | UnsetType): Id of the Discord server that the settings are for; absent for settings
            of an account.
        display_name (str | UnsetType | None): Name of the member on this server after the change; null
            where it was cleared.
        avatar_url (str | UnsetType | None): Address of the avatar on this server after the change; null
            where it was cleared.
        keep_proxy (bool | UnsetType | None): Whether proxied messages now keep the proxy tags on this
            server; null as elsewhere.
        allow_autoproxy (bool | UnsetType): Whether autoproxy acts for the account; for settings of an
            account alone.
    """

    guild_id: str | UnsetType = UNSET
    """Id of the Discord server that the settings are for; absent for settings of an account."""
    display_name: str | UnsetType | None = UNSET
    """Name of the member on this server after the change; null where it was cleared."""
    avatar_url: str | UnsetType | None = UNSET
    """Address of the avatar on this server after the change; null where it was cleared."""
    keep_proxy: bool | UnsetType | None = UNSET
    """Whether proxied messages now keep the proxy tags on this server; null as elsewhere."""
    allow_autoproxy: bool | UnsetType = UNSET
    """Whether autoproxy acts for the account; for settings of an account alone."""


class AutoproxyChange(Model, frozen=True, kw_only=True):
    """The autoproxy settings that changed.

    Attributes:
        guild_id (str | None): Id of the Discord server that the settings are for.
        channel_id (str | None): Id of a Discord channel; null for the whole server.
        autoproxy_mode (AutoproxyMode | UnsetType): How messages without proxy tags are proxied from now
            on.
        autoproxy_member (UUID | UnsetType | None): UUID of the member that messages are proxied as; null
            for none.
        last_latch_timestamp (AwareDatetime | UnsetType | None): Time at which the mode latch last
            remembered a member.
    """

    guild_id: str | None
    """Id of the Discord server that the settings are for."""
    channel_id: str | None
    """Id of a Discord channel; null for the whole server."""
    autoproxy_mode: AutoproxyMode | UnsetType = UNSET
    """How messages without proxy tags are proxied from now on."""
    autoproxy_member: UUID | UnsetType | None = UNSET
    """UUID of the member that messages are proxied as; null for none."""
    last_latch_timestamp: AwareDatetime | UnsetType | None = UNSET
    """Time at which the mode latch last remembered a member."""


class LoggedSwitch(Model, frozen=True, kw_only=True):
    """A switch that was logged; each member once, in no order.

    Attributes:
        id (UUID): Permanent id of the switch, a UUID.
        timestamp (AwareDatetime): Time of the call, whatever time was sent.
        members (list[UUID]): UUIDs of the members who front, each once, in no order.
    """

    id: UUID
    """Permanent id of the switch, a UUID."""
    timestamp: AwareDatetime
    """Time of the call, whatever time was sent."""
    members: list[UUID]
    """UUIDs of the members who front, each once, in no order."""

    def __hash__(self) -> int:
        return hash(self.id)


class SwitchChange(Model, frozen=True, kw_only=True):
    """What changed of a switch; each member once, in no order.

    Attributes:
        timestamp (AwareDatetime | UnsetType): Time of the switch after the change.
        members (list[UUID] | UnsetType): UUIDs of the members after the change, each once, in no order.
    """

    timestamp: AwareDatetime | UnsetType = UNSET
    """Time of the switch after the change."""
    members: list[UUID] | UnsetType = UNSET
    """UUIDs of the members after the change, each once, in no order."""


class PingEvent(Model, frozen=True, kw_only=True):
    """PING: sent when the webhook is set, and with a wrong token as a test.

    Tests the receiver. The receiver must answer 401 to the wrong token, here and on every other event.
    Such tests come again from time to time, and a receiver that fails repeatedly is removed. Documented
    with data null; it has neither id nor data.

    Attributes:
        type (Literal['PING']): Kind of the event, always PING.
        system_id (UUID): UUID of the system that the event belongs to.
    """

    type: Literal["PING"]
    """Kind of the event, always PING."""
    system_id: UUID
    """UUID of the system that the event belongs to."""


class UpdateSystemEvent(Model, frozen=True, kw_only=True):
    """UPDATE_SYSTEM: the system changed.

    `data` holds the keys that were sent, also those whose value did not change. A change of the webhook's
    address or of the token sends nothing, and neither does the deletion of the system. With `data.id` the
    short id was changed by the bot's staff.

    Attributes:
        type (Literal['UPDATE_SYSTEM']): Kind of the event, always UPDATE_SYSTEM.
        system_id (UUID): UUID of the system that the event belongs to.
        id (None): Always null: `system_id` names the system.
        data (SystemChange): Keys of the system that were sent, as stored.
    """

    type: Literal["UPDATE_SYSTEM"]
    """Kind of the event, always UPDATE_SYSTEM."""
    system_id: UUID
    """UUID of the system that the event belongs to."""
    id: None
    """Always null: `system_id` names the system."""
    data: SystemChange
    """Keys of the system that were sent, as stored."""


class UpdateSettingsEvent(Model, frozen=True, kw_only=True):
    """UPDATE_SETTINGS: the settings of the system changed.

    `data` holds the settings that were sent. The bot may also change `hid_list_padding`,
    `show_private_info` and the limits. An import that failed may have sent one for changes that were
    rolled back.

    Attributes:
        type (Literal['UPDATE_SETTINGS']): Kind of the event, always UPDATE_SETTINGS.
        system_id (UUID): UUID of the system that the event belongs to.
        id (None): Always null: `system_id` names the system.
        data (SettingsChange): Settings that were sent, as stored.
    """

    type: Literal["UPDATE_SETTINGS"]
    """Kind of the event, always UPDATE_SETTINGS."""
    system_id: UUID
    """UUID of the system that the event belongs to."""
    id: None
    """Always null: `system_id` names the system."""
    data: SettingsChange
    """Settings that were sent, as stored."""


class CreateMemberEvent(Model, frozen=True, kw_only=True):
    """CREATE_MEMBER: a member was created.

    The deployed service loses most of these: it sends them before the member is stored. Documented with
    the name alone; all keys that were sent are there. Members of an import send nothing.

    Attributes:
        type (Literal['CREATE_MEMBER']): Kind of the event, always CREATE_MEMBER.
        system_id (UUID): UUID of the system that the event belongs to.
        id (UUID): UUID of the new member.
        data (MemberChange): Keys that the member was created with, as stored.
    """

    type: Literal["CREATE_MEMBER"]
    """Kind of the event, always CREATE_MEMBER."""
    system_id: UUID
    """UUID of the system that the event belongs to."""
    id: UUID
    """UUID of the new member."""
    data: MemberChange
    """Keys that the member was created with, as stored."""

    def __hash__(self) -> int:
        return hash(self.id)


class UpdateMemberEvent(Model, frozen=True, kw_only=True):
    """UPDATE_MEMBER: a member changed.

    `data` holds the keys that were sent, also those whose value did not change. Changed groups and message
    counts send nothing.

    Attributes:
        type (Literal['UPDATE_MEMBER']): Kind of the event, always UPDATE_MEMBER.
        system_id (UUID): UUID of the system that the event belongs to.
        id (UUID): UUID of the member that changed.
        data (MemberChange): Keys of the member that were sent, as stored.
    """

    type: Literal["UPDATE_MEMBER"]
    """Kind of the event, always UPDATE_MEMBER."""
    system_id: UUID
    """UUID of the system that the event belongs to."""
    id: UUID
    """UUID of the member that changed."""
    data: MemberChange
    """Keys of the member that were sent, as stored."""

    def __hash__(self) -> int:
        return hash(self.id)


class DeleteMemberEvent(Model, frozen=True, kw_only=True):
    """DELETE_MEMBER: a member was deleted.

    `id` is the member that was deleted. Switches that it was in change without an event of their own.

    Attributes:
        type (Literal['DELETE_MEMBER']): Kind of the event, always DELETE_MEMBER.
        system_id (UUID): UUID of the system that the event belongs to.
        id (UUID): UUID of the member that was deleted.
        data (None): Always null: the member is gone.
    """

    type: Literal["DELETE_MEMBER"]
    """Kind of the event, always DELETE_MEMBER."""
    system_id: UUID
    """UUID of the system that the event belongs to."""
    id: UUID
    """UUID of the member that was deleted."""
    data: None
    """Always null: the member is gone."""

    def __hash__(self) -> int:
        return hash(self.id)


class CreateGroupEvent(Model, frozen=True, kw_only=True):
    """CREATE_GROUP: a group was created.

    The deployed service loses most of these: it sends them before the group is stored. Documented with the
    name alone; all keys that were sent are there. Groups of an import send nothing.

    Attributes:
        type (Literal['CREATE_GROUP']): Kind of the event, always CREATE_GROUP.
        system_id (UUID): UUID of the system that the event belongs to.
        id (UUID): UUID of the new group.
        data (GroupChange): Keys that the group was created with, as stored.
    """

    type: Literal["CREATE_GROUP"]
    """Kind of the event, always CREATE_GROUP."""
    system_id: UUID
    """UUID of the system that the event belongs to."""
    id: UUID
    """UUID of the new group."""
    data: GroupChange
    """Keys that the group was created with, as stored."""

    def __hash__(self) -> int:
        return hash(self.id)


class UpdateGroupEvent(Model, frozen=True, kw_only=True):
    """UPDATE_GROUP: a group changed.

    `data` holds the keys that were sent, also those whose value did not change. Members that join or leave
    send nothing.

    Attributes:
        type (Literal['UPDATE_GROUP']): Kind of the event, always UPDATE_GROUP.
        system_id (UUID): UUID of the system that the event belongs to.
        id (UUID): UUID of the group that changed.
        data (GroupChange): Keys of the group that were sent, as stored.
    """

    type: Literal["UPDATE_GROUP"]
    """Kind of the event, always UPDATE_GROUP."""
    system_id: UUID
    """UUID of the system that the event belongs to."""
    id: UUID
    """UUID of the group that changed."""
    data: GroupChange
    """Keys of the group that were sent, as stored."""

    def __hash__(self) -> int:
        return hash(self.id)


class UpdateGroupMembersEvent(Model, frozen=True, kw_only=True):
    """UPDATE_GROUP_MEMBERS: the members of a group changed.

    Documented by the service, and never sent: memberships change without an event.

    Attributes:
        type (Literal['UPDATE_GROUP_MEMBERS']): Kind of the event, always UPDATE_GROUP_MEMBERS.
        system_id (UUID): UUID of the system that the event belongs to.
        id (UUID): UUID of the group whose members changed.
        data (Any): Not recorded; any JSON.
    """

    type: Literal["UPDATE_GROUP_MEMBERS"]
    """Kind of the event, always UPDATE_GROUP_MEMBERS."""
    system_id: UUID
    """UUID of the system that the event belongs to."""
    id: UUID
    """UUID of the group whose members changed."""
    data: Any
    """Not recorded; any JSON."""

    def __hash__(self) -> int:
        return hash(self.id)


class DeleteGroupEvent(Model, frozen=True, kw_only=True):
    """DELETE_GROUP: a group was deleted.

    `id` is the group that was deleted; its members stay.

    Attributes:
        type (Literal['DELETE_GROUP']): Kind of the event, always DELETE_GROUP.
        system_id (UUID): UUID of the system that the event belongs to.
        id (UUID): UUID of the group that was deleted.
        data (None): Always null: the group is gone.
    """

    type: Literal["DELETE_GROUP"]
    """Kind of the event, always DELETE_GROUP."""
    system_id: UUID
    """UUID of the system that the event belongs to."""
    id: UUID
    """UUID of the group that was deleted."""
    data: None
    """Always null: the group is gone."""

    def __hash__(self) -> int:
        return hash(self.id)


class LinkAccountEvent(Model, frozen=True, kw_only=True):
    """LINK_ACCOUNT: a Discord account was linked to the system.

    `id` is the Discord account. Sent by the bot alone: the API cannot link accounts.

    Attributes:
        type (Literal['LINK_ACCOUNT']): Kind of the event, always LINK_ACCOUNT.
        system_id (UUID): UUID of the system that the event belongs to.
        id (str): Id of the Discord account that was linked.
        data (None): Always null: `id` says it all.
    """

    type: Literal["LINK_ACCOUNT"]
    """Kind of the event, always LINK_ACCOUNT."""
    system_id: UUID
    """UUID of the system that the event belongs to."""
    id: str
    """Id of the Discord account that was linked."""
    data: None
    """Always null: `id` says it all."""


class UnlinkAccountEvent(Model, frozen=True, kw_only=True):
    """UNLINK_ACCOUNT: a Discord account was unlinked from the system.

    `id` is the Discord account. Sent by the bot alone: the API cannot unlink accounts.

    Attributes:
        type (Literal['UNLINK_ACCOUNT']): Kind of the event, always UNLINK_ACCOUNT.
        system_id (UUID): UUID of the system that the event belongs to.
        id (str): Id of the Discord account that was unlinked.
        data (None): Always null: `id` says it all.
    """

    type: Literal["UNLINK_ACCOUNT"]
    """Kind of the event, always UNLINK_ACCOUNT."""
    system_id: UUID
    """UUID of the system that the event belongs to."""
    id: str
    """Id of the Discord account that was unlinked."""
    data: None
    """Always null: `id` says it all."""


class UpdateSystemGuildEvent(Model, frozen=True, kw_only=True):
    """UPDATE_SYSTEM_GUILD: the system's settings for a Discord server changed.

    `data` holds the server and the settings that were sent.

    Attributes:
        type (Literal['UPDATE_SYSTEM_GUILD']): Kind of the event, always UPDATE_SYSTEM_GUILD.
        system_id (UUID): UUID of the system that the event belongs to.
        id (None): Always null: `data.guild_id` names the server.
        data (SystemGuildChange): Server and settings that were sent, as stored.
    """

    type: Literal["UPDATE_SYSTEM_GUILD"]
    """Kind of the event, always UPDATE_SYSTEM_GUILD."""
    system_id: UUID
    """UUID of the system that the event belongs to."""
    id: None
    """Always null: `data.guild_id` names the server."""
    data: SystemGuildChange
    """Server and settings that were sent, as stored."""


class UpdateMemberGuildEvent(Model, frozen=True, kw_only=True):
    """UPDATE_MEMBER_GUILD: a member's settings for a Discord server changed, or those of a Discord account.

    `data` holds the server and the settings that were sent. The bot sends this type for settings of a
    Discord account, too. Then id is the account, and data has allow_autoproxy or nothing.

    Attributes:
        type (Literal['UPDATE_MEMBER_GUILD']): Kind of the event, always UPDATE_MEMBER_GUILD.
        system_id (UUID): UUID of the system that the event belongs to.
        id (str): UUID of the member, or the id of a Discord account.
        data (MemberGuildChange): Server and settings that were sent, as stored.
    """

    type: Literal["UPDATE_MEMBER_GUILD"]
    """Kind of the event, always UPDATE_MEMBER_GUILD."""
    system_id: UUID
    """UUID of the system that the event belongs to."""
    id: str
    """UUID of the member, or the id of a Discord account."""
    data: MemberGuildChange
    """Server and settings that were sent, as stored."""


class CreateMessageEvent(Model, frozen=True, kw_only=True):
    """CREATE_MESSAGE: a message was proxied.

    `data` is the message as the owner of the system sees it. Sent by the bot alone.

    Attributes:
        type (Literal['CREATE_MESSAGE']): Kind of the event, always CREATE_MESSAGE.
        system_id (UUID): UUID of the system that the event belongs to.
        id (None): Always null: `data.id` names the message.
        data (Message): The message, as the owner of the system sees it.
    """

    type: Literal["CREATE_MESSAGE"]
    """Kind of the event, always CREATE_MESSAGE."""
    system_id: UUID
    """UUID of the system that the event belongs to."""
    id: None
    """Always null: `data.id` names the message."""
    data: Message
    """The message, as the owner of the system sees it."""


class CreateSwitchEvent(Model, frozen=True, kw_only=True):
    """CREATE_SWITCH: a switch was logged.

    The time is that of the call; where another was sent, an UPDATE_SWITCH with it follows, which is
    sometimes lost. The members come in no order, each once.

    Attributes:
        type (Literal['CREATE_SWITCH']): Kind of the event, always CREATE_SWITCH.
        system_id (UUID): UUID of the system that the event belongs to.
        id (UUID): UUID of the new switch.
        data (LoggedSwitch): The new switch, with the time of the call.
    """

    type: Literal["CREATE_SWITCH"]
    """Kind of the event, always CREATE_SWITCH."""
    system_id: UUID
    """UUID of the system that the event belongs to."""
    id: UUID
    """UUID of the new switch."""
    data: LoggedSwitch
    """The new switch, with the time of the call."""

    def __hash__(self) -> int:
        return hash(self.id)


class UpdateSwitchEvent(Model, frozen=True, kw_only=True):
    """UPDATE_SWITCH: the time or the members of a switch changed.

    `data` holds the new time or the new members. Also sent after CREATE_SWITCH for a switch that is
    created with a time; the deployed service loses some of those. The members come in no order, each once.

    Attributes:
        type (Literal['UPDATE_SWITCH']): Kind of the event, always UPDATE_SWITCH.
        system_id (UUID): UUID of the system that the event belongs to.
        id (UUID): UUID of the switch that changed.
        data (SwitchChange): New time or new members of the switch.
    """

    type: Literal["UPDATE_SWITCH"]
    """Kind of the event, always UPDATE_SWITCH."""
    system_id: UUID
    """UUID of the system that the event belongs to."""
    id: UUID
    """UUID of the switch that changed."""
    data: SwitchChange
    """New time or new members of the switch."""

    def __hash__(self) -> int:
        return hash(self.id)


class DeleteSwitchEvent(Model, frozen=True, kw_only=True):
    """DELETE_SWITCH: a switch was deleted.

    `id` is the switch that was deleted.

    Attributes:
        type (Literal['DELETE_SWITCH']): Kind of the event, always DELETE_SWITCH.
        system_id (UUID): UUID of the system that the event belongs to.
        id (UUID): UUID of the switch that was deleted.
        data (None): Always null: the switch is gone.
    """

    type: Literal["DELETE_SWITCH"]
    """Kind of the event, always DELETE_SWITCH."""
    system_id: UUID
    """UUID of the system that the event belongs to."""
    id: UUID
    """UUID of the switch that was deleted."""
    data: None
    """Always null: the switch is gone."""

    def __hash__(self) -> int:
        return hash(self.id)


class DeleteAllSwitchesEvent(Model, frozen=True, kw_only=True):
    """DELETE_ALL_SWITCHES: all switches of the system were deleted.

    Sent by the bot alone, once for the whole front history.

    Attributes:
        type (Literal['DELETE_ALL_SWITCHES']): Kind of the event, always DELETE_ALL_SWITCHES.
        system_id (UUID): UUID of the system that the event belongs to.
        id (None): Always null: no single switch is meant.
        data (None): Always null: the whole front history is gone.
    """

    type: Literal["DELETE_ALL_SWITCHES"]
    """Kind of the event, always DELETE_ALL_SWITCHES."""
    system_id: UUID
    """UUID of the system that the event belongs to."""
    id: None
    """Always null: no single switch is meant."""
    data: None
    """Always null: the whole front history is gone."""


class SuccessfulImportEvent(Model, frozen=True, kw_only=True):
    """SUCCESSFUL_IMPORT: an import into the system succeeded.

    The only event of an import: members, groups and switches that it makes or changes send nothing. Read
    the system anew.

    Attributes:
        type (Literal['SUCCESSFUL_IMPORT']): Kind of the event, always SUCCESSFUL_IMPORT.
        system_id (UUID): UUID of the system that the event belongs to.
        id (None): Always null: `system_id` names the system.
        data (None): Always null: read the system anew.
    """

    type: Literal["SUCCESSFUL_IMPORT"]
    """Kind of the event, always SUCCESSFUL_IMPORT."""
    system_id: UUID
    """UUID of the system that the event belongs to."""
    id: None
    """Always null: `system_id` names the system."""
    data: None
    """Always null: read the system anew."""


class UpdateAutoproxyEvent(Model, frozen=True, kw_only=True):
    """UPDATE_AUTOPROXY: the autoproxy settings for a Discord server changed.

    `data` holds the server and what changed, with the member as UUID.

    Attributes:
        type (Literal['UPDATE_AUTOPROXY']): Kind of the event, always UPDATE_AUTOPROXY.
        system_id (UUID): UUID of the system that the event belongs to.
        id (None): Always null: `data.guild_id` names the server.
        data (AutoproxyChange): Server and autoproxy settings that changed.
    """

    type: Literal["UPDATE_AUTOPROXY"]
    """Kind of the event, always UPDATE_AUTOPROXY."""
    system_id: UUID
    """UUID of the system that the event belongs to."""
    id: None
    """Always null: `data.guild_id` names the server."""
    data: AutoproxyChange
    """Server and autoproxy settings that changed."""


class UnknownEvent(Struct, frozen=True, kw_only=True):
    """An event of a type that this version does not know, or whose body does not fit the class of its type.

    In a `match` on the classes of events it passes all other cases by: have a case for it.
    """

    type: str
    """The type."""
    system_id: UUID | None = None
    """The system; None where the body has no UUID there."""
    id: Any = None
    """What the event is about."""
    data: Any = None
    """What happened."""
    error: str | None = None
    """What does not fit the class of its type; None for a type that is not known."""
    body: dict[str, Any] = {}
    """All that was sent, but for the signing token."""


Event: TypeAlias = (
    PingEvent
    | UpdateSystemEvent
    | UpdateSettingsEvent
    | CreateMemberEvent
    | UpdateMemberEvent
    | DeleteMemberEvent
    | CreateGroupEvent
    | UpdateGroupEvent
    | UpdateGroupMembersEvent
    | DeleteGroupEvent
    | LinkAccountEvent
    | UnlinkAccountEvent
    | UpdateSystemGuildEvent
    | UpdateMemberGuildEvent
    | CreateMessageEvent
    | CreateSwitchEvent
    | UpdateSwitchEvent
    | DeleteSwitchEvent
    | DeleteAllSwitchesEvent
    | SuccessfulImportEvent
    | UpdateAutoproxyEvent
    | UnknownEvent
)
"""Any event; tell them apart by their class, or by `type`."""

BY_TYPE: Final[Mapping[str, type[Event]]] = {
    "PING": PingEvent,
    "UPDATE_SYSTEM": UpdateSystemEvent,
    "UPDATE_SETTINGS": UpdateSettingsEvent,
    "CREATE_MEMBER": CreateMemberEvent,
    "UPDATE_MEMBER": UpdateMemberEvent,
    "DELETE_MEMBER": DeleteMemberEvent,
    "CREATE_GROUP": CreateGroupEvent,
    "UPDATE_GROUP": UpdateGroupEvent,
    "UPDATE_GROUP_MEMBERS": UpdateGroupMembersEvent,
    "DELETE_GROUP": DeleteGroupEvent,
    "LINK_ACCOUNT": LinkAccountEvent,
    "UNLINK_ACCOUNT": UnlinkAccountEvent,
    "UPDATE_SYSTEM_GUILD": UpdateSystemGuildEvent,
    "UPDATE_MEMBER_GUILD": UpdateMemberGuildEvent,
    "CREATE_MESSAGE": CreateMessageEvent,
    "CREATE_SWITCH": CreateSwitchEvent,
    "UPDATE_SWITCH": UpdateSwitchEvent,
    "DELETE_SWITCH": DeleteSwitchEvent,
    "DELETE_ALL_SWITCHES": DeleteAllSwitchesEvent,
    "SUCCESSFUL_IMPORT": SuccessfulImportEvent,
    "UPDATE_AUTOPROXY": UpdateAutoproxyEvent,
}
"""The class of each type of event."""


def parse(body: bytes | str, *, token: str) -> Event:
    """Verify and parse the body of a webhook.

    Args:
        body: The body of the request.
        token: The signing token that was given when the webhook was set.

    Returns:
        An event of the class for its type, or an `UnknownEvent`: its type is not known, or its body does not
        fit the class. In a `match` on other classes an `UnknownEvent` passes all cases by.

    Raises:
        InvalidSignature: The body does not carry the token. Answer 401 then, as PluralKit asks; else 200.
        InvalidEvent: The body carries the token, and is no event at all.
        ValueError: `token` is empty.
    """
    return webhooks.parse(
        body, token=token, signature_field="signing_token", events=BY_TYPE, unknown=UnknownEvent
    )


CHANGES: Final[Mapping[type[Struct], changes.Change]] = {
    UpdateSystemEvent: changes.Change(
        model=System, action="update", identity={"system_id": "uuid"}, rewritten=("avatar_url", "banner")
    ),
    UpdateSettingsEvent: changes.Change(
        model=SystemSettings,
        action="update",
        defaults={
            "timezone": "UTC",
            "pings_enabled": True,
            "show_private_info": True,
            "member_limit": 1000,
            "group_limit": 250,
            "case_sensitive_proxy_tags": True,
            "proxy_error_message_enabled": True,
        },
        defaults_without={"name_format": ("card_show_color_hex", "{name} {tag}")},
    ),
    CreateMemberEvent: changes.Change(model=Member, action="create", fetch="members.get"),
    UpdateMemberEvent: changes.Change(
        model=Member,
        action="update",
        identity={"id": "uuid"},
        rewritten=("avatar_url", "webhook_avatar_url", "banner"),
    ),
    DeleteMemberEvent: changes.Change(model=Member, action="delete", identity={"id": "uuid"}),
    CreateGroupEvent: changes.Change(model=Group, action="create", fetch="groups.get"),
    UpdateGroupEvent: changes.Change(
        model=Group, action="update", identity={"id": "uuid"}, rewritten=("icon",)
    ),
    DeleteGroupEvent: changes.Change(model=Group, action="delete", identity={"id": "uuid"}),
    UpdateSystemGuildEvent: changes.Change(model=SystemGuildSettings, action="update"),
    UpdateMemberGuildEvent: changes.Change(model=MemberGuildSettings, action="update", needs="guild_id"),
    CreateSwitchEvent: changes.Change(model=Switch, action="create", fetch="switches.get"),
    UpdateSwitchEvent: changes.Change(
        model=Switch, action="update", identity={"id": "id"}, resolve=("members",)
    ),
    DeleteSwitchEvent: changes.Change(model=Switch, action="delete", identity={"id": "id"}),
    DeleteAllSwitchesEvent: changes.Change(model=Switch, action="delete"),
    UpdateAutoproxyEvent: changes.Change(
        model=AutoproxySettings, action="update", resolve=("autoproxy_member",)
    ),
}
"""Which model each class of event changes, and how."""

_URL_REWRITE: Final = changes.url_rewrite(
    "^https?://media.discordapp.net(/attachments/\\d{17,19}/\\d{17,19}/[^/\\\\&?]+\\.(?:png|jpg|jpeg|webp))(?:\\?.*)?$",
    "https://cdn.discordapp.com\\1",
)


@overload
def apply(
    model: System, event: UpdateSystemEvent, *, resolve: Callable[[UUID], str] | None = None
) -> System: ...
@overload
def apply(
    model: SystemSettings, event: UpdateSettingsEvent, *, resolve: Callable[[UUID], str] | None = None
) -> SystemSettings: ...
@overload
def apply(
    model: Member, event: UpdateMemberEvent, *, resolve: Callable[[UUID], str] | None = None
) -> Member: ...
@overload
def apply(
    model: Member, event: DeleteMemberEvent, *, resolve: Callable[[UUID], str] | None = None
) -> None: ...
@overload
def apply(
    model: Group, event: UpdateGroupEvent, *, resolve: Callable[[UUID], str] | None = None
) -> Group: ...
@overload
def apply(model: Group, event: DeleteGroupEvent, *, resolve: Callable[[UUID], str] | None = None) -> None: ...
@overload
def apply(
    model: SystemGuildSettings, event: UpdateSystemGuildEvent, *, resolve: Callable[[UUID], str] | None = None
) -> SystemGuildSettings: ...
@overload
def apply(
    model: MemberGuildSettings, event: UpdateMemberGuildEvent, *, resolve: Callable[[UUID], str] | None = None
) -> MemberGuildSettings: ...
@overload
def apply(
    model: Switch, event: UpdateSwitchEvent, *, resolve: Callable[[UUID], str] | None = None
) -> Switch: ...
@overload
def apply(
    model: Switch, event: DeleteSwitchEvent, *, resolve: Callable[[UUID], str] | None = None
) -> None: ...
@overload
def apply(
    model: Switch, event: DeleteAllSwitchesEvent, *, resolve: Callable[[UUID], str] | None = None
) -> None: ...
@overload
def apply(
    model: AutoproxySettings, event: UpdateAutoproxyEvent, *, resolve: Callable[[UUID], str] | None = None
) -> AutoproxySettings: ...
@overload
def apply(model: M, event: Event, *, resolve: Callable[[UUID], str] | None = None) -> M | None: ...
def apply(model: Struct, event: Event, *, resolve: Callable[[UUID], str] | None = None) -> Struct | None:
    """Apply an event to a model, as the owner of the system sees it.

    Applying an event twice gives the same. Where no order is told (members of a switch), that of the model
    stays if the members are the same. Fields that are absent in the model stay absent.

    Args:
        model: The model before the event; it is not changed. Settings carry no id: pass those that the event
            is about, by its `system_id`, `id` and `data.guild_id`.
        event: The event.
        resolve: Gives the short id of a member for its UUID. Needed for events of switches and autoproxy that
            name members.

    Returns:
        The model after the event; None for one that was deleted.

    Raises:
        ValueError: The event is about another object, or changes no such model. It created one: it holds only
            the keys that were sent; the message says what to fetch, and so does `CHANGES[type(event)].fetch`.
        TypeError: `resolve` is missing, and the event names members.
    """
    return changes.apply(model, event, CHANGES.get(type(event)), url_rewrite=_URL_REWRITE, resolve=resolve)
