"""Expected stored form of sent values."""

from __future__ import annotations

from typing import Any, cast


def as_stored(value: object, schema: dict[str, Any], rest: Any) -> object:
    """Return the stored form of a sent value: normalized colours, merged privacy, no empty proxy tags.

    Args:
        value: The sent value.
        schema: Its schema.
        rest: The stored value before.
    """
    if isinstance(value, str) and "pattern" in schema and "A-F" not in schema["pattern"]:
        return value.lower()
    if isinstance(value, dict):
        return {**rest, **cast("dict[str, object]", value)}
    if schema.get("items") == {"$ref": "#/components/schemas/ProxyTag"}:
        tags = [{"prefix": None, "suffix": None, **tag} for tag in cast("list[dict[str, Any]]", value)]
        return [tag for tag in tags if tag["prefix"] or tag["suffix"]]
    return value
