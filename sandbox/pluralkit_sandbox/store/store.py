# ruff: noqa: S608 (only constant names of tables and columns are interpolated into queries)
"""Queries of the sandbox, by subject."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

from pluralkit_sandbox.store.database import Database
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

_ENTITY = "id, hid, uuid, system, document"
_SWITCH = "id, uuid, system, timestamp"


class Store(Database):
    """Queries and writes. Arguments identify systems, members, groups and switches by row id by default."""

    def is_empty(self) -> bool:
        """Return whether there are no systems."""
        return self._first("SELECT 1 FROM systems LIMIT 1") is None

    # Systems, members, groups

    def find(self, kind: Kind, column: Literal["id", "hid", "uuid"], value: int | str) -> Entity | None:
        """Return the entity with a value in a column, or None."""
        return self._entity(f"SELECT {_ENTITY} FROM {kind} WHERE {column} = ?", value)

    def get(self, kind: Kind, id: int) -> Entity:
        """Return the entity with a row id.

        Raises:
            LookupError: There is none.
        """
        entity = self.find(kind, "id", id)
        if entity is None:
            raise LookupError(f"no row {id} in {kind}")
        return entity

    def of_system(self, kind: Literal["members", "groups"], system: int) -> Sequence[Entity]:
        """Return the members or groups of a system."""
        return self._entities(f"SELECT {_ENTITY} FROM {kind} WHERE system = ?", system)

    def count(self, kind: Literal["members", "groups"], system: int) -> int:
        """Count the members or groups of a system."""
        row = self._first(f"SELECT count(*) FROM {kind} WHERE system = ?", system)
        return row[0] if row else 0

    def count_all(self, table: Kind | Literal["switches", "messages"]) -> int:
        """Count the rows of a table."""
        row = self._first(f"SELECT count(*) FROM {table}")
        return row[0] if row else 0

    def find_own(self, kind: Literal["members", "groups"], system: int, ref: str) -> Entity | None:
        """Return the member or group of a system with exactly this short id or UUID, or None.

        Args:
            kind: Table of the entity.
            system: Row id of the system.
            ref: The short id or UUID in its stored form.
        """
        return self._entity(
            f"SELECT {_ENTITY} FROM {kind} WHERE (hid = ? OR uuid = ?) AND system = ?",
            *(ref, ref, system),
        )

    def system_by_account(self, account: int) -> Entity | None:
        """Return the system of a Discord account, or None."""
        row = self._first("SELECT system FROM accounts WHERE id = ?", account)
        return row and self.find("systems", "id", row[0])

    def account_of(self, system: int) -> str | None:
        """Return a Discord account of a system, or None."""
        row = self._first("SELECT id FROM accounts WHERE system = ? ORDER BY id LIMIT 1", system)
        return row and str(row[0])

    def systems(self) -> Sequence[Entity]:
        """Return all systems."""
        return self._entities(f"SELECT {_ENTITY} FROM systems ORDER BY id")

    def create(
        self, kind: Literal["members", "groups"], system: int, hid: str, uuid: str, document: Document
    ) -> Entity:
        """Create a member or group.

        Args:
            kind: Table of the entity.
            system: Row id of the system.
            hid: Short id.
            uuid: UUID.
            document: The stored fields.
        """
        text = encode(document)
        id = self._insert(
            f"INSERT INTO {kind} (hid, uuid, system, document) VALUES (?, ?, ?, ?)", hid, uuid, system, text
        )
        return Entity(id, hid, uuid, system, text)

    def create_system(
        self,
        hid: str,
        uuid: str,
        token: bytes,
        webhook_token: str | None,
        settings: Document,
        document: Document,
    ) -> int:
        """Create a system and return its row id.

        Args:
            hid: Short id.
            uuid: UUID.
            token: Hash of the system's token.
            webhook_token: Signing token of the webhook; None without a webhook.
            settings: The settings.
            document: The stored fields.
        """
        columns = "hid, uuid, token, webhook_token, settings, document"
        return self._insert(
            f"INSERT INTO systems ({columns}) VALUES (?, ?, ?, ?, ?, ?)",
            *(hid, uuid, token, webhook_token, encode(settings), encode(document)),
        )

    def replace(self, kind: Kind, id: int, document: Document) -> None:
        """Replace the document of an entity."""
        self._insert(f"UPDATE {kind} SET document = ? WHERE id = ?", encode(document), id)

    def delete(self, kind: Kind | Literal["switches"], id: int) -> None:
        """Delete an entity or switch."""
        self._insert(f"DELETE FROM {kind} WHERE id = ?", id)

    # Tokens, accounts, settings, webhooks

    def system_by_token(self, hash: bytes) -> int | None:
        """Return the system with the hash of a token, or None.

        Args:
            hash: SHA-256 hash of the token. See `hash_token`.

        Returns:
            Row id of the system.
        """
        row = self._first("SELECT id FROM systems WHERE token = ?", hash)
        return row and row[0]

    def key(self, hash: bytes) -> Key | None:
        """Return the API key with a hash, or None.

        Args:
            hash: SHA-256 hash of the key. See `hash_token`.
        """
        row = self._first("SELECT system, scopes FROM api_keys WHERE hash = ?", hash)
        return row and Key(row[0], frozenset(row[1].split()))

    def add_key(self, id: str, hash: bytes, system: int, type: str, scopes: Iterable[str]) -> None:
        """Store an API key.

        Args:
            id: UUID of the key.
            hash: Hash of the key.
            system: Row id of the system.
            type: How the key was created.
            scopes: Its scopes.
        """
        self._insert("INSERT INTO api_keys VALUES (?, ?, ?, ?, ?)", id, hash, system, type, " ".join(scopes))

    def add_account(self, account: int, system: int) -> None:
        """Link a Discord account to a system."""
        self._insert("INSERT INTO accounts VALUES (?, ?)", account, system)

    def settings(self, system: int) -> Document:
        """Return the settings of a system."""
        row = self._first("SELECT settings FROM systems WHERE id = ?", system)
        return decode(row[0]) if row else {}

    def replace_settings(self, system: int, settings: Document) -> None:
        """Replace the settings of a system."""
        self._insert("UPDATE systems SET settings = ? WHERE id = ?", encode(settings), system)

    def replace_webhook_token(self, system: int, token: str | None) -> None:
        """Replace the signing token of a system's webhook."""
        self._insert("UPDATE systems SET webhook_token = ? WHERE id = ?", token, system)

    def webhook(self, system: int) -> Webhook | None:
        """Return the webhook of a system, or None."""
        row = self._first("SELECT document, webhook_token, uuid FROM systems WHERE id = ?", system)
        url = row and decode(row[0])["webhook_url"]
        return Webhook(url, row[1] or "", row[2]) if row and url else None

    # Settings for Discord servers

    def system_guild(self, system: int, guild: str) -> Document | None:
        """Return a system's settings for a Discord server, or None."""
        row = self._first("SELECT document FROM system_guilds WHERE system = ? AND guild = ?", system, guild)
        return row and decode(row[0])

    def put_system_guild(self, system: int, guild: str, document: Document) -> None:
        """Store a system's settings for a Discord server."""
        self._insert("INSERT OR REPLACE INTO system_guilds VALUES (?, ?, ?)", system, guild, encode(document))

    def member_guild(self, member: int, guild: str) -> Document | None:
        """Return a member's settings for a Discord server, or None."""
        row = self._first("SELECT document FROM member_guilds WHERE member = ? AND guild = ?", member, guild)
        return row and decode(row[0])

    def put_member_guild(self, member: int, guild: str, document: Document) -> None:
        """Store a member's settings for a Discord server."""
        self._insert("INSERT OR REPLACE INTO member_guilds VALUES (?, ?, ?)", member, guild, encode(document))

    def autoproxy(self, system: int, guild: str) -> Autoproxy:
        """Return a system's autoproxy settings for a Discord server; the defaults if there are none."""
        row = self._first(
            "SELECT mode, member, latched FROM autoproxy WHERE system = ? AND guild = ?", system, guild
        )
        return Autoproxy(*row) if row else Autoproxy("off", None, None)

    def put_autoproxy(self, system: int, guild: str, settings: Autoproxy) -> None:
        """Store a system's autoproxy settings for a Discord server."""
        self._insert("INSERT OR REPLACE INTO autoproxy VALUES (?, ?, ?, ?, ?)", system, guild, *settings)

    # Groups and their members

    def group_members(self, group: int) -> Sequence[Entity]:
        """Return the members of a group."""
        return self._entities(
            f'SELECT {_ENTITY} FROM group_members JOIN members ON id = member WHERE "group" = ?', group
        )

    def member_groups(self, member: int) -> Sequence[Entity]:
        """Return the groups of a member."""
        return self._entities(
            f'SELECT {_ENTITY} FROM group_members JOIN groups ON id = "group" WHERE member = ?', member
        )

    def add_memberships(self, pairs: Iterable[tuple[int, int]]) -> None:
        """Add memberships.

        Args:
            pairs: Row ids of group and member.

        Raises:
            sqlite3.IntegrityError: A membership exists already.
        """
        self.connection.executemany("INSERT INTO group_members VALUES (?, ?)", pairs)

    def remove_memberships(self, pairs: Iterable[tuple[int, int]]) -> None:
        """Remove memberships, given as row ids of group and member; missing ones are ignored."""
        self.connection.executemany('DELETE FROM group_members WHERE "group" = ? AND member = ?', pairs)

    # Switches

    def switch(self, uuid: str) -> Switch | None:
        """Return the switch with a UUID, or None."""
        row = self._first(f"SELECT {_SWITCH} FROM switches WHERE uuid = ?", uuid)
        return row and Switch(*row)

    def latest_switch(self, system: int) -> Switch | None:
        """Return the switch with the latest timestamp, or None; of several, the one created first."""
        row = self._first(
            f"SELECT {_SWITCH} FROM switches WHERE system = ? ORDER BY timestamp DESC, id LIMIT 1", system
        )
        return row and Switch(*row)

    def has_switch_at(self, system: int, timestamp: int) -> bool:
        """Return whether a system has a switch at a time in microseconds since 1970."""
        return (
            self._first("SELECT 1 FROM switches WHERE system = ? AND timestamp = ?", system, timestamp)
            is not None
        )

    def switch_times(self, system: int) -> set[int]:
        """Return the timestamps of all switches of a system, in microseconds since 1970."""
        rows = self.connection.execute("SELECT timestamp FROM switches WHERE system = ?", (system,))
        return {timestamp for (timestamp,) in rows}

    def switch_page(self, system: int, before: int, limit: int) -> list[tuple[str, int, str]]:
        """Return a page of switches, newest first.

        Args:
            system: Row id of the system.
            before: Exclusive upper bound in microseconds since 1970.
            limit: Maximum number of switches.

        Returns:
            UUID, timestamp, and the members' short ids separated by spaces.
        """
        query = """
            SELECT uuid, timestamp, coalesce((
                SELECT group_concat(hid, ' ') FROM (
                    SELECT hid FROM switch_members JOIN members ON members.id = member
                    WHERE switch = switches.id ORDER BY position
                )
            ), '')
            FROM switches WHERE system = ? AND timestamp < ? ORDER BY timestamp DESC, id LIMIT ?
        """
        parameters = (system, before, limit)
        return self._kept((query, *parameters), lambda: self.connection.execute(query, parameters).fetchall())

    def switch_members(self, switch: int) -> Sequence[Entity]:
        """Return the members of a switch in order."""
        return self._entities(
            f"""
            SELECT {_ENTITY} FROM switch_members JOIN members ON id = member
            WHERE switch = ? ORDER BY position
            """,
            switch,
        )

    def create_switch(self, system: int, uuid: str, timestamp: int, members: Sequence[int]) -> Switch:
        """Create a switch.

        Args:
            system: Row id of the system.
            uuid: UUID.
            timestamp: Microseconds since 1970.
            members: Row ids of its members, in order.
        """
        id = self._insert(
            "INSERT INTO switches (uuid, system, timestamp) VALUES (?, ?, ?)", uuid, system, timestamp
        )
        self.set_switch_members(id, members)
        return Switch(id, uuid, system, timestamp)

    def move_switch(self, switch: int, timestamp: int) -> None:
        """Change the time of a switch, in microseconds since 1970."""
        self._insert("UPDATE switches SET timestamp = ? WHERE id = ?", timestamp, switch)

    def set_switch_members(self, switch: int, members: Sequence[int]) -> None:
        """Replace the members of a switch.

        Args:
            switch: Row id of the switch.
            members: Row ids of its members, in order.
        """
        self._insert("DELETE FROM switch_members WHERE switch = ?", switch)
        self.connection.executemany(
            "INSERT INTO switch_members VALUES (?, ?, ?)",
            [(switch, place, member) for place, member in enumerate(members)],
        )

    # Messages

    def message(self, id: str, now: int) -> Message | None:
        """Return a message by its id, or until its expiry by the id of the message that it replaced.

        Args:
            id: The id.
            now: The current time in microseconds since 1970.
        """
        row = self._first(
            "SELECT member, document FROM messages WHERE original = ? AND original_until > ?", id, now
        )
        row = row or self._first("SELECT member, document FROM messages WHERE id = ?", id)
        return row and Message(row[0], decode(row[1]))

    def add_message(
        self, id: str, original: str | None, original_until: int, member: int | None, document: Document
    ) -> None:
        """Store a message.

        Args:
            id: Its id.
            original: Id of the message that it replaced; None if unknown.
            original_until: When it stops to resolve by `original`, in microseconds since 1970.
            member: Row id of the member; None for a deleted one.
            document: The stored fields.
        """
        self._insert(
            "INSERT INTO messages VALUES (?, ?, ?, ?, ?)",
            id,
            original,
            original_until,
            member,
            encode(document),
        )
