"""Fields of systems, members and groups that anonymous callers see, by x-pluralkit-privacy."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias, cast

from pluralkit_contract.contract import Contract, Operation, below

MODELS = frozenset({"System", "Member", "Group"})
Thing: TypeAlias = Mapping[str, Any]


def anonymous_view(contract: Contract, model: str, thing: Thing) -> dict[str, Any]:
    """Return an entity as an anonymous caller sees it.

    Args:
        contract: The contract.
        model: Name of the model.
        thing: The entity as its owner sees it.
    """
    seen = dict(thing)
    for name, field in contract.at(below("#/components/schemas", model, "properties")).items():
        rule = field.get("x-pluralkit-privacy")
        if name not in thing or rule is None:
            continue
        if rule["key"] != "owner" and thing["privacy"][rule["key"]] == "public":
            continue
        match rule["hidden"]:
            case "null":
                seen[name] = None
            case "empty":
                seen[name] = []
            case "absent":
                del seen[name]
            case "stand-in":
                seen[name] = thing[rule["stand-in"]] or thing[name]
            case other:
                raise NotImplementedError(other)
    return seen


def anonymous_answer(contract: Contract, operation: Operation, body: Any) -> Any:
    """Return the expected body for an anonymous caller, with filtered lists.

    Args:
        contract: The contract.
        operation: The operation.
        body: The owner's body.
    """
    closed = operation.extensions.get("list-privacy", {})
    if key := closed.get("items"):
        body = [each for each in body if each["privacy"][key] == "public"]
    return _shown(contract, operation.responses["200"].content["application/json"], body)


def _shown(contract: Contract, schema: str, value: object) -> Any:
    schema = contract.resolve(schema)
    model = schema.rpartition("/")[2]
    if model in MODELS:
        return anonymous_view(contract, model, cast("Thing", value))
    if isinstance(value, list):
        return [_shown(contract, below(schema, "items"), each) for each in cast("list[object]", value)]
    if isinstance(value, dict):
        return {
            name: _shown(contract, below(schema, "properties", name), each)
            for name, each in cast("dict[str, object]", value).items()
        }
    return value


def hidden_texts(contract: Contract, model: str, thing: Thing) -> set[str]:
    """Return the texts of an entity that anonymous callers must not see."""
    return set(_texts(thing)) - set(_texts(anonymous_view(contract, model, thing)))


def _texts(value: object) -> Iterator[str]:
    match value:
        case dict():
            for each in cast("dict[str, object]", value).values():
                yield from _texts(each)
        case list():
            for each in cast("list[object]", value):
                yield from _texts(each)
        case str() if len(value) > 7:  # not "public", "private"
            yield value
        case _:
            pass
