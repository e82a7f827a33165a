"""Rewrite a contract to constructs that the parser supports."""

from typing import Any, cast

from .document import children
from .supported import METHODS
from .validate import has_own_servers, is_null


def is_reference(schema: dict[str, Any]) -> bool:
    """Return whether a schema describes references, for which the client also accepts models and ids."""
    return "x-pluralkit-reference" in schema or "x-pluralkit-snowflake" in schema


def normalise(document: dict[str, Any]) -> dict[str, Any]:
    """Return an equivalent contract that the parser supports.

    Args:
        document: The contract; not modified.
    """
    components = document.get("components", {})
    changed = {
        **document,
        "paths": {**_without_errors(document), **_webhooks(document)},
        "components": {**components, "schemas": _schemas(components.get("schemas", {}))},
    }
    return cast("dict[str, Any]", _null_by_type(changed, {}))


def _null_by_type(node: Any, known: dict[int, Any]) -> Any:
    # The parser ignores `const: null`. Aliases of one YAML anchor are the same object.
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
    # The runtime parses all errors by one rule. Dropping them makes the parser, which copies each operation,
    # three times as fast. Operations at other servers are not in the client.
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
    # The parser does not support webhooks: convert them to operations with paths of their own.
    return {f"/webhooks/{name}": item for name, item in document.get("webhooks", {}).items()}


def _schemas(schemas: dict[str, Any]) -> dict[str, Any]:
    # The parser drops the names of string schemas, which the client needs: a MemberRef accepts a Member. It
    # keeps the names of enums: convert references to enums, which `types` converts back.
    return {
        name: {"type": "string", "enum": [name]} if is_reference(schema) else schema
        for name, schema in schemas.items()
    }


def say_deprecated(node: Any) -> Any:
    """Return a document whose descriptions state what is deprecated, so that docstrings do.

    Args:
        node: The document, or a value in it; not modified.
    """
    if isinstance(node, list):
        return [say_deprecated(each) for _, each in children(node)]
    if not isinstance(node, dict):
        return node
    fields = {key: say_deprecated(value) for key, value in cast("dict[str, Any]", node).items()}
    if fields.get("deprecated") is True:
        described = fields.get("description")
        fields["description"] = f"Deprecated: {described}" if described else "Deprecated."
    return fields
