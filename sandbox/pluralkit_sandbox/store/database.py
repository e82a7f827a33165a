# ruff: noqa: S608 (the names of tables and columns that are put into queries are ours)
"""SQLite connection with transactions and a cache of query results.

Every write is one transaction, which is on disk before it is answered. In a read-only transaction the same
query is answered from memory until somebody writes.
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


class Database:
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
            schema = _SCHEMA.read_text(encoding="utf-8")
            self.connection.executescript(
                f"BEGIN IMMEDIATE; {schema} PRAGMA application_id = {APPLICATION}; "
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

    def copy_from(self, other: Database) -> None:
        """Replace all rows by those of another database, within the transaction of the caller.

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
    """The columns of a table that hold data, quoted, with commas in between."""
    return ", ".join(f'"{row[1]}"' for row in connection.execute(f"PRAGMA table_info({table})"))
