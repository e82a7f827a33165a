"""How long it takes to read a member from a server on this machine, over a connection that is kept."""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Awaitable, Callable
from functools import partial
from importlib import import_module
from typing import Any

import httpx
import msgspec
from pluralkit_api import AsyncPluralKit, PluralKit, models

from benchmarks import server
from benchmarks.measure import in_turn, seconds, table
from benchmarks.peers import stock_client

RAW = "httpx and msgspec"
OURS = "pluralkit_api"
STOCK = "stock openapi-python-client"
PLURALKIT_PY = "pluralkit.py (connects anew for each call)"

AGENT = "benchmarks/1 (me@example.org)"
TOKEN = "x" * 64
HEADERS = {"user-agent": AGENT, "authorization": TOKEN}
CALLS = 20
ROUNDS = 101


def main() -> None:
    with stock_client() as directory, server.running() as base_url:
        sys.path.insert(0, str(directory))
        print(table("a call", _called(base_url), base=RAW, targets={OURS: 1.08}))
        print()
        print(table("a call, awaited", _awaited(base_url), base=RAW, targets={OURS: 1.08}))


def _called(base_url: str) -> dict[str, float]:
    decoder = msgspec.json.Decoder(models.Member)
    client, get_member = _stock(base_url)
    with (
        httpx.Client(base_url=base_url, headers=HEADERS) as raw,
        PluralKit(user_agent=AGENT, token=TOKEN, base_url=base_url) as ours,
        client,
    ):
        ways: dict[str, Callable[[], object]] = {
            RAW: lambda: decoder.decode(raw.get("/members/abcde").content),
            OURS: lambda: ours.members.get("abcde"),
            STOCK: lambda: get_member.sync("abcde", client=client),
        }
        return in_turn({name: partial(seconds, way, CALLS) for name, way in ways.items()}, ROUNDS)


def _awaited(base_url: str) -> dict[str, float]:
    decoder = msgspec.json.Decoder(models.Member)
    client, get_member = _stock(base_url)
    pluralkit_py: Any = import_module("pluralkit.v2.client")
    pluralkit_py.SERVER = base_url

    async def read_raw() -> object:
        return decoder.decode((await raw.get("/members/abcde")).content)

    async def many(way: Callable[[], Awaitable[object]]) -> float:
        start = time.perf_counter()
        for _ in range(CALLS):
            await way()
        return (time.perf_counter() - start) / CALLS

    async def one(way: Callable[[], Awaitable[object]]) -> float:
        start = time.perf_counter()
        await way()
        return time.perf_counter() - start

    with asyncio.Runner() as runner:
        raw = httpx.AsyncClient(base_url=base_url, headers=HEADERS)
        ours = AsyncPluralKit(user_agent=AGENT, token=TOKEN, base_url=base_url)
        theirs = pluralkit_py.Client(TOKEN, user_agent=AGENT)
        ways: dict[str, Callable[[], float]] = {
            RAW: lambda: runner.run(many(read_raw)),
            OURS: lambda: runner.run(many(lambda: ours.members.get("abcde"))),
            STOCK: lambda: runner.run(many(lambda: get_member.asyncio("abcde", client=client))),
            PLURALKIT_PY: lambda: runner.run(one(lambda: theirs.get_member("abcde"))),
        }
        results = in_turn(ways, ROUNDS)
        runner.run(raw.aclose())
        runner.run(ours.close())
        runner.run(client.get_async_httpx_client().aclose())
    return results


def _stock(base_url: str) -> tuple[Any, Any]:
    """Its client, and its module for one operation."""
    client = import_module("stock").AuthenticatedClient(
        base_url=base_url, token=TOKEN, prefix="", headers={"user-agent": AGENT}
    )
    return client, import_module("stock.api.members.get_member")
