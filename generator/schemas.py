"""JSON Schemas of the contract, for programs that validate values before sending them, or build forms."""

from typing import Any, cast

from .document import children

_EXAMPLES = frozenset({"examples", "example"})


def schemas(document: dict[str, Any]) -> dict[str, Any]:
    """Return the component schemas by name, without examples."""
    found = document.get("components", {}).get("schemas", {})
    return {name: _without_examples(schema) for name, schema in found.items()}


def _without_examples(schema: Any) -> Any:
    if isinstance(schema, list):
        return [_without_examples(each) for _, each in children(schema)]
    if not isinstance(schema, dict):
        return schema
    fields = cast("dict[str, Any]", schema)
    return {
        # The keys of `properties` are names of fields, not keywords.
        key: {name: _without_examples(each) for name, each in value.items()}
        if key == "properties"
        else _without_examples(value)
        for key, value in fields.items()
        if key not in _EXAMPLES
    }
