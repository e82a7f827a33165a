"""Trial of a mutant: run its suite and determine the verdict."""

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
    """Result of a trial.

    Attributes:
        mutant: The mutant.
        seconds: Duration.
        test: The test that killed it.
        flaw: Why it is not killed; empty if it is.
        output: End of pytest's output.
    """

    mutant: Mutant
    seconds: float
    test: str = ""
    flaw: str = ""
    output: str = ""


def try_all(bench: Bench, mutants: Sequence[Mutant], jobs: int) -> Iterator[Verdict]:
    """Yield verdicts as they become available.

    Args:
        bench: Runs the suites.
        mutants: The mutants.
        jobs: Number of parallel runs.
    """
    with ThreadPoolExecutor(jobs) as pool:
        try:
            for future in as_completed([pool.submit(_try, bench, mutant) for mutant in mutants]):
                yield future.result()
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise


def confirm(bench: Bench, verdicts: Sequence[Verdict], jobs: int) -> list[Verdict]:
    """Check verdicts: a test that fails without the mutant does not kill it.

    Args:
        bench: Runs the tests.
        verdicts: The verdicts.
        jobs: Number of parallel runs.
    """
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
    """Return why a result is not a kill; empty if it is."""
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
