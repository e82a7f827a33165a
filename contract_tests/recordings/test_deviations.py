"""Each deviation of the checker covers the recorded exchange that it names."""

from __future__ import annotations

import pytest
from pluralkit_contract import deviations
from pluralkit_contract.contract import load
from pluralkit_contract.deviations import Attempt, Deviation

from .loader import scenarios

CONTRACT = load()


@pytest.mark.parametrize(
    "deviation", [each for each in deviations.ALL if each.recorded], ids=lambda deviation: deviation.name
)
def test_a_deviation_covers_what_was_recorded(deviation: Deviation) -> None:
    name, _, place = (deviation.recorded or "").removesuffix("]").partition("[")
    steps = next(scenario.steps for scenario in scenarios() if scenario.name == name)
    exchange = steps[int(place)].exchange
    route = CONTRACT.find(exchange.request.method, exchange.request.path)
    assert route is not None
    message = f"Expected 401 or 403, got `{exchange.answer.status} "
    assert deviation.covers(Attempt(CONTRACT, route.operation, exchange, message))
