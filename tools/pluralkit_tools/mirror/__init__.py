"""A local copy of systems that webhooks and few reads keep right. The extra `[mirror]` has the databases.

`Mirror` and `AsyncMirror` need a client and a store: `SqliteStore`, `PostgresStore`, or `MemoryStore` for
tests.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from .aio import AsyncMirror
from .memory import MemoryStore
from .program import Change
from .store import MirrorError, Store
from .sync import Mirror
from .views import Entry, ListStatus, Status

if TYPE_CHECKING:
    from .sql import PostgresStore, SqliteStore
else:

    def __getattr__(name: str) -> Any:
        if name not in ("PostgresStore", "SqliteStore"):
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        try:
            return getattr(import_module(f"{__name__}.sql"), name)
        except ModuleNotFoundError as missing:
            if missing.name != "sqlalchemy":
                raise
            raise ImportError(
                f"{name} needs SQLAlchemy: install pluralkit-api with the extra [mirror], "
                "for example with pip install 'pluralkit-api[mirror]'"
            ) from missing


__all__ = [
    "AsyncMirror",
    "Change",
    "Entry",
    "ListStatus",
    "MemoryStore",
    "Mirror",
    "MirrorError",
    "PostgresStore",
    "SqliteStore",
    "Status",
    "Store",
]
