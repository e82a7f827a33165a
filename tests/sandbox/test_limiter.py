"""Unit tests of the rate limiter; recorded sequences: contract_tests/sandbox/test_rate_limits.py."""

from __future__ import annotations

from pluralkit_sandbox.limiter import Limiter

LIMITS = {"generic_get": 10, "generic_update": 3, "own_system_get": 10, "own_system_update": 3}
START = 1_760_000_000


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


def test_asking_at_the_full_rate_from_an_emptied_bucket_is_refused_for_ever() -> None:
    limiter = Limiter(LIMITS)
    let_through = [
        ms for ms in range(0, 60_000, 5) if limiter.check("1.1.1.1", "generic_get", START + ms / 1000).allowed
    ]
    assert let_through == [0, 5, 10, 15, 20, 25, 30, 35, 40]
