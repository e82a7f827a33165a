"""The rate-limit headers over time: whether they fit each other, and what was sent meanwhile.

By the limiter's algorithm (x-pluralkit-rate-limits), a budget forgets one request an interval, and each
request takes one. Others may use it too, which only ever makes less of it remain.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pluralkit_contract.conformance.rate_limits import REMAINING, RULE, Charge, charges
from pluralkit_contract.observations import Failure, Observations, failure

_WINDOW = 8
_ENOUGH = 20
"""Answers before it is odd that a budget was never nearly full."""
_IN_USE, _SHARE = 5, 0.1
"""Requests, or their share of a budget, that others may have in use all the time."""


def rate_limits(observations: Observations) -> Iterator[Failure]:
    """Where the headers contradict each other, or the requests that were sent."""
    period = float(observations.contract.document["x-pluralkit-rate-limits"]["period"])
    for found in charges(observations.results).values():
        yield from _constant(found)
        yield from _together(found, period)


def _constant(found: Sequence[Charge]) -> Iterator[Failure]:
    limit = found[0].limit
    for charge in found:
        if charge.limit != limit:
            rule, wanted = f"{RULE}/scopes", f"{limit}, as in the answers before"
            yield failure(charge.result, rule, wanted, str(charge.limit), "header X-RateLimit-Limit")


def _together(found: Sequence[Charge], period: float) -> Iterator[Failure]:
    # Of some requests, the last that was charged left less than the first, but for what was forgotten.
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
                wanted = f"less and less over {len(window)} requests at once"
                values = ", ".join(str(charge.remaining) for charge in window)
                yield failure(found[end].result, RULE, wanted, values, REMAINING)
                return
    # Of two requests one after the other, the later one left less, but for what was forgotten.
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
                yield failure(after.result, RULE, wanted, str(after.remaining), REMAINING)
                return
    fullest = max(found, key=lambda charge: charge.remaining)
    if len(found) >= _ENOUGH and fullest.limit - fullest.remaining > max(_IN_USE, fullest.limit * _SHARE):
        wanted = f"nearly {fullest.limit} at least once in {len(found)} answers, at the pace of this run"
        yield failure(fullest.result, RULE, wanted, f"{fullest.remaining} at most", REMAINING)
