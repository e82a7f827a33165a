"""pytest plugin: table of the results of each fault, in the terminal and in reports/faults.md.

Tests report results as properties, which pytest-xdist transfers; the table is shown if all faults ran.
"""

from __future__ import annotations

from collections.abc import Generator
from itertools import chain, product

import pytest

from contract_tests.support import tables

from .catalogue import FAULTS

CLIENTS = ("sync", "async")
CALLS = ("a read", "a read, once", "a create, once")
"""`once`: the fault is gone when the call is sent again."""
COLUMNS = tuple(product(CALLS, CLIENTS))

_LEGEND = """\
What a call to a server with this fault gives: `ok`, or the error that it raises. `×2`: it was sent twice,
which is the most that it was allowed. Once: the fault is gone when the call is sent again."""


@pytest.hookimpl(wrapper=True, tryfirst=True)  # before the failures, which are to stand last
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> Generator[None]:
    """Show the table, and write it down, if all faults were tried."""
    if text := _table(terminalreporter):
        tables.show(terminalreporter, "faults", "What each fault comes to", f"{_LEGEND}\n\n{text}")
    yield


def _table(terminalreporter: pytest.TerminalReporter) -> str:
    found: dict[tuple[str, str, str], str] = {}
    latest = 0.0
    for report in chain.from_iterable(terminalreporter.stats.values()):
        if isinstance(report, pytest.TestReport) and report.when == "call":
            seen = dict(report.user_properties)
            if "fault" in seen:
                cell = str(seen.get("outcome", "?")) if report.passed else "FAILED"
                found[str(seen["fault"]), str(seen["call"]), str(seen["client"])] = cell
                latest = max(latest, float(str(seen.get("late", 0))))
    columns = [column for column in COLUMNS if any(key[1:] == column for key in found)]
    if not columns or not all((fault.name, *column) in found for fault in FAULTS for column in columns):
        return ""
    rows = [["fault", *(f"{call}: {client}" for call, client in columns)]]
    rows += [[fault.name, *(found[fault.name, *column] for column in columns)] for fault in FAULTS]
    return f"{tables.markdown(rows)}\n\nNo call ended more than {latest:.2f} s after its deadline."
