"""Types that a store returns, and the JSON documents in its rows."""

from __future__ import annotations

from typing import Any, Literal, NamedTuple

import msgspec

Document = dict[str, Any]
Kind = Literal["systems", "members", "groups"]


class Entity:
    """A system, member or group. Its document is decoded on first access.

    Attributes:
        id: Row id.
        hid: Short id.
        uuid: UUID.
        system: Row id of the system that it belongs to; a system's own row id.
        text: The document as JSON.
        shown: Cache of rendered JSON, used by `views`.
    """

    __slots__ = ("_document", "hid", "id", "shown", "system", "text", "uuid")

    def __init__(self, id: int, hid: str, uuid: str, system: int, text: str) -> None:
        self.id = id
        self.hid = hid
        self.uuid = uuid
        self.system = system
        self.text = text
        self.shown: dict[object, Any] = {}
        self._document: Document | None = None

    @property
    def document(self) -> Document:
        """The stored fields, which must not be modified."""
        if self._document is None:
            self._document = decode(self.text)
        return self._document

    def with_document(self, document: Document) -> Entity:
        """Return a copy with another document."""
        return Entity(self.id, self.hid, self.uuid, self.system, encode(document))


class Switch(NamedTuple):
    """A switch.

    Attributes:
        id: Row id.
        uuid: UUID.
        system: Row id of its system.
        timestamp: Microseconds since 1970.
    """

    id: int
    uuid: str
    system: int
    timestamp: int


class Key(NamedTuple):
    """A stored API key.

    Attributes:
        system: Row id of its system.
        scopes: Its scopes.
    """

    system: int
    scopes: frozenset[str]


class Webhook(NamedTuple):
    """A system's webhook.

    Attributes:
        url: URL of the receiver.
        token: Signing token.
        system_uuid: UUID of the system.
    """

    url: str
    token: str
    system_uuid: str


class Autoproxy(NamedTuple):
    """Autoproxy settings for a Discord server.

    Attributes:
        mode: The mode.
        member: Row id of the member; None for none.
        latched: Timestamp of the last latch; None for none.
    """

    mode: str
    member: int | None
    latched: str | None


class Message(NamedTuple):
    """A proxied message.

    Attributes:
        member: Row id of the member; None for a deleted member.
        document: The stored fields.
    """

    member: int | None
    document: Document


def decode(text: str) -> Document:
    """Decode a stored document."""
    document: Document = msgspec.json.decode(text)
    return document


def encode(document: object) -> str:
    """Encode a document as JSON."""
    return msgspec.json.encode(document).decode()
