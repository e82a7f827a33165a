"""The checker's rate limiter against the deployed limiter: no 429, and no unnecessary delay."""

from __future__ import annotations

import random

import pytest
from pluralkit_contract.engine.rate_limiter import Bucket
from pluralkit_sandbox.limiter import Limiter

SCOPE = "generic_get"


@pytest.mark.parametrize(("limit", "late"), [(3, 0.0), (10, 0.0), (10, 0.1), (50, 0.1), (1000, 0.1)])
def test_never_refused_at_the_full_rate(limit: int, late: float) -> None:
    limiter, network = Limiter({SCOPE: limit}), random.Random(1)
    bucket, now = Bucket(limit, 1), 0.0
    count = limit * 20
    for _ in range(count):
        now = bucket.ready(now)
        bucket.take(now)
        decision = limiter.check("address", SCOPE, 1_700_000_000 + now + network.uniform(0, late))
        assert decision.allowed
        bucket.learn(decision.limit, decision.remaining, now)
    assert now <= count / limit * 1.05


def test_other_clients_of_the_bucket_are_respected() -> None:
    limiter, now = Limiter({SCOPE: 10}), 0.0
    buckets = [Bucket(10, 1) for _ in range(4)]
    for _ in range(400):
        now, bucket = min(((each.ready(now), each) for each in buckets), key=lambda pair: pair[0])
        bucket.take(now)
        decision = limiter.check("address", SCOPE, 1_700_000_000 + now)
        assert decision.allowed
        bucket.learn(decision.limit, decision.remaining, now)
    assert now <= 400 / 10 * 1.05


def test_learns_a_raised_limit() -> None:
    bucket = Bucket(10, 1)
    bucket.take(0)
    bucket.learn(100, 98, 0)
    assert bucket.emission_interval == pytest.approx(0.01)


@pytest.mark.parametrize(("limit", "remaining"), [(0, 0), (-1, 5), (10, -1), (10, 10), (10, 11)])
def test_implausible_headers_are_ignored(limit: int, remaining: int) -> None:
    bucket = Bucket(10, 1)
    bucket.learn(limit, remaining, 0)
    assert (bucket.limit, bucket.ready(0)) == (10, 0)


def test_a_429_is_retried_later_than_retry_after() -> None:
    bucket = Bucket(10, 1)
    bucket.refused(0.05, 0)
    assert bucket.ready(0) >= 0.15


def test_long_waits_are_capped() -> None:
    bucket = Bucket(10, 1)
    bucket.refused(31_536_000, 0)
    assert bucket.ready(0) < 3
