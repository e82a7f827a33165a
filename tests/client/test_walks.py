"""Iterating over a history of several pages yields each switch once, newest first."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

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


@pytest.mark.parametrize(
    ("method", "name", "value", "words"),
    [
        ("iterate", "after", "2024-05-01", "must be a datetime with a time zone, not str"),
        ("iterate", "before", date(2024, 5, 1), "must be a datetime with a time zone, not date"),
        ("iterate", "limit", "5", "must be an int or None, not str"),
        ("iterate", "limit", 1.5, "must be an int or None, not float"),
        ("iterate", "limit", True, "must be an int or None, not bool"),
        ("iterate", "page_size", "5", "must be an int, not str"),
        ("pages", "after", "2024-05-01", "must be a datetime with a time zone, not str"),
        ("pages", "cursor", 5, "must be a str, not int"),
        ("periods", "after", "2024-05-01", "must be a datetime with a time zone, not str"),
        ("periods", "before", date(2024, 5, 1), "must be a datetime with a time zone, not date"),
    ],
)
def test_an_argument_of_a_wrong_type_is_named_before_any_request(
    method: str, name: str, value: object, words: str
) -> None:
    with PluralKit(user_agent=AGENT, base_url="http://127.0.0.1:1/v2") as pk:
        walk: Callable[..., Iterator[Any]] = getattr(pk.switches, method)
        with pytest.raises(TypeError, match=f"^{name}: {words}$"):
            walk("walks", **{name: value})


def test_a_cursor_of_no_page_is_refused() -> None:
    with (
        PluralKit(user_agent=AGENT, base_url="http://127.0.0.1:1/v2") as pk,
        pytest.raises(ValueError, match=r"^cursor: must be the cursor of a page"),
    ):
        pk.switches.pages("walks", cursor="nonsense")
