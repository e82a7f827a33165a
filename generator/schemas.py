"""The contract's JSON Schemas, for programs that check values before they send them, or ask for them."""

from typing import Any, cast

from .document import children

_EXAMPLES = frozenset({"examples", "example"})


def schemas(document: dict[str, Any]) -> dict[str, Any]:
    """The component schemas by name, without examples."""
    found = document.get("components", {}).get("schemas", {})
    return {name: _without_examples(schema) for name, schema in found.items()}


def _without_examples(schema: Any) -> Any:
    if isinstance(schema, list):
        return [_without_examples(each) for _, each in children(schema)]
    if not isinstance(schema, dict):
        return schema
    fields = cast("dict[str, Any]", schema)
    return {
        # Below `properties`, a key is the name of a field.
        key: {name: _without_examples(each) for name, each in value.items()}
        if key == "properties"
        else _without_examples(value)
        for key, value in fields.items()
        if key not in _EXAMPLES
    }
