"""Stores in a database. The only module that imports SQLAlchemy, of the extra `[mirror]`."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Collection, Generator, Iterable, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import msgspec
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    Engine,
    Float,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    create_engine,
    delete,
    event,
    func,
    insert,
    inspect,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import URL, make_url

from .records import JournalEntry, Kind, Record, SystemState
from .store import MirrorError

T = TypeVar("T")

SCHEMA = 1
"""The version of the tables."""
MIGRATIONS: Sequence[Callable[[Connection], None]] = ()
"""What makes version n + 1 of version n, from version 1 on."""

_BUSY = 30_000
"""Milliseconds to wait for another process that writes to the same SQLite file."""
_CHUNK = 500
"""How many keys are asked for in one statement."""
_LOCK = 0x706B_6D69_7272_6F72
"""The advisory lock for migrations on PostgreSQL."""

_metadata = MetaData()
_schema = Table("pk_mirror_schema", _metadata, Column("version", Integer, nullable=False))
_systems = Table(
    "pk_mirror_systems",
    _metadata,
    Column("uuid", String(36), primary_key=True),
    Column("heartbeat", Float(53), nullable=False),
    Column("next_due", Float(53), nullable=False),
    Column("state", Text, nullable=False),
)
_records = Table(
    "pk_mirror_records",
    _metadata,
    Column("system", String(36), primary_key=True),
    Column("kind", String(16), primary_key=True),
    Column("key", String(36), primary_key=True),
    Column("body", Text),
    Column("as_of", Float(53), nullable=False),
    Column("read_at", Float(53), nullable=False),
    Column("stale", Boolean, nullable=False),
    Column("deleted", Boolean, nullable=False),
    Column("recent", Text, nullable=False),
    Column("short_id", Text),
    Column("position", BigInteger, nullable=False),
    Column("rank", Integer, nullable=False),
)
_by_position = Index("pk_mirror_by_position", _records.c.system, _records.c.kind, _records.c.position)
_if_stale = Index(
    "pk_mirror_if_stale",
    _records.c.system,
    sqlite_where=_records.c.stale.is_(True),
    postgresql_where=_records.c.stale.is_(True),
)
_journal = Table(
    "pk_mirror_journal",
    _metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True),
    Column("system", String(36), nullable=False, index=True),
    Column("received_at", Float(53), nullable=False),
    Column("body", Text, nullable=False),
    sqlite_autoincrement=True,
)


class _Session:
    def __init__(self, connection: Connection, system: str) -> None:
        self._connection = connection
        self._system = system
        self._mine = _records.c.system == system

    def state(self) -> SystemState | None:
        row = self._connection.execute(
            select(_systems.c.state, _systems.c.heartbeat).where(_systems.c.uuid == self._system)
        ).one_or_none()
        if row is None:
            return None
        state = msgspec.json.decode(row.state, type=SystemState)
        state.heartbeat = row.heartbeat
        return state

    def records(self, kind: Kind, keys: Collection[str] | None = None) -> list[Record]:
        query = select(_records).where(self._mine, _records.c.kind == kind)
        if keys is None:
            return [_record(row) for row in self._connection.execute(query)]
        found: list[Record] = []
        for chunk in _chunks(keys):
            rows = self._connection.execute(query.where(_records.c.key.in_(chunk)))
            found += [_record(row) for row in rows]
        return found

    def member_ids(self, *, shown: bool = False) -> Mapping[str, str | None]:
        query = select(_records.c.key, _records.c.short_id).where(self._mine, _records.c.kind == "member")
        if shown:
            query = query.where(_records.c.body.is_not(None))
        return {row.key: row.short_id for row in self._connection.execute(query)}

    def stale(self) -> list[Record]:
        query = select(_records).where(self._mine, _records.c.stale.is_(True))
        return [_record(row) for row in self._connection.execute(query)]

    def switches(self, since: int | None, before: int | None, limit: int | None = None) -> list[Record]:
        query = (
            select(_records)
            .where(*self._range(since, before), _records.c.body.is_not(None))
            .order_by(_records.c.position.desc(), _records.c.rank, _records.c.key)
            .limit(limit)
        )
        return [_record(row) for row in self._connection.execute(query)]

    def _range(self, since: int | None, before: int | None) -> list[Any]:
        """The conditions for switches in a range that are not deleted."""
        conditions: list[Any] = [self._mine, _records.c.kind == "switch", _records.c.deleted.is_(False)]
        if since is not None:
            conditions.append(_records.c.position >= since)
        if before is not None:
            conditions.append(_records.c.position < before)
        return conditions

    def journal_size(self) -> int:
        query = select(func.count()).select_from(_journal).where(_journal.c.system == self._system)
        return self._connection.execute(query).scalar_one()

    def save_state(self, state: SystemState, next_due: float) -> None:
        values = {
            "heartbeat": state.heartbeat,
            "next_due": next_due,
            "state": msgspec.json.encode(state).decode(),
        }
        self._connection.execute(update(_systems).where(_systems.c.uuid == self._system).values(values))

    def put(self, records: Iterable[Record]) -> None:
        rows = [_row(self._system, record) for record in records]
        if not rows:
            return
        dialect: Any = postgresql if self._connection.dialect.name == "postgresql" else sqlite
        statement = dialect.insert(_records)
        keys = ("system", "kind", "key")
        others = {name: statement.excluded[name] for name in rows[0] if name not in keys}
        self._connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=others), rows)

    def touch_switches(self, since: int | None, before: int | None, at: float) -> None:
        statement = update(_records).where(*self._range(since, before), _records.c.stale.is_(False))
        later = statement.where(_records.c.as_of < at)
        self._connection.execute(later.values(as_of=at))
        self._connection.execute(statement.where(_records.c.read_at < at).values(read_at=at))

    def purge(self, kind: Kind, before: float) -> None:
        self._connection.execute(
            delete(_records).where(
                self._mine, _records.c.kind == kind, _records.c.deleted.is_(True), _records.c.as_of < before
            )
        )

    def journal(self, limit: int) -> list[JournalEntry]:
        query = (
            select(_journal.c.id, _journal.c.received_at, _journal.c.body)
            .where(_journal.c.system == self._system)
            .order_by(_journal.c.id)
            .limit(limit)
        )
        return [JournalEntry(*row) for row in self._connection.execute(query)]

    def discard(self, ids: Collection[int]) -> None:
        # Not "up to an id": another process may have been given a lower one, and commit only now.
        for chunk in _chunks(ids):
            self._connection.execute(delete(_journal).where(_journal.c.id.in_(chunk)))


class SqlStore:
    """Keeps systems in a database of SQLAlchemy. Use `SqliteStore` or `PostgresStore`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        with self._writing() as connection:
            prepare(connection)

    @contextmanager
    def _writing(self) -> Generator[Connection]:
        with self._engine.connect().execution_options(pk_writes=True) as connection, connection.begin():
            yield connection

    @contextmanager
    def session(self, system: str) -> Generator[_Session]:
        with self._writing() as connection:
            # SQLite lets one writer in at a time; on PostgreSQL this lock does, for each system.
            query = select(_systems.c.uuid).where(_systems.c.uuid == system).with_for_update(key_share=True)
            connection.execute(query)
            yield _Session(connection, system)

    @contextmanager
    def reader(self, system: str) -> Generator[_Session]:
        with self._engine.connect() as connection:
            yield _Session(connection, system)

    def record(self, system: str, received_at: float, body: str) -> bool:
        with self._writing() as connection:
            query = select(_systems.c.uuid).where(_systems.c.uuid == system)
            query = query.with_for_update(read=True, key_share=True)  # waits for `forget` alone
            if connection.execute(query).one_or_none() is None:
                return False
            connection.execute(insert(_journal).values(system=system, received_at=received_at, body=body))
        return True

    def add(self, system: str, state: SystemState) -> None:
        values = {
            "uuid": system,
            "heartbeat": state.heartbeat,
            "next_due": 0.0,
            "state": msgspec.json.encode(state).decode(),
        }
        with self._writing() as connection:
            dialect: Any = postgresql if connection.dialect.name == "postgresql" else sqlite
            connection.execute(dialect.insert(_systems).values(values).on_conflict_do_nothing())

    def forget(self, system: str) -> None:
        with self._writing() as connection:
            connection.execute(delete(_systems).where(_systems.c.uuid == system))
            connection.execute(delete(_records).where(_records.c.system == system))
            connection.execute(delete(_journal).where(_journal.c.system == system))

    def systems(self) -> list[str]:
        with self._engine.connect() as connection:
            return list(connection.execute(select(_systems.c.uuid)).scalars())

    def ready(self, now: float, downtime: float) -> list[str]:
        due = or_(
            _systems.c.next_due <= now,
            _systems.c.heartbeat < now - downtime,
            _systems.c.heartbeat > now + downtime,
            _systems.c.uuid.in_(select(_journal.c.system)),
        )
        with self._engine.connect() as connection:
            return list(connection.execute(select(_systems.c.uuid).where(due)).scalars())

    def heartbeat(self, systems: Collection[str], now: float, downtime: float) -> None:
        with self._writing() as connection:
            for chunk in _chunks(systems):
                alive = _systems.c.heartbeat.between(now - downtime, now + downtime)
                statement = update(_systems).where(_systems.c.uuid.in_(chunk), alive)
                connection.execute(statement.values(heartbeat=now))

    def close(self) -> None:
        self._engine.dispose()


class SqliteStore(SqlStore):
    """Keeps systems in an SQLite file, for the processes of one machine.

    The file is in WAL mode, and each event is on disk before it is answered. A new file can be read by its
    owner alone.

    Args:
        path: The file; it is made where there is none.

    Raises:
        MirrorError: The file was written by a newer version.
        sqlalchemy.exc.DatabaseError: The file is no SQLite database, or cannot be opened.
        OSError: The file cannot be made.
    """

    def __init__(self, path: str | Path) -> None:
        path = Path(path)
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
        if path.stat().st_size == 0:
            path.chmod(0o600)
        engine = create_engine(URL.create("sqlite", database=str(path)))
        event.listen(engine, "connect", _connect_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        super().__init__(engine)


class PostgresStore(SqlStore):
    """Keeps systems in a PostgreSQL database, for processes on several machines. Needs psycopg 3.

    Args:
        url: The address of the database: "postgresql://user:password@host/database".

    Raises:
        MirrorError: The database was written by a newer version, or the address is not one of PostgreSQL.
        ModuleNotFoundError: psycopg is not installed.
        sqlalchemy.exc.OperationalError: There is no connection to the database.
    """

    def __init__(self, url: str) -> None:
        address = make_url(url)
        if address.get_backend_name() != "postgresql":
            raise MirrorError("url: is not the address of a PostgreSQL database")
        super().__init__(create_engine(address.set(drivername="postgresql+psycopg"), pool_pre_ping=True))


def prepare(
    connection: Connection,
    migrations: Sequence[Callable[[Connection], None]] = MIGRATIONS,
) -> None:
    """Create the tables, or migrate those of an older version.

    Args:
        connection: A connection with an open transaction.
        migrations: The steps from the first version to the latest; default: those of this package.

    Raises:
        MirrorError: A newer version wrote the tables.
    """
    latest = SCHEMA + len(migrations) - len(MIGRATIONS)
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
    if not inspect(connection).has_table(_schema.name):
        _metadata.create_all(connection)
        connection.execute(insert(_schema).values(version=SCHEMA))
    version = connection.execute(select(_schema.c.version)).scalar_one()
    if version > latest:
        raise MirrorError(
            f"the store has schema {version}, and this version of pluralkit-api knows schemas up to {latest}:"
            " install the version that wrote it, or a newer one"
        )
    for migrate in migrations[version - 1 :]:
        migrate(connection)
    connection.execute(update(_schema).values(version=latest))


def _connect_sqlite(connection: Any, _: object) -> None:
    connection.isolation_level = None  # transactions begin in `_begin_sqlite`
    for pragma in ("journal_mode = WAL", "synchronous = FULL", f"busy_timeout = {_BUSY}"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    # A transaction that reads first could not write once another process wrote.
    writes = connection.get_execution_options().get("pk_writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _chunks(keys: Collection[T]) -> Iterable[list[T]]:
    every = list(keys)
    return (every[start : start + _CHUNK] for start in range(0, len(every), _CHUNK))


def _record(row: Any) -> Record:
    return Record(
        kind=row.kind,
        key=row.key,
        body=row.body,
        as_of=row.as_of,
        read_at=row.read_at,
        stale=row.stale,
        deleted=row.deleted,
        recent=json.loads(row.recent) if row.recent else {},
        short_id=row.short_id,
        position=row.position,
        rank=row.rank,
    )


def _row(system: str, record: Record) -> dict[str, Any]:
    row = msgspec.structs.asdict(record)
    row["recent"] = json.dumps(record.recent) if record.recent else ""
    return {"system": system, **row}
