"""How a breach of the contract reads: the operation, the request to try again, the answer, and the rule.

getMember does not keep to the contract
  asked     curl -H 'user-agent: tests' -H "Authorization: $TOKEN" https://api.pluralkit.me/v2/members/annie
  answered  200 application/json {"id":"annie","uuid":"134ba358-…
  rule      openapi/pluralkit.yaml#/components/schemas/Member/properties/color/pattern
  expected  "AABBCC" does not match "^[0-9a-f]{6}$"
  found     "AABBCC" at $.color
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
    """`rule` is a JSON pointer into the contract, `place` where it is broken (`$.color`, `status`)."""

    rule: str
    expected: str
    found: str
    place: str


class BrokenError(AssertionError):
    """Something does not keep to the contract; the text is for a person to read."""


def hold(breaches: Sequence[Breach], exchange: Exchange, subject: str) -> None:
    """Raises `BrokenError` if there are breaches. `subject` is what broke them, mostly an operation's id."""
    __tracebackhide__ = True
    if breaches:
        raise BrokenError(explain(breaches, exchange, subject))


def hold_all(found: Iterable[tuple[Exchange, str, Sequence[Breach]]]) -> None:
    """Raises one `BrokenError` for the exchanges that have breaches: the first in full, the rest counted."""
    __tracebackhide__ = True
    broken = [each for each in found if each[2]]
    if broken:
        exchange, subject, breaches = broken[0]
        more = f"\n\nand {len(broken) - 1} more exchanges like it" if len(broken) > 1 else ""
        raise BrokenError(explain(breaches, exchange, subject) + more)


def explain(breaches: Sequence[Breach], exchange: Exchange, subject: str) -> str:
    """The text of a failure."""
    lines = [
        f"{subject} does not keep to the contract ({exchange.origin})",
        f"  asked     {curl(exchange.request)}",
        f"  answered  {told(exchange.answer)}",
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
    """The request as a line for a shell; the token is taken from $TOKEN there, and never shown here."""
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


def told(answer: Answer) -> str:
    """The answer on a line: status, media type, start of the body."""
    body = " ".join(_cut(answer.body.decode(errors="replace")).split())
    return f"{answer.status} {answer.media_type or '(no media type)'} {body or '(no body)'}"


def shown(value: Any) -> str:
    """A value of JSON, cut to what fits on a line."""
    return _cut(msgspec.json.encode(value).decode())


def _cut(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}… ({len(text)} characters)"
