"""The programs in the documents: `python -m devtools.snippets DIRECTORY` writes them, to be type-checked.

The lines of a program have the numbers that they have in the document.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]

_BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def documents(root: Path) -> list[Path]:
    """All documents of a checkout."""
    folders = ("docs", "openapi", "benchmarks", "contract_tests")
    return sorted([*root.glob("*.md"), *(file for each in folders for file in (root / each).rglob("*.md"))])


def blocks(text: str, language: str) -> Iterator[tuple[int, str]]:
    """Each fenced block of a language, and the number of lines before it."""
    for found in _BLOCK.finditer(text):
        if found[1] == language:
            yield text.count("\n", 0, found.start(2)), found[2]


def program(text: str, *, tests: bool) -> str:
    """All Python of a document as one program.

    Args:
        text: The document.
        tests: Whether the blocks with tests are part of it.
    """
    lines = ""
    for before, block in blocks(text, "python"):
        if tests or not re.search(r"^def test_|^@pytest", block, re.MULTILINE):
            lines += "\n" * (before - lines.count("\n")) + block
    return lines


def main(directory: Path) -> None:
    """Write the programs, without the tests, whose fixtures have no types."""
    directory.mkdir(parents=True, exist_ok=True)
    for old in directory.glob("*.py"):
        old.unlink()
    for document in documents(ROOT):
        name = "_".join(document.relative_to(ROOT).with_suffix("").parts).replace("-", "_")
        if text := program(document.read_text(encoding="utf-8"), tests=False):
            (directory / f"{name}.py").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
