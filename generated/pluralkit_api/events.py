# Made from the contract of PluralKit API 2.0.0 by `python -m generator`; changes made here are lost.
"""The webhooks that PluralKit sends: `parse` makes an event of a request's body, once its token is right.

The token is not kept in the event.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Literal, TypeAlias
from uuid import UUID

from msgspec import UNSET, Struct, UnsetType
from pluralkit_runtime import AwareDatetime, Date, webhooks

from .enums import AutoproxyMode, ListPadding, PrivacyLevel, ProxySwitchMode
from .models import Message, ProxyTag


class SystemPrivacyUpdate(Struct, frozen=True, kw_only=True):
    """What to change of a system's privacy.

    Attributes:
        name_privacy (PrivacyLevel | UnsetType): Who may see the name.
        description_privacy (PrivacyLevel | UnsetType): Who may see the description.
        avatar_privacy (PrivacyLevel | UnsetType): Who may see the avatar.
        banner_privacy (PrivacyLevel | UnsetType): Who may see the banner.
        pronoun_privacy (PrivacyLevel | UnsetType): Who may see the pronouns.
        member_list_privacy (PrivacyLevel | UnsetType): Who may list the members.
        group_list_privacy (PrivacyLevel | UnsetType): Who may list the groups.
        front_privacy (PrivacyLevel | UnsetType): Who may see the fronters.
        front_history_privacy (PrivacyLevel | UnsetType): Who may see past switches.
    """

    name_privacy: PrivacyLevel | UnsetType = UNSET
    """Who may see the name."""
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
    """Who may see the fronters."""
    front_history_privacy: PrivacyLevel | UnsetType = UNSET
    """Who may see past switches."""


class MemberPrivacyUpdate(Struct, frozen=True, kw_only=True):
    """What to change of a member's privacy.

    Attributes:
        visibility (PrivacyLevel | UnsetType): Whether lists show the member.
        name_privacy (PrivacyLevel | UnsetType): Who may see the name.
        description_privacy (PrivacyLevel | UnsetType): Who may see the description.
        birthday_privacy (PrivacyLevel | UnsetType): Who may see the birthday.
        pronoun_privacy (PrivacyLevel | UnsetType): Who may see the pronouns.
        avatar_privacy (PrivacyLevel | UnsetType): Who may see the avatars.
        banner_privacy (PrivacyLevel | UnsetType): Who may see the banner.
        metadata_privacy (PrivacyLevel | UnsetType): Who may see counts and times.
        proxy_privacy (PrivacyLevel | UnsetType): Who may see the proxy tags.
    """

    visibility: PrivacyLevel | UnsetType = UNSET
    """Whether lists show the member."""
    name_privacy: PrivacyLevel | UnsetType = UNSET
    """Who may see the name."""
    description_privacy: PrivacyLevel | UnsetType = UNSET
    """Who may see the description."""
    birthday_privacy: PrivacyLevel | UnsetType = UNSET
    """Who may see the birthday."""
    pronoun_privacy: PrivacyLevel | UnsetType = UNSET
    """Who may see the pronouns."""
    avatar_privacy: PrivacyLevel | UnsetType = UNSET
    """Who may see the avatars."""
    banner_privacy: PrivacyLevel | UnsetType = UNSET
    """Who may see the banner."""
    metadata_privacy: PrivacyLevel | UnsetType = UNSET
    """Who may see counts and times."""
    proxy_privacy: PrivacyLevel | UnsetType = UNSET
    """Who may see the proxy tags."""


class GroupPrivacyUpdate(Struct, frozen=True, kw_only=True):
    """What to change of a group's privacy.

    Attributes:
        name_privacy (PrivacyLevel | UnsetType): Who may see the name.
        description_privacy (PrivacyLevel | UnsetType): Who may see the description.
        banner_privacy (PrivacyLevel | UnsetType): Who may see the banner.
        icon_privacy (PrivacyLevel | UnsetType): Who may see the icon.
        list_privacy (PrivacyLevel | UnsetType): Who may list the members.
        metadata_privacy (PrivacyLevel | UnsetType): Who may see counts and times.
        visibility (PrivacyLevel | UnsetType): Whether lists show the group.
    """

    name_privacy: PrivacyLevel | UnsetType = UNSET
    """Who may see the name."""
    description_privacy: PrivacyLevel | UnsetType = UNSET
    """Who may see the description."""
    banner_privacy: PrivacyLevel | UnsetType = UNSET
    """Who may see the banner."""
    icon_privacy: PrivacyLevel | UnsetType = UNSET
    """Who may see the icon."""
    list_privacy: PrivacyLevel | UnsetType = UNSET
    """Who may list the members."""
    metadata_privacy: PrivacyLevel | UnsetType = UNSET
    """Who may see counts and times."""
    visibility: PrivacyLevel | UnsetType = UNSET
    """Whether lists show the group."""


class SystemChange(Struct, frozen=True, kw_only=True):
    """The keys of a system that were sent or that the bot changed, as stored.

    Attributes:
        id (str | UnsetType): The new short id, where it was changed.
        name (str | UnsetType | None)
        description (str | UnsetType | None)
        tag (str | UnsetType | None)
        pronouns (str | UnsetType | None)
        avatar_url (str | UnsetType | None)
        banner (str | UnsetType | None)
        color (str | UnsetType | None)
        privacy (SystemPrivacyUpdate | UnsetType): What to change of a system's privacy.
    """

    id: str | UnsetType = UNSET
    """The new short id, where it was changed."""
    name: str | UnsetType | None = UNSET

    description: str | UnsetType | None = UNSET

    tag: str | UnsetType | None = UNSET

    pronouns: str | UnsetType | None = UNSET

    avatar_url: str | UnsetType | None = UNSET

    banner: str | UnsetType | None = UNSET

    color: str | UnsetType | None = UNSET

    privacy: SystemPrivacyUpdate | UnsetType = UNSET
    """What to change of a system's privacy."""


class SettingsChange(Struct, frozen=True, kw_only=True):
    """The settings that were sent or that the bot changed, as stored.

    Attributes:
        hid_list_padding (ListPadding | UnsetType): On which side the bot pads short ids of five letters in
            lists: off, left or right.
        show_private_info (bool | UnsetType)
        member_limit (int | UnsetType | None): null for the default.
        group_limit (int | UnsetType | None): null for the default.
        timezone (str | UnsetType)
        pings_enabled (bool | UnsetType)
        latch_timeout (int | UnsetType | None)
        member_default_private (bool | UnsetType)
        group_default_private (bool | UnsetType)
        case_sensitive_proxy_tags (bool | UnsetType)
        proxy_error_message_enabled (bool | UnsetType)
        hid_display_split (bool | UnsetType)
        hid_display_caps (bool | UnsetType)
        card_show_color_hex (bool | UnsetType)
        proxy_switch (ProxySwitchMode | UnsetType): What proxying a message does to the fronters: off
            (nothing), new (logs a switch to the member alone), add (logs a switch with the member added).
        name_format (str | UnsetType | None)
        description_templates (list[str] | UnsetType)
    """

    hid_list_padding: ListPadding | UnsetType = UNSET
    """On which side the bot pads short ids of five letters in lists: off, left or right."""
    show_private_info: bool | UnsetType = UNSET

    member_limit: int | UnsetType | None = UNSET
    """null for the default."""
    group_limit: int | UnsetType | None = UNSET
    """null for the default."""
    timezone: str | UnsetType = UNSET

    pings_enabled: bool | UnsetType = UNSET

    latch_timeout: int | UnsetType | None = UNSET

    member_default_private: bool | UnsetType = UNSET

    group_default_private: bool | UnsetType = UNSET

    case_sensitive_proxy_tags: bool | UnsetType = UNSET

    proxy_error_message_enabled: bool | UnsetType = UNSET

    hid_display_split: bool | UnsetType = UNSET

    hid_display_caps: bool | UnsetType = UNSET

    card_show_color_hex: bool | UnsetType = UNSET

    proxy_switch: ProxySwitchMode | UnsetType = UNSET
    """What proxying a message does to the fronters: off (nothing), new (logs a switch to the member alone),
    add (logs a switch with the member added).
    """
    name_format: str | UnsetType | None = UNSET

    description_templates: list[str] | UnsetType = UNSET


class MemberChange(Struct, frozen=True, kw_only=True):
    """The keys of a member that were sent or that the bot changed, as stored.

    Attributes:
        id (str | UnsetType): The new short id, where it was changed.
        name (str | UnsetType)
        display_name (str | UnsetType | None)
        color (str | UnsetType | None)
        birthday (Date | UnsetType | None)
        pronouns (str | UnsetType | None)
        avatar_url (str | UnsetType | None)
        webhook_avatar_url (str | UnsetType | None)
        banner (str | UnsetType | None)
        description (str | UnsetType | None)
        proxy_tags (list[ProxyTag] | UnsetType)
        keep_proxy (bool | UnsetType)
        tts (bool | UnsetType)
        privacy (MemberPrivacyUpdate | UnsetType): What to change of a member's privacy.
    """

    id: str | UnsetType = UNSET
    """The new short id, where it was changed."""
    name: str | UnsetType = UNSET

    display_name: str | UnsetType | None = UNSET

    color: str | UnsetType | None = UNSET

    birthday: Date | UnsetType | None = UNSET

    pronouns: str | UnsetType | None = UNSET

    avatar_url: str | UnsetType | None = UNSET

    webhook_avatar_url: str | UnsetType | None = UNSET

    banner: str | UnsetType | None = UNSET

    description: str | UnsetType | None = UNSET

    proxy_tags: list[ProxyTag] | UnsetType = UNSET

    keep_proxy: bool | UnsetType = UNSET

    tts: bool | UnsetType = UNSET

    privacy: MemberPrivacyUpdate | UnsetType = UNSET
    """What to change of a member's privacy."""


class GroupChange(Struct, frozen=True, kw_only=True):
    """The keys of a group that were sent or that the bot changed, as stored.

    Attributes:
        id (str | UnsetType): The new short id, where it was changed.
        name (str | UnsetType)
        display_name (str | UnsetType | None)
        description (str | UnsetType | None)
        icon (str | UnsetType | None)
        banner (str | UnsetType | None)
        color (str | UnsetType | None)
        privacy (GroupPrivacyUpdate | UnsetType): What to change of a group's privacy.
    """

    id: str | UnsetType = UNSET
    """The new short id, where it was changed."""
    name: str | UnsetType = UNSET

    display_name: str | UnsetType | None = UNSET

    description: str | UnsetType | None = UNSET

    icon: str | UnsetType | None = UNSET

    banner: str | UnsetType | None = UNSET

    color: str | UnsetType | None = UNSET

    privacy: GroupPrivacyUpdate | UnsetType = UNSET
    """What to change of a group's privacy."""


class SystemGuildChange(Struct, frozen=True, kw_only=True):
    """The settings for a Discord server that were sent, as stored.

    Attributes:
        guild_id (str)
        proxying_enabled (bool | UnsetType)
        tag (str | UnsetType | None)
        tag_enabled (bool | UnsetType)
        avatar_url (str | UnsetType | None)
        display_name (str | UnsetType | None)
        name_format (str | UnsetType | None)
    """

    guild_id: str

    proxying_enabled: bool | UnsetType = UNSET

    tag: str | UnsetType | None = UNSET

    tag_enabled: bool | UnsetType = UNSET

    avatar_url: str | UnsetType | None = UNSET

    display_name: str | UnsetType | None = UNSET

    name_format: str | UnsetType | None = UNSET


class MemberGuildChange(Struct, frozen=True, kw_only=True):
    """The settings for a Discord server that were sent, as stored, with guild_id; or settings of a Discord
    account.

    Attributes:
        guild_id (str | UnsetType): The server; absent for settings of an account.
        display_name (str | UnsetType | None)
        avatar_url (str | UnsetType | None)
        keep_proxy (bool | UnsetType | None)
        allow_autoproxy (bool | UnsetType): Whether autoproxy acts for the account; for settings of an
            account alone.
    """

    guild_id: str | UnsetType = UNSET
    """The server; absent for settings of an account."""
    display_name: str | UnsetType | None = UNSET

    avatar_url: str | UnsetType | None = UNSET

    keep_proxy: bool | UnsetType | None = UNSET

    allow_autoproxy: bool | UnsetType = UNSET
    """Whether autoproxy acts for the account; for settings of an account alone."""


class AutoproxyChange(Struct, frozen=True, kw_only=True):
    """The autoproxy settings that changed.

    Attributes:
        guild_id (str | None)
        channel_id (str | None)
        autoproxy_mode (AutoproxyMode | UnsetType): How messages without proxy tags are proxied: off (not
            at all), front (as the first of the current fronters), latch (as the member who proxied last),
            member (as one fixed member).
        autoproxy_member (UUID | UnsetType | None)
        last_latch_timestamp (AwareDatetime | UnsetType | None)
    """

    guild_id: str | None

    channel_id: str | None

    autoproxy_mode: AutoproxyMode | UnsetType = UNSET
    """How messages without proxy tags are proxied: off (not at all), front (as the first of the current
    fronters), latch (as the member who proxied last), member (as one fixed member).
    """
    autoproxy_member: UUID | UnsetType | None = UNSET

    last_latch_timestamp: AwareDatetime | UnsetType | None = UNSET


class NewSwitch(Struct, frozen=True, kw_only=True):
    """A switch that was logged; each member once, in no order.

    Attributes:
        id (UUID)
        timestamp (AwareDatetime)
        members (list[UUID])
    """

    id: UUID

    timestamp: AwareDatetime

    members: list[UUID]


class SwitchChange(Struct, frozen=True, kw_only=True):
    """What changed of a switch; each member once, in no order.

    Attributes:
        timestamp (AwareDatetime | UnsetType)
        members (list[UUID] | UnsetType)
    """

    timestamp: AwareDatetime | UnsetType = UNSET

    members: list[UUID] | UnsetType = UNSET


class PingEvent(Struct, frozen=True, kw_only=True):
    """Sent when the webhook is set, and with a wrong token as a test.

    The receiver must answer 401 to the wrong token, here and on every other event. Such tests come again
    from time to time, and a receiver that fails repeatedly is removed. Documented with data null; it has
    neither id nor data.

    Attributes:
        type (Literal['PING'])
        system_id (UUID): The system.
    """

    type: Literal["PING"]

    system_id: UUID
    """The system."""


class UpdateSystemEvent(Struct, frozen=True, kw_only=True):
    """The system changed.

    Attributes:
        type (Literal['UPDATE_SYSTEM'])
        system_id (UUID): The system.
        id (None): Always null.
        data (SystemChange): What happened.
    """

    type: Literal["UPDATE_SYSTEM"]

    system_id: UUID
    """The system."""
    id: None
    """Always null."""
    data: SystemChange
    """What happened."""


class UpdateSettingsEvent(Struct, frozen=True, kw_only=True):
    """The settings of the system changed.

    Attributes:
        type (Literal['UPDATE_SETTINGS'])
        system_id (UUID): The system.
        id (None): Always null.
        data (SettingsChange): What happened.
    """

    type: Literal["UPDATE_SETTINGS"]

    system_id: UUID
    """The system."""
    id: None
    """Always null."""
    data: SettingsChange
    """What happened."""


class CreateMemberEvent(Struct, frozen=True, kw_only=True):
    """A member was created.

    The deployed service loses most of these. Documented with the name alone; all keys that were sent are
    there.

    Attributes:
        type (Literal['CREATE_MEMBER'])
        system_id (UUID): The system.
        id (UUID): The member.
        data (MemberChange): What happened.
    """

    type: Literal["CREATE_MEMBER"]

    system_id: UUID
    """The system."""
    id: UUID
    """The member."""
    data: MemberChange
    """What happened."""


class UpdateMemberEvent(Struct, frozen=True, kw_only=True):
    """A member changed.

    Attributes:
        type (Literal['UPDATE_MEMBER'])
        system_id (UUID): The system.
        id (UUID): The member.
        data (MemberChange): What happened.
    """

    type: Literal["UPDATE_MEMBER"]

    system_id: UUID
    """The system."""
    id: UUID
    """The member."""
    data: MemberChange
    """What happened."""


class DeleteMemberEvent(Struct, frozen=True, kw_only=True):
    """A member was deleted.

    Attributes:
        type (Literal['DELETE_MEMBER'])
        system_id (UUID): The system.
        id (UUID): The member.
        data (None): Always null.
    """

    type: Literal["DELETE_MEMBER"]

    system_id: UUID
    """The system."""
    id: UUID
    """The member."""
    data: None
    """Always null."""


class CreateGroupEvent(Struct, frozen=True, kw_only=True):
    """A group was created.

    The deployed service loses most of these. Documented with the name alone; all keys that were sent are
    there.

    Attributes:
        type (Literal['CREATE_GROUP'])
        system_id (UUID): The system.
        id (UUID): The group.
        data (GroupChange): What happened.
    """

    type: Literal["CREATE_GROUP"]

    system_id: UUID
    """The system."""
    id: UUID
    """The group."""
    data: GroupChange
    """What happened."""


class UpdateGroupEvent(Struct, frozen=True, kw_only=True):
    """A group changed.

    Attributes:
        type (Literal['UPDATE_GROUP'])
        system_id (UUID): The system.
        id (UUID): The group.
        data (GroupChange): What happened.
    """

    type: Literal["UPDATE_GROUP"]

    system_id: UUID
    """The system."""
    id: UUID
    """The group."""
    data: GroupChange
    """What happened."""


class UpdateGroupMembersEvent(Struct, frozen=True, kw_only=True):
    """The members of a group changed.

    Documented by the service, and never sent.

    Attributes:
        type (Literal['UPDATE_GROUP_MEMBERS'])
        system_id (UUID): The system.
        id (UUID): The group.
        data (Any): Not recorded; any JSON.
    """

    type: Literal["UPDATE_GROUP_MEMBERS"]

    system_id: UUID
    """The system."""
    id: UUID
    """The group."""
    data: Any
    """Not recorded; any JSON."""


class DeleteGroupEvent(Struct, frozen=True, kw_only=True):
    """A group was deleted.

    Attributes:
        type (Literal['DELETE_GROUP'])
        system_id (UUID): The system.
        id (UUID): The group.
        data (None): Always null.
    """

    type: Literal["DELETE_GROUP"]

    system_id: UUID
    """The system."""
    id: UUID
    """The group."""
    data: None
    """Always null."""


class LinkAccountEvent(Struct, frozen=True, kw_only=True):
    """A Discord account was linked to the system.

    Attributes:
        type (Literal['LINK_ACCOUNT'])
        system_id (UUID): The system.
        id (str): The Discord account.
        data (None): Always null.
    """

    type: Literal["LINK_ACCOUNT"]

    system_id: UUID
    """The system."""
    id: str
    """The Discord account."""
    data: None
    """Always null."""


class UnlinkAccountEvent(Struct, frozen=True, kw_only=True):
    """A Discord account was unlinked from the system.

    Attributes:
        type (Literal['UNLINK_ACCOUNT'])
        system_id (UUID): The system.
        id (str): The Discord account.
        data (None): Always null.
    """

    type: Literal["UNLINK_ACCOUNT"]

    system_id: UUID
    """The system."""
    id: str
    """The Discord account."""
    data: None
    """Always null."""


class UpdateSystemGuildEvent(Struct, frozen=True, kw_only=True):
    """The system's settings for a Discord server changed.

    Attributes:
        type (Literal['UPDATE_SYSTEM_GUILD'])
        system_id (UUID): The system.
        id (None): Always null.
        data (SystemGuildChange): What happened.
    """

    type: Literal["UPDATE_SYSTEM_GUILD"]

    system_id: UUID
    """The system."""
    id: None
    """Always null."""
    data: SystemGuildChange
    """What happened."""


class UpdateMemberGuildEvent(Struct, frozen=True, kw_only=True):
    """A member's settings for a Discord server changed, or those of a Discord account.

    The bot sends this type for settings of a Discord account, too. Then id is the account, and data has
    allow_autoproxy or nothing.

    Attributes:
        type (Literal['UPDATE_MEMBER_GUILD'])
        system_id (UUID): The system.
        id (str): UUID of the member, or the id of a Discord account.
        data (MemberGuildChange): What happened.
    """

    type: Literal["UPDATE_MEMBER_GUILD"]

    system_id: UUID
    """The system."""
    id: str
    """UUID of the member, or the id of a Discord account."""
    data: MemberGuildChange
    """What happened."""


class CreateMessageEvent(Struct, frozen=True, kw_only=True):
    """A message was proxied.

    data is the message as the owner of the system sees it.

    Attributes:
        type (Literal['CREATE_MESSAGE'])
        system_id (UUID): The system.
        id (None): Always null.
        data (Message): The message, as the owner of the system sees it.
    """

    type: Literal["CREATE_MESSAGE"]

    system_id: UUID
    """The system."""
    id: None
    """Always null."""
    data: Message
    """The message, as the owner of the system sees it."""


class CreateSwitchEvent(Struct, frozen=True, kw_only=True):
    """A switch was logged.

    The time is that of the call; where another was sent, an UPDATE_SWITCH with it follows.

    Attributes:
        type (Literal['CREATE_SWITCH'])
        system_id (UUID): The system.
        id (UUID): The switch.
        data (NewSwitch): What happened.
    """

    type: Literal["CREATE_SWITCH"]

    system_id: UUID
    """The system."""
    id: UUID
    """The switch."""
    data: NewSwitch
    """What happened."""


class UpdateSwitchEvent(Struct, frozen=True, kw_only=True):
    """The time or the members of a switch changed.

    Attributes:
        type (Literal['UPDATE_SWITCH'])
        system_id (UUID): The system.
        id (UUID): The switch.
        data (SwitchChange): What happened.
    """

    type: Literal["UPDATE_SWITCH"]

    system_id: UUID
    """The system."""
    id: UUID
    """The switch."""
    data: SwitchChange
    """What happened."""


class DeleteSwitchEvent(Struct, frozen=True, kw_only=True):
    """A switch was deleted.

    Attributes:
        type (Literal['DELETE_SWITCH'])
        system_id (UUID): The system.
        id (UUID): The switch.
        data (None): Always null.
    """

    type: Literal["DELETE_SWITCH"]

    system_id: UUID
    """The system."""
    id: UUID
    """The switch."""
    data: None
    """Always null."""


class DeleteAllSwitchesEvent(Struct, frozen=True, kw_only=True):
    """All switches of the system were deleted.

    Attributes:
        type (Literal['DELETE_ALL_SWITCHES'])
        system_id (UUID): The system.
        id (None): Always null.
        data (None): Always null.
    """

    type: Literal["DELETE_ALL_SWITCHES"]

    system_id: UUID
    """The system."""
    id: None
    """Always null."""
    data: None
    """Always null."""


class SuccessfulImportEvent(Struct, frozen=True, kw_only=True):
    """An import into the system succeeded.

    Attributes:
        type (Literal['SUCCESSFUL_IMPORT'])
        system_id (UUID): The system.
        id (None): Always null.
        data (None): Always null.
    """

    type: Literal["SUCCESSFUL_IMPORT"]

    system_id: UUID
    """The system."""
    id: None
    """Always null."""
    data: None
    """Always null."""


class UpdateAutoproxyEvent(Struct, frozen=True, kw_only=True):
    """The autoproxy settings for a Discord server changed.

    Attributes:
        type (Literal['UPDATE_AUTOPROXY'])
        system_id (UUID): The system.
        id (None): Always null.
        data (AutoproxyChange): What happened.
    """

    type: Literal["UPDATE_AUTOPROXY"]

    system_id: UUID
    """The system."""
    id: None
    """Always null."""
    data: AutoproxyChange
    """What happened."""


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
