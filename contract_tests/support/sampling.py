"""Parameters of which some are tested each time, and all of them nightly."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

import pytest

T = TypeVar("T")


def one_in(count: int, values: Sequence[T]) -> list[T | Any]:
    """Mark values as `nightly`, except for one in `count`.

    Args:
        count: Distance of the values that are always tested, from the first on.
        values: Values of a parameter, in an order that mixes what differs.
    """
    return [
        value if number % count == 0 else pytest.param(value, marks=pytest.mark.nightly)
        for number, value in enumerate(values)
    ]
