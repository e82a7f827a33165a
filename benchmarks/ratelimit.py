"""How much of the allowed rate is reached, whether anything is refused, and what waiting for a turn costs.

On the sandbox, with its rate limits on, and in real time: it takes about two minutes.
"""

from __future__ import annotations

import asyncio
import random
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial

import httpx
from pluralkit_api import AsyncPluralKit, PluralKit, RateLimited
from pluralkit_api.errors import RateLimitTimeout

from examples.tour import sandbox

AGENT = "benchmarks/1 (me@example.org)"
TOKEN = "demo+token+of+the+harbour+system+use+it+against+the+sandbox+only"
SECONDS = 10.0
CALLERS = 20
LIMITS = {"reads": 10, "writes": 3}
BURSTS = {"reads": 8, "writes": 1}
WAITING = (1, 20, 500)
CALLS = 500


@dataclass
class Counts:
    """When calls were answered, and how many were refused."""

    times: list[float] = field(default_factory=list[float])
    refused: int = 0


def main() -> None:
    print(
        f"| {CALLERS} callers, {SECONDS:.0f} s | answered a second | of the rate, after the burst | refused |"
    )
    print("|---|---:|---:|---:|")
    for jitter in (0.0, 0.03):
        for name, run in (("threads", _threads), ("asyncio", _tasks)):
            with sandbox() as base_url:
                for kind, counts in run(base_url, jitter).items():
                    start = min(counts.times)
                    answered = sum(at - start <= SECONDS for at in counts.times)
                    share = (answered - BURSTS[kind]) / (SECONDS * LIMITS[kind])
                    title = f"{kind}, {name}, {jitter * 1000:.0f} ms of jitter"
                    print(f"| {title} | {answered / SECONDS:.1f} | {share:.1%} | {counts.refused} |")
    print()
    with sandbox() as base_url:
        sent = asyncio.run(_burst(base_url))
    print("| 20 reads at once | sent after … ms |\n|---|---|")
    print(f"| asyncio | {', '.join(f'{each * 1000:.0f}' for each in sent)} |")
    print()
    print(f"| {CALLS} calls, by so many callers at a time | CPU of a call, threads | asyncio |")
    print("|---:|---:|---:|")
    with sandbox("--limits", "get=50") as base_url:
        for waiting in WAITING:
            threads = _cpu(_wait_in_threads, base_url, waiting)
            tasks = _cpu(_wait_in_tasks, base_url, waiting)
            print(f"| {waiting} | {threads * 1000:.2f} ms | {tasks * 1000:.2f} ms |")


def _threads(base_url: str, jitter: float) -> Mapping[str, Counts]:
    totals = {kind: Counts() for kind in LIMITS}
    end = time.monotonic() + SECONDS + 1

    class Jitter(httpx.HTTPTransport):
        def handle_request(self, request: httpx.Request) -> httpx.Response:
            time.sleep(random.uniform(0, jitter))
            response = super().handle_request(request)
            time.sleep(random.uniform(0, jitter))
            return response

    http_client = httpx.Client(transport=Jitter())
    pk = PluralKit(user_agent=AGENT, token=TOKEN, base_url=base_url, retry=None, http_client=http_client)

    def caller(kind: str) -> None:
        counts = totals[kind]
        with suppress(RateLimitTimeout):
            while time.monotonic() < end:
                try:
                    if kind == "reads":
                        pk.members.get("maris")
                    else:
                        pk.members.update("maris", pronouns="she/her")
                except RateLimited:
                    counts.refused += 1
                else:
                    counts.times.append(time.monotonic())

    with http_client, pk:
        _together([partial(caller, kind) for kind in LIMITS for _ in range(CALLERS // 2)])
    return totals


def _tasks(base_url: str, jitter: float) -> Mapping[str, Counts]:
    return asyncio.run(_as_tasks(base_url, jitter))


async def _as_tasks(base_url: str, jitter: float) -> Mapping[str, Counts]:
    totals = {kind: Counts() for kind in LIMITS}
    end = time.monotonic() + SECONDS + 1

    class Jitter(httpx.AsyncHTTPTransport):
        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            await asyncio.sleep(random.uniform(0, jitter))
            response = await super().handle_async_request(request)
            await asyncio.sleep(random.uniform(0, jitter))
            return response

    http_client = httpx.AsyncClient(transport=Jitter())
    pk = AsyncPluralKit(user_agent=AGENT, token=TOKEN, base_url=base_url, retry=None, http_client=http_client)

    async def caller(kind: str) -> None:
        counts = totals[kind]
        with suppress(RateLimitTimeout):
            while time.monotonic() < end:
                try:
                    if kind == "reads":
                        await pk.members.get("maris")
                    else:
                        await pk.members.update("maris", pronouns="she/her")
                except RateLimited:
                    counts.refused += 1
                else:
                    counts.times.append(time.monotonic())

    async with http_client, pk:
        await asyncio.gather(*(caller(kind) for kind in LIMITS for _ in range(CALLERS // 2)))
    return totals


async def _burst(base_url: str) -> list[float]:
    """When each of 20 reads was sent, from the first on."""
    sent: list[float] = []

    async def note(_: httpx.Request) -> None:
        sent.append(time.monotonic())

    async with (
        httpx.AsyncClient(event_hooks={"request": [note]}) as http_client,
        AsyncPluralKit(
            user_agent=AGENT, token=TOKEN, base_url=base_url, retry=None, http_client=http_client
        ) as pk,
    ):
        await asyncio.gather(*(pk.members.get("maris") for _ in range(20)))
    return [each - sent[0] for each in sent]


def _cpu(run: Callable[[str, int], None], base_url: str, waiting: int) -> float:
    time.sleep(1)  # so that the bucket is full again
    start = time.process_time()
    run(base_url, waiting)
    return (time.process_time() - start) / CALLS


def _wait_in_threads(base_url: str, waiting: int) -> None:
    with PluralKit(user_agent=AGENT, token=TOKEN, base_url=base_url, timeout=60) as pk:

        def caller() -> None:
            for _ in range(CALLS // waiting):
                pk.members.get("maris")

        _together([caller] * waiting)


def _wait_in_tasks(base_url: str, waiting: int) -> None:
    async def main() -> None:
        async with AsyncPluralKit(user_agent=AGENT, token=TOKEN, base_url=base_url, timeout=60) as pk:

            async def caller() -> None:
                for _ in range(CALLS // waiting):
                    await pk.members.get("maris")

            await asyncio.gather(*(caller() for _ in range(waiting)))

    asyncio.run(main())


def _together(callers: list[Callable[[], None]]) -> None:
    threads = [threading.Thread(target=caller) for caller in callers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


if __name__ == "__main__":
    main()
