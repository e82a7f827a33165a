"""A system of many members read one by one, and many writes, at the service's limits: beside other ways.

Each way has a sandbox with its limits on to itself, in a process of its own; all run at the same time, for
they mostly wait. What is sent and refused is counted below httpx, which all of them stand on. A way is given
what its users have: whoever raises an error has failed at that one, and goes on with the next.

`python -m benchmarks beside` takes as long as the slowest, which is minutes; `python -m benchmarks.beside` is
a quick look at fewer calls.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import multiprocessing
import tempfile
import time
from collections.abc import Callable, Generator, Iterable
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from typing import Any, TypeAlias
from unittest.mock import patch

import httpx
from pluralkit_api import PluralKit, PluralKitError, operations
from pluralkit_sandbox.seed import DEMO

from benchmarks.ratelimit import AGENT, TOKEN
from examples.tour import sandbox

HEADERS = {"user-agent": AGENT, "authorization": TOKEN}
TRIES = 5  # of the loops that sleep and retry
KINDS = {"reads": 10, "writes": 3}
"""What is measured, and how many a second the service allows."""


@dataclass
class Sent:
    """What became of the calls of one kind. `failed`: calls that came to nothing."""

    sent: int = 0
    refused: int = 0
    failed: int = 0
    seconds: float = 0.0

    def note(self, status: int) -> None:
        self.sent += 1
        self.refused += status == 429


Way: TypeAlias = Callable[[str, str, list[str]], int]
"""Reads or writes (the second argument) each of these members; gives how many failed."""


def main(reads: int = 1000, writes: int = 100) -> None:
    counts = {"reads": reads, "writes": writes}
    print("| | | seconds | requests sent | refused (429) | failed |\n|---|---|---:|---:|---:|---:|")
    with multiprocessing.get_context("spawn").Pool(len(WAYS)) as pool:
        results = dict(zip(WAYS, pool.map(partial(_measure, counts), WAYS, chunksize=1), strict=True))
    for kind, count in counts.items():
        # The burst is one less than the limit; then they go one by one.
        best = max(count - (KINDS[kind] - 1), 0) / KINDS[kind]
        print(f"| {count} {kind} | what the service allows at best | {best:.1f} | {count} | 0 | 0 |")
        for name, totals in results.items():
            each = totals[kind]
            counted = f"{each.seconds:.1f} | {each.sent} | {each.refused} | {each.failed}"
            print(f"| {count} {kind} | {name} | {counted} |")


def _measure(counts: dict[str, int], name: str) -> dict[str, Sent]:
    totals = {kind: Sent() for kind in KINDS}
    with tempfile.NamedTemporaryFile("w", suffix=".json") as seed:
        ids = [_id(number) for number in range(max(counts.values()))]
        json.dump(_world(ids), seed)
        seed.flush()
        for kind, sent in totals.items():
            with sandbox("--seed", seed.name) as base_url, _counted(sent):
                began = time.perf_counter()
                sent.failed = WAYS[name](base_url, kind, ids[: counts[kind]])
                sent.seconds = time.perf_counter() - began
    return totals


def _id(number: int) -> str:
    letters = "abcdefghijklmnopqrstuvwxyz"
    return "m" + "".join(letters[number // 26**place % 26] for place in (3, 2, 1, 0))


def _world(ids: Iterable[str]) -> object:
    harbour = json.loads(DEMO.read_bytes())["systems"][0]
    kept = {key: harbour[key] for key in ("key", "token", "accounts", "system")}
    return {"systems": [{**kept, "members": [{"id": each, "name": each} for each in ids]}]}


@contextmanager
def _counted(sent: Sent) -> Generator[None]:
    """Counts all that httpx sends."""
    handle, handle_async = httpx.HTTPTransport.handle_request, httpx.AsyncHTTPTransport.handle_async_request

    def handle_request(self: httpx.HTTPTransport, request: httpx.Request) -> httpx.Response:
        response = handle(self, request)
        sent.note(response.status_code)
        return response

    async def handle_async_request(self: httpx.AsyncHTTPTransport, request: httpx.Request) -> httpx.Response:
        response = await handle_async(self, request)
        sent.note(response.status_code)
        return response

    with (
        patch.object(httpx.HTTPTransport, "handle_request", handle_request),
        patch.object(httpx.AsyncHTTPTransport, "handle_async_request", handle_async_request),
    ):
        yield


def _ours(base_url: str, kind: str, ids: list[str]) -> int:
    failed = 0
    with PluralKit(user_agent=AGENT, token=TOKEN, base_url=base_url) as pk:
        for each in ids:
            try:
                if kind == "reads":
                    pk.members.get(each)
                else:
                    pk.members.update(each, pronouns="any")
            except PluralKitError:
                failed += 1
    return failed


def _ours_at_once(base_url: str, kind: str, ids: list[str]) -> int:
    with PluralKit(user_agent=AGENT, token=TOKEN, base_url=base_url) as pk:
        if kind == "reads":
            answers = pk.send_all([operations.get_member(each) for each in ids])
        else:
            answers = pk.send_all([operations.update_member(each, pronouns="any") for each in ids])
    return len(ids) - len(answers)


def _pluralkit_py(base_url: str, kind: str, ids: list[str]) -> int:
    module: Any = import_module("pluralkit.v2.client")
    module.SERVER = base_url

    async def go() -> int:
        failed = 0
        client = module.Client(TOKEN, user_agent=AGENT)
        for each in ids:
            try:
                if kind == "reads":
                    await client.get_member(each)
                else:
                    await client.update_member(member=each, pronouns="any")
            except module.PluralKitException:
                failed += 1
        return failed

    return asyncio.run(go())


def _loop(wait: float | None, base_url: str, kind: str, ids: list[str]) -> int:
    """Sends at once, and after a 429 again in `wait` seconds; None: in as many as the answer says."""
    failed = 0
    with httpx.Client(base_url=base_url, headers=HEADERS) as client:
        for each in ids:
            request = client.build_request("GET", f"/members/{each}")
            if kind == "writes":
                request = client.build_request("PATCH", f"/members/{each}", json={"pronouns": "any"})
            tries = 1
            while (response := client.send(request)).status_code == 429 and tries < TRIES:
                time.sleep(response.json()["retry_after"] / 1000 if wait is None else wait)
                tries += 1
            failed += response.status_code != 200
    return failed


WAYS: dict[str, Way] = {
    "pluralkit_api, one after the other": _ours,
    "pluralkit_api, `send_all`": _ours_at_once,
    "pluralkit.py": _pluralkit_py,
    "an httpx loop that sleeps `retry_after`": partial(_loop, None),
    "an httpx loop that sleeps 1 s": partial(_loop, 1.0),
}


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.beside", description="Measure a few, quickly."
    )
    for kind, count in {"reads": 50, "writes": 10}.items():
        parser.add_argument(f"--{kind}", type=int, default=count, help="how many (default: %(default)s)")
    main(**vars(parser.parse_args()))
