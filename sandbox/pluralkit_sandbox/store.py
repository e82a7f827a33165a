# ruff: noqa: S608 (the names of tables and columns that are put into queries are ours)
"""Where a world is kept: SQLite, in memory or in a file.

Every write is one transaction, which is on disk before it is answered.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Generator, Iterable, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal, NamedTuple
from weakref import finalize

import msgspec

from pluralkit_sandbox import databasefile

Document = dict[str, Any]
Kind = Literal["systems", "members", "groups"]

_SCHEMA = Path(__file__).with_name("schema.sql")
_LOCK_WAIT = 0.05
"""Seconds to wait for another process's lock. The event loop stands still as long."""
_TABLES = (
    "systems",
    "accounts",
    "api_keys",
    "members",
    "groups",
    "group_members",
    "switches",
    "switch_members",
    "system_guilds",
    "member_guilds",
    "autoproxy",
    "messages",
)
"""All tables of the schema, each after those that it refers to."""
_ENTITY = "id, hid, uuid, system, document"
_SWITCH = "id, uuid, system, timestamp"


class Entity:
    """A system, a member or a group. Its document is decoded when it is first looked at."""

    __slots__ = ("_document", "hid", "id", "system", "text", "uuid")

    def __init__(self, id: int, hid: str, uuid: str, system: int, text: str) -> None:
        self.id = id
        self.hid = hid
        self.uuid = uuid
        self.system = system
        """The id of the system that it belongs to; a system's own."""
        self.text = text
        """The document as JSON."""
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


class Store:
    """One connection, used by one thread: requests follow one another, none sees half of another's writes."""

    def __init__(self, path: Path | None = None) -> None:
        """Open the file, or a database in memory.

        Raises:
            sqlite3.DatabaseError: The file holds something else, and is as it was; or it cannot be opened.
        """
        if path:
            databasefile.check(path)
        self.connection = sqlite3.connect(
            path or ":memory:", timeout=_LOCK_WAIT, isolation_level=None, check_same_thread=False
        )
        # Also when nobody closes it, and when what follows raises.
        self._close = finalize(self, self.connection.close)
        run = self.connection.execute
        run("PRAGMA foreign_keys = ON")
        if not run("SELECT 1 FROM sqlite_master").fetchone():
            schema = _SCHEMA.read_text(encoding="utf-8")
            self.connection.executescript(
                f"BEGIN IMMEDIATE; {schema} PRAGMA application_id = {databasefile.APPLICATION}; "
                f"PRAGMA user_version = {databasefile.VERSION}; COMMIT;"
            )
        if path:
            # Only now: the file's header must tell what it is, also after a crash.
            run("PRAGMA journal_mode = WAL")
            run("PRAGMA synchronous = FULL")

    def close(self) -> None:
        self._close()

    @contextmanager
    def transaction(self, *, write: bool = True) -> Generator[None]:
        """Run a block in one transaction: its reads see one state, and all or none of its writes are kept.

        Args:
            write: Whether to take the write lock at once. A read-only transaction never waits for a writer.

        Raises:
            sqlite3.OperationalError: The database is locked or full. Nothing of the block is kept.
        """
        self.connection.execute("BEGIN IMMEDIATE" if write else "BEGIN")
        try:
            yield
            self.connection.execute("COMMIT")
        except BaseException:
            # SQLite ends the transaction itself after some errors, and leaves it open after others.
            if self.connection.in_transaction:
                self.connection.execute("ROLLBACK")
            raise

    def copy_from(self, other: Store) -> None:
        """Replace all rows by those of another store, within the transaction of the caller.

        Ids that were given out since then are not given out again.
        """
        run = self.connection.execute
        run("PRAGMA defer_foreign_keys = ON")
        for table in _TABLES:
            run(f"DELETE FROM {table}")
        for table in _TABLES:
            columns = _columns(self.connection, table)
            rows = other.connection.execute(f"SELECT {columns} FROM {table}").fetchall()
            marks = ", ".join("?" * (columns.count(",") + 1))
            self.connection.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", rows)

    def is_empty(self) -> bool:
        return self._first("SELECT 1 FROM systems LIMIT 1") is None

    def _first(self, query: str, *parameters: object) -> Any | None:
        return self.connection.execute(query, parameters).fetchone()

    def _insert(self, query: str, *parameters: object) -> int:
        return self.connection.execute(query, parameters).lastrowid or 0

    # Systems, members, groups

    def find(self, kind: Kind, column: Literal["id", "hid", "uuid"], value: int | str) -> Entity | None:
        row = self._first(f"SELECT {_ENTITY} FROM {kind} WHERE {column} = ?", value)
        return row and Entity(*row)

    def get(self, kind: Kind, id: int) -> Entity:
        """The row with this id, which is known to exist."""
        entity = self.find(kind, "id", id)
        if entity is None:
            raise LookupError(f"no row {id} in {kind}")
        return entity

    def of_system(self, kind: Literal["members", "groups"], system: int) -> list[Entity]:
        return self._entities(f"SELECT {_ENTITY} FROM {kind} WHERE system = ?", system)

    def count(self, kind: Literal["members", "groups"], system: int) -> int:
        row = self._first(f"SELECT count(*) FROM {kind} WHERE system = ?", system)
        return row[0] if row else 0

    def find_own(self, kind: Literal["members", "groups"], system: int, ref: str) -> Entity | None:
        """The thing of this system with just this short id or UUID."""
        row = self._first(
            f"SELECT {_ENTITY} FROM {kind} WHERE (hid = ? OR uuid = ?) AND system = ?",
            *(ref, ref, system),
        )
        return row and Entity(*row)

    def system_by_account(self, account: int) -> Entity | None:
        row = self._first("SELECT system FROM accounts WHERE id = ?", account)
        return row and self.find("systems", "id", row[0])

    def systems(self) -> list[Entity]:
        return self._entities(f"SELECT {_ENTITY} FROM systems ORDER BY id")

    def create(
        self, kind: Literal["members", "groups"], system: int, hid: str, uuid: str, document: Document
    ) -> Entity:
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
        columns = "hid, uuid, token, webhook_token, settings, document"
        return self._insert(
            f"INSERT INTO systems ({columns}) VALUES (?, ?, ?, ?, ?, ?)",
            *(hid, uuid, token, webhook_token, encode(settings), encode(document)),
        )

    def replace(self, kind: Kind, id: int, document: Document) -> None:
        self._insert(f"UPDATE {kind} SET document = ? WHERE id = ?", encode(document), id)

    def delete(self, kind: Kind | Literal["switches"], id: int) -> None:
        self._insert(f"DELETE FROM {kind} WHERE id = ?", id)

    def _entities(self, query: str, *parameters: object) -> list[Entity]:
        return [Entity(*row) for row in self.connection.execute(query, parameters)]

    # Tokens, accounts, settings, webhooks

    def system_by_token(self, hash: bytes) -> int | None:
        row = self._first("SELECT id FROM systems WHERE token = ?", hash)
        return row and row[0]

    def key(self, hash: bytes) -> Key | None:
        row = self._first("SELECT system, scopes FROM api_keys WHERE hash = ?", hash)
        return row and Key(row[0], frozenset(row[1].split()))

    def add_key(self, id: str, hash: bytes, system: int, type: str, scopes: Iterable[str]) -> None:
        self._insert("INSERT INTO api_keys VALUES (?, ?, ?, ?, ?)", id, hash, system, type, " ".join(scopes))

    def add_account(self, account: int, system: int) -> None:
        self._insert("INSERT INTO accounts VALUES (?, ?)", account, system)

    def settings(self, system: int) -> Document:
        row = self._first("SELECT settings FROM systems WHERE id = ?", system)
        return decode(row[0]) if row else {}

    def replace_settings(self, system: int, settings: Document) -> None:
        self._insert("UPDATE systems SET settings = ? WHERE id = ?", encode(settings), system)

    def replace_webhook_token(self, system: int, token: str | None) -> None:
        self._insert("UPDATE systems SET webhook_token = ? WHERE id = ?", token, system)

    def webhook(self, system: int) -> Webhook | None:
        """Where events of this system go; None if nowhere."""
        row = self._first("SELECT document, webhook_token, uuid FROM systems WHERE id = ?", system)
        url = row and decode(row[0])["webhook_url"]
        return Webhook(url, row[1] or "", row[2]) if row and url else None

    # Settings for Discord servers

    def system_guild(self, system: int, guild: str) -> Document | None:
        row = self._first("SELECT document FROM system_guilds WHERE system = ? AND guild = ?", system, guild)
        return row and decode(row[0])

    def put_system_guild(self, system: int, guild: str, document: Document) -> None:
        self._insert("INSERT OR REPLACE INTO system_guilds VALUES (?, ?, ?)", system, guild, encode(document))

    def member_guild(self, member: int, guild: str) -> Document | None:
        row = self._first("SELECT document FROM member_guilds WHERE member = ? AND guild = ?", member, guild)
        return row and decode(row[0])

    def put_member_guild(self, member: int, guild: str, document: Document) -> None:
        self._insert("INSERT OR REPLACE INTO member_guilds VALUES (?, ?, ?)", member, guild, encode(document))

    def autoproxy(self, system: int, guild: str) -> Autoproxy:
        row = self._first(
            "SELECT mode, member, latched FROM autoproxy WHERE system = ? AND guild = ?", system, guild
        )
        return Autoproxy(*row) if row else Autoproxy("off", None, None)

    def put_autoproxy(self, system: int, guild: str, settings: Autoproxy) -> None:
        self._insert("INSERT OR REPLACE INTO autoproxy VALUES (?, ?, ?, ?, ?)", system, guild, *settings)

    # Groups and their members

    def group_members(self, group: int) -> list[Entity]:
        return self._entities(
            f'SELECT {_ENTITY} FROM group_members JOIN members ON id = member WHERE "group" = ?', group
        )

    def member_groups(self, member: int) -> list[Entity]:
        return self._entities(
            f'SELECT {_ENTITY} FROM group_members JOIN groups ON id = "group" WHERE member = ?', member
        )

    def put_together(self, pairs: Iterable[tuple[int, int]]) -> None:
        """Make members part of groups: pairs of a group's and a member's id.

        Raises sqlite3.IntegrityError for a pair that is there.
        """
        self.connection.executemany("INSERT INTO group_members VALUES (?, ?)", pairs)

    def take_apart(self, pairs: Iterable[tuple[int, int]]) -> None:
        self.connection.executemany('DELETE FROM group_members WHERE "group" = ? AND member = ?', pairs)

    # Switches

    def switch(self, uuid: str) -> Switch | None:
        row = self._first(f"SELECT {_SWITCH} FROM switches WHERE uuid = ?", uuid)
        return row and Switch(*row)

    def latest_switch(self, system: int) -> Switch | None:
        """The switch with the latest time; of several at that time the one that was made first."""
        row = self._first(
            f"SELECT {_SWITCH} FROM switches WHERE system = ? ORDER BY timestamp DESC, id LIMIT 1", system
        )
        return row and Switch(*row)

    def has_switch_at(self, system: int, timestamp: int) -> bool:
        return (
            self._first("SELECT 1 FROM switches WHERE system = ? AND timestamp = ?", system, timestamp)
            is not None
        )

    def switch_times(self, system: int) -> set[int]:
        """The times of all switches of a system, in microseconds since 1970."""
        rows = self.connection.execute("SELECT timestamp FROM switches WHERE system = ?", (system,))
        return {timestamp for (timestamp,) in rows}

    def switch_page(self, system: int, before: int, limit: int) -> list[tuple[str, int, list[str]]]:
        """Switches before a time, newest first: UUID, time, and the members' short ids in order."""
        rows = self.connection.execute(
            """
            SELECT uuid, timestamp, (
                SELECT group_concat(hid, ' ') FROM (
                    SELECT hid FROM switch_members JOIN members ON members.id = member
                    WHERE switch = switches.id ORDER BY position
                )
            )
            FROM switches WHERE system = ? AND timestamp < ? ORDER BY timestamp DESC, id LIMIT ?
            """,
            (system, before, limit),
        )
        return [(uuid, timestamp, str(members or "").split()) for uuid, timestamp, members in rows]

    def switch_members(self, switch: int) -> list[Entity]:
        return self._entities(
            f"""
            SELECT {_ENTITY} FROM switch_members JOIN members ON id = member
            WHERE switch = ? ORDER BY position
            """,
            switch,
        )

    def create_switch(self, system: int, uuid: str, timestamp: int, members: Sequence[int]) -> Switch:
        id = self._insert(
            "INSERT INTO switches (uuid, system, timestamp) VALUES (?, ?, ?)", uuid, system, timestamp
        )
        self.set_switch_members(id, members)
        return Switch(id, uuid, system, timestamp)

    def move_switch(self, switch: int, timestamp: int) -> None:
        self._insert("UPDATE switches SET timestamp = ? WHERE id = ?", timestamp, switch)

    def set_switch_members(self, switch: int, members: Sequence[int]) -> None:
        self._insert("DELETE FROM switch_members WHERE switch = ?", switch)
        self.connection.executemany(
            "INSERT INTO switch_members VALUES (?, ?, ?)",
            [(switch, place, member) for place, member in enumerate(members)],
        )

    # Messages

    def message(self, id: str, now: int) -> Message | None:
        """A message by its id, or for a while by the id of the message that it replaced."""
        row = self._first(
            "SELECT member, document FROM messages WHERE original = ? AND original_until > ?", id, now
        )
        row = row or self._first("SELECT member, document FROM messages WHERE id = ?", id)
        return row and Message(row[0], decode(row[1]))

    def add_message(
        self, id: str, original: str | None, original_until: int, member: int | None, document: Document
    ) -> None:
        self._insert(
            "INSERT INTO messages VALUES (?, ?, ?, ?, ?)",
            id,
            original,
            original_until,
            member,
            encode(document),
        )


def _columns(connection: sqlite3.Connection, table: str) -> str:
    """The columns of a table that hold data, quoted, with commas in between."""
    return ", ".join(f'"{row[1]}"' for row in connection.execute(f"PRAGMA table_info({table})"))
