"""Command line: `python -m devtools.mutants [PART OF A NAME]…`."""

from __future__ import annotations

import argparse
import os
import sys
import time

from . import catalogue, report
from .trial import Verdict, confirm, try_all
from .workspace import bench


def main(arguments: list[str]) -> int:
    """Run the mutants.

    Args:
        arguments: Command-line arguments.

    Returns:
        The exit code: 0 if all are killed, 1 if one survives, 2 if one does not apply or none is selected.
    """
    parser = argparse.ArgumentParser(
        prog="python -m devtools.mutants",
        description="Seeds defects, one at a time; each must be found by the tests that ought to see it.",
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help="a part of the name of those to be tried")
    parser.add_argument(
        "--jobs", type=int, default=os.cpu_count() or 1, metavar="N", help="how many at a time"
    )
    wanted = parser.parse_args(arguments)

    try:
        mutants = catalogue.load()
        catalogue.check(mutants, catalogue.ROOT)
    except catalogue.CatalogueError as mistake:
        print(mistake, file=sys.stderr)
        return 2
    if wanted.names:
        mutants = tuple(each for each in mutants if any(name in each.name for name in wanted.names))
    if not mutants:
        print("no mutant has such a name", file=sys.stderr)
        return 2

    start = time.monotonic()
    verdicts: list[Verdict] = []
    with bench(catalogue.ROOT) as copy:
        for verdict in try_all(copy, mutants, wanted.jobs):
            verdicts.append(verdict)
            print(f"{len(verdicts):4}/{len(mutants)}  {report.line(verdict)}", flush=True)
        verdicts = confirm(copy, sorted(verdicts, key=lambda each: mutants.index(each.mutant)), wanted.jobs)
    seconds = time.monotonic() - start

    path = catalogue.ROOT / report.REPORT
    path.parent.mkdir(exist_ok=True)
    path.write_text(report.markdown(verdicts, seconds), encoding="utf-8")
    if lives := report.failures(verdicts):
        print(f"\n{lives}", file=sys.stderr)
    print(f"\n{report.summary(verdicts, seconds)}; {report.REPORT} tells by which test")
    return 1 if lives else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
