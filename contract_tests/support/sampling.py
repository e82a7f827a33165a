"""Parameters of which some are tested each time, and all of them nightly."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest


def sampled(*values: object, always: bool, id: str | None = None) -> Any:
    """Make a set of parameters that is tested each time or nightly.

    Args:
        *values: The values, one for each parameter.
        always: Whether it is tested each time.
        id: Its name. Default: made by pytest.
    """
    return pytest.param(*values, id=id, marks=() if always else pytest.mark.nightly)


def one_in(count: int, values: Sequence[object]) -> list[Any]:
    """Mark values as `nightly`, except for one in `count`.

    Args:
        count: Distance of the values that are always tested, from the first on.
        values: Values of a parameter, in an order that mixes what differs.
    """
    return [sampled(value, always=number % count == 0) for number, value in enumerate(values)]
