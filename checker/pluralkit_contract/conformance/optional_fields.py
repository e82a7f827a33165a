"""Check which optional fields an object has."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from pluralkit_contract.contract import Contract, below
from pluralkit_contract.failures import Breach
from pluralkit_contract.json_values import fields, is_object
from pluralkit_contract.probe.inventory import Inventory, Model, ReadOperation, inventory
from pluralkit_contract.results import Result

from .walk import Node


def presence(contract: Contract, result: Result, node: Node) -> Iterator[Breach]:
    """Check that an object has exactly those optional fields that its response should have.

    Args:
        contract: The contract.
        result: The result.
        node: An object in its body; other values are ignored.
    """
    read = result.case.read
    if read is None or not is_object(node.value):
        return
    model = inventory(contract).model_of(node.schema)
    for name in node.says.get("properties", {}):
        if name in node.says.get("required", ()):
            continue
        expected = _expected(inventory(contract), read, result, model, name)
        if expected is None or expected == (name in fields(node.value)):
            continue
        rule = below(node.schema, "properties", name)
        wanted = "the field in this response" if expected else "no such field in this response"
        found = "none" if expected else "the field"
        yield Breach(rule, wanted, found, f"{node.path}.{name}")


@cache
def repeated(inventory: Inventory, model: str) -> frozenset[str]:
    """Return the fields of a model that repeat a list with its own operation, such as a group's `members`.

    Args:
        inventory: The inventory of the contract.
        model: Name of the model.
    """
    return frozenset(
        read.operation.template.rpartition("/")[2] for read in inventory.about(model) if read.many
    )


def _expected(
    inventory: Inventory, read: ReadOperation, result: Result, model: Model | None, name: str
) -> bool | None:
    if model is None:
        return False  # only responses to writes have it
    if name in repeated(inventory, model.name):
        return any(value == "true" for _, value in result.case.query)
    if any(name == each.lower() for each in inventory.models):
        return read.model is not None  # only present where the resource is the whole response
    if "x-pluralkit-privacy" in inventory.contract.at(below(model.own, "properties", name)):
        return None  # depends on the view: see checks/privacy.py
    return False
