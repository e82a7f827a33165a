"""From the texts of headers, paths, queries and JSON to the values that their schemas speak of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from .contract import Contract, Json, below

_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")


def typed(contract: Contract, schema: str, text: str) -> Any:
    """`text` as a value of the schema's type; left a text where it is none, for the schema to refuse."""
    types = documented_types(contract, schema)
    if "integer" in types and re.fullmatch("-?(0|[1-9][0-9]*)", text):
        return int(text)
    if "boolean" in types and text in ("true", "false"):
        return text == "true"
    return text


def documented_types(contract: Contract, schema: str) -> frozenset[str]:
    """The JSON types that a schema has among its values; empty for any."""
    return frozenset(_types(contract, contract.resolve(schema)))


def json_type(value: Json) -> str:
    """The JSON type of a value, an integer apart from other numbers."""
    match value:
        case None:
            return "null"
        case bool():
            return "boolean"
        case int():
            return "integer"
        case float():
            return "number"
        case str():
            return "string"
        case list():
            return "array"
        case _:
            return "object"


def _types(contract: Contract, pointer: str) -> Iterator[str]:
    node = contract.at(pointer)
    declared: Any = node.get("type", ())
    yield from [declared] if isinstance(declared, str) else declared
    for word in ("oneOf", "anyOf"):
        for place in range(len(node.get(word, ()))):
            yield from documented_types(contract, below(pointer, word, place))


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
    return nanoseconds(seconds) + int((match[1] or ".0")[1:10].ljust(9, "0"))


def nanoseconds(time: datetime) -> int:
    """A time in nanoseconds since 1970."""
    since = time - datetime(1970, 1, 1, tzinfo=UTC)
    return (since.days * 86_400 + since.seconds) * 1_000_000_000 + since.microseconds * 1000
