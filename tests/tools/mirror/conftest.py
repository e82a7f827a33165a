"""Stores of each kind, and a mirror of a sandbox's system in time that a test moves.

`PLURALKIT_TEST_POSTGRES` says where PostgreSQL is (postgresql://127.0.0.1/test, if not set). Each test has a
schema of its own there.
"""

from __future__ import annotations

import os
import uuid
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeAlias

import psycopg
import pytest
from pluralkit_tools.mirror import MemoryStore, PostgresStore, SqliteStore, Store

POSTGRES = os.environ.get("PLURALKIT_TEST_POSTGRES", "postgresql://127.0.0.1/test")

OpenStore: TypeAlias = Callable[[], Store]


@contextmanager
def postgres_schema() -> Generator[str]:
    """The address of an empty schema."""
    name = f"mirror_{uuid.uuid4().hex}"
    try:
        connection = psycopg.connect(POSTGRES, autocommit=True, connect_timeout=5)
    except psycopg.OperationalError as error:
        pytest.skip(f"no PostgreSQL at {POSTGRES}: {error}")
    with connection:
        connection.execute(f'CREATE SCHEMA "{name}"'.encode())
        try:
            yield f"{POSTGRES}?options=-csearch_path%3D{name}"
        finally:
            connection.execute(f'DROP SCHEMA "{name}" CASCADE'.encode())


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
def open_store(request: pytest.FixtureRequest, tmp_path: Path) -> Generator[OpenStore]:
    """Opens a store; each time that it is called the same one, as another process would."""
    opened: list[Store] = []

    def keep(store: Store) -> Store:
        opened.append(store)
        return store

    if request.param == "memory":
        memory = MemoryStore()
        yield lambda: memory
    elif request.param == "sqlite":
        yield lambda: keep(SqliteStore(tmp_path / "mirror.db"))
    else:
        with postgres_schema() as url:
            yield lambda: keep(PostgresStore(url))
            for store in opened:
                store.close()
            opened.clear()
    for store in opened:
        store.close()
