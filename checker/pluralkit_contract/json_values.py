"""Typed access to JSON of unknown shape."""

from __future__ import annotations

from typing import cast

from .contract import Json


def fields(value: object) -> dict[str, Json]:
    """Return the fields of a JSON object; an empty dict if the value is not an object."""
    return cast("dict[str, Json]", value) if isinstance(value, dict) else {}


def items(value: object) -> list[Json]:
    """Return the items of a JSON array; an empty list if the value is not an array."""
    return cast("list[object]", value) if isinstance(value, list) else []


def is_object(value: object) -> bool:
    """Return whether a value is a JSON object, without narrowing its type as `isinstance` does."""
    return isinstance(value, dict)


def is_list(value: object) -> bool:
    """Return whether a value is a JSON array, without narrowing its type as `isinstance` does."""
    return isinstance(value, list)
