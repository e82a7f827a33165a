"""Walk a JSON body along its schema."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from pluralkit_contract.contract import Contract, Json, below
from pluralkit_contract.json_values import fields, is_list, is_object, items
from pluralkit_contract.schemas import schemas


@dataclass(frozen=True, slots=True)
class Node:
    """A value in a body with its schema.

    Attributes:
        value: The value.
        path: Its path in the body (`$[0].created`).
        place: JSON pointer of the schema or reference that applies to it.
        schema: JSON pointer of the resolved schema.
        says: The resolved schema.
    """

    value: Json
    path: str
    place: str
    schema: str
    says: Mapping[str, Json]


def walk(contract: Contract, place: str, value: Json, path: str = "$") -> Iterator[Node]:
    """Yield a value and all nested values that the schema describes.

    Args:
        contract: The contract.
        place: JSON pointer of the value's schema.
        value: The value.
        path: Path of the value in the body.
    """
    schema, node = _resolved(contract, place)
    for word in ("oneOf", "anyOf"):
        if word in node:
            branches = [below(schema, word, number) for number in range(len(node[word]))]
            fitting = (each for each in branches if schemas(contract).is_valid(each, value))
            if chosen := next(fitting, None):
                yield from walk(contract, chosen, value, path)
            return
    yield Node(value, path, place, schema, node)
    if is_object(value):
        for name, each in fields(value).items():
            if name in node.get("properties", ()):
                yield from walk(contract, below(schema, "properties", name), each, f"{path}.{name}")
            elif isinstance(node.get("additionalProperties"), dict):
                yield from walk(contract, below(schema, "additionalProperties"), each, f"{path}.{name}")
    elif is_list(value) and "items" in node:
        for number, each in enumerate(items(value)):
            yield from walk(contract, below(schema, "items"), each, f"{path}[{number}]")


@cache
def _resolved(contract: Contract, place: str) -> tuple[str, Mapping[str, Json]]:
    schema = contract.resolve(place)
    return schema, contract.at(schema)
