"""Loader of the recordings of the deployed service in data/.

data/recordings has scenarios by use; data/recordings-publicread the same with API keys of a publicread scope;
data/recordings-wild every field with every kind of value, every format of times, URLs, references, JSON and
queries, and every operation by every caller; data/recordings-bot the webhooks, export files and imports of
the bot.

Each scenario starts from data/world.json, and its steps depend on one another. Later requests contain values
of earlier responses (`saved`) as recorded. The rate limiter was off: no response has its headers.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import cast

import msgspec
from pluralkit_contract.contract import Json
from pluralkit_contract.exchange import Answer, Exchange, Request

DATA = Path(__file__).with_name("data")
USER_AGENT = "contract tests (recordings)"
_PUBLICREAD = "recordings-publicread"
FOLDERS = ("recordings", _PUBLICREAD, "recordings-wild")
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


def recorded(folder: str) -> Iterator[Json]:
    """Yield the scenarios in a folder of data/ as they stand in their files, in the order of their names."""
    for path in sorted((DATA / folder).glob("*.json")):
        yield json.loads(path.read_bytes())


@cache
def scenarios(*folders: str) -> tuple[Scenario, ...]:
    """Load the scenarios of these folders, or of all three, in the order of their names."""
    return tuple(
        _scenario(folder, scenario) for folder in folders or FOLDERS for scenario in recorded(folder)
    )


@cache
def bot_events() -> tuple[Json, ...]:
    """Load the bodies of all webhooks that the bot was recorded to send."""
    bot = json.loads((DATA / "recordings-bot/events.json").read_bytes())
    return tuple(sent["payload"] for operation in bot["operations"] for sent in operation["events"])


def steps() -> Iterator[Step]:
    """Yield the steps of all scenarios."""
    return (step for scenario in scenarios() for step in scenario.steps)


def authorizations(scopes: Sequence[str] | None = None) -> Mapping[str, str]:
    """Return the Authorization header of each caller: its token, or its API key with just these scopes."""
    sent = {"badtoken": "not-a-real-token"}
    for system in world()["systems"]:
        sent[system["key"]] = system["token"]
        if scopes is not None:
            key = next(key for key in system["api_keys"] if key["scopes"] == list(scopes))
            sent[system["key"]] = f"Bearer {key['token']}"
    return sent


def _scenario(folder: str, recorded: Json) -> Scenario:
    name = f"{folder}/{recorded['name']}"
    publicread = folder == _PUBLICREAD
    tokens = authorizations(["publicread:all"] if publicread else None)
    at_the_face = recorded["source"].startswith("the public face")
    saved: dict[str, str] = {}
    found: list[Step] = []
    for place, step in enumerate(recorded["steps"]):
        asked = step["request"]
        found.append(
            Step(
                exchange=Exchange(
                    request_of(asked, saved, tokens), _answer(step["response"]), f"{name}[{place}]"
                ),
                caller=asked["as"],
                by_the_face=at_the_face or "answered_by" in step,
                webhooks=tuple(sent["payload"] for sent in step.get("dispatch", ())),
            )
        )
        saved.update(step.get("saved", {}))
    recorded_at = datetime.fromisoformat(recorded["recorded_at"])
    return Scenario(name, recorded_at, at_the_face, publicread, tuple(found))


def request_of(asked: Json, saved: Mapping[str, str], tokens: Mapping[str, str]) -> Request:
    """Build the request of a step.

    Args:
        asked: The request as it was recorded.
        saved: What stands for the variables in its path and body.
        tokens: The Authorization header of each caller.
    """
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
