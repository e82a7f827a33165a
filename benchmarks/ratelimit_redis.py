"""Four processes on one token, for 10 s: each with its own rate limiter, and with one shared in Redis.

Ours is beside a library's limiter of the same kind (throttled-py, GCRA in Redis), which is told the same
rates and bursts. On the sandbox, with its rate limits on; needs a Redis on 127.0.0.1:6379 that nobody else
uses.
"""

from __future__ import annotations

import multiprocessing
import threading
import time
import uuid
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from importlib import import_module
from typing import Any

import redis
from pluralkit_api import PluralKit, RateLimited, RateLimiter
from pluralkit_api.errors import RateLimitTimeout
from pluralkit_runtime.ratelimit.redis import RedisRateLimiter

from benchmarks.ratelimit import AGENT, BURSTS, LIMITS, SECONDS, TOKEN
from examples.tour import sandbox

REDIS = "redis://127.0.0.1:6379"
PROCESSES = 4
CALLERS = 3  # of each kind, in each process


@dataclass
class Counts:
    """What one process has to tell of its calls of one kind."""

    answered: list[float] = field(default_factory=list[float])
    refused: int = 0
    longest: float = 0.0  # seconds that a call took, with its waiting


def main() -> None:
    print(
        "| four processes, 10 s | | answered a second | of the rate, after the burst | refused "
        "| longest call | Redis commands a call |"
    )
    print("|---|---|---:|---:|---:|---:|---:|")
    for engine in ENGINES:
        name = uuid.uuid4().hex
        commands = _commands()
        with sandbox() as base_url, multiprocessing.get_context("spawn").Pool(PROCESSES) as pool:
            totals = pool.map(partial(_process, base_url, engine, name), range(PROCESSES), chunksize=1)
        commands = _commands() - commands
        calls = sum(len(counts.answered) + counts.refused for each in totals for counts in each.values())
        for kind, limit in LIMITS.items():
            answered = [at for each in totals for at in each[kind].answered]
            within = sum(at - min(answered) <= SECONDS for at in answered)
            share = (within - BURSTS[kind]) / (SECONDS * limit)
            refused = sum(each[kind].refused for each in totals)
            longest = max(each[kind].longest for each in totals)
            print(
                f"| {engine} | {kind} | {within / SECONDS:.1f} | {share:.1%} | {refused} "
                f"| {longest:.1f} s | {commands / calls:.1f} |"
            )


def _process(base_url: str, engine: str, name: str, _: int) -> dict[str, Counts]:
    """The calls of one process; `name` is what the processes know each other by."""
    rate_limiter, waits = ENGINES[engine](name)
    totals = {kind: Counts() for kind in LIMITS}
    end = time.monotonic() + SECONDS + 1
    with PluralKit(
        user_agent=AGENT, token=TOKEN, base_url=base_url, retry=None, rate_limiter=rate_limiter
    ) as pk:

        def caller(kind: str) -> None:
            with suppress(RateLimitTimeout):
                while time.monotonic() < end:
                    began = time.monotonic()
                    waits(kind)
                    try:
                        if kind == "reads":
                            pk.systems.get("@me")
                        else:
                            pk.systems.update("@me", tag="| H")
                    except RateLimited:
                        totals[kind].refused += 1
                    else:
                        totals[kind].answered.append(time.time())
                        totals[kind].longest = max(totals[kind].longest, time.monotonic() - began)

        threads = [threading.Thread(target=caller, args=(kind,)) for kind in LIMITS for _ in range(CALLERS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    if isinstance(rate_limiter, RedisRateLimiter):
        rate_limiter.close()
    return totals


def _commands() -> int:
    connect: Any = redis.Redis
    with connect.from_url(REDIS) as client:
        count: int = client.info("stats")["total_commands_processed"]
    return count


Engine = tuple[RateLimiter | None, Callable[[str], object]]


def _alone(_: str) -> Engine:
    return RateLimiter(), lambda _: None


def _ours(name: str) -> Engine:
    return RedisRateLimiter(REDIS, address=name), lambda _: None


def _throttled(name: str) -> Engine:
    throttled: Any = import_module("throttled")
    store = throttled.store.RedisStore(server=f"{REDIS}/0")
    throttles = {
        kind: throttled.Throttled(
            key=f"{name}:{kind}",
            using="gcra",
            quota=throttled.rate_limiter.per_sec(limit, burst=BURSTS[kind]),
            store=store,
        )
        for kind, limit in LIMITS.items()
    }
    return None, lambda kind: throttles[kind].limit(timeout=60)


ENGINES: dict[str, Callable[[str], Engine]] = {
    "each alone": _alone,
    "throttled-py": _throttled,
    "RedisRateLimiter": _ours,
}


if __name__ == "__main__":
    main()
