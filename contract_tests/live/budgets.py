"""The rate-limit headers over time: whether they fit each other, and what was sent meanwhile.

By the limiter's algorithm (x-pluralkit-rate-limits), a budget forgets one request an interval, and each
request takes one. Others may use it too, which only ever makes less of it remain.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from contract_tests.contract import Contract, below

from .shape import fields
from .wire import TOO_MANY, Sent
from .world import Finding, finding

_WINDOW = 8
_RULE = "#/x-pluralkit-rate-limits"
_ENOUGH = 20
"""Answers before it is odd that a budget was never nearly full."""
_IN_USE, _SHARE = 5, 0.1
"""Requests, or their share of a budget, that others may have in use all the time."""


@dataclass(frozen=True, slots=True)
class Charge:
    """What an answer says of the budget that it was charged to."""

    sent: Sent
    limit: int
    remaining: int

    @property
    def refused(self) -> bool:
        """A refusal may not even count."""
        return self.sent.answer.status == TOO_MANY


def charges(sents: Sequence[Sent]) -> dict[str, list[Charge]]:
    """The charges to each scope, in the order of the answers; headers that say nothing are left out."""
    found: dict[str, list[Charge]] = {}
    for sent in sorted(sents, key=lambda each: each.received):
        headers = sent.answer.headers
        limit, remaining = (_number(headers.get(f"x-ratelimit-{name}")) for name in ("limit", "remaining"))
        scope = headers.get("x-ratelimit-scope")
        if scope is not None and limit is not None and remaining is not None:
            found.setdefault(scope, []).append(Charge(sent, limit, remaining))
    return found


def budgets(contract: Contract, sents: Sequence[Sent]) -> Iterator[Finding]:
    """Where the headers contradict each other, or the requests that were sent."""
    period = float(contract.document["x-pluralkit-rate-limits"]["period"])
    for sent in sents:
        yield from _scope(sent)
    for found in charges(sents).values():
        yield from _each(found, period)
        yield from _together(found, period)


def _scope(sent: Sent) -> Iterator[Finding]:
    """The scope is the one of the thing that was asked for: the caller's own, or anybody's."""
    scope, ask = sent.answer.headers.get("x-ratelimit-scope"), sent.ask
    if ask.read and scope is not None and ask.scopes and scope not in ask.scopes:
        rule = below(ask.read.operation.pointer, "x-pluralkit-rate-limit")
        yield finding(sent, rule, " or ".join(ask.scopes), scope, "header X-RateLimit-Scope")


def _each(found: Sequence[Charge], period: float) -> Iterator[Finding]:
    first = found[0]
    for charge in found:
        if charge.limit != first.limit:
            wanted = f"{first.limit}, as in the answers before"
            yield finding(
                charge.sent, f"{_RULE}/scopes", wanted, str(charge.limit), "header X-RateLimit-Limit"
            )
        elif charge.refused and _wait(charge.sent) > period * 1000:
            wanted = f"at most {period * 1000:.0f} ms: by then it is let through"
            yield finding(charge.sent, _RULE, wanted, str(_wait(charge.sent)), "$.retry_after")
        elif charge.refused and charge.remaining != 0:
            yield finding(charge.sent, _RULE, "0 in a refusal", str(charge.remaining), _REMAINING)
        elif not charge.refused and not 1 <= charge.remaining < charge.limit:
            wanted = f"1 to {charge.limit - 1} where a request was let through"
            yield finding(charge.sent, _RULE, wanted, str(charge.remaining), _REMAINING)


def _together(found: Sequence[Charge], period: float) -> Iterator[Finding]:
    # Of some requests, the last that was charged left less than the first, but for what was forgotten.
    for start, first in enumerate(found):
        for end in range(start + 2, min(len(found), start + _WINDOW)):
            window = found[start : end + 1]
            if first.refused or window[1].refused or window[-1].refused:
                break
            sent = min(charge.sent.sent for charge in window)
            forgotten = (max(charge.sent.received for charge in window) - sent) * window[0].limit / period
            least = len(window) - 2 - forgotten
            spread = max(each.remaining for each in window) - min(each.remaining for each in window)
            if spread <= least:
                wanted = f"less and less over {len(window)} requests at once"
                values = ", ".join(str(charge.remaining) for charge in window)
                yield finding(found[end].sent, _RULE, wanted, values, _REMAINING)
                return
    # Of two requests one after the other, the later one left less, but for what was forgotten.
    for start, before in enumerate(found):
        later = [
            each for each in found[start + 1 : start + 1 + _WINDOW] if each.sent.sent >= before.sent.received
        ]
        for after in later:
            taken = 1 + sum(each.sent.received <= after.sent.sent and not each.refused for each in later)
            forgotten = (after.sent.received - before.sent.sent) * before.limit / period
            most = before.remaining + 1 - taken + forgotten
            if after.remaining >= most and after.remaining > before.remaining:
                wanted = f"below {most:.1f}, {taken} requests after {before.remaining}"
                yield finding(after.sent, _RULE, wanted, str(after.remaining), _REMAINING)
                return
    fullest = max(found, key=lambda charge: charge.remaining)
    if len(found) >= _ENOUGH and fullest.limit - fullest.remaining > max(_IN_USE, fullest.limit * _SHARE):
        wanted = f"nearly {fullest.limit} at least once in {len(found)} answers, at the pace of this run"
        yield finding(fullest.sent, _RULE, wanted, f"{fullest.remaining} at most", _REMAINING)


def _wait(sent: Sent) -> int:
    wait = fields(sent.body).get("retry_after")
    return wait if isinstance(wait, int) else 0


def _number(text: str | None) -> int | None:
    return int(text) if text is not None and text.isascii() and text.isdecimal() and len(text) < 10 else None


_REMAINING = "header X-RateLimit-Remaining"
