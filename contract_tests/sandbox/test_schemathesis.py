"""Contract and sandbox, in process: schemathesis generates requests, the checker validates responses.

Reads and rejected requests have no side effects. Each request starts from the seed, so that it does not
depend on previous ones; only linked operations form sequences. Deterministic test cases are left to
`test_schemathesis_command.py`.
"""

# schemathesis leaves type arguments open:
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import given
from hypothesis import strategies as st
from pluralkit_contract.contract import Operation, load
from pluralkit_contract.schemathesis_checks import Case, exchange_of
from schemathesis import GenerationMode

from contract_tests.support import exchange_counts
from contract_tests.support.exchange_counts import Layer
from contract_tests.support.in_process_sandbox import USER_AGENT, InProcessSandbox
from contract_tests.support.profiles import examples

from .side_effects import DOCUMENT, SideEffectMonitor

CONTRACT = load()
CONFIG = Path(__file__).parents[2] / "schemathesis.toml"
_PLENTY = 10_000
"""Requests a second: the rate-limit headers are sent, and nothing is refused."""
REFERENCES: dict[str, list[str]] = {
    "systems": [
        "@me",
        "exmpl",
        "EXM-PL",
        "1d09be59-b16e-4685-853f-8ed83c5b38ad",
        "466378653216014359",
        "bobsys",
    ],
    "members": ["annie", "134ba358-9c6c-4ff7-9e7f-c51cade930c5", "bennyy", "cathy", "gwenn", "zzzzz"],
    "groups": ["grpub", "3ec5ad04-44de-43f3-8854-6bf29dca7727", "grlist", "bgroup", "zzzzz"],
    "switches": ["f19aebf9-0372-40b8-9961-9634a7ae3dd2", "808297a6-6609-4a07-a65b-fc3758387c26"],
    "guilds": ["466707357099884544", "466707357099884545", "1"],
    "messages": ["1235198210340847626", "1235198209434882151", "1235198210340847630", "1"],
    "listed-members": ["annie", "bennyy", "cathy", "gwenn", "zzzzz"],
    "listed-groups": ["grpub", "grlist", "bgroup", "zzzzz"],
    "deleted-members": ["diego", "franky", "gwenn"],
    "deleted-groups": ["grmix", "bgroup"],
    "deleted-switches": ["7e6d9bd3-6d1a-47b0-8e24-b2abf4a2b6eb"],
    "times": ["2023-05-06T07:08:09Z", "2022-01-02T00:00:00Z", "2022-01-01T00:00:00+23:00"],
}
"""What the dictionaries of the configuration hold here: references of the recorded systems."""
ANONYMOUS_READS = [
    operation
    for operation in CONTRACT.operations
    if operation.method == "GET" and {} in CONTRACT.at(operation.pointer)["security"]
]


@pytest.fixture(scope="module")
def monitored() -> Iterator[SideEffectMonitor]:
    sandbox = InProcessSandbox(limits={"get": _PLENTY, "update": _PLENTY})
    yield SideEffectMonitor(sandbox)
    sandbox.close()


@pytest.fixture(scope="module")
def owner(monitored: SideEffectMonitor) -> schemathesis.BaseSchema:
    return schema(monitored, {"Authorization": monitored.tokens["alice"]})


@pytest.fixture(scope="module")
def anonymous(monitored: SideEffectMonitor) -> schemathesis.BaseSchema:
    return schema(monitored, {})


def schema(app: SideEffectMonitor, headers: dict[str, str]) -> schemathesis.BaseSchema:
    """The contract as schemathesis sees it, with the project's configuration and a caller's headers."""
    config: dict[str, Any] = tomllib.loads(CONFIG.read_text(encoding="utf-8"))
    config["headers"] = {"User-Agent": USER_AGENT, **headers}
    config["dictionaries"] |= {name: {"values": values} for name, values in REFERENCES.items()}
    del config["phases"]
    return schemathesis.openapi.from_asgi(DOCUMENT, app, config=schemathesis.Config.from_dict(config))


@pytest.mark.parametrize("operation", CONTRACT.operations, ids=lambda operation: operation.id)
def test_owner(operation: Operation, owner: schemathesis.BaseSchema, monitored: SideEffectMonitor) -> None:
    validate(operation, owner, monitored, 5)


@pytest.mark.parametrize("operation", ANONYMOUS_READS, ids=lambda operation: operation.id)
def test_anonymous_caller(
    operation: Operation, anonymous: schemathesis.BaseSchema, monitored: SideEffectMonitor
) -> None:
    validate(operation, anonymous, monitored, 10)


def validate(
    operation: Operation, schema: schemathesis.BaseSchema, monitored: SideEffectMonitor, count: int
) -> None:
    """Validate the responses to generated requests; without any request, or any success, fail."""
    monitored.start(fresh=True)
    statuses: list[int] = []
    generated = schema[operation.template][operation.method]
    cases: list[st.SearchStrategy[Case]] = [
        generated.as_strategy(generation_mode=mode) for mode in GenerationMode
    ]

    @examples(count)
    @given(st.one_of(cases))
    def responses(case: Case) -> None:
        response = case.call_and_validate()
        exchange_counts.count(Layer.SANDBOX, operation.id, response.status_code)
        statuses.append(response.status_code)
        assert monitored.side_effects == []

    responses()
    assert statuses, "no request was sent"
    assert min(statuses) < 300, "never answered with a success"


def test_linked_operations(owner: schemathesis.BaseSchema, monitored: SideEffectMonitor) -> None:
    monitored.start(fresh=False)
    linked: set[str] = set()

    class Machine(owner.as_state_machine()):  # type: ignore[misc]  # made for the schema
        def after_call(self, response: schemathesis.Response, case: Case) -> None:
            exchange = exchange_of(response, case)
            if route := CONTRACT.find(exchange.request.method, exchange.request.path):
                exchange_counts.count(Layer.SANDBOX, route.operation.id, response.status_code)
                if response.status_code < 300:
                    linked.add(route.operation.id)
            assert monitored.side_effects == []

    Machine.run(settings=examples(4))
    assert linked >= {"createMember", "updateMember", "createGroup"}
