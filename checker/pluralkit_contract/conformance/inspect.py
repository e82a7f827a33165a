"""Check a single response: documented content, rate-limit headers, HTTP framing, expected outcome."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pluralkit_contract.contract import Contract, below
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
_NEAR = 60
"""Maximum clock difference in seconds."""


def inspect(contract: Contract, result: Result, known: Sequence[Node], *, limited: bool) -> list[Breach]:
    """Check a single response.

    Args:
        contract: The contract.
        result: The result.
        known: The nodes of its body.
        limited: Whether the server has a rate limiter, with its headers.
    """
    if result.trouble:
        return [Breach(_ANY, "a complete response", result.trouble, "answer")]
    try:
        return [
            *documented(contract, result, known),
            *(_limits(contract, result) if limited else ()),
            *_framing(contract, result),
            *_expected(result),
        ]
    except Exception as error:  # malformed responses can break the libraries that parse them
        found = f"{type(error).__name__}: {error}"
        return [Breach(_ANY, "a response that can be parsed", found, "answer")]


def documented(contract: Contract, result: Result, known: Sequence[Node]) -> list[Breach]:
    """Check status, media type, headers, CORS and body of a response of any operation.

    Args:
        contract: The contract.
        result: The result of any operation, including writes.
        known: The nodes of its body.
    """
    return [
        *_judged(contract, result),
        *cors(contract, result.exchange),
        *headers(contract, result.exchange),
        *content(contract, result, known),
    ]


def _judged(contract: Contract, result: Result) -> list[Breach]:
    """Check what `judge` checks, but allow a Content-Type of an empty fallback response: proxies add one."""
    found = judge(contract, result.exchange)[1]
    empty = not result.answer.body and not result.case.operation
    return [breach for breach in found if not (empty and breach.place == CONTENT_TYPE)]


def _limits(contract: Contract, result: Result) -> Iterator[Breach]:
    yield from _reset(contract, result)
    yield from plausible(contract, result)
    if result.case.operation:
        yield from rate_limit(contract, result.case.operation, result.answer)
        return
    fallback = contract.fallback(result.exchange.request.method, result.exchange.request.path)
    if fallback and fallback.limited and result.answer.status == fallback.status:
        rule = below(fallback.pointer, "limited")
        for header in contract.rate_limit_headers:
            text = result.answer.headers.get(header.name.lower())
            if text is None:
                yield Breach(rule, "the header", "none", f"header {header.name}")
            elif found := schemas(contract).breaches(header.schema, typed(contract, header.schema, text)):
                yield replace(found[0], place=f"header {header.name}")


def _expected(result: Result) -> Iterator[Breach]:
    """Check that the outcome is one that the test case expects."""
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
    """Check repeated headers, content coding and content length."""
    answer, response = result.answer, documented_response(result)
    rule = response.pointer if response else _ANY
    limited = {each.name.lower() for each in contract.rate_limit_headers} | {
        each.lower() for each in contract.cors
    }
    for name in sorted(result.repeated & {*_ONCE, *limited}):
        yield Breach(rule, "the header once", "more than once", f"header {name}")
    if (coding := answer.headers.get("content-encoding", "identity")) != "identity":
        yield Breach(rule, "no coding, as Accept-Encoding requests", coding, "header content-encoding")
    length = answer.headers.get("content-length")
    if answer.status == 204:
        if length not in (None, "0") or "transfer-encoding" in answer.headers:
            yield Breach(rule, "no body after a 204", "headers that announce one", "headers")
    elif length is not None and length != str(len(answer.body)):
        yield Breach(rule, f"{len(answer.body)}, the length of the body", length, "header content-length")
    known = {header.name.lower() for header in response.headers} if response else set[str]()
    if "retry-after" in answer.headers and "retry-after" not in known:
        yield Breach(rule, "no such header", answer.headers["retry-after"], "header retry-after")


def _reset(contract: Contract, result: Result) -> Iterator[Breach]:
    """Check that the reset time is close to the current time, in seconds or milliseconds."""
    text = result.answer.headers.get(contract.wire_format.reset_header, "")
    if not text.isascii() or not text.isdecimal() or result.clock is None:
        return
    value = int(text[:30])
    if not any(abs(each - result.clock) <= _NEAR for each in (value, value / 1000)):
        for header in contract.rate_limit_headers:
            if header.name.lower() == contract.wire_format.reset_header:
                rule = header.schema.rpartition("/")[0]
                yield Breach(rule, f"about {result.clock:.0f}", text, f"header {header.name}")


def code(result: Result) -> int | None:
    """Return the error code in the body, or None.

    Args:
        result: The result of a request.

    Returns:
        The field `code` of the body if the status is at least 400 and it is an integer.
    """
    value = fields(result.body).get("code") if result.answer.status >= 400 else None
    return value if isinstance(value, int) else None
