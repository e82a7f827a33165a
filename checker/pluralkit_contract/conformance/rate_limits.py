"""Check the rate-limit headers of a single response."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pluralkit_contract.contract import Contract, below
from pluralkit_contract.failures import Breach
from pluralkit_contract.json_values import fields
from pluralkit_contract.results import TOO_MANY_REQUESTS, Result

RULE = "#/x-pluralkit-rate-limits"
REMAINING = "header X-RateLimit-Remaining"


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


def charges(results: Sequence[Result]) -> dict[str, list[Charge]]:
    """Group the rate-limit headers of responses by scope, in the order of the responses.

    Args:
        results: The results; those without complete headers are ignored.
    """
    found: dict[str, list[Charge]] = {}
    for result in sorted(results, key=lambda each: each.received):
        headers = result.answer.headers
        limit, remaining = (_number(headers.get(f"x-ratelimit-{name}")) for name in ("limit", "remaining"))
        scope = headers.get("x-ratelimit-scope")
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
    scope, case = result.answer.headers.get("x-ratelimit-scope"), result.case
    rule = below(case.operation.pointer, "x-pluralkit-rate-limit") if case.operation else RULE
    generic = (
        case.operation.extensions["rate-limit"]["scope"] if case.operation else next(iter(case.scopes), None)
    )
    if scope is not None and case.scopes and scope not in case.scopes:
        yield Breach(rule, " or ".join(case.scopes), scope, "header X-RateLimit-Scope")
    most = float(contract.document["x-pluralkit-rate-limits"]["period"]) * 1000
    for [charge] in charges([result]).values():
        wait = fields(result.body).get("retry_after")
        if charge.refused and isinstance(wait, int) and wait > most:
            yield Breach(RULE, f"at most {most:.0f} ms", str(wait), "$.retry_after")
        elif charge.refused and charge.remaining != 0:
            yield Breach(RULE, "0 in a 429", str(charge.remaining), REMAINING)
        elif charge.refused and (named := fields(result.body).get("scope")) != generic:
            yield Breach(rule, f"{generic}, the generic scope", str(named), "$.scope")
        elif not charge.refused and not 1 <= charge.remaining < charge.limit:
            wanted = f"1 to {charge.limit - 1} in an accepted request"
            yield Breach(RULE, wanted, str(charge.remaining), REMAINING)


def _number(text: str | None) -> int | None:
    return int(text) if text is not None and text.isascii() and text.isdecimal() and len(text) < 10 else None
