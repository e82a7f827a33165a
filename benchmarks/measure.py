"""How the benchmarks measure: candidates take turns, so that whatever disturbs falls on all of them."""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from statistics import median


def in_turn(candidates: Mapping[str, Callable[[], float]], rounds: int) -> dict[str, float]:
    """The median of what each candidate gives, once in each round, after a round that does not count."""
    results: dict[str, list[float]] = {name: [] for name in candidates}
    for number in _shown(range(rounds + 1)):
        for name, run in candidates.items():
            value = run()
            if number:
                results[name].append(value)
    return {name: median(values) for name, values in results.items()}


def _shown(numbers: range) -> Iterable[int]:
    for number in numbers:
        if sys.stderr.isatty():
            print(f"\r{number}/{numbers[-1]} ", end="\r", file=sys.stderr, flush=True)
        yield number


def seconds(action: Callable[[], object], times: int = 1) -> float:
    """How long one `action` takes, out of so many."""
    gc.collect()
    start = time.perf_counter()
    for _ in range(times):
        action()
    return (time.perf_counter() - start) / times


def table(title: str, results: Mapping[str, float], *, base: str, targets: Mapping[str, float]) -> str:
    """A Markdown table of times in milliseconds, and of their ratios to that of `base`."""
    lines = [f"| {title} | ms | ratio | at most |", "|---|---:|---:|---:|"]
    for name, value in results.items():
        ratio = value / results[base]
        target = f"{targets[name]:.2f}" if name in targets else ""
        lines.append(f"| {name} | {value * 1000:.2f} | {ratio:.2f} | {target} |")
    return "\n".join(lines)
