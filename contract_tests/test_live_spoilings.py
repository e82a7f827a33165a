"""The live mode finds what a proxy spoils, and finds nothing where nothing is spoiled."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache

import httpx
import pytest
from pluralkit_sandbox.sandbox import Sandbox
from pluralkit_sandbox.seed import read
from pluralkit_sandbox.webhooks import Sender

from contract_tests.contract import load
from contract_tests.live.plan import Known
from contract_tests.live.run import Run, Wanted
from contract_tests.live.spoil.proxy import Memory, Proxy
from contract_tests.live.spoil.table import SPOILINGS
from contract_tests.live.spoil.tools import Spoiling
from contract_tests.live.viewer import holder
from contract_tests.live.wire import Base, Wire
from contract_tests.recordings import DATA
from contract_tests.virtual_time import VirtualLoop

SEED = (DATA / "world.json").read_bytes()
SYSTEMS = {system["key"]: system for system in json.loads(SEED)["systems"]}
FAST = 100_000
"""Requests a second: more than are ever asked."""
ONE_WAY = 0.005
"""Seconds."""
START = 1_800_000_000.0
"""When each run begins, in seconds since 1970."""


class FoundError(Exception):
    """Something was found: the rest need not be asked."""


@pytest.mark.parametrize("spoiling", SPOILINGS, ids=lambda spoiling: spoiling.name)
def test_a_spoiled_answer_is_found(spoiling: Spoiling) -> None:
    assert run(spoiling)


@pytest.mark.parametrize("limited", [False, True])
@pytest.mark.parametrize("asker", ["alice", "bob", "carol", "erin"])
def test_a_right_server_breaks_nothing(asker: str, limited: bool) -> None:
    assert run(Spoiling("nothing", lambda _, reply: reply, asker, limited)) == ""


@pytest.mark.parametrize("name", ["members without end", "members without end, in lists"])
def test_answers_that_contradict_each_other_come_to_an_end(name: str) -> None:
    (endless,) = (spoiling for spoiling in SPOILINGS if spoiling.name == name)
    rounds: list[str] = []

    def heard(phase: str) -> None:
        if " has (" in phase:
            rounds.append(phase)
        if len(rounds) > 1:
            raise FoundError  # else this would take very long

    assert run(endless, heard)
    assert len(rounds) == 1, "it asks for what the last answers made up"


def run(spoiling: Spoiling, heard: Callable[[str], None] | None = None) -> str:
    """What was found, in a time that passes as soon as everybody waits.

    It ends with the first phase that found something, unless the phases are `heard`.
    """
    loop = VirtualLoop()

    def clock() -> float:
        return START + loop.time()

    def enough(_: str) -> None:
        if reading.is_broken:
            raise FoundError

    server = Timed(10, clock) if spoiling.limited else _remembering(spoiling.asker)
    wire = Wire(Base("http://pluralkit.test"), Network(Proxy(load(), server, spoiling.spoil)), clock=clock)
    reading = Run(load(), wire, _wanted(spoiling.asker), heard or enough)
    try:
        with asyncio.Runner(loop_factory=lambda: loop) as runner:
            return runner.run(reading.all()).failures()
    except FoundError:
        return "a breach"


def _wanted(asker: str) -> Wanted:
    system = SYSTEMS[asker]
    guilds = tuple(each["guild_id"] for each in system["guilds"])
    messages = tuple(each["id"] for each in system["messages"])
    return Wanted(holder(system["token"]), (), Known(guilds, messages))


@cache
def _remembering(asker: str) -> httpx.AsyncBaseTransport:
    assert asker in SYSTEMS
    return Memory(Timed(FAST, lambda: START))


class Network(httpx.AsyncBaseTransport):
    """The way to a server and back."""

    def __init__(self, server: httpx.AsyncBaseTransport) -> None:
        self._server = server

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        await asyncio.sleep(ONE_WAY)
        response = await self._server.handle_async_request(request)
        await asyncio.sleep(ONE_WAY)
        return response


class Timed(httpx.AsyncBaseTransport):
    """A sandbox that goes by a clock of the test's; `limit` is in requests a second."""

    def __init__(self, limit: int, clock: Callable[[], float]) -> None:
        self._sandbox = Sandbox(read(SEED), Sender(None, []), limits={"get": limit, "update": limit})
        self._transport = httpx.ASGITransport(self._sandbox.app)
        self._clock = clock

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self._sandbox.set_clock(datetime.fromtimestamp(self._clock(), UTC), frozen=True)
        return await self._transport.handle_async_request(request)
