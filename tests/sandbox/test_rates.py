"""Rate limits: charged bucket and response."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest
from pluralkit_contract.exchange import Answer, Request
from pluralkit_sandbox.testing import RunningSandbox

from contract_tests.support.asgi import LOOPBACK
from contract_tests.support.in_process_sandbox import InProcessSandbox


@pytest.fixture
def sandbox() -> Iterator[InProcessSandbox]:
    sandbox = InProcessSandbox(limits={})
    yield sandbox
    sandbox.close()


def ask(
    sandbox: InProcessSandbox, method: str, target: str, *, by: str | None = None, address: str = LOOPBACK
) -> Answer:
    return sandbox.exchange(method, target, by=by, address=address).answer


def test_requests_rejected_by_the_gateway_are_not_charged(sandbox: InProcessSandbox) -> None:
    for method, path in [
        ("GET", "/members/zzzzz"),
        ("GET", "/systems/@me"),
        ("GET", "/nothing"),
        ("OPTIONS", "/systems/exmpl"),
    ]:
        for _ in range(12):
            answer = ask(sandbox, method, path)
            assert answer.status != 429
            assert not [name for name in answer.headers if name.startswith("x-ratelimit")]
    outside = sandbox.send(Request("GET", "/v1", {"user-agent": "tests"}))
    assert not [name for name in outside.headers if name.startswith("x-ratelimit")]
    assert ask(sandbox, "GET", "/systems/exmpl").headers["x-ratelimit-remaining"] in ("8", "9")


def test_a_method_that_is_not_there_is_charged_as_its_kind(sandbox: InProcessSandbox) -> None:
    assert (
        ask(sandbox, "PUT", "/systems/exmpl", by="alice").headers["x-ratelimit-scope"] == "own_system_update"
    )
    assert ask(sandbox, "PUT", "/systems/exmpl", by="bob").headers["x-ratelimit-scope"] == "generic_update"
    assert ask(sandbox, "GET", "/members").headers["x-ratelimit-scope"] == "generic_get"
    assert ask(sandbox, "GET", "/members").status == 405


def test_other_limits() -> None:
    sandbox = InProcessSandbox(limits={"get": 100})
    assert ask(sandbox, "GET", "/systems/exmpl").headers["x-ratelimit-limit"] == "100"
    assert ask(sandbox, "GET", "/systems/@me", by="alice").headers["x-ratelimit-limit"] == "100"
    assert ask(sandbox, "PATCH", "/systems/@me", by="alice").headers["x-ratelimit-limit"] == "3"
    answers = [ask(sandbox, "GET", "/systems/exmpl", address="2.2.2.2") for _ in range(110)]
    assert sum(answer.status != 429 for answer in answers) in (98, 99)
    sandbox.close()


def test_without_limits_the_budgets_stay_full() -> None:
    sandbox = InProcessSandbox()
    assert all(ask(sandbox, "GET", "/systems/exmpl").status == 200 for _ in range(30))
    headers = ask(sandbox, "GET", "/systems/exmpl").headers
    assert (headers["x-ratelimit-limit"], headers["x-ratelimit-remaining"]) == ("10", "9")


def test_a_refused_write_changes_nothing(sandbox: InProcessSandbox) -> None:
    while ask(sandbox, "POST", "/groups", by="alice").status != 429:
        pass
    before = len(ask(sandbox, "GET", "/systems/@me/members", by="alice").json())
    assert ask(sandbox, "DELETE", "/members/annie", by="bob").status == 429
    assert len(ask(sandbox, "GET", "/systems/@me/members", by="alice").json()) == before


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
