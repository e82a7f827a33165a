"""The table of what ran shows the holes."""

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
def test_each_operation_has_its_exchanges_by_layer(subject: str, layer: Layer, shown: str) -> None:
    lines = coverage_table.report(load(), EXCHANGES, Counter()).splitlines()
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("|")]
    (row,) = (row for row in rows if row[0] == subject)
    assert row[rows[0].index(layer)] == shown


def test_what_the_sandbox_never_answered_is_named() -> None:
    text = coverage_table.report(load(), EXCHANGES, Counter({"lax types": 2}))
    (line,) = (line for line in text.splitlines() if " getSystem with " in line)
    assert "429" in line
    assert "200" not in line
    assert "Exception made 2 times: lax types." in text


def test_as_junit_a_hole_is_skipped() -> None:
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
