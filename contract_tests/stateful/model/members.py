"""Effects of operations on members and their settings for Discord servers."""

from __future__ import annotations

from .state import Caller, Doc, Model, RefusedError, System, changed, require_valid, written
from .systems import preview, titled

BLANK: Doc = {
    "display_name": None,
    "color": None,
    "birthday": None,
    "pronouns": None,
    "avatar_url": None,
    "webhook_avatar_url": None,
    "banner": None,
    "description": None,
    "proxy_tags": [],
    "keep_proxy": False,
    "tts": False,
    "autoproxy_enabled": True,
    "message_count": 0,
    "last_message_timestamp": None,
    "privacy": dict.fromkeys(
        (
            "visibility",
            "name_privacy",
            "description_privacy",
            "birthday_privacy",
            "pronoun_privacy",
            "avatar_privacy",
            "banner_privacy",
            "metadata_privacy",
            "proxy_privacy",
        ),
        "public",
    ),
}


def list_members(model: Model, caller: Caller, ref: str) -> list[Doc]:
    system = model.system(caller, ref)
    model.open_to(caller, system, system.doc["privacy"], "member_list_privacy", 30001)
    return shown(model, caller, system, list(system.members))


def shown(model: Model, caller: Caller, system: System, members: list[str]) -> list[Doc]:
    """Members in a list, as far as it shows them."""
    docs = (system.members[uuid] for uuid in members)
    return [model.seen(caller, system, "Member", doc) for doc in docs if model.is_listed(caller, system, doc)]


def create_member(model: Model, caller: Caller, body: Doc) -> Doc:
    system = model.systems[model.required(caller)]
    if len(system.members) >= system.settings["member_limit"]:
        raise RefusedError(400, 40007)
    require_valid("MemberCreate", body)
    id, uuid = model.new_ids
    own = {"id": id, "uuid": uuid, "system": system.doc["id"], "created": written(model.now), "name": None}
    doc = changed(own | BLANK, body, "MemberCreate", "Member")
    if doc["webhook_avatar_url"] == doc["avatar_url"]:
        doc["webhook_avatar_url"] = None
    system.members[uuid] = doc
    model.emit(system, "CREATE_MEMBER", uuid)
    return doc


def get_member(model: Model, caller: Caller, ref: str) -> Doc:
    system, doc = model.member(ref)
    return model.seen(caller, system, "Member", doc)


def update_member(model: Model, caller: Caller, ref: str, body: Doc) -> Doc:
    system, doc = model.member(ref)
    model.only_for_member(caller, system)
    system.members[doc["uuid"]] = doc = changed(doc, body, "MemberUpdate", "Member")
    model.emit(system, "UPDATE_MEMBER", doc["uuid"])
    return doc


def delete_member(model: Model, caller: Caller, ref: str) -> None:
    system, doc = model.member(ref)
    model.only_for_member(caller, system)
    uuid = doc["uuid"]
    system.forget_member(uuid)
    for message in model.messages.values():
        message.member = None if message.member == uuid else message.member
    model.emit(system, "DELETE_MEMBER", uuid)


def get_member_guild_settings(model: Model, caller: Caller, ref: str, guild: str) -> Doc:
    system, doc = model.member(ref)
    model.only_for_member(caller, system)
    return _guild(system, doc, guild)


def update_member_guild_settings(model: Model, caller: Caller, ref: str, guild: str, body: Doc) -> Doc:
    system, doc = model.member(ref)
    model.only_for_member(caller, system)
    settings = changed(_guild(system, doc, guild), body, "MemberGuildSettingsUpdate", "MemberGuildSettings")
    system.member_guilds[doc["uuid"], guild] = settings
    model.emit(system, "UPDATE_MEMBER_GUILD", doc["uuid"])
    return settings


def _guild(system: System, doc: Doc, guild: str) -> Doc:
    if (doc["uuid"], guild) not in system.member_guilds:
        raise RefusedError(404, 20010)
    return system.member_guilds[doc["uuid"], guild]


def get_member_o_embed(model: Model, _: Caller, ref: str) -> Doc:
    system, doc = model.member(ref)
    return preview("Member", titled(doc, system))
