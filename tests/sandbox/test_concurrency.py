"""Sixteen concurrent clients: no failures, lost updates or duplicate ids."""

from __future__ import annotations

import asyncio
import json
from datetime import timedelta
from typing import Any

from pluralkit_contract.exchange import Answer

from contract_tests.support.asgi import answer
from tests.sandbox.helpers import Inside, request

CLIENTS = 16
EACH = 12


async def write(sandbox: Inside, method: str, path: str, body: Any) -> Answer:
    """Send a write whose body arrives bit by bit, so that others come in between."""
    content = json.dumps(body).encode()
    asked = request(method, f"/v2{path}", raw=content)
    return await answer(sandbox.app, asked, [content[:3], content[3:9], content[9:]])


def test_ids_are_unique() -> None:
    sandbox = Inside()

    async def client(number: int) -> list[Answer]:
        return [
            await write(sandbox, "POST", "/members", {"name": f"{number} {each}"}) for each in range(EACH)
        ] + [await write(sandbox, "POST", "/groups", {"name": f"{number} {each}"}) for each in range(EACH)]

    async def all_clients() -> list[list[Answer]]:
        return await asyncio.gather(*(client(number) for number in range(CLIENTS)))

    answers = [each for answers in asyncio.run(all_clients()) for each in answers]
    assert {each.status for each in answers} == {200}
    assert len({each.json()["uuid"] for each in answers}) == CLIENTS * EACH * 2
    for path in ("/systems/@me/members", "/systems/@me/groups"):
        listed = sandbox.ask("GET", path).json()
        made = {each.json()["id"] for each in answers if each.json()["name"][0].isdigit()}
        assert len({entity["id"] for entity in listed}) == len(listed)
        assert len([entity for entity in listed if entity["id"] in made]) == CLIENTS * EACH


def test_no_update_is_lost() -> None:
    sandbox = Inside()
    fields = ["description", "pronouns", "display_name", "name"]

    async def client(number: int) -> None:
        for each in range(EACH):
            field = fields[number % len(fields)]
            answered = await write(sandbox, "PATCH", "/members/annie", {field: f"{number} {each}"})
            assert answered.status == 200
            assert answered.json()[field] == f"{number} {each}"
            # What this client does to its own field nobody else's write may undo.
            shared = await write(
                sandbox,
                "POST",
                "/groups/grmix/members/add",
                [["annie", "bennyy", "cathy", "diego"][number % 4]],
            )
            assert shared.status == 204

    async def all_clients() -> None:
        await asyncio.gather(*(client(number) for number in range(CLIENTS)))

    asyncio.run(all_clients())
    member = sandbox.ask("GET", "/members/annie").json()
    last = {field: member[field].rpartition(" ")[2] for field in fields}
    assert last == dict.fromkeys(fields, str(EACH - 1))
    assert len(sandbox.ask("GET", "/groups/grmix/members").json()) == 4


def test_a_resource_deleted_while_the_body_is_read_is_not_found() -> None:
    sandbox = Inside()

    async def both() -> tuple[Answer, Answer]:
        change = asyncio.create_task(write(sandbox, "PATCH", "/members/annie", {"name": "late"}))
        await asyncio.sleep(0)
        gone = await answer(sandbox.app, request("DELETE", "/v2/members/annie"))
        return await change, gone

    change, gone = asyncio.run(both())
    assert gone.status == 204
    assert change.json()["code"] == 20002


def test_switches_at_one_moment_do_not_collide() -> None:
    sandbox = Inside()
    fixed = sandbox.world.clock()
    sandbox.world.clock = lambda: fixed
    made = [
        sandbox.ask("POST", "/systems/@me/switches", {"members": [name]})
        for name in ("annie", "diego", "annie")
    ]
    assert [each.status for each in made] == [200] * 3
    assert len({each.json()["timestamp"] for each in made}) == 3
    listed = sandbox.ask("GET", "/systems/@me/switches?limit=3").json()
    assert [each["id"] for each in listed] == [each.json()["id"] for each in reversed(made)]


def test_a_switch_of_tomorrow_is_fronting_but_not_listed() -> None:
    sandbox = Inside()
    tomorrow = (sandbox.world.clock() + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
    made = sandbox.ask("POST", "/systems/@me/switches", {"members": [], "timestamp": tomorrow}).json()
    assert sandbox.ask("GET", "/systems/@me/fronters").json()["id"] == made["id"]
    assert made["id"] not in {each["id"] for each in sandbox.ask("GET", "/systems/@me/switches").json()}
