"""Check that what breaks users has a change note: `python -m devtools.changes REVISION`.

Compares the contract, by the generator's API diff, and the public Python API, by griffe, with those of a Git
revision. Exit 1 where something is breaking and no `changes/*.breaking.md` was added or changed since then; 2
where the revision cannot be read.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import griffe

from generator.api_diff import compare
from generator.document import ContractError, load

ROOT = Path(__file__).parents[1]
# By package, the modules whose names are public; docs/stability.md says so. Empty: all.
PUBLIC = {
    "pluralkit_api": (),
    "pluralkit_tools": (),
    "pluralkit_sandbox": ("pluralkit_sandbox.testing", "pluralkit_sandbox.pytest_plugin"),
}
_FOLDERS = ("generated", "runtime", "sandbox", "checker", "tools")
_CONTRACT = "openapi/pluralkit.yaml"
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")


class RevisionError(Exception):
    """A revision cannot be compared with; the text says why."""


def breaking(root: Path, revision: str) -> list[str]:
    """List what breaks users of the contract or of the Python API.

    Args:
        root: A work tree of this project.
        revision: The Git revision to compare with.

    Raises:
        RevisionError: It is no revision, or its contract cannot be read.
    """
    return [*_contract(root, revision), *_python(root, revision)]


def notes(root: Path, revision: str) -> list[str]:
    """Return the notes of breaking changes that were added or changed since a revision, committed or not.

    Args:
        root: The checkout.
        revision: What `git diff` takes as a revision.

    Returns:
        Paths relative to the checkout.
    """
    changed = _git(root, "diff", "--name-only", "--diff-filter=AMR", revision, "--", "changes")
    new = _git(root, "ls-files", "--others", "--exclude-standard", "--", "changes")
    return [file for file in (changed + new).splitlines() if file.endswith(".breaking.md")]


def main(arguments: list[str], root: Path = ROOT) -> int:
    """Print which changes break users and whether a note says so.

    Args:
        arguments: The arguments of the command line: a revision.
        root: The checkout.

    Returns:
        Exit code: 0 if nothing breaks or a note says so, 1 if a note is missing, 2 for invalid arguments.
    """
    if len(arguments) != 1:
        print("usage: python -m devtools.changes REVISION", file=sys.stderr)
        return 2
    try:
        found, noted = breaking(root, arguments[0]), notes(root, arguments[0])
    except RevisionError as error:
        print(f"changes: {error}", file=sys.stderr)
        return 2
    for each in found:
        print(f"BREAKING {each}")
    if found and not noted:
        print("Describe what breaks, and what to do, in a new changes/+NAME.breaking.md.")
        return 1
    print(f"{len(found)} breaking changes since {arguments[0]}, {len(noted)} notes")
    return 0


def _contract(root: Path, revision: str) -> Iterator[str]:
    try:
        before = load(_git(root, "show", f"{revision}:{_CONTRACT}").encode())
        after = load((root / _CONTRACT).read_bytes())
        changes = compare(before, after)
    except (ContractError, LookupError, TypeError, AttributeError) as error:
        raise RevisionError(f"the contract cannot be compared with that of {revision}: {error}") from error
    yield from (f"contract: {change.text}" for change in changes if change.breaking)


def _python(root: Path, revision: str) -> Iterator[str]:
    folders = [folder for folder in _FOLDERS if (root / folder).is_dir()]
    for package, modules in PUBLIC.items():
        try:
            before = griffe.load_git(
                package, ref=revision, repo=root, search_paths=folders,
                allow_inspection=False, resolve_aliases=True, resolve_external=True,
            )  # fmt: skip
        except ModuleNotFoundError:  # there was none
            continue
        after = griffe.load(
            package, search_paths=[root / folder for folder in folders],
            allow_inspection=False, resolve_aliases=True, resolve_external=True,
        )  # fmt: skip
        for breakage in griffe.find_breaking_changes(before, after):
            if not modules or breakage.obj.path.startswith(modules):
                said = _COLOUR.sub("", breakage.explain(style=griffe.ExplanationStyle.ONE_LINE))
                yield f"{breakage.obj.path}: {said.rpartition(': ')[2]} ({_detail(said)})"


def _detail(said: str) -> str:
    """What griffe's line names, without the file: `Class.method(parameter)`."""
    return said.split(": ", 2)[1]


def _git(root: Path, *arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=root, capture_output=True, check=False)
    if done.returncode:
        raise RevisionError(done.stderr.decode(errors="replace").strip())
    return done.stdout.decode()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
