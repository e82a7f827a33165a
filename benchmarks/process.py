"""What this process takes: memory and sockets, and whether that grows."""

from __future__ import annotations

import os
import resource
import stat
import sys
from collections.abc import Sequence
from pathlib import Path
from statistics import linear_regression

_STATM = Path("/proc/self/statm")
_UNIT = 1 if sys.platform == "darwin" else 1024


def memory() -> int:
    """Bytes of memory in use; where the system does not say that, the most that ever were."""
    if _STATM.exists():
        return int(_STATM.read_text().split()[1]) * resource.getpagesize()
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _UNIT


def open_sockets() -> int:
    """How many sockets are open."""
    found = 0
    for number in os.listdir("/dev/fd"):  # noqa: PTH208 - names, not paths, are wanted
        try:
            found += stat.S_ISSOCK(os.fstat(int(number)).st_mode)
        except OSError:  # closed since
            continue
    return found


def growth(samples: Sequence[tuple[float, float]]) -> float:
    """By how much the values rose from the first time to the last, by the straight line that fits best.

    A sample is a time and a value. A first quarter is left out: there, caches and pools fill.
    """
    steady = samples[len(samples) // 4 :]
    times = [time for time, _ in steady]
    if len(set(times)) < 2:
        return 0.0
    slope = linear_regression(times, [value for _, value in steady]).slope
    return slope * (times[-1] - times[0])
