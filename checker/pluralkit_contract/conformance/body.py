"""Checks of JSON response bodies beyond JSON Schema: duplicate keys, messages, formats, optional fields."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from pluralkit_contract.contract import Contract, Response, below
from pluralkit_contract.failures import Breach, json_excerpt
from pluralkit_contract.json_values import fields
from pluralkit_contract.results import Result, documented_response
from pluralkit_contract.values import canonical, moment, nanoseconds

from .optional_fields import presence
from .walk import Node, walk

_FUTURE = timedelta(days=366)
_SOON = timedelta(days=1)
_REWRITE = "x-pluralkit-url-rewrite"


def nodes(contract: Contract, result: Result) -> list[Node]:
    """Return the nodes of a JSON body with their schemas; empty without a documented body.

    Args:
        contract: The contract.
        result: The result.
    """
    response = documented_response(result)
    schema = response.content.get(result.answer.media_type) if response and result.body is not None else None
    return list(walk(contract, schema, result.body)) if schema else []


def content(contract: Contract, result: Result, known: Sequence[Node]) -> Iterator[Breach]:
    """Check the JSON body of a response.

    Args:
        contract: The contract.
        result: The result.
        known: The nodes of the body.

    Returns:
        Breaches by duplicate keys, error messages, formats, rewritten URLs and optional fields.
    """
    response = documented_response(result)
    if response is None or result.body is None:
        return
    yield from _duplicate_keys(result.answer.body, response.pointer)
    yield from _message(contract, result, response)
    now = None if result.clock is None else datetime.fromtimestamp(result.clock, UTC)
    for node in known:
        yield from _value(contract, node, now)
        yield from presence(contract, result, node)


def _duplicate_keys(body: bytes, rule: str) -> Iterator[Breach]:
    found: list[str] = []

    def pairs(items: list[tuple[str, Any]]) -> dict[str, Any]:
        known = dict(items)
        if len(known) < len(items):
            found.extend(name for name, times in Counter(name for name, _ in items).items() if times > 1)
        return known

    json.loads(body, object_pairs_hook=pairs)
    if found:
        yield Breach(rule, "each key once", f"{found[0]!r} twice", "body")


def _message(contract: Contract, result: Result, response: Response) -> Iterator[Breach]:
    """Check the message of an error: the one of its code; for code 0, one of the contract's examples."""
    if response.error_codes is None:
        return
    value, message = fields(result.body).get("code"), fields(result.body).get("message")
    if not isinstance(message, str) or not isinstance(value, int):
        return
    rule = below("#/x-pluralkit-errors", value)
    known = contract.document["x-pluralkit-errors"].get(str(value), {}).get("message")
    if known is not None:
        pattern = re.escape(known).replace(re.escape("{ref}"), ".*")
        if not re.fullmatch(pattern, message, re.DOTALL):
            yield Breach(below(rule, "message"), known, message, "$.message")
    elif (texts := _general(contract).get(result.answer.status)) and message not in texts:
        yield Breach(below(response.pointer, "content"), " or ".join(sorted(texts)), message, "$.message")


def _value(contract: Contract, node: Node, now: datetime | None) -> Iterator[Breach]:
    types = node.says.get("type")
    if isinstance(node.value, float) and "integer" in ([types] if isinstance(types, str) else types or ()):
        yield Breach(
            below(node.schema, "type"), "an integer, written as one", json_excerpt(node.value), node.path
        )
    if not isinstance(node.value, str):
        return
    host: str = contract.document[_REWRITE]["from"]
    if node.says.get(_REWRITE) and node.value.startswith(f"https://{host}/"):
        yield Breach(below(node.schema, _REWRITE), f"no address on {host}", node.value, node.path)
    rule = below(node.schema, "format")
    match node.says.get("format"):
        case "uuid" if node.value != canonical(node.value):
            yield Breach(rule, "a UUID as one is written out, in lower case", node.value, node.path)
        case "date-time":
            instant = moment(node.value)
            if instant is None:
                yield Breach(rule, "a time in UTC that ends in Z", node.value, node.path)
            elif now is not None:
                latest = now + (_SOON if contract.at(node.place).get("readOnly") else _FUTURE)
                if instant >= nanoseconds(latest):
                    yield Breach(rule, f"a time before {latest:%Y-%m-%d}", node.value, node.path)
        case _:
            pass


@cache
def _general(contract: Contract) -> dict[int, set[str]]:
    """Return the messages of the contract's examples with code 0, by status."""
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
