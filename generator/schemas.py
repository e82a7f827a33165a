"""JSON Schemas of the contract, for programs that validate values before sending them, or build forms."""

from typing import Any, cast

from .document import children

# Keywords for readers: examples, and deviating statements of the service's documentation.
_LEFT_OUT = frozenset({"examples", "example", "x-pluralkit-documented"})


def schemas(document: dict[str, Any]) -> dict[str, Any]:
    """Return the component schemas by name, without keywords that only people read."""
    found = document.get("components", {}).get("schemas", {})
    return {name: _for_programs(schema) for name, schema in found.items()}


def _for_programs(schema: Any) -> Any:
    if isinstance(schema, list):
        return [_for_programs(each) for _, each in children(schema)]
    if not isinstance(schema, dict):
        return schema
    fields = cast("dict[str, Any]", schema)
    return {
        # The keys of `properties` are names of fields, not keywords.
        key: {name: _for_programs(each) for name, each in value.items()}
        if key == "properties"
        else _for_programs(value)
        for key, value in fields.items()
        if key not in _LEFT_OUT
    }
