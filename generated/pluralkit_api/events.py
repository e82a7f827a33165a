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


class SystemPrivacyUpdate(Struct, frozen=True, kw_only=True):
    """What to change of a system's privacy."""

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
    """What to change of a member's privacy."""

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
    """What to change of a group's privacy."""

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
    """The keys of a system that were sent or that the bot changed, as stored."""

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
    """The settings that were sent or that the bot changed, as stored."""

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
    """The keys of a member that were sent or that the bot changed, as stored."""

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
    """The keys of a group that were sent or that the bot changed, as stored."""

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
    """The settings for a Discord server that were sent, as stored."""

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
    """

    guild_id: str | UnsetType = UNSET
    """The server; absent for settings of an account."""
    display_name: str | UnsetType | None = UNSET

    avatar_url: str | UnsetType | None = UNSET

    keep_proxy: bool | UnsetType | None = UNSET

    allow_autoproxy: bool | UnsetType = UNSET
    """Whether autoproxy acts for the account; for settings of an account alone."""


class AutoproxyChange(Struct, frozen=True, kw_only=True):
    """The autoproxy settings that changed."""

    guild_id: str | None

    channel_id: str | None

    autoproxy_mode: AutoproxyMode | UnsetType = UNSET
    """How messages without proxy tags are proxied: off (not at all), front (as the first of the current
    fronters), latch (as the member who proxied last), member (as one fixed member).
    """
    autoproxy_member: UUID | UnsetType | None = UNSET

    last_latch_timestamp: AwareDatetime | UnsetType | None = UNSET


class NewSwitch(Struct, frozen=True, kw_only=True):
    """A switch that was logged; each member once, in no order."""

    id: UUID

    timestamp: AwareDatetime

    members: list[UUID]


class SwitchChange(Struct, frozen=True, kw_only=True):
    """What changed of a switch; each member once, in no order."""

    timestamp: AwareDatetime | UnsetType = UNSET

    members: list[UUID] | UnsetType = UNSET


class PingEvent(Struct, frozen=True, kw_only=True):
    """The body of PING."""

    type: Literal["PING"]

    system_id: UUID
    """The system."""


class UpdateSystemEvent(Struct, frozen=True, kw_only=True):
    """The body of UPDATE_SYSTEM."""

    type: Literal["UPDATE_SYSTEM"]

    system_id: UUID
    """The system."""
    id: None
    """Always null."""
    data: SystemChange
    """What happened."""


class UpdateSettingsEvent(Struct, frozen=True, kw_only=True):
    """The body of UPDATE_SETTINGS."""

    type: Literal["UPDATE_SETTINGS"]

    system_id: UUID
    """The system."""
    id: None
    """Always null."""
    data: SettingsChange
    """What happened."""


class CreateMemberEvent(Struct, frozen=True, kw_only=True):
    """The body of CREATE_MEMBER."""

    type: Literal["CREATE_MEMBER"]

    system_id: UUID
    """The system."""
    id: UUID
    """The member."""
    data: MemberChange
    """What happened."""


class UpdateMemberEvent(Struct, frozen=True, kw_only=True):
    """The body of UPDATE_MEMBER."""

    type: Literal["UPDATE_MEMBER"]

    system_id: UUID
    """The system."""
    id: UUID
    """The member."""
    data: MemberChange
    """What happened."""


class DeleteMemberEvent(Struct, frozen=True, kw_only=True):
    """The body of DELETE_MEMBER."""

    type: Literal["DELETE_MEMBER"]

    system_id: UUID
    """The system."""
    id: UUID
    """The member."""
    data: None
    """Always null."""


class CreateGroupEvent(Struct, frozen=True, kw_only=True):
    """The body of CREATE_GROUP."""

    type: Literal["CREATE_GROUP"]

    system_id: UUID
    """The system."""
    id: UUID
    """The group."""
    data: GroupChange
    """What happened."""


class UpdateGroupEvent(Struct, frozen=True, kw_only=True):
    """The body of UPDATE_GROUP."""

    type: Literal["UPDATE_GROUP"]

    system_id: UUID
    """The system."""
    id: UUID
    """The group."""
    data: GroupChange
    """What happened."""


class UpdateGroupMembersEvent(Struct, frozen=True, kw_only=True):
    """The body of UPDATE_GROUP_MEMBERS."""

    type: Literal["UPDATE_GROUP_MEMBERS"]

    system_id: UUID
    """The system."""
    id: UUID
    """The group."""
    data: Any
    """Not recorded; any JSON."""


class DeleteGroupEvent(Struct, frozen=True, kw_only=True):
    """The body of DELETE_GROUP."""

    type: Literal["DELETE_GROUP"]

    system_id: UUID
    """The system."""
    id: UUID
    """The group."""
    data: None
    """Always null."""


class LinkAccountEvent(Struct, frozen=True, kw_only=True):
    """The body of LINK_ACCOUNT."""

    type: Literal["LINK_ACCOUNT"]

    system_id: UUID
    """The system."""
    id: str
    """The Discord account."""
    data: None
    """Always null."""


class UnlinkAccountEvent(Struct, frozen=True, kw_only=True):
    """The body of UNLINK_ACCOUNT."""

    type: Literal["UNLINK_ACCOUNT"]

    system_id: UUID
    """The system."""
    id: str
    """The Discord account."""
    data: None
    """Always null."""


class UpdateSystemGuildEvent(Struct, frozen=True, kw_only=True):
    """The body of UPDATE_SYSTEM_GUILD."""

    type: Literal["UPDATE_SYSTEM_GUILD"]

    system_id: UUID
    """The system."""
    id: None
    """Always null."""
    data: SystemGuildChange
    """What happened."""


class UpdateMemberGuildEvent(Struct, frozen=True, kw_only=True):
    """The body of UPDATE_MEMBER_GUILD."""

    type: Literal["UPDATE_MEMBER_GUILD"]

    system_id: UUID
    """The system."""
    id: str
    """UUID of the member, or the id of a Discord account."""
    data: MemberGuildChange
    """What happened."""


class CreateMessageEvent(Struct, frozen=True, kw_only=True):
    """The body of CREATE_MESSAGE."""

    type: Literal["CREATE_MESSAGE"]

    system_id: UUID
    """The system."""
    id: None
    """Always null."""
    data: Message
    """The message, as the owner of the system sees it."""


class CreateSwitchEvent(Struct, frozen=True, kw_only=True):
    """The body of CREATE_SWITCH."""

    type: Literal["CREATE_SWITCH"]

    system_id: UUID
    """The system."""
    id: UUID
    """The switch."""
    data: NewSwitch
    """What happened."""


class UpdateSwitchEvent(Struct, frozen=True, kw_only=True):
    """The body of UPDATE_SWITCH."""

    type: Literal["UPDATE_SWITCH"]

    system_id: UUID
    """The system."""
    id: UUID
    """The switch."""
    data: SwitchChange
    """What happened."""


class DeleteSwitchEvent(Struct, frozen=True, kw_only=True):
    """The body of DELETE_SWITCH."""

    type: Literal["DELETE_SWITCH"]

    system_id: UUID
    """The system."""
    id: UUID
    """The switch."""
    data: None
    """Always null."""


class DeleteAllSwitchesEvent(Struct, frozen=True, kw_only=True):
    """The body of DELETE_ALL_SWITCHES."""

    type: Literal["DELETE_ALL_SWITCHES"]

    system_id: UUID
    """The system."""
    id: None
    """Always null."""
    data: None
    """Always null."""


class SuccessfulImportEvent(Struct, frozen=True, kw_only=True):
    """The body of SUCCESSFUL_IMPORT."""

    type: Literal["SUCCESSFUL_IMPORT"]

    system_id: UUID
    """The system."""
    id: None
    """Always null."""
    data: None
    """Always null."""


class UpdateAutoproxyEvent(Struct, frozen=True, kw_only=True):
    """The body of UPDATE_AUTOPROXY."""

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
