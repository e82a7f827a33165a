"""Rate limits of the sandbox: recorded sequences, and the buckets of each operation by the contract."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from pluralkit_contract.conformance import responses
from pluralkit_contract.contract import Operation, below, load
from pluralkit_contract.exchange import Exchange
from pluralkit_contract.failures import Breach, raise_for_breaches

from contract_tests.recordings.rate_limits import Sequence, sequences
from contract_tests.support import exchange_counts
from contract_tests.support.exchange_counts import Layer
from contract_tests.support.in_process_sandbox import NOW, InProcessSandbox

CONTRACT = load()
LIMITS = CONTRACT.document["x-pluralkit-rate-limits"]
SHOWN = ("scope", "limit", "remaining", "reset")
PATHS = {
    "systemRef": "exmpl",
    "memberRef": "annie",
    "groupRef": "grpub",
    "switchRef": "84f75844-ca23-42ad-9f7a-9f9e1ed9e503",
    "guildId": "466707357099884544",
    "messageId": "1235198210340847626",
}
LEAVES = {"deleteMember", "deleteGroup", "deleteSwitch"}
"""What these are asked about is gone after the first time."""
each_operation = pytest.mark.parametrize(
    "operation",
    [operation for operation in CONTRACT.operations if operation.id not in LEAVES],
    ids=lambda operation: operation.id,
)


@pytest.fixture(scope="module")
def sandbox() -> Iterator[InProcessSandbox]:
    sandbox = InProcessSandbox(limits={})
    yield sandbox
    sandbox.close()


def ask(sandbox: InProcessSandbox, operation: Operation, by: str | None) -> Exchange:
    """Asks for something of alice's, with a body that says nothing: it is charged before it is read."""
    exchange = sandbox.exchange(
        operation.method, operation.template.format_map(PATHS), [] if operation.body else None, by=by
    )
    exchange_counts.count(Layer.SANDBOX, operation.id, exchange.answer.status)
    breaches = responses.of_operation(CONTRACT, operation, exchange.request, exchange.answer)
    raise_for_breaches(
        breaches + responses.rate_limit(CONTRACT, operation, exchange.answer), exchange, operation.id
    )
    return exchange


def header(exchange: Exchange, name: str) -> str:
    return exchange.answer.headers[f"x-ratelimit-{name}"]


@each_operation
@pytest.mark.parametrize("by", ["alice", "bob", None], ids=["owner", "another", "nobody"])
def test_a_bucket_is_used_up_one_by_one(
    operation: Operation, by: str | None, sandbox: InProcessSandbox
) -> None:
    sandbox.reset()
    rate = operation.extensions["rate-limit"]
    scope = rate.get("own", rate["scope"]) if by == "alice" else rate["scope"]
    limit = LIMITS["scopes"][scope]["limit"]
    # The service computes in doubles: the first of a full bucket may read one less.
    expected = {limit - 1, limit - 2}
    while True:
        exchange = ask(sandbox, operation, by)
        is_refused = exchange.answer.status == 429
        remaining = int(header(exchange, "remaining"))
        seconds = int(header(exchange, "reset")) - int(NOW.timestamp())
        rule = below("#/x-pluralkit-rate-limits/scopes", scope)
        raise_for_breaches(
            [
                Breach(rule, str(wanted), str(found), f"header X-RateLimit-{name}")
                for name, wanted, found in (
                    ("scope", {scope}, header(exchange, "scope")),
                    ("limit", {str(limit)}, header(exchange, "limit")),
                    ("remaining", expected, remaining),
                    ("remaining", {remaining < 1}, is_refused),
                    ("reset", {0, LIMITS["period"]}, seconds),
                )
                if found not in wanted
            ],
            exchange,
            operation.id,
        )
        if is_refused:
            break
        expected = {remaining - 1}
    refused = ask(sandbox, operation, by)
    assert refused.answer.status == 429
    assert refused.answer.json()["scope"] == rate["scope"]
    wait = refused.answer.json()["retry_after"] / 1000 + LIMITS["period"] / limit
    sandbox.move_clock(NOW + timedelta(seconds=wait))
    assert ask(sandbox, operation, by).answer.status != 429


def test_own_and_others_buckets_are_apart(sandbox: InProcessSandbox) -> None:
    sandbox.reset()
    for operation in map(CONTRACT.operation, ("getSystem", "updateSystem")):
        while ask(sandbox, operation, "alice").answer.status != 429:
            pass
        assert ask(sandbox, operation, "bob").answer.status != 429
        while ask(sandbox, operation, None).answer.status != 429:
            pass
        assert ask(sandbox, operation, "bob").answer.status == 429


# Recorded times are the client's, in steps of 0.1 ms; the server read its clock up to 3 ms later.
LAG_MS = 4
START = 1_760_000_000
"""Seconds since 1970 at which a recorded sequence is replayed."""


@pytest.mark.parametrize("sequence", sequences(), ids=lambda sequence: str(sequence.about))
def test_a_recorded_sequence_is_answered_as_recorded(sequence: Sequence, sandbox: InProcessSandbox) -> None:
    sandbox.reset()
    for row in sequence.rows:
        asked, recorded = row.exchange.request, row.exchange.answer
        by = row.caller if row.caller in sandbox.tokens else None
        sandbox.move_clock(datetime.fromtimestamp(START + row.at, UTC))
        target = asked.target.removeprefix("/v2")
        answer = sandbox.exchange(asked.method, target, by=by, address=row.address).answer
        answered = dict(answer.headers)
        if "x-ratelimit-reset" in answered:
            answered["x-ratelimit-reset"] = str(
                int(answered["x-ratelimit-reset"]) - int(START + row.at) + int(row.at)
            )
        limits = {name: value for name, value in answered.items() if name.startswith("x-ratelimit-")}
        expected = {name: value for name, value in recorded.headers.items() if name != "content-type"}
        assert limits == expected, row
        assert (answer.status == 429) == row.refused, row
        if recorded.status >= 400:
            assert answer.status == recorded.status, row
        if row.refused:
            body, wanted = answer.json(), recorded.json()
            assert abs(body.pop("retry_after") - wanted.pop("retry_after")) <= LAG_MS, row
            assert body == wanted, row
