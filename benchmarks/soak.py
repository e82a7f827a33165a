"""`python -m benchmarks.soak [--seconds 600] [--seed N]`: mixed calls at the full rate, with faults.

Threads and tasks share a rate limiter and a token, on a sandbox in a process of its own that limits rates,
while its answers are cut, stalled, delayed, garbled and refused. Every call must succeed or raise what is
documented, within its time; nothing may be done twice or lost; memory and open sockets must not grow. Prints
how it goes and, in the end, tables; exits with 1 on a breach.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import logging
import sys
import threading
import time
from collections import Counter
from collections.abc import Mapping
from random import Random
from typing import Any, NamedTuple

import httpx
from pluralkit_api import AsyncPluralKit, PluralKit, RateLimiter, RetryPolicy
from pluralkit_api.models import Member

from benchmarks.process import growth, memory, open_sockets
from benchmarks.soak_workers import Book, Worker, in_task, in_thread, reader, writer
from examples.tour import sandbox

AGENT = "soak/1 (me@example.org)"
TOKEN = "demo+token+of+the+harbour+system+use+it+against+the+sandbox+only"
PREFIX = "soak-"

LIMITS = {"get": 50, "update": 15}
"""Requests a second; more than the service allows, to get more done in the time."""
READERS = WRITERS = 3
"""Of each kind, as threads, and as many as tasks."""
TIMEOUT = 8.0
RETRY = RetryPolicy(max_attempts=4, attempt_timeout=1.5, initial_delay=0.05, max_delay=0.5)
FAULTS_A_SECOND = 2.0

MOST_MEMORY = 8
"""MiB that may come on top, by the trend over the run: malloc's fragments. One kB a call would be 40."""
MOST_BLOCKS = 10
"""Thousands of Python's own blocks of memory, which have no fragments: a quarter of a block a call."""
MOST_SOCKETS = 2 * (READERS + WRITERS)
"""… since a pool may come to hold a connection for each worker."""

HTML = "<html><h1>Bad gateway</h1></html>"
FAULTS: Mapping[str, dict[str, Any]] = {
    **{f"cut: {place}": {"cut": place} for place in ("request", "answer", "headers", "body")},
    **{f"stall: {place}": {"stall": place} for place in ("request", "answer", "headers", "body")},
    **{f"HTML {status}": {"status": status, "html": HTML} for status in (502, 503, 520)},
    "504 with nothing": {"status": 504},
    "JSON 500": {"status": 500, "json": {"message": "500: Internal Server Error", "code": 0}},
    "five 429s": {"status": 429, "json": {"message": "429", "retry_after": 50, "code": 0}, "times": 5},
    "redirect": {"status": 302, "headers": {"Location": "http://elsewhere.invalid/v2/systems/@me"}},
    "HTML 200": {"status": 200, "html": HTML},
    "delay": {"delay": 0.3},
    "slow drip": {"drip": 0.01},
    "too long": {"length": -5},
    "too short": {"length": 5},
}


class Trend(NamedTuple):
    """What a quantity was at first and in the end, and by how much it grew, in between, at the most."""

    name: str
    first: float
    last: float
    grown: float
    most: int


class Faults(threading.Thread):
    """Lets answers fail at random, until it is stopped."""

    def __init__(self, control: httpx.Client, chance: Random) -> None:
        super().__init__()
        self._control, self._chance = control, chance
        self.made: Counter[str] = Counter()
        self.stopped = threading.Event()

    def run(self) -> None:
        while not self.stopped.wait(self._chance.expovariate(FAULTS_A_SECOND)):
            name = self._chance.choice(list(FAULTS))
            self._control.post("/faults", json=FAULTS[name]).raise_for_status()
            self.made[name] += 1


class Watch(threading.Thread):
    """Takes down memory and sockets until it is stopped, and says how it goes."""

    def __init__(self, book: Book, seconds: float) -> None:
        super().__init__()
        self._book, self._seconds = book, seconds
        self.memory: list[tuple[float, float]] = []
        self.blocks: list[tuple[float, float]] = []
        self.sockets: list[tuple[float, float]] = []
        self.stopped = threading.Event()

    def run(self) -> None:
        began = said = time.monotonic()
        # So few samples that they do not count themselves.
        while not self.stopped.wait(self._seconds / 100):
            now = time.monotonic()
            self.memory.append((now - began, memory() / 2**20))
            self.blocks.append((now - began, sys.getallocatedblocks() / 1000))
            self.sockets.append((now - began, open_sockets()))
            if now - said >= 10:
                said = now
                print(
                    f"{now - began:4.0f} s of {self._seconds:.0f}: {self._book.calls} calls, "
                    f"{self._book.repeated.total()} sent again, {self._book.errors.total()} failed, "
                    f"{self.memory[-1][1]:.1f} MiB, {self.sockets[-1][1]:.0f} sockets, "
                    f"{len(self._book.breaches)} breaches",
                    file=sys.stderr,
                    flush=True,
                )

    def trends(self) -> list[Trend]:
        """What came of memory and sockets."""
        return [
            Trend(name, samples[0][1], samples[-1][1], growth(samples), most)
            for name, samples, most in (
                ("memory, MiB", self.memory, MOST_MEMORY),
                ("blocks of memory, thousands", self.blocks, MOST_BLOCKS),
                ("open sockets", self.sockets, MOST_SOCKETS),
            )
        ]


def main(*arguments: str) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.soak", description="Mixed calls at the full rate, with faults."
    )
    parser.add_argument("--seconds", type=float, default=600.0, metavar="N", help="default: %(default)g")
    parser.add_argument("--seed", type=int, default=None, metavar="N", help="which faults and calls come")
    options = parser.parse_args(arguments)
    seed: int = Random().randrange(10**6) if options.seed is None else options.seed
    logging.getLogger("pluralkit_api").setLevel(logging.ERROR)  # each retry is counted here
    print(f"Seed {seed}: again with --seconds {options.seconds:g} --seed {seed}", file=sys.stderr, flush=True)
    limits = ",".join(f"{kind}={limit}" for kind, limit in LIMITS.items())
    with sandbox("--limits", limits) as base_url:
        book = soak(base_url, options.seconds, Random(seed))
    for breach in book.breaches[:20]:
        print(f"BREACH: {breach}", file=sys.stderr)
    return 1 if book.breaches else 0


def soak(base_url: str, seconds: float, chance: Random) -> Book:
    """Run it, and print the tables."""
    book = Book(TIMEOUT)
    sockets, threads = open_sockets(), threading.active_count()
    watch = Watch(book, seconds)
    rate_limiter = RateLimiter()
    settings: dict[str, Any] = {
        "user_agent": AGENT,
        "token": TOKEN,
        "base_url": base_url,
        "rate_limiter": rate_limiter,
    }
    with (
        httpx.Client(
            base_url=base_url.removesuffix("/v2") + "/sandbox", headers={"X-PluralKit-Sandbox": "1"}
        ) as control,
        PluralKit(**settings) as calm,
    ):
        own = [calm.members.create(name=f"{PREFIX}{number}") for number in range(2 * WRITERS)]
        book.alive.update(member.name for member in own)
        faults = Faults(control, Random(chance.random()))
        for helper in (faults, watch):
            helper.start()
        _work(settings, own, book, chance, time.monotonic() + seconds)
        for helper in (faults, watch):
            helper.stopped.set()
            helper.join()
        control.delete("/faults").raise_for_status()
        book.settle(calm.members.list("@me"), PREFIX)
    gc.collect()
    if open_sockets() > sockets:
        book.breach(f"{open_sockets() - sockets} sockets are open after the clients were closed")
    if threading.active_count() > threads:
        book.breach(f"{threading.active_count() - threads} threads are left")
    trends = watch.trends()
    for trend in trends:
        if trend.grown > trend.most:
            book.breach(f"{trend.name}: grew by {trend.grown:.2f}")
    _print_tables(book, faults.made, trends, seconds)
    return book


def _work(settings: dict[str, Any], own: list[Member], book: Book, chance: Random, end: float) -> None:
    """All workers, until the end: one half in threads, the other in tasks."""
    names = [member.id for member in own]

    def workers(some: list[Member]) -> list[Worker]:
        return [
            *(writer(Random(chance.random()), member, book) for member in some),
            *(reader(Random(chance.random()), names) for _ in range(READERS)),
        ]

    async def tasks() -> None:
        async with AsyncPluralKit(**settings, timeout=TIMEOUT, retry=RETRY) as pk:
            await asyncio.gather(*(in_task(worker, pk, book, end) for worker in workers(own[WRITERS:])))
            if left := asyncio.all_tasks() - {asyncio.current_task()}:
                book.breach(f"{len(left)} tasks are left")

    with PluralKit(**settings, timeout=TIMEOUT, retry=RETRY) as pk:
        threads = [
            threading.Thread(target=in_thread, args=(worker, pk, book, end))
            for worker in workers(own[:WRITERS])
        ]
        for thread in threads:
            thread.start()
        asyncio.run(tasks())
        for thread in threads:
            thread.join()


def _print_tables(book: Book, faults: Mapping[str, int], trends: list[Trend], seconds: float) -> None:
    rate, number = book.calls / seconds, len(book.breaches)
    print(f"{book.calls} calls in {seconds:.0f} s ({rate:.1f} a second), {number} breaches.\n")
    print("| call | answered | sent again | failed | longest, ms |\n|---|---:|---:|---:|---:|")
    failed, raised = Counter[str](), Counter[str]()
    for (name, error), times in book.errors.items():
        failed[name] += times
        raised[error] += times
    for name, longest in sorted(book.longest.items()):
        print(f"| {name} | {book.answered[name]} | {book.repeated[name]} | {failed[name]} | {longest} |")
    print("\n| raised | times |\n|---|---:|")
    for error, times in raised.most_common():
        print(f"| {error} | {times} |")
    print("\n| fault | times |\n|---|---:|")
    for fault, times in sorted(faults.items()):
        print(f"| {fault} | {times} |")
    print("\n| | first | last | trend over the run | at most |\n|---|---:|---:|---:|---:|")
    for trend in trends:
        print(f"| {trend.name} | {trend.first:.1f} | {trend.last:.1f} | {trend.grown:+.2f} | {trend.most} |")


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
