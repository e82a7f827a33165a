"""Hypothesis profiles: few examples, always the same, by default; many, at random, in the profile "deep".

`pytest --hypothesis-profile=deep [--hypothesis-seed=N]` draws a hundred times as many examples.
The `conftest.py` of all tests registers the profile, and chooses and shows the seed where none is given.
"""

from __future__ import annotations

from hypothesis import HealthCheck, Phase, settings

DEEP = "deep"
TIMES = 100
"""How many times as many examples the deep profile draws."""
DEFAULT_SEED = 20260701


def register() -> None:
    """Register the profile "deep"."""
    settings.register_profile(DEEP, derandomize=False, print_blob=True)


def is_deep() -> bool:
    """Return whether the deep profile is active."""
    return settings.get_current_profile_name() == DEEP


def times() -> int:
    """Return the factor by which the active profile draws more examples than the default."""
    return TIMES if is_deep() else 1


def examples(count: int) -> settings:
    """Return Hypothesis settings for a test.

    Args:
        count: Number of examples in the default profile.
    """
    return settings(
        max_examples=count * times(),
        derandomize=not is_deep(),
        database=None,
        deadline=None,
        phases=(Phase.explicit, Phase.generate, Phase.shrink),
        suppress_health_check=[HealthCheck.too_slow],
        print_blob=is_deep(),
    )
