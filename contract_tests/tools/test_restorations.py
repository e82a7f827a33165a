"""Restoring a file has the recorded result of the bot's import, as far as the API permits."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import anyio
import httpx
import pytest
from pluralkit_api import AsyncPluralKit, PluralKit
from pluralkit_sandbox.testing import RunningSandbox
from pluralkit_tools.data import DataError, aio, export, restore

from .files import EXTRA, by_name, comparable, exports, imports

IMPORTS = {each["name"]: each for each in imports()}
TAKEN = [name for name, each in IMPORTS.items() if each["result"].get("success")]
REFUSED = [name for name in IMPORTS if name not in TAKEN]


@pytest.fixture
def importer(world: RunningSandbox, client_of: Callable[[str], PluralKit]) -> Callable[[Any], PluralKit]:
    """Make the client of an import; where the account had no system yet, the one of a new system."""

    def make(recorded: Any) -> PluralKit:
        if recorded["system"] is None:
            # A seed does not begin with the settings that the service gives to a new system.
            settings = exports()["erin"]["config"]
            new = {"systems": [{"key": "new", "token": "a-new-token", "settings": settings}]}
            httpx.post(f"{world.control_url}/systems", json=new).raise_for_status()
        return client_of(recorded["system"] or "new")

    return make


@pytest.mark.parametrize("name", TAKEN)
def test_the_system_is_as_after_the_recorded_import(
    name: str, importer: Callable[[Any], PluralKit], tmp_path: Path
) -> None:
    recorded = IMPORTS[name]
    client = importer(recorded)
    before = export(client)
    kept = {thing["id"] for key in ("members", "groups") for thing in before[key]}
    state, backup = tmp_path / "state.json", tmp_path / "backup.json"
    plan = restore(client, recorded["file"], state=state, backup=backup)
    assert by_name(export(client), kept) == by_name(recorded["after"], kept)
    assert backup.exists()
    assert not state.exists()
    counts = [f"{each.entry.place}.message_count" for each in plan.members if each.uuid is None]
    assert {lost.partition(":")[0] for lost in plan.lost if "message_count" in lost} <= set(counts)
    again = restore(client, recorded["file"], dry_run=True)
    assert not [each for each in (*again.members, *again.groups) if each.fields or each.add]
    assert not again.switches


@pytest.mark.parametrize("name", REFUSED)
def test_what_the_bot_refused_is_refused_before_anything_is_changed(
    name: str, world: RunningSandbox, importer: Callable[[Any], PluralKit]
) -> None:
    recorded = IMPORTS[name]
    with pytest.raises(DataError):
        restore(importer(recorded), recorded["file"])
    assert world.webhooks == []
    assert comparable(export(importer(recorded))) == comparable(exports()[recorded["system"]])


def test_a_dry_run_changes_nothing(
    world: RunningSandbox, client_of: Callable[[str], PluralKit], tmp_path: Path
) -> None:
    backup = tmp_path / "backup.json"
    plan = restore(client_of("alice"), IMPORTS["matched-by-id"]["file"], dry_run=True, backup=backup)
    assert world.webhooks == []
    assert not backup.exists()
    assert str(plan) == (
        "changed         settings: card_show_color_hex\n"
        "changed         member 'Renamed': name, description, privacy\n"
        "kept            5 members, 4 groups, 5 switches\n"
    )


def test_only_on_demand_is_deleted_what_the_file_lacks(client_of: Callable[[str], PluralKit]) -> None:
    client = client_of("alice")
    file = IMPORTS["fewer-things"]["file"]
    assert not restore(client, file).deletions
    plan = restore(client, {**file, "switches": exports()["alice"]["switches"][-1:]}, delete=True)
    assert {each.name for each in plan.deletions if each.kind == "group"} == {
        group["name"] for group in exports()["alice"]["groups"]
    }
    left = export(client)
    assert [member["id"] for member in left["members"]] == ["annie"]
    assert left["groups"] == []
    assert left["switches"] == exports()["alice"]["switches"][-1:]


def test_a_member_leaves_a_group_on_demand_alone(client_of: Callable[[str], PluralKit]) -> None:
    client = client_of("alice")
    file = export(client)
    for group in file["groups"]:
        group["members"] = [member for member in group["members"] if member != "annie"]
    assert restore(client, file).is_empty
    restore(client, file, delete=True)
    assert comparable(export(client)) == comparable(file)


def test_more_members_than_the_limit_allows_are_refused(
    world: RunningSandbox, client_of: Callable[[str], PluralKit]
) -> None:
    settings = {**exports()["erin"]["config"], "member_limit": 2}
    new = {"systems": [{"key": "new", "token": "a-new-token", "settings": settings}]}
    httpx.post(f"{world.control_url}/systems", json=new).raise_for_status()
    members = [{"id": f"m{index}", "name": f"{index}"} for index in range(3)]
    with pytest.raises(DataError, match="the limit of 2 is exceeded"):
        restore(client_of("new"), {"members": members, "switches": []})
    assert client_of("new").members.list("@me") == []


def test_settings_for_servers_are_restored(client_of: Callable[[str], PluralKit]) -> None:
    client = client_of("alice")
    guild = "466707357099884544"
    file = export(client, guilds=[guild])
    member = next(iter(file[EXTRA]["guilds"][guild]["members"]))
    client.systems.update_guild_settings("@me", guild, tag="changed")
    client.members.update_guild_settings(member, guild, display_name="changed")
    file[EXTRA]["guilds"]["123456789012345678"] = {"system": {"tag": "| new"}, "members": {}}
    plan = restore(client, file)
    assert {each.member for each in plan.guilds} == {None, member}
    assert [lost.partition(":")[0] for lost in plan.lost] == [f"{EXTRA}.guilds.123456789012345678.system"]
    assert export(client, guilds=[guild])[EXTRA]["guilds"][guild] == file[EXTRA]["guilds"][guild]
    file[EXTRA]["guilds"][guild]["system"]["tag"] = "x" * 80
    with pytest.raises(DataError, match=r"system\.tag: 80 characters, at most 79"):
        restore(client, file)


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_the_asynchronous_restoration_is_the_same(world: RunningSandbox, backend: str) -> None:
    async def restored() -> tuple[bool, str | None]:
        async with AsyncPluralKit(
            user_agent="tests", base_url=world.base_url, token=world.tokens["alice"], rate_limiter=None
        ) as client:
            plan = await aio.restore(client, IMPORTS["matched-by-id"]["file"])
            return plan.is_empty, (await client.members.get("annie")).name

    assert anyio.run(restored, backend=backend) == (False, "Renamed")
