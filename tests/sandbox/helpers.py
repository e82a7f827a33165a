"""A sandbox in this process, and a short way to ask it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pluralkit_contract.exchange import Answer, Request
from pluralkit_sandbox.application import create_api
from pluralkit_sandbox.seed import read
from pluralkit_sandbox.webhooks import Dispatch, Sender
from pluralkit_sandbox.world import World

from contract_tests.support.asgi import ask

DATA = Path(__file__).parents[2] / "contract_tests/recordings/data"
_SEED = (DATA / "world.json").read_bytes()
SYSTEMS: dict[str, Any] = {system["key"]: system for system in json.loads(_SEED)["systems"]}


class Inside:
    """The world of the recordings, asked without a socket."""

    def __init__(self, database: Path | None = None) -> None:
        self.world = World(read(_SEED), Sender(), database=database)
        self.app = create_api(self.world)

    def ask(
        self,
        method: str,
        path: str,
        body: object = None,
        *,
        by: str | None = "alice",
        raw: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        base: str = "/v2",
    ) -> Answer:
        """Ask for a path below `base` as a system (None: nobody), with JSON or with these bytes."""
        return ask(self.app, request(method, base + path, body, by=by, raw=raw, headers=headers))

    @property
    def dispatches(self) -> list[Dispatch]:
        return list(self.world.sender.dispatches)


def request(
    method: str,
    target: str,
    body: object = None,
    *,
    by: str | None = "alice",
    raw: bytes | None = None,
    headers: Mapping[str, str] | None = None,
) -> Request:
    """A request; `by` is a system's key or, with a space in it, an Authorization header."""
    sent = {"user-agent": "tests"}
    if by is not None:
        sent["authorization"] = by if " " in by else SYSTEMS[by]["token"]
    content = raw if raw is not None else None if body is None else json.dumps(body).encode()
    if content is not None:
        sent["content-type"] = "application/json"
    return Request(method, target, {**sent, **(headers or {})}, content)


def code(answer: Answer) -> tuple[int, int]:
    """The status of an error and its code."""
    assert answer.status >= 400, answer
    return answer.status, answer.json()["code"]
