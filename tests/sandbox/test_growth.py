"""The cost of a read does not grow with the number of switches and members.

Measured in steps of SQLite's virtual machine, not in time.
"""

from __future__ import annotations

import pytest
from pluralkit_contract.exchange import Answer

from tests.sandbox.helpers import Inside, code

SECOND = 1_000_000
START = 1_000_000_000 * SECOND


def grown(members: int, switches: int) -> Inside:
    """Erin's system with this many members and switches; every tenth member is in a group."""
    sandbox = Inside()
    store = sandbox.world.store
    erin = store.find("systems", "hid", "erinn")
    assert erin
    document = sandbox.ask("POST", "/members", {"name": "template"}, by="erin")
    assert document.status == 200
    run = store.connection.executemany
    with store.transaction():
        row = store.connection.execute("SELECT document FROM members WHERE system = ?", (erin.id,)).fetchone()
        run(
            "INSERT INTO members (id, hid, uuid, system, document) VALUES (?, ?, ?, ?, ?)",
            ((10_000 + n, f"m{n}", f"member {n}", erin.id, row[0]) for n in range(members)),
        )
        run(
            "INSERT INTO switches (id, uuid, system, timestamp) VALUES (?, ?, ?, ?)",
            ((1_000 + n, f"switch {n}", erin.id, START + n * SECOND) for n in range(switches)),
        )
        run(
            "INSERT INTO switch_members VALUES (?, ?, ?)",
            (
                (1_000 + n, place, 10_000 + (n + place) % members)
                for n in range(switches)
                for place in range(2)
            ),
        )
        group = store.create(
            "groups", erin.id, "grownn", "00000000-0000-4000-8000-00000000000a", erin.document
        )
        run(
            "INSERT INTO group_members VALUES (?, ?)", ((group.id, 10_000 + n) for n in range(0, members, 10))
        )
    store.connection.execute("ANALYZE")
    return sandbox


@pytest.fixture(scope="module")
def small() -> Inside:
    return grown(10, 10)


@pytest.fixture(scope="module")
def large() -> Inside:
    return grown(10_000, 100_000)


def steps(sandbox: Inside, method: str, path: str, body: object = None) -> tuple[int, Answer]:
    """How many steps the database takes to answer."""
    count = 0

    def step() -> int:
        nonlocal count
        count += 1
        return 0

    connection = sandbox.world.store.connection
    connection.set_progress_handler(step, 1)
    try:
        answer = sandbox.ask(method, path, body, by="erin")
    finally:
        connection.set_progress_handler(None, 0)
    return count, answer


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "/systems/@me/switches?limit=10", None),
        ("GET", "/systems/@me/switches?limit=10&before=2001-09-09T01:46:50Z", None),
        ("GET", "/systems/@me/fronters", None),
        ("GET", "/members/annie", None),
        ("GET", "/members/annie/groups", None),
        ("GET", "/systems/@me", None),
        ("GET", "/messages/1235198210340847626", None),
        ("POST", "/systems/@me/switches", {"members": []}),
        ("PATCH", "/members/gwenn", {"name": "x"}),
    ],
)
def test_reads_stay_flat(small: Inside, large: Inside, method: str, path: str, body: object) -> None:
    few, first = steps(small, method, path, body)
    many, second = steps(large, method, path, body)
    assert first.status == second.status
    if isinstance(first.json(), list):
        assert len(first.json()) == len(second.json())
    assert few <= many <= few * 1.2 + 20, f"{few} steps with ten, {many} with many"


def test_the_large_seed_has_the_stated_size(large: Inside) -> None:
    assert len(large.ask("GET", "/systems/@me/members", by="erin").json()) == 10_001
    page = large.ask("GET", "/systems/@me/switches?limit=1", by="erin").json()
    before = page[0]["timestamp"]
    assert (
        large.ask("GET", f"/systems/@me/switches?before={before}", by="erin").json()[0]["id"] != page[0]["id"]
    )
    assert code(large.ask("POST", "/members", {"name": "x"}, by="erin")) == (400, 40007)
