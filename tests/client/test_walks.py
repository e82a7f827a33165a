"""Iterating over a history of several pages yields each switch once, newest first."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from pluralkit_api import AsyncPluralKit, PluralKit
from pluralkit_api.models import Switch
from pluralkit_sandbox.testing import RunningSandbox

AGENT = "tests (me@example.org)"
NEWEST = datetime(2024, 5, 6, 7, 8, 9, 250, tzinfo=UTC)
TIMES = [NEWEST - timedelta(microseconds=number) for number in range(250)]
"""All within one second."""


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSandbox]:
    switches = [{"timestamp": f"{time:%Y-%m-%dT%H:%M:%S.%fZ}"} for time in TIMES]
    seed = tmp_path_factory.mktemp("walks") / "seed.json"
    seed.write_text(json.dumps({"systems": [{"system": {"id": "walks"}, "switches": switches}]}))
    with RunningSandbox(seed) as sandbox:
        yield sandbox


def test_nothing_is_lost_and_nothing_doubled(sandbox: RunningSandbox) -> None:
    with PluralKit(user_agent=AGENT, base_url=sandbox.base_url) as pk:
        assert [switch.timestamp for switch in pk.switches.iterate("walks")] == TIMES
        middle = pk.switches.iterate("walks", before=TIMES[99])
        assert [switch.timestamp for switch in middle] == TIMES[100:]


def test_the_awaited_walk_is_the_same(sandbox: RunningSandbox) -> None:
    async def walk() -> list[Switch]:
        async with AsyncPluralKit(user_agent=AGENT, base_url=sandbox.base_url) as pk:
            return [switch async for switch in pk.switches.iterate("walks")]

    assert [switch.timestamp for switch in asyncio.run(walk())] == TIMES
