"""Client and sandbox agree with the reference model after each call of a long sequence.

A failure shows the sequence up to the call that differs. The profile "deep" also shrinks it.
"""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, Phase, Verbosity, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from contract_tests.stateful.model.state import CONTRACT
from contract_tests.support.clients import BOTH
from contract_tests.support.profiles import examples, is_deep
from contract_tests.support.sampling import one_in

from .state_machine import state_machine

SETTINGS = settings(
    examples(50),
    stateful_step_count=30,
    phases=(Phase.generate, Phase.shrink) if is_deep() else (Phase.generate,),
    suppress_health_check=[
        HealthCheck.too_slow,
        HealthCheck.filter_too_much,
        HealthCheck.data_too_large,
    ],
    report_multiple_bugs=False,
    verbosity=Verbosity.quiet,
)


TRIES = 15
"""How often each write is called at least, and a fifth of it how often it succeeds."""


@pytest.mark.parametrize("kind", one_in(2, list(BOTH)))
def test_client_model_and_webhooks_agree(kind: str, drawing_seed: int) -> None:
    machine = state_machine(BOTH[kind])
    run_state_machine_as_test(seed(drawing_seed + len(kind))(machine), settings=SETTINGS)
    for operation in CONTRACT.operations:
        succeeded, refused = machine.tried[operation.id, True], machine.tried[operation.id, False]
        enough = TRIES if operation.method != "GET" else 1
        found = f"{operation.id} succeeded {succeeded} times, and was refused {refused} times"
        assert succeeded + refused >= enough, found
        assert succeeded >= enough // 5, found
