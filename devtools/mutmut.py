"""Mutation testing with mutmut: `python -m devtools.mutmut [--only GLOB]… [GROUP]…`.

mutmut changes one operator, literal or call at a time, in modules where wrong decisions are harmful, and runs
the tests that reach the change. This takes hours. Survivors are not failures: they are listed with their
changes in reports/mutmut.md. `devtools.mutants` has defects that no tool can generate.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
REPORT = Path("reports") / "mutmut.md"
_SOURCES = ("runtime/pluralkit_runtime", "sandbox/pluralkit_sandbox", "checker/pluralkit_contract")
_CONFTEST = "conftest.py"
_COPIED = ("contract_tests", "devtools", "generator", "openapi", "tests")
_LEFT_OUT = shutil.ignore_patterns("__pycache__", "*.pyc")


@dataclass(frozen=True, slots=True)
class Group:
    """Modules to mutate, with their tests.

    Attributes:
        modules: Globs relative to the parent of their package.
        tests: Files of tests.
    """

    modules: Sequence[str]
    tests: Sequence[str]


GROUPS: Mapping[str, Group] = {
    "auth": Group(
        ["pluralkit_sandbox/auth.py", "pluralkit_sandbox/keys.py"],
        [
            "tests/sandbox/test_keys.py",
            "tests/sandbox/test_keycommand.py",
            "tests/sandbox/test_hostile.py",
            "contract_tests/sandbox/test_recordings.py",
            "contract_tests/sandbox/test_scopes.py",
        ],
    ),
    "access": Group(
        ["pluralkit_sandbox/views.py", "pluralkit_contract/access.py"],
        [
            "contract_tests/sandbox/test_privacy.py",
            "contract_tests/sandbox/test_ownership.py",
            "contract_tests/checker/test_response_mutations.py",
        ],
    ),
    "routing": Group(
        ["pluralkit_sandbox/routing.py", "pluralkit_sandbox/refs.py"],
        ["tests/sandbox/test_routing.py", "contract_tests/sandbox/test_recordings.py"],
    ),
    "rate limits": Group(
        [
            "pluralkit_runtime/ratelimit/bucket.py",
            "pluralkit_runtime/ratelimit/scheduler.py",
            "pluralkit_sandbox/limiter.py",
            "pluralkit_sandbox/rates.py",
        ],
        [
            "tests/runtime/test_ratelimit.py",
            "tests/runtime/test_ratelimit_responses.py",
            "tests/sandbox/test_limiter.py",
            "tests/sandbox/test_rates.py",
            "contract_tests/sandbox/test_rate_limits.py",
        ],
    ),
    "encoding": Group(
        ["pluralkit_runtime/encoding.py", "pluralkit_runtime/urls.py", "pluralkit_runtime/clamping.py"],
        [
            "tests/runtime/test_codec.py",
            "tests/runtime/test_urls.py",
            "tests/runtime/test_clamping.py",
            "contract_tests/client/test_generated_requests.py",
        ],
    ),
    "checks": Group(
        ["pluralkit_contract/checks/*.py", "pluralkit_contract/conformance/*.py"],
        ["contract_tests/checker/test_conformance.py", "contract_tests/checker/test_response_mutations.py"],
    ),
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """Result of a group.

    Attributes:
        group: Its name.
        mutants: Number of mutants.
        survivors: Changes of surviving mutants by name.
    """

    group: str
    mutants: int
    survivors: Mapping[str, str]


def main(arguments: list[str]) -> int:
    """Run groups of modules and write the report.

    Args:
        arguments: The arguments of the command line.

    Returns:
        Exit code: 0, also if mutants survive; 1 if mutmut failed.
    """
    parser = argparse.ArgumentParser(
        prog="python -m devtools.mutmut", description="Mutation testing by mutmut."
    )
    parser.add_argument(
        "groups", nargs="*", metavar="GROUP", help=f"one of: {', '.join(GROUPS)}; default: all"
    )
    parser.add_argument("--only", action="append", default=[], metavar="GLOB", help="names of mutants")
    parser.add_argument(
        "--jobs", type=int, default=os.cpu_count() or 1, metavar="N", help="how many at a time"
    )
    wanted = parser.parse_args(arguments)
    if unknown := [name for name in wanted.groups if name not in GROUPS]:
        parser.error(f"there is no group {', '.join(unknown)}")

    outcomes: list[Outcome] = []
    for name in wanted.groups or GROUPS:
        print(f"{name}: {', '.join(GROUPS[name].modules)}", flush=True)
        try:
            outcomes.append(_run(name, GROUPS[name], wanted.only, wanted.jobs))
        except subprocess.CalledProcessError as error:
            print(f"{name}: mutmut ended with {error.returncode}", file=sys.stderr)
            return 1
        print(f"{name}: {_summary(outcomes[-1])}", flush=True)
    path = ROOT / REPORT
    path.parent.mkdir(exist_ok=True)
    path.write_text(markdown(outcomes), encoding="utf-8")
    print(f"{REPORT} lists the survivors")
    return 0


def markdown(outcomes: Sequence[Outcome]) -> str:
    """Render the report: a row for each group, then each survivor with its change."""
    parts = ["# Mutants of mutmut", "", "| group | mutants | survivors |", "|---|---:|---:|"]
    parts += [f"| {each.group} | {each.mutants} | {len(each.survivors)} |" for each in outcomes]
    for outcome in outcomes:
        for name, change in outcome.survivors.items():
            parts += ["", f"## {name}", "", "```diff", change.strip(), "```"]
    return "\n".join(parts) + "\n"


def _run(name: str, group: Group, only: Sequence[str], jobs: int) -> Outcome:
    with tempfile.TemporaryDirectory(prefix="mutmut-") as directory:
        tree = Path(directory)
        _copy(tree, group)
        _mutmut(tree, "run", "--max-children", str(jobs), *only)
        states = dict(
            re.findall(r"^\s*(\S+): (.+)$", _mutmut(tree, "results", "--all", "1", quiet=True), re.M)
        )
        tried = {mutant: state for mutant, state in states.items() if state != "not checked"}
        survivors = [mutant for mutant, state in tried.items() if state in ("survived", "no tests")]
        return Outcome(
            name, len(tried), {each: _mutmut(tree, "show", each, quiet=True) for each in sorted(survivors)}
        )


def _copy(tree: Path, group: Group) -> None:
    """Copy a tree in mutmut's layout: all packages in the folder src."""
    for source in (*_SOURCES, "generated/pluralkit_api"):
        shutil.copytree(ROOT / source, tree / "src" / Path(source).name, ignore=_LEFT_OUT)
    for folder in _COPIED:
        shutil.copytree(ROOT / folder, tree / folder, ignore=_LEFT_OUT)
    shutil.copy(ROOT / _CONFTEST, tree)
    settings = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    lists = {
        "source_paths": ["src"],
        "only_mutate": [f"src/{module}" for module in group.modules],
        "also_copy": [*_COPIED, _CONFTEST],
        "pytest_add_cli_args": ["-m", "", "-p", "no:cacheprovider"],
        "pytest_add_cli_args_test_selection": [*group.tests],
    }
    lines = [f"{key} = {value!r}" for key, value in lists.items()]
    (tree / "pyproject.toml").write_text("\n".join([settings, "[tool.mutmut]", *lines, ""]), encoding="utf-8")


def _mutmut(tree: Path, *arguments: str, quiet: bool = False) -> str:
    command = [sys.executable, "-m", "mutmut", *arguments]
    output = subprocess.PIPE if quiet else None
    return subprocess.run(command, cwd=tree, stdout=output, text=True, check=True).stdout or ""


def _summary(outcome: Outcome) -> str:
    return f"{len(outcome.survivors)} of {outcome.mutants} mutants survive"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
