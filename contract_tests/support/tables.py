"""Markdown tables in the terminal summary of pytest, and in reports/."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

REPORTS = Path("reports")


def markdown(rows: Sequence[Sequence[str]], *, numbers: bool = False) -> str:
    """Render a Markdown table with aligned columns.

    Args:
        rows: Header and rows.
        numbers: Whether all columns except the first contain numbers, aligned to the right.
    """
    columns = range(len(rows[0]))
    widths = [max(len(row[column]) for row in rows) for column in columns]
    right = [numbers and column > 0 for column in columns]

    def cell(row: Sequence[str], column: int) -> str:
        width = widths[column]
        return row[column].rjust(width) if right[column] else row[column].ljust(width)

    lines = [f"| {' | '.join(cell(row, column) for column in columns)} |" for row in rows]
    rule = "|".join("-" * (widths[column] + 1) + (":" if right[column] else "-") for column in columns)
    return "\n".join([lines[0], f"|{rule}|", *lines[1:]])


def show(reporter: pytest.TerminalReporter, name: str, title: str, text: str) -> None:
    """Write a section to the terminal and to reports/.

    Args:
        reporter: The terminal reporter.
        name: Name of the file in reports/, without suffix.
        title: Title of the section.
        text: The Markdown text.
    """
    reporter.section(name)
    reporter.write_line(text)
    path = reporter.config.rootpath / REPORTS / f"{name}.md"
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"# {title}\n\n{text}\n", encoding="utf-8")
