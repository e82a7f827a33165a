"""The deep profile: it draws more, and the same again from the seed that it shows."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

DRAWS = """
from hypothesis import given, strategies as st
from contract_tests.support.profiles import examples

drawn = []

@examples(2)
@given(st.integers())
def test_draws(number: int) -> None:
    drawn.append(number)

def test_writes_them_down(pytestconfig, drawing_seed: int) -> None:
    (pytestconfig.rootpath / "drawn").write_text(f"{drawing_seed} {drawn}")
"""
ROOT = Path(__file__).parents[2]


def test_the_seed_that_is_shown_draws_the_same_again(tmp_path: Path) -> None:
    (tmp_path / "test_draws.py").write_text(DRAWS)
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    (_, few), (shown, many) = draw(tmp_path), draw(tmp_path, "--hypothesis-profile=deep")
    again = re.search(r"again: (.*)", shown)
    assert again, shown
    assert few.count(",") < 2
    assert many.count(",") >= 50  # a hundred examples, where two are asked for
    assert draw(tmp_path, *again[1].split())[1] == many
    assert draw(tmp_path, "--hypothesis-profile=deep", "--hypothesis-seed=7")[1] != many


def draw(place: Path, *options: str) -> tuple[str, str]:
    """Run pytest, and return its output and the drawn examples."""
    command = [sys.executable, "-m", "pytest", "-p", "_hypothesis_pytestplugin", "-p", "conftest"]
    command += [f"--rootdir={place}", "-c", str(place / "pytest.ini"), str(place), *options]
    environment = {**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}  # the others take seconds to import
    ended = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT, env=environment)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return ended.stdout, (place / "drawn").read_text()
