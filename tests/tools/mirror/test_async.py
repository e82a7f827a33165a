"""The asynchronous mirror, under asyncio and trio."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import anyio
import pytest
from pluralkit_tools.mirror import AsyncMirror, Change, MemoryStore, SqliteStore, Store

from tests.tools.mirror.support import TOKEN, Sandboxed, api_view
from tests.tools.test_receiver import post

pytestmark = pytest.mark.parametrize("backend", ["asyncio", "trio"])


@pytest.mark.parametrize("in_memory", [True, False])
def test_it_keeps_up(backend: str, in_memory: bool, tmp_path: Path) -> None:
    world = Sandboxed()
    system, client = world.follow("alice"), world.client("alice")
    store: Store = MemoryStore() if in_memory else SqliteStore(tmp_path / "mirror.db")

    async def main() -> None:
        mirror = AsyncMirror(world.async_client("alice"), store, clock=world.clock)
        told: list[str] = []
        seen = anyio.Event()

        @mirror.on_change
        async def _(change: Change) -> None:
            await anyio.lowlevel.checkpoint()
            told.append(change.kind)
            if change.kind == "fronters":
                seen.set()

        assert await mirror.add() == system
        app = mirror.receiver(TOKEN)
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(mirror.run)
            client.members.update("annie", name="Ann")
            client.switches.create("@me", members=["annie"])
            for body in world.take():
                assert await post(app, body) == 200
            with anyio.fail_after(20):
                await seen.wait()
            tasks.cancel_scope.cancel()
        await mirror.settle()
        assert {"member", "switch", "fronters"} <= set(told)
        shown: dict[str, Any] = {
            "system": await mirror.system(system),
            "settings": await mirror.settings(system),
            "members": sorted(await mirror.members(system), key=lambda each: each.uuid),
            "fronters": await mirror.fronters(system),
            "switches": await mirror.switches(system),
        }
        expected = api_view(client)
        groups = {each.uuid for each in await mirror.groups(system)}
        assert groups == {each.uuid for each in expected.pop("groups")}
        assert shown == expected
        assert len(await mirror.entries(system, "members")) == len(shown["members"])
        assert (await mirror.status(system)).synced
        await mirror.forget(system)
        assert await mirror.systems() == []

    anyio.run(main, backend=backend)
    store.close()


def test_several_systems_are_taken_care_of(backend: str) -> None:
    world = Sandboxed()
    keys = ("alice", "bob", "carol", "dave")
    uuids = {world.follow(key): key for key in keys}

    async def main() -> None:
        client = world.async_client("alice")
        clients = {uuid: client.with_options(token=world.sandbox.tokens[key]) for uuid, key in uuids.items()}
        mirror = AsyncMirror(clients.get, MemoryStore(), clock=world.clock)
        for uuid in uuids:
            await mirror.add(uuid)
        for uuid in uuids:
            await world_change(mirror, uuid)
        await mirror.step()
        for uuid, key in uuids.items():
            assert (await mirror.system(uuid)).tag == "new", key

    async def world_change(mirror: AsyncMirror, uuid: Any) -> None:
        world.client(uuids[uuid]).systems.update("@me", tag="new")
        mirror.overflow(uuid)
        world.clock.now += 3

    anyio.run(main, backend=backend)
