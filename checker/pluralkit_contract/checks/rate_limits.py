"""Check rate-limit headers over time: their consistency with each other and with the requests sent.

By the limiter's algorithm (x-pluralkit-rate-limits), a bucket frees one slot per emission interval, and each
request takes one. Other clients of the bucket can only lower the remaining requests.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pluralkit_contract.conformance.rate_limits import RULE, Charge, charges
from pluralkit_contract.contract import Contract
from pluralkit_contract.observations import Failure, Observations, failure

_WINDOW = 8
_ENOUGH = 20
"""Minimum number of responses for the check that the bucket was nearly unused once."""
_IN_USE, _SHARE = 5, 0.1
"""Requests, or share of the bucket, that other clients may use constantly."""


def rate_limits(observations: Observations) -> Iterator[Failure]:
    """Check all rate-limit headers.

    Args:
        observations: The observations of a server.
    """
    contract = observations.contract
    period = float(contract.document["x-pluralkit-rate-limits"]["period"])
    for found in charges(contract, observations.results).values():
        yield from _constant(contract, found)
        yield from _together(contract, found, period)


def _constant(contract: Contract, found: Sequence[Charge]) -> Iterator[Failure]:
    limit, place = found[0].limit, f"header {contract.wire_format.limit_header}"
    for charge in found:
        if charge.limit != limit:
            rule, wanted = f"{RULE}/scopes", f"{limit}, as in previous responses"
            yield failure(charge.result, rule, wanted, str(charge.limit), place)


def _together(contract: Contract, found: Sequence[Charge], period: float) -> Iterator[Failure]:
    place = f"header {contract.wire_format.remaining_header}"
    # Within a window, the remaining requests must decrease, except for slots freed meanwhile.
    for start, first in enumerate(found):
        for end in range(start + 2, min(len(found), start + _WINDOW)):
            window = found[start : end + 1]
            if first.refused or window[1].refused or window[-1].refused:
                break
            result = min(charge.result.sent_at for charge in window)
            forgotten = (max(charge.result.received for charge in window) - result) * window[0].limit / period
            least = len(window) - 2 - forgotten
            spread = max(each.remaining for each in window) - min(each.remaining for each in window)
            if spread <= least:
                wanted = f"decreasing values over {len(window)} concurrent requests"
                values = ", ".join(str(charge.remaining) for charge in window)
                yield failure(found[end].result, RULE, wanted, values, place)
                return
    # A later sequential request must leave fewer remaining requests, except for slots freed meanwhile.
    for start, before in enumerate(found):
        later = [
            each
            for each in found[start + 1 : start + 1 + _WINDOW]
            if each.result.sent_at >= before.result.received
        ]
        for after in later:
            taken = 1 + sum(
                each.result.received <= after.result.sent_at and not each.refused for each in later
            )
            forgotten = (after.result.received - before.result.sent_at) * before.limit / period
            most = before.remaining + 1 - taken + forgotten
            if after.remaining >= most and after.remaining > before.remaining:
                wanted = f"below {most:.1f}, {taken} requests after {before.remaining}"
                yield failure(after.result, RULE, wanted, str(after.remaining), place)
                return
    fullest = max(found, key=lambda charge: charge.remaining)
    if len(found) >= _ENOUGH and fullest.limit - fullest.remaining > max(_IN_USE, fullest.limit * _SHARE):
        wanted = f"nearly {fullest.limit} at least once in {len(found)} responses, at the rate of this run"
        yield failure(fullest.result, RULE, wanted, f"{fullest.remaining} at most", place)
