"""Contract and sandbox: what schemathesis asks is answered as the contract says, and reads leave no trace."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from contract_tests.asgi import Application
from contract_tests.contract import Operation, load
from contract_tests.failure import hold_all
from contract_tests.recordings import steps

from . import exemptions
from .arena import Arena
from .exemptions import Exemption
from .fresh import Fresh, served
from .fuzzing import fuzz

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
def fresh(arena: Arena) -> Fresh:
    return Fresh(arena)


def hold(
    operation: Operation, fresh: Fresh, server: Application | str, token: str | None, examples: int
) -> None:
    found = fuzz(CONTRACT, operation, token=token, examples=examples, server=server)
    hold_all((held.exchange, held.subject, held.breaches) for held in found)
    assert fresh.traces == []


@each_operation
def test_answers_the_owner(operation: Operation, arena: Arena, fresh: Fresh) -> None:
    hold(operation, fresh, fresh, arena.tokens["alice"], examples=30)


@pytest.mark.parametrize("operation", NEED_NO_KEY, ids=lambda operation: operation.id)
def test_answers_a_stranger(operation: Operation, fresh: Fresh) -> None:
    hold(operation, fresh, fresh, None, examples=10)


@each_operation
def test_answers_over_http(operation: Operation, arena: Arena, fresh: Fresh) -> None:
    with served(fresh) as address:
        hold(operation, fresh, address, arena.tokens["alice"], examples=10)


@pytest.mark.parametrize("exemption", exemptions.ALL, ids=lambda exemption: str(exemption.reason))
def test_every_exemption_is_recorded(exemption: Exemption) -> None:
    step = next(step for step in steps() if step.exchange.origin == exemption.recorded)
    route = CONTRACT.find(step.exchange.request.method, step.exchange.request.path)
    assert route is not None
    assert exemption.covers(CONTRACT, route.operation, step.exchange)
