"""Types that a store returns, and the JSON documents in its rows."""

from __future__ import annotations

from typing import Any, Literal, NamedTuple

import msgspec

Document = dict[str, Any]
Kind = Literal["systems", "members", "groups"]


class Entity:
    """A system, a member or a group. Its document is decoded when it is first looked at."""

    __slots__ = ("_document", "hid", "id", "shown", "system", "text", "uuid")

    def __init__(self, id: int, hid: str, uuid: str, system: int, text: str) -> None:
        self.id = id
        self.hid = hid
        self.uuid = uuid
        self.system = system
        """The id of the system that it belongs to; a system's own."""
        self.text = text
        """The document as JSON."""
        self.shown: dict[object, Any] = {}
        """How it is shown, for `views` to keep."""
        self._document: Document | None = None

    @property
    def document(self) -> Document:
        """The fields that are kept, which must not be changed in place."""
        if self._document is None:
            self._document = decode(self.text)
        return self._document

    def with_document(self, document: Document) -> Entity:
        """The same thing with another document."""
        return Entity(self.id, self.hid, self.uuid, self.system, encode(document))


class Switch(NamedTuple):
    id: int
    uuid: str
    system: int
    timestamp: int
    """Microseconds since 1970."""


class Key(NamedTuple):
    system: int
    scopes: frozenset[str]


class Webhook(NamedTuple):
    url: str
    token: str
    system_uuid: str


class Autoproxy(NamedTuple):
    mode: str
    member: int | None
    latched: str | None


class Message(NamedTuple):
    member: int | None
    document: Document


def decode(text: str) -> Document:
    document: Document = msgspec.json.decode(text)
    return document


def encode(document: object) -> str:
    return msgspec.json.encode(document).decode()
