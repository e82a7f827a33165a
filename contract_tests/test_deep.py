"""The long run: it draws from the seed that it is given, and says it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

DRAWS = """
from hypothesis import given, settings, strategies as st
from contract_tests.depth import DEEP, SEED, examples

drawn = []

@examples(2)
@given(st.integers())
def test_draws(number: int) -> None:
    assert DEEP
    drawn.append(number)

def test_writes_them_down(pytestconfig) -> None:
    (pytestconfig.rootpath / "drawn").write_text(f"{SEED} {drawn}")
"""


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "contract_tests", "--deep", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=Path(__file__).parents[1])


def test_the_same_seed_draws_the_same_again(tmp_path: Path) -> None:
    (tmp_path / "test_draws.py").write_text(DRAWS)
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    told: list[str] = []
    for _ in range(2):
        options = [
            "-n",
            "0",
            "--rootdir",
            str(tmp_path),
            "-c",
            str(tmp_path / "pytest.ini"),
            "-p",
            "no:cacheprovider",
        ]
        ended = run("--seed", "7", str(tmp_path), "--", *options, f"--junitxml={tmp_path / 'deep.xml'}")
        assert ended.returncode == 0, ended.stdout + ended.stderr
        assert "python -m contract_tests --deep --seed 7" in ended.stdout
        told.append((tmp_path / "drawn").read_text())
    seed, _, numbers = told[0].partition(" ")
    assert seed == "7"
    assert numbers.count(",") >= 50  # a hundred examples, where two are asked for
    assert told[0] == told[1]


@pytest.mark.parametrize("seed", ["-1", "x", "1.5"])
def test_a_seed_is_a_whole_number(seed: str) -> None:
    ended = run("--seed", seed)
    assert ended.returncode == 2
    assert "--seed" in ended.stderr
