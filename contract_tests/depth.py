"""How long Hypothesis looks: shortly and always the same by default; long and at random if asked to.

CONTRACT_TESTS_DEEP=50 draws fifty times as many examples, from a seed that Hypothesis prints with a failure
(`--hypothesis-seed` sets it).
"""

from __future__ import annotations

import os

from hypothesis import HealthCheck, Phase, settings

VARIABLE = "CONTRACT_TESTS_DEEP"
_TIMES = int(os.environ.get(VARIABLE, "0"))


def examples(count: int) -> settings:
    """Settings for so many examples."""
    return settings(
        max_examples=count * max(_TIMES, 1),
        derandomize=not _TIMES,
        database=None,
        deadline=None,
        phases=(Phase.explicit, Phase.generate, Phase.shrink),
        suppress_health_check=[HealthCheck.too_slow],
        print_blob=bool(_TIMES),
    )
