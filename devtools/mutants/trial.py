"""From a mutant to a verdict."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, replace

from .catalogue import Mutant
from .workspace import PATIENCE, Bench, Result

_LAST_LINES = 25


@dataclass(frozen=True, slots=True)
class Verdict:
    """`flaw` says why the mutant is not killed, empty where it is: by `test`, after `seconds`."""

    mutant: Mutant
    seconds: float
    test: str = ""
    flaw: str = ""
    output: str = ""


def try_all(bench: Bench, mutants: Sequence[Mutant], jobs: int) -> Iterator[Verdict]:
    """The verdicts, as they come."""
    with ThreadPoolExecutor(jobs) as pool:
        try:
            for future in as_completed([pool.submit(_try, bench, mutant) for mutant in mutants]):
                yield future.result()
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise


def confirm(bench: Bench, verdicts: Sequence[Verdict], jobs: int) -> list[Verdict]:
    """The verdicts once more: a test that fails without any mutant has killed none."""
    tests = sorted({verdict.test for verdict in verdicts if verdict.test})
    with ThreadPoolExecutor(jobs) as pool:
        shares = pool.map(bench.failing, [tests[place::jobs] for place in range(jobs)])
        failing = frozenset[str]().union(*shares)
    return [
        replace(verdict, flaw=f"{verdict.test} fails without it, too") if verdict.test in failing else verdict
        for verdict in verdicts
    ]


def _try(bench: Bench, mutant: Mutant) -> Verdict:
    start = time.monotonic()
    result = bench.run(mutant.suite, mutant, "--exitfirst")
    seconds = time.monotonic() - start
    flaw = _flaw(mutant, result)
    if flaw:
        return Verdict(mutant, seconds, flaw=flaw, output=_end(result.output))
    return Verdict(mutant, seconds, result.failures[0].test)


def _flaw(mutant: Mutant, result: Result) -> str:
    """Why this is no kill; empty where it is."""
    if result.code is None:
        return f"the suite did not end within {PATIENCE} s"
    if result.code == 0:
        return "it lives: all tests pass"
    if not result.failures:
        return f"pytest ended with {result.code}, and no test had failed"
    failure = result.failures[0]
    if failure.phase != "call":
        return f"{failure.test} is not run: it fails in its {failure.phase}"
    if not failure.asserted and mutant.raises not in failure.raised:
        return f"{failure.test} fails by {', '.join(failure.raised)}, not by an assertion"
    return ""


def _end(output: str) -> str:
    return "\n".join(output.splitlines()[-_LAST_LINES:])
