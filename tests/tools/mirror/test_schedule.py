"""How many reads a mirror makes, and what it does after failures and downtimes."""

from __future__ import annotations

import random
from contextlib import suppress
from typing import Any

import pytest
from msgspec import structs
from pluralkit_api import PluralKitError
from pluralkit_api.errors import SameFronters
from pluralkit_sandbox.webhook_faults import WebhookFaults
from pluralkit_tools.mirror import MemoryStore, Mirror, MirrorError

from benchmarks.members import members
from tests.tools.mirror.support import TOKEN, Sandboxed, api_view, mirror_view, post

LISTS = [
    "GET /systems/@me",
    "GET /systems/@me/settings",
    "GET /systems/@me/members",
    "GET /systems/@me/groups",
    "GET /systems/@me/switches",
]


@pytest.fixture
def world() -> Sandboxed:
    return Sandboxed()


def let_pass(world: Sandboxed, mirror: Mirror, seconds: float, step: float = 20.0) -> None:
    end = world.clock.now + seconds
    while world.clock.now < end:
        world.clock.now += step
        mirror.step()


def test_the_first_sync_reads_each_list_once(world: Sandboxed) -> None:
    progress: list[tuple[int, int | None]] = []
    mirror = world.mirror(MemoryStore(), "carol")
    system = mirror.add(progress=lambda done, total: progress.append((done, total)))
    assert world.log == ["GET /systems/@me", *LISTS, *["GET /systems/@me/switches"] * 2]
    assert progress[-1] == (1 + 1 + 3 + 0 + 250 + 2, None)  # two switches stand on two pages
    assert mirror.status(system).synced
    assert mirror_view(mirror, system) == api_view(world.client("carol"))


@pytest.mark.parametrize("key", ["large", "carol"])
def test_an_idle_system_takes_at_most_thirty_reads_an_hour(key: str) -> None:
    seed = {"systems": [{"key": "large", "system": {"id": "harbor"}, "members": members(100)}]}
    world = Sandboxed(seed if key == "large" else None)
    mirror = world.mirror(MemoryStore(), key)
    system = mirror.add()
    let_pass(world, mirror, 3600)
    world.log.clear()
    let_pass(world, mirror, 3600)
    assert 20 <= len(world.log) <= 30
    assert mirror.status(system).requests_last_hour == pytest.approx(len(world.log), abs=2)
    # Each list is read every ten minutes.
    assert {each: world.log.count(each) for each in LISTS}["GET /systems/@me/members"] >= 5


def test_a_downtime_is_noticed(world: Sandboxed) -> None:
    store = MemoryStore()
    mirror = world.mirror(store)
    system = mirror.add()
    let_pass(world, mirror, 60)
    world.client("alice").members.create(name="New")
    world.clock.now += 120
    world.log.clear()
    again = world.mirror(store)
    again.step()
    assert sorted(world.log) == sorted(LISTS)
    assert mirror_view(again, system) == api_view(world.client("alice"))


def test_a_short_restart_takes_no_read(world: Sandboxed) -> None:
    store = MemoryStore()
    mirror = world.mirror(store)
    mirror.add()
    let_pass(world, mirror, 60)
    world.clock.now += 20
    world.log.clear()
    world.mirror(store).step()
    assert world.log == []


def test_a_clock_that_was_put_back_does_not_stop_the_schedule(world: Sandboxed) -> None:
    mirror = world.mirror(MemoryStore())
    mirror.add()
    world.clock.now -= 86400
    world.log.clear()
    mirror.step()
    assert sorted(world.log) == sorted(LISTS)
    let_pass(world, mirror, 650)
    assert len(world.log) >= 9


def test_a_read_that_fails_is_made_later(world: Sandboxed, caplog: pytest.LogCaptureFixture) -> None:
    mirror = world.mirror(MemoryStore())
    system = mirror.add()
    world.fail_with = 503
    let_pass(world, mirror, 700)
    status = mirror.status(system)
    assert "it fails" in (status.lists["members"].error or "")
    assert len(mirror.members(system)) == 6
    failed = len(world.log)
    assert failed < 40
    world.fail_with = None
    let_pass(world, mirror, 600)
    assert mirror.status(system).lists["members"].error is None
    assert "failed" in caplog.text
    assert world.sandbox.tokens["alice"] not in caplog.text


def test_a_failure_that_is_over_is_made_good_soon(world: Sandboxed) -> None:
    mirror = world.mirror(MemoryStore())
    system = mirror.add()
    world.client("alice").members.create(name="New")
    world.clock.now += 20
    mirror.overflow(system)
    world.fail_with = 503
    mirror.step()
    world.fail_with = None
    let_pass(world, mirror, 20)
    assert mirror_view(mirror, system) == api_view(world.client("alice"))


def test_a_first_sync_that_fails_goes_on(world: Sandboxed) -> None:
    mirror = world.mirror(MemoryStore(), "carol")

    def fail_later() -> None:
        if len(world.log) == 7:
            world.fail_with = 503

    world.on_read = fail_later
    with pytest.raises(PluralKitError, match="it fails"):
        mirror.add()
    world.on_read, world.fail_with = lambda: None, None
    world.log.clear()
    mirror.add()
    assert world.log == ["GET /systems/@me", "GET /systems/@me/switches"]


def test_the_token_must_be_that_of_the_system(world: Sandboxed) -> None:
    store = MemoryStore()
    system = world.mirror(store).add()
    wrong = world.mirror(store, "bob")
    with pytest.raises(MirrorError, match="token of another system"):
        wrong.settle()
    assert wrong.system(system).name == "Alice & Co"
    several = Mirror(lambda _: world.client("bob"), store, clock=world.clock)
    with pytest.raises(MirrorError, match="token of another system"):
        several.add(system)


def test_a_key_that_does_not_show_all_is_refused(world: Sandboxed) -> None:
    key = world.sandbox.key("alice", "publicread:all").removeprefix("Bearer ")
    client = world.client("alice").with_options(token=key)
    with pytest.raises(MirrorError, match="does not show all"):
        Mirror(client, MemoryStore()).add()


def test_several_systems_have_a_client_each(world: Sandboxed) -> None:
    store = MemoryStore()
    alice, bob = world.follow("alice"), world.follow("bob")
    clients = {
        alice: world.client("alice"),
        bob: world.client("alice").with_options(token=world.sandbox.tokens["bob"]),
    }
    mirror = Mirror(clients.get, store, clock=world.clock)
    with pytest.raises(TypeError, match="system"):
        mirror.add()
    assert [mirror.add(alice), mirror.add(bob)] == mirror.systems() == [alice, bob]
    let_pass(world, mirror, 700)
    for system, client in clients.items():
        assert mirror_view(mirror, system) == api_view(client)


def test_what_is_not_mirrored_is_an_error(world: Sandboxed, caplog: pytest.LogCaptureFixture) -> None:
    mirror = world.mirror(MemoryStore())
    system = mirror.add()
    mirror.forget(system)
    assert mirror.systems() == []
    app = mirror.receiver(TOKEN)
    assert post(app, world.event(system, "DELETE_ALL_SWITCHES")) == 200
    assert "not mirrored" in caplog.text
    with pytest.raises(MirrorError, match="call `add`"):
        mirror.members(system)
    with pytest.raises(ValueError, match="members"):
        mirror.entries(system, "fronters")


def test_as_deployed_nothing_is_older_than_documented() -> None:
    """Events are lost as the service loses them, and come in any order."""
    chance = random.Random(1)
    world = Sandboxed()
    system = world.follow("alice")
    world.sandbox.world.sender.faults = WebhookFaults(as_deployed=True, random=random.Random(1))
    client, mirror = world.client("alice"), world.mirror(MemoryStore())
    mirror.add()
    app = mirror.receiver(TOKEN)
    true: dict[tuple[str, object], list[tuple[float, object]]] = {}
    """Each object as it was, and until when."""
    late = 0
    for _ in range(100):
        for _ in range(chance.choice([0, 0, 0, 1, 3])):
            _write_something(client, chance)
            _note(true, api_view(client), world.clock.now)
        sent = world.take()
        chance.shuffle(sent)
        for body in sent:
            post(app, body)
        world.clock.now += 15
        mirror.step()
        _note(true, api_view(client), world.clock.now)
        shown = _objects(mirror_view(mirror, system))
        for place in {*true, *shown}:
            were = [each for until, each in true[place] if until >= world.clock.now - BOUND]
            assert shown.get(place) in were, place
            late += shown.get(place) != were[-1]
    assert late > 0
    assert mirror.status(system).requests_last_hour < 240


BOUND = 615.0
"""Ten minutes, and the time until somebody calls `step`."""


def _objects(view: dict[str, Any]) -> dict[tuple[str, object], object]:
    """The objects of a view; that a member is in a group or switch is one of its own."""
    objects: dict[tuple[str, object], object] = {(name, None): view[name] for name in ("system", "settings")}
    objects |= {("members", each.uuid): each for each in view["members"]}
    for each in view["groups"]:
        objects["groups", each.uuid] = structs.replace(each, members=[])
        objects |= {("in group", (each.uuid, member)): True for member in each.members}
    for each in view["switches"]:
        objects["switches", each.id] = each.timestamp
        objects |= {("in switch", (each.id, member)): True for member in each.members}
    return objects


def _note(
    true: dict[tuple[str, object], list[tuple[float, object]]], view: dict[str, Any], now: float
) -> None:
    objects = _objects(view)
    for place in {*true, *objects}:
        were, value = true.setdefault(place, [(now, None)]), objects.get(place)
        if were[-1][1] == value:
            were[-1] = (now, value)
        else:
            were.append((now, value))


def _write_something(client: Any, chance: random.Random) -> None:
    members, groups = client.members.list("@me"), client.groups.list("@me")
    member = chance.choice(members)
    match chance.randrange(8):
        case 0:
            client.members.create(name="New")
        case 1 if len(members) > 2:
            client.members.delete(member.uuid)
        case 2:
            client.groups.create(name="New")
        case 3:
            client.groups.overwrite_members(chance.choice(groups).uuid, members=[member.uuid])
        case 4:
            with suppress(SameFronters):
                client.switches.create("@me", members=chance.sample([each.uuid for each in members], 2))
        case 5:
            client.systems.update("@me", tag=chance.choice("abc"))
        case _:
            client.members.update(member.uuid, pronouns=chance.choice(["she/her", "they/them"]))
