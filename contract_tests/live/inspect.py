"""An answer by itself: the contract's own judgement, and what else every answer owes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from contract_tests.answers import cors, judge, rate_limit
from contract_tests.contract import Contract, Header, Json, Response, below
from contract_tests.failure import Breach, shown
from contract_tests.schemas import schemas
from contract_tests.texts import typed

from .presence import presence
from .shape import fields
from .walk import Node, walk
from .wire import Sent

_ONCE = ("content-type", "content-length", "content-encoding", "transfer-encoding", "location")
_LIMITED = "x-ratelimit-"
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")
_FUTURE = timedelta(days=366)
_SOON = timedelta(days=1)
_NEAR = 60
"""Seconds by which two clocks may differ."""


def inspect(contract: Contract, sent: Sent) -> list[Breach]:
    """How an answer breaks the contract, whatever else was answered."""
    if sent.trouble:
        return [Breach("#/paths", "a whole answer", sent.trouble, "answer")]
    try:
        return [
            *_judged(contract, sent),
            *_framing(contract, sent),
            *_expected(sent),
            *_content(contract, sent),
        ]
    except Exception as error:  # an answer so odd that the tools themselves give up on it
        return [
            Breach("#/paths", "an answer that can be judged", f"{type(error).__name__}: {error}", "answer")
        ]


def _judged(contract: Contract, sent: Sent) -> Iterator[Breach]:
    yield from judge(contract, sent.exchange)[1]
    yield from cors(contract, sent.exchange)
    if sent.ask.read:
        yield from rate_limit(contract, sent.ask.read.operation, sent.answer)
        return
    fallback = contract.fallback("GET", sent.exchange.request.path)
    if fallback and fallback.limited and sent.answer.status == fallback.status:
        rule = below(fallback.pointer, "limited")
        for header in _limit_headers(contract):
            text = sent.answer.headers.get(header.name.lower())
            if text is None:
                yield Breach(rule, "the header", "none", f"header {header.name}")
            elif found := schemas(contract).breaches(header.schema, typed(contract, header.schema, text)):
                yield replace(found[0], place=f"header {header.name}")


def _expected(sent: Sent) -> Iterator[Breach]:
    """Whether it is one of the answers that may come to the question."""
    outcomes = sent.ask.outcomes
    if outcomes is None or (sent.answer.status, code(sent)) in outcomes:
        return
    wanted = sorted(outcomes, key=lambda outcome: (outcome[0], outcome[1] or 0))
    yield Breach(
        sent.ask.rule,
        " or ".join(f"{status}, code {code}" if code is not None else str(status) for status, code in wanted),
        f"{sent.answer.status}, code {code(sent)}",
        "status",
    )


def _framing(contract: Contract, sent: Sent) -> Iterator[Breach]:
    """How the body is wrapped."""
    answer, response = sent.answer, _response(sent)
    rule = response.pointer if response else "#/paths"
    limited = {each.name.lower() for each in _limit_headers(contract)} | {
        each.lower() for each in contract.cors
    }
    for name in sorted(sent.repeated & {*_ONCE, *limited}):
        yield Breach(rule, "the header once", "more than once", f"header {name}")
    if (coding := answer.headers.get("content-encoding", "identity")) != "identity":
        yield Breach(rule, "no coding, as asked for by Accept-Encoding", coding, "header content-encoding")
    _, *parameters = answer.headers.get("content-type", "").split(";")
    if any(each.strip().lower().replace('"', "") != "charset=utf-8" for each in parameters):
        yield Breach(
            rule, "charset=utf-8 or no parameter", answer.headers["content-type"], "header content-type"
        )
    length = answer.headers.get("content-length")
    if answer.status == 204:
        if length not in (None, "0") or "transfer-encoding" in answer.headers:
            yield Breach(rule, "no body behind a 204", "headers that announce one", "headers")
    elif length is not None and length != str(len(answer.body)):
        yield Breach(rule, f"{len(answer.body)}, as the body has", length, "header content-length")
    known = {header.name.lower() for header in response.headers} if response else set[str]()
    if "retry-after" in answer.headers and "retry-after" not in known:
        yield Breach(rule, "no such header", answer.headers["retry-after"], "header retry-after")
    yield from _reset(sent)


def _reset(sent: Sent) -> Iterator[Breach]:
    """Whether the reset is near now, in seconds or in milliseconds."""
    text = sent.answer.headers.get(f"{_LIMITED}reset", "")
    if not text.isascii() or not text.isdecimal():
        return
    value = int(text[:30])
    if not any(abs(each - sent.clock) <= _NEAR for each in (value, value / 1000)):
        yield Breach(
            "#/components/headers/RateLimitReset", f"about {sent.clock:.0f}", text, "header X-RateLimit-Reset"
        )


def _content(contract: Contract, sent: Sent) -> Iterator[Breach]:
    """What a body says beyond its schema's words."""
    answer, response = sent.answer, _response(sent)
    schema = response.content.get(answer.media_type) if response else None
    if response is None or schema is None or not answer.media_type.endswith("json") or not answer.body:
        return
    yield from _twice(answer.body, schema)
    body = sent.body
    yield from _message(contract, sent, response, body)
    now = datetime.fromtimestamp(sent.clock, UTC)
    for node in walk(contract, schema, body):
        yield from _value(contract, node, now)
        yield from presence(contract, sent, node)


def _twice(body: bytes, schema: str) -> Iterator[Breach]:
    found: list[str] = []

    def pairs(items: list[tuple[str, Any]]) -> dict[str, Any]:
        names = [name for name, _ in items]
        found.extend(name for name in names if names.count(name) > 1)
        return dict(items)

    json.loads(body, object_pairs_hook=pairs)
    if found:
        yield Breach(schema, "each key once", f"{found[0]!r} twice", "body")


def _message(contract: Contract, sent: Sent, response: Response, body: Json) -> Iterator[Breach]:
    """The text of an error is its code's; for code 0, one that the contract's examples show."""
    if response.error_codes is None:
        return
    value, message = fields(body).get("code"), fields(body).get("message")
    if not isinstance(message, str) or not isinstance(value, int):
        return
    rule = below("#/x-pluralkit-errors", value)
    known = contract.document["x-pluralkit-errors"].get(str(value), {}).get("message")
    if known is not None:
        pattern = re.escape(known).replace(re.escape("{ref}"), ".*")
        if not re.fullmatch(pattern, message, re.DOTALL):
            yield Breach(below(rule, "message"), known, message, "$.message")
    elif (texts := _general(contract).get(sent.answer.status)) and message not in texts:
        yield Breach(below(response.pointer, "content"), " or ".join(sorted(texts)), message, "$.message")


def _value(contract: Contract, node: Node, now: datetime) -> Iterator[Breach]:
    types = node.says.get("type")
    if isinstance(node.value, float) and "integer" in ([types] if isinstance(types, str) else types or ()):
        yield Breach(below(node.schema, "type"), "an integer, written as one", shown(node.value), node.path)
    if not isinstance(node.value, str):
        return
    rule = below(node.schema, "format")
    match node.says.get("format"):
        case "uuid" if node.value != canonical(node.value):
            yield Breach(rule, "a UUID as one is written out, in lower case", node.value, node.path)
        case "date-time":
            instant = moment(node.value)
            latest = now + (_SOON if contract.at(node.place).get("readOnly") else _FUTURE)
            if instant is None:
                yield Breach(rule, "a time in UTC that ends in Z", node.value, node.path)
            elif instant >= _nanoseconds(latest):
                yield Breach(rule, f"a time before {latest:%Y-%m-%d}", node.value, node.path)
        case _:
            pass


def canonical(text: str) -> str | None:
    """A UUID as RFC 9562 writes it out; None for what is none."""
    try:
        return str(UUID(text))
    except ValueError:
        return None


def moment(text: str) -> int | None:
    """A time that ends in Z, in nanoseconds since 1970; None for what is none."""
    match = _TIME.fullmatch(text)
    if match is None:
        return None
    try:
        seconds = datetime.fromisoformat(text[:19] + "+00:00")
    except ValueError:
        return None
    return _nanoseconds(seconds) + int((match[1] or ".0")[1:10].ljust(9, "0"))


def code(sent: Sent) -> int | None:
    """The error code in the body; None where there is none."""
    value = fields(sent.body).get("code") if sent.answer.status >= 400 else None
    return value if isinstance(value, int) else None


def _nanoseconds(time: datetime) -> int:
    since = time - datetime(1970, 1, 1, tzinfo=UTC)
    return (since.days * 86_400 + since.seconds) * 1_000_000_000 + since.microseconds * 1000


def _response(sent: Sent) -> Response | None:
    return sent.ask.read.operation.response(sent.answer.status) if sent.ask.read else None


@cache
def _limit_headers(contract: Contract) -> tuple[Header, ...]:
    for operation in contract.operations:
        for response in operation.responses.values():
            found = tuple(each for each in response.headers if each.name.lower().startswith(_LIMITED))
            if found:
                return found
    return ()


@cache
def _general(contract: Contract) -> dict[int, set[str]]:
    """The messages that the contract's examples show of code 0, by status."""
    found: dict[int, set[str]] = {}
    for operation in contract.operations:
        for status, response in operation.responses.items():
            for media in response.content:
                content = below(response.pointer, "content", media)
                for name in contract.at(content).get("examples", ()):
                    example = contract.at(contract.resolve(below(content, "examples", name)))["value"]
                    if fields(example).get("code") == 0:
                        found.setdefault(int(status), set()).add(example["message"])
    return found
