"""The mutants: loading from defects/, validation, and application to source text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import msgspec

ROOT = Path(__file__).parents[2]
DEFECTS = Path(__file__).with_name("defects")


class CatalogueError(Exception):
    """Mutants do not apply to the tree; each line of the message names one and says what to do."""


class Mutant(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A seeded defect.

    Attributes:
        name: Its name.
        file: The file that it changes.
        before: Text that occurs exactly once in the file.
        after: Replacement of that text.
        suite: Files of tests, or single tests (`file::test`), that should find it.
        why: What it would do to a user.
        raises: Name of the exception that shows it, if no assertion does.
    """

    name: str
    file: str
    before: str
    after: str
    suite: tuple[str, ...]
    why: str
    raises: str | None = None

    def change(self, text: str) -> str:
        """Apply the defect to a text.

        Args:
            text: The content of the file.

        Raises:
            CatalogueError: `before` does not occur exactly once.
        """
        count = text.count(self.before)
        if count != 1:
            raise CatalogueError(
                f"{self.name}: {self.file} contains this {count} times instead of once; update the mutant:\n"
                + "\n".join(f"    {line}" for line in self.before.splitlines())
            )
        return text.replace(self.before, self.after)


def load() -> tuple[Mutant, ...]:
    """Load all mutants in order.

    Raises:
        CatalogueError: A file is invalid, or a name is duplicated.
    """
    found: list[Mutant] = []
    for path in sorted(DEFECTS.glob("*.yaml")):
        try:
            found += msgspec.yaml.decode(path.read_bytes(), type=list[Mutant])
        except msgspec.DecodeError as mistake:
            raise CatalogueError(f"{path.name}: {mistake}") from None
    if twice := [name for name, count in Counter(mutant.name for mutant in found).items() if count > 1]:
        raise CatalogueError(f"duplicate names: {', '.join(twice)}")
    return tuple(found)


def check(mutants: Sequence[Mutant], root: Path) -> None:
    """Check that mutants apply to a tree, and that their suites exist.

    Args:
        mutants: The mutants.
        root: Root of the tree.

    Raises:
        CatalogueError: A mutant does not apply, or its suite does not exist.
    """
    mistakes: list[str] = []
    for mutant in mutants:
        mistakes += _mistakes(mutant, root)
    if mistakes:
        raise CatalogueError("\n".join(mistakes))


def _mistakes(mutant: Mutant, root: Path) -> list[str]:
    mistakes: list[str] = []
    path = root / mutant.file
    try:
        changed = mutant.change(path.read_text(encoding="utf-8"))
        if path.suffix == ".py":
            compile(changed, mutant.file, "exec")
    except OSError:
        mistakes.append(f"{mutant.name}: there is no {mutant.file}")
    except CatalogueError as mistake:
        mistakes.append(str(mistake))
    except SyntaxError as mistake:
        mistakes.append(f"{mutant.name}: {mutant.file} would be invalid Python: {mistake}")
    for suite in mutant.suite:
        file, _, test = suite.partition("::")
        function = test.partition("[")[0]
        if not (root / file).is_file() or (
            function and f"def {function}(" not in (root / file).read_text(encoding="utf-8")
        ):
            mistakes.append(f"{mutant.name}: there is no {suite}")
    return mistakes
