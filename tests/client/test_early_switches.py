"""A history with years before 1 can be read page by page and sent back."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import httpx
from pluralkit_api import PluralKit

TIMES = [f"-{1000 + number}-01-01T00:00:00Z" for number in range(150)]
"""Newest first, all of them clamped to the same datetime."""


def answer(request: httpx.Request) -> httpx.Response:
    """Answer as the service does: at most 100 switches, older than `before`."""
    if request.method == "PATCH":
        sent = json.loads(request.content)
        return httpx.Response(200, json={"id": switch_id(0), "members": [], **sent})
    query = parse_qs(urlsplit(str(request.url)).query)
    (before,) = query.get("before", ["9999-01-01T00:00:00Z"])
    start = TIMES.index(before) + 1 if before in TIMES else 0
    page: list[dict[str, object]] = [
        {"id": switch_id(number), "timestamp": TIMES[number], "members": []}
        for number in range(start, min(start + 100, len(TIMES)))
    ]
    return httpx.Response(200, json=page)


def switch_id(number: int) -> str:
    return f"00000000-0000-4000-8000-{number:012}"


def test_every_switch_comes_once_and_can_be_sent_back() -> None:
    with httpx.Client(transport=httpx.MockTransport(answer)) as http_client:
        pk = PluralKit(user_agent="tests", token="t", http_client=http_client, rate_limiter=None)
        switches = list(pk.switches.iterate("@me"))
        assert [str(switch.id) for switch in switches] == [switch_id(number) for number in range(150)]
        assert {switch.timestamp for switch in switches} == {datetime.min.replace(tzinfo=UTC)}
        page = pk.switches.list("@me", before=switches[99].timestamp)
        assert [str(switch.id) for switch in page] == [switch_id(number) for number in range(100, 150)]
        moved = pk.switches.update("@me", switches[0], timestamp=switches[7].timestamp)
        assert pk.switches.list("@me", before=moved.timestamp)[0] == switches[8]
