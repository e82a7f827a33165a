"""Client and sandbox, over time: after every call of a long story they agree with a plain model."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from contract_tests.clients import BOTH
from contract_tests.depth import SEED, examples

from .machine import story

_PATIENT = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]
STORIES = settings(
    examples(15), stateful_step_count=30, suppress_health_check=_PATIENT, report_multiple_bugs=False
)
PARTS = [("sync", part) for part in range(3)] + [("async", 0)]


@pytest.mark.parametrize(("kind", "part"), PARTS)
def test_client_model_and_webhooks_agree(kind: str, part: int) -> None:
    machine = seed(SEED * 10 + part)(story(BOTH[kind]))
    run_state_machine_as_test(machine, settings=STORIES)
