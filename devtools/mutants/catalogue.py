"""The mutants: read from defects/, checked, and put into the text that they change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import msgspec

ROOT = Path(__file__).parents[2]
DEFECTS = Path(__file__).with_name("defects")


class CatalogueError(Exception):
    """The catalogue and the tree do not fit together; each line says where, and what is to be done."""


class Mutant(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A defect: in `file`, `before`, which stands there once, becomes `after`.

    `suite` is what ought to see it: files of tests, or single tests (`file::test`). `why` is what it would do
    to a user. Where it shows as an exception and not as a failed assertion, `raises` names that.
    """

    name: str
    file: str
    before: str
    after: str
    suite: tuple[str, ...]
    why: str
    raises: str | None = None

    def change(self, text: str) -> str:
        """`text` with the defect in it. CatalogueError where it does not apply."""
        count = text.count(self.before)
        if count != 1:
            raise CatalogueError(
                f"{self.name}: {self.file} has this {count} times, not once; write the mutant anew:\n"
                + "\n".join(f"    {line}" for line in self.before.splitlines())
            )
        return text.replace(self.before, self.after)


def load() -> tuple[Mutant, ...]:
    """All mutants, in the order in which they stand. CatalogueError for a mistake."""
    found: list[Mutant] = []
    for path in sorted(DEFECTS.glob("*.yaml")):
        try:
            found += msgspec.yaml.decode(path.read_bytes(), type=list[Mutant])
        except msgspec.DecodeError as mistake:
            raise CatalogueError(f"{path.name}: {mistake}") from None
    if twice := [name for name, count in Counter(mutant.name for mutant in found).items() if count > 1]:
        raise CatalogueError(f"names stand twice: {', '.join(twice)}")
    return tuple(found)


def check(mutants: Sequence[Mutant], root: Path) -> None:
    """CatalogueError where a mutant does not apply to the tree, or its suite is not there."""
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
        mistakes.append(f"{mutant.name}: {mutant.file} would be no Python: {mistake}")
    for suite in mutant.suite:
        file, _, test = suite.partition("::")
        function = test.partition("[")[0]
        if not (root / file).is_file() or (
            function and f"def {function}(" not in (root / file).read_text(encoding="utf-8")
        ):
            mistakes.append(f"{mutant.name}: there is no {suite}")
    return mistakes
