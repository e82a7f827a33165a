"""Operations: systems, their settings, and their settings for Discord servers."""

from __future__ import annotations

from typing import cast

from pluralkit_sandbox import contract, errors, inputs
from pluralkit_sandbox.call import Answer, Call, ok
from pluralkit_sandbox.store import Document
from pluralkit_sandbox.views import oembed, show

_LIMITS = ("member_limit", "group_limit")


def limit(settings: Document, key: str) -> int:
    """Return the maximum number of members or groups of a system.

    Args:
        settings: The system's settings.
        key: `member_limit` or `group_limit`; null there means the default.
    """
    value: int | None = settings[key]
    return cast("int", _initial("SystemSettings", key)) if value is None else value


def _initial(schema: str, field: str) -> object:
    return contract.load().schemas[schema].fields[field].initial


def get(call: Call) -> Answer:
    """getSystem: return a system in the caller's view."""
    return ok(show("System", call.system, owner=call.is_owner(call.system.id)))


def update(call: Call) -> Answer:
    """updateSystem: change the caller's system."""
    body = call.json_object()
    call.require_own_system()
    values = inputs.read(inputs.SYSTEM, body).check()
    inputs.require_storable(values)
    system, store = call.system, call.world.store
    changed = system.with_document(inputs.merge(system.document, values))
    store.replace("systems", system.id, changed.document)
    call.world.emit(system.id, "UPDATE_SYSTEM", None, values)
    return ok(show("System", changed, owner=True))


def get_settings(call: Call) -> Answer:
    """getSystemSettings: return the settings; other callers get the public ones."""
    settings = call.world.store.settings(call.system.id)
    if settings["name_format"] is None:
        settings["name_format"] = _initial("PublicSystemSettings", "name_format")
    model = "SystemSettings" if call.is_owner(call.system.id) else "PublicSystemSettings"
    # Fields that are not required occur only in the response to an update.
    keys = contract.load().schemas[model].required
    return ok({key: value for key, value in _with_limits(settings).items() if key in keys})


def update_settings(call: Call) -> Answer:
    """updateSystemSettings: change the settings of the caller's system."""
    body = call.json_object()
    call.require_own_system()
    values = inputs.read(inputs.SETTINGS, body).check()
    inputs.require_storable(values)
    store, system = call.world.store, call.system.id
    settings = inputs.merge(store.settings(system), values)
    store.replace_settings(system, settings)
    call.world.emit(system, "UPDATE_SETTINGS", None, values)
    return ok(_with_limits(settings))


def _with_limits(settings: Document) -> Document:
    return settings | {key: limit(settings, key) for key in _LIMITS}


def get_guild_settings(call: Call) -> Answer:
    """getSystemGuildSettings: return the settings, if the bot has created them."""
    guild = call.snowflake("guildId")
    call.require_own_system()
    return ok(_guild_settings(call, guild))


def update_guild_settings(call: Call) -> Answer:
    """updateSystemGuildSettings: change the settings; null for booleans is ignored."""
    body = call.json_object()
    guild = call.snowflake("guildId")
    call.require_own_system()
    settings = _guild_settings(call, guild)
    # Only this operation ignores null for booleans.
    body = {
        key: value
        for key, value in body.items()
        if value is not None or not isinstance(settings.get(key), bool)
    }
    values = inputs.read(inputs.SYSTEM_GUILD, body).check()
    inputs.require_storable(values)
    settings |= values
    call.world.store.put_system_guild(call.system.id, guild, settings)
    call.world.emit(call.system.id, "UPDATE_SYSTEM_GUILD", None, {"guild_id": guild, **values})
    return ok(settings)


def _guild_settings(call: Call, guild: str) -> Document:
    settings = call.world.store.system_guild(call.system.id, guild)
    if settings is None:
        raise errors.error("SystemGuildSettingsNotFound")
    return settings


def get_oembed(call: Call) -> Answer:
    """getSystemOEmbed: return the link preview."""
    name = show("System", call.system, owner=call.is_owner(call.system.id))["name"]
    return ok(oembed("System", name or f"System with ID `{call.system.hid}`"))
