"""An answer by itself: the contract's own judgement, and what else every answer owes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from pluralkit_contract.contract import Contract, Header, below
from pluralkit_contract.failures import Breach
from pluralkit_contract.json_values import fields
from pluralkit_contract.results import Result, documented_response
from pluralkit_contract.schemas import schemas
from pluralkit_contract.values import typed

from .body import content
from .rate_limits import plausible
from .responses import CONTENT_TYPE, cors, headers, judge, rate_limit
from .walk import Node

_ANY = "#/paths"
_ONCE = ("content-type", "content-encoding", "location")
_LIMITED = "x-ratelimit-"
_NEAR = 60
"""Seconds by which two clocks may differ."""


def inspect(contract: Contract, result: Result, known: Sequence[Node], *, limited: bool) -> list[Breach]:
    """How an answer breaks the contract, whatever else was answered.

    `known` is its content, node by node; `limited` says that there is a rate limiter, with its headers.
    """
    if result.trouble:
        return [Breach(_ANY, "a whole answer", result.trouble, "answer")]
    try:
        return [
            *documented(contract, result, known),
            *(_limits(contract, result) if limited else ()),
            *_framing(contract, result),
            *_expected(result),
        ]
    except Exception as error:  # an answer so odd that the tools themselves give up on it
        found = f"{type(error).__name__}: {error}"
        return [Breach(_ANY, "an answer that can be judged", found, "answer")]


def documented(contract: Contract, result: Result, known: Sequence[Node]) -> list[Breach]:
    """Check status, media type, headers, CORS and body, whatever was asked and however it arrived.

    Args:
        contract: The contract.
        result: The result of any operation, also of one that writes.
        known: Its body, as `nodes` gives it.
    """
    return [
        *_judged(contract, result),
        *cors(contract, result.exchange),
        *headers(contract, result.exchange),
        *content(contract, result, known),
    ]


def _judged(contract: Contract, result: Result) -> list[Breach]:
    """The contract's judgement, but for a media type of nothing, which proxies like to add."""
    found = judge(contract, result.exchange)[1]
    empty = not result.answer.body and not result.case.operation
    return [breach for breach in found if not (empty and breach.place == CONTENT_TYPE)]


def _limits(contract: Contract, result: Result) -> Iterator[Breach]:
    yield from _reset(result)
    yield from plausible(contract, result)
    if result.case.operation:
        yield from rate_limit(contract, result.case.operation, result.answer)
        return
    fallback = contract.fallback(result.exchange.request.method, result.exchange.request.path)
    if fallback and fallback.limited and result.answer.status == fallback.status:
        rule = below(fallback.pointer, "limited")
        for header in _limit_headers(contract):
            text = result.answer.headers.get(header.name.lower())
            if text is None:
                yield Breach(rule, "the header", "none", f"header {header.name}")
            elif found := schemas(contract).breaches(header.schema, typed(contract, header.schema, text)):
                yield replace(found[0], place=f"header {header.name}")


def _expected(result: Result) -> Iterator[Breach]:
    """Whether it is one of the answers that may come to the question."""
    outcomes = result.case.outcomes
    if outcomes is None or (result.answer.status, code(result)) in outcomes:
        return
    wanted = sorted(outcomes, key=lambda outcome: (outcome[0], outcome[1] or 0))
    yield Breach(
        result.case.rule,
        " or ".join(f"{status}, code {code}" if code is not None else str(status) for status, code in wanted),
        f"{result.answer.status}, code {code(result)}",
        "status",
    )


def _framing(contract: Contract, result: Result) -> Iterator[Breach]:
    """How the body is wrapped."""
    answer, response = result.answer, documented_response(result)
    rule = response.pointer if response else _ANY
    limited = {each.name.lower() for each in _limit_headers(contract)} | {
        each.lower() for each in contract.cors
    }
    for name in sorted(result.repeated & {*_ONCE, *limited}):
        yield Breach(rule, "the header once", "more than once", f"header {name}")
    if (coding := answer.headers.get("content-encoding", "identity")) != "identity":
        yield Breach(rule, "no coding, as asked for by Accept-Encoding", coding, "header content-encoding")
    length = answer.headers.get("content-length")
    if answer.status == 204:
        if length not in (None, "0") or "transfer-encoding" in answer.headers:
            yield Breach(rule, "no body behind a 204", "headers that announce one", "headers")
    elif length is not None and length != str(len(answer.body)):
        yield Breach(rule, f"{len(answer.body)}, as the body has", length, "header content-length")
    known = {header.name.lower() for header in response.headers} if response else set[str]()
    if "retry-after" in answer.headers and "retry-after" not in known:
        yield Breach(rule, "no such header", answer.headers["retry-after"], "header retry-after")


def _reset(result: Result) -> Iterator[Breach]:
    """Whether the reset is near now, in seconds or in milliseconds."""
    text = result.answer.headers.get(f"{_LIMITED}reset", "")
    if not text.isascii() or not text.isdecimal() or result.clock is None:
        return
    value = int(text[:30])
    if not any(abs(each - result.clock) <= _NEAR for each in (value, value / 1000)):
        yield Breach(
            "#/components/headers/RateLimitReset",
            f"about {result.clock:.0f}",
            text,
            "header X-RateLimit-Reset",
        )


def code(result: Result) -> int | None:
    """The error code in the body; None where there is none."""
    value = fields(result.body).get("code") if result.answer.status >= 400 else None
    return value if isinstance(value, int) else None


@cache
def _limit_headers(contract: Contract) -> tuple[Header, ...]:
    for operation in contract.operations:
        for response in operation.responses.values():
            found = tuple(each for each in response.headers if each.name.lower().startswith(_LIMITED))
            if found:
                return found
    return ()
