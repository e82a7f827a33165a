"""Check the rate-limit headers of a single response."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pluralkit_contract.contract import Contract, below
from pluralkit_contract.failures import Breach
from pluralkit_contract.json_values import fields
from pluralkit_contract.results import TOO_MANY_REQUESTS, Result

RULE = "#/x-pluralkit-rate-limits"


@dataclass(frozen=True, slots=True)
class Charge:
    """The rate-limit headers of a response.

    Attributes:
        result: The result.
        limit: The limit.
        remaining: The remaining requests.
    """

    result: Result
    limit: int
    remaining: int

    @property
    def refused(self) -> bool:
        """Whether the rate limiter rejected the request, which may not be charged then."""
        return self.result.answer.status == TOO_MANY_REQUESTS


def charges(contract: Contract, results: Sequence[Result]) -> dict[str, list[Charge]]:
    """Group the rate-limit headers of responses by scope, in the order of the responses.

    Args:
        contract: The contract.
        results: The results; those without complete headers are ignored.
    """
    wire = contract.wire_format
    found: dict[str, list[Charge]] = {}
    for result in sorted(results, key=lambda each: each.received):
        headers = result.answer.headers
        scope = headers.get(wire.scope_header)
        limit, remaining = (_number(headers.get(name)) for name in (wire.limit_header, wire.remaining_header))
        if scope is not None and limit is not None and remaining is not None:
            found.setdefault(scope, []).append(Charge(result, limit, remaining))
    return found


def plausible(contract: Contract, result: Result) -> Iterator[Breach]:
    """Check that a response was charged to the right bucket with possible values.

    By the GCRA algorithm, a request is accepted while at least one more would be.

    Args:
        contract: The contract.
        result: The result.
    """
    wire, case = contract.wire_format, result.case
    scope, remaining_place = result.answer.headers.get(wire.scope_header), f"header {wire.remaining_header}"
    rule = below(case.operation.pointer, "x-pluralkit-rate-limit") if case.operation else RULE
    generic = (
        case.operation.extensions["rate-limit"]["scope"] if case.operation else next(iter(case.scopes), None)
    )
    if scope is not None and case.scopes and scope not in case.scopes:
        yield Breach(rule, " or ".join(case.scopes), scope, f"header {wire.scope_header}")
    most = float(contract.document["x-pluralkit-rate-limits"]["period"]) * wire.retry_after_units
    for [charge] in charges(contract, [result]).values():
        wait = fields(result.body).get("retry_after")
        if charge.refused and isinstance(wait, int) and wait > most:
            yield Breach(RULE, f"at most {most:.0f} ms", str(wait), "$.retry_after")
        elif charge.refused and charge.remaining != 0:
            yield Breach(RULE, "0 in a 429", str(charge.remaining), remaining_place)
        elif charge.refused and (named := fields(result.body).get("scope")) != generic:
            yield Breach(rule, f"{generic}, the generic scope", str(named), "$.scope")
        elif not charge.refused and not 1 <= charge.remaining < charge.limit:
            wanted = f"1 to {charge.limit - 1} in an accepted request"
            yield Breach(RULE, wanted, str(charge.remaining), remaining_place)


def _number(text: str | None) -> int | None:
    return int(text) if text is not None and text.isascii() and text.isdecimal() and len(text) < 10 else None
