"""The mutants apply to the current tree, and only failed assertions kill them.

`nox -s mutants` checks that each is found; that takes too long for every run.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from devtools.mutants.catalogue import ROOT, CatalogueError, Mutant, check, load

TREE = {
    "pyproject.toml": "[tool.pytest.ini_options]\npythonpath = ['.']\n",
    "contract_tests/__init__.py": "",
    "devtools/__init__.py": "",
    "generator/__init__.py": "",
    "checker/pluralkit_contract/__init__.py": "",
    "generated/pluralkit_api/__init__.py": "",
    "runtime/pluralkit_runtime/__init__.py": '"""Doubles."""\ndef double(number): return 2 * number\n',
    "sandbox/pluralkit_sandbox/__init__.py": "",
    "sandbox/pluralkit_sandbox/pytest_plugin.py": "",
    "tests/test_double.py": "from pluralkit_runtime import double\ndef test_it(): assert double(1) == 2\n",
    "tests/test_wrong.py": "def test_wrong(): assert False\n",
}
"""As little as there must be."""


def mutant(name: str, before: str, after: str, **more: object) -> dict[str, object]:
    return {
        "name": name,
        "file": "runtime/pluralkit_runtime/__init__.py",
        "before": before,
        "after": after,
        "suite": ["tests/test_double.py"],
        "why": "Nothing.",
        **more,
    }


GOOD = [
    mutant("trebled", "2 * number", "3 * number"),
    mutant("nothing to double", "2 * number", "number.half", raises="AttributeError"),
]


def test_there_are_many_and_all_apply() -> None:
    mutants = load()
    assert len(mutants) >= 60
    check(mutants, ROOT)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"before": "no such text"}, "0 times instead of once"),
        ({"before": "numb"}, "2 times instead of once"),
        ({"file": "runtime/none.py"}, "there is no runtime/none.py"),
        ({"after": "2 *"}, "would be invalid Python"),
        ({"suite": ["tests/test_none.py"]}, "there is no tests/test_none.py"),
        ({"suite": ["tests/test_double.py::test_treble"]}, "there is no tests/test_double.py::test_treble"),
    ],
)
def test_a_mutant_that_does_not_apply_is_named(tmp_path: Path, change: dict[str, object], said: str) -> None:
    write(tmp_path, [])
    invalid = msgspec.convert({**GOOD[0], **change}, Mutant)
    with pytest.raises(CatalogueError, match=r"^trebled: ") as caught:
        check([invalid], tmp_path)
    assert said in str(caught.value)


def test_what_tests_assert_kills(tmp_path: Path) -> None:
    ended = run(tmp_path, GOOD)
    assert ended.returncode == 0, ended.stderr
    assert "2 of 2 mutants killed" in ended.stdout
    report = (tmp_path / "reports" / "mutants.md").read_text()
    assert report.count("tests/test_double.py::test_it") == 2
    assert TREE["runtime/pluralkit_runtime/__init__.py"] == (
        tmp_path / "runtime/pluralkit_runtime/__init__.py"
    ).read_text(encoding="utf-8")


def test_nothing_else_kills(tmp_path: Path) -> None:
    reasons = {
        "it lives: all tests pass": mutant("another word", "Doubles.", "Trebles."),
        "fails by AttributeError, not by an assertion": mutant("halved", "2 * number", "number.half"),
        "it fails in its collect": mutant("renamed", "def double", "def treble"),
        "fails without it, too": mutant("trebled", "2 * n", "3 * n", suite=["tests/test_wrong.py"]),
    }
    ended = run(tmp_path, [*reasons.values(), GOOD[1]])
    assert ended.returncode == 1, ended.stderr
    assert "1 of 5 mutants killed" in ended.stdout
    for reason in reasons:
        assert reason in ended.stderr


def test_a_table_that_is_stale_fails_the_run(tmp_path: Path) -> None:
    ended = run(tmp_path, [*GOOD, mutant("stale", "4 * number", "3 * number")])
    assert ended.returncode == 2
    assert "stale: runtime/pluralkit_runtime/__init__.py contains this 0 times" in ended.stderr
    assert ended.stdout == ""


def test_the_copy_is_what_is_tested(tmp_path: Path) -> None:
    elsewhere = mutant("elsewhere", "", "x", file="generator/__init__.py")
    ended = run(tmp_path, [{**elsewhere, "before": "spare = 1"}], without="runtime", spare="spare = 1\n")
    assert ended.returncode == 1
    assert "pluralkit_runtime would be imported from" in ended.stderr


def write(root: Path, mutants: list[dict[str, object]], *, without: str = "-", spare: str = "") -> None:
    """The little tree, and the command in it."""
    for name, text in TREE.items():
        if not name.startswith(without):
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(spare if name.startswith("generator") else text, encoding="utf-8")
    command = root / "devtools" / "mutants"
    shutil.copytree(ROOT / "devtools" / "mutants", command, ignore=shutil.ignore_patterns("defects"))
    (command / "defects").mkdir()
    (command / "defects" / "all.yaml").write_bytes(msgspec.yaml.encode(mutants))


def run(
    root: Path, mutants: list[dict[str, object]], *, without: str = "-", spare: str = ""
) -> subprocess.CompletedProcess[str]:
    write(root, mutants, without=without, spare=spare)
    command = [sys.executable, "-m", "devtools.mutants", "--jobs", "1"]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, timeout=120, check=False)
