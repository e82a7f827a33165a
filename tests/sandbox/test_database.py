"""Database files: acknowledged writes survive a crash, and no token is stored in plain text."""

from __future__ import annotations

import gc
import json
import re
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Generator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

import httpx
import pytest
from pluralkit_sandbox.keys import Signer
from pluralkit_sandbox.seed import read
from pluralkit_sandbox.seeding import load_seed
from pluralkit_sandbox.store import Store
from pluralkit_sandbox.webhooks import Sender
from pluralkit_sandbox.world import World

from contract_tests.recordings.loader import DATA
from contract_tests.support.webhook_receiver import WebhookReceiver
from tests.sandbox.helpers import SYSTEMS, Inside

WORLD = DATA / "world.json"
ALICE = {"Authorization": SYSTEMS["alice"]["token"]}


@contextmanager
def served(*options: str) -> Generator[tuple[subprocess.Popen[str], str]]:
    """The command in a process of its own, and the address that it prints."""
    command = [
        sys.executable,
        "-m",
        "pluralkit_sandbox",
        "--seed",
        str(WORLD),
        "--port",
        "0",
        "--no-rate-limit",
        *options,
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout
            found = re.search(r"http://\S+", process.stdout.readline())
            assert found
            yield process, found[0]
        finally:
            process.kill()


def test_every_write_that_was_answered_outlives_a_kill(tmp_path: Path) -> None:
    file = tmp_path / "world.db"
    answered: list[str] = []
    enough = threading.Event()

    def write(base: str, number: int) -> None:
        with httpx.Client(base_url=base, headers=ALICE) as client:
            for each in range(10_000):
                name = f"{number} {each}"
                try:
                    if client.post("/members", json={"name": name}).status_code == 200:
                        answered.append(name)
                except httpx.TransportError:
                    return
                if len(answered) > 60:
                    enough.set()

    with served("--database", str(file)) as (process, base):
        writers = [threading.Thread(target=write, args=(base, number)) for number in range(3)]
        for writer in writers:
            writer.start()
        assert enough.wait(30)
        process.send_signal(signal.SIGKILL)
        for writer in writers:
            writer.join()
    with served("--database", str(file)) as (_, base):
        names = {member["name"] for member in httpx.get(f"{base}/systems/@me/members", headers=ALICE).json()}
    assert set(answered) <= names
    # No more than the one write of each client that was on its way is there without an answer.
    assert len([name for name in names if re.fullmatch(r"\d+ \d+", name)]) <= len(answered) + 3


def test_a_commit_is_synced_to_the_disk(tmp_path: Path) -> None:
    """A killed process loses nothing that the system has; only this setting keeps it over a loss of power."""
    world = open_world(tmp_path / "world.db")
    full = 2
    assert world.store.connection.execute("PRAGMA synchronous").fetchone() == (full,)
    world.close()


def open_world(file: Path) -> World:
    return World(read(WORLD.read_bytes()), Sender(), database=file)


def test_a_file_keeps_its_world_and_a_reset_brings_the_seed_back(tmp_path: Path) -> None:
    world = open_world(tmp_path / "world.db")
    assert world.is_new
    annie = world.store.find("members", "hid", "annie")
    assert annie
    world.store.delete("members", annie.id)
    world.close()

    world = open_world(tmp_path / "world.db")
    assert not world.is_new
    assert world.store.find("members", "hid", "annie") is None
    world.reset()
    assert world.store.find("members", "hid", "annie")
    world.close()


def test_a_read_sees_what_another_process_wrote(tmp_path: Path) -> None:
    ours, theirs = (Store(tmp_path / "world.db") for _ in range(2))
    with ours.transaction():
        load_seed(ours, read(WORLD.read_bytes()), 0)

    def names() -> tuple[Any, Any]:
        with ours.transaction(write=False):
            member = ours.find("members", "hid", "annie")
            assert member is not None
            listed = ours.of_system("members", member.system)
            return member.document["name"], next(
                each.document["name"] for each in listed if each.id == member.id
            )

    assert names() == ("Annie", "Annie")
    with theirs.transaction():
        member = theirs.find("members", "hid", "annie")
        assert member is not None
        theirs.replace("members", member.id, {**member.document, "name": "Theirs"})
    assert names() == ("Theirs", "Theirs")
    with suppress(KeyError), ours.transaction():
        ours.replace("members", member.id, {**member.document, "name": "Lost"})
        raise KeyError
    assert names() == ("Theirs", "Theirs")
    with ours.transaction():
        ours.replace("members", member.id, {**member.document, "name": "Ours"})
    assert names() == ("Ours", "Ours")
    ours.close()
    theirs.close()


def test_no_token_is_stored_in_plain_text(tmp_path: Path) -> None:
    open_world(tmp_path / "world.db").close()
    kept = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"exmpl" in kept
    for system in SYSTEMS.values():
        for secret in (system["token"], *(key["token"] for key in system["api_keys"])):
            assert secret.encode() not in kept


def test_a_file_that_holds_something_else_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("not a database, by any means " * 100)
    command = [sys.executable, "-m", "pluralkit_sandbox", "--port", "0", "--database", str(file)]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
    assert ended.returncode == 2
    assert str(file) in ended.stderr
    assert "Traceback" not in ended.stderr
    assert file.read_text().startswith("not a database")


@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_and_nothing_that_is_to_be_sent_is_lost(end: signal.Signals, tmp_path: Path) -> None:
    seed = json.loads(WORLD.read_bytes())
    with WebhookReceiver() as receiver:
        seed["systems"][0]["system"]["webhook_url"] = receiver.url
        (tmp_path / "seed.json").write_text(json.dumps(seed))
        with (
            served("--seed", str(tmp_path / "seed.json")) as (process, base),
            httpx.Client(base_url=base, headers=ALICE) as client,
        ):
            for number in range(20):
                client.patch("/systems/@me", json={"tag": str(number)})
            process.send_signal(end)
            process.wait(10)
    assert [body["data"]["tag"] for body in receiver.bodies] == [str(number) for number in range(20)]


def test_a_dropped_store_closes_its_database() -> None:
    store = Store()
    connection = store.connection
    del store
    gc.collect()
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        connection.execute("SELECT 1")


def test_a_locked_database_is_a_503_and_does_not_block(tmp_path: Path) -> None:
    sandbox = Inside(tmp_path / "world.db")
    with closing(sqlite3.connect(tmp_path / "world.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        began = time.perf_counter()
        answered = sandbox.ask("PATCH", "/members/annie", {"name": "x"})
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            sandbox.world.reset()
        took = time.perf_counter() - began
        assert answered.status == 503
        assert answered.json() == {"message": "the sandbox's database: database is locked", "code": 0}
        assert sandbox.ask("GET", "/members/annie").json()["name"] != "x"
        other.execute("ROLLBACK")
    assert sandbox.dispatches == []
    assert sandbox.ask("PATCH", "/members/annie", {"name": "x"}).status == 200
    # SQLite alone would wait for five seconds each.
    assert took < 2
    sandbox.world.close()


def test_a_full_database_is_a_503_and_keeps_nothing(tmp_path: Path) -> None:
    sandbox = Inside(tmp_path / "world.db")
    connection = sandbox.world.store.connection
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    connection.execute(f"PRAGMA max_page_count = {pages}")
    statuses = [
        sandbox.ask("POST", "/members", {"name": "n", "description": "d" * 1000}).status for _ in range(99)
    ]
    assert statuses[-1] == 503
    assert not connection.in_transaction
    assert len(sandbox.dispatches) == statuses.count(200)
    assert sandbox.ask("GET", "/systems/@me").status == 200
    connection.execute("PRAGMA max_page_count = 1000000")
    assert sandbox.ask("POST", "/members", {"name": "n"}).status == 200
    sandbox.world.close()


def test_a_commit_that_fails_leaves_nothing_open() -> None:
    sandbox = Inside()
    store = sandbox.world.store

    def write() -> None:
        with store.transaction():
            store.connection.execute("PRAGMA defer_foreign_keys = ON")
            store.connection.execute("INSERT INTO accounts VALUES (1, 999)")

    with pytest.raises(sqlite3.IntegrityError):
        write()
    assert not store.connection.in_transaction
    assert sandbox.ask("PATCH", "/members/annie", {"name": "x"}).status == 200


def refused(*options: str) -> str:
    """What the command says when it refuses to start."""
    command = [sys.executable, "-m", "pluralkit_sandbox", "--port", "0", *options]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
    assert ended.returncode == 2
    assert "Traceback" not in ended.stderr
    return ended.stderr


def test_a_file_is_served_once(tmp_path: Path) -> None:
    file = tmp_path / "world.db"
    with served("--database", str(file)):
        assert "another sandbox serves this file already" in refused("--database", str(file))
        (tmp_path / "same.db").symlink_to(file)
        assert "another sandbox serves this file already" in refused("--database", str(tmp_path / "same.db"))
    with served("--database", str(file)):
        pass


@pytest.mark.parametrize("version", [0, 1, 2])
def test_a_database_of_another_program_is_left_as_it_is(tmp_path: Path, version: int) -> None:
    file = tmp_path / "other.db"
    with closing(sqlite3.connect(file)) as other:
        other.execute("CREATE TABLE notes (text)")
        other.execute(f"PRAGMA user_version = {version}")
    before = file.read_bytes()
    assert f"{file}: the file is a database of another program" in refused("--database", str(file))
    assert file.read_bytes() == before
    assert not (tmp_path / "other.db-wal").exists()


def test_a_database_of_the_first_version_is_refused_by_name(tmp_path: Path) -> None:
    file = tmp_path / "old.db"
    with closing(sqlite3.connect(file)) as old:
        for table in ("systems", "switch_members", "member_guilds", "autoproxy"):
            old.execute(f"CREATE TABLE {table} (id)")
        old.execute("PRAGMA user_version = 1")
    before = file.read_bytes()
    assert "the database has version 1, and this sandbox reads version 2" in refused("--database", str(file))
    assert file.read_bytes() == before


@pytest.mark.parametrize("content", [b"", b"garbage", b"-----BEGIN PRIVATE KEY-----\n"])
def test_a_damaged_key_file_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "world.db.key").write_bytes(content)
    said = refused("--database", str(tmp_path / "world.db"))
    assert "world.db.key: the private key is damaged" in said


def test_a_key_file_is_there_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(_self: Path, _target: Path) -> None:
        raise KeyboardInterrupt

    system = "1d09be59-b16e-4685-853f-8ed83c5b38ad"
    signer = Signer.beside(tmp_path / "world.db")
    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", crash)
        with pytest.raises(KeyboardInterrupt):
            signer.mint(system, ["identify"])
    assert not (tmp_path / "world.db.key").exists()
    key = signer.mint(system, ["identify"])
    assert Signer.beside(tmp_path / "world.db").read(key)
    assert (tmp_path / "world.db.key").stat().st_mode & 0o077 == 0
