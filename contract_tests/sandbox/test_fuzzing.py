"""Contract and sandbox: what schemathesis asks is answered as the contract says, and reads leave no trace."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from contract_tests.contract import Operation, load
from contract_tests.failure import hold_all
from contract_tests.recordings import scenarios

from . import exemptions
from .arena import Arena
from .exemptions import Exemption, Story
from .fuzzing import Asking, Held, one, stories
from .watched import Watched, served

CONTRACT = load()
NEED_NO_KEY = [
    operation for operation in CONTRACT.operations if {} in CONTRACT.at(operation.pointer)["security"]
]
each_operation = pytest.mark.parametrize("operation", CONTRACT.operations, ids=lambda operation: operation.id)
PLENTY = 10_000
"""Requests a second: headers as with limits, and no refusals."""


@pytest.fixture(scope="module")
def arena() -> Iterator[Arena]:
    arena = Arena(limits={"get": PLENTY, "update": PLENTY})
    yield arena
    arena.close()


@pytest.fixture
def fresh(arena: Arena) -> Watched:
    return Watched(arena, fresh=True)


def hold(found: Iterator[Held], watched: Watched) -> None:
    hold_all((held.exchange, held.subject, held.breaches) for held in found)
    assert watched.traces == []


@each_operation
def test_answers_the_owner(operation: Operation, arena: Arena, fresh: Watched) -> None:
    hold(one(CONTRACT, operation, Asking(arena.tokens["alice"], fresh, examples=30)), fresh)


@pytest.mark.parametrize("operation", NEED_NO_KEY, ids=lambda operation: operation.id)
def test_answers_a_stranger(operation: Operation, fresh: Watched) -> None:
    hold(one(CONTRACT, operation, Asking(None, fresh, examples=10)), fresh)


@each_operation
def test_answers_over_http(operation: Operation, arena: Arena, fresh: Watched) -> None:
    with served(fresh) as address:
        hold(one(CONTRACT, operation, Asking(arena.tokens["alice"], address, examples=10)), fresh)


def test_answers_one_step_after_the_other(arena: Arena) -> None:
    watched = Watched(arena, fresh=False)
    hold(stories(CONTRACT, Asking(arena.tokens["alice"], watched, examples=40)), watched)


def test_answers_one_step_after_the_other_over_http(arena: Arena) -> None:
    watched = Watched(arena, fresh=False)
    with served(watched) as address:
        hold(stories(CONTRACT, Asking(arena.tokens["alice"], address, examples=10)), watched)


@pytest.mark.parametrize(
    ("exemption", "recorded"),
    [(exemption, exemption.recorded) for exemption in exemptions.ALL if exemption.recorded],
    ids=lambda value: str(value) if isinstance(value, str) else "",
)
def test_an_exemption_covers_what_was_recorded(exemption: Exemption, recorded: str) -> None:
    name, _, place = recorded.removesuffix("]").partition("[")
    steps = next(scenario.steps for scenario in scenarios() if scenario.name == name)
    *before, exchange = [step.exchange for step in steps[: int(place) + 1]]
    route = CONTRACT.find(exchange.request.method, exchange.request.path)
    assert route is not None
    assert exemption.covers(Story(CONTRACT, route.operation, exchange, before))
