"""Documentation: programs run, commands exist, links resolve."""

from __future__ import annotations

import ast
import re
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import pytest

from examples.tour import sandbox

ROOT = Path(__file__).parents[2]
README = ROOT / "README.md"
DOCUMENTS = [
    *(file for file in ROOT.glob("*.md")),
    *(
        file
        for part in ("docs", "openapi", "benchmarks", "contract_tests")
        for file in (ROOT / part).glob("*.md")
    ),
]
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SANDBOX = "http://127.0.0.1:8000/v2"
SET_UP = [
    "python -m pip install nox && python -m nox",
    "python -m pip install nox && python -m nox -s demo",
]
PROGRAMS = {"export", "redis-server"}

documents = pytest.mark.parametrize("document", DOCUMENTS, ids=lambda file: file.relative_to(ROOT).as_posix())
with_programs = pytest.mark.parametrize(
    "document",
    [file for file in DOCUMENTS if "```python" in file.read_text()],
    ids=lambda file: file.relative_to(ROOT).as_posix(),
)


@with_programs
def test_programs_run(document: Path, tmp_path: Path) -> None:
    """All of a document, in its order, as one program; but what is a test is run by pytest."""
    blocks = list(_blocks(document.read_text(), "python"))
    program, tests = tmp_path / document.with_suffix(".py").name, tmp_path / "test_document.py"
    with sandbox() as base_url:
        program.write_text(_aligned(blocks, tests=False).replace(SANDBOX, base_url))
        tests.write_text(_aligned(blocks, tests=True).replace(SANDBOX, base_url))
        _run(sys.executable, program, cwd=tmp_path)
        if "def test_" in tests.read_text():
            _run(sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", tests, cwd=tmp_path)


@documents
def test_commands_exist(document: Path) -> None:
    text = document.read_text()
    lines = [line for _, block in _blocks(text, "sh") for line in block.splitlines()]
    lines += re.findall(r"`((?:python -m|redis-server|pluralkit-\w+) [^`]+)`", text)
    for line in lines:
        for command in line.partition("#")[0].split("&&"):
            if words := shlex.split(command):
                _check(words)


@documents
def test_links_lead_to_files(document: Path) -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)", document.read_text())
    assert [link for link in links if not (document.parent / link).exists()] == []


def test_set_up_is_one_command() -> None:
    assert [block.strip() for _, block in _blocks(README.read_text(), "sh")][:2] == SET_UP
    assert (ROOT / ".ci" / "run").read_text().splitlines()[-1] == SET_UP[0]


def _blocks(text: str, language: str) -> Iterator[tuple[int, str]]:
    """Each fenced block of a language, and the number of lines before it."""
    for found in BLOCK.finditer(text):
        if found[1] == language:
            yield text.count("\n", 0, found.start(2)), found[2]


def _aligned(blocks: list[tuple[int, str]], *, tests: bool) -> str:
    """One program, each of whose lines has the number that it has in the document."""
    program = ""
    for before, block in blocks:
        if ("def test_" in block) == tests:
            program += "\n" * (before - program.count("\n")) + block
    return program


def _check(words: list[str]) -> None:
    match words:
        case ["python", "-m", "pip", "install", "nox"]:
            pass
        case ["python", "-m", "pip", "install", what]:
            assert set(re.findall(r"\w+", what)) <= _extras(), what
            assert what.startswith(".")
        case ["python", "-m", "nox", *rest]:
            if rest:
                assert rest[0] == "-s"
                assert rest[1] in _sessions()
            if "--" in rest and rest[1] == "contract":
                _check(["python", "-m", "pluralkit_contract", *rest[rest.index("--") + 1 :]])
        case ["uvx", "--from", source, *command]:
            what, _, where = source.partition(" @ ")
            assert set(re.findall(r"\[(\w+)\]", what)) <= _extras(), what
            assert where.startswith("git+https://")
            _check(command)
        case ["st", "run", document, "--url", _]:
            assert (ROOT / document).is_file()
        case ["pluralkit-contract", *arguments]:
            _check(["python", "-m", "pluralkit_contract", *arguments])
        case ["python", "-m", module, *arguments]:
            assert find_spec(module), module
            first = next((place for place, word in enumerate(arguments) if word.startswith("-")), None)
            options = {word for word in arguments if word.startswith("--")}
            known = _options(module, *arguments[:first])
            assert options <= known, f"{module} has no {options - known}"
        case [command, *arguments] if command in _scripts():
            _check(["python", "-m", _scripts()[command].partition(":")[0].rpartition(".")[0], *arguments])
        case [program, *_]:
            assert program in PROGRAMS, f"nobody decided about {program!r}"
        case _:
            raise AssertionError(words)


@cache
def _sessions() -> set[str]:
    functions = [
        node
        for node in ast.parse((ROOT / "noxfile.py").read_bytes()).body
        if isinstance(node, ast.FunctionDef)
    ]
    return {each.name for each in functions if each.decorator_list}


@cache
def _scripts() -> dict[str, str]:
    """The console commands, each with its function."""
    scripts: dict[str, str] = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["scripts"]
    return scripts


@cache
def _extras() -> set[str]:
    return set(tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["optional-dependencies"])


@cache
def _options(module: str, *subcommand: str) -> set[str]:
    help_text = _run(sys.executable, "-m", module, *subcommand, "--help", cwd=ROOT)
    return set(re.findall(r"--[a-z-]+", help_text))


def _run(*command: str | Path, cwd: Path) -> str:
    run = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    return run.stdout
