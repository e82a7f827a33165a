"""No operation changes data of another system, for any caller and any references."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pluralkit_contract.conformance import responses
from pluralkit_contract.contract import Operation, load
from pluralkit_contract.failures import Breach, raise_for_breaches

from contract_tests.support import exchange_counts
from contract_tests.support.exchange_counts import Layer
from contract_tests.support.in_process_sandbox import row_changes, shared_sandbox
from contract_tests.support.profiles import examples

from .requests import GeneratedRequest, generated_requests

CONTRACT = load()
VICTIM, ATTACKER = "alice", "bob"
WRITES = [operation for operation in CONTRACT.operations if operation.method != "GET"]


def callers() -> list[str | None]:
    """Callers that may not write: anonymous, another system, its keys, the victim's read-only keys."""
    return [
        None,
        "not-a-token",
        ATTACKER,
        shared_sandbox().key(ATTACKER, "write:all"),
        shared_sandbox().key(VICTIM, "read:all"),
        shared_sandbox().key(VICTIM, "publicread:all", "identify"),
    ]


@pytest.mark.parametrize("operation", WRITES, ids=lambda operation: operation.id)
def test_no_caller_changes_data_of_another_system(operation: Operation) -> None:
    sandbox = shared_sandbox()

    @examples(15)
    @given(
        generated_requests(CONTRACT, operation, [VICTIM])
        | generated_requests(CONTRACT, operation, [ATTACKER, VICTIM]),
        st.sampled_from(callers()),
    )
    def attack(ask: GeneratedRequest, by: str | None) -> None:
        sandbox.reset()
        before = sandbox.rows(VICTIM)
        exchange = sandbox.exchange(ask.method, ask.target, ask.body, by=by)
        exchange_counts.count(Layer.SANDBOX, operation.id, exchange.answer.status)
        breaches = responses.of_operation(CONTRACT, operation, exchange.request, exchange.answer)
        if changes := row_changes(before, sandbox.rows(VICTIM)):
            breaches.append(Breach(operation.pointer, f"nothing of {VICTIM}'s changed", changes, "the store"))
        breaches += [
            Breach(operation.pointer, f"no event to {VICTIM}", str(dispatch.payload), "the webhook")
            for dispatch in sandbox.dispatches
        ]
        raise_for_breaches(breaches, exchange, operation.id)

    attack()
