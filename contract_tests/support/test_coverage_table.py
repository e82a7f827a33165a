"""The coverage table shows operations without exchanges."""

from __future__ import annotations

from collections import Counter

import pytest
from pluralkit_contract.contract import load

from . import coverage_table
from .exchange_counts import OUTSIDE, Key, Layer

EXCHANGES: Counter[Key] = Counter(
    {
        (Layer.SANDBOX.value, "getSystem", 200): 3,
        (Layer.SANDBOX.value, "getSystem", 404): 4,
        (Layer.RESPONSES.value, "getMember", 200): 5,
        (Layer.RECORDINGS.value, OUTSIDE, 404): 6,
    }
)


@pytest.mark.parametrize(
    ("subject", "layer", "shown"),
    [
        ("getSystem", Layer.SANDBOX, "7"),
        ("getSystem", Layer.RESPONSES, "–"),
        ("getMember", Layer.RESPONSES, "5"),
        ("deleteSwitch", Layer.STATEFUL, "–"),
        (OUTSIDE, Layer.RECORDINGS, "6"),
    ],
)
def test_exchanges_are_counted_by_operation_and_layer(subject: str, layer: Layer, shown: str) -> None:
    lines = coverage_table.report(load(), EXCHANGES).splitlines()
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("|")]
    (row,) = (row for row in rows if row[0] == subject)
    assert row[rows[0].index(layer)] == shown


def test_uncovered_statuses_are_listed() -> None:
    text = coverage_table.report(load(), EXCHANGES)
    (line,) = (line for line in text.splitlines() if " getSystem with " in line)
    assert "429" in line
    assert "200" not in line


def test_junit_skips_operations_without_exchanges() -> None:
    suites = coverage_table.junit(load(), EXCHANGES).findall("testsuite")
    assert [suite.get("name") for suite in suites] == list(Layer)
    ran = {
        (case.get("classname"), case.get("name"))
        for suite in suites
        for case in suite
        if case.find("skipped") is None
    }
    assert ran == {(layer, operation) for layer, operation, _ in EXCHANGES}
    sandbox = suites[list(Layer).index(Layer.SANDBOX)]
    assert int(sandbox.get("tests", 0)) - int(sandbox.get("skipped", 0)) == 1
