# ruff: noqa: S608 (the names of tables and columns that are put into queries are ours)
"""Where a world is kept: SQLite, in memory or in a file.

Every write is one transaction, which is on disk before it is answered.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal, NamedTuple, TypeVar
from weakref import finalize

import msgspec

from pluralkit_sandbox.store.file import APPLICATION, VERSION, check

_T = TypeVar("_T")
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
_MISSING: Any = object()
_MAX_ROWS = 10_000
"""Answers to queries that are kept at most."""
_ENTITY = "id, hid, uuid, system, document"
_SWITCH = "id, uuid, system, timestamp"


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


class Store:
    """One connection, used by one thread: requests follow one another, none sees half of another's writes."""

    def __init__(self, path: Path | None = None) -> None:
        """Open the file, or a database in memory.

        Raises:
            sqlite3.DatabaseError: The file holds something else, and is as it was; or it cannot be opened.
        """
        if path:
            check(path)
        self.connection = sqlite3.connect(
            path or ":memory:", timeout=_LOCK_WAIT, isolation_level=None, check_same_thread=False
        )
        # Also when nobody closes it, and when what follows raises.
        self._close = finalize(self, self.connection.close)
        self._shared = path is not None
        """Whether other processes may write."""
        self._rows: dict[tuple[object, ...], Any] = {}
        """What queries found since the last write."""
        self._version = 0
        """Changes with each write of another process."""
        self._reading = False
        """Whether a read-only transaction runs, in which queries may be answered with what is kept."""
        run = self.connection.execute
        run("PRAGMA foreign_keys = ON")
        if not run("SELECT 1 FROM sqlite_master").fetchone():
            self.connection.executescript(
                f"BEGIN IMMEDIATE; {_SCHEMA.read_text()} PRAGMA application_id = {APPLICATION}; "
                f"PRAGMA user_version = {VERSION}; COMMIT;"
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
        if not write and not self._shared:
            # Nobody else can write, and whoever uses the connection does so without waiting.
            self._reading = True
            try:
                yield
            finally:
                self._reading = False
            return
        self.connection.execute("BEGIN IMMEDIATE" if write else "BEGIN")
        try:
            if write:
                self._rows.clear()
            else:
                self._forget_if_others_wrote()
                self._reading = True
            yield
            self.connection.execute("COMMIT")
        except BaseException:
            # SQLite ends the transaction itself after some errors, and leaves it open after others.
            if self.connection.in_transaction:
                self.connection.execute("ROLLBACK")
            raise
        finally:
            self._reading = False

    def _forget_if_others_wrote(self) -> None:
        (version,) = self.connection.execute("PRAGMA data_version").fetchone()
        if version != self._version:
            self._rows.clear()
            self._version = version

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
        """The first row, which must not be changed."""
        return self._kept((query, *parameters), lambda: self.connection.execute(query, parameters).fetchone())

    def _kept(self, key: tuple[object, ...], read: Callable[[], _T]) -> _T:
        """What is read, from what is kept in a read-only transaction."""
        if not self._reading:
            return read()
        found: _T
        if (found := self._rows.get(key, _MISSING)) is _MISSING:
            if len(self._rows) >= _MAX_ROWS:
                self._rows.clear()
            found = self._rows[key] = read()
        return found

    def _insert(self, query: str, *parameters: object) -> int:
        return self.connection.execute(query, parameters).lastrowid or 0

    # Systems, members, groups

    def find(self, kind: Kind, column: Literal["id", "hid", "uuid"], value: int | str) -> Entity | None:
        return self._entity(f"SELECT {_ENTITY} FROM {kind} WHERE {column} = ?", value)

    def get(self, kind: Kind, id: int) -> Entity:
        """The row with this id, which is known to exist."""
        entity = self.find(kind, "id", id)
        if entity is None:
            raise LookupError(f"no row {id} in {kind}")
        return entity

    def of_system(self, kind: Literal["members", "groups"], system: int) -> Sequence[Entity]:
        return self._entities(f"SELECT {_ENTITY} FROM {kind} WHERE system = ?", system)

    def count(self, kind: Literal["members", "groups"], system: int) -> int:
        row = self._first(f"SELECT count(*) FROM {kind} WHERE system = ?", system)
        return row[0] if row else 0

    def count_all(self, table: Kind | Literal["switches", "messages"]) -> int:
        """How many rows a table has."""
        row = self._first(f"SELECT count(*) FROM {table}")
        return row[0] if row else 0

    def find_own(self, kind: Literal["members", "groups"], system: int, ref: str) -> Entity | None:
        """The thing of this system with just this short id or UUID."""
        return self._entity(
            f"SELECT {_ENTITY} FROM {kind} WHERE (hid = ? OR uuid = ?) AND system = ?",
            *(ref, ref, system),
        )

    def system_by_account(self, account: int) -> Entity | None:
        row = self._first("SELECT system FROM accounts WHERE id = ?", account)
        return row and self.find("systems", "id", row[0])

    def account_of(self, system: int) -> str | None:
        """An account of a system; None where it has none."""
        row = self._first("SELECT id FROM accounts WHERE system = ? ORDER BY id LIMIT 1", system)
        return row and str(row[0])

    def systems(self) -> Sequence[Entity]:
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

    def _entity(self, query: str, *parameters: object) -> Entity | None:
        def read() -> Entity | None:
            row = self.connection.execute(query, parameters).fetchone()
            return row and Entity(*row)

        return self._kept((query, *parameters), read)

    def _entities(self, query: str, *parameters: object) -> Sequence[Entity]:
        return self._kept(
            (query, *parameters),
            lambda: [Entity(*row) for row in self.connection.execute(query, parameters)],
        )

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

    def group_members(self, group: int) -> Sequence[Entity]:
        return self._entities(
            f'SELECT {_ENTITY} FROM group_members JOIN members ON id = member WHERE "group" = ?', group
        )

    def member_groups(self, member: int) -> Sequence[Entity]:
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

    def switch_page(self, system: int, before: int, limit: int) -> list[tuple[str, int, str]]:
        """Switches before a time, newest first: UUID, time, and the members' short ids, spaces in between."""
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
