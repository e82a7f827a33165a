"""Rate limits as a caller meets them: whose budget a request is charged to, and what is answered."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from pluralkit_sandbox.application import create_app
from pluralkit_sandbox.rates import Limits
from pluralkit_sandbox.seed import Seed, read
from pluralkit_sandbox.state import Sandbox
from pluralkit_sandbox.testing import RunningSandbox

DATA = Path(__file__).parents[2] / "contract_tests/recordings/data"
RECORDED: list[dict[str, Any]] = json.loads((DATA / "limits.json").read_bytes())["sequences"]
START = 1_760_000_000
# `at` is when the sender sent; the server read its clock up to 3 ms later, and times are rounded to 0.1 ms.
LAG_MS = 4
Ask = Callable[..., httpx.Response]


@pytest.fixture(scope="module")
def seed() -> Seed:
    return read((DATA / "world.json").read_bytes())


class Asker:
    """Asks a sandbox at times and from addresses of our choice."""

    def __init__(self, seed: Seed, limits: Limits = {}) -> None:  # noqa: B006 (never changed)
        self.sandbox = Sandbox(seed, limits=limits)
        self.app = create_app(self.sandbox)
        self.tokens = {system.key: system.token for system in seed.systems}

    def __call__(
        self, method: str, path: str, *, at: float = 0, by: str = "anon", ip: str = "1.1.1.1"
    ) -> httpx.Response:
        self.sandbox.clock.set(datetime.fromtimestamp(START + at, UTC), frozen=True)
        headers = {"Authorization": self.tokens[by]} if by in self.tokens else {}

        async def ask() -> httpx.Response:
            transport = httpx.ASGITransport(self.app, client=(ip, 1))
            async with httpx.AsyncClient(transport=transport, base_url="http://sandbox") as client:
                return await client.request(method, path, headers=headers)

        return asyncio.run(ask())

    def statuses(self, method: str, path: str, times: int, **how: Any) -> list[bool]:
        """Whether each of so many requests was let through."""
        return [self(method, path, **how).status_code != 429 for _ in range(times)]


@pytest.mark.parametrize("sequence", RECORDED, ids=lambda sequence: str(sequence["about"]))
def test_a_caller_meets_what_was_recorded(seed: Seed, sequence: dict[str, Any]) -> None:
    ask = Asker(seed)
    for row in sequence["rows"]:
        answer = ask(row["method"], row["path"], at=row["at"], by=row["as"], ip=row["ip"])

        recorded = row["headers"]
        limited = {name: answer.headers.get(name) for name in recorded}
        assert limited == recorded, row
        assert ("x-ratelimit-reset" in answer.headers) == bool(recorded)
        if recorded:
            assert int(answer.headers["x-ratelimit-reset"]) - int(START + row["at"]) == row["reset_minus_now"]
        if row["status"] == "allowed":
            assert answer.status_code != 429, row
        else:
            assert answer.status_code == row["status"], row
        if row["status"] == 429:
            assert abs(answer.json().pop("retry_after") - row["json"]["retry_after"]) <= LAG_MS
            assert {**answer.json(), "retry_after": 0} == {**row["json"], "retry_after": 0}


def test_what_the_face_refuses_is_not_charged(seed: Seed) -> None:
    ask = Asker(seed)
    for method, path in [
        ("GET", "/v2/members/zzzzz"),
        ("GET", "/v2/systems/@me"),
        ("GET", "/v2/nothing"),
        ("OPTIONS", "/v2/systems/exmpl"),
        ("GET", "/v1"),
    ]:
        for _ in range(12):
            answer = ask(method, path)
            assert answer.status_code != 429
            assert not [name for name in answer.headers if name.startswith("x-ratelimit")]
    assert ask("GET", "/v2/systems/exmpl").headers["x-ratelimit-remaining"] in ("8", "9")


def test_a_method_that_is_not_there_is_charged_as_its_kind(seed: Seed) -> None:
    ask = Asker(seed)
    assert ask("PUT", "/v2/systems/exmpl", by="alice").headers["x-ratelimit-scope"] == "own_system_update"
    assert ask("PUT", "/v2/systems/exmpl", by="bob").headers["x-ratelimit-scope"] == "generic_update"
    assert ask("GET", "/v2/members").headers["x-ratelimit-scope"] == "generic_get"
    assert ask("GET", "/v2/members").status_code == 405


def test_other_limits(seed: Seed) -> None:
    ask = Asker(seed, {"get": 100})
    assert ask("GET", "/v2/systems/exmpl").headers["x-ratelimit-limit"] == "100"
    assert ask("GET", "/v2/systems/@me", by="alice").headers["x-ratelimit-limit"] == "100"
    assert ask("PATCH", "/v2/systems/@me", by="alice").headers["x-ratelimit-limit"] == "3"
    assert sum(ask.statuses("GET", "/v2/systems/exmpl", 110, ip="2.2.2.2")) in (98, 99)


def test_without_limits_the_budgets_stay_full(seed: Seed) -> None:
    ask = Asker(seed, None)
    assert all(ask.statuses("GET", "/v2/systems/exmpl", 30))
    headers = ask("GET", "/v2/systems/exmpl").headers
    assert (headers["x-ratelimit-limit"], headers["x-ratelimit-remaining"]) == ("10", "9")


def test_a_refused_write_changes_nothing(seed: Seed) -> None:
    ask = Asker(seed)
    while ask("POST", "/v2/groups", by="alice").status_code != 429:
        pass
    before = len(ask("GET", "/v2/systems/@me/members", by="alice").json())
    assert ask("DELETE", "/v2/members/annie", by="bob").status_code == 429
    assert len(ask("GET", "/v2/systems/@me/members", by="alice").json()) == before


def test_a_burst_over_a_socket(pluralkit_sandbox: RunningSandbox) -> None:
    headers = {"Authorization": pluralkit_sandbox.tokens["alice"]}
    with httpx.Client(base_url=pluralkit_sandbox.base_url, headers=headers) as client:
        # Time stands still: however slow the machine is, no budget fills up in between.
        clock = pluralkit_sandbox.base_url.removesuffix("/v2") + "/sandbox/clock"
        assert client.put(clock, json={"frozen": True}).status_code == 200
        pluralkit_sandbox.limit_rates()
        answers = [client.get("/systems/@me") for _ in range(11)]
    let_through = [answer.status_code == 200 for answer in answers]
    # Whether the first of a full budget reads 9 or 8 is a matter of the service's rounding.
    assert let_through in ([True] * 9 + [False] * 2, [True] * 8 + [False] * 3)
    refused = answers[let_through.index(False)]
    assert refused.json() == {
        "message": "429: too many requests",
        "retry_after": 0,
        "scope": "generic_get",
        "code": 0,
    }
    assert refused.headers["x-ratelimit-scope"] == "own_system_get"
    assert refused.headers["content-type"] == "application/json"
