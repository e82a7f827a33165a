"""The live mode finds what a proxy spoils, and finds nothing where nothing is spoiled."""

from __future__ import annotations

import asyncio
import json
from functools import cache

import httpx
import pytest
from pluralkit_sandbox.sandbox import Sandbox
from pluralkit_sandbox.seed import read
from pluralkit_sandbox.webhooks import Sender

from contract_tests.contract import load
from contract_tests.depth import DEEP
from contract_tests.live.plan import Known
from contract_tests.live.run import Run, Wanted
from contract_tests.live.spoil.proxy import Memory, Proxy
from contract_tests.live.spoil.table import SPOILINGS
from contract_tests.live.spoil.tools import Spoiling
from contract_tests.live.viewer import holder
from contract_tests.live.wire import Base, Wire
from contract_tests.recordings import DATA

SEED = (DATA / "world.json").read_bytes()
TOKENS = {system["key"]: system["token"] for system in json.loads(SEED)["systems"]}
FAST = 100_000
"""Requests a second: no test waits for its turn."""


class FoundError(Exception):
    """Something was found: the rest need not be asked."""


# Those that play with the pace make the live mode wait for real, half a minute each: a deep run tries them.
TRIED = [spoiling for spoiling in SPOILINGS if DEEP or not spoiling.limited]


@pytest.mark.parametrize("spoiling", TRIED, ids=lambda spoiling: spoiling.name)
def test_a_spoiled_answer_is_found(spoiling: Spoiling) -> None:
    assert run(spoiling)


@pytest.mark.parametrize("asker", ["alice", "bob", "carol", "erin"])
def test_a_right_server_breaks_nothing(asker: str) -> None:
    assert run(Spoiling("nothing", lambda _, reply: reply, asker)) == ""


def run(spoiling: Spoiling) -> str:
    """What was found."""
    server = _limited() if spoiling.limited else _remembering(spoiling.asker)
    wire = Wire(Base("http://pluralkit.test"), Proxy(load(), server, spoiling.spoil))
    reading = Run(load(), wire, Wanted(holder(TOKENS[spoiling.asker]), (), Known()), lambda _: enough())

    def enough() -> None:
        if reading.is_broken:
            raise FoundError

    try:
        return asyncio.run(reading.all()).failures()
    except FoundError:
        return "a breach"


@cache
def _remembering(asker: str) -> httpx.AsyncBaseTransport:
    assert asker in TOKENS
    return Memory(_server(FAST))


def _limited() -> httpx.AsyncBaseTransport:
    return _server(10)


def _server(limit: int) -> httpx.AsyncBaseTransport:
    sandbox = Sandbox(read(SEED), Sender(None, []), limits={"get": limit, "update": limit})
    return httpx.ASGITransport(sandbox.app)
