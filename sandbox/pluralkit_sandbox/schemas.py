"""JSON Schema validators for the contract's schemas; unknown fields are rejected."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, cast

from jsonschema_rs import Draft202012, Draft202012Validator, Registry, ValidationError, Validator

from pluralkit_sandbox import contract
from pluralkit_sandbox.compat import convert

if TYPE_CHECKING:  # a protocol that exists only in the type stubs
    from jsonschema_rs import KeywordValidator

_DOCUMENT = "urn:contract"
_DATA = frozenset({"const", "default", "enum", "example", "examples", "if", "then", "not"})
"""Keywords whose values are copied unchanged: they contain data, or schemas that do not describe fields."""


def place_of(error: ValidationError) -> str:
    """Return the place of an error, as `.members[0].name`; empty for the whole value."""
    return "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in error.instance_path)


@cache
def validator(pointer: str) -> Validator:
    """Return the validator of a schema; cached.

    Args:
        pointer: JSON pointer of the schema, such as "#/components/schemas/Member".
    """
    return Draft202012Validator(
        {"$ref": _DOCUMENT + pointer},
        registry=_registry(),
        validate_formats=True,
        ignore_unknown_formats=False,
        keywords=_KEYWORDS,
    )


@cache
def _registry() -> Registry:
    return Registry([(_DOCUMENT, _closed(contract.load().document))], draft=Draft202012)


class _MaxLength:
    # The validator passes all three arguments by name.
    def __init__(self, parent_schema: dict[str, Any], value: int, schema_path: list[str | int]) -> None:  # noqa: ARG002
        self._most = value

    def validate(self, instance: object) -> None:
        if isinstance(instance, str) and convert.length(instance) > self._most:
            raise ValueError(f"is {convert.length(instance)} long, {self._most} is allowed")


_KEYWORDS: dict[str, type[KeywordValidator]] = {"maxLength": _MaxLength}
"""`maxLength` counts UTF-16 code units in the contract, and characters in JSON Schema."""


def _closed(node: object) -> Any:
    if isinstance(node, list):
        return [_closed(each) for each in cast("list[object]", node)]
    if not isinstance(node, dict):
        return node
    closed = {
        key: value if key in _DATA else _closed_each(value) if key == "properties" else _closed(value)
        for key, value in cast("dict[str, object]", node).items()
    }
    return {**closed, "unevaluatedProperties": False} if "properties" in closed else closed


def _closed_each(properties: object) -> dict[str, Any]:
    return {name: _closed(schema) for name, schema in cast("dict[str, object]", properties).items()}
