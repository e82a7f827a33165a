"""A history is read completely, even if several switches have the same time."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from pluralkit_tools.data.history import read_history

START = datetime(2024, 1, 1, tzinfo=UTC)


def read(minutes: list[int]) -> tuple[list[str], int]:
    """Read switches at these minutes, from a service with pages of 100; also the number of requests.

    Newest first, and `before` is exclusive.
    """
    switches = [
        (START + timedelta(minutes=minute), str(UUID(int=index)))
        for index, minute in enumerate(sorted(minutes, reverse=True))
    ]
    requests = 0

    def answer(request: Any) -> Any:
        nonlocal requests
        requests += 1
        text = dict(request.query).get("before")
        before = datetime.fromisoformat(text) if text else datetime.max.replace(tzinfo=UTC)
        page = [(time, id) for time, id in switches if time < before][:100]
        content = json.dumps([{"id": id, "timestamp": time.isoformat(), "members": []} for time, id in page])
        return SimpleNamespace(
            content=content.encode(), data=[SimpleNamespace(timestamp=time) for time, _ in page]
        )

    steps = read_history([], lambda _: None, None)
    try:
        request = next(steps)
        while True:
            request = steps.send(answer(request))
    except StopIteration as stop:
        return [each["id"] for each in stop.value], requests


def test_switches_at_one_time_on_both_sides_of_a_page_are_read() -> None:
    minutes = [*range(50), *[50] * 3, *range(51, 150)]
    ids, _ = read(minutes)
    assert ids == [str(UUID(int=index)) for index in range(len(minutes))]


def test_more_switches_at_one_time_than_a_page_has_do_not_last_for_ever() -> None:
    ids, requests = read([0, *[1] * 120, 2])
    assert len(set(ids)) == len(ids) == 102, "a page of those, and the others"
    assert requests < 10
