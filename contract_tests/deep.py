"""The long, random run of all tests here: `python -m contract_tests --deep [--seed N]`."""

from __future__ import annotations

import argparse
import os
import secrets
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from . import depth

TIMES = 50
"""How many times as many examples as by default."""
_HERE = Path(__file__).parent


def main(arguments: Sequence[str]) -> int:
    """Runs them, from a seed of its own unless one is given. Returns pytest's exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m contract_tests --deep",
        description="Runs all contract tests, long and at random; the same seed draws the same again.",
    )
    parser.add_argument("--seed", type=_whole_number, metavar="N", help="a whole number, not below 0")
    parser.add_argument(
        "rest", nargs="*", metavar="PATH", help="tests to run, and options of pytest's behind --"
    )
    options = parser.parse_args(arguments)
    seed: int = secrets.randbelow(2**32) if options.seed is None else options.seed
    again = f"to run it again: python -m contract_tests --deep --seed {seed}"
    print(again, flush=True)
    command = [
        *(sys.executable, "-m", "pytest", "-v", "-n", "auto", f"--hypothesis-seed={seed}"),
        "--junitxml=reports/deep.xml",
        *(options.rest or [str(_HERE)]),
    ]
    environment = {**os.environ, depth.VARIABLE: str(TIMES), depth.SEED_VARIABLE: str(seed)}
    try:
        code = subprocess.run(command, cwd=_HERE.parent, env=environment, check=False).returncode
    except KeyboardInterrupt:
        code = 130
    print(again, flush=True)
    return code


def _whole_number(text: str) -> int:
    number = int(text)
    if number < 0:
        raise ValueError
    return number
