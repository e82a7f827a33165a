"""Validation and locking of database files."""

from __future__ import annotations

import sqlite3
import struct
from contextlib import closing
from pathlib import Path

APPLICATION = 0x504B5358
"""SQLite application_id of the database files ("PKSX")."""
VERSION = 2
"""SQLite user_version of the database files: the version of schema.sql."""

_MAGIC = b"SQLite format 3\0"


class InUseError(sqlite3.DatabaseError):
    """Another sandbox uses the file."""


def check(path: Path) -> None:
    """Check that a file is a database of this version. The file is not modified.

    Args:
        path: A file, which may be missing or empty.

    Raises:
        sqlite3.DatabaseError: It is not; the message says what it is.
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
    """Lock a database file for this process, until the returned connection is closed or the process ends.

    An empty lock database beside it is locked, so that others can still read the file.

    Args:
        path: The database file.

    Raises:
        InUseError: Another sandbox uses the file.
        sqlite3.DatabaseError: The lock file cannot be created.
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
    """Return whether the tables are those of the first version, which had no application_id."""
    # Opening a database as immutable creates no files beside it.
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?immutable=1", uri=True)) as connection:
        names = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
    return {"systems", "switch_members", "member_guilds", "autoproxy"} <= names
