"""Extract the programs in the documents for type checks: `python -m devtools.snippets DIRECTORY`.

Lines of a program keep their line numbers in the document.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]

_BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def documents(root: Path) -> list[Path]:
    """Return all documents of a checkout."""
    folders = ("docs", "openapi", "benchmarks", "contract_tests")
    return sorted([*root.glob("*.md"), *(file for each in folders for file in (root / each).rglob("*.md"))])


def blocks(text: str, language: str) -> Iterator[tuple[int, str]]:
    """Yield the fenced blocks of a language.

    Args:
        text: The text of a Markdown document.
        language: The info string of the blocks, such as `python`.

    Yields:
        Number of lines before the block, and its text.
    """
    for found in _BLOCK.finditer(text):
        if found[1] == language:
            yield text.count("\n", 0, found.start(2)), found[2]


def program(text: str, *, tests: bool) -> str:
    """Join all Python blocks of a document to one program.

    Args:
        text: The document.
        tests: Whether to include blocks with tests.
    """
    lines = ""
    for before, block in blocks(text, "python"):
        if tests or not re.search(r"^def test_|^@pytest", block, re.MULTILINE):
            lines += "\n" * (before - lines.count("\n")) + block
    return lines


def main(directory: Path) -> None:
    """Write the Python programs of all documents to a directory, for type checkers.

    Args:
        directory: The directory; it is created, and `.py` files in it are removed. Tests are left out: their
            fixtures have no types.
    """
    directory.mkdir(parents=True, exist_ok=True)
    for old in directory.glob("*.py"):
        old.unlink()
    for document in documents(ROOT):
        name = "_".join(document.relative_to(ROOT).with_suffix("").parts).replace("-", "_")
        if text := program(document.read_text(encoding="utf-8"), tests=False):
            (directory / f"{name}.py").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
