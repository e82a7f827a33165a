"""How long Hypothesis looks: shortly and always the same by default; long and at random if asked to.

CONTRACT_TESTS_DEEP=50 draws fifty times as many examples, from the seed in CONTRACT_TESTS_SEED where that is
asked for (Hypothesis takes it as `--hypothesis-seed`). `python -m contract_tests --deep` sets all three.
"""

from __future__ import annotations

import os

from hypothesis import HealthCheck, Phase, settings

VARIABLE = "CONTRACT_TESTS_DEEP"
SEED_VARIABLE = "CONTRACT_TESTS_SEED"
_TIMES = int(os.environ.get(VARIABLE, "0"))

TIMES = max(_TIMES, 1)
"""How many times as long as by default."""
DEEP = _TIMES > 0
SEED = int(os.environ.get(SEED_VARIABLE, "20260701"))
"""For what is drawn by others than Hypothesis."""


def examples(count: int) -> settings:
    """Settings for so many examples."""
    return settings(
        max_examples=count * TIMES,
        derandomize=not DEEP,
        database=None,
        deadline=None,
        phases=(Phase.explicit, Phase.generate, Phase.shrink),
        suppress_health_check=[HealthCheck.too_slow],
        print_blob=DEEP,
    )
