"""A mirror is right again after whatever its webhooks and its receiver went through."""

from __future__ import annotations

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from contract_tests.support.profiles import examples, is_deep

from .mirror_machine import MirrorStateMachine

SETTINGS = settings(
    examples(10),  # 1,000 with the profile "deep"
    stateful_step_count=30,
    phases=(Phase.generate, Phase.shrink) if is_deep() else (Phase.generate,),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
    report_multiple_bugs=False,
)


def test_a_mirror_is_right_again(drawing_seed: int) -> None:
    run_state_machine_as_test(seed(drawing_seed)(MirrorStateMachine), settings=SETTINGS)
