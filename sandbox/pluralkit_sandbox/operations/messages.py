"""Proxied messages."""

from __future__ import annotations

from pluralkit_sandbox import errors
from pluralkit_sandbox.call import Answer, Call, ok
from pluralkit_sandbox.compat import times
from pluralkit_sandbox.store import Document
from pluralkit_sandbox.views import show

_DISCORD_EPOCH = 1_420_070_400_000  # milliseconds since 1970


def get(call: Call) -> Answer:
    store = call.world.store
    message = store.message(call.snowflake("messageId"), call.world.now())
    if message is None:
        raise errors.error("MessageNotFound")
    shown: Document = {
        "timestamp": _sent_at(message.document["id"]),
        **message.document,
        "system": None,
        "member": None,
    }
    if message.member is not None:
        member = store.get("members", message.member)
        owner = call.is_owner(member.system)
        shown["system"] = show("System", store.get("systems", member.system), owner=owner)
        shown["member"] = show("Member", member, owner=owner)
    return ok(shown)


def _sent_at(id: str) -> str:
    """When a message was sent, which its id tells, in whole seconds."""
    seconds = ((int(id) >> 22) + _DISCORD_EPOCH) // 1000
    return times.format_stored(seconds * 1_000_000)
