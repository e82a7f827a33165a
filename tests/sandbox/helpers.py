"""In-process sandbox with a short interface for requests."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pluralkit_contract.exchange import Answer, Request

from contract_tests.recordings.loader import world
from contract_tests.support.in_process_sandbox import InProcessSandbox

SYSTEMS: dict[str, Any] = {system["key"]: system for system in world()["systems"]}


class Inside(InProcessSandbox):
    """The systems of the recordings, with the machine's time and random ids."""

    def __init__(self, database: Path | None = None) -> None:
        super().__init__(database=database, deterministic=False)

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
        return self.send(request(method, base + path, body, by=by, raw=raw, headers=headers))


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
