"""Imports have the recorded results of the bot: report, state and events."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from pluralkit_sandbox import imports
from pluralkit_sandbox.compat import times
from pluralkit_sandbox.operations.systems import limit
from pluralkit_sandbox.seed import SeedError, read
from pluralkit_sandbox.store import Entity
from pluralkit_sandbox.testing import RunningSandbox
from pluralkit_sandbox.views import show
from pluralkit_sandbox.webhooks import Sender
from pluralkit_sandbox.world import World

from contract_tests.recordings.loader import DATA

Json = dict[str, Any]
SEED = (DATA / "world.json").read_bytes()
RECORDED: list[Json] = json.loads((DATA / "recordings-bot/imports.json").read_bytes())["imports"]
EXPORTS: dict[str, Json] = json.loads((DATA / "recordings-bot/exports.json").read_bytes())["exports"]
OLD_IDS = {
    entity["id"]
    for system in json.loads(SEED)["systems"]
    for entity in (system["system"], *system["members"], *system["groups"])
}


@pytest.fixture(scope="module")
def pristine() -> Iterator[World]:
    world = World(read(SEED), Sender())
    yield world
    world.close()


@pytest.fixture
def world(pristine: World) -> World:
    pristine.reset()
    pristine.sender.reset()
    return pristine


def test_there_are_recordings() -> None:
    assert len(RECORDED) >= 25


@pytest.mark.parametrize("recorded", RECORDED, ids=lambda recorded: recorded["name"])
def test_imports_as_recorded(world: World, recorded: Json) -> None:
    account = int(recorded["account"])
    existing = world.store.system_by_account(account)
    if existing:
        result = imports.import_into(world, existing.id, recorded["file"])
    else:
        result, _ = imports.import_new(world, account, "token", recorded["file"])
    system = world.store.system_by_account(account)
    assert system is not None

    if "exception" in recorded["result"]:
        assert not result.success
        assert "fails on this file" in (result.message or "")
    else:
        assert {field: getattr(result, field) for field in recorded["result"]} == recorded["result"]
    assert without_new_ids(exported(world, system)) == without_new_ids(recorded["after"])

    sent = [dispatch.payload for dispatch in world.sender.dispatches]
    events = [event["payload"] for event in recorded["events"]]
    assert all(event in sent for event in events)
    # The service loses some events.
    extra = [event for event in sent if event not in events]
    assert [event["type"] for event in extra] in ([], ["UPDATE_SETTINGS"])
    if extra:
        assert len(events) < 3
        assert extra[0]["data"].keys() <= recorded["file"]["config"].keys()
    if result.success and sent:
        assert sent[-1]["type"] == "SUCCESSFUL_IMPORT"


@pytest.mark.parametrize("recorded", [each for each in RECORDED if not each["result"].get("success")])
def test_a_failed_import_changes_nothing(world: World, recorded: Json) -> None:
    before = [
        tuple(row) for row in world.store.connection.execute("SELECT hid, document, settings FROM systems")
    ]
    imports.import_new(world, 4, "token", recorded["file"])
    rows = world.store.connection.execute("SELECT hid, document, settings FROM systems")
    assert [tuple(row) for row in rows] == before
    assert world.store.system_by_account(4) is None


@pytest.mark.parametrize("key", EXPORTS)
def test_an_export_file_serves_as_a_seed(key: str) -> None:
    export: Json = {**EXPORTS[key], "x_later_versions": {}}
    seed = read(json.dumps(export).encode())
    world = World(seed, Sender())
    try:
        (system,) = world.store.systems()
        assert without_order(exported(world, system)) == without_order(EXPORTS[key])
        webhook = world.store.webhook(system.id)
        assert webhook is None or len(webhook.token) == 64
    finally:
        world.close()


def test_an_older_export_file_serves_as_a_seed() -> None:
    recorded = next(each for each in RECORDED if each["name"] == "version-1-new")
    seed = read(json.dumps(recorded["file"]).encode())
    assert seed.systems[0].settings["timezone"] == "America/New_York"
    assert [member["proxy_tags"] for member in seed.systems[0].members] == [
        member["proxy_tags"] for member in recorded["file"]["members"]
    ]
    with pytest.raises(SeedError, match=r"systems\[0\].members\[0\].name"):
        read(b'{"members": [{"name": 5}], "switches": []}')
    with pytest.raises(SeedError, match="unknown field"):
        read(b'{"members": 5, "switches": []}')


def alice_with(**changes: object) -> Json:
    return {**EXPORTS["alice"], **changes}


def member(**fields: object) -> Json:
    return {"id": "fresh", "name": "Fresh", **fields}


@pytest.mark.parametrize(
    ("file", "message"),
    [
        (alice_with(members=[{"id": "annie"}], groups=[], switches=None), None),
        (alice_with(members=[{"name": "Annie"}], groups=[], switches=[]), None),
        (alice_with(config=None), "its config is no object"),
        (alice_with(members=[member(message_count="many")], groups=[], switches=[]), "is no number"),
        (alice_with(members=[member(tts="maybe")], groups=[], switches=[]), "wrong type"),
        (
            alice_with(members=[member(color="red")], groups=[], switches=[]),
            "Field color in member Fresh is invalid.",
        ),
        (
            alice_with(members=[], switches=[], groups=[{"id": "x", "name": "G", "members": ["annie"]}]),
            "names the member annie",
        ),
        (
            alice_with(switches=[{"timestamp": "2023-01-01T00:00:00Z", "members": ["annie"] * 151}]),
            "contains too many members (151 > 100).",
        ),
        (
            alice_with(
                members=[member(id=f"n{n}", name=f"N{n}") for n in range(995)], groups=[], switches=[]
            ),
            "Import would exceed the maximum number of members (1000).",
        ),
        ({"tuppers": [{"name": None}]}, "Field 'name' cannot be null."),
        ({"tuppers": [{"name": "T", "birthday": "2001-02-03"}]}, "Field 'birthday' in tupper T is invalid."),
        ({"tuppers": [{"name": "T" * 101}]}, "is too long (101 > 100)."),
    ],
)
def test_json_that_the_service_rejects_is_rejected(world: World, file: Json, message: str | None) -> None:
    system = world.store.system_by_account(466378653216014359)
    assert system is not None
    result = imports.import_into(world, system.id, file)
    assert not result.success
    assert message in (result.message or "") if message else result.message is None
    assert without_new_ids(exported(world, system)) == without_new_ids(EXPORTS["alice"])


def test_older_files_have_privacy_and_proxy_tags_in_other_places(world: World) -> None:
    old = {
        "switches": [],
        "front_privacy": "private",
        "members": [
            {"id": "olden", "name": "Olden", "prefix": "o:", "suffix": None, "visibility": "private"},
            {
                "id": "elder",
                "name": "Elder",
                "prefix": "e:",
                "proxy_tags": [{"prefix": "E:", "suffix": None}],
            },
        ],
    }
    _, id = imports.import_new(world, 5, "token", old)
    assert id is not None
    state = exported(world, world.store.get("systems", id))
    assert state["privacy"]["front_privacy"] == "private"
    assert state["privacy"]["front_history_privacy"] == "public"
    members = {member["name"]: member for member in state["members"]}
    assert members["Olden"]["proxy_tags"] == [{"prefix": "o:", "suffix": None}]
    assert members["Olden"]["privacy"]["visibility"] == "private"
    assert members["Elder"]["proxy_tags"] == [{"prefix": "E:", "suffix": None}]


def test_a_file_is_imported_over_http(pluralkit_sandbox: RunningSandbox) -> None:
    def post(body: Json) -> httpx.Response:
        return httpx.post(f"{pluralkit_sandbox.control_url}/import", json=body)

    made = post({"account": "900000000000000077", "file": EXPORTS["alice"]}).json()
    assert made["result"] == {
        "success": True,
        "message": None,
        "added": 6,
        "modified": 0,
        "created": True,
        "asked": None,
    }
    me = httpx.get(
        f"{pluralkit_sandbox.base_url}/systems/@me", headers={"Authorization": made["system"]["token"]}
    ).json()
    assert (me["id"], me["name"]) == (made["system"]["id"], "Alice & Co")

    again = post({"account": "900000000000000077", "file": alice_with(name="Renamed")}).json()
    assert (again["result"]["created"], again["system"]["name"]) == (False, "Renamed")
    assert post({"system": "bob", "file": {}}).json()["result"]["message"] == "File type is unknown."
    refused = post({"account": "900000000000000078", "file": {}}).json()
    assert refused["system"] is None

    wrong: list[Json] = [{}, {"system": "bob", "account": "1"}, {"account": "me"}]
    for body in wrong:
        assert post({**body, "file": {}}).status_code == 400


def exported(world: World, system: Entity) -> Json:
    """What the bot would write into a file now."""
    store = world.store
    settings = store.settings(system.id)
    settings |= {key: limit(settings, key) for key in ("member_limit", "group_limit")}
    switches: dict[str, list[str]] = defaultdict(list)
    for _, timestamp, members in store.switch_page(system.id, 2**62, 1000):
        switches[times.format_stored(timestamp)] += members.split()
    accounts = store.connection.execute("SELECT id FROM accounts WHERE system = ?", (system.id,))
    return {
        "version": 2,
        **show("System", system, owner=True),
        "config": settings,
        "accounts": [account for (account,) in accounts],
        "members": [show("Member", each, owner=True) for each in store.of_system("members", system.id)],
        "groups": [
            show("Group", each, owner=True, members=[member.hid for member in store.group_members(each.id)])
            for each in store.of_system("groups", system.id)
        ],
        "switches": [{"timestamp": time, "members": members} for time, members in switches.items()],
    }


def without_order(export: Json) -> Json:
    """An export whose lists that have no order are sorted."""
    return {
        **export,
        "members": sorted(export["members"], key=lambda member: str(member["name"])),
        "groups": sorted(
            ({**group, "members": sorted(group["members"])} for group in export["groups"]),
            key=lambda group: str(group["name"]),
        ),
        "switches": sorted((switch["timestamp"], sorted(switch["members"])) for switch in export["switches"]),
    }


def without_new_ids(export: Json) -> Json:
    """An export without order, and with names in place of the ids that an import made up."""
    ids = {each["id"]: each["id"] if each["id"] in OLD_IDS else each["name"] for each in export["members"]}

    def known(entity: Json) -> Json:
        if entity["id"] in OLD_IDS:
            return entity
        return {key: value for key, value in entity.items() if key not in ("id", "uuid", "created")}

    def named(entity: Json) -> Json:
        return {**entity, "members": [ids[id] for id in entity["members"]]}

    return without_order(
        {
            **known(export),
            "members": [known(member) for member in export["members"]],
            "groups": [named(known(group)) for group in export["groups"]],
            "switches": [named(switch) for switch in export["switches"]],
        }
    )
