"""Contract and recorded rate limiter: headers and 429 responses conform to the contract."""

from __future__ import annotations

from pluralkit_contract.conformance import responses
from pluralkit_contract.contract import Operation, below, load
from pluralkit_contract.failures import Breach, raise_for_exchanges

from .ownership import thing_of
from .rate_limits import Row, sequences

CONTRACT = load()
SCOPES = CONTRACT.document["x-pluralkit-rate-limits"]["scopes"]
ROWS = [row for sequence in sequences() for row in sequence.rows]


def operation_of(row: Row) -> Operation | None:
    route = CONTRACT.find(row.exchange.request.method, row.exchange.request.path)
    return route.operation if route else None


def expected_scope(operation: Operation, row: Row) -> str:
    rate: dict[str, str] = operation.extensions["rate-limit"]
    reference, *_ = [*row.exchange.request.path.split("/")[3:], ""]
    thing = thing_of(reference, row.caller)
    own = thing is not None and thing.owner == row.caller
    return rate["own"] if own and "own" in rate else rate["scope"]


def breaches(operation: Operation, row: Row) -> list[Breach]:
    answer = row.exchange.answer
    found = responses.rate_limit(CONTRACT, operation, answer)
    if row.refused:  # no other body was recorded
        found += responses.of_operation(CONTRACT, operation, row.exchange.request, answer)
    if found or "x-ratelimit-scope" not in answer.headers:
        return found
    scope, limit = answer.headers["x-ratelimit-scope"], answer.headers["x-ratelimit-limit"]
    wanted = expected_scope(operation, row)
    if scope != wanted:
        pointer = below(operation.pointer, "x-pluralkit-rate-limit")
        found.append(Breach(pointer, wanted, scope, "header X-RateLimit-Scope"))
    elif limit != str(SCOPES[scope]["limit"]):
        pointer = below("#/x-pluralkit-rate-limits/scopes", scope, "limit")
        found.append(Breach(pointer, str(SCOPES[scope]["limit"]), limit, "header X-RateLimit-Limit"))
    return found


def test_recorded_limits_are_in_the_contract() -> None:
    raise_for_exchanges(
        (row.exchange, operation.id, breaches(operation, row))
        for row in ROWS
        if (operation := operation_of(row))
    )


def test_outside_the_operations_the_contract_says_what_counts() -> None:
    outside = [row.exchange for row in ROWS if operation_of(row) is None]
    assert outside
    for exchange in outside:
        fallback = CONTRACT.fallback(exchange.request.method, exchange.request.path)
        assert fallback is not None
        assert fallback.limited == ("x-ratelimit-scope" in exchange.answer.headers), exchange
