"""The sandbox's limiter against the recorded answers of the deployed one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from pluralkit_sandbox.limiter import Limiter

LIMITS = {"generic_get": 10, "generic_update": 3, "own_system_get": 10, "own_system_update": 3}
RECORDED: list[dict[str, Any]] = json.loads(
    (Path(__file__).parents[2] / "contract_tests/recordings/data/limits.json").read_text("utf-8")
)["sequences"]
START = 1_760_000_000
# `at` is when the sender sent; the server read its clock up to 3 ms later, and times are rounded to 0.1 ms.
LAG_MS = 4


@pytest.mark.parametrize("sequence", RECORDED, ids=lambda sequence: str(sequence["about"]))
def test_it_decides_as_the_deployed_one_did(sequence: dict[str, Any]) -> None:
    limiter = Limiter(LIMITS)
    for row in sequence["rows"]:
        scope = row["headers"].get("x-ratelimit-scope")
        if scope is None:  # the request was not charged to any budget
            continue
        now = START + row["at"]
        decision = limiter.check(row["as"] if scope.startswith("own_") else row["ip"], scope, now)

        assert decision.allowed == (row["status"] != 429), row
        assert str(decision.limit) == row["headers"]["x-ratelimit-limit"]
        assert str(decision.remaining) == row["headers"]["x-ratelimit-remaining"], row
        assert decision.reset - int(now) == row["reset_minus_now"], row
        if row["status"] == 429:
            assert decision.retry_after is not None
            assert abs(decision.retry_after - row["json"]["retry_after"]) <= LAG_MS, row
        else:
            assert decision.retry_after is None


def test_waiting_just_as_long_as_it_says_never_helps() -> None:
    limiter = Limiter(LIMITS)
    now = float(START)
    while limiter.check("alice", "own_system_update", now).allowed:
        now += 0.001
    for _ in range(50):
        refused = limiter.check("alice", "own_system_update", now + 0.001)
        assert refused.retry_after is not None
        now += 0.001 + refused.retry_after / 1000
        assert not limiter.check("alice", "own_system_update", now).allowed


def test_waiting_one_interval_more_always_helps() -> None:
    limiter = Limiter(LIMITS)
    now = float(START)
    for _ in range(50):
        while (refused := limiter.check("alice", "own_system_update", now)).retry_after in (None, 0):
            now += 0.001
        assert refused.retry_after is not None
        now += refused.retry_after / 1000 + 1 / 3
        assert limiter.check("alice", "own_system_update", now).allowed


def test_asking_at_the_full_rate_from_an_emptied_budget_is_refused_for_ever() -> None:
    limiter = Limiter(LIMITS)
    let_through = [
        ms for ms in range(0, 60_000, 5) if limiter.check("1.1.1.1", "generic_get", START + ms / 1000).allowed
    ]
    assert let_through == [0, 5, 10, 15, 20, 25, 30, 35, 40]
