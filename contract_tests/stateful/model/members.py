"""Members, and their settings for a Discord server."""

from __future__ import annotations

from .state import By, Doc, RefusedError, System, World, changed, require_valid, written
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


def list_members(world: World, by: By, ref: str) -> list[Doc]:
    system = world.system(by, ref)
    world.open_to(by, system, system.doc["privacy"], "member_list_privacy", 30001)
    return shown(world, by, system, list(system.members))


def shown(world: World, by: By, system: System, members: list[str]) -> list[Doc]:
    """Members in a list, as far as it shows them."""
    docs = (system.members[uuid] for uuid in members)
    return [world.seen(by, system, "Member", doc) for doc in docs if world.is_listed(by, system, doc)]


def create_member(world: World, by: By, body: Doc) -> Doc:
    system = world.systems[world.required(by)]
    if len(system.members) >= system.settings["member_limit"]:
        raise RefusedError(400, 40007)
    require_valid("MemberCreate", body)
    id, uuid = world.new_ids
    own = {"id": id, "uuid": uuid, "system": system.doc["id"], "created": written(world.now), "name": None}
    doc = changed(own | BLANK, body, "MemberCreate", "Member")
    if doc["webhook_avatar_url"] == doc["avatar_url"]:
        doc["webhook_avatar_url"] = None
    system.members[uuid] = doc
    world.emit(system, "CREATE_MEMBER", uuid)
    return doc


def get_member(world: World, by: By, ref: str) -> Doc:
    system, doc = world.member(ref)
    return world.seen(by, system, "Member", doc)


def update_member(world: World, by: By, ref: str, body: Doc) -> Doc:
    system, doc = world.member(ref)
    world.only_for_member(by, system)
    system.members[doc["uuid"]] = doc = changed(doc, body, "MemberUpdate", "Member")
    world.emit(system, "UPDATE_MEMBER", doc["uuid"])
    return doc


def delete_member(world: World, by: By, ref: str) -> None:
    system, doc = world.member(ref)
    world.only_for_member(by, system)
    uuid = doc["uuid"]
    system.forget_member(uuid)
    for message in world.messages.values():
        message.member = None if message.member == uuid else message.member
    world.emit(system, "DELETE_MEMBER", uuid)


def get_member_guild_settings(world: World, by: By, ref: str, guild: str) -> Doc:
    system, doc = world.member(ref)
    world.only_for_member(by, system)
    return _guild(system, doc, guild)


def update_member_guild_settings(world: World, by: By, ref: str, guild: str, body: Doc) -> Doc:
    system, doc = world.member(ref)
    world.only_for_member(by, system)
    settings = changed(_guild(system, doc, guild), body, "MemberGuildSettingsUpdate", "MemberGuildSettings")
    system.member_guilds[doc["uuid"], guild] = settings
    world.emit(system, "UPDATE_MEMBER_GUILD", doc["uuid"])
    return settings


def _guild(system: System, doc: Doc, guild: str) -> Doc:
    if (doc["uuid"], guild) not in system.member_guilds:
        raise RefusedError(404, 20010)
    return system.member_guilds[doc["uuid"], guild]


def get_member_o_embed(world: World, _: By, ref: str) -> Doc:
    system, doc = world.member(ref)
    return preview("Member", titled(doc, system))
