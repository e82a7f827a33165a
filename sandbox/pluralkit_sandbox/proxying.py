"""Proxied messages: storage and events of a message that a member sends through the bot."""

from __future__ import annotations

import re

import msgspec

from pluralkit_sandbox import contract, refs
from pluralkit_sandbox.compat import times
from pluralkit_sandbox.operations.messages import DISCORD_EPOCH, show_message
from pluralkit_sandbox.store import Document, Message
from pluralkit_sandbox.world import World

_SNOWFLAKE = re.compile(r"[0-9]{1,20}")


class NewMessage(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A message to proxy. Discord ids are strings of digits.

    Attributes:
        member: Short id or UUID of the member.
        sender: Id of the sending account. Default: one of the system's.
        channel: Id of the channel. Default: generated.
        guild: Id of the Discord server; None for a direct message.
        original: Id of the message that the proxied one replaces. Default: generated.
        id: Id of the proxied message. Default: generated from the sandbox's time.
    """

    member: str
    sender: str | None = None
    channel: str | None = None
    guild: str | None = None
    original: str | None = None
    id: str | None = None


def proxy_message(world: World, new: NewMessage) -> Document:
    """Store a message, count it for its member and emit its event, within the caller's transaction.

    Args:
        world: The world.
        new: The message.

    Returns:
        The message as its owner sees it.

    Raises:
        ApiError: There is no such member.
        ValueError: An id is not a Discord id, or exists already.
    """
    for field in ("sender", "channel", "guild", "original", "id"):
        value = getattr(new, field)
        if value is not None and (not _SNOWFLAKE.fullmatch(value) or int(value) >= 2**63):
            raise ValueError(f"{field}: must be a Discord id, digits in a string")
    store = world.store
    member = refs.find(store, "members", new.member)
    sender = new.sender or store.account_of(member.system)
    if sender is None:
        raise ValueError("sender: required, because the system has no account")
    if new.id is not None and store.message(new.id, world.now()):
        raise ValueError(f"id: there is a message {new.id}")
    original = new.original or _new_snowflake(world)
    id = new.id or _new_snowflake(world, after=int(original))
    document = {
        "id": id,
        "original": original,
        "sender": sender,
        "channel": new.channel or _new_snowflake(world),
        "guild": new.guild,
    }
    until = world.now() + contract.load().originals_resolve_for * 1_000_000
    store.add_message(id, original, until, member.id, document)
    counted = {
        "message_count": (member.document["message_count"] or 0) + 1,
        "last_message_timestamp": times.format_stored(world.now()),
    }
    store.replace("members", member.id, {**member.document, **counted})
    shown = show_message(store, Message(member.id, document), lambda _system: True)
    world.emit(member.system, "CREATE_MESSAGE", None, shown)
    return shown


def _new_snowflake(world: World, after: int = 0) -> str:
    """Return an unused Discord id for the current time, greater than `after`."""
    id = max((world.now() // 1000 - DISCORD_EPOCH) << 22, after + 1, 1)
    while world.store.message(str(id), world.now()):
        id += 1
    return str(id)
