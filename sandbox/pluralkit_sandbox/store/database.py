# ruff: noqa: S608 (only constant names of tables and columns are interpolated into queries)
"""SQLite connection with transactions and a cache of query results.

Every write is one transaction, which is durable before the response is sent. Read-only transactions cache
query results in memory until the next write.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar
from weakref import finalize

from pluralkit_sandbox.store.entities import Entity
from pluralkit_sandbox.store.file import APPLICATION, VERSION, check

_T = TypeVar("_T")

_SCHEMA = Path(__file__).with_name("schema.sql")
_LOCK_WAIT = 0.05
"""Seconds to wait for another process's lock. This blocks the event loop."""
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
"""All tables of the schema, in the order of their foreign keys."""
_MISSING: Any = object()
_MAX_ROWS = 10_000
"""Maximum number of cached query results."""


class Database:
    """A connection for a single thread. Requests are serialized, so none sees partial writes of another."""

    def __init__(self, path: Path | None = None) -> None:
        """Open a database.

        Args:
            path: SQLite file, created if it is missing. Default: in memory.

        Raises:
            sqlite3.DatabaseError: The file is not a database of this version (it is left unchanged), or
            cannot be opened.
        """
        if path:
            check(path)
        self.connection = sqlite3.connect(
            path or ":memory:", timeout=_LOCK_WAIT, isolation_level=None, check_same_thread=False
        )
        # Also closes the connection if the rest raises, or if the object is dropped without close().
        self._close = finalize(self, self.connection.close)
        self._shared = path is not None
        """Whether other processes may write."""
        self._rows: dict[tuple[object, ...], Any] = {}
        """Query results since the last write."""
        self._version = 0
        """Data version: changes with each write of another process."""
        self._reading = False
        """Whether a read-only transaction is open, in which the cache may be used."""
        run = self.connection.execute
        run("PRAGMA foreign_keys = ON")
        if not run("SELECT 1 FROM sqlite_master").fetchone():
            schema = _SCHEMA.read_text(encoding="utf-8")
            self.connection.executescript(
                f"BEGIN IMMEDIATE; {schema} PRAGMA application_id = {APPLICATION}; "
                f"PRAGMA user_version = {VERSION}; COMMIT;"
            )
        if path:
            # Only now: the header of the file must identify it even after a crash.
            run("PRAGMA journal_mode = WAL")
            run("PRAGMA synchronous = FULL")

    def close(self) -> None:
        """Close the connection."""
        self._close()

    @contextmanager
    def transaction(self, *, write: bool = True) -> Generator[None]:
        """Run a block in one transaction.

        Args:
            write: Whether to take the write lock at once. A read-only transaction never waits for a writer.

        Raises:
            sqlite3.OperationalError: The database is locked or full; nothing of the block is stored.
        """
        if not write and not self._shared:
            # There are no other writers, and users of the connection do not interleave.
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
            # SQLite rolls back by itself after some errors only.
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

    def copy_from(self, other: Database) -> None:
        """Replace all rows with those of another database, within the caller's transaction.

        Row ids that were used since then are not reused.

        Args:
            other: The other database.
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

    def _first(self, query: str, *parameters: object) -> Any | None:
        """Return the first row, which must not be modified."""
        return self._kept((query, *parameters), lambda: self.connection.execute(query, parameters).fetchone())

    def _kept(self, key: tuple[object, ...], read: Callable[[], _T]) -> _T:
        """Return a query result, from the cache in a read-only transaction."""
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


def _columns(connection: sqlite3.Connection, table: str) -> str:
    """Return the quoted data columns of a table, separated by commas."""
    return ", ".join(f'"{row[1]}"' for row in connection.execute(f"PRAGMA table_info({table})"))
