"""Stores keep what they are given, for several processes, and refuse what they cannot read."""

from __future__ import annotations

import sqlite3
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest
import sqlalchemy
from pluralkit_tools.mirror import MirrorError, PostgresStore, SqliteStore
from pluralkit_tools.mirror.records import Record, SystemState
from pluralkit_tools.mirror.sql import MIGRATIONS, prepare

from tests.tools.mirror.conftest import OpenStore
from tests.tools.mirror.support import TOKEN, Sandboxed, api_view, mirror_view, post


def test_a_mirror_keeps_up_in_each_store(open_store: OpenStore) -> None:
    world = Sandboxed()
    system, client = world.follow("carol"), world.client("carol")
    mirror = world.mirror(open_store(), "carol")
    mirror.add()
    app = mirror.receiver(TOKEN)
    made = client.members.create(name="New")
    client.members.update(made.uuid, name="Newer")
    client.switches.create("@me", members=[made.uuid])
    client.switches.delete("@me", client.switches.list("@me", limit=50)[49].id)
    client.systems.update("@me", tag="new")
    for body in reversed(world.take()):
        post(app, body)
    for _ in range(40):
        world.clock.now += 20
        mirror.step()
    assert mirror_view(mirror, system) == api_view(client)
    assert mirror.status(system).stale == ()
    assert {each.stale for each in mirror.entries(system, "switches")} == {False}
    oldest = min(each.as_of for each in mirror.entries(system, "members"))
    assert oldest.timestamp() > world.clock.now - 620


def test_another_process_applies_the_journal(open_store: OpenStore) -> None:
    world = Sandboxed()
    system, client = world.follow("alice"), world.client("alice")
    mirror = world.mirror(open_store())
    mirror.add()
    world.clock.now += 50
    mirror.step()
    client.members.update("annie", name="Ann")
    (body,) = world.take()
    assert post(mirror.receiver(TOKEN), body) == 200
    assert mirror.status(system).journal == 1
    world.log.clear()
    another = world.mirror(open_store())
    another.step()
    assert world.log == []
    assert "Ann" in {each.name for each in mirror.members(system)}
    assert mirror.status(system).journal == 0


def test_two_processes_do_not_make_the_same_read(open_store: OpenStore) -> None:
    world = Sandboxed()
    one, other = world.mirror(open_store()), world.mirror(open_store())
    one.add()
    world.clock.now += 50
    one.step()
    world.clock.now += 50
    one.overflow(world.follow("alice"))
    world.log.clear()

    def step() -> None:
        world.on_read = lambda: None
        other.step()
        world.on_read = step

    world.on_read = step
    one.step()
    assert sorted(world.log) == sorted(set(world.log))
    assert len(world.log) == 5


def test_forgetting_a_system_leaves_nothing_of_it(open_store: OpenStore) -> None:
    world = Sandboxed()
    store = open_store()
    alice = world.mirror(store)
    kept = world.mirror(store, "carol").add()
    gone = alice.add()
    assert alice.systems() == [kept, gone] or alice.systems() == [gone, kept]
    store.record(str(gone), 0.0, "{}")
    alice.forget(gone)
    assert alice.systems() == [kept]
    assert not store.record(str(gone), 0.0, "{}")
    with store.reader(str(gone)) as reader:
        assert reader.records("member") == []
        assert reader.journal_size() == 0
    with store.reader(str(kept)) as reader:
        assert len(reader.switches(None, None)) == 250


def test_a_session_that_fails_changes_nothing(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "mirror.db")
    store.add("a", SystemState())

    def fail() -> None:
        with store.session("a") as session:
            session.put([Record(kind="member", key="m", body="{}", as_of=1)])
            raise OSError

    with pytest.raises(OSError):  # noqa: PT011
        fail()
    with store.reader("a") as reader:
        assert reader.records("member") == []
    store.close()


def test_many_records_come_back_as_they_were(open_store: OpenStore) -> None:
    store = open_store()
    store.add("a", SystemState())
    records = [
        Record(
            kind="member",
            key=f"{number:05}",
            body='{"name":"🌊"}' if number % 2 else None,
            as_of=1.75e9 + number / 7,
            stale=number % 3 == 0,
            recent={"name": 1.75e9} if number % 5 == 0 else {},
            short_id="abc",
            position=2**50 + number,
        )
        for number in range(1200)
    ]
    with store.session("a") as session:
        session.put(records)
    with store.reader("a") as reader:
        assert sorted(reader.records("member"), key=lambda each: each.key) == records
        found = reader.records("member", [each.key for each in records[:1100]])
        assert len(found) == 1100
        assert len(reader.stale()) == 400
        assert len(reader.member_ids()) == 1200
        assert len(reader.member_ids(shown=True)) == 600


def test_no_event_is_lost_among_threads(open_store: OpenStore) -> None:
    """Several receivers put events into the journal while several processes take them out."""
    store = open_store()
    store.add("a", SystemState())
    taken: list[str] = []
    done = threading.Event()

    def receive(name: int) -> None:
        mine = open_store()
        for number in range(20):
            assert mine.record("a", 1.0, f"{name} {number}")

    def take() -> None:
        mine = open_store()
        while True:
            last = done.is_set()
            with mine.session("a") as session:
                entries = session.journal(7)
                taken.extend(entry.body for entry in entries)
                session.discard([entry.id for entry in entries])
            if last and not entries:
                return

    receivers = [threading.Thread(target=receive, args=(name,)) for name in range(3)]
    takers = [threading.Thread(target=take) for _ in range(2)]
    for thread in (*receivers, *takers):
        thread.start()
    for thread in receivers:
        thread.join()
    done.set()
    for thread in takers:
        thread.join()
    assert sorted(taken) == sorted(f"{name} {number}" for name in range(3) for number in range(20))


def test_an_sqlite_file_is_for_its_owner(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "mirror.db")
    store.add("a", SystemState())
    modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in tmp_path.iterdir()}
    assert set(modes.values()) == {0o600}
    with sqlite3.connect(tmp_path / "mirror.db") as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    connection.close()
    store.close()


def test_a_store_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "mirror.db"
    SqliteStore(file).close()
    with sqlite3.connect(file) as connection:
        connection.execute("UPDATE pk_mirror_schema SET version = 9")
    connection.close()
    with pytest.raises(MirrorError, match=r"schema 9, .* up to 1"):
        SqliteStore(file)


def test_a_store_of_an_older_version_is_migrated_once(tmp_path: Path) -> None:
    file = tmp_path / "mirror.db"
    SqliteStore(file).close()
    runs: list[int] = []

    def migrate(connection: sqlalchemy.Connection) -> None:
        runs.append(1)
        connection.execute(sqlalchemy.text("ALTER TABLE pk_mirror_systems ADD COLUMN note TEXT"))

    engine = sqlalchemy.create_engine(f"sqlite:///{file}")
    for _ in range(2):
        with engine.begin() as connection:
            prepare(connection, [*MIGRATIONS, migrate])
    assert runs == [1]
    with engine.connect() as connection:
        assert connection.execute(sqlalchemy.text("SELECT note FROM pk_mirror_systems")).all() == []
    engine.dispose()


def test_an_address_must_be_one_of_postgresql() -> None:
    with pytest.raises(MirrorError, match="PostgreSQL"):
        PostgresStore("mysql://127.0.0.1/test")


def test_without_the_extra_the_error_names_it() -> None:
    program = (
        "import sys; sys.modules['sqlalchemy'] = None\n"
        "from pluralkit_tools.mirror import MemoryStore, Mirror\n"
        "try:\n    from pluralkit_tools.mirror import SqliteStore\n"
        "except ImportError as error:\n    print(error)"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert "pip install 'pluralkit-api[mirror]'" in run.stdout
