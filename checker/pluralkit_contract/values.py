"""Convert texts of headers, paths, queries and JSON to values of the types that their schemas state."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from .contract import Contract, Json, below

_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")


def typed(contract: Contract, schema: str, text: str) -> Any:
    """Convert a text to the type that a schema states.

    Args:
        contract: The contract.
        schema: JSON pointer of the schema.
        text: The text of a header or parameter.

    Returns:
        An int or bool if the schema allows one and the text is one; otherwise the text, for validation to
        reject.
    """
    types = documented_types(contract, schema)
    if "integer" in types and re.fullmatch("-?(0|[1-9][0-9]*)", text):
        return int(text)
    if "boolean" in types and text in ("true", "false"):
        return text == "true"
    return text


def documented_types(contract: Contract, schema: str) -> frozenset[str]:
    """Return the JSON types that a schema allows; empty if it allows any.

    Args:
        contract: The contract.
        schema: JSON pointer of the schema.
    """
    return frozenset(_types(contract, contract.resolve(schema)))


def json_type(value: Json) -> str:
    """Return the JSON Schema type of a value: `integer` for an int, `number` for a float.

    Args:
        value: The value, as decoded from JSON.
    """
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
    """Return a UUID in the form of RFC 9562 (lower case, with hyphens), or None if the text is not a UUID.

    Args:
        text: The text, in any form that `uuid.UUID` accepts.
    """
    try:
        return str(UUID(text))
    except ValueError:
        return None


def moment(text: str) -> int | None:
    """Parse a UTC timestamp that ends in Z.

    Args:
        text: A timestamp in RFC 3339 format, with up to nine decimal places.

    Returns:
        Nanoseconds since 1970-01-01, or None if the text is not such a timestamp.
    """
    match = _TIME.fullmatch(text)
    if match is None:
        return None
    try:
        seconds = datetime.fromisoformat(text[:19] + "+00:00")
    except ValueError:
        return None
    return nanoseconds(seconds) + int((match[1] or ".0")[1:10].ljust(9, "0"))


def nanoseconds(time: datetime) -> int:
    """Convert an aware datetime to nanoseconds since 1970-01-01."""
    since = time - datetime(1970, 1, 1, tzinfo=UTC)
    return (since.days * 86_400 + since.seconds) * 1_000_000_000 + since.microseconds * 1000
