"""The sandbox answers, and sends to webhooks, what the deployed service did."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pluralkit_contract.contract import Json
from pluralkit_contract.exchange import Answer, Request
from pluralkit_sandbox.application import create_api
from pluralkit_sandbox.seed import read
from pluralkit_sandbox.webhooks import Sender
from pluralkit_sandbox.world import World

from contract_tests.recordings.loader import authorizations, recorded
from contract_tests.recordings.replay import Difference, Replay
from contract_tests.support.asgi import ask

WORLD = Path(__file__).parents[2] / "contract_tests/recordings/data/world.json"


GRAMMAR = "grammar-"
"""How the names of scenarios begin whose texts were made by changing others at random."""


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    world = World(read(WORLD.read_bytes()), Sender())
    yield world
    world.close()


def play(world: World, scenario: Json, scopes: list[str] | None = None) -> Replay:
    world.reset()
    world.sender.dispatches.clear()
    app = create_api(world)
    replay = Replay(scenario, lambda request: ask(app, request), authorizations(scopes))
    replay.run()
    replay.check_webhooks([{"url": sent.url, "payload": sent.payload} for sent in world.sender.dispatches])
    return replay


@pytest.mark.parametrize("scenario", list(recorded("recordings")), ids=lambda scenario: scenario["name"])
def test_answers_as_recorded(world: World, scenario: Json) -> None:
    assert [str(difference) for difference in play(world, scenario).differences] == []


@pytest.mark.parametrize(
    "scenario", list(recorded("recordings-publicread")), ids=lambda scenario: scenario["name"]
)
def test_answers_a_publicread_key_as_recorded(world: World, scenario: Json) -> None:
    assert [str(difference) for difference in play(world, scenario, ["publicread:all"]).differences] == []


@pytest.mark.parametrize(
    "scenario",
    [scenario for scenario in recorded("recordings-wild") if not scenario["name"].startswith(GRAMMAR)],
    ids=lambda scenario: scenario["name"],
)
def test_answers_every_kind_of_value_as_recorded(world: World, scenario: Json) -> None:
    assert [str(difference) for difference in play(world, scenario).differences] == []


def test_reads_the_grammars_as_recorded(world: World) -> None:
    """Texts that were made by changing others at random: 99 % of their answers, and of their webhooks."""
    differences, answers, webhooks = list[Difference](), 0, 0
    for scenario in recorded("recordings-wild"):
        if scenario["name"].startswith(GRAMMAR):
            differences += play(world, scenario).differences
            answers += len(scenario["steps"])
            webhooks += sum(len(step.get("dispatch", ())) for step in scenario["steps"])
    assert answers > 800
    assert webhooks > 150
    told = "\n".join(map(str, differences))
    steps = {difference.step for difference in differences if difference.place != "webhooks"}
    assert len(steps) <= answers / 100, told
    assert sum(difference.place == "webhooks" for difference in differences) <= webhooks / 100, told


def test_a_replay_sees_what_differs(world: World) -> None:
    scenario = next(each for each in recorded("recordings") if each["name"] == "member-delete")
    app = create_api(world)

    def forget_deletes(request: Request) -> Answer:
        return ask(
            app, Request("GET", request.target, request.headers) if request.method == "DELETE" else request
        )

    world.reset()
    replay = Replay(scenario, forget_deletes, authorizations())
    replay.run()
    replay.check_webhooks([])
    assert {difference.place for difference in replay.differences} >= {"status", "webhooks"}
