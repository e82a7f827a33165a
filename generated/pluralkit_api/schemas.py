# Made from the contract of PluralKit API 2.0.0 by `python -m generator`; changes made here are lost.
"""The contract's JSON Schemas, for programs that check values before they send them, or ask for them.

A `$ref` is "#/components/schemas/" and a name of SCHEMAS.
"""

# ruff: noqa: E501 - patterns and descriptions are long

from collections.abc import Mapping
from typing import Any, Final

SCHEMAS: Final[Mapping[str, Any]] = {
    "ShortId": {
        "type": "string",
        "pattern": "^[a-z]{5,6}$",
        "description": "Five or six lower-case letters, unique among things of one kind.",
        "x-pluralkit-new": {"alphabet": "abcefghjknoprstuvwxyz", "length": 6},
    },
    "SystemRef": {
        "type": "string",
        "description": "A short id, a UUID, a Discord account id, or @me for the system of the token.",
        "pattern": "^(@me|-*([A-Za-z]-*){5,6}|[0-9]{1,20}|[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12})$",
        "x-pluralkit-reference": {"model": "System", "field": "uuid"},
        "x-pluralkit-snowflake": True,
    },
    "MemberRef": {
        "type": "string",
        "description": "A short id in any case and with dashes anywhere, or a UUID.",
        "pattern": "^(-*([A-Za-z]-*){5,6}|[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12})$",
        "x-pluralkit-reference": {"model": "Member", "also": ["MessageMember"], "field": "uuid"},
    },
    "GroupRef": {
        "type": "string",
        "description": "A short id in any case and with dashes anywhere, or a UUID.",
        "pattern": "^(-*([A-Za-z]-*){5,6}|[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12})$",
        "x-pluralkit-reference": {"model": "Group", "field": "uuid"},
    },
    "SwitchRef": {
        "type": "string",
        "format": "uuid",
        "description": "The UUID of a switch. The service fails with 500 on anything else.",
        "x-pluralkit-reference": {"model": "Switch", "also": ["SwitchWithMembers"], "field": "id"},
    },
    "ListedMemberRef": {
        "type": "string",
        "description": "A short id in lower case, or a UUID.",
        "pattern": "^([a-z]{5,6}|[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12})$",
        "x-pluralkit-reference": {"model": "Member", "also": ["MessageMember"], "field": "uuid"},
    },
    "ListedGroupRef": {
        "type": "string",
        "description": "A short id in lower case, or a UUID.",
        "pattern": "^([a-z]{5,6}|[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12})$",
        "x-pluralkit-reference": {"model": "Group", "field": "uuid"},
    },
    "Snowflake": {
        "type": "string",
        "x-pluralkit-snowflake": True,
        "pattern": "^[0-9]{1,19}$",
        "description": "The id of a Discord thing.",
    },
    "UtcTimestamp": {
        "type": "string",
        "format": "date-time",
        "pattern": "Z$",
        "description": "A time in UTC that ends in Z.",
    },
    "PrivacyLevel": {
        "type": "string",
        "enum": ["public", "private"],
        "description": "Who may see something: public (anybody) or private (the owner of the system alone).",
    },
    "AutoproxyMode": {
        "type": "string",
        "enum": ["off", "front", "latch", "member"],
        "description": "How messages without proxy tags are proxied: off (not at all), front (as the first of the current fronters), latch (as the member who proxied last), member (as one fixed member).",
    },
    "ProxySwitchMode": {
        "type": "string",
        "enum": ["off", "new", "add"],
        "description": "What proxying a message does to the fronters: off (nothing), new (logs a switch to the member alone), add (logs a switch with the member added).",
        "x-pluralkit-otherwise": "off",
    },
    "ListPadding": {
        "type": "string",
        "enum": ["off", "left", "right"],
        "description": "On which side the bot pads short ids of five letters in lists: off, left or right.",
    },
    "RateLimitScope": {
        "type": "string",
        "enum": ["generic_get", "generic_update", "own_system_get", "own_system_update", "token2"],
        "description": "Bucket that a request is charged to: generic_get for reads and generic_update for all else, kept for the address of the caller; own_system_get and own_system_update for the same on things of the own system, kept for that system; token2 for all requests of a registered application, in two buckets that this name does not tell apart. The documentation has another one for messages; the service counts them as generic_get.",
    },
    "System": {
        "type": "object",
        "description": "A system, as the caller may see it.",
        "required": [
            "id",
            "uuid",
            "name",
            "description",
            "tag",
            "pronouns",
            "avatar_url",
            "banner",
            "color",
            "created",
            "privacy",
        ],
        "properties": {
            "id": {
                "$ref": "#/components/schemas/ShortId",
                "readOnly": True,
                "description": "Short id of five or six letters, unique among systems.",
            },
            "uuid": {
                "type": "string",
                "format": "uuid",
                "readOnly": True,
                "description": "Permanent id of the system; the short id may change, this one does not.",
            },
            "name": {
                "type": ["string", "null"],
                "maxLength": 100,
                "description": "What the system calls itself.",
                "x-pluralkit-privacy": {"key": "name_privacy", "hidden": "null"},
            },
            "description": {
                "type": ["string", "null"],
                "maxLength": 1000,
                "description": "Free text about the system, in Discord's Markdown.",
                "x-pluralkit-privacy": {"key": "description_privacy", "hidden": "null"},
            },
            "tag": {
                "type": ["string", "null"],
                "maxLength": 79,
                "description": "Text that the bot appends to the names of proxied messages.",
            },
            "pronouns": {
                "type": ["string", "null"],
                "maxLength": 100,
                "description": "Pronouns of the system as a whole, for example they/them.",
                "x-pluralkit-privacy": {"key": "pronoun_privacy", "hidden": "null"},
            },
            "avatar_url": {
                "type": ["string", "null"],
                "maxLength": 256,
                "description": "Address of the system's picture, which is also shown for members who have none.",
                "x-pluralkit-privacy": {"key": "avatar_privacy", "hidden": "null"},
                "x-pluralkit-url-rewrite": True,
            },
            "banner": {
                "type": ["string", "null"],
                "maxLength": 256,
                "description": "Address of the wide picture on the system's card.",
                "x-pluralkit-privacy": {"key": "banner_privacy", "hidden": "null"},
                "x-pluralkit-url-rewrite": True,
            },
            "color": {
                "type": ["string", "null"],
                "pattern": "^[0-9A-Fa-f]{6}$",
                "description": "Colour of the system's card: six hexadecimal digits without #, in the case in which they were sent.",
            },
            "created": {
                "type": "string",
                "format": "date-time",
                "readOnly": True,
                "description": "Time at which the system was registered with the bot.",
            },
            "webhook_url": {
                "type": ["string", "null"],
                "readOnly": True,
                "description": "Address that dispatch webhooks go to, set by a command of the bot. Not documented.",
                "x-pluralkit-privacy": {"key": "owner", "hidden": "absent"},
            },
            "privacy": {
                "oneOf": [{"$ref": "#/components/schemas/SystemPrivacy"}, {"type": "null"}],
                "description": "Privacy level of each part of the system; null for other callers than the owner.",
                "x-pluralkit-privacy": {"key": "owner", "hidden": "null"},
            },
        },
    },
    "SystemPrivacy": {
        "type": "object",
        "description": "Who may see what of a system.",
        "required": [
            "name_privacy",
            "description_privacy",
            "avatar_privacy",
            "banner_privacy",
            "pronoun_privacy",
            "member_list_privacy",
            "group_list_privacy",
            "front_privacy",
            "front_history_privacy",
        ],
        "properties": {
            "name_privacy": {
                "$ref": "#/components/schemas/PrivacyLevel",
                "description": "Who may see the name of the system.",
            },
            "description_privacy": {
                "$ref": "#/components/schemas/PrivacyLevel",
                "description": "Who may see the description.",
            },
            "avatar_privacy": {
                "$ref": "#/components/schemas/PrivacyLevel",
                "description": "Who may see the avatar.",
            },
            "banner_privacy": {
                "$ref": "#/components/schemas/PrivacyLevel",
                "description": "Who may see the banner.",
            },
            "pronoun_privacy": {
                "$ref": "#/components/schemas/PrivacyLevel",
                "description": "Who may see the pronouns.",
            },
            "member_list_privacy": {
                "$ref": "#/components/schemas/PrivacyLevel",
                "description": "Who may list the members.",
            },
            "group_list_privacy": {
                "$ref": "#/components/schemas/PrivacyLevel",
                "description": "Who may list the groups.",
            },
            "front_privacy": {
                "$ref": "#/components/schemas/PrivacyLevel",
                "description": "Who may see the current fronters.",
            },
            "front_history_privacy": {
                "$ref": "#/components/schemas/PrivacyLevel",
                "description": "Who may see past switches.",
            },
        },
    },
    "SystemUpdate": {
        "type": "object",
        "minProperties": 1,
        "not": {"required": ["privacy"], "maxProperties": 1, "properties": {"privacy": {"maxProperties": 0}}},
        "description": "What to change of a system. An empty privacy alone changes nothing, and is refused.",
        "properties": {
            "name": {
                "type": ["string", "null"],
                "maxLength": 100,
                "description": "What the system calls itself.",
            },
            "description": {
                "type": ["string", "null"],
                "maxLength": 1000,
                "description": "Free text about the system, in Discord's Markdown.",
            },
            "tag": {
                "type": ["string", "null"],
                "maxLength": 79,
                "description": "Text that the bot appends to the names of proxied messages.",
            },
            "pronouns": {
                "type": ["string", "null"],
                "maxLength": 100,
                "description": "Pronouns of the system as a whole, for example they/them.",
            },
            "avatar_url": {
                "type": ["string", "null"],
                "maxLength": 256,
                "pattern": "^[Hh][Tt][Tt][Pp][Ss]://[0-9A-Za-z]([0-9A-Za-z-]{0,61}[0-9A-Za-z])?(\\.[0-9A-Za-z]([0-9A-Za-z-]{0,61}[0-9A-Za-z])?)*(:(6553[0-5]|655[0-2][0-9]|65[0-4][0-9][0-9]|6[0-4][0-9]{3}|[1-5]?[0-9]{1,4}))?([/?#][^\\s<>]*)?$",
                "x-pluralkit-url": "https",
                "description": "Address of the system's picture (https, publicly reachable), also shown for members who have none.",
            },
            "banner": {
                "type": ["string", "null"],
                "maxLength": 256,
                "pattern": "^[Hh][Tt][Tt][Pp][Ss]://[0-9A-Za-z]([0-9A-Za-z-]{0,61}[0-9A-Za-z])?(\\.[0-9A-Za-z]([0-9A-Za-z-]{0,61}[0-9A-Za-z])?)*(:(6553[0-5]|655[0-2][0-9]|65[0-4][0-9][0-9]|6[0-4][0-9]{3}|[1-5]?[0-9]{1,4}))?([/?#][^\\s<>]*)?$",
                "x-pluralkit-url": "https",
                "description": "Address of the wide picture on the system's card (https, publicly reachable).",
            },
            "color": {
                "type": ["string", "null"],
                "pattern": "^[0-9A-Fa-f]{6}$",
                "description": "Colour of the system's card: six hexadecimal digits without #.",
            },
            "privacy": {
                "$ref": "#/components/schemas/SystemPrivacyUpdate",
                "description": "Privacy levels to change; levels that are left out are kept.",
            },
        },
    },
    "SystemPrivacyUpdate": {
        "type": "object",
        "description": "What to change of a system's privacy. The service also takes null for a level, and sets public.",
        "properties": {
            "name_privacy": {
                "$ref": "#/components/schemas/PrivacyLevel",
                "description": "Who may see the name of the system.",
            },
            "description_privacy": {
                "$ref": "#/components/schemas/PrivacyLevel",
                "description": "Who may see the description.",
            },
            "avatar_privacy": {
                "$ref": "#/components/schemas/PrivacyLevel",
                "description": "Who may see the avatar.",
            },
            "banner_privacy": {
                "$ref": "#/components/schemas/PrivacyLevel",
                "description": "Who may see the banner.",
            },
            "pronoun_privacy": {
                "$ref": "#/components/schemas/PrivacyLevel",
                "description": "Who may see the pronouns.",
            },
            "member_list_privacy": {
                "$ref": "#/components/schemas/PrivacyLevel",
                "description": "Who may list the members.",
            },
            "group_list_privacy": {
                "$ref": "#/components/schemas/PrivacyLevel",
                "description": "Who may list the groups.",
            },
            "front_privacy": {
                "$ref": "#/components/schemas/PrivacyLevel",
                "description": "Who may see the current fronters.",
            },
            "front_history_privacy": {
                "$ref": "#/components/schemas/PrivacyLevel",
                "description": "Who may see past switches.",
            },
        },
    },
    "SystemSettings": {
        "type": "object",
        "description": "The settings of a system, as its owner sees them.",
        "required": [
            "timezone",
            "pings_enabled",
            "latch_timeout",
            "member_default_private",
            "group_default_private",
            "show_private_info",
            "member_limit",
            "group_limit",
            "case_sensitive_proxy_tags",
            "proxy_error_message_enabled",
            "hid_display_split",
            "hid_display_caps",
            "hid_list_padding",
            "proxy_switch",
            "name_format",
            "description_templates",
        ],
        "properties": {
            "timezone": {
                "type": "string",
                "description": "IANA name of the time zone; UTC unless it was changed.",
                "x-pluralkit-initial": "UTC",
            },
            "pings_enabled": {
                "type": "boolean",
                "description": "Whether a reaction may ping the account behind a message.",
                "x-pluralkit-initial": True,
            },
            "latch_timeout": {
                "type": ["integer", "null"],
                "description": "Seconds until autoproxy latch ends; null for six hours, 0 for never.",
            },
            "member_default_private": {
                "type": "boolean",
                "description": "Whether the bot makes new members private (the API does not).",
            },
            "group_default_private": {
                "type": "boolean",
                "description": "Whether the bot makes new groups private (the API does not).",
            },
            "show_private_info": {
                "type": "boolean",
                "readOnly": True,
                "description": "Whether the bot shows private information to the owner. Not documented as read-only.",
                "x-pluralkit-initial": True,
            },
            "member_limit": {
                "type": "integer",
                "readOnly": True,
                "description": "Number of members that the system may have.",
                "x-pluralkit-initial": 1000,
            },
            "group_limit": {
                "type": "integer",
                "readOnly": True,
                "description": "Number of groups that the system may have.",
                "x-pluralkit-initial": 250,
            },
            "case_sensitive_proxy_tags": {
                "type": "boolean",
                "description": "Whether the case of proxy tags counts.",
                "x-pluralkit-initial": True,
            },
            "proxy_error_message_enabled": {
                "type": "boolean",
                "description": "Whether the bot says why it did not proxy.",
                "x-pluralkit-initial": True,
            },
            "hid_display_split": {
                "type": "boolean",
                "description": "Whether six-letter ids are shown with a dash.",
            },
            "hid_display_caps": {"type": "boolean", "description": "Whether ids are shown in upper case."},
            "hid_list_padding": {
                "$ref": "#/components/schemas/ListPadding",
                "readOnly": True,
                "description": "How short ids are padded in lists. Not documented as read-only.",
            },
            "card_show_color_hex": {
                "type": "boolean",
                "description": "Whether the bot's cards show the digits of a colour; absent in the answer to a GET. Not documented.",
            },
            "proxy_switch": {
                "$ref": "#/components/schemas/ProxySwitchMode",
                "description": "What proxying does to the fronters.",
            },
            "name_format": {
                "type": ["string", "null"],
                "description": 'How the names of proxied messages are made; null for the default in the answer to a PATCH, where a GET has "{name} {tag}".',
            },
            "description_templates": {
                "type": "array",
                "maxItems": 3,
                "items": {"type": "string"},
                "description": "Texts that the bot offers for new descriptions. Not documented.",
            },
        },
    },
    "AnySystemSettings": {
        "description": "All settings where the caller is the owner, the public ones otherwise. The two never match the same object.",
        "anyOf": [
            {"$ref": "#/components/schemas/SystemSettings"},
            {"$ref": "#/components/schemas/PublicSystemSettings"},
        ],
    },
    "PublicSystemSettings": {
        "type": "object",
        "not": {"properties": {"timezone": {"type": "string"}}, "required": ["timezone"]},
        "description": "The settings of a system that anybody may see.",
        "required": [
            "pings_enabled",
            "latch_timeout",
            "case_sensitive_proxy_tags",
            "proxy_error_message_enabled",
            "hid_display_split",
            "hid_display_caps",
            "hid_list_padding",
            "proxy_switch",
            "name_format",
        ],
        "properties": {
            "pings_enabled": {
                "type": "boolean",
                "description": "Whether a reaction may ping the account behind a message.",
            },
            "latch_timeout": {
                "type": ["integer", "null"],
                "description": "Seconds until autoproxy latch ends; null for six hours, 0 for never.",
            },
            "case_sensitive_proxy_tags": {
                "type": "boolean",
                "description": "Whether the case of proxy tags counts.",
            },
            "proxy_error_message_enabled": {
                "type": "boolean",
                "description": "Whether the bot says why it did not proxy.",
            },
            "hid_display_split": {
                "type": "boolean",
                "description": "Whether six-letter ids are shown with a dash.",
            },
            "hid_display_caps": {"type": "boolean", "description": "Whether ids are shown in upper case."},
            "hid_list_padding": {
                "$ref": "#/components/schemas/ListPadding",
                "description": "How short ids are padded in lists.",
            },
            "proxy_switch": {
                "$ref": "#/components/schemas/ProxySwitchMode",
                "description": "What proxying does to the fronters.",
            },
            "name_format": {
                "type": "string",
                "description": 'How the names of proxied messages are made; "{name} {tag}" where none is set.',
                "x-pluralkit-initial": "{name} {tag}",
            },
        },
    },
    "SystemSettingsUpdate": {
        "type": "object",
        "minProperties": 1,
        "description": "What to change of the settings of a system.",
        "properties": {
            "timezone": {
                "type": "string",
                "minLength": 1,
                "description": "IANA name of the time zone, which the service must know. It fails with 500 on null.",
            },
            "pings_enabled": {
                "type": "boolean",
                "description": "Whether a reaction may ping the account behind a message.",
            },
            "latch_timeout": {
                "type": ["integer", "null"],
                "minimum": -2147483648,
                "maximum": 2147483647,
                "description": "Seconds until autoproxy latch ends; null for six hours, 0 for never. The service takes numbers below 0 too.",
            },
            "member_default_private": {
                "type": "boolean",
                "description": "Whether the bot makes new members private.",
            },
            "group_default_private": {
                "type": "boolean",
                "description": "Whether the bot makes new groups private.",
            },
            "case_sensitive_proxy_tags": {
                "type": "boolean",
                "description": "Whether the case of proxy tags counts.",
            },
            "proxy_error_message_enabled": {
                "type": "boolean",
                "description": "Whether the bot says why it did not proxy.",
            },
            "hid_display_split": {
                "type": "boolean",
                "description": "Whether six-letter ids are shown with a dash.",
            },
            "hid_display_caps": {"type": "boolean", "description": "Whether ids are shown in upper case."},
            "card_show_color_hex": {
                "type": "boolean",
                "description": "Whether the bot's cards show the digits of a colour.",
            },
            "proxy_switch": {
                "$ref": "#/components/schemas/ProxySwitchMode",
                "description": "What proxying does to the fronters.",
            },
            "name_format": {
                "type": ["string", "null"],
                "description": "How the names of proxied messages are made; null for the default.",
            },
            "description_templates": {
                "type": "array",
                "maxItems": 3,
                "items": {"type": "string", "maxLength": 1000},
                "description": "Texts that the bot offers for new descriptions, at most 1000 characters each.",
            },
        },
    },
    "SystemGuildSettings": {
        "type": "object",
        "description": "A system's settings for a Discord server.",
        "required": ["proxying_enabled", "tag", "tag_enabled", "avatar_url", "display_name", "name_format"],
        "properties": {
            "proxying_enabled": {
                "type": "boolean",
                "description": "Whether the bot proxies the system's messages on this server.",
            },
            "tag": {
                "type": ["string", "null"],
                "maxLength": 79,
                "description": "Text behind the names of proxied messages on this server, in place of the system's tag.",
            },
            "tag_enabled": {
                "type": "boolean",
                "description": "Whether proxied messages on this server carry a tag.",
            },
            "avatar_url": {
                "type": ["string", "null"],
                "maxLength": 256,
                "description": "Address of the system's picture on this server.",
            },
            "display_name": {
                "type": ["string", "null"],
                "maxLength": 100,
                "description": "What the system is called on this server.",
            },
            "name_format": {
                "type": ["string", "null"],
                "description": "How the bot makes the names of proxied messages on this server. Not documented.",
            },
        },
    },
    "SystemGuildSettingsUpdate": {
        "type": "object",
        "minProperties": 1,
        "description": "What to change of a system's settings for a Discord server.",
        "properties": {
            "proxying_enabled": {
                "type": "boolean",
                "description": "Whether the bot proxies the system's messages on this server.",
            },
            "tag": {
                "type": ["string", "null"],
                "maxLength": 79,
                "description": "Text behind the names of proxied messages on this server, in place of the system's tag.",
            },
            "tag_enabled": {
                "type": "boolean",
                "description": "Whether proxied messages on this server carry a tag.",
            },
            "avatar_url": {
                "type": ["string", "null"],
                "maxLength": 256,
                "pattern": "^[Hh][Tt][Tt][Pp][Ss]://[0-9A-Za-z]([0-9A-Za-z-]{0,61}[0-9A-Za-z])?(\\.[0-9A-Za-z]([0-9A-Za-z-]{0,61}[0-9A-Za-z])?)*(:(6553[0-5]|655[0-2][0-9]|65[0-4][0-9][0-9]|6[0-4][0-9]{3}|[1-5]?[0-9]{1,4}))?([/?#][^\\s<>]*)?$",
                "x-pluralkit-url": "https",
                "description": "Address of the system's picture on this server (https, publicly reachable).",
            },
            "display_name": {
                "type": ["string", "null"],
                "maxLength": 100,
                "description": "What the system is called on this server.",
            },
            "name_format": {
                "type": ["string", "null"],
                "description": "How the bot makes the names of proxied messages on this server.",
            },
        },
    },
    "AutoproxySettings": {
        "type": "object",
        "description": "A system's autoproxy settings for a Discord server.",
        "required": ["autoproxy_mode", "autoproxy_member", "last_latch_timestamp"],
        "properties": {
            "autoproxy_mode": {
                "$ref": "#/components/schemas/AutoproxyMode",
                "description": "How messages without proxy tags are proxied.",
            },
            "autoproxy_member": {
                "type": ["string", "null"],
                "description": "Short id of the member that messages are proxied as, in the modes latch and member.",
            },
            "last_latch_timestamp": {
                "type": ["string", "null"],
                "format": "date-time",
                "readOnly": True,
                "description": "Time at which the mode latch last remembered a member.",
            },
        },
    },
    "AutoproxySettingsUpdate": {
        "type": "object",
        "description": "What to change of a system's autoproxy settings for a Discord server. Where no mode is sent, the stored one decides whether a member may be sent.",
        "if": {"required": ["autoproxy_mode"], "properties": {"autoproxy_mode": {"enum": ["off", "front"]}}},
        "then": {"properties": {"autoproxy_member": {"type": "null"}}},
        "properties": {
            "autoproxy_mode": {
                "$ref": "#/components/schemas/AutoproxyMode",
                "description": "How messages without proxy tags are proxied.",
            },
            "autoproxy_member": {
                "oneOf": [{"$ref": "#/components/schemas/MemberRef"}, {"type": "null"}],
                "description": "The member to proxy as; only with the modes latch and member. null counts as left out.",
            },
        },
    },
    "ProxyTag": {
        "type": "object",
        "description": "What stands around a message that a member is proxied for.",
        "required": ["prefix", "suffix"],
        "x-pluralkit-combined-max-length": 96,
        "properties": {
            "prefix": {
                "type": ["string", "null"],
                "description": "Text before the message; null where there is none.",
            },
            "suffix": {
                "type": ["string", "null"],
                "description": "Text behind the message; null where there is none.",
            },
        },
    },
    "ProxyTagInput": {
        "type": "object",
        "description": "What stands around a message that a member is proxied for. One with neither is left out.",
        "x-pluralkit-combined-max-length": 96,
        "properties": {
            "prefix": {
                "type": ["string", "null"],
                "maxLength": 96,
                "description": "Text before the message; null or left out for none.",
            },
            "suffix": {
                "type": ["string", "null"],
                "maxLength": 96,
                "description": "Text behind the message; null or left out for none.",
            },
        },
    },
    "Member": {
        "type": "object",
        "description": "A member of a system, as the caller may see it.",
        "required": [
            "id",
            "uuid",
            "system",
            "name",
            "display_name",
            "color",
            "birthday",
            "pronouns",
            "avatar_url",
            "webhook_avatar_url",
            "banner",
            "description",
            "created",
            "proxy_tags",
            "keep_proxy",
            "tts",
            "autoproxy_enabled",
            "message_count",
            "last_message_timestamp",
            "privacy",
        ],
        "properties": {
            "id": {
                "$ref": "#/components/schemas/ShortId",
                "readOnly": True,
                "description": "Short id of five or six letters, unique among members.",
            },
            "uuid": {
                "type": "string",
                "format": "uuid",
                "readOnly": True,
                "description": "Permanent id of the member; the short id may change, this one does not.",
            },
            "system": {
                "$ref": "#/components/schemas/ShortId",
                "readOnly": True,
                "description": "Short id of the system that the member belongs to. (Documented for the answer to GET /members/{memberRef} alone.)",
            },
            "name": {
                "type": "string",
                "maxLength": 100,
                "description": "What the member is called in lists and commands.",
                "x-pluralkit-privacy": {
                    "key": "name_privacy",
                    "hidden": "stand-in",
                    "stand-in": "display_name",
                },
            },
            "display_name": {
                "type": ["string", "null"],
                "maxLength": 100,
                "description": "What is shown in place of `name` on cards and proxied messages.",
                "x-pluralkit-privacy": {"key": "name_privacy", "hidden": "null"},
            },
            "color": {
                "type": ["string", "null"],
                "pattern": "^[0-9a-f]{6}$",
                "description": "Colour of the member's card: six hexadecimal digits without #, in lower case.",
            },
            "birthday": {
                "type": ["string", "null"],
                "format": "date",
                "description": "Date of birth; the year 4 means that the year is not told.",
                "x-pluralkit-hidden-year": 4,
                "x-pluralkit-privacy": {"key": "birthday_privacy", "hidden": "null"},
            },
            "pronouns": {
                "type": ["string", "null"],
                "maxLength": 100,
                "description": "How to refer to the member, for example they/them.",
                "x-pluralkit-privacy": {"key": "pronoun_privacy", "hidden": "null"},
            },
            "avatar_url": {
                "type": ["string", "null"],
                "maxLength": 256,
                "description": "Address of the member's picture.",
                "x-pluralkit-privacy": {"key": "avatar_privacy", "hidden": "null"},
                "x-pluralkit-url-rewrite": True,
            },
            "webhook_avatar_url": {
                "type": ["string", "null"],
                "maxLength": 256,
                "description": "Address of the picture beside proxied messages, in place of `avatar_url`.",
                "x-pluralkit-privacy": {"key": "avatar_privacy", "hidden": "null"},
                "x-pluralkit-url-rewrite": True,
            },
            "banner": {
                "type": ["string", "null"],
                "maxLength": 256,
                "description": "Address of the wide picture on the member's card.",
                "x-pluralkit-privacy": {"key": "banner_privacy", "hidden": "null"},
                "x-pluralkit-url-rewrite": True,
            },
            "description": {
                "type": ["string", "null"],
                "maxLength": 1000,
                "description": "Free text about the member, in Discord's Markdown.",
                "x-pluralkit-privacy": {"key": "description_privacy", "hidden": "null"},
            },
            "created": {
                "type": ["string", "null"],
                "format": "date-time",
                "readOnly": True,
                "description": "Time at which the member was created.",
                "x-pluralkit-privacy": {"key": "metadata_privacy", "hidden": "null"},
            },
            "proxy_tags": {
                "type": "array",
                "maxItems": 100,
                "items": {"$ref": "#/components/schemas/ProxyTag"},
                "description": "Prefixes and suffixes by which the bot knows whom a message is proxied for.",
                "x-pluralkit-privacy": {"key": "proxy_privacy", "hidden": "empty"},
            },
            "keep_proxy": {
                "type": "boolean",
                "description": "Whether proxied messages keep the proxy tags in their text.",
            },
            "tts": {"type": "boolean", "description": "Whether proxied messages are sent as text-to-speech."},
            "autoproxy_enabled": {
                "type": ["boolean", "null"],
                "readOnly": True,
                "description": "Whether autoproxy may proxy messages as this member; null for other callers than the owner.",
                "x-pluralkit-privacy": {"key": "owner", "hidden": "null"},
                "x-pluralkit-initial": True,
            },
            "message_count": {
                "type": ["integer", "null"],
                "minimum": 0,
                "readOnly": True,
                "description": "Number of messages that were proxied for the member.",
                "x-pluralkit-privacy": {"key": "metadata_privacy", "hidden": "null"},
                "x-pluralkit-initial": 0,
            },
            "last_message_timestamp": {
                "type": ["string", "null"],
                "format": "date-time",
                "readOnly": True,
                "description": "Time of the latest message that was proxied for the member.",
                "x-pluralkit-privacy": {"key": "metadata_privacy", "hidden": "null"},
            },
            "privacy": {
                "oneOf": [{"$ref": "#/components/schemas/MemberPrivacy"}, {"type": "null"}],
                "description": "Privacy level of each part of the member; null for other callers than the owner.",
                "x-pluralkit-privacy": {"key": "owner", "hidden": "null"},
            },
        },
    },
    "MessageMember": {
        "type": "object",
        "description": "A member inside a message, as the caller may see it; the message has the system beside it.",
        "required": [
            "id",
            "uuid",
            "name",
            "display_name",
            "color",
            "birthday",
            "pronouns",
            "avatar_url",
            "webhook_avatar_url",
            "banner",
            "description",
            "created",
            "proxy_tags",
            "keep_proxy",
            "tts",
            "autoproxy_enabled",
            "message_count",
            "last_message_timestamp",
            "privacy",
        ],
        "properties": {
            "id": {
                "$ref": "#/components/schemas/ShortId",
                "readOnly": True,
                "description": "Short id of five or six letters, unique among members.",
            },
            "uuid": {
                "type": "string",
                "format": "uuid",
                "readOnly": True,
                "description": "Permanent id of the member; the short id may change, this one does not.",
            },
            "name": {
                "type": "string",
                "maxLength": 100,
                "description": "What the member is called in lists and commands.",
                "x-pluralkit-privacy": {
                    "key": "name_privacy",
                    "hidden": "stand-in",
                    "stand-in": "display_name",
                },
            },
            "display_name": {
                "type": ["string", "null"],
                "maxLength": 100,
                "description": "What is shown in place of `name` on cards and proxied messages.",
                "x-pluralkit-privacy": {"key": "name_privacy", "hidden": "null"},
            },
            "color": {
                "type": ["string", "null"],
                "pattern": "^[0-9a-f]{6}$",
                "description": "Colour of the member's card: six hexadecimal digits without #, in lower case.",
            },
            "birthday": {
                "type": ["string", "null"],
                "format": "date",
                "description": "Date of birth; the year 4 means that the year is not told.",
                "x-pluralkit-hidden-year": 4,
                "x-pluralkit-privacy": {"key": "birthday_privacy", "hidden": "null"},
            },
            "pronouns": {
                "type": ["string", "null"],
                "maxLength": 100,
                "description": "How to refer to the member, for example they/them.",
                "x-pluralkit-privacy": {"key": "pronoun_privacy", "hidden": "null"},
            },
            "avatar_url": {
                "type": ["string", "null"],
                "maxLength": 256,
                "description": "Address of the member's picture.",
                "x-pluralkit-privacy": {"key": "avatar_privacy", "hidden": "null"},
                "x-pluralkit-url-rewrite": True,
            },
            "webhook_avatar_url": {
                "type": ["string", "null"],
                "maxLength": 256,
                "description": "Address of the picture beside proxied messages, in place of `avatar_url`.",
                "x-pluralkit-privacy": {"key": "avatar_privacy", "hidden": "null"},
                "x-pluralkit-url-rewrite": True,
            },
            "banner": {
                "type": ["string", "null"],
                "maxLength": 256,
                "description": "Address of the wide picture on the member's card.",
                "x-pluralkit-privacy": {"key": "banner_privacy", "hidden": "null"},
                "x-pluralkit-url-rewrite": True,
            },
            "description": {
                "type": ["string", "null"],
                "maxLength": 1000,
                "description": "Free text about the member, in Discord's Markdown.",
                "x-pluralkit-privacy": {"key": "description_privacy", "hidden": "null"},
            },
            "created": {
                "type": ["string", "null"],
                "format": "date-time",
                "readOnly": True,
                "description": "Time at which the member was created.",
                "x-pluralkit-privacy": {"key": "metadata_privacy", "hidden": "null"},
            },
            "proxy_tags": {
                "type": "array",
                "maxItems": 100,
                "items": {"$ref": "#/components/schemas/ProxyTag"},
                "description": "Prefixes and suffixes by which the bot knows whom a message is proxied for.",
                "x-pluralkit-privacy": {"key": "proxy_privacy", "hidden": "empty"},
            },
            "keep_proxy": {
                "type": "boolean",
                "description": "Whether proxied messages keep the proxy tags in their text.",
            },
            "tts": {"type": "boolean", "description": "Whether proxied messages are sent as text-to-speech."},
            "autoproxy_enabled": {
                "type": ["boolean", "null"],
                "readOnly": True,
                "description": "Whether autoproxy may proxy messages as this member; null for other callers than the owner.",
                "x-pluralkit-privacy": {"key": "owner", "hidden": "null"},
                "x-pluralkit-initial": True,
            },
            "message_count": {
                "type": ["integer", "null"],
                "minimum": 0,
                "readOnly": True,
                "description": "Number of messages that were proxied for the member.",
                "x-pluralkit-privacy": {"key": "metadata_privacy", "hidden": "null"},
                "x-pluralkit-initial": 0,
            },
            "last_message_timestamp": {
                "type": ["string", "null"],
                "format": "date-time",
                "readOnly": True,
                "description": "Time of the latest message that was proxied for the member.",
                "x-pluralkit-privacy": {"key": "metadata_privacy", "hidden": "null"},
            },
            "privacy": {
                "oneOf": [{"$ref": "#/components/schemas/MemberPrivacy"}, {"type": "null"}],
                "description": "Privacy level of each part of the member; null for other callers than the owner.",
                "x-pluralkit-privacy": {"key": "owner", "hidden": "null"},
            },
        },
    },
    "MemberList": {
        "type": "array",
        "description": "Members, in no particular order.",
        "items": {"$ref": "#/components/schemas/Member"},
    },
    "MemberPrivacy": {
        "type": "object",
        "description": "Who may see what of a member.",
        "required": [
            "visibility",
            "name_privacy",
            "description_privacy",
            "birthday_privacy",
            "pronoun_privacy",
            "avatar_privacy",
            "banner_privacy",
            "metadata_privacy",
            "proxy_privacy",
        ],
        "properties": {
            "visibility": {
                "$ref": "#/components/schemas/PrivacyLevel",
                "description": "Whether lists show the member to other callers; it is still found by its id.",
            },
            "name_privacy": {
                "$ref": "#/components/schemas/PrivacyLevel",
                "description": "Who may see the name; others see the display name, if there is one.",
            },
            "description_privacy": {
                "$ref": "#/components/schemas/PrivacyLevel",
                "description": "Who may see the description.",
            },
            "birthday_privacy": {
                "$ref": "#/components/schemas/PrivacyLevel",
                "description": "Who may see the birthday.",
            },
            "pronoun_privacy": {
                "$ref": "#/components/schemas/PrivacyLevel",
                "description": "Who may see the pronouns.",
            },
            "avatar_privacy": {
                "$ref": "#/components/schemas/PrivacyLevel",
                "description": "Who may see both avatars.",
            },
            "banner_privacy": {
                "$ref": "#/components/schemas/PrivacyLevel",
                "description": "Who may see the banner.",
            },
            "metadata_privacy": {
                "$ref": "#/components/schemas/PrivacyLevel",
                "description": "Who may see when the member was created, its message count and its latest message.",
            },
            "proxy_privacy": {
                "$ref": "#/components/schemas/PrivacyLevel",
                "description": "Who may see the proxy tags.",
            },
        },
    },
    "MemberCreate": {
        "type": "object",
        "description": "What a member is created with; everything but the name may be left out.",
        "required": ["name"],
        "properties": {
            "name": {
                "type": "string",
                "minLength": 1,
                "maxLength": 100,
                "pattern": "\\S",
                "description": "What the member is called in lists and commands.",
            },
            "display_name": {
                "type": ["string", "null"],
                "maxLength": 100,
                "description": "What is shown in place of `name` on cards and proxied messages.",
            },
            "color": {
                "type": ["string", "null"],
                "pattern": "^[0-9A-Fa-f]{6}$",
                "description": "Colour of the member's card: six hexadecimal digits without #.",
            },
            "birthday": {
                "type": ["string", "null"],
                "format": "date",
                "description": "Date of birth; the year 4 means that the year is not told. There is no year 0.",
            },
            "pronouns": {
                "type": ["string", "null"],
                "maxLength": 100,
                "description": "How to refer to the member, for example they/them.",
            },
            "avatar_url": {
                "type": ["string", "null"],
                "maxLength": 256,
                "pattern": "^[Hh][Tt][Tt][Pp][Ss]://[0-9A-Za-z]([0-9A-Za-z-]{0,61}[0-9A-Za-z])?(\\.[0-9A-Za-z]([0-9A-Za-z-]{0,61}[0-9A-Za-z])?)*(:(6553[0-5]|655[0-2][0-9]|65[0-4][0-9][0-9]|6[0-4][0-9]{3}|[1-5]?[0-9]{1,4}))?([/?#][^\\s<>]*)?$",
                "x-pluralkit-url": "https",
                "description": "Address of the member's picture (https, publicly reachable).",
            },
            "webhook_avatar_url": {
                "type": ["string", "null"],
                "maxLength": 256,
                "pattern": "^[Hh][Tt][Tt][Pp][Ss]://[0-9A-Za-z]([0-9A-Za-z-]{0,61}[0-9A-Za-z])?(\\.[0-9A-Za-z]([0-9A-Za-z-]{0,61}[0-9A-Za-z])?)*(:(6553[0-5]|655[0-2][0-9]|65[0-4][0-9][0-9]|6[0-4][0-9]{3}|[1-5]?[0-9]{1,4}))?([/?#][^\\s<>]*)?$",
                "x-pluralkit-url": "https",
                "description": "Address of the picture beside proxied messages (https, publicly reachable).",
            },
            "banner": {
                "type": ["string", "null"],
                "maxLength": 256,
                "pattern": "^[Hh][Tt][Tt][Pp][Ss]://[0-9A-Za-z]([0-9A-Za-z-]{0,61}[0-9A-Za-z])?(\\.[0-9A-Za-z]([0-9A-Za-z-]{0,61}[0-9A-Za-z])?)*(:(6553[0-5]|655[0-2][0-9]|65[0-4][0-9][0-9]|6[0-4][0-9]{3}|[1-5]?[0-9]{1,4}))?([/?#][^\\s<>]*)?$",
                "x-pluralkit-url": "https",
                "description": "Address of the wide picture on the member's card (https, publicly reachable).",
            },
            "description": {
                "type": ["string", "null"],
                "maxLength": 1000,
                "description": "Free text about the member, in Discord's Markdown.",
            },
            "proxy_tags": {
                "type": "array",
                "maxItems": 100,
                "items": {"$ref": "#/components/schemas/ProxyTagInput"},
                "description": "Prefixes and suffixes by which the bot knows whom a message is proxied for.",
            },
            "keep_proxy": {
                "type": "boolean",
                "description": "Whether proxied messages keep the proxy tags in their text.",
            },
            "tts": {"type": "boolean", "description": "Whether proxied messages are sent as text-to-speech."},
            "privacy": {
                "$ref": "#/components/schemas/MemberPrivacyUpdate",
                "description": "Privacy levels; those that are left out are public in a new member and kept in a change.",
            },
        },
    },
    "MemberUpdate": {
        "type": "object",
        "minProperties": 1,
        "not": {"required": ["privacy"], "maxProperties": 1, "properties": {"privacy": {"maxProperties": 0}}},
        "description": "What to change of a member. An empty privacy alone changes nothing, and is refused.",
        "properties": {
            "name": {
                "type": "string",
                "minLength": 1,
                "maxLength": 100,
                "pattern": "\\S",
                "description": "What the member is called in lists and commands.",
            },
            "display_name": {
                "type": ["string", "null"],
                "maxLength": 100,
                "description": "What is shown in place of `name` on cards and proxied messages.",
            },
            "color": {
                "type": ["string", "null"],
                "pattern": "^[0-9A-Fa-f]{6}$",
                "description": "Colour of the member's card: six hexadecimal digits without #.",
            },
            "birthday": {
                "type": ["string", "null"],
                "format": "date",
                "description": "Date of birth; the year 4 means that the year is not told. There is no year 0.",
            },
            "pronouns": {
                "type": ["string", "null"],
                "maxLength": 100,
                "description": "How to refer to the member, for example they/them.",
            },
            "avatar_url": {
                "type": ["string", "null"],
                "maxLength": 256,
                "pattern": "^[Hh][Tt][Tt][Pp][Ss]://[0-9A-Za-z]([0-9A-Za-z-]{0,61}[0-9A-Za-z])?(\\.[0-9A-Za-z]([0-9A-Za-z-]{0,61}[0-9A-Za-z])?)*(:(6553[0-5]|655[0-2][0-9]|65[0-4][0-9][0-9]|6[0-4][0-9]{3}|[1-5]?[0-9]{1,4}))?([/?#][^\\s<>]*)?$",
                "x-pluralkit-url": "https",
                "description": "Address of the member's picture (https, publicly reachable).",
            },
            "webhook_avatar_url": {
                "type": ["string", "null"],
                "maxLength": 256,
                "pattern": "^[Hh][Tt][Tt][Pp][Ss]://[0-9A-Za-z]([0-9A-Za-z-]{0,61}[0-9A-Za-z])?(\\.[0-9A-Za-z]([0-9A-Za-z-]{0,61}[0-9A-Za-z])?)*(:(6553[0-5]|655[0-2][0-9]|65[0-4][0-9][0-9]|6[0-4][0-9]{3}|[1-5]?[0-9]{1,4}))?([/?#][^\\s<>]*)?$",
                "x-pluralkit-url": "https",
                "description": "Address of the picture beside proxied messages (https, publicly reachable).",
            },
            "banner": {
                "type": ["string", "null"],
                "maxLength": 256,
                "pattern": "^[Hh][Tt][Tt][Pp][Ss]://[0-9A-Za-z]([0-9A-Za-z-]{0,61}[0-9A-Za-z])?(\\.[0-9A-Za-z]([0-9A-Za-z-]{0,61}[0-9A-Za-z])?)*(:(6553[0-5]|655[0-2][0-9]|65[0-4][0-9][0-9]|6[0-4][0-9]{3}|[1-5]?[0-9]{1,4}))?([/?#][^\\s<>]*)?$",
                "x-pluralkit-url": "https",
                "description": "Address of the wide picture on the member's card (https, publicly reachable).",
            },
            "description": {
                "type": ["string", "null"],
                "maxLength": 1000,
                "description": "Free text about the member, in Discord's Markdown.",
            },
            "proxy_tags": {
                "type": "array",
                "maxItems": 100,
                "items": {"$ref": "#/components/schemas/ProxyTagInput"},
                "description": "Prefixes and suffixes by which the bot knows whom a message is proxied for.",
            },
            "keep_proxy": {
                "type": "boolean",
                "description": "Whether proxied messages keep the proxy tags in their text.",
            },
            "tts": {"type": "boolean", "description": "Whether proxied messages are sent as text-to-speech."},
            "privacy": {
                "$ref": "#/components/schemas/MemberPrivacyUpdate",
                "description": "Privacy levels; those that are left out are public in a new member and kept in a change.",
            },
        },
    },
    "MemberPrivacyUpdate": {
        "type": "object",
        "description": "What to change of a member's privacy. The service also takes null for a level, and sets public.",
        "properties": {
            "visibility": {
                "$ref": "#/components/schemas/PrivacyLevel",
                "description": "Whether lists show the member to other callers; it is still found by its id.",
            },
            "name_privacy": {
                "$ref": "#/components/schemas/PrivacyLevel",
                "description": "Who may see the name; others see the display name, if there is one.",
            },
            "description_privacy": {
                "$ref": "#/components/schemas/PrivacyLevel",
                "description": "Who may see the description.",
            },
            "birthday_privacy": {
                "$ref": "#/components/schemas/PrivacyLevel",
                "description": "Who may see the birthday.",
            },
            "pronoun_privacy": {
                "$ref": "#/components/schemas/PrivacyLevel",
                "description": "Who may see the pronouns.",
            },
            "avatar_privacy": {
                "$ref": "#/components/schemas/PrivacyLevel",
                "description": "Who may see both avatars.",
            },
            "banner_privacy": {
                "$ref": "#/components/schemas/PrivacyLevel",
                "description": "Who may see the banner.",
            },
            "metadata_privacy": {
                "$ref": "#/components/schemas/PrivacyLevel",
                "description": "Who may see when the member was created, its message count and its latest message.",
            },
            "proxy_privacy": {
                "$ref": "#/components/schemas/PrivacyLevel",
                "description": "Who may see the proxy tags.",
            },
        },
    },
    "MemberGuildSettings": {
        "type": "object",
        "description": "A member's settings for a Discord server.",
        "required": ["display_name", "avatar_url", "keep_proxy"],
        "properties": {
            "display_name": {
                "type": ["string", "null"],
                "maxLength": 100,
                "description": "What the member is called on this server.",
            },
            "avatar_url": {
                "type": ["string", "null"],
                "maxLength": 256,
                "description": "Address of the member's picture on this server.",
            },
            "keep_proxy": {
                "type": ["boolean", "null"],
                "description": "Whether proxied messages keep the proxy tags on this server; null as elsewhere.",
            },
        },
    },
    "MemberGuildSettingsUpdate": {
        "type": "object",
        "minProperties": 1,
        "description": "What to change of a member's settings for a Discord server.",
        "properties": {
            "display_name": {
                "type": ["string", "null"],
                "maxLength": 100,
                "description": "What the member is called on this server.",
            },
            "avatar_url": {
                "type": ["string", "null"],
                "maxLength": 256,
                "pattern": "^[Hh][Tt][Tt][Pp][Ss]://[0-9A-Za-z]([0-9A-Za-z-]{0,61}[0-9A-Za-z])?(\\.[0-9A-Za-z]([0-9A-Za-z-]{0,61}[0-9A-Za-z])?)*(:(6553[0-5]|655[0-2][0-9]|65[0-4][0-9][0-9]|6[0-4][0-9]{3}|[1-5]?[0-9]{1,4}))?([/?#][^\\s<>]*)?$",
                "x-pluralkit-url": "https",
                "description": "Address of the member's picture on this server (https, publicly reachable).",
            },
            "keep_proxy": {
                "type": "boolean",
                "description": "Whether proxied messages keep the proxy tags on this server. It cannot be set back to null: the service fails with 500 on that.",
            },
        },
    },
    "Group": {
        "type": "object",
        "description": "A group of members, as the caller may see it.",
        "required": [
            "id",
            "uuid",
            "system",
            "name",
            "display_name",
            "description",
            "icon",
            "banner",
            "color",
            "created",
            "privacy",
        ],
        "properties": {
            "id": {
                "$ref": "#/components/schemas/ShortId",
                "readOnly": True,
                "description": "Short id of five or six letters, unique among groups.",
            },
            "uuid": {
                "type": "string",
                "format": "uuid",
                "readOnly": True,
                "description": "Permanent id of the group; the short id may change, this one does not.",
            },
            "system": {
                "$ref": "#/components/schemas/ShortId",
                "readOnly": True,
                "description": "Short id of the system that the group belongs to; always there (not documented).",
            },
            "name": {
                "type": "string",
                "maxLength": 100,
                "description": "What the group is called in lists and commands.",
                "x-pluralkit-privacy": {
                    "key": "name_privacy",
                    "hidden": "stand-in",
                    "stand-in": "display_name",
                },
            },
            "display_name": {
                "type": ["string", "null"],
                "maxLength": 100,
                "description": "What is shown in place of `name` on cards.",
                "x-pluralkit-privacy": {"key": "name_privacy", "hidden": "null"},
            },
            "description": {
                "type": ["string", "null"],
                "maxLength": 1000,
                "description": "Free text about the group, in Discord's Markdown.",
                "x-pluralkit-privacy": {"key": "description_privacy", "hidden": "null"},
            },
            "icon": {
                "type": ["string", "null"],
                "maxLength": 256,
                "description": "Address of the group's picture.",
                "x-pluralkit-privacy": {"key": "icon_privacy", "hidden": "null"},
                "x-pluralkit-url-rewrite": True,
            },
            "banner": {
                "type": ["string", "null"],
                "maxLength": 256,
                "description": "Address of the wide picture on the group's card.",
                "x-pluralkit-privacy": {"key": "banner_privacy", "hidden": "null"},
            },
            "color": {
                "type": ["string", "null"],
                "pattern": "^[0-9a-f]{6}$",
                "description": "Colour of the group's card: six hexadecimal digits without #, in lower case.",
            },
            "created": {
                "type": ["string", "null"],
                "format": "date-time",
                "readOnly": True,
                "description": "Time at which the group was created.",
                "x-pluralkit-privacy": {"key": "metadata_privacy", "hidden": "null"},
            },
            "members": {
                "type": "array",
                "items": {"type": "string", "format": "uuid"},
                "readOnly": True,
                "description": "UUIDs of the members, where `with_members` asked for them.",
                "x-pluralkit-privacy": {"key": "list_privacy", "hidden": "empty"},
            },
            "privacy": {
                "oneOf": [{"$ref": "#/components/schemas/GroupPrivacy"}, {"type": "null"}],
                "description": "Privacy level of each part of the group; null for other callers than the owner.",
                "x-pluralkit-privacy": {"key": "owner", "hidden": "null"},
            },
        },
    },
    "GroupList": {
        "type": "array",
        "description": "Groups, in no particular order.",
        "items": {"$ref": "#/components/schemas/Group"},
    },
    "GroupPrivacy": {
        "type": "object",
        "description": "Who may see what of a group.",
        "required": [
            "name_privacy",
            "description_privacy",
            "banner_privacy",
            "icon_privacy",
            "list_privacy",
            "metadata_privacy",
            "visibility",
        ],
        "properties": {
            "name_privacy": {
                "$ref": "#/components/schemas/PrivacyLevel",
                "description": "Who may see the name; others see the display name, if there is one.",
            },
            "description_privacy": {
                "$ref": "#/components/schemas/PrivacyLevel",
                "description": "Who may see the description.",
            },
            "banner_privacy": {
                "$ref": "#/components/schemas/PrivacyLevel",
                "description": "Who may see the banner.",
            },
            "icon_privacy": {
                "$ref": "#/components/schemas/PrivacyLevel",
                "description": "Who may see the icon.",
            },
            "list_privacy": {
                "$ref": "#/components/schemas/PrivacyLevel",
                "description": "Who may list the members.",
            },
            "metadata_privacy": {
                "$ref": "#/components/schemas/PrivacyLevel",
                "description": "Who may see when the group was created.",
            },
            "visibility": {
                "$ref": "#/components/schemas/PrivacyLevel",
                "description": "Whether lists show the group to other callers; it is still found by its id.",
            },
        },
    },
    "GroupCreate": {
        "type": "object",
        "description": "What a group is created with; everything but the name may be left out.",
        "required": ["name"],
        "properties": {
            "name": {
                "type": "string",
                "minLength": 1,
                "maxLength": 100,
                "pattern": "\\S",
                "description": "What the group is called in lists and commands.",
            },
            "display_name": {
                "type": ["string", "null"],
                "maxLength": 100,
                "description": "What is shown in place of `name` on cards.",
            },
            "description": {
                "type": ["string", "null"],
                "maxLength": 1000,
                "description": "Free text about the group, in Discord's Markdown.",
            },
            "icon": {
                "type": ["string", "null"],
                "maxLength": 256,
                "pattern": "^[Hh][Tt][Tt][Pp][Ss]://[0-9A-Za-z]([0-9A-Za-z-]{0,61}[0-9A-Za-z])?(\\.[0-9A-Za-z]([0-9A-Za-z-]{0,61}[0-9A-Za-z])?)*(:(6553[0-5]|655[0-2][0-9]|65[0-4][0-9][0-9]|6[0-4][0-9]{3}|[1-5]?[0-9]{1,4}))?([/?#][^\\s<>]*)?$",
                "x-pluralkit-url": "https",
                "description": "Address of the group's picture (https, publicly reachable).",
            },
            "banner": {
                "type": ["string", "null"],
                "maxLength": 256,
                "pattern": "^[Hh][Tt][Tt][Pp][Ss]://[0-9A-Za-z]([0-9A-Za-z-]{0,61}[0-9A-Za-z])?(\\.[0-9A-Za-z]([0-9A-Za-z-]{0,61}[0-9A-Za-z])?)*(:(6553[0-5]|655[0-2][0-9]|65[0-4][0-9][0-9]|6[0-4][0-9]{3}|[1-5]?[0-9]{1,4}))?([/?#][^\\s<>]*)?$",
                "x-pluralkit-url": "https",
                "description": "Address of the wide picture on the group's card (https, publicly reachable).",
            },
            "color": {
                "type": ["string", "null"],
                "pattern": "^[0-9A-Fa-f]{6}$",
                "description": "Colour of the group's card: six hexadecimal digits without #.",
            },
            "privacy": {
                "$ref": "#/components/schemas/GroupPrivacyUpdate",
                "description": "Privacy levels; those that are left out are public in a new group and kept in a change.",
            },
        },
    },
    "GroupUpdate": {
        "type": "object",
        "minProperties": 1,
        "not": {"required": ["privacy"], "maxProperties": 1, "properties": {"privacy": {"maxProperties": 0}}},
        "description": "What to change of a group. An empty privacy alone changes nothing, and is refused.",
        "properties": {
            "name": {
                "type": "string",
                "minLength": 1,
                "maxLength": 100,
                "pattern": "\\S",
                "description": "What the group is called in lists and commands.",
            },
            "display_name": {
                "type": ["string", "null"],
                "maxLength": 100,
                "description": "What is shown in place of `name` on cards.",
            },
            "description": {
                "type": ["string", "null"],
                "maxLength": 1000,
                "description": "Free text about the group, in Discord's Markdown.",
            },
            "icon": {
                "type": ["string", "null"],
                "maxLength": 256,
                "pattern": "^[Hh][Tt][Tt][Pp][Ss]://[0-9A-Za-z]([0-9A-Za-z-]{0,61}[0-9A-Za-z])?(\\.[0-9A-Za-z]([0-9A-Za-z-]{0,61}[0-9A-Za-z])?)*(:(6553[0-5]|655[0-2][0-9]|65[0-4][0-9][0-9]|6[0-4][0-9]{3}|[1-5]?[0-9]{1,4}))?([/?#][^\\s<>]*)?$",
                "x-pluralkit-url": "https",
                "description": "Address of the group's picture (https, publicly reachable).",
            },
            "banner": {
                "type": ["string", "null"],
                "maxLength": 256,
                "pattern": "^[Hh][Tt][Tt][Pp][Ss]://[0-9A-Za-z]([0-9A-Za-z-]{0,61}[0-9A-Za-z])?(\\.[0-9A-Za-z]([0-9A-Za-z-]{0,61}[0-9A-Za-z])?)*(:(6553[0-5]|655[0-2][0-9]|65[0-4][0-9][0-9]|6[0-4][0-9]{3}|[1-5]?[0-9]{1,4}))?([/?#][^\\s<>]*)?$",
                "x-pluralkit-url": "https",
                "description": "Address of the wide picture on the group's card (https, publicly reachable).",
            },
            "color": {
                "type": ["string", "null"],
                "pattern": "^[0-9A-Fa-f]{6}$",
                "description": "Colour of the group's card: six hexadecimal digits without #.",
            },
            "privacy": {
                "$ref": "#/components/schemas/GroupPrivacyUpdate",
                "description": "Privacy levels; those that are left out are public in a new group and kept in a change.",
            },
        },
    },
    "GroupPrivacyUpdate": {
        "type": "object",
        "description": "What to change of a group's privacy. The service also takes null for a level, and sets public.",
        "properties": {
            "name_privacy": {
                "$ref": "#/components/schemas/PrivacyLevel",
                "description": "Who may see the name; others see the display name, if there is one.",
            },
            "description_privacy": {
                "$ref": "#/components/schemas/PrivacyLevel",
                "description": "Who may see the description.",
            },
            "banner_privacy": {
                "$ref": "#/components/schemas/PrivacyLevel",
                "description": "Who may see the banner.",
            },
            "icon_privacy": {
                "$ref": "#/components/schemas/PrivacyLevel",
                "description": "Who may see the icon.",
            },
            "list_privacy": {
                "$ref": "#/components/schemas/PrivacyLevel",
                "description": "Who may list the members.",
            },
            "metadata_privacy": {
                "$ref": "#/components/schemas/PrivacyLevel",
                "description": "Who may see when the group was created.",
            },
            "visibility": {
                "$ref": "#/components/schemas/PrivacyLevel",
                "description": "Whether lists show the group to other callers; it is still found by its id.",
            },
        },
    },
    "Switch": {
        "type": "object",
        "description": "Who fronted from a time on, by short id.",
        "required": ["id", "timestamp", "members"],
        "properties": {
            "id": {
                "type": "string",
                "format": "uuid",
                "readOnly": True,
                "description": "Permanent id of the switch, a UUID.",
            },
            "timestamp": {
                "type": "string",
                "format": "date-time",
                "description": "Time from which these members front, until that of the next switch.",
            },
            "members": {
                "type": "array",
                "items": {"$ref": "#/components/schemas/ShortId"},
                "description": "Short ids, in the order in which they were given; empty for nobody.",
            },
        },
    },
    "SwitchWithMembers": {
        "type": "object",
        "description": "Who fronted from a time on, with the members in full.",
        "required": ["id", "timestamp", "members"],
        "properties": {
            "id": {
                "type": "string",
                "format": "uuid",
                "readOnly": True,
                "description": "Permanent id of the switch, a UUID.",
            },
            "timestamp": {
                "type": "string",
                "format": "date-time",
                "description": "Time from which these members front, until that of the next switch.",
            },
            "members": {
                "type": "array",
                "items": {"$ref": "#/components/schemas/Member"},
                "description": "The members, in the order in which they were given; empty for nobody.",
            },
        },
    },
    "SwitchList": {
        "type": "array",
        "maxItems": 100,
        "description": "A page of switches, newest first.",
        "items": {"$ref": "#/components/schemas/Switch"},
    },
    "SwitchCreate": {
        "type": "object",
        "description": "Who fronts, and since when.",
        "required": ["members"],
        "properties": {
            "members": {
                "type": "array",
                "uniqueItems": True,
                "items": {"$ref": "#/components/schemas/ListedMemberRef"},
                "description": "Who fronts, in order, each once; empty for nobody.",
            },
            "timestamp": {
                "type": "string",
                "format": "date-time",
                "pattern": "Z$",
                "description": "Since when the members front; now if it is left out. UTC, ending in Z; at most nine digits of a fraction, no leap second.",
            },
        },
    },
    "SwitchUpdate": {
        "type": "object",
        "description": "Where a switch is moved to.",
        "required": ["timestamp"],
        "properties": {
            "timestamp": {
                "type": "string",
                "format": "date-time",
                "description": "Since when the members of the switch front, with any offset.",
            }
        },
    },
    "Message": {
        "type": "object",
        "description": "A message that was proxied.",
        "required": ["timestamp", "id", "original", "sender", "channel", "guild", "system", "member"],
        "properties": {
            "timestamp": {
                "type": "string",
                "format": "date-time",
                "description": "Time at which the message was sent, cut to whole seconds.",
            },
            "id": {
                "type": "string",
                "pattern": "^[0-9]{1,19}$",
                "description": "Discord id of the proxied message.",
            },
            "original": {
                "type": "string",
                "pattern": "^[0-9]{0,19}$",
                "description": "Discord id of the message that it replaced; empty where there is none (not documented).",
            },
            "sender": {
                "type": "string",
                "pattern": "^[0-9]{1,19}$",
                "description": "Discord id of the account that sent it.",
            },
            "channel": {
                "type": "string",
                "pattern": "^[0-9]{1,19}$",
                "description": "Discord id of the channel.",
            },
            "guild": {
                "type": ["string", "null"],
                "pattern": "^[0-9]{1,19}$",
                "description": "Discord id of the server; null in direct messages (documented as never null).",
            },
            "system": {
                "oneOf": [{"$ref": "#/components/schemas/System"}, {"type": "null"}],
                "description": "System that the message was proxied for; null where the member was deleted.",
            },
            "member": {
                "oneOf": [{"$ref": "#/components/schemas/MessageMember"}, {"type": "null"}],
                "description": "Member that the message was proxied as; null where it was deleted.",
            },
        },
    },
    "OEmbed": {
        "type": "object",
        "description": "A link preview.",
        "required": ["type", "provider_name", "provider_url", "title"],
        "properties": {
            "type": {"type": "string", "pattern": "^rich$", "description": 'Always "rich".'},
            "provider_name": {
                "type": "string",
                "pattern": "^PluralKit (System|Member|Group)$",
                "description": "Kind of the thing, behind the name PluralKit.",
            },
            "provider_url": {
                "type": "string",
                "pattern": "^https://pluralkit\\.me$",
                "description": "Address of PluralKit.",
            },
            "title": {"type": "string", "description": "Name of the thing, with that of its system."},
        },
    },
    "ErrorResponse": {
        "type": "object",
        "description": "What went wrong.",
        "required": ["message", "code"],
        "properties": {
            "message": {"type": "string", "description": "Explanation for a person; programs use `code`."},
            "code": {
                "type": "integer",
                "description": "Error code, one of x-pluralkit-errors; 0 has no special meaning beyond the status.",
            },
            "errors": {
                "type": "object",
                "additionalProperties": {
                    "type": "array",
                    "items": {"$ref": "#/components/schemas/FieldError"},
                },
                "description": "Problems of each field of the body, by its key (code 40001 only).",
            },
        },
    },
    "FieldError": {
        "type": "object",
        "description": "What is wrong with a field.",
        "required": ["message"],
        "properties": {
            "message": {
                "type": "string",
                "description": "Explanation for a person of what is wrong with the field.",
            },
            "max_length": {
                "type": "integer",
                "description": "Longest text that the field takes, in UTF-16 code units.",
            },
            "actual_length": {
                "type": "integer",
                "description": "Length of the text that was sent, in UTF-16 code units.",
            },
        },
    },
    "RateLimitError": {
        "type": "object",
        "description": "The bucket is exhausted.",
        "required": ["message", "code", "retry_after", "scope"],
        "properties": {
            "message": {"type": "string", "description": "Explanation for a person."},
            "code": {
                "type": "integer",
                "const": 0,
                "description": "Always 0: this error has no code of its own.",
            },
            "retry_after": {
                "type": "integer",
                "minimum": 0,
                "description": "Milliseconds; may be 0. Waiting just this long is refused again.",
            },
            "scope": {
                "type": "string",
                "enum": ["generic_get", "generic_update", "token2"],
                "description": "The generic scope, also where an own bucket is exhausted; token2 for a registered application (not recorded). Not documented.",
            },
        },
    },
    "DiscordLogIn": {
        "type": "object",
        "description": "What Discord gave the dashboard for a log-in.",
        "properties": {
            "code": {
                "type": "string",
                "description": "The code that Discord appended to the address of the dashboard.",
            },
            "redirect_domain": {
                "type": "string",
                "description": "Address of the dashboard, as it was told to Discord.",
            },
        },
    },
    "ShardStates": {
        "type": "object",
        "description": "The bot's connections to Discord.",
        "required": ["shards"],
        "properties": {
            "shards": {
                "type": "array",
                "items": {"$ref": "#/components/schemas/ShardState"},
                "description": "Each connection.",
            }
        },
    },
    "ShardState": {
        "type": "object",
        "description": "One connection of the bot to Discord.",
        "required": [
            "shard_id",
            "up",
            "disconnection_count",
            "latency",
            "last_heartbeat",
            "last_connection",
            "last_reconnect",
            "cluster_id",
        ],
        "properties": {
            "shard_id": {"type": "integer", "description": "Its number, from 0."},
            "up": {"type": "boolean", "description": "Whether it is connected."},
            "disconnection_count": {"type": "integer", "description": "How often it was disconnected."},
            "latency": {"type": "integer", "description": "Milliseconds until Discord answers a heartbeat."},
            "last_heartbeat": {
                "type": "integer",
                "description": "When Discord last answered a heartbeat; Unix seconds.",
            },
            "last_connection": {"type": "integer", "description": "When it was connected; Unix seconds."},
            "last_reconnect": {
                "type": "integer",
                "description": "When it was last connected again; Unix seconds.",
            },
            "cluster_id": {"type": ["integer", "null"], "description": "The process that has it."},
        },
    },
    "BotStats": {
        "type": "object",
        "description": "What the bot stores and does.",
        "required": ["db", "prom"],
        "properties": {
            "db": {"$ref": "#/components/schemas/StoredNumbers", "description": "What is stored."},
            "prom": {
                "type": "object",
                "additionalProperties": {"type": ["number", "string"]},
                "description": "Measurements of the running service, by name.",
            },
        },
    },
    "StoredNumbers": {
        "type": "object",
        "description": "How many things the bot stores.",
        "required": [
            "systems",
            "members",
            "groups",
            "switches",
            "messages",
            "messages_24h",
            "guilds",
            "channels",
        ],
        "properties": {
            "systems": {"type": "integer", "description": "How many systems are registered."},
            "members": {"type": "integer", "description": "How many members all systems have together."},
            "groups": {"type": "integer", "description": "How many groups all systems have together."},
            "switches": {"type": "integer", "description": "How many switches are logged."},
            "messages": {"type": "integer", "description": "How many proxied messages are stored."},
            "messages_24h": {"type": "integer", "description": "Proxied messages of the last day."},
            "guilds": {"type": "integer", "description": "Discord servers that the bot is in."},
            "channels": {"type": "integer", "description": "Channels that the bot sees."},
        },
    },
    "ProblemDetails": {
        "type": "object",
        "description": "The problem document of RFC 9457.",
        "required": ["type", "title", "status", "traceId"],
        "properties": {
            "type": {"type": "string", "description": "Address of an explanation of the problem."},
            "title": {"type": "string", "description": "Name of the problem, for a person."},
            "status": {"type": "integer", "description": "HTTP status of the response, repeated."},
            "traceId": {"type": "string", "description": "Id of the request in the service's own logs."},
        },
    },
    "SystemChange": {
        "type": "object",
        "description": "The keys of a system that were sent or that the bot changed, as stored.",
        "properties": {
            "id": {
                "$ref": "#/components/schemas/ShortId",
                "description": "The new short id, where it was changed.",
            },
            "name": {
                "type": ["string", "null"],
                "description": "Name after the change; null where it was cleared.",
            },
            "description": {
                "type": ["string", "null"],
                "description": "Description after the change; null where it was cleared.",
            },
            "tag": {
                "type": ["string", "null"],
                "description": "Tag after the change; null where it was cleared.",
            },
            "pronouns": {
                "type": ["string", "null"],
                "description": "Pronouns after the change; null where it was cleared.",
            },
            "avatar_url": {
                "type": ["string", "null"],
                "description": "Address of the avatar after the change; null where it was cleared.",
            },
            "banner": {
                "type": ["string", "null"],
                "description": "Address of the banner after the change; null where it was cleared.",
            },
            "color": {
                "type": ["string", "null"],
                "description": "Colour after the change; null where it was cleared.",
            },
            "privacy": {
                "$ref": "#/components/schemas/SystemPrivacyUpdate",
                "description": "Privacy levels that were sent, as stored.",
            },
        },
    },
    "SettingsChange": {
        "type": "object",
        "description": "The settings that were sent or that the bot changed, as stored.",
        "properties": {
            "hid_list_padding": {
                "$ref": "#/components/schemas/ListPadding",
                "description": "How short ids are now padded in lists.",
            },
            "show_private_info": {
                "type": "boolean",
                "description": "Whether the bot now shows private information to the owner.",
            },
            "member_limit": {
                "type": ["integer", "null"],
                "description": "Number of members that the system may have now; null for the default.",
            },
            "group_limit": {
                "type": ["integer", "null"],
                "description": "Number of groups that the system may have now; null for the default.",
            },
            "timezone": {"type": "string", "description": "IANA name of the new time zone."},
            "pings_enabled": {
                "type": "boolean",
                "description": "Whether a reaction may now ping the account behind a message.",
            },
            "latch_timeout": {
                "type": ["integer", "null"],
                "description": "Seconds until autoproxy latch ends from now on; null for six hours, 0 for never.",
            },
            "member_default_private": {
                "type": "boolean",
                "description": "Whether the bot now makes new members private.",
            },
            "group_default_private": {
                "type": "boolean",
                "description": "Whether the bot now makes new groups private.",
            },
            "case_sensitive_proxy_tags": {
                "type": "boolean",
                "description": "Whether the case of proxy tags counts from now on.",
            },
            "proxy_error_message_enabled": {
                "type": "boolean",
                "description": "Whether the bot now says why it did not proxy.",
            },
            "hid_display_split": {
                "type": "boolean",
                "description": "Whether six-letter ids are now shown with a dash.",
            },
            "hid_display_caps": {
                "type": "boolean",
                "description": "Whether ids are now shown in upper case.",
            },
            "card_show_color_hex": {
                "type": "boolean",
                "description": "Whether the bot's cards now show the digits of a colour.",
            },
            "proxy_switch": {
                "$ref": "#/components/schemas/ProxySwitchMode",
                "description": "What proxying does to the fronters from now on.",
            },
            "name_format": {
                "type": ["string", "null"],
                "description": "How the names of proxied messages are made from now on; null for the default.",
            },
            "description_templates": {
                "type": "array",
                "items": {"type": "string"},
                "description": "Texts that the bot now offers for new descriptions.",
            },
        },
    },
    "MemberChange": {
        "type": "object",
        "description": "The keys of a member that were sent or that the bot changed, as stored.",
        "properties": {
            "id": {
                "$ref": "#/components/schemas/ShortId",
                "description": "The new short id, where it was changed.",
            },
            "name": {"type": "string", "description": "Name after the change."},
            "display_name": {
                "type": ["string", "null"],
                "description": "Display name after the change; null where it was cleared.",
            },
            "color": {
                "type": ["string", "null"],
                "description": "Colour after the change; null where it was cleared.",
            },
            "birthday": {
                "type": ["string", "null"],
                "format": "date",
                "description": "Birthday after the change; null where it was cleared.",
            },
            "pronouns": {
                "type": ["string", "null"],
                "description": "Pronouns after the change; null where it was cleared.",
            },
            "avatar_url": {
                "type": ["string", "null"],
                "description": "Address of the avatar after the change; null where it was cleared.",
            },
            "webhook_avatar_url": {
                "type": ["string", "null"],
                "description": "Address of the avatar of proxied messages after the change; null where it was cleared.",
            },
            "banner": {
                "type": ["string", "null"],
                "description": "Address of the banner after the change; null where it was cleared.",
            },
            "description": {
                "type": ["string", "null"],
                "description": "Description after the change; null where it was cleared.",
            },
            "proxy_tags": {
                "type": "array",
                "items": {"$ref": "#/components/schemas/ProxyTag"},
                "description": "All proxy tags after the change.",
            },
            "keep_proxy": {
                "type": "boolean",
                "description": "Whether proxied messages now keep the proxy tags.",
            },
            "tts": {
                "type": "boolean",
                "description": "Whether proxied messages are now sent as text-to-speech.",
            },
            "privacy": {
                "$ref": "#/components/schemas/MemberPrivacyUpdate",
                "description": "Privacy levels that were sent, as stored.",
            },
        },
    },
    "GroupChange": {
        "type": "object",
        "description": "The keys of a group that were sent or that the bot changed, as stored.",
        "properties": {
            "id": {
                "$ref": "#/components/schemas/ShortId",
                "description": "The new short id, where it was changed.",
            },
            "name": {"type": "string", "description": "Name after the change."},
            "display_name": {
                "type": ["string", "null"],
                "description": "Display name after the change; null where it was cleared.",
            },
            "description": {
                "type": ["string", "null"],
                "description": "Description after the change; null where it was cleared.",
            },
            "icon": {
                "type": ["string", "null"],
                "description": "Address of the icon after the change; null where it was cleared.",
            },
            "banner": {
                "type": ["string", "null"],
                "description": "Address of the banner after the change; null where it was cleared.",
            },
            "color": {
                "type": ["string", "null"],
                "description": "Colour after the change; null where it was cleared.",
            },
            "privacy": {
                "$ref": "#/components/schemas/GroupPrivacyUpdate",
                "description": "Privacy levels that were sent, as stored.",
            },
        },
    },
    "SystemGuildChange": {
        "type": "object",
        "description": "The settings for a Discord server that were sent, as stored.",
        "required": ["guild_id"],
        "properties": {
            "guild_id": {
                "type": "string",
                "pattern": "^[0-9]{1,19}$",
                "description": "Id of the Discord server that the settings are for.",
            },
            "proxying_enabled": {
                "type": "boolean",
                "description": "Whether the bot now proxies messages on this server.",
            },
            "tag": {
                "type": ["string", "null"],
                "description": "Tag on this server after the change; null where it was cleared.",
            },
            "tag_enabled": {
                "type": "boolean",
                "description": "Whether proxied messages on this server now carry a tag.",
            },
            "avatar_url": {
                "type": ["string", "null"],
                "description": "Address of the avatar on this server after the change; null where it was cleared.",
            },
            "display_name": {
                "type": ["string", "null"],
                "description": "Name of the system on this server after the change; null where it was cleared.",
            },
            "name_format": {
                "type": ["string", "null"],
                "description": "Format of names on this server after the change; null where it was cleared.",
            },
        },
    },
    "MemberGuildChange": {
        "type": "object",
        "description": "The settings for a Discord server that were sent, as stored, with guild_id; or settings of a Discord account.",
        "properties": {
            "guild_id": {
                "type": "string",
                "pattern": "^[0-9]{1,19}$",
                "description": "Id of the Discord server that the settings are for; absent for settings of an account.",
            },
            "display_name": {
                "type": ["string", "null"],
                "description": "Name of the member on this server after the change; null where it was cleared.",
            },
            "avatar_url": {
                "type": ["string", "null"],
                "description": "Address of the avatar on this server after the change; null where it was cleared.",
            },
            "keep_proxy": {
                "type": ["boolean", "null"],
                "description": "Whether proxied messages now keep the proxy tags on this server; null as elsewhere.",
            },
            "allow_autoproxy": {
                "type": "boolean",
                "description": "Whether autoproxy acts for the account; for settings of an account alone.",
            },
        },
    },
    "AutoproxyChange": {
        "type": "object",
        "description": "The autoproxy settings that changed.",
        "required": ["guild_id", "channel_id"],
        "properties": {
            "guild_id": {
                "type": ["string", "null"],
                "pattern": "^[0-9]{1,19}$",
                "description": "Id of the Discord server that the settings are for.",
            },
            "channel_id": {
                "type": ["string", "null"],
                "pattern": "^[0-9]{1,19}$",
                "description": "Id of a Discord channel; null for the whole server.",
            },
            "autoproxy_mode": {
                "$ref": "#/components/schemas/AutoproxyMode",
                "description": "How messages without proxy tags are proxied from now on.",
            },
            "autoproxy_member": {
                "type": ["string", "null"],
                "format": "uuid",
                "description": "UUID of the member that messages are proxied as; null for none.",
            },
            "last_latch_timestamp": {
                "type": ["string", "null"],
                "format": "date-time",
                "description": "Time at which the mode latch last remembered a member.",
            },
        },
    },
    "LoggedSwitch": {
        "type": "object",
        "description": "A switch that was logged; each member once, in no order.",
        "required": ["id", "timestamp", "members"],
        "properties": {
            "id": {"type": "string", "format": "uuid", "description": "Permanent id of the switch, a UUID."},
            "timestamp": {
                "type": "string",
                "format": "date-time",
                "description": "Time of the call, whatever time was sent.",
            },
            "members": {
                "type": "array",
                "items": {"type": "string", "format": "uuid"},
                "description": "UUIDs of the members who front, each once, in no order.",
            },
        },
    },
    "SwitchChange": {
        "type": "object",
        "description": "What changed of a switch; each member once, in no order.",
        "properties": {
            "timestamp": {
                "type": "string",
                "format": "date-time",
                "description": "Time of the switch after the change.",
            },
            "members": {
                "type": "array",
                "items": {"type": "string", "format": "uuid"},
                "description": "UUIDs of the members after the change, each once, in no order.",
            },
        },
    },
    "PingEvent": {
        "type": "object",
        "description": "PING: sent when the webhook is set, and with a wrong token as a test. Tests the receiver. The receiver must answer 401 to the wrong token, here and on every other event. Such tests come again from time to time, and a receiver that fails repeatedly is removed. Documented with data null; it has neither id nor data.",
        "required": ["type", "signing_token", "system_id"],
        "properties": {
            "type": {"type": "string", "const": "PING", "description": "Kind of the event, always PING."},
            "signing_token": {
                "type": "string",
                "description": "Secret of the webhook; compare it with yours before you trust the rest of the body.",
            },
            "system_id": {
                "type": "string",
                "format": "uuid",
                "description": "UUID of the system that the event belongs to.",
            },
        },
    },
    "UpdateSystemEvent": {
        "type": "object",
        "description": "UPDATE_SYSTEM: the system changed. `data` holds the keys that were sent, also those whose value did not change. A change of the webhook's address or of the token sends nothing, and neither does the deletion of the system. With `data.id` the short id was changed by the bot's staff.",
        "required": ["type", "signing_token", "system_id", "id", "data"],
        "properties": {
            "type": {
                "type": "string",
                "const": "UPDATE_SYSTEM",
                "description": "Kind of the event, always UPDATE_SYSTEM.",
            },
            "signing_token": {
                "type": "string",
                "description": "Secret of the webhook; compare it with yours before you trust the rest of the body.",
            },
            "system_id": {
                "type": "string",
                "format": "uuid",
                "description": "UUID of the system that the event belongs to.",
            },
            "id": {"const": None, "description": "Always null: `system_id` names the system."},
            "data": {
                "$ref": "#/components/schemas/SystemChange",
                "description": "Keys of the system that were sent, as stored.",
            },
        },
    },
    "UpdateSettingsEvent": {
        "type": "object",
        "description": "UPDATE_SETTINGS: the settings of the system changed. `data` holds the settings that were sent. The bot may also change `hid_list_padding`, `show_private_info` and the limits. An import that failed may have sent one for changes that were rolled back.",
        "required": ["type", "signing_token", "system_id", "id", "data"],
        "properties": {
            "type": {
                "type": "string",
                "const": "UPDATE_SETTINGS",
                "description": "Kind of the event, always UPDATE_SETTINGS.",
            },
            "signing_token": {
                "type": "string",
                "description": "Secret of the webhook; compare it with yours before you trust the rest of the body.",
            },
            "system_id": {
                "type": "string",
                "format": "uuid",
                "description": "UUID of the system that the event belongs to.",
            },
            "id": {"const": None, "description": "Always null: `system_id` names the system."},
            "data": {
                "$ref": "#/components/schemas/SettingsChange",
                "description": "Settings that were sent, as stored.",
            },
        },
    },
    "CreateMemberEvent": {
        "type": "object",
        "description": "CREATE_MEMBER: a member was created. The deployed service loses most of these: it sends them before the member is stored. Documented with the name alone; all keys that were sent are there. Members of an import send nothing. It holds only the keys that were sent; `members.get(event.id)` reads the whole.",
        "required": ["type", "signing_token", "system_id", "id", "data"],
        "properties": {
            "type": {
                "type": "string",
                "const": "CREATE_MEMBER",
                "description": "Kind of the event, always CREATE_MEMBER.",
            },
            "signing_token": {
                "type": "string",
                "description": "Secret of the webhook; compare it with yours before you trust the rest of the body.",
            },
            "system_id": {
                "type": "string",
                "format": "uuid",
                "description": "UUID of the system that the event belongs to.",
            },
            "id": {"type": "string", "format": "uuid", "description": "UUID of the new member."},
            "data": {
                "$ref": "#/components/schemas/MemberChange",
                "description": "Keys that the member was created with, as stored.",
            },
        },
    },
    "UpdateMemberEvent": {
        "type": "object",
        "description": "UPDATE_MEMBER: a member changed. `data` holds the keys that were sent, also those whose value did not change. Changed groups and message counts send nothing.",
        "required": ["type", "signing_token", "system_id", "id", "data"],
        "properties": {
            "type": {
                "type": "string",
                "const": "UPDATE_MEMBER",
                "description": "Kind of the event, always UPDATE_MEMBER.",
            },
            "signing_token": {
                "type": "string",
                "description": "Secret of the webhook; compare it with yours before you trust the rest of the body.",
            },
            "system_id": {
                "type": "string",
                "format": "uuid",
                "description": "UUID of the system that the event belongs to.",
            },
            "id": {"type": "string", "format": "uuid", "description": "UUID of the member that changed."},
            "data": {
                "$ref": "#/components/schemas/MemberChange",
                "description": "Keys of the member that were sent, as stored.",
            },
        },
    },
    "DeleteMemberEvent": {
        "type": "object",
        "description": "DELETE_MEMBER: a member was deleted. `id` is the member that was deleted. Switches that it was in change without an event of their own.",
        "required": ["type", "signing_token", "system_id", "id", "data"],
        "properties": {
            "type": {
                "type": "string",
                "const": "DELETE_MEMBER",
                "description": "Kind of the event, always DELETE_MEMBER.",
            },
            "signing_token": {
                "type": "string",
                "description": "Secret of the webhook; compare it with yours before you trust the rest of the body.",
            },
            "system_id": {
                "type": "string",
                "format": "uuid",
                "description": "UUID of the system that the event belongs to.",
            },
            "id": {"type": "string", "format": "uuid", "description": "UUID of the member that was deleted."},
            "data": {"const": None, "description": "Always null: the member is gone."},
        },
    },
    "CreateGroupEvent": {
        "type": "object",
        "description": "CREATE_GROUP: a group was created. The deployed service loses most of these: it sends them before the group is stored. Documented with the name alone; all keys that were sent are there. Groups of an import send nothing. It holds only the keys that were sent; `groups.get(event.id)` reads the whole.",
        "required": ["type", "signing_token", "system_id", "id", "data"],
        "properties": {
            "type": {
                "type": "string",
                "const": "CREATE_GROUP",
                "description": "Kind of the event, always CREATE_GROUP.",
            },
            "signing_token": {
                "type": "string",
                "description": "Secret of the webhook; compare it with yours before you trust the rest of the body.",
            },
            "system_id": {
                "type": "string",
                "format": "uuid",
                "description": "UUID of the system that the event belongs to.",
            },
            "id": {"type": "string", "format": "uuid", "description": "UUID of the new group."},
            "data": {
                "$ref": "#/components/schemas/GroupChange",
                "description": "Keys that the group was created with, as stored.",
            },
        },
    },
    "UpdateGroupEvent": {
        "type": "object",
        "description": "UPDATE_GROUP: a group changed. `data` holds the keys that were sent, also those whose value did not change. Members that join or leave send nothing.",
        "required": ["type", "signing_token", "system_id", "id", "data"],
        "properties": {
            "type": {
                "type": "string",
                "const": "UPDATE_GROUP",
                "description": "Kind of the event, always UPDATE_GROUP.",
            },
            "signing_token": {
                "type": "string",
                "description": "Secret of the webhook; compare it with yours before you trust the rest of the body.",
            },
            "system_id": {
                "type": "string",
                "format": "uuid",
                "description": "UUID of the system that the event belongs to.",
            },
            "id": {"type": "string", "format": "uuid", "description": "UUID of the group that changed."},
            "data": {
                "$ref": "#/components/schemas/GroupChange",
                "description": "Keys of the group that were sent, as stored.",
            },
        },
    },
    "UpdateGroupMembersEvent": {
        "type": "object",
        "description": "UPDATE_GROUP_MEMBERS: the members of a group changed. Documented by the service, and never sent: memberships change without an event.",
        "required": ["type", "signing_token", "system_id", "id", "data"],
        "properties": {
            "type": {
                "type": "string",
                "const": "UPDATE_GROUP_MEMBERS",
                "description": "Kind of the event, always UPDATE_GROUP_MEMBERS.",
            },
            "signing_token": {
                "type": "string",
                "description": "Secret of the webhook; compare it with yours before you trust the rest of the body.",
            },
            "system_id": {
                "type": "string",
                "format": "uuid",
                "description": "UUID of the system that the event belongs to.",
            },
            "id": {
                "type": "string",
                "format": "uuid",
                "description": "UUID of the group whose members changed.",
            },
            "data": {"description": "Not recorded; any JSON."},
        },
    },
    "DeleteGroupEvent": {
        "type": "object",
        "description": "DELETE_GROUP: a group was deleted. `id` is the group that was deleted; its members stay.",
        "required": ["type", "signing_token", "system_id", "id", "data"],
        "properties": {
            "type": {
                "type": "string",
                "const": "DELETE_GROUP",
                "description": "Kind of the event, always DELETE_GROUP.",
            },
            "signing_token": {
                "type": "string",
                "description": "Secret of the webhook; compare it with yours before you trust the rest of the body.",
            },
            "system_id": {
                "type": "string",
                "format": "uuid",
                "description": "UUID of the system that the event belongs to.",
            },
            "id": {"type": "string", "format": "uuid", "description": "UUID of the group that was deleted."},
            "data": {"const": None, "description": "Always null: the group is gone."},
        },
    },
    "LinkAccountEvent": {
        "type": "object",
        "description": "LINK_ACCOUNT: a Discord account was linked to the system. `id` is the Discord account. Sent by the bot alone: the API cannot link accounts.",
        "required": ["type", "signing_token", "system_id", "id", "data"],
        "properties": {
            "type": {
                "type": "string",
                "const": "LINK_ACCOUNT",
                "description": "Kind of the event, always LINK_ACCOUNT.",
            },
            "signing_token": {
                "type": "string",
                "description": "Secret of the webhook; compare it with yours before you trust the rest of the body.",
            },
            "system_id": {
                "type": "string",
                "format": "uuid",
                "description": "UUID of the system that the event belongs to.",
            },
            "id": {
                "type": "string",
                "pattern": "^[0-9]{1,19}$",
                "description": "Id of the Discord account that was linked.",
            },
            "data": {"const": None, "description": "Always null: `id` says it all."},
        },
    },
    "UnlinkAccountEvent": {
        "type": "object",
        "description": "UNLINK_ACCOUNT: a Discord account was unlinked from the system. `id` is the Discord account. Sent by the bot alone: the API cannot unlink accounts.",
        "required": ["type", "signing_token", "system_id", "id", "data"],
        "properties": {
            "type": {
                "type": "string",
                "const": "UNLINK_ACCOUNT",
                "description": "Kind of the event, always UNLINK_ACCOUNT.",
            },
            "signing_token": {
                "type": "string",
                "description": "Secret of the webhook; compare it with yours before you trust the rest of the body.",
            },
            "system_id": {
                "type": "string",
                "format": "uuid",
                "description": "UUID of the system that the event belongs to.",
            },
            "id": {
                "type": "string",
                "pattern": "^[0-9]{1,19}$",
                "description": "Id of the Discord account that was unlinked.",
            },
            "data": {"const": None, "description": "Always null: `id` says it all."},
        },
    },
    "UpdateSystemGuildEvent": {
        "type": "object",
        "description": "UPDATE_SYSTEM_GUILD: the system's settings for a Discord server changed. `data` holds the server and the settings that were sent.",
        "required": ["type", "signing_token", "system_id", "id", "data"],
        "properties": {
            "type": {
                "type": "string",
                "const": "UPDATE_SYSTEM_GUILD",
                "description": "Kind of the event, always UPDATE_SYSTEM_GUILD.",
            },
            "signing_token": {
                "type": "string",
                "description": "Secret of the webhook; compare it with yours before you trust the rest of the body.",
            },
            "system_id": {
                "type": "string",
                "format": "uuid",
                "description": "UUID of the system that the event belongs to.",
            },
            "id": {"const": None, "description": "Always null: `data.guild_id` names the server."},
            "data": {
                "$ref": "#/components/schemas/SystemGuildChange",
                "description": "Server and settings that were sent, as stored.",
            },
        },
    },
    "UpdateMemberGuildEvent": {
        "type": "object",
        "description": "UPDATE_MEMBER_GUILD: a member's settings for a Discord server changed, or those of a Discord account. `data` holds the server and the settings that were sent. The bot sends this type for settings of a Discord account, too. Then id is the account, and data has allow_autoproxy or nothing.",
        "required": ["type", "signing_token", "system_id", "id", "data"],
        "properties": {
            "type": {
                "type": "string",
                "const": "UPDATE_MEMBER_GUILD",
                "description": "Kind of the event, always UPDATE_MEMBER_GUILD.",
            },
            "signing_token": {
                "type": "string",
                "description": "Secret of the webhook; compare it with yours before you trust the rest of the body.",
            },
            "system_id": {
                "type": "string",
                "format": "uuid",
                "description": "UUID of the system that the event belongs to.",
            },
            "id": {
                "type": "string",
                "pattern": "^([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9]{1,19})$",
                "description": "UUID of the member, or the id of a Discord account.",
            },
            "data": {
                "$ref": "#/components/schemas/MemberGuildChange",
                "description": "Server and settings that were sent, as stored.",
            },
        },
    },
    "CreateMessageEvent": {
        "type": "object",
        "description": "CREATE_MESSAGE: a message was proxied. `data` is the message as the owner of the system sees it. Sent by the bot alone.",
        "required": ["type", "signing_token", "system_id", "id", "data"],
        "properties": {
            "type": {
                "type": "string",
                "const": "CREATE_MESSAGE",
                "description": "Kind of the event, always CREATE_MESSAGE.",
            },
            "signing_token": {
                "type": "string",
                "description": "Secret of the webhook; compare it with yours before you trust the rest of the body.",
            },
            "system_id": {
                "type": "string",
                "format": "uuid",
                "description": "UUID of the system that the event belongs to.",
            },
            "id": {"const": None, "description": "Always null: `data.id` names the message."},
            "data": {
                "$ref": "#/components/schemas/Message",
                "description": "The message, as the owner of the system sees it.",
            },
        },
    },
    "CreateSwitchEvent": {
        "type": "object",
        "description": "CREATE_SWITCH: a switch was logged. The time is that of the call; where another was sent, an UPDATE_SWITCH with it follows, which is sometimes lost. The members come in no order, each once. It tells no order of the members; `switches.get(event.system_id, event.id)` reads it.",
        "required": ["type", "signing_token", "system_id", "id", "data"],
        "properties": {
            "type": {
                "type": "string",
                "const": "CREATE_SWITCH",
                "description": "Kind of the event, always CREATE_SWITCH.",
            },
            "signing_token": {
                "type": "string",
                "description": "Secret of the webhook; compare it with yours before you trust the rest of the body.",
            },
            "system_id": {
                "type": "string",
                "format": "uuid",
                "description": "UUID of the system that the event belongs to.",
            },
            "id": {"type": "string", "format": "uuid", "description": "UUID of the new switch."},
            "data": {
                "$ref": "#/components/schemas/LoggedSwitch",
                "description": "The new switch, with the time of the call.",
            },
        },
    },
    "UpdateSwitchEvent": {
        "type": "object",
        "description": "UPDATE_SWITCH: the time or the members of a switch changed. `data` holds the new time or the new members. The members come in no order, each once.",
        "required": ["type", "signing_token", "system_id", "id", "data"],
        "properties": {
            "type": {
                "type": "string",
                "const": "UPDATE_SWITCH",
                "description": "Kind of the event, always UPDATE_SWITCH.",
            },
            "signing_token": {
                "type": "string",
                "description": "Secret of the webhook; compare it with yours before you trust the rest of the body.",
            },
            "system_id": {
                "type": "string",
                "format": "uuid",
                "description": "UUID of the system that the event belongs to.",
            },
            "id": {"type": "string", "format": "uuid", "description": "UUID of the switch that changed."},
            "data": {
                "$ref": "#/components/schemas/SwitchChange",
                "description": "New time or new members of the switch.",
            },
        },
    },
    "DeleteSwitchEvent": {
        "type": "object",
        "description": "DELETE_SWITCH: a switch was deleted. `id` is the switch that was deleted.",
        "required": ["type", "signing_token", "system_id", "id", "data"],
        "properties": {
            "type": {
                "type": "string",
                "const": "DELETE_SWITCH",
                "description": "Kind of the event, always DELETE_SWITCH.",
            },
            "signing_token": {
                "type": "string",
                "description": "Secret of the webhook; compare it with yours before you trust the rest of the body.",
            },
            "system_id": {
                "type": "string",
                "format": "uuid",
                "description": "UUID of the system that the event belongs to.",
            },
            "id": {"type": "string", "format": "uuid", "description": "UUID of the switch that was deleted."},
            "data": {"const": None, "description": "Always null: the switch is gone."},
        },
    },
    "DeleteAllSwitchesEvent": {
        "type": "object",
        "description": "DELETE_ALL_SWITCHES: all switches of the system were deleted. Sent by the bot alone, once for the whole front history.",
        "required": ["type", "signing_token", "system_id", "id", "data"],
        "properties": {
            "type": {
                "type": "string",
                "const": "DELETE_ALL_SWITCHES",
                "description": "Kind of the event, always DELETE_ALL_SWITCHES.",
            },
            "signing_token": {
                "type": "string",
                "description": "Secret of the webhook; compare it with yours before you trust the rest of the body.",
            },
            "system_id": {
                "type": "string",
                "format": "uuid",
                "description": "UUID of the system that the event belongs to.",
            },
            "id": {"const": None, "description": "Always null: no single switch is meant."},
            "data": {"const": None, "description": "Always null: the whole front history is gone."},
        },
    },
    "SuccessfulImportEvent": {
        "type": "object",
        "description": "SUCCESSFUL_IMPORT: an import into the system succeeded. The only event of an import: members, groups and switches that it makes or changes send nothing. Read the system anew.",
        "required": ["type", "signing_token", "system_id", "id", "data"],
        "properties": {
            "type": {
                "type": "string",
                "const": "SUCCESSFUL_IMPORT",
                "description": "Kind of the event, always SUCCESSFUL_IMPORT.",
            },
            "signing_token": {
                "type": "string",
                "description": "Secret of the webhook; compare it with yours before you trust the rest of the body.",
            },
            "system_id": {
                "type": "string",
                "format": "uuid",
                "description": "UUID of the system that the event belongs to.",
            },
            "id": {"const": None, "description": "Always null: `system_id` names the system."},
            "data": {"const": None, "description": "Always null: read the system anew."},
        },
    },
    "UpdateAutoproxyEvent": {
        "type": "object",
        "description": "UPDATE_AUTOPROXY: the autoproxy settings for a Discord server changed. `data` holds the server and what changed, with the member as UUID.",
        "required": ["type", "signing_token", "system_id", "id", "data"],
        "properties": {
            "type": {
                "type": "string",
                "const": "UPDATE_AUTOPROXY",
                "description": "Kind of the event, always UPDATE_AUTOPROXY.",
            },
            "signing_token": {
                "type": "string",
                "description": "Secret of the webhook; compare it with yours before you trust the rest of the body.",
            },
            "system_id": {
                "type": "string",
                "format": "uuid",
                "description": "UUID of the system that the event belongs to.",
            },
            "id": {"const": None, "description": "Always null: `data.guild_id` names the server."},
            "data": {
                "$ref": "#/components/schemas/AutoproxyChange",
                "description": "Server and autoproxy settings that changed.",
            },
        },
    },
}
"""By name: the schemas of models and inputs have their names."""

STRING_LENGTH: Final = "utf-16"
"""What `minLength` and `maxLength` count: the code units of this encoding."""
