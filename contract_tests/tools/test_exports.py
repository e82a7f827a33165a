"""An export equals the recorded one, except for data that the API lacks, even after an interruption."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pluralkit_api import AsyncPluralKit, PluralKit, PluralKitError
from pluralkit_api.hooks import Notice, RequestSent
from pluralkit_sandbox.testing import RunningSandbox
from pluralkit_tools.data import DataError, aio, export

from .files import EXTRA, comparable, exports


@pytest.mark.parametrize("key", exports())
def test_an_export_is_the_recorded_one(key: str, client_of: Callable[[str], PluralKit]) -> None:
    exported = export(client_of(key))
    assert comparable(exported) == comparable(exports()[key])
    assert exported[EXTRA]["guilds"] == {}


def test_data_outside_the_format_has_its_own_key(client_of: Callable[[str], PluralKit]) -> None:
    client = client_of("alice")
    guild = "466707357099884544"
    extra = export(client, guilds=[guild])[EXTRA]
    latest = client.switches.list("@me", limit=1)[0]
    assert extra["switches"][0]["id"] == str(latest.id)
    assert extra["switches"][0]["members"] == latest.members
    settings = client.systems.get_guild_settings("@me", guild)
    assert extra["guilds"][guild]["system"]["tag"] == settings.tag
    for member, found in extra["guilds"][guild]["members"].items():
        assert found["display_name"] == client.members.get_guild_settings(member, guild).display_name


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_the_asynchronous_export_is_the_same(world: RunningSandbox, tmp_path: Path, backend: str) -> None:
    import anyio

    async def exported() -> dict[str, Any]:
        async with AsyncPluralKit(
            user_agent="tests", base_url=world.base_url, token=world.tokens["carol"], rate_limiter=None
        ) as client:
            return await aio.export(client, tmp_path / "carol.json")

    assert comparable(anyio.run(exported, backend=backend)) == comparable(exports()["carol"])
    assert comparable(json.loads((tmp_path / "carol.json").read_text())) == comparable(exports()["carol"])


def test_an_export_goes_on_where_it_was_interrupted(
    world: RunningSandbox, client_of: Callable[[str], PluralKit], tmp_path: Path
) -> None:
    output = tmp_path / "export.json"
    client = client_of("carol").with_options(retry=None)
    seen: list[int] = []

    def interrupt(read: int, _: int | None) -> None:
        seen.append(read)
        if len(seen) == 2:
            world.fail_next(status=502)

    with pytest.raises(PluralKitError):
        export(client, output, progress=interrupt)
    assert [path.name for path in tmp_path.iterdir()] == ["export.json.part"]
    with (tmp_path / "export.json.part").open("a") as part:
        part.write('{"switches": [{"id": "torn')
    client.switches.create("@me", members=[])
    notices: list[Notice] = []
    export(client.with_options(hooks=[notices.append]), output, resume=True)
    pages = [each for each in notices if isinstance(each, RequestSent) and each.operation == "listSwitches"]
    assert len(pages) == 2, "the newest page, and what had not been read"
    assert [path.name for path in tmp_path.iterdir()] == ["export.json"]
    assert json.loads(output.read_text()) == export(client)


def test_the_part_of_another_system_is_refused(client_of: Callable[[str], PluralKit], tmp_path: Path) -> None:
    (tmp_path / "export.json.part").write_text('{"system": "84f75844-ca23-42ad-9f7a-9f9e1ed9e503"}\n')
    with pytest.raises(DataError, match="another system"):
        export(client_of("alice"), tmp_path / "export.json", resume=True)


def test_a_token_that_does_not_show_everything_is_refused(
    world: RunningSandbox, client_of: Callable[[str], PluralKit]
) -> None:
    token = f"Bearer {world.key('alice', 'publicread:all', 'identify')}".removeprefix("Bearer ")
    with pytest.raises(DataError, match="does not show everything"):
        export(client_of("alice").with_options(token=token))
