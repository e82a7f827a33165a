"""Effects of operations on systems, their settings, and their settings for Discord servers."""

from __future__ import annotations

from typing import Any

from .state import Autoproxy, Caller, Doc, Model, RefusedError, System, changed, require_valid

_PUBLIC = {
    "pings_enabled",
    "latch_timeout",
    "case_sensitive_proxy_tags",
    "proxy_error_message_enabled",
    "hid_display_split",
    "hid_display_caps",
    "hid_list_padding",
    "proxy_switch",
    "name_format",
}


def get_system(model: Model, caller: Caller, ref: str) -> Doc:
    system = model.system(caller, ref)
    return model.seen(caller, system, "System", system.doc)


def update_system(model: Model, caller: Caller, ref: str, body: Doc) -> Doc:
    system = model.system(caller, ref)
    model.only_for(caller, system)
    system.doc = changed(system.doc, body, "SystemUpdate", "System")
    model.emit(system, "UPDATE_SYSTEM", None)
    return system.doc


def get_system_settings(model: Model, caller: Caller, ref: str) -> Doc:
    system = model.system(caller, ref)
    shown = {name: value for name, value in system.settings.items() if name != "card_show_color_hex"}
    shown["name_format"] = "{name} {tag}" if shown["name_format"] is None else shown["name_format"]
    return shown if caller == system.key else {name: shown[name] for name in _PUBLIC}


def update_system_settings(model: Model, caller: Caller, ref: str, body: Doc) -> Doc:
    system = model.system(caller, ref)
    model.only_for(caller, system)
    system.settings = changed(system.settings, body, "SystemSettingsUpdate", "SystemSettings")
    model.emit(system, "UPDATE_SETTINGS", None)
    return system.settings


def get_system_guild_settings(model: Model, caller: Caller, ref: str, guild: str) -> Doc:
    system = model.system(caller, ref)
    model.only_for(caller, system)
    return _guild(system, guild)


def update_system_guild_settings(model: Model, caller: Caller, ref: str, guild: str, body: Doc) -> Doc:
    system = model.system(caller, ref)
    model.only_for(caller, system)
    old = _guild(system, guild)
    system.guilds[guild] = changed(old, body, "SystemGuildSettingsUpdate", "SystemGuildSettings")
    model.emit(system, "UPDATE_SYSTEM_GUILD", None)
    return system.guilds[guild]


def _guild(system: System, guild: str) -> Doc:
    if guild not in system.guilds:
        raise RefusedError(404, 20009)
    return system.guilds[guild]


def get_autoproxy_settings(model: Model, caller: Caller, ref: str, *, guild_id: str) -> Doc:
    system = _for_guild(model, caller, ref)
    settings = system.autoproxy.get(guild_id, Autoproxy())
    return _shown(system, settings, settings.member)


def update_autoproxy_settings(model: Model, caller: Caller, ref: str, body: Doc, *, guild_id: str) -> Doc:
    system = _for_guild(model, caller, ref)
    old = system.autoproxy.get(guild_id, Autoproxy())
    require_valid("AutoproxySettingsUpdate", body)
    mode: str = body.get("autoproxy_mode", old.mode)
    named = body.get("autoproxy_member")
    takes_member = mode in ("latch", "member")
    member = _find(system, named)
    if named is not None and member is None and _belongs_to_others(model, system, named):
        raise RefusedError(403)
    if (named is not None and (member is None or not takes_member)) or (
        mode == "member" and member is None and old.member is None
    ):
        raise RefusedError(400, 40001)
    if not ("autoproxy_mode" in body or member or not takes_member):
        raise RefusedError(400)
    settings = Autoproxy(mode, (member or old.member) if takes_member else None, old.latched)
    system.autoproxy[guild_id] = settings
    model.emit(system, "UPDATE_AUTOPROXY", None)
    # The answer to a change to off still shows the former member.
    return _shown(system, settings, member or old.member)


def _for_guild(model: Model, caller: Caller, ref: str) -> System:
    system = model.system(caller, ref)
    model.only_for(caller, system)
    return system


def _find(system: System, ref: Any) -> str | None:
    return next((uuid for uuid, doc in system.members.items() if _names(ref, doc)), None)


def _belongs_to_others(model: Model, system: System, ref: str) -> bool:
    others = (other for other in model.systems.values() if other is not system)
    return any(_names(ref, doc) for other in others for doc in other.members.values())


def _names(ref: Any, doc: Doc) -> bool:
    return isinstance(ref, str) and ref.lower() in (doc["id"], doc["uuid"])


def _shown(system: System, settings: Autoproxy, member: str | None) -> Doc:
    shown = system.members[member]["id"] if member and settings.mode != "front" else None
    return {
        "autoproxy_mode": settings.mode,
        "autoproxy_member": shown,
        "last_latch_timestamp": settings.latched,
    }


def get_system_o_embed(model: Model, caller: Caller, ref: str) -> Doc:
    system = model.system(caller, ref)
    name = model.seen(caller, system, "System", system.doc)["name"]
    return preview("System", name or f"System with ID `{system.doc['id']}`")


def preview(kind: str, title: str) -> Doc:
    return {
        "type": "rich",
        "provider_name": f"PluralKit {kind}",
        "provider_url": "https://pluralkit.me",
        "title": title,
    }


def titled(doc: Doc, system: System) -> str:
    """What a preview calls a member or a group, to whomever."""
    name: str = doc["display_name"] or doc["name"]
    return f"{name} ({system.doc['name']})" if system.doc["name"] else name


def get_message(model: Model, caller: Caller, id: str) -> Doc:
    for message in model.messages.values():
        if id in (message.doc["id"], message.original):
            shown = dict(message.doc)
            if message.member is not None:
                system, doc = model.member(message.member)
                member = model.seen(caller, system, "Member", doc)
                member.pop("system")
                shown |= {"system": model.seen(caller, system, "System", system.doc), "member": member}
            return shown
    raise RefusedError(404, 20006)
