"""What each event does to a mirror, and which reads it causes."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from msgspec import structs
from pluralkit_api import PluralKit
from pluralkit_api.models import Member
from pluralkit_sandbox import imports
from pluralkit_sandbox.proxying import NewMessage
from pluralkit_tools.mirror import Change, MemoryStore

from contract_tests.recordings.loader import DATA
from tests.tools.mirror.support import TOKEN, Sandboxed, api_view, mirror_view, post

LATER = 100.0
"""Seconds after which the order of an event and the first read is known."""

PAST = datetime(2020, 5, 1, tzinfo=UTC)
TOLD: list[Callable[[PluralKit], object]] = [
    lambda pk: pk.members.update("annie", name="Ann", privacy={"visibility": "private"}, color=None),
    lambda pk: pk.groups.update(pk.groups.list("@me")[0].uuid, description="Text", icon=None),
    lambda pk: pk.systems.update("@me", tag="| new", privacy={"front_privacy": "private"}),
    lambda pk: pk.systems.update_settings("@me", timezone="Asia/Tokyo", name_format=None),
    lambda pk: pk.members.delete("annie"),
    lambda pk: pk.groups.delete(pk.groups.list("@me")[0].uuid),
    lambda pk: pk.switches.delete("@me", pk.switches.list("@me")[1].id),
    lambda pk: pk.switches.update("@me", pk.switches.list("@me")[1].id, timestamp=PAST),
    lambda pk: pk.switches.update_members("@me", pk.switches.list("@me")[0].id, members=[]),
]
"""Writes whose events tell all."""
UNTOLD: list[Callable[[PluralKit], object]] = [
    lambda pk: pk.members.create(name="New"),
    lambda pk: pk.members.delete("annie"),
    lambda pk: pk.members.update("annie", name="Ann"),
    lambda pk: pk.groups.overwrite_members(pk.groups.list("@me")[0].uuid, members=["annie"]),
    lambda pk: pk.switches.create("@me", members=["annie"]),
    lambda pk: pk.switches.delete("@me", pk.switches.list("@me")[0].id),
]
"""Writes, all of whose events are lost, if there are any."""


class Followed:
    """Alice, mirrored some time ago."""

    def __init__(self) -> None:
        self.world = Sandboxed()
        self.system = self.world.follow("alice")
        self.client = self.world.client("alice")
        self.store = MemoryStore()
        self.mirror = self.world.mirror(self.store)
        self.mirror.add()
        self.app = self.mirror.receiver(TOKEN)
        self.changes: list[Change] = []
        self.mirror.on_change(self.changes.append)
        self.wait(LATER)

    def wait(self, seconds: float) -> None:
        """Let time pass."""
        for _ in range(int(seconds // 25)):
            self.world.clock.now += 25
            self.mirror.step()
        self.world.log.clear()

    def receive(self, *bodies: bytes) -> list[str]:
        """Receive these events, or those that were sent. Returns the reads that this causes at once."""
        for body in bodies or self.world.take():
            assert post(self.app, body) == 200
        self.world.log.clear()
        for _ in range(4):
            self.mirror.step()
            self.world.clock.now += 5
        return self.world.log

    def event(self, type_: str, about: UUID | str | None = None, data: Any = None) -> list[str]:
        return self.receive(self.world.event(self.system, type_, about, data))

    def member(self, name: str) -> Member | None:
        return next((each for each in self.mirror.members(self.system) if each.name == name), None)

    def is_right(self) -> bool:
        return mirror_view(self.mirror, self.system) == api_view(self.client)


@pytest.fixture
def alice() -> Followed:
    return Followed()


def test_the_first_sync_shows_what_the_api_shows(alice: Followed) -> None:
    assert alice.is_right()
    assert alice.changes == []


@pytest.mark.parametrize("write", TOLD)
def test_an_event_is_applied_without_a_read(alice: Followed, write: Callable[[PluralKit], object]) -> None:
    write(alice.client)
    assert alice.receive() == []
    assert alice.is_right()
    assert alice.changes


def test_a_change_tells_what_was_and_what_is(alice: Followed) -> None:
    before = alice.member("Annie")
    alice.client.members.update("annie", name="Ann")
    alice.receive()
    assert before is not None
    assert alice.changes == [Change(alice.system, "member", before.uuid, before, alice.member("Ann"))]


def test_the_age_of_an_object_is_that_of_its_event(alice: Followed) -> None:
    alice.client.members.update("annie", name="Ann")
    now = alice.world.clock.now
    alice.receive()
    ages = {each.data.name: each.as_of.timestamp() for each in alice.mirror.entries(alice.system, "members")}
    assert ages.pop("Ann") == pytest.approx(now, abs=1)
    assert max(ages.values()) < now - LATER / 2


def test_an_event_that_comes_twice_changes_nothing(alice: Followed) -> None:
    alice.client.members.update("annie", name="Ann")
    (body,) = alice.world.take()
    assert alice.receive(body) == alice.receive(body) == []
    assert len(alice.changes) == 1


def test_of_two_events_for_a_field_nobody_knows_the_order(alice: Followed) -> None:
    alice.client.members.update("annie", name="First")
    alice.client.members.update("annie", name="Second")
    first, second = alice.world.take()
    assert alice.receive(second, first) == ["GET /members/134ba358-9c6c-4ff7-9e7f-c51cade930c5"]
    assert alice.is_right()


def test_events_for_different_fields_need_no_order(alice: Followed) -> None:
    alice.client.members.update("annie", name="Ann")
    alice.client.members.update("annie", color="aabbcc", privacy={"visibility": "private"})
    alice.client.members.update("annie", privacy={"name_privacy": "private"})
    assert alice.receive(*reversed(alice.world.take())) == []
    assert alice.is_right()


def test_an_event_soon_after_a_read_may_be_older(alice: Followed) -> None:
    alice.client.members.update("annie", name="First")
    alice.client.members.update("annie", name="Second")
    first, _ = alice.world.take()
    alice.mirror.settle()
    assert alice.receive(first) == ["GET /members/134ba358-9c6c-4ff7-9e7f-c51cade930c5"]
    assert alice.is_right()


def test_many_stale_members_are_read_as_a_list(alice: Followed) -> None:
    for name in ("First", "Second"):
        for member in alice.mirror.members(alice.system):
            alice.client.members.update(member.uuid, name=name)
    assert alice.receive(*reversed(alice.world.take())) == ["GET /systems/@me/members"]
    assert alice.is_right()


def test_an_unknown_member_is_read_at_once(alice: Followed) -> None:
    made = alice.client.members.create(name="New")
    alice.client.members.update(made.uuid, pronouns="they/them")
    _, update = alice.world.take()
    assert alice.receive(update) == [f"GET /members/{made.uuid}"]
    assert alice.is_right()
    assert [(each.before, each.after.name) for each in alice.changes] == [(None, "New")]


def test_a_new_member_or_group_is_read(alice: Followed) -> None:
    made = alice.client.members.create(name="New")
    assert alice.receive() == [f"GET /members/{made.uuid}"]
    alice.client.groups.create(name="New")
    assert alice.receive() == ["GET /systems/@me/groups"]
    assert alice.is_right()


def test_a_new_switch_is_shown_at_once_and_read_for_its_order(alice: Followed) -> None:
    uuids = [each.uuid for each in alice.mirror.members(alice.system)][:3]
    made = alice.client.switches.create("@me", members=[uuids[2], uuids[0], uuids[1]])
    (body,) = alice.world.take()
    changed = json.loads(body)
    changed["data"]["members"].sort()
    assert post(alice.app, json.dumps(changed).encode()) == 200
    alice.world.fail_with = 503
    alice.mirror.step()
    shown = alice.mirror.fronters(alice.system)
    assert shown is not None
    assert shown.id == made.id
    assert f"switches {made.id}" in alice.mirror.status(alice.system).stale
    alice.world.fail_with = None
    alice.wait(50)
    assert alice.is_right()
    assert {each.kind for each in alice.changes} == {"switch", "fronters"}
    assert alice.changes[-1].after == alice.mirror.fronters(alice.system)


def test_a_switch_in_the_past_is_right_though_its_time_comes_later(alice: Followed) -> None:
    alice.client.switches.create("@me", members=[], timestamp=PAST)
    create, update = alice.world.take()
    alice.receive(update, create)
    assert alice.is_right()


def test_a_deleted_member_leaves_groups_and_switches(alice: Followed) -> None:
    alice.client.members.update("annie", name="Ann")
    alice.client.members.delete("annie")
    update, delete = alice.world.take()
    assert alice.receive(delete, update) == []
    assert alice.is_right()


def test_a_member_that_was_not_there_yet_is_read_again(alice: Followed) -> None:
    missing = UUID(int=7, version=4)
    assert alice.event("CREATE_MEMBER", missing, {"name": "New"}) == [f"GET /members/{missing}"]
    assert alice.event("UPDATE_MEMBER", missing, {"name": "New"}) == [f"GET /members/{missing}"]
    assert alice.event("DELETE_MEMBER", missing) == []
    assert alice.event("UPDATE_MEMBER", missing, {"name": "New"}) == []
    assert alice.is_right()


def test_a_member_of_another_system_is_none(alice: Followed) -> None:
    other = alice.world.client("bob").members.list("@me")[0].uuid
    alice.event("UPDATE_MEMBER", other, {"name": "Not alice's"})
    assert alice.is_right()


def make_unreadable(alice: Followed) -> None:
    """Make a record one that this version cannot read."""
    annie = alice.member("Annie")
    assert annie is not None
    with alice.store.session(str(alice.system)) as session:
        (record,) = session.records("member", [str(annie.uuid)])
        session.put([structs.replace(record, body="{}")])


def test_an_event_that_cannot_be_applied_does_not_stop_the_others(
    alice: Followed, caplog: pytest.LogCaptureFixture
) -> None:
    make_unreadable(alice)
    alice.client.members.update("annie", name="Ann")
    alice.client.systems.update("@me", tag="new")
    alice.receive()
    assert alice.is_right()
    assert "UPDATE_MEMBER cannot be applied" in caplog.text


def test_after_an_upgrade_everything_is_read(alice: Followed) -> None:
    make_unreadable(alice)
    with alice.store.session(str(alice.system)) as session:
        state = session.state()
        assert state is not None
        state.version = "0.0.1"
        session.save_state(state, 0.0)
    alice.mirror.step()
    assert alice.is_right()


def test_a_message_counts_without_a_read(alice: Followed) -> None:
    before = alice.member("Annie")
    assert before is not None
    alice.world.sandbox.state.proxy_message(NewMessage(member=str(before.uuid)))
    assert alice.receive() == []
    assert alice.is_right()
    assert alice.member("Annie") != before


def test_a_new_short_id_is_shown_everywhere(alice: Followed) -> None:
    fronters = alice.mirror.fronters(alice.system)
    assert fronters is not None
    front = fronters.members[0]
    alice.event("UPDATE_MEMBER", front.uuid, {"id": "newhid"})
    assert alice.mirror.switches(alice.system)[0].members[0] == "newhid"
    reads = alice.event("UPDATE_SYSTEM", None, {"id": "newsys"})
    assert reads == ["GET /systems/@me/members", "GET /systems/@me/groups"]


def test_an_import_is_read_whole(alice: Followed) -> None:
    file = json.loads((DATA / "recordings-bot/exports.json").read_bytes())["exports"]["carol"]
    world = alice.world.sandbox.world
    row = world.store.find("systems", "uuid", str(alice.system))
    assert row is not None
    assert imports.import_into(world, row.id, file).success
    reads = alice.receive()
    assert sorted(set(reads)) == [
        "GET /systems/@me",
        "GET /systems/@me/groups",
        "GET /systems/@me/members",
        "GET /systems/@me/settings",
        "GET /systems/@me/switches",
    ]
    assert len(alice.mirror.switches(alice.system)) > 200
    assert alice.is_right()


def test_deleting_all_switches_takes_one_read(alice: Followed) -> None:
    for switch in alice.client.switches.list("@me"):
        alice.client.switches.delete("@me", switch.id)
    alice.world.take()
    assert alice.event("DELETE_ALL_SWITCHES") == ["GET /systems/@me/switches"]
    assert alice.mirror.switches(alice.system) == []
    assert alice.mirror.fronters(alice.system) is None


def test_changes_that_were_rolled_back_are_found_by_the_schedule(alice: Followed) -> None:
    assert alice.event("UPDATE_SYSTEM", None, {"tag": "never"}) == []
    assert not alice.is_right()
    alice.wait(650)
    assert alice.is_right()


@pytest.mark.parametrize("write", UNTOLD)
def test_what_no_event_tells_is_found_by_the_schedule(
    alice: Followed, write: Callable[[PluralKit], object]
) -> None:
    write(alice.client)
    alice.wait(650)
    assert alice.is_right()


def test_events_of_what_is_not_mirrored_cause_nothing(alice: Followed) -> None:
    guild = {"guild_id": "466707357099884544"}
    assert alice.event("LINK_ACCOUNT", "466378653216014359") == []
    assert alice.event("UPDATE_MEMBER_GUILD", "466378653216014359", {"allow_autoproxy": True}) == []
    assert alice.event("UPDATE_SYSTEM_GUILD", None, {**guild, "tag": "x"}) == []
    assert alice.event("UPDATE_AUTOPROXY", None, {**guild, "channel_id": None}) == []
    assert alice.event("SOMETHING_NEW", None, {"some": "data"}) == []
    assert alice.changes == []


def test_an_event_that_this_version_cannot_read_causes_a_read(alice: Followed) -> None:
    annie = alice.member("Annie")
    assert annie is not None
    assert alice.event("UPDATE_MEMBER", annie.uuid, {"name": 5}) == ["GET /systems/@me/members"]


def test_an_event_that_comes_during_a_read_is_not_overwritten(alice: Followed) -> None:
    def change() -> None:
        if alice.world.log[-1] != "GET /systems/@me/members":
            return
        alice.world.on_read = lambda: None
        alice.client.members.update("annie", name="Ann")
        for body in alice.world.take():
            post(alice.app, body)
        # Another process applies it while this one waits for its answer.
        alice.world.mirror(alice.store).step()

    alice.world.on_read = change
    alice.mirror.overflow(alice.system)
    alice.mirror.step()
    assert alice.member("Ann")
    assert alice.mirror.status(alice.system).stale != ()
    alice.wait(25)
    assert alice.is_right()


def test_an_overflow_is_repaired_at_once(alice: Followed) -> None:
    alice.client.members.create(name="New")
    alice.mirror.overflow(alice.system)
    alice.mirror.step()
    assert alice.is_right()


def test_a_callback_that_fails_is_logged(alice: Followed, caplog: pytest.LogCaptureFixture) -> None:
    def fail(change: Change) -> None:
        raise OSError(change.kind)

    alice.mirror.on_change(fail)
    alice.client.members.update("annie", name="Ann")
    alice.receive()
    assert alice.member("Ann")
    assert "a callback failed" in caplog.text
