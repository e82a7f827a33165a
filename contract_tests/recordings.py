"""What the deployed service answered: data/recordings, data/recordings-publicread and data/world.json.

A scenario starts from the world, and its steps follow one on the other. Values that an answer gave (`saved`)
stand in later requests as they were recorded. The limiter was off, so that no answer has X-RateLimit headers.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import cast

import msgspec

from .contract import Json
from .exchange import Answer, Exchange, Request

DATA = Path(__file__).with_name("data")
USER_AGENT = "contract tests (recordings)"
_BAD_TOKEN = "not-a-real-token"
_PUBLICREAD = "recordings-publicread"
_VARIABLE = re.compile(r"\{\{(\w+)\}\}")


@dataclass(frozen=True, slots=True)
class Step:
    """`caller` is a system's key, `anon` or `badtoken`; `webhooks` are the bodies that were dispatched.

    `by_the_face`: the public face answered, as it would have answered anybody; else the service behind it.
    """

    exchange: Exchange
    caller: str
    by_the_face: bool
    webhooks: tuple[Json, ...]


@dataclass(frozen=True, slots=True)
class Scenario:
    """`by_the_face`: all of it was recorded at the public face, with all of its headers.

    `publicread`: the callers used API keys that hold just the scope publicread:all, else their tokens.
    """

    name: str
    recorded_at: datetime
    by_the_face: bool
    publicread: bool
    steps: tuple[Step, ...]


@cache
def world() -> Json:
    """What the service held at the first step of every scenario."""
    return json.loads((DATA / "world.json").read_bytes())


@cache
def scenarios() -> tuple[Scenario, ...]:
    """All of them, in the order of their names."""
    return tuple(
        _scenario(f"{folder}/{path.stem}", json.loads(path.read_bytes()), folder == _PUBLICREAD)
        for folder in ("recordings", _PUBLICREAD)
        for path in sorted((DATA / folder).glob("*.json"))
    )


def steps() -> Iterator[Step]:
    """The steps of all scenarios."""
    return (step for scenario in scenarios() for step in scenario.steps)


def _tokens(publicread: bool) -> Mapping[str, str]:
    """What each caller sends as its Authorization."""
    tokens = {"badtoken": _BAD_TOKEN}
    for system in world()["systems"]:
        tokens[system["key"]] = system["token"]
        if publicread:
            keys = [key["token"] for key in system["api_keys"] if key["scopes"] == ["publicread:all"]]
            tokens[system["key"]] = f"Bearer {keys[0]}"
    return tokens


def _scenario(name: str, recorded: Json, publicread: bool) -> Scenario:
    tokens = _tokens(publicread)
    at_the_face = recorded["source"].startswith("the public face")
    saved: dict[str, str] = {}
    found: list[Step] = []
    for place, step in enumerate(recorded["steps"]):
        asked = step["request"]
        found.append(
            Step(
                exchange=Exchange(
                    _request(asked, saved, tokens), _answer(step["response"]), f"{name}[{place}]"
                ),
                caller=asked["as"],
                by_the_face=at_the_face or "answered_by" in step,
                webhooks=tuple(sent["payload"] for sent in step.get("dispatch", ())),
            )
        )
        saved.update(step.get("saved", {}))
    recorded_at = datetime.fromisoformat(recorded["recorded_at"])
    return Scenario(name, recorded_at, at_the_face, publicread, tuple(found))


def _request(asked: Json, saved: Mapping[str, str], tokens: Mapping[str, str]) -> Request:
    headers: dict[str, str | None] = {"user-agent": USER_AGENT}
    if asked["as"] in tokens:
        headers["authorization"] = tokens[asked["as"]]
    body = None
    if "json" in asked:
        body = msgspec.json.encode(_fill(asked["json"], saved))
        headers["content-type"] = "application/json"
    elif "raw" in asked:
        body = asked["raw"].encode()
        headers["content-type"] = asked.get("content_type")
    own: dict[str, str | None] = asked.get("headers", {})
    headers.update({name.lower(): value for name, value in own.items()})
    sent = {name: value for name, value in headers.items() if value is not None}
    return Request(asked["method"], cast("str", _fill(asked["path"], saved)), sent, body)


def _answer(recorded: Json) -> Answer:
    body = msgspec.json.encode(recorded["json"]) if "json" in recorded else recorded["text"].encode()
    return Answer(recorded["status"], recorded["headers"], body)


def _fill(value: object, saved: Mapping[str, str]) -> object:
    if isinstance(value, str):
        return _VARIABLE.sub(lambda match: saved.get(match[1], match[0]), value)
    if isinstance(value, list):
        return [_fill(each, saved) for each in cast("list[object]", value)]
    if isinstance(value, dict):
        return {key: _fill(each, saved) for key, each in cast("dict[str, object]", value).items()}
    return value
