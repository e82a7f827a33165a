"""Contract and sandbox: what schemathesis asks is answered as the contract says, and reads leave no trace."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy

import pytest
from pluralkit_contract.contract import Operation, load
from pluralkit_contract.exchange import Exchange
from pluralkit_contract.failures import Breach, hold_all

from contract_tests.recordings.loader import scenarios
from contract_tests.support.in_process_sandbox import InProcessSandbox

from . import deviations
from .deviations import Exemption, Story
from .fuzzing import Asking, Held, one, stories
from .side_effects import SideEffectMonitor, served

CONTRACT = load()
NEED_NO_KEY = [
    operation for operation in CONTRACT.operations if {} in CONTRACT.at(operation.pointer)["security"]
]
each_operation = pytest.mark.parametrize("operation", CONTRACT.operations, ids=lambda operation: operation.id)
PLENTY = 10_000
"""Requests a second: headers as with limits, and no refusals."""


@pytest.fixture(scope="module")
def monitored() -> Iterator[SideEffectMonitor]:
    sandbox = InProcessSandbox(limits={"get": PLENTY, "update": PLENTY})
    yield SideEffectMonitor(sandbox)
    sandbox.close()


@pytest.fixture(scope="module")
def address(monitored: SideEffectMonitor) -> Iterator[str]:
    with served(monitored) as address:
        yield address


def hold(found: Iterator[Held], monitored: SideEffectMonitor, *, fresh: bool = True) -> None:
    monitored.start(fresh=fresh)
    count = 0

    def counted() -> Iterator[tuple[Exchange, str, list[Breach]]]:
        nonlocal count
        for held in found:
            count += 1
            yield held.exchange, held.subject, held.breaches

    hold_all(counted())
    assert count, "nothing was asked"
    assert monitored.side_effects == []


@each_operation
def test_answers_the_owner(operation: Operation, monitored: SideEffectMonitor, drawing_seed: int) -> None:
    hold(
        one(
            CONTRACT, operation, Asking(monitored.tokens["alice"], monitored, examples=15, seed=drawing_seed)
        ),
        monitored,
    )


@pytest.mark.parametrize("operation", NEED_NO_KEY, ids=lambda operation: operation.id)
def test_answers_an_anonymous_caller(
    operation: Operation, monitored: SideEffectMonitor, drawing_seed: int
) -> None:
    hold(one(CONTRACT, operation, Asking(None, monitored, examples=10, seed=drawing_seed)), monitored)


@each_operation
def test_answers_over_http(
    operation: Operation, monitored: SideEffectMonitor, address: str, drawing_seed: int
) -> None:
    hold(
        one(CONTRACT, operation, Asking(monitored.tokens["alice"], address, examples=5, seed=drawing_seed)),
        monitored,
    )


def test_answers_one_step_after_the_other(monitored: SideEffectMonitor, drawing_seed: int) -> None:
    asking = Asking(monitored.tokens["alice"], monitored, examples=15, seed=drawing_seed)
    hold(stories(CONTRACT, asking), monitored, fresh=False)


def test_answers_one_step_after_the_other_over_http(
    monitored: SideEffectMonitor, address: str, drawing_seed: int
) -> None:
    asking = Asking(monitored.tokens["alice"], address, examples=8, seed=drawing_seed)
    hold(stories(CONTRACT, asking), monitored, fresh=False)


def test_the_contract_is_as_it_was_when_all_is_asked(monitored: SideEffectMonitor, drawing_seed: int) -> None:
    # One process holds one contract: what changes in it shows in tests that run later, in some orders.
    before = deepcopy(CONTRACT.document)
    for _ in stories(CONTRACT, Asking(monitored.tokens["alice"], monitored, examples=1, seed=drawing_seed)):
        pass
    assert before == CONTRACT.document


@pytest.mark.parametrize(
    ("exemption", "recorded"),
    [(exemption, exemption.recorded) for exemption in deviations.ALL if exemption.recorded],
    ids=lambda value: str(value) if isinstance(value, str) else "",
)
def test_an_exemption_covers_what_was_recorded(exemption: Exemption, recorded: str) -> None:
    name, _, place = recorded.removesuffix("]").partition("[")
    steps = next(scenario.steps for scenario in scenarios() if scenario.name == name)
    *before, exchange = [step.exchange for step in steps[: int(place) + 1]]
    route = CONTRACT.find(exchange.request.method, exchange.request.path)
    assert route is not None
    assert exemption.covers(Story(CONTRACT, route.operation, exchange, before))
