"""Operations: proxied messages."""

from __future__ import annotations

from collections.abc import Callable

from pluralkit_sandbox import errors
from pluralkit_sandbox.call import Answer, Call, ok
from pluralkit_sandbox.compat import times
from pluralkit_sandbox.store import Document, Message, Store
from pluralkit_sandbox.views import show

DISCORD_EPOCH = 1_420_070_400_000
"""Epoch of Discord ids, in milliseconds since 1970."""


def get(call: Call) -> Answer:
    """getMessage: return a message by its id, or for a while by the id of the message that it replaced."""
    store = call.world.store
    message = store.message(call.snowflake("messageId"), call.world.now())
    if message is None:
        raise errors.error("MessageNotFound")
    return ok(show_message(store, message, call.is_owner))


def show_message(store: Store, message: Message, is_owner: Callable[[int], bool]) -> Document:
    """Render a message.

    Args:
        store: The store.
        message: The message.
        is_owner: Returns whether the caller may see private data of a system, by row id.
    """
    shown: Document = {
        "timestamp": _sent_at(message.document["id"]),
        **message.document,
        "system": None,
        "member": None,
    }
    if message.member is not None:
        member = store.get("members", message.member)
        owner = is_owner(member.system)
        shown["system"] = show("System", store.get("systems", member.system), owner=owner)
        shown["member"] = show("Member", member, owner=owner)
    return shown


def _sent_at(id: str) -> str:
    """Return the time in a message id, in whole seconds."""
    seconds = ((int(id) >> 22) + DISCORD_EPOCH) // 1000
    return times.format_stored(seconds * 1_000_000)
