"""Loader of data/limits.json: recorded responses of the deployed rate limiter.

Each request was recorded with its time, and its response with the headers; X-RateLimit-Reset as the
difference to the current time in whole seconds. Only bodies of 429 responses were recorded.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache

import msgspec
from pluralkit_contract.contract import Json
from pluralkit_contract.exchange import Answer, Exchange, Request

from .loader import DATA, USER_AGENT


@dataclass(frozen=True, slots=True)
class Row:
    """A request `at` some second from `address`, by a system's key or `anon`.

    What was let through has no recorded status: 200 stands for it.
    """

    exchange: Exchange
    at: float
    caller: str
    address: str

    @property
    def refused(self) -> bool:
        return self.exchange.answer.status == 429


@dataclass(frozen=True, slots=True)
class Sequence:
    """Requests one after the other, with full buckets at the start."""

    about: str
    rows: tuple[Row, ...]


@cache
def sequences() -> tuple[Sequence, ...]:
    """All of them."""
    recorded = json.loads((DATA / "limits.json").read_bytes())
    return tuple(
        Sequence(
            each["about"],
            tuple(
                _row(f"limits.json, {each['about']}[{place}]", row) for place, row in enumerate(each["rows"])
            ),
        )
        for each in recorded["sequences"]
    )


def _row(origin: str, recorded: Json) -> Row:
    headers = dict(recorded["headers"])
    if "reset_minus_now" in recorded:
        headers["x-ratelimit-reset"] = str(int(recorded["at"]) + recorded["reset_minus_now"])
    body = b""
    if "json" in recorded:
        headers["content-type"] = "application/json"
        body = msgspec.json.encode(recorded["json"])
    status = 200 if recorded["status"] == "allowed" else recorded["status"]
    request = Request(recorded["method"], recorded["path"], {"user-agent": USER_AGENT})
    answer = Answer(status, headers, body)
    return Row(Exchange(request, answer, origin), recorded["at"], recorded["as"], recorded["ip"])
