"""Client and sandbox, over time: after every call of a long story they agree with a plain model.

A story that goes wrong is told as it happened, up to the call that shows it. A deep run takes the time to
find the shortest one.
"""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, Phase, Verbosity, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from contract_tests.support.clients import BOTH
from contract_tests.support.profiles import examples, is_deep

from .state_machine import state_machine

STORIES = settings(
    examples(15),
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
PARTS = [("sync", part) for part in range(4)] + [("async", 0)]


@pytest.mark.parametrize(("kind", "part"), PARTS)
def test_client_model_and_webhooks_agree(kind: str, part: int, drawing_seed: int) -> None:
    machine = seed(drawing_seed * 10 + part)(state_machine(BOTH[kind]))
    run_state_machine_as_test(machine, settings=STORIES)
