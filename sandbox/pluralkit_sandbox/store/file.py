"""Checks and locks of database files."""

from __future__ import annotations

import sqlite3
import struct
from contextlib import closing
from pathlib import Path

APPLICATION = 0x504B5358
"""SQLite's application_id of these files ("PKSX")."""
VERSION = 2
"""SQLite's user_version: the version of schema.sql."""

_MAGIC = b"SQLite format 3\0"


class InUseError(sqlite3.DatabaseError):
    """Another sandbox serves the file."""


def check(path: Path) -> None:
    """Refuse a file that is not a database of this version. The file is only read.

    Args:
        path: A file that may be missing or empty.

    Raises:
        sqlite3.DatabaseError: It holds something else; the text says what.
    """
    try:
        with path.open("rb") as file:
            header = file.read(100)
    except FileNotFoundError:
        return
    except OSError as failure:
        raise sqlite3.DatabaseError(failure.strerror) from None
    if not header:
        return
    if len(header) < 100 or not header.startswith(_MAGIC):
        raise sqlite3.DatabaseError("the file is not a database")
    version, application = struct.unpack_from(">I4xI", header, 60)
    if application == 0 and version == 1 and _is_first_version(path):
        version, application = 1, APPLICATION
    if application != APPLICATION:
        raise sqlite3.DatabaseError("the file is a database of another program")
    if version != VERSION:
        raise sqlite3.DatabaseError(
            f"the database has version {version}, and this sandbox reads version {VERSION}: "
            "give another file, or delete this one to start again from the seed"
        )


def lock(path: Path) -> sqlite3.Connection:
    """Reserve a database file for this process, until the returned connection is closed or the process ends.

    A second, empty database beside it is locked, so that others can still read the first one.

    Raises:
        InUseError: Another sandbox serves the file.
        sqlite3.DatabaseError: The lock file cannot be made.
    """
    beside = path.resolve().with_name(f"{path.resolve().name}.lock")
    connection = sqlite3.connect(beside, timeout=0, isolation_level=None, check_same_thread=False)
    try:
        connection.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError as failure:
        connection.close()
        if failure.sqlite_errorcode == sqlite3.SQLITE_BUSY:
            raise InUseError("another sandbox serves this file already") from None
        raise
    return connection


def _is_first_version(path: Path) -> bool:
    """Whether the tables are those of the sandbox's first version, which had no application_id."""
    # An immutable database is opened without any file beside it being made.
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?immutable=1", uri=True)) as connection:
        names = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
    return {"systems", "switch_members", "member_guilds", "autoproxy"} <= names
