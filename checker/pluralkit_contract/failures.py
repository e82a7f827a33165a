"""Rendering of contract breaches: operation, request to reproduce, response, and the rule's JSON pointer.

Example:

    getMember does not conform to the contract (https://api.pluralkit.me)
      request   curl -H 'user-agent: tests' -H "Authorization: $TOKEN"
      https://api.pluralkit.me/v2/members/annie
      response  200 application/json {"id":"annie","uuid":"134ba358-…
      rule      openapi/pluralkit.yaml#/components/schemas/Member/properties/color/pattern
      expected  pattern "^[0-9a-f]{6}$"
      found     "AABBCC" does not match "^[0-9a-f]{6}$" (at $.color)
"""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from .exchange import Answer, Exchange, Request

_SHOWN = 300
_BREACHES = 3


@dataclass(frozen=True, slots=True)
class Breach:
    """A breach of one rule of the contract.

    Attributes:
        rule: JSON pointer of the rule.
        expected: What the rule requires.
        found: What was found instead.
        place: Where it was found (`$.color`, `status`, `header content-type`).
    """

    rule: str
    expected: str
    found: str
    place: str


class BreachError(AssertionError):
    """A request or response does not conform to the contract; the message is the rendered failure."""


def raise_for_breaches(breaches: Sequence[Breach], exchange: Exchange, subject: str) -> None:
    """Raise an error if there are breaches.

    Args:
        breaches: The breaches found in the exchange.
        exchange: The exchange.
        subject: What does not conform; mostly an operation id.

    Raises:
        BreachError: There are breaches.
    """
    __tracebackhide__ = True
    if breaches:
        raise BreachError(explain(breaches, exchange, subject))


def raise_for_exchanges(found: Iterable[tuple[Exchange, str, Sequence[Breach]]]) -> None:
    """Raise one error for all exchanges with breaches: the first is rendered in full, the others are counted.

    Args:
        found: Exchanges, each with its subject and its breaches.

    Raises:
        BreachError: An exchange has breaches.
    """
    __tracebackhide__ = True
    broken = [each for each in found if each[2]]
    if broken:
        exchange, subject, breaches = broken[0]
        more = f"\n\nand {len(broken) - 1} more exchanges like it" if len(broken) > 1 else ""
        raise BreachError(explain(breaches, exchange, subject) + more)


def explain(breaches: Sequence[Breach], exchange: Exchange, subject: str) -> str:
    """Render a failure.

    Args:
        breaches: The breaches; the first three are rendered, the others counted.
        exchange: The exchange they were found in.
        subject: What does not conform; mostly an operation id.
    """
    lines = [
        f"{subject} does not conform to the contract ({exchange.origin})",
        f"  request   {curl(exchange.request)}",
        f"  response  {response_line(exchange.answer)}",
    ]
    for breach in breaches[:_BREACHES]:
        lines += [
            f"  rule      openapi/pluralkit.yaml{breach.rule}",
            f"  expected  {_cut(breach.expected)}",
            f"  found     {_cut(breach.found)} (at {breach.place})",
        ]
    if len(breaches) > _BREACHES:
        lines.append(f"  and {len(breaches) - _BREACHES} more")
    return "\n".join(lines)


def curl(request: Request, base: str = "https://api.pluralkit.me") -> str:
    """Render a request as a curl command.

    Args:
        request: The request. The Authorization header is replaced by the shell variable `$TOKEN`, so no
            secret is shown.
        base: Origin of the server.
    """
    words = ["curl"]
    if request.method != "GET":
        words += ["-X", request.method]
    for name, value in request.headers.items():
        if name == "authorization":
            scheme = "Bearer " if value.startswith("Bearer ") else ""
            words += ["-H", f'"Authorization: {scheme}$TOKEN"']
        elif name not in ("host", "content-length", "connection", "accept-encoding"):
            words += ["-H", shlex.quote(f"{name}: {value}")]
    if request.body is not None:
        words += ["--data-raw", shlex.quote(_cut(request.body.decode(errors="replace")))]
    return " ".join([*words, shlex.quote(base + request.target)])


def response_line(answer: Answer) -> str:
    """Summarize a response in one line: status, media type, start of the body."""
    body = " ".join(_cut(answer.body.decode(errors="replace")).split())
    return f"{answer.status} {answer.media_type or '(no media type)'} {body or '(no body)'}"


def json_excerpt(value: Any) -> str:
    """Render a JSON value in one line, truncated to 300 characters."""
    return _cut(msgspec.json.encode(value).decode())


def _cut(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}… ({len(text)} characters)"
