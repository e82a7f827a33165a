"""A run of the checker announces its requests, and yields to other clients of the same bucket."""

from __future__ import annotations

import asyncio
import json
import re

import httpx
from pluralkit_contract.access import token_owner
from pluralkit_contract.contract import load
from pluralkit_contract.engine.http import BaseUrl, HttpClient
from pluralkit_contract.reporters import terminal
from pluralkit_contract.traversal import Options, Run

from contract_tests.support.timed_sandbox import SEED, Clock, TimedSandbox

ALICE = json.loads(SEED)["systems"][0]
ONE_WAY = 0.005
"""Seconds."""


class Counted(httpx.AsyncBaseTransport):
    """The way to a server and back, with the time and the status of each request."""

    def __init__(self, server: httpx.AsyncBaseTransport, clock: Clock) -> None:
        self.seen: list[tuple[float, int]] = []
        self._server = server
        self._clock = clock

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        await asyncio.sleep(ONE_WAY)
        response = await self._server.handle_async_request(request)
        self.seen.append((self._clock(), response.status_code))
        await asyncio.sleep(ONE_WAY)
        return response


def test_each_phase_is_announced_before_its_first_request() -> None:
    clock = Clock()
    way = Counted(TimedSandbox(10, clock), clock)
    said: list[tuple[str, int]] = []
    run = Run(
        load(),
        HttpClient(BaseUrl("http://pluralkit.test"), way, clock=clock),
        Options(token_owner(load(), ALICE["token"])),
        lambda line: said.append((line, len(way.seen))),
    )
    with asyncio.Runner(loop_factory=lambda: clock.loop) as runner:
        runner.run(run.all())
    assert said[0][1] == 0
    assert 429 not in {status for _, status in way.seen}
    phases = 0
    for (line, before), (_, after) in zip(said, [*said[1:], ("the end", len(way.seen))], strict=True):
        if announced := re.search(r": (\d+) requests", line):
            assert after - before == int(announced[1]), line
            phases += 1
    assert phases >= 8


def test_two_runs_side_by_side() -> None:
    clock = Clock()
    server = TimedSandbox(10, clock)
    ways = [Counted(server, clock), Counted(server, clock)]
    runs = [
        Run(
            load(),
            HttpClient(BaseUrl("http://pluralkit.test"), way, clock=clock),
            Options(token_owner(load(), ALICE["token"])),
            lambda _: None,
        )
        for way in ways
    ]

    async def both() -> list[str]:
        return [terminal.details(report) for report in await asyncio.gather(*(run.all() for run in runs))]

    with asyncio.Runner(loop_factory=lambda: clock.loop) as runner:
        assert runner.run(both()) == ["", ""]
    (first, last), (other_first, other_last) = ((way.seen[0][0], way.seen[-1][0]) for way in ways)
    together = min(last, other_last) - max(first, other_first)
    assert together > 0.5 * min(last - first, other_last - other_first), "they did not overlap"
    statuses = [status for way in ways for _, status in way.seen]
    assert 429 not in statuses
