"""Load a seed into a store."""

from __future__ import annotations

from pluralkit_sandbox import contract
from pluralkit_sandbox.auth import hash_token
from pluralkit_sandbox.compat import times
from pluralkit_sandbox.documents import COLUMNS
from pluralkit_sandbox.seed import Seed, SystemSeed
from pluralkit_sandbox.store import Autoproxy, Document, Store


def load_seed(store: Store, seed: Seed, now: int) -> None:
    """Load a seed into a store, within the caller's transaction.

    Args:
        store: The store.
        seed: The seed.
        now: The current time in microseconds since 1970.
    """
    for system in seed.systems:
        _load_system(store, system, now)


def _load_system(store: Store, seed: SystemSeed, now: int) -> None:
    system = store.create_system(
        seed.system["id"],
        seed.system["uuid"],
        hash_token(seed.token),
        seed.webhook_token,
        seed.settings,
        _document(seed.system),
    )
    for account in seed.accounts:
        store.add_account(int(account), system)
    for key in seed.api_keys:
        store.add_key(key.id, hash_token(key.token), system, key.type, key.scopes)
    members = {
        member["id"]: store.create("members", system, member["id"], member["uuid"], _document(member)).id
        for member in seed.members
    }
    for group in seed.groups:
        id = store.create("groups", system, group["id"], group["uuid"], _document(group)).id
        store.add_memberships((id, members[ref]) for ref in group["members"])
    for switch in seed.switches:
        store.create_switch(
            system,
            switch.id,
            times.to_stored(times.parse_instant(switch.timestamp)),
            [members[ref] for ref in switch.members],
        )
    for guild in seed.guilds:
        store.put_system_guild(system, guild["guild_id"], _without(guild, "guild_id"))
    for guild in seed.member_guilds:
        store.put_member_guild(
            members[guild["member"]], guild["guild_id"], _without(guild, "guild_id", "member")
        )
    for proxy in seed.autoproxy:
        member = members[proxy.autoproxy_member] if proxy.autoproxy_member else None
        store.put_autoproxy(
            system, proxy.guild_id, Autoproxy(proxy.autoproxy_mode, member, proxy.last_latch_timestamp)
        )
    for message in seed.messages:
        store.add_message(
            message.id,
            message.original,
            now + contract.load().originals_resolve_for * 1_000_000,
            members[message.member] if message.member else None,
            {
                "id": message.id,
                "original": message.original or "",
                "sender": message.sender,
                "channel": message.channel,
                "guild": message.guild,
            },
        )


def _document(entity: Document) -> Document:
    return _without(entity, *COLUMNS)


def _without(document: Document, *keys: str) -> Document:
    return {key: value for key, value in document.items() if key not in keys}
