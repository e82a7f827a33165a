"""Type checkers reject wrong programs on the right line, and accept correct ones.

The programs in wrong_programs/ mark lines that must be rejected with `# wrong: why`; an error on any other
line, in examples/, or in a client with names that are hard for type checkers, is a failure. Each type checker
runs once, outside the checkout, as for a user.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeAlias

import pytest

from tests.generator.build import build
from tests.generator.test_names import NAMES

ROOT = Path(__file__).parents[2]
Place: TypeAlias = tuple[str, int]
Checker: TypeAlias = Callable[[Path], dict[Place, str]]


def mypy(directory: Path) -> dict[Place, str]:
    run = _run(directory, "mypy", "--strict", "--no-error-summary", "--cache-dir", ".cache", ".")
    assert run.returncode in (0, 1), run.stderr
    found = re.findall(r"^(.+?):(\d+): error: (.*)$", run.stdout, re.MULTILINE)
    return {(name, int(line)): text for name, line, text in reversed(found)}


def pyright(directory: Path) -> dict[Place, str]:
    if _run(directory, "pyright", "--version").returncode:
        pytest.skip("pyright needs Node.js: there is none, and it could not be fetched")
    (directory / "pyrightconfig.json").write_text('{"typeCheckingMode": "strict"}')
    run = _run(directory, "pyright", "--pythonpath", sys.executable, "--outputjson")
    assert run.returncode in (0, 1), run.stdout + run.stderr
    found: dict[Place, str] = {}
    for each in json.loads(run.stdout)["generalDiagnostics"]:
        name = Path(each["file"]).relative_to(directory.resolve()).as_posix()
        found.setdefault((name, each["range"]["start"]["line"] + 1), each["message"])
    return found


@pytest.mark.nightly  # `nox -s types` checks that right programs are accepted
@pytest.mark.parametrize("check", [mypy, pyright])
def test_what_is_wrong_is_found_on_its_line(check: Checker, tmp_path: Path) -> None:
    for programs in (ROOT / "tests/client/wrong_programs", ROOT / "examples"):
        shutil.copytree(programs, tmp_path / programs.name, ignore=shutil.ignore_patterns("__pycache__"))
    build(NAMES, tmp_path)
    marked = dict(_marked(tmp_path))
    assert len(marked) > 50

    found = check(tmp_path)

    assert {place: why for place, why in marked.items() if place not in found} == {}, "not rejected"
    assert {place: why for place, why in found.items() if place not in marked} == {}, "right, yet rejected"


def _marked(directory: Path) -> Iterator[tuple[Place, str]]:
    for program in sorted((directory / "wrong_programs").glob("*.py")):
        for number, line in enumerate(program.read_text().splitlines(), 1):
            if "# wrong: " in line:
                yield (program.relative_to(directory).as_posix(), number), line.strip()


def _run(directory: Path, *command: str) -> subprocess.CompletedProcess[str]:
    # Else pyright asks the network whether there is a newer one.
    env = {**os.environ, "PYRIGHT_PYTHON_IGNORE_WARNINGS": "1"}
    return subprocess.run(
        [sys.executable, "-m", *command], cwd=directory, env=env, capture_output=True, text=True, check=False
    )
