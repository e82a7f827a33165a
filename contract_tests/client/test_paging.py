"""Pages, time ranges and periods of a front history equal the matching part of the whole history."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from operator import methodcaller
from random import Random
from typing import Any, TypeAlias
from urllib.parse import parse_qs, urlsplit

import anyio
import httpx
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pluralkit_api import AsyncPluralKit, FrontPeriod, PluralKit
from pluralkit_api.models import Switch
from pluralkit_runtime.codec import decode

from contract_tests.support.profiles import examples

TIMES = (
    *("-0200-03-01T00:00:00Z", "-0199-01-01T00:00:00Z", "-0199-01-01T00:00:00.5Z", "0000-12-31T23:59:59Z"),
    *("2024-05-06T07:08:08.999999Z", "2024-05-06T07:08:09Z", "2024-05-06T07:08:09.000001Z"),
    *("2024-05-06T07:08:09.500000Z", "2024-05-06T07:08:10Z", "2025-01-01T00:00:00Z"),
)
"""Oldest first, as the client sends them."""

MOMENTS: Sequence[datetime] = decode(list[datetime], msgspec.json.encode(TIMES))

Ask: TypeAlias = Callable[[Any], Any]


class History:
    """Answers as the service does: newest first, older than `before`, those of one time in any order."""

    def __init__(self, places: Sequence[int]) -> None:
        """Has a switch at each of these places in TIMES."""
        self.switches = [
            {
                "id": f"00000000-0000-4000-8000-{number:012}",
                "timestamp": TIMES[place],
                "members": [f"{number}"],
            }
            for number, place in enumerate(sorted(places, reverse=True))
        ]
        self.limits: list[int] = []
        self._random = Random(1)

    def __call__(self, request: httpx.Request) -> httpx.Response:
        query = {name: value for name, (value,) in parse_qs(urlsplit(str(request.url)).query).items()}
        end = TIMES.index(query["before"]) if "before" in query else len(TIMES)
        self.limits.append(int(query["limit"]))
        older = [each for each in self.switches if TIMES.index(str(each["timestamp"])) < end]
        self._random.shuffle(older)
        older.sort(key=lambda each: -TIMES.index(str(each["timestamp"])))
        return httpx.Response(200, json=older[: self.limits[-1]])

    def read(self, ask: Ask, way: str = "sync") -> list[Any]:
        """What a method yields: of the sync client, or of the async one under asyncio or trio."""
        transport = httpx.MockTransport(self)
        options: dict[str, Any] = {"user_agent": "contract tests (me@example.org)", "rate_limiter": None}
        if way == "sync":
            with httpx.Client(transport=transport) as client:
                return list(ask(PluralKit(**options, http_client=client)))

        async def run() -> list[Any]:
            async with httpx.AsyncClient(transport=transport) as client:
                return [each async for each in ask(AsyncPluralKit(**options, http_client=client))]

        return anyio.run(run, backend=way)

    def between(self, after: int | None, before: int | None) -> list[tuple[str, str]]:
        """Time and id of the switches between two places in TIMES."""
        found = ((TIMES.index(str(each["timestamp"])), str(each["id"])) for each in self.switches)
        low, high = -1 if after is None else after, len(TIMES) if before is None else before
        return [(TIMES[place], id_) for place, id_ in found if low < place < high]


def told(switches: Sequence[Switch]) -> list[tuple[str, str]]:
    """Time and id of each."""
    return [(TIMES[_TEXTS.index(_text(each.timestamp))], str(each.id)) for each in switches]


def _text(moment: datetime) -> str:
    """What tells times apart that `datetime` cannot hold."""
    return getattr(moment.tzinfo, "text", moment.isoformat())


_TEXTS = [_text(moment) for moment in MOMENTS]


def in_order(entries: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Those of one time may come in any order."""
    return sorted(entries, key=lambda entry: (-TIMES.index(entry[0]), entry[1]))


places = st.integers(0, len(TIMES) - 1)
histories = st.lists(places, max_size=14).map(History)
bounds = st.none() | places
sizes = st.integers(1, 5)
ways = st.sampled_from(["sync", "sync", "sync", "asyncio", "trio"])


def _of_switches(ask: Ask, pk: Any) -> Any:
    return ask(pk.switches)


def moment(place: int | None) -> datetime | None:
    return None if place is None else MOMENTS[place]


@given(
    history=histories, after=bounds, before=bounds, limit=st.none() | st.integers(0, 16), size=sizes, way=ways
)
@examples(200)
def test_iteration_yields_the_matching_part_of_the_history(
    history: History, after: int | None, before: int | None, limit: int | None, size: int, way: str
) -> None:
    found = told(
        history.read(
            lambda pk: pk.switches.iterate(
                "abcde", after=moment(after), before=moment(before), limit=limit, page_size=size
            ),
            way,
        )
    )
    expected = history.between(after, before)
    if limit is None:
        assert in_order(found) == in_order(expected)
    else:
        assert [time for time, _ in found] == [time for time, _ in expected][:limit]
        assert len(set(found)) == len(found)
        assert set(found) <= set(expected)


@given(
    history=histories, after=bounds, before=bounds, stops=st.lists(sizes, min_size=1, max_size=9), way=ways
)
@examples(100)
def test_reading_goes_on_behind_any_page(
    history: History, after: int | None, before: int | None, stops: list[int], way: str
) -> None:
    found: list[Switch] = []
    cursor: str | None = None
    for number in range(99):
        size = stops[number % len(stops)]
        window = {"after": moment(after), "before": moment(before), "cursor": cursor}
        ask = methodcaller("pages", "abcde", page_size=size, limit=size, **window)
        (page,) = history.read(partial(_of_switches, ask), way)
        assert len(page.items) <= size
        found += page.items
        cursor = page.cursor
        if cursor is None:
            break
    assert in_order(told(found)) == in_order(history.between(after, before))


@given(places=st.sets(places), after=bounds, before=bounds, way=ways)
@examples(100)
def test_clipped_periods_are_those_of_the_whole_history(
    places: set[int], after: int | None, before: int | None, way: str
) -> None:
    history = History(sorted(places))
    starts = sorted(places, reverse=True)
    whole = zip(starts, [None, *starts], [each["members"] for each in history.switches], strict=False)
    low = -1 if after is None else after
    expected = [
        (
            tuple(members),
            max(start, low),
            before if end is None or (before is not None and before < end) else end,
        )
        for start, end, members in whole
        if max(start, low) < min(len(TIMES) if each is None else each for each in (end, before))
    ]

    found: list[FrontPeriod] = history.read(
        lambda pk: pk.switches.periods("abcde", after=moment(after), before=moment(before)), way
    )

    assert [(each.members, _text(each.start), each.end and _text(each.end)) for each in found] == [
        (members, _text(MOMENTS[start]), None if end is None else _text(MOMENTS[end]))
        for members, start, end in expected
    ]


def test_a_page_that_has_one_time_alone_does_not_end_the_reading() -> None:
    history = History([*[5] * 130, 3, 2])
    found = told(history.read(lambda pk: pk.switches.iterate("abcde")))
    # The service shows no more of one time than a page holds, and has no way to ask for the others.
    assert [time for time, _ in found[-2:]] == [TIMES[3], TIMES[2]]
    assert len(set(found)) == len(found) >= 102


@pytest.mark.parametrize(("limit", "asked"), [(0, []), (5, [5]), (100, [100]), (130, [100, 31])])
def test_requested_page_sizes_follow_the_limit(limit: int, asked: list[int]) -> None:
    history = History([])
    history.switches = [
        {
            "id": f"00000000-0000-4000-8000-{number:012}",
            "timestamp": TIMES[8 - number // 99],
            "members": [],
        }
        for number in range(200)
    ]
    assert len(history.read(lambda pk: pk.switches.iterate("abcde", limit=limit))) == limit
    assert history.limits == asked


@pytest.mark.parametrize(
    "arguments",
    [
        {"page_size": 0}, {"page_size": 101}, {"limit": -1},
        {"after": datetime(2024, 1, 1)}, {"before": datetime(2024, 1, 1)},
        {"cursor": "yesterday"}, {"cursor": "2024-01-01T00:00:00"},
    ],
)  # fmt: skip
def test_invalid_values_are_rejected_before_any_request(arguments: dict[str, Any]) -> None:
    pk = PluralKit(user_agent="contract tests (me@example.org)")
    with pytest.raises(ValueError, match=next(iter(arguments))):
        pk.switches.pages("abcde", **arguments)
