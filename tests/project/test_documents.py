"""Documentation: programs run, commands exist, links resolve."""

from __future__ import annotations

import ast
import os
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
from pluralkit_sandbox.testing import RunningSandbox

from contract_tests.support.sampling import sampled
from devtools.snippets import blocks, program
from devtools.snippets import documents as documents_of

ROOT = Path(__file__).parents[2]
README = ROOT / "README.md"
DOCUMENTS = documents_of(ROOT)
FIRST = (README, ROOT / "docs" / "getting-started.md", ROOT / "docs" / "guides" / "testing.md")
SANDBOX = "http://127.0.0.1:8000/v2"
SET_UP = [
    "python -m pip install nox && python -m nox",
    "python -m pip install nox && python -m nox -s demo",
]
PLUGINS = ["-p", "no:cacheprovider", "-p", "pluralkit_sandbox.pytest_plugin", "-p", "pytest_asyncio.plugin"]
PROGRAMS = {"docker", "export", "redis-server"}

documents = pytest.mark.parametrize("document", DOCUMENTS, ids=lambda file: file.relative_to(ROOT).as_posix())
with_programs = pytest.mark.parametrize(
    "document",
    [
        # A process, a sandbox and often a framework for each: the job `docs` of CI runs them all.
        sampled(file, always=file in FIRST)
        for file in DOCUMENTS
        if "```python" in file.read_text(encoding="utf-8")
    ],
    ids=lambda file: file.relative_to(ROOT).as_posix(),
)


@with_programs
def test_programs_run(document: Path, tmp_path: Path) -> None:
    """All of a document, in its order, is one program; where it has tests, pytest runs it."""
    with RunningSandbox(limits={}) as server:
        text = program(document.read_text(encoding="utf-8"), tests=True).replace(SANDBOX, server.base_url)
        file = tmp_path / "test_document.py"
        file.write_text(text, encoding="utf-8")
        environment = {
            "PLURALKIT_USER_AGENT": "tests/1 (me@example.org)",
            "PLURALKIT_TOKEN": server.tokens["harbour"],
            "PLURALKIT_BASE_URL": server.base_url,
            "PYTHONUTF8": "1",  # for what the programs print
            "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",  # loading all plugins takes longer than the tests
        }
        runner = ["-m", "pytest", "-q", *PLUGINS] if "def test_" in text else []
        _run(sys.executable, *runner, file, cwd=tmp_path, **environment)


@pytest.mark.parametrize(
    "document", [README, ROOT / "docs" / "getting-started.md"], ids=["README", "getting-started"]
)
def test_a_first_program_imports_its_client(document: Path) -> None:
    """Users copy one block of these, not all."""
    made = [
        text
        for _, text in blocks(document.read_text(encoding="utf-8"), "python")
        if re.search(r"\bPluralKit[.(]", text)
    ]
    assert len(made) > 1
    assert [text for text in made if "from pluralkit_api import PluralKit\n" not in text] == []


def test_commands_exist() -> None:
    wrong: list[str] = []
    for document in DOCUMENTS:
        for words in _commands(document.read_text(encoding="utf-8")):
            try:
                _check(words)
            except AssertionError as error:
                wrong.append(f"{document.relative_to(ROOT)}: {shlex.join(words)}: {error}")
    assert wrong == []


def _commands(text: str) -> Iterator[list[str]]:
    shells = [block.replace("\\\n", " ") for _, block in blocks(text, "sh")]
    lines = [line for block in shells for line in block.splitlines()]
    lines += re.findall(r"`((?:python -m|redis-server|pluralkit-\w+) [^`]+)`", text)
    for line in lines:
        for command in line.partition("#")[0].split("&&"):
            if words := shlex.split(command):
                yield words


@documents
def test_links_lead_to_files(document: Path) -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)", document.read_text(encoding="utf-8"))
    assert [link for link in links if not (document.parent / link).exists()] == []


def test_set_up_is_one_command() -> None:
    commands = [block.strip() for _, block in blocks(README.read_text(encoding="utf-8"), "sh")]
    assert [block for block in commands if "install nox" in block] == SET_UP
    assert (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()[-1] == SET_UP[0]


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
        case ["uvx", "--from", source, *command] | ["pipx", "run", "--spec", source, *command] if (
            source.startswith(".")
        ):
            assert set(re.findall(r"\w+", source)) <= _extras(), source
            _check(command)
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
    scripts: dict[str, str] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"][
        "scripts"
    ]
    return scripts


@cache
def _extras() -> set[str]:
    return set(
        tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"][
            "optional-dependencies"
        ]
    )


@cache
def _options(module: str, *subcommand: str) -> set[str]:
    help_text = _run(sys.executable, "-m", module, *subcommand, "--help", cwd=ROOT)
    return set(re.findall(r"--[a-z-]+", help_text))


def _run(*command: str | Path, cwd: Path, **environment: str) -> str:
    run = subprocess.run(
        command,
        cwd=cwd,
        env={**os.environ, **environment},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    return run.stdout
