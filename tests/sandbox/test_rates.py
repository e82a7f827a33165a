"""Rate limits: charged bucket and response."""

from __future__ import annotations

import subprocess
import sys
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


def test_without_limits_the_buckets_stay_full() -> None:
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
        # Time stands still: however slow the machine is, no bucket fills up in between.
        clock = pluralkit_sandbox.base_url.removesuffix("/v2") + "/sandbox/clock"
        assert client.put(clock, json={"frozen": True}).status_code == 200
        pluralkit_sandbox.limit_rates()
        answers = [client.get("/systems/@me") for _ in range(11)]
    let_through = [answer.status_code == 200 for answer in answers]
    # Whether the first of a full bucket reads 9 or 8 is a matter of the service's rounding.
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


HEADER = "X-PluralKit-App"


def ask_as(sandbox: InProcessSandbox, app_token: str, method: str, path: str, token: str | None) -> Answer:
    headers = {"user-agent": "tests", HEADER: app_token}
    if token is not None:
        headers["authorization"] = token
    return sandbox.send(Request(method, f"/v2{path}", headers))


def test_a_registered_application_has_a_rate_of_its_own_for_all_methods() -> None:
    sandbox = InProcessSandbox(limits={}, app_tokens={"registered": 20, "slow": 2})
    token = sandbox.tokens["alice"]
    # Reads and writes, by the own system's bucket; and the address's, without a token.
    for path, by in (("/systems/@me", token), ("/systems/exmpl", None)):
        answers = [ask_as(sandbox, "registered", "GET" if n % 2 else "PUT", path, by) for n in range(25)]
        assert sum(answer.status != 429 for answer in answers) in (18, 19)
        assert {answer.headers["x-ratelimit-limit"] for answer in answers} == {"20"}
        assert {answer.headers["x-ratelimit-scope"] for answer in answers} == {"token2"}
        assert answers[-1].json()["scope"] == "token2"
    # Others are not touched by it, and what is not registered counts as nothing.
    for name in ("", "unknown", "registered "):
        headers = ask_as(sandbox, name, "GET", "/systems/@me", token).headers
        assert (headers["x-ratelimit-scope"], headers["x-ratelimit-limit"]) == ("own_system_get", "10")
    assert ask_as(sandbox, "slow", "GET", "/systems/@me", token).headers["x-ratelimit-limit"] == "2"
    sandbox.close()


def test_an_application_without_limits_has_full_buckets() -> None:
    with RunningSandbox(app_tokens={"registered": 20}) as sandbox:
        headers = {HEADER: "registered"}
        with httpx.Client(base_url=sandbox.base_url, headers=headers) as client:
            answer = [client.get("/systems/harbor") for _ in range(30)][-1]
            assert (answer.status_code, answer.headers["x-ratelimit-remaining"]) == (200, "19")
            sandbox.limit_rates()
            assert 429 in {client.get("/systems/harbor").status_code for _ in range(25)}


@pytest.mark.parametrize("wrong", ["hidden", "hidden=0", "hidden=fast", "=5", "hid den=5"])
def test_a_mistake_in_an_application_is_told_without_its_token(wrong: str) -> None:
    command = [sys.executable, "-m", "pluralkit_sandbox", f"--app-token={wrong}"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=30)
    assert done.returncode == 2
    assert "--app-token: is not TOKEN=RATE" in done.stderr
    assert "hid" not in done.stderr.replace("[--", "")
