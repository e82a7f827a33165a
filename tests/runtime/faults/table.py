"""The table of what each fault came to, in the terminal and in reports/faults.md. A hook for pytest.

A test says what it saw by properties, which pytest-xdist brings along; the table is shown if all were tried.
"""

from __future__ import annotations

from itertools import chain, product
from pathlib import Path

import pytest

from .catalogue import FAULTS

CLIENTS = ("sync", "async")
CALLS = ("a read", "a read, once", "a create, once")
"""`once`: the fault is gone when the call is sent again."""

_LEGEND = """\
What a call to a server with this fault gives: `ok`, or the error that it raises. `×2`: it was sent twice,
which is the most that it was allowed. Once: the fault is gone when the call is sent again."""

REPORT = Path("reports") / "faults.md"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Shows the table, and writes it down."""
    found: dict[tuple[str, str, str], str] = {}
    latest = 0.0
    for report in chain.from_iterable(terminalreporter.stats.values()):
        if isinstance(report, pytest.TestReport) and report.when == "call":
            seen = dict(report.user_properties)
            if "fault" in seen:
                cell = str(seen.get("outcome", "?")) if report.passed else "FAILED"
                found[str(seen["fault"]), str(seen["call"]), str(seen["client"])] = cell
                latest = max(latest, float(str(seen.get("late", 0))))
    wanted = list(product((fault.name for fault in FAULTS), CALLS, CLIENTS))
    if not all(key in found for key in wanted):
        return
    rows = [["fault", *(f"{call}: {client}" for call, client in product(CALLS, CLIENTS))]]
    rows += [
        [fault.name, *(found[fault.name, call, client] for call, client in product(CALLS, CLIENTS))]
        for fault in FAULTS
    ]
    text = "\n".join([*_markdown(rows), "", f"No call ended more than {latest:.2f} s after its deadline."])
    terminalreporter.section("faults")
    terminalreporter.write_line(text)
    path = config.rootpath / REPORT
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"# What each fault comes to\n\n{_LEGEND}\n\n{text}\n", encoding="utf-8")


def _markdown(rows: list[list[str]]) -> list[str]:
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = [
        f"| {' | '.join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))} |"
        for row in rows
    ]
    return [lines[0], f"|{'|'.join('-' * (width + 2) for width in widths)}|", *lines[1:]]
