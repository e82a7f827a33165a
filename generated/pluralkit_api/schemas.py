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
        "x-pluralkit-reference": {"model": "Member", "field": "uuid"},
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
        "x-pluralkit-reference": {"model": "Member", "field": "uuid"},
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
        "description": "Who may see something.",
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
        "enum": ["generic_get", "generic_update", "own_system_get", "own_system_update"],
        "description": "A budget of requests. The documentation has another one for messages; the service counts them as generic_get.",
    },
    "System": {
        "type": "object",
        "description": "A system, as the viewer may see it.",
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
            "id": {"$ref": "#/components/schemas/ShortId", "readOnly": True, "description": "Short id."},
            "uuid": {
                "type": "string",
                "format": "uuid",
                "readOnly": True,
                "description": "The id that never changes.",
            },
            "name": {
                "type": ["string", "null"],
                "maxLength": 100,
                "description": "Name.",
                "x-pluralkit-privacy": {"key": "name_privacy", "hidden": "null"},
            },
            "description": {
                "type": ["string", "null"],
                "maxLength": 1000,
                "description": "Description.",
                "x-pluralkit-privacy": {"key": "description_privacy", "hidden": "null"},
            },
            "tag": {
                "type": ["string", "null"],
                "maxLength": 79,
                "description": "Text behind the names of proxied messages.",
            },
            "pronouns": {
                "type": ["string", "null"],
                "maxLength": 100,
                "description": "Pronouns.",
                "x-pluralkit-privacy": {"key": "pronoun_privacy", "hidden": "null"},
            },
            "avatar_url": {
                "type": ["string", "null"],
                "maxLength": 256,
                "description": "Address of the avatar.",
                "x-pluralkit-privacy": {"key": "avatar_privacy", "hidden": "null"},
                "x-pluralkit-url-rewrite": True,
            },
            "banner": {
                "type": ["string", "null"],
                "maxLength": 256,
                "description": "Address of the banner.",
                "x-pluralkit-privacy": {"key": "banner_privacy", "hidden": "null"},
                "x-pluralkit-url-rewrite": True,
            },
            "color": {
                "type": ["string", "null"],
                "pattern": "^[0-9A-Fa-f]{6}$",
                "description": "Six hexadecimal digits, in the case in which they were sent.",
            },
            "created": {
                "type": "string",
                "format": "date-time",
                "readOnly": True,
                "description": "When the system was created.",
            },
            "webhook_url": {
                "type": ["string", "null"],
                "readOnly": True,
                "description": "Where webhooks go. Not documented.",
                "x-pluralkit-privacy": {"key": "owner", "hidden": "absent"},
            },
            "privacy": {
                "oneOf": [{"$ref": "#/components/schemas/SystemPrivacy"}, {"type": "null"}],
                "description": "Who may see what; null for anybody else.",
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
                "description": "Who may see the name.",
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
                "description": "Who may see the fronters.",
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
            "name": {"type": ["string", "null"], "maxLength": 100, "description": "Name."},
            "description": {"type": ["string", "null"], "maxLength": 1000, "description": "Description."},
            "tag": {
                "type": ["string", "null"],
                "maxLength": 79,
                "description": "Text behind the names of proxied messages.",
            },
            "pronouns": {"type": ["string", "null"], "maxLength": 100, "description": "Pronouns."},
            "avatar_url": {
                "type": ["string", "null"],
                "maxLength": 256,
                "pattern": "^[Hh][Tt][Tt][Pp][Ss]://[0-9A-Za-z]([0-9A-Za-z-]{0,61}[0-9A-Za-z])?(\\.[0-9A-Za-z]([0-9A-Za-z-]{0,61}[0-9A-Za-z])?)*(:(6553[0-5]|655[0-2][0-9]|65[0-4][0-9][0-9]|6[0-4][0-9]{3}|[1-5]?[0-9]{1,4}))?([/?#][^\\s<>]*)?$",
                "x-pluralkit-url": "https",
                "description": "Address of the avatar (https, publicly reachable).",
            },
            "banner": {
                "type": ["string", "null"],
                "maxLength": 256,
                "pattern": "^[Hh][Tt][Tt][Pp][Ss]://[0-9A-Za-z]([0-9A-Za-z-]{0,61}[0-9A-Za-z])?(\\.[0-9A-Za-z]([0-9A-Za-z-]{0,61}[0-9A-Za-z])?)*(:(6553[0-5]|655[0-2][0-9]|65[0-4][0-9][0-9]|6[0-4][0-9]{3}|[1-5]?[0-9]{1,4}))?([/?#][^\\s<>]*)?$",
                "x-pluralkit-url": "https",
                "description": "Address of the banner (https, publicly reachable).",
            },
            "color": {
                "type": ["string", "null"],
                "pattern": "^[0-9A-Fa-f]{6}$",
                "description": "Six hexadecimal digits.",
            },
            "privacy": {
                "$ref": "#/components/schemas/SystemPrivacyUpdate",
                "description": "Who may see what.",
            },
        },
    },
    "SystemPrivacyUpdate": {
        "type": "object",
        "description": "What to change of a system's privacy. The service also takes null for a level, and sets public.",
        "properties": {
            "name_privacy": {
                "$ref": "#/components/schemas/PrivacyLevel",
                "description": "Who may see the name.",
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
                "description": "Who may see the fronters.",
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
                "description": "How many members the system may have.",
                "x-pluralkit-initial": 1000,
            },
            "group_limit": {
                "type": "integer",
                "readOnly": True,
                "description": "How many groups the system may have.",
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
                "description": "Whether cards show the colour's digits; absent in the answer to a GET. Not documented.",
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
                "description": "Templates for descriptions. Not documented.",
            },
        },
    },
    "PublicSystemSettings": {
        "type": "object",
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
                "description": "Whether cards show the colour's digits.",
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
                "description": "Templates for descriptions.",
            },
        },
    },
    "SystemGuildSettings": {
        "type": "object",
        "description": "A system's settings for a Discord server.",
        "required": ["proxying_enabled", "tag", "tag_enabled", "avatar_url", "display_name", "name_format"],
        "properties": {
            "proxying_enabled": {"type": "boolean", "description": "Whether messages are proxied there."},
            "tag": {"type": ["string", "null"], "maxLength": 79, "description": "Tag used there."},
            "tag_enabled": {"type": "boolean", "description": "Whether the tag is shown there."},
            "avatar_url": {
                "type": ["string", "null"],
                "maxLength": 256,
                "description": "Address of the avatar used there.",
            },
            "display_name": {
                "type": ["string", "null"],
                "maxLength": 100,
                "description": "Name shown there.",
            },
            "name_format": {
                "type": ["string", "null"],
                "description": "How the names of proxied messages are made there. Not documented.",
            },
        },
    },
    "SystemGuildSettingsUpdate": {
        "type": "object",
        "minProperties": 1,
        "description": "What to change of a system's settings for a Discord server.",
        "properties": {
            "proxying_enabled": {"type": "boolean", "description": "Whether messages are proxied there."},
            "tag": {"type": ["string", "null"], "maxLength": 79, "description": "Tag used there."},
            "tag_enabled": {"type": "boolean", "description": "Whether the tag is shown there."},
            "avatar_url": {
                "type": ["string", "null"],
                "maxLength": 256,
                "pattern": "^[Hh][Tt][Tt][Pp][Ss]://[0-9A-Za-z]([0-9A-Za-z-]{0,61}[0-9A-Za-z])?(\\.[0-9A-Za-z]([0-9A-Za-z-]{0,61}[0-9A-Za-z])?)*(:(6553[0-5]|655[0-2][0-9]|65[0-4][0-9][0-9]|6[0-4][0-9]{3}|[1-5]?[0-9]{1,4}))?([/?#][^\\s<>]*)?$",
                "x-pluralkit-url": "https",
                "description": "Address of the avatar used there (https, publicly reachable).",
            },
            "display_name": {
                "type": ["string", "null"],
                "maxLength": 100,
                "description": "Name shown there.",
            },
            "name_format": {
                "type": ["string", "null"],
                "description": "How the names of proxied messages are made there.",
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
                "description": "Short id of the member that is proxied as.",
            },
            "last_latch_timestamp": {
                "type": ["string", "null"],
                "format": "date-time",
                "readOnly": True,
                "description": "When latch last took hold.",
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
            "prefix": {"type": ["string", "null"], "description": "What stands before the text."},
            "suffix": {"type": ["string", "null"], "description": "What stands behind the text."},
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
                "description": "What stands before the text.",
            },
            "suffix": {
                "type": ["string", "null"],
                "maxLength": 96,
                "description": "What stands behind the text.",
            },
        },
    },
    "Member": {
        "type": "object",
        "description": "A member of a system, as the viewer may see it.",
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
            "id": {"$ref": "#/components/schemas/ShortId", "readOnly": True, "description": "Short id."},
            "uuid": {
                "type": "string",
                "format": "uuid",
                "readOnly": True,
                "description": "The id that never changes.",
            },
            "system": {
                "$ref": "#/components/schemas/ShortId",
                "readOnly": True,
                "description": "Short id of the system; absent in a message. (Documented for the answer to GET /members/{memberRef} alone.)",
            },
            "name": {
                "type": "string",
                "maxLength": 100,
                "description": "Name.",
                "x-pluralkit-privacy": {
                    "key": "name_privacy",
                    "hidden": "stand-in",
                    "stand-in": "display_name",
                },
            },
            "display_name": {
                "type": ["string", "null"],
                "maxLength": 100,
                "description": "Name that is shown instead.",
                "x-pluralkit-privacy": {"key": "name_privacy", "hidden": "null"},
            },
            "color": {
                "type": ["string", "null"],
                "pattern": "^[0-9a-f]{6}$",
                "description": "Six hexadecimal digits, in lower case.",
            },
            "birthday": {
                "type": ["string", "null"],
                "format": "date",
                "description": "Birthday; the year 4 means that there is none.",
                "x-pluralkit-privacy": {"key": "birthday_privacy", "hidden": "null"},
            },
            "pronouns": {
                "type": ["string", "null"],
                "maxLength": 100,
                "description": "Pronouns.",
                "x-pluralkit-privacy": {"key": "pronoun_privacy", "hidden": "null"},
            },
            "avatar_url": {
                "type": ["string", "null"],
                "maxLength": 256,
                "description": "Address of the avatar.",
                "x-pluralkit-privacy": {"key": "avatar_privacy", "hidden": "null"},
                "x-pluralkit-url-rewrite": True,
            },
            "webhook_avatar_url": {
                "type": ["string", "null"],
                "maxLength": 256,
                "description": "Address of the avatar of proxied messages.",
                "x-pluralkit-privacy": {"key": "avatar_privacy", "hidden": "null"},
                "x-pluralkit-url-rewrite": True,
            },
            "banner": {
                "type": ["string", "null"],
                "maxLength": 256,
                "description": "Address of the banner.",
                "x-pluralkit-privacy": {"key": "banner_privacy", "hidden": "null"},
                "x-pluralkit-url-rewrite": True,
            },
            "description": {
                "type": ["string", "null"],
                "maxLength": 1000,
                "description": "Description.",
                "x-pluralkit-privacy": {"key": "description_privacy", "hidden": "null"},
            },
            "created": {
                "type": ["string", "null"],
                "format": "date-time",
                "readOnly": True,
                "description": "When the member was created.",
                "x-pluralkit-privacy": {"key": "metadata_privacy", "hidden": "null"},
            },
            "proxy_tags": {
                "type": "array",
                "maxItems": 100,
                "items": {"$ref": "#/components/schemas/ProxyTag"},
                "description": "What messages are proxied by.",
                "x-pluralkit-privacy": {"key": "proxy_privacy", "hidden": "empty"},
            },
            "keep_proxy": {"type": "boolean", "description": "Whether the tags stay in the message."},
            "tts": {"type": "boolean", "description": "Whether messages are read aloud."},
            "autoproxy_enabled": {
                "type": ["boolean", "null"],
                "readOnly": True,
                "description": "Whether autoproxy may proxy as this member.",
                "x-pluralkit-privacy": {"key": "owner", "hidden": "null"},
                "x-pluralkit-initial": True,
            },
            "message_count": {
                "type": ["integer", "null"],
                "minimum": 0,
                "readOnly": True,
                "description": "How many messages were proxied.",
                "x-pluralkit-privacy": {"key": "metadata_privacy", "hidden": "null"},
                "x-pluralkit-initial": 0,
            },
            "last_message_timestamp": {
                "type": ["string", "null"],
                "format": "date-time",
                "readOnly": True,
                "description": "When the last message was proxied.",
                "x-pluralkit-privacy": {"key": "metadata_privacy", "hidden": "null"},
            },
            "privacy": {
                "oneOf": [{"$ref": "#/components/schemas/MemberPrivacy"}, {"type": "null"}],
                "description": "Who may see what; null for anybody else.",
                "x-pluralkit-privacy": {"key": "owner", "hidden": "null"},
            },
        },
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
                "description": "Whether lists show the member.",
            },
            "name_privacy": {
                "$ref": "#/components/schemas/PrivacyLevel",
                "description": "Who may see the name.",
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
                "description": "Who may see the avatars.",
            },
            "banner_privacy": {
                "$ref": "#/components/schemas/PrivacyLevel",
                "description": "Who may see the banner.",
            },
            "metadata_privacy": {
                "$ref": "#/components/schemas/PrivacyLevel",
                "description": "Who may see counts and times.",
            },
            "proxy_privacy": {
                "$ref": "#/components/schemas/PrivacyLevel",
                "description": "Who may see the proxy tags.",
            },
        },
    },
    "MemberCreate": {
        "type": "object",
        "description": "A new member.",
        "required": ["name"],
        "properties": {
            "name": {
                "type": "string",
                "minLength": 1,
                "maxLength": 100,
                "pattern": "\\S",
                "description": "Name.",
            },
            "display_name": {
                "type": ["string", "null"],
                "maxLength": 100,
                "description": "Name that is shown instead.",
            },
            "color": {
                "type": ["string", "null"],
                "pattern": "^[0-9A-Fa-f]{6}$",
                "description": "Six hexadecimal digits.",
            },
            "birthday": {
                "type": ["string", "null"],
                "format": "date",
                "description": "Birthday; the year 4 means that there is none. There is no year 0.",
            },
            "pronouns": {"type": ["string", "null"], "maxLength": 100, "description": "Pronouns."},
            "avatar_url": {
                "type": ["string", "null"],
                "maxLength": 256,
                "pattern": "^[Hh][Tt][Tt][Pp][Ss]://[0-9A-Za-z]([0-9A-Za-z-]{0,61}[0-9A-Za-z])?(\\.[0-9A-Za-z]([0-9A-Za-z-]{0,61}[0-9A-Za-z])?)*(:(6553[0-5]|655[0-2][0-9]|65[0-4][0-9][0-9]|6[0-4][0-9]{3}|[1-5]?[0-9]{1,4}))?([/?#][^\\s<>]*)?$",
                "x-pluralkit-url": "https",
                "description": "Address of the avatar (https, publicly reachable).",
            },
            "webhook_avatar_url": {
                "type": ["string", "null"],
                "maxLength": 256,
                "pattern": "^[Hh][Tt][Tt][Pp][Ss]://[0-9A-Za-z]([0-9A-Za-z-]{0,61}[0-9A-Za-z])?(\\.[0-9A-Za-z]([0-9A-Za-z-]{0,61}[0-9A-Za-z])?)*(:(6553[0-5]|655[0-2][0-9]|65[0-4][0-9][0-9]|6[0-4][0-9]{3}|[1-5]?[0-9]{1,4}))?([/?#][^\\s<>]*)?$",
                "x-pluralkit-url": "https",
                "description": "Address of the avatar of proxied messages (https, publicly reachable).",
            },
            "banner": {
                "type": ["string", "null"],
                "maxLength": 256,
                "pattern": "^[Hh][Tt][Tt][Pp][Ss]://[0-9A-Za-z]([0-9A-Za-z-]{0,61}[0-9A-Za-z])?(\\.[0-9A-Za-z]([0-9A-Za-z-]{0,61}[0-9A-Za-z])?)*(:(6553[0-5]|655[0-2][0-9]|65[0-4][0-9][0-9]|6[0-4][0-9]{3}|[1-5]?[0-9]{1,4}))?([/?#][^\\s<>]*)?$",
                "x-pluralkit-url": "https",
                "description": "Address of the banner (https, publicly reachable).",
            },
            "description": {"type": ["string", "null"], "maxLength": 1000, "description": "Description."},
            "proxy_tags": {
                "type": "array",
                "maxItems": 100,
                "items": {"$ref": "#/components/schemas/ProxyTagInput"},
                "description": "What messages are proxied by.",
            },
            "keep_proxy": {"type": "boolean", "description": "Whether the tags stay in the message."},
            "tts": {"type": "boolean", "description": "Whether messages are read aloud."},
            "privacy": {
                "$ref": "#/components/schemas/MemberPrivacyUpdate",
                "description": "Who may see what.",
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
                "description": "Name.",
            },
            "display_name": {
                "type": ["string", "null"],
                "maxLength": 100,
                "description": "Name that is shown instead.",
            },
            "color": {
                "type": ["string", "null"],
                "pattern": "^[0-9A-Fa-f]{6}$",
                "description": "Six hexadecimal digits.",
            },
            "birthday": {
                "type": ["string", "null"],
                "format": "date",
                "description": "Birthday; the year 4 means that there is none. There is no year 0.",
            },
            "pronouns": {"type": ["string", "null"], "maxLength": 100, "description": "Pronouns."},
            "avatar_url": {
                "type": ["string", "null"],
                "maxLength": 256,
                "pattern": "^[Hh][Tt][Tt][Pp][Ss]://[0-9A-Za-z]([0-9A-Za-z-]{0,61}[0-9A-Za-z])?(\\.[0-9A-Za-z]([0-9A-Za-z-]{0,61}[0-9A-Za-z])?)*(:(6553[0-5]|655[0-2][0-9]|65[0-4][0-9][0-9]|6[0-4][0-9]{3}|[1-5]?[0-9]{1,4}))?([/?#][^\\s<>]*)?$",
                "x-pluralkit-url": "https",
                "description": "Address of the avatar (https, publicly reachable).",
            },
            "webhook_avatar_url": {
                "type": ["string", "null"],
                "maxLength": 256,
                "pattern": "^[Hh][Tt][Tt][Pp][Ss]://[0-9A-Za-z]([0-9A-Za-z-]{0,61}[0-9A-Za-z])?(\\.[0-9A-Za-z]([0-9A-Za-z-]{0,61}[0-9A-Za-z])?)*(:(6553[0-5]|655[0-2][0-9]|65[0-4][0-9][0-9]|6[0-4][0-9]{3}|[1-5]?[0-9]{1,4}))?([/?#][^\\s<>]*)?$",
                "x-pluralkit-url": "https",
                "description": "Address of the avatar of proxied messages (https, publicly reachable).",
            },
            "banner": {
                "type": ["string", "null"],
                "maxLength": 256,
                "pattern": "^[Hh][Tt][Tt][Pp][Ss]://[0-9A-Za-z]([0-9A-Za-z-]{0,61}[0-9A-Za-z])?(\\.[0-9A-Za-z]([0-9A-Za-z-]{0,61}[0-9A-Za-z])?)*(:(6553[0-5]|655[0-2][0-9]|65[0-4][0-9][0-9]|6[0-4][0-9]{3}|[1-5]?[0-9]{1,4}))?([/?#][^\\s<>]*)?$",
                "x-pluralkit-url": "https",
                "description": "Address of the banner (https, publicly reachable).",
            },
            "description": {"type": ["string", "null"], "maxLength": 1000, "description": "Description."},
            "proxy_tags": {
                "type": "array",
                "maxItems": 100,
                "items": {"$ref": "#/components/schemas/ProxyTagInput"},
                "description": "What messages are proxied by.",
            },
            "keep_proxy": {"type": "boolean", "description": "Whether the tags stay in the message."},
            "tts": {"type": "boolean", "description": "Whether messages are read aloud."},
            "privacy": {
                "$ref": "#/components/schemas/MemberPrivacyUpdate",
                "description": "Who may see what.",
            },
        },
    },
    "MemberPrivacyUpdate": {
        "type": "object",
        "description": "What to change of a member's privacy. The service also takes null for a level, and sets public.",
        "properties": {
            "visibility": {
                "$ref": "#/components/schemas/PrivacyLevel",
                "description": "Whether lists show the member.",
            },
            "name_privacy": {
                "$ref": "#/components/schemas/PrivacyLevel",
                "description": "Who may see the name.",
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
                "description": "Who may see the avatars.",
            },
            "banner_privacy": {
                "$ref": "#/components/schemas/PrivacyLevel",
                "description": "Who may see the banner.",
            },
            "metadata_privacy": {
                "$ref": "#/components/schemas/PrivacyLevel",
                "description": "Who may see counts and times.",
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
                "description": "Name shown there.",
            },
            "avatar_url": {
                "type": ["string", "null"],
                "maxLength": 256,
                "description": "Address of the avatar used there.",
            },
            "keep_proxy": {
                "type": ["boolean", "null"],
                "description": "Whether the tags stay in the message there; null as elsewhere.",
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
                "description": "Name shown there.",
            },
            "avatar_url": {
                "type": ["string", "null"],
                "maxLength": 256,
                "pattern": "^[Hh][Tt][Tt][Pp][Ss]://[0-9A-Za-z]([0-9A-Za-z-]{0,61}[0-9A-Za-z])?(\\.[0-9A-Za-z]([0-9A-Za-z-]{0,61}[0-9A-Za-z])?)*(:(6553[0-5]|655[0-2][0-9]|65[0-4][0-9][0-9]|6[0-4][0-9]{3}|[1-5]?[0-9]{1,4}))?([/?#][^\\s<>]*)?$",
                "x-pluralkit-url": "https",
                "description": "Address of the avatar used there (https, publicly reachable).",
            },
            "keep_proxy": {
                "type": "boolean",
                "description": "Whether the tags stay in the message there. It cannot be set back to null: the service fails with 500 on that.",
            },
        },
    },
    "Group": {
        "type": "object",
        "description": "A group of members, as the viewer may see it.",
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
            "id": {"$ref": "#/components/schemas/ShortId", "readOnly": True, "description": "Short id."},
            "uuid": {
                "type": "string",
                "format": "uuid",
                "readOnly": True,
                "description": "The id that never changes.",
            },
            "system": {
                "$ref": "#/components/schemas/ShortId",
                "readOnly": True,
                "description": "Short id of the system; always there (not documented).",
            },
            "name": {
                "type": "string",
                "maxLength": 100,
                "description": "Name.",
                "x-pluralkit-privacy": {
                    "key": "name_privacy",
                    "hidden": "stand-in",
                    "stand-in": "display_name",
                },
            },
            "display_name": {
                "type": ["string", "null"],
                "maxLength": 100,
                "description": "Name that is shown instead.",
                "x-pluralkit-privacy": {"key": "name_privacy", "hidden": "null"},
            },
            "description": {
                "type": ["string", "null"],
                "maxLength": 1000,
                "description": "Description.",
                "x-pluralkit-privacy": {"key": "description_privacy", "hidden": "null"},
            },
            "icon": {
                "type": ["string", "null"],
                "maxLength": 256,
                "description": "Address of the icon.",
                "x-pluralkit-privacy": {"key": "icon_privacy", "hidden": "null"},
                "x-pluralkit-url-rewrite": True,
            },
            "banner": {
                "type": ["string", "null"],
                "maxLength": 256,
                "description": "Address of the banner.",
                "x-pluralkit-privacy": {"key": "banner_privacy", "hidden": "null"},
            },
            "color": {
                "type": ["string", "null"],
                "pattern": "^[0-9a-f]{6}$",
                "description": "Six hexadecimal digits, in lower case.",
            },
            "created": {
                "type": ["string", "null"],
                "format": "date-time",
                "readOnly": True,
                "description": "When the group was created.",
                "x-pluralkit-privacy": {"key": "metadata_privacy", "hidden": "null"},
            },
            "members": {
                "type": "array",
                "items": {"type": "string", "format": "uuid"},
                "readOnly": True,
                "description": "UUIDs of the members, where with_members asks for them.",
                "x-pluralkit-privacy": {"key": "list_privacy", "hidden": "empty"},
            },
            "privacy": {
                "oneOf": [{"$ref": "#/components/schemas/GroupPrivacy"}, {"type": "null"}],
                "description": "Who may see what; null for anybody else.",
                "x-pluralkit-privacy": {"key": "owner", "hidden": "null"},
            },
        },
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
                "description": "Who may see the name.",
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
                "description": "Who may see counts and times.",
            },
            "visibility": {
                "$ref": "#/components/schemas/PrivacyLevel",
                "description": "Whether lists show the group.",
            },
        },
    },
    "GroupCreate": {
        "type": "object",
        "description": "A new group.",
        "required": ["name"],
        "properties": {
            "name": {
                "type": "string",
                "minLength": 1,
                "maxLength": 100,
                "pattern": "\\S",
                "description": "Name.",
            },
            "display_name": {
                "type": ["string", "null"],
                "maxLength": 100,
                "description": "Name that is shown instead.",
            },
            "description": {"type": ["string", "null"], "maxLength": 1000, "description": "Description."},
            "icon": {
                "type": ["string", "null"],
                "maxLength": 256,
                "pattern": "^[Hh][Tt][Tt][Pp][Ss]://[0-9A-Za-z]([0-9A-Za-z-]{0,61}[0-9A-Za-z])?(\\.[0-9A-Za-z]([0-9A-Za-z-]{0,61}[0-9A-Za-z])?)*(:(6553[0-5]|655[0-2][0-9]|65[0-4][0-9][0-9]|6[0-4][0-9]{3}|[1-5]?[0-9]{1,4}))?([/?#][^\\s<>]*)?$",
                "x-pluralkit-url": "https",
                "description": "Address of the icon (https, publicly reachable).",
            },
            "banner": {
                "type": ["string", "null"],
                "maxLength": 256,
                "pattern": "^[Hh][Tt][Tt][Pp][Ss]://[0-9A-Za-z]([0-9A-Za-z-]{0,61}[0-9A-Za-z])?(\\.[0-9A-Za-z]([0-9A-Za-z-]{0,61}[0-9A-Za-z])?)*(:(6553[0-5]|655[0-2][0-9]|65[0-4][0-9][0-9]|6[0-4][0-9]{3}|[1-5]?[0-9]{1,4}))?([/?#][^\\s<>]*)?$",
                "x-pluralkit-url": "https",
                "description": "Address of the banner (https, publicly reachable).",
            },
            "color": {
                "type": ["string", "null"],
                "pattern": "^[0-9A-Fa-f]{6}$",
                "description": "Six hexadecimal digits.",
            },
            "privacy": {
                "$ref": "#/components/schemas/GroupPrivacyUpdate",
                "description": "Who may see what.",
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
                "description": "Name.",
            },
            "display_name": {
                "type": ["string", "null"],
                "maxLength": 100,
                "description": "Name that is shown instead.",
            },
            "description": {"type": ["string", "null"], "maxLength": 1000, "description": "Description."},
            "icon": {
                "type": ["string", "null"],
                "maxLength": 256,
                "pattern": "^[Hh][Tt][Tt][Pp][Ss]://[0-9A-Za-z]([0-9A-Za-z-]{0,61}[0-9A-Za-z])?(\\.[0-9A-Za-z]([0-9A-Za-z-]{0,61}[0-9A-Za-z])?)*(:(6553[0-5]|655[0-2][0-9]|65[0-4][0-9][0-9]|6[0-4][0-9]{3}|[1-5]?[0-9]{1,4}))?([/?#][^\\s<>]*)?$",
                "x-pluralkit-url": "https",
                "description": "Address of the icon (https, publicly reachable).",
            },
            "banner": {
                "type": ["string", "null"],
                "maxLength": 256,
                "pattern": "^[Hh][Tt][Tt][Pp][Ss]://[0-9A-Za-z]([0-9A-Za-z-]{0,61}[0-9A-Za-z])?(\\.[0-9A-Za-z]([0-9A-Za-z-]{0,61}[0-9A-Za-z])?)*(:(6553[0-5]|655[0-2][0-9]|65[0-4][0-9][0-9]|6[0-4][0-9]{3}|[1-5]?[0-9]{1,4}))?([/?#][^\\s<>]*)?$",
                "x-pluralkit-url": "https",
                "description": "Address of the banner (https, publicly reachable).",
            },
            "color": {
                "type": ["string", "null"],
                "pattern": "^[0-9A-Fa-f]{6}$",
                "description": "Six hexadecimal digits.",
            },
            "privacy": {
                "$ref": "#/components/schemas/GroupPrivacyUpdate",
                "description": "Who may see what.",
            },
        },
    },
    "GroupPrivacyUpdate": {
        "type": "object",
        "description": "What to change of a group's privacy. The service also takes null for a level, and sets public.",
        "properties": {
            "name_privacy": {
                "$ref": "#/components/schemas/PrivacyLevel",
                "description": "Who may see the name.",
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
                "description": "Who may see counts and times.",
            },
            "visibility": {
                "$ref": "#/components/schemas/PrivacyLevel",
                "description": "Whether lists show the group.",
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
                "description": "The id of the switch.",
            },
            "timestamp": {
                "type": "string",
                "format": "date-time",
                "description": "When they began to front.",
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
                "description": "The id of the switch.",
            },
            "timestamp": {
                "type": "string",
                "format": "date-time",
                "description": "When they began to front.",
            },
            "members": {
                "type": "array",
                "items": {"$ref": "#/components/schemas/Member"},
                "description": "The members, in the order in which they were given; empty for nobody.",
            },
        },
    },
    "SwitchCreate": {
        "type": "object",
        "description": "A new switch.",
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
                "description": "Since when; now if it is left out. At most nine digits of a fraction, no leap second.",
            },
        },
    },
    "SwitchUpdate": {
        "type": "object",
        "description": "The new time of a switch.",
        "required": ["timestamp"],
        "properties": {"timestamp": {"type": "string", "format": "date-time", "description": "Since when."}},
    },
    "Message": {
        "type": "object",
        "description": "A message that was proxied.",
        "required": ["timestamp", "id", "original", "sender", "channel", "guild", "system", "member"],
        "properties": {
            "timestamp": {
                "type": "string",
                "format": "date-time",
                "description": "When it was sent, cut to whole seconds.",
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
                "description": "The system; null where the member is gone.",
            },
            "member": {
                "oneOf": [{"$ref": "#/components/schemas/Member"}, {"type": "null"}],
                "description": "The member; null where it is gone.",
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
                "description": "What kind of thing it is.",
            },
            "provider_url": {
                "type": "string",
                "pattern": "^https://pluralkit\\.me$",
                "description": "Address of PluralKit.",
            },
            "title": {"type": "string", "description": "The name of the thing."},
        },
    },
    "Error": {
        "type": "object",
        "description": "What went wrong.",
        "required": ["message", "code"],
        "properties": {
            "message": {"type": "string", "description": "For a person to read."},
            "code": {
                "type": "integer",
                "description": "One of x-pluralkit-errors; 0 has no special meaning.",
            },
            "errors": {
                "type": "object",
                "additionalProperties": {
                    "type": "array",
                    "items": {"$ref": "#/components/schemas/FieldError"},
                },
                "description": "What is wrong with each field (code 40001 only).",
            },
        },
    },
    "FieldError": {
        "type": "object",
        "description": "What is wrong with a field.",
        "required": ["message"],
        "properties": {
            "message": {"type": "string", "description": "For a person to read."},
            "max_length": {"type": "integer", "description": "How long the text may be."},
            "actual_length": {"type": "integer", "description": "How long the text is."},
        },
    },
    "RateLimitError": {
        "type": "object",
        "description": "The budget is used up.",
        "required": ["message", "code", "retry_after", "scope"],
        "properties": {
            "message": {"type": "string", "description": "For a person to read."},
            "code": {"type": "integer", "const": 0, "description": "Always 0."},
            "retry_after": {
                "type": "integer",
                "minimum": 0,
                "description": "Milliseconds; may be 0. Waiting just this long is refused again.",
            },
            "scope": {
                "type": "string",
                "enum": ["generic_get", "generic_update"],
                "description": "The generic scope, also where an own budget is used up. Not documented.",
            },
        },
    },
    "ProblemDetails": {
        "type": "object",
        "description": "The problem document of RFC 9457.",
        "required": ["type", "title", "status", "traceId"],
        "properties": {
            "type": {"type": "string", "description": "Address of an explanation."},
            "title": {"type": "string", "description": "For a person to read."},
            "status": {"type": "integer", "description": "The status."},
            "traceId": {"type": "string", "description": "For the service's own logs."},
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
            "name": {"type": ["string", "null"]},
            "description": {"type": ["string", "null"]},
            "tag": {"type": ["string", "null"]},
            "pronouns": {"type": ["string", "null"]},
            "avatar_url": {"type": ["string", "null"]},
            "banner": {"type": ["string", "null"]},
            "color": {"type": ["string", "null"]},
            "privacy": {"$ref": "#/components/schemas/SystemPrivacyUpdate"},
        },
    },
    "SettingsChange": {
        "type": "object",
        "description": "The settings that were sent or that the bot changed, as stored.",
        "properties": {
            "hid_list_padding": {"$ref": "#/components/schemas/ListPadding"},
            "show_private_info": {"type": "boolean"},
            "member_limit": {"type": ["integer", "null"], "description": "null for the default."},
            "group_limit": {"type": ["integer", "null"], "description": "null for the default."},
            "timezone": {"type": "string"},
            "pings_enabled": {"type": "boolean"},
            "latch_timeout": {"type": ["integer", "null"]},
            "member_default_private": {"type": "boolean"},
            "group_default_private": {"type": "boolean"},
            "case_sensitive_proxy_tags": {"type": "boolean"},
            "proxy_error_message_enabled": {"type": "boolean"},
            "hid_display_split": {"type": "boolean"},
            "hid_display_caps": {"type": "boolean"},
            "card_show_color_hex": {"type": "boolean"},
            "proxy_switch": {"$ref": "#/components/schemas/ProxySwitchMode"},
            "name_format": {"type": ["string", "null"]},
            "description_templates": {"type": "array", "items": {"type": "string"}},
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
            "name": {"type": "string"},
            "display_name": {"type": ["string", "null"]},
            "color": {"type": ["string", "null"]},
            "birthday": {"type": ["string", "null"], "format": "date"},
            "pronouns": {"type": ["string", "null"]},
            "avatar_url": {"type": ["string", "null"]},
            "webhook_avatar_url": {"type": ["string", "null"]},
            "banner": {"type": ["string", "null"]},
            "description": {"type": ["string", "null"]},
            "proxy_tags": {"type": "array", "items": {"$ref": "#/components/schemas/ProxyTag"}},
            "keep_proxy": {"type": "boolean"},
            "tts": {"type": "boolean"},
            "privacy": {"$ref": "#/components/schemas/MemberPrivacyUpdate"},
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
            "name": {"type": "string"},
            "display_name": {"type": ["string", "null"]},
            "description": {"type": ["string", "null"]},
            "icon": {"type": ["string", "null"]},
            "banner": {"type": ["string", "null"]},
            "color": {"type": ["string", "null"]},
            "privacy": {"$ref": "#/components/schemas/GroupPrivacyUpdate"},
        },
    },
    "SystemGuildChange": {
        "type": "object",
        "description": "The settings for a Discord server that were sent, as stored.",
        "required": ["guild_id"],
        "properties": {
            "guild_id": {"type": "string"},
            "proxying_enabled": {"type": "boolean"},
            "tag": {"type": ["string", "null"]},
            "tag_enabled": {"type": "boolean"},
            "avatar_url": {"type": ["string", "null"]},
            "display_name": {"type": ["string", "null"]},
            "name_format": {"type": ["string", "null"]},
        },
    },
    "MemberGuildChange": {
        "type": "object",
        "description": "The settings for a Discord server that were sent, as stored, with guild_id; or settings of a Discord account.",
        "properties": {
            "guild_id": {"type": "string", "description": "The server; absent for settings of an account."},
            "display_name": {"type": ["string", "null"]},
            "avatar_url": {"type": ["string", "null"]},
            "keep_proxy": {"type": ["boolean", "null"]},
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
            "guild_id": {"type": ["string", "null"]},
            "channel_id": {"type": ["string", "null"]},
            "autoproxy_mode": {"$ref": "#/components/schemas/AutoproxyMode"},
            "autoproxy_member": {"type": ["string", "null"], "format": "uuid"},
            "last_latch_timestamp": {"type": ["string", "null"], "format": "date-time"},
        },
    },
    "NewSwitch": {
        "type": "object",
        "description": "A switch that was logged; each member once, in no order.",
        "required": ["id", "timestamp", "members"],
        "properties": {
            "id": {"type": "string", "format": "uuid"},
            "timestamp": {"type": "string", "format": "date-time"},
            "members": {"type": "array", "items": {"type": "string", "format": "uuid"}},
        },
    },
    "SwitchChange": {
        "type": "object",
        "description": "What changed of a switch; each member once, in no order.",
        "properties": {
            "timestamp": {"type": "string", "format": "date-time"},
            "members": {"type": "array", "items": {"type": "string", "format": "uuid"}},
        },
    },
    "PingEvent": {
        "type": "object",
        "description": "The body of PING.",
        "required": ["type", "signing_token", "system_id"],
        "properties": {
            "type": {"type": "string", "const": "PING"},
            "signing_token": {
                "type": "string",
                "description": "The webhook's secret; compare it before you believe the rest.",
            },
            "system_id": {"type": "string", "format": "uuid", "description": "The system."},
        },
    },
    "UpdateSystemEvent": {
        "type": "object",
        "description": "The body of UPDATE_SYSTEM.",
        "required": ["type", "signing_token", "system_id", "id", "data"],
        "properties": {
            "type": {"type": "string", "const": "UPDATE_SYSTEM"},
            "signing_token": {
                "type": "string",
                "description": "The webhook's secret; compare it before you believe the rest.",
            },
            "system_id": {"type": "string", "format": "uuid", "description": "The system."},
            "id": {"type": "null", "description": "Always null."},
            "data": {"$ref": "#/components/schemas/SystemChange", "description": "What happened."},
        },
    },
    "UpdateSettingsEvent": {
        "type": "object",
        "description": "The body of UPDATE_SETTINGS.",
        "required": ["type", "signing_token", "system_id", "id", "data"],
        "properties": {
            "type": {"type": "string", "const": "UPDATE_SETTINGS"},
            "signing_token": {
                "type": "string",
                "description": "The webhook's secret; compare it before you believe the rest.",
            },
            "system_id": {"type": "string", "format": "uuid", "description": "The system."},
            "id": {"type": "null", "description": "Always null."},
            "data": {"$ref": "#/components/schemas/SettingsChange", "description": "What happened."},
        },
    },
    "CreateMemberEvent": {
        "type": "object",
        "description": "The body of CREATE_MEMBER.",
        "required": ["type", "signing_token", "system_id", "id", "data"],
        "properties": {
            "type": {"type": "string", "const": "CREATE_MEMBER"},
            "signing_token": {
                "type": "string",
                "description": "The webhook's secret; compare it before you believe the rest.",
            },
            "system_id": {"type": "string", "format": "uuid", "description": "The system."},
            "id": {"type": "string", "format": "uuid", "description": "The member."},
            "data": {"$ref": "#/components/schemas/MemberChange", "description": "What happened."},
        },
    },
    "UpdateMemberEvent": {
        "type": "object",
        "description": "The body of UPDATE_MEMBER.",
        "required": ["type", "signing_token", "system_id", "id", "data"],
        "properties": {
            "type": {"type": "string", "const": "UPDATE_MEMBER"},
            "signing_token": {
                "type": "string",
                "description": "The webhook's secret; compare it before you believe the rest.",
            },
            "system_id": {"type": "string", "format": "uuid", "description": "The system."},
            "id": {"type": "string", "format": "uuid", "description": "The member."},
            "data": {"$ref": "#/components/schemas/MemberChange", "description": "What happened."},
        },
    },
    "DeleteMemberEvent": {
        "type": "object",
        "description": "The body of DELETE_MEMBER.",
        "required": ["type", "signing_token", "system_id", "id", "data"],
        "properties": {
            "type": {"type": "string", "const": "DELETE_MEMBER"},
            "signing_token": {
                "type": "string",
                "description": "The webhook's secret; compare it before you believe the rest.",
            },
            "system_id": {"type": "string", "format": "uuid", "description": "The system."},
            "id": {"type": "string", "format": "uuid", "description": "The member."},
            "data": {"type": "null", "description": "Always null."},
        },
    },
    "CreateGroupEvent": {
        "type": "object",
        "description": "The body of CREATE_GROUP.",
        "required": ["type", "signing_token", "system_id", "id", "data"],
        "properties": {
            "type": {"type": "string", "const": "CREATE_GROUP"},
            "signing_token": {
                "type": "string",
                "description": "The webhook's secret; compare it before you believe the rest.",
            },
            "system_id": {"type": "string", "format": "uuid", "description": "The system."},
            "id": {"type": "string", "format": "uuid", "description": "The group."},
            "data": {"$ref": "#/components/schemas/GroupChange", "description": "What happened."},
        },
    },
    "UpdateGroupEvent": {
        "type": "object",
        "description": "The body of UPDATE_GROUP.",
        "required": ["type", "signing_token", "system_id", "id", "data"],
        "properties": {
            "type": {"type": "string", "const": "UPDATE_GROUP"},
            "signing_token": {
                "type": "string",
                "description": "The webhook's secret; compare it before you believe the rest.",
            },
            "system_id": {"type": "string", "format": "uuid", "description": "The system."},
            "id": {"type": "string", "format": "uuid", "description": "The group."},
            "data": {"$ref": "#/components/schemas/GroupChange", "description": "What happened."},
        },
    },
    "UpdateGroupMembersEvent": {
        "type": "object",
        "description": "The body of UPDATE_GROUP_MEMBERS.",
        "required": ["type", "signing_token", "system_id", "id", "data"],
        "properties": {
            "type": {"type": "string", "const": "UPDATE_GROUP_MEMBERS"},
            "signing_token": {
                "type": "string",
                "description": "The webhook's secret; compare it before you believe the rest.",
            },
            "system_id": {"type": "string", "format": "uuid", "description": "The system."},
            "id": {"type": "string", "format": "uuid", "description": "The group."},
            "data": {"description": "Not recorded; any JSON."},
        },
    },
    "DeleteGroupEvent": {
        "type": "object",
        "description": "The body of DELETE_GROUP.",
        "required": ["type", "signing_token", "system_id", "id", "data"],
        "properties": {
            "type": {"type": "string", "const": "DELETE_GROUP"},
            "signing_token": {
                "type": "string",
                "description": "The webhook's secret; compare it before you believe the rest.",
            },
            "system_id": {"type": "string", "format": "uuid", "description": "The system."},
            "id": {"type": "string", "format": "uuid", "description": "The group."},
            "data": {"type": "null", "description": "Always null."},
        },
    },
    "LinkAccountEvent": {
        "type": "object",
        "description": "The body of LINK_ACCOUNT.",
        "required": ["type", "signing_token", "system_id", "id", "data"],
        "properties": {
            "type": {"type": "string", "const": "LINK_ACCOUNT"},
            "signing_token": {
                "type": "string",
                "description": "The webhook's secret; compare it before you believe the rest.",
            },
            "system_id": {"type": "string", "format": "uuid", "description": "The system."},
            "id": {"type": "string", "pattern": "^[0-9]{1,19}$", "description": "The Discord account."},
            "data": {"type": "null", "description": "Always null."},
        },
    },
    "UnlinkAccountEvent": {
        "type": "object",
        "description": "The body of UNLINK_ACCOUNT.",
        "required": ["type", "signing_token", "system_id", "id", "data"],
        "properties": {
            "type": {"type": "string", "const": "UNLINK_ACCOUNT"},
            "signing_token": {
                "type": "string",
                "description": "The webhook's secret; compare it before you believe the rest.",
            },
            "system_id": {"type": "string", "format": "uuid", "description": "The system."},
            "id": {"type": "string", "pattern": "^[0-9]{1,19}$", "description": "The Discord account."},
            "data": {"type": "null", "description": "Always null."},
        },
    },
    "UpdateSystemGuildEvent": {
        "type": "object",
        "description": "The body of UPDATE_SYSTEM_GUILD.",
        "required": ["type", "signing_token", "system_id", "id", "data"],
        "properties": {
            "type": {"type": "string", "const": "UPDATE_SYSTEM_GUILD"},
            "signing_token": {
                "type": "string",
                "description": "The webhook's secret; compare it before you believe the rest.",
            },
            "system_id": {"type": "string", "format": "uuid", "description": "The system."},
            "id": {"type": "null", "description": "Always null."},
            "data": {"$ref": "#/components/schemas/SystemGuildChange", "description": "What happened."},
        },
    },
    "UpdateMemberGuildEvent": {
        "type": "object",
        "description": "The body of UPDATE_MEMBER_GUILD.",
        "required": ["type", "signing_token", "system_id", "id", "data"],
        "properties": {
            "type": {"type": "string", "const": "UPDATE_MEMBER_GUILD"},
            "signing_token": {
                "type": "string",
                "description": "The webhook's secret; compare it before you believe the rest.",
            },
            "system_id": {"type": "string", "format": "uuid", "description": "The system."},
            "id": {
                "type": "string",
                "pattern": "^([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9]{1,19})$",
                "description": "UUID of the member, or the id of a Discord account.",
            },
            "data": {"$ref": "#/components/schemas/MemberGuildChange", "description": "What happened."},
        },
    },
    "CreateMessageEvent": {
        "type": "object",
        "description": "The body of CREATE_MESSAGE.",
        "required": ["type", "signing_token", "system_id", "id", "data"],
        "properties": {
            "type": {"type": "string", "const": "CREATE_MESSAGE"},
            "signing_token": {
                "type": "string",
                "description": "The webhook's secret; compare it before you believe the rest.",
            },
            "system_id": {"type": "string", "format": "uuid", "description": "The system."},
            "id": {"type": "null", "description": "Always null."},
            "data": {
                "$ref": "#/components/schemas/Message",
                "description": "The message, as the owner of the system sees it.",
            },
        },
    },
    "CreateSwitchEvent": {
        "type": "object",
        "description": "The body of CREATE_SWITCH.",
        "required": ["type", "signing_token", "system_id", "id", "data"],
        "properties": {
            "type": {"type": "string", "const": "CREATE_SWITCH"},
            "signing_token": {
                "type": "string",
                "description": "The webhook's secret; compare it before you believe the rest.",
            },
            "system_id": {"type": "string", "format": "uuid", "description": "The system."},
            "id": {"type": "string", "format": "uuid", "description": "The switch."},
            "data": {"$ref": "#/components/schemas/NewSwitch", "description": "What happened."},
        },
    },
    "UpdateSwitchEvent": {
        "type": "object",
        "description": "The body of UPDATE_SWITCH.",
        "required": ["type", "signing_token", "system_id", "id", "data"],
        "properties": {
            "type": {"type": "string", "const": "UPDATE_SWITCH"},
            "signing_token": {
                "type": "string",
                "description": "The webhook's secret; compare it before you believe the rest.",
            },
            "system_id": {"type": "string", "format": "uuid", "description": "The system."},
            "id": {"type": "string", "format": "uuid", "description": "The switch."},
            "data": {"$ref": "#/components/schemas/SwitchChange", "description": "What happened."},
        },
    },
    "DeleteSwitchEvent": {
        "type": "object",
        "description": "The body of DELETE_SWITCH.",
        "required": ["type", "signing_token", "system_id", "id", "data"],
        "properties": {
            "type": {"type": "string", "const": "DELETE_SWITCH"},
            "signing_token": {
                "type": "string",
                "description": "The webhook's secret; compare it before you believe the rest.",
            },
            "system_id": {"type": "string", "format": "uuid", "description": "The system."},
            "id": {"type": "string", "format": "uuid", "description": "The switch."},
            "data": {"type": "null", "description": "Always null."},
        },
    },
    "DeleteAllSwitchesEvent": {
        "type": "object",
        "description": "The body of DELETE_ALL_SWITCHES.",
        "required": ["type", "signing_token", "system_id", "id", "data"],
        "properties": {
            "type": {"type": "string", "const": "DELETE_ALL_SWITCHES"},
            "signing_token": {
                "type": "string",
                "description": "The webhook's secret; compare it before you believe the rest.",
            },
            "system_id": {"type": "string", "format": "uuid", "description": "The system."},
            "id": {"type": "null", "description": "Always null."},
            "data": {"type": "null", "description": "Always null."},
        },
    },
    "SuccessfulImportEvent": {
        "type": "object",
        "description": "The body of SUCCESSFUL_IMPORT.",
        "required": ["type", "signing_token", "system_id", "id", "data"],
        "properties": {
            "type": {"type": "string", "const": "SUCCESSFUL_IMPORT"},
            "signing_token": {
                "type": "string",
                "description": "The webhook's secret; compare it before you believe the rest.",
            },
            "system_id": {"type": "string", "format": "uuid", "description": "The system."},
            "id": {"type": "null", "description": "Always null."},
            "data": {"type": "null", "description": "Always null."},
        },
    },
    "UpdateAutoproxyEvent": {
        "type": "object",
        "description": "The body of UPDATE_AUTOPROXY.",
        "required": ["type", "signing_token", "system_id", "id", "data"],
        "properties": {
            "type": {"type": "string", "const": "UPDATE_AUTOPROXY"},
            "signing_token": {
                "type": "string",
                "description": "The webhook's secret; compare it before you believe the rest.",
            },
            "system_id": {"type": "string", "format": "uuid", "description": "The system."},
            "id": {"type": "null", "description": "Always null."},
            "data": {"$ref": "#/components/schemas/AutoproxyChange", "description": "What happened."},
        },
    },
}
"""By name: the schemas of models and inputs have their names."""

STRING_LENGTH: Final = "utf-16"
"""What `minLength` and `maxLength` count: the code units of this encoding."""
