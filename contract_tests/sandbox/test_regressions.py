"""Regression tests: requests found by fuzzing whose responses once broke the contract."""

from __future__ import annotations

import pytest
from pluralkit_contract.conformance import responses
from pluralkit_contract.contract import load
from pluralkit_contract.failures import raise_for_breaches

from contract_tests.support.in_process_sandbox import shared_sandbox

CONTRACT = load()


@pytest.mark.parametrize(
    ("method", "target", "body", "status"),
    [
        ("GET", "/members/an%0Anie", None, 404),  # a line break, which a pattern's dot does not fit
        ("PATCH", "/groups/grpub", {"name": "\x1f"}, 200),  # a space to Python, to nobody else
        ("PATCH", "/groups/grpub", {"icon": "https://example.org/\x1f"}, 200),
    ],
)
def test_is_answered_as_the_contract_says(method: str, target: str, body: object, status: int) -> None:
    shared_sandbox().reset()
    exchange = shared_sandbox().exchange(method, target, body, by="alice")
    subject, breaches = responses.judge(CONTRACT, exchange)
    raise_for_breaches(breaches + responses.cors(CONTRACT, exchange), exchange, subject)
    assert exchange.answer.status == status
