"""Where a world is kept: SQLite, in memory or in a file."""

from pluralkit_sandbox.store.store import (
    Autoproxy,
    Document,
    Entity,
    Key,
    Kind,
    Message,
    Store,
    Switch,
    Webhook,
    decode,
    encode,
)

__all__ = [
    "Autoproxy",
    "Document",
    "Entity",
    "Key",
    "Kind",
    "Message",
    "Store",
    "Switch",
    "Webhook",
    "decode",
    "encode",
]
