"""How what was sent reads back."""

from __future__ import annotations

from typing import Any, cast


def as_stored(value: object, schema: dict[str, Any], rest: Any) -> object:
    """A value as the service keeps it: colours in its letters, levels beside the rest, no tag of nothing."""
    if isinstance(value, str) and "pattern" in schema and "A-F" not in schema["pattern"]:
        return value.lower()
    if isinstance(value, dict):
        return {**rest, **cast("dict[str, object]", value)}
    if schema.get("items") == {"$ref": "#/components/schemas/ProxyTag"}:
        tags = [{"prefix": None, "suffix": None, **tag} for tag in cast("list[dict[str, Any]]", value)]
        return [tag for tag in tags if tag["prefix"] or tag["suffix"]]
    return value
