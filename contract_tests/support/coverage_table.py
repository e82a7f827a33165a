"""pytest plugin: coverage table of validated exchanges, operation × layer.

The table is shown above the failures and written to reports/contract.md, and as JUnit to
reports/contract.xml, if all contract tests were run.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from pluralkit_contract.contract import Contract, load

from . import exchange_counts, tables
from .exchange_counts import OUTSIDE, Key, Layer

NAME = "contract"
"""Name of the reports: reports/contract.md and reports/contract.xml."""
_HERE = Path(__file__).parents[1]
_OUTPUT = "contract_tests"
_ANSWERED_BY_THE_SANDBOX = (Layer.SANDBOX, Layer.STATEFUL)
_FAULTS = ("500", "5XX")
"""Statuses that no correct server sends."""


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Send the counts of a worker of pytest-xdist to the controller."""
    output: dict[str, Any] | None = getattr(session.config, "workeroutput", None)
    if output is not None:
        output[_OUTPUT] = list(exchange_counts.exchanges.items())


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Receive the counts of a worker."""
    for key, number in getattr(node, "workeroutput", {}).get(_OUTPUT, ()):
        exchange_counts.exchanges[tuple(key)] += number


@pytest.hookimpl(wrapper=True, tryfirst=True)  # before the failures
def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> Generator[None]:
    """Show the table and write the reports."""
    if exchange_counts.exchanges and _is_whole(config):
        text = report(load(), exchange_counts.exchanges)
        tables.show(terminalreporter, NAME, "Validated exchanges", text)
        tree = ElementTree.ElementTree(junit(load(), exchange_counts.exchanges))
        path = config.rootpath / tables.REPORTS / f"{NAME}.xml"
        tree.write(path, encoding="utf-8", xml_declaration=True)
    yield


def _is_whole(config: pytest.Config) -> bool:
    """Return whether all contract tests were selected."""
    if config.getoption("keyword") or config.getoption("markexpr") or config.getoption("lf", default=False):
        return False
    given = [(config.invocation_params.dir / argument).resolve() for argument in config.args]
    return any(path in (_HERE, *_HERE.parents) for path in given)


def report(contract: Contract, exchanges: Counter[Key]) -> str:
    """Render the table as Markdown, followed by documented statuses that no test has covered."""
    return "\n".join([_table(contract, exchanges), "", *_unmet(contract, exchanges)])


def junit(contract: Contract, exchanges: Counter[Key]) -> ElementTree.Element:
    """Render a suite per layer with a case per operation; cases without exchanges are skipped."""
    totals, root = _totals(exchanges), ElementTree.Element("testsuites", name="contract")
    for layer in Layer:
        subjects = _subjects(contract)
        holes = sum(not totals[subject, layer] for subject in subjects)
        counts = {"tests": str(len(subjects)), "skipped": str(holes)}
        suite = ElementTree.SubElement(root, "testsuite", {"name": layer, **counts})
        for subject in subjects:
            number = totals[subject, layer]
            case = ElementTree.SubElement(suite, "testcase", classname=layer, name=subject)
            if number:
                ElementTree.SubElement(case, "system-out").text = f"{number} exchanges"
            else:
                ElementTree.SubElement(case, "skipped", message="nothing ran")
    return root


def _subjects(contract: Contract) -> list[str]:
    return [*(operation.id for operation in contract.operations), OUTSIDE]


def _totals(exchanges: Counter[Key]) -> Counter[tuple[str, str]]:
    totals: Counter[tuple[str, str]] = Counter()
    for (layer, operation, _), number in exchanges.items():
        totals[operation, layer] += number
    return totals


def _table(contract: Contract, exchanges: Counter[Key]) -> str:
    totals = _totals(exchanges)
    rows = [["operation", *Layer]]
    rows += [
        [operation, *(str(totals[operation, layer] or "–") for layer in Layer)]
        for operation in _subjects(contract)
    ]
    sums = [sum(number for (_, each), number in totals.items() if each == layer) for layer in Layer]
    rows.append(["exchanges", *(str(number or "–") for number in sums)])
    return tables.markdown(rows, numbers=True)


def _unmet(contract: Contract, exchanges: Counter[Key]) -> Iterator[str]:
    met = {
        (operation, str(status))
        for layer, operation, status in exchanges
        if layer in _ANSWERED_BY_THE_SANDBOX
    }
    for operation in contract.operations:
        documented = [status for status in operation.responses if status not in _FAULTS]
        if missing := [status for status in documented if (operation.id, status) not in met]:
            yield f"- Not covered: {operation.id} with {', '.join(missing)}."
