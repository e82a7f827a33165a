"""Storage of a world in SQLite, in memory or in a file."""

from pluralkit_sandbox.store.entities import (
    Autoproxy,
    Document,
    Entity,
    Key,
    Kind,
    Message,
    Switch,
    Webhook,
    decode,
    encode,
)
from pluralkit_sandbox.store.store import Store

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
