"""The contract in words that the parser has."""

from typing import Any, cast

from .document import children
from .supported import METHODS
from .validate import has_own_servers, is_null


def is_reference(schema: dict[str, Any]) -> bool:
    """Whether a schema is a way to name a thing, so that the client takes more for it than text."""
    return "x-pluralkit-reference" in schema or "x-pluralkit-snowflake" in schema


def normalise(document: dict[str, Any]) -> dict[str, Any]:
    """Leaves the meaning as it is. The argument is not changed."""
    components = document.get("components", {})
    changed = {
        **document,
        "paths": {**_without_errors(document), **_webhooks(document)},
        "components": {**components, "schemas": _schemas(components.get("schemas", {}))},
    }
    return cast("dict[str, Any]", _null_by_type(changed, {}))


def _null_by_type(node: Any, known: dict[int, Any]) -> Any:
    # The parser reads `const: null` as no const at all. Aliases of one YAML anchor are one object.
    if not isinstance(node, dict | list):
        return node
    address = id(cast("object", node))
    if address not in known:
        if isinstance(node, list):
            known[address] = [_null_by_type(each, known) for _, each in children(node)]
        else:
            schema = cast("dict[str, Any]", node)
            result = {key: _null_by_type(value, known) for key, value in schema.items()}
            if is_null(schema):
                result["type"] = "null"
                del result["const"]
            known[address] = result
    return known[address]


def _without_errors(document: dict[str, Any]) -> dict[str, Any]:
    # The runtime reads every error by one rule, and the parser copies each operation with all that is in it:
    # to leave its errors out makes it three times as fast.
    # Operations at other servers are not in the client.
    return {
        path: {
            key: _of_success(value) if key in METHODS else value
            for key, value in item.items()
            if key not in METHODS or not has_own_servers(item, key)
        }
        for path, item in document["paths"].items()
    }


def _of_success(operation: dict[str, Any]) -> dict[str, Any]:
    kept = {status: answer for status, answer in operation["responses"].items() if status.startswith("2")}
    return {**operation, "responses": kept}


def _webhooks(document: dict[str, Any]) -> dict[str, Any]:
    # The parser does not read webhooks. As operations of a path of their own they are parsed like any other.
    return {f"/webhooks/{name}": item for name, item in document.get("webhooks", {}).items()}


def _schemas(schemas: dict[str, Any]) -> dict[str, Any]:
    # The parser forgets the name of a schema that is mere text, and the client needs it: a MemberRef takes a
    # Member. It remembers enums: each reference becomes one, and `types` takes it for what it stands for.
    return {
        name: {"type": "string", "enum": [name]} if is_reference(schema) else schema
        for name, schema in schemas.items()
    }


def say_deprecated(node: Any) -> Any:
    """The document with the word in the description of everything that is deprecated: docstrings have it."""
    if isinstance(node, list):
        return [say_deprecated(each) for _, each in children(node)]
    if not isinstance(node, dict):
        return node
    fields = {key: say_deprecated(value) for key, value in cast("dict[str, Any]", node).items()}
    if fields.get("deprecated") is True:
        described = fields.get("description")
        fields["description"] = f"Deprecated: {described}" if described else "Deprecated."
    return fields
