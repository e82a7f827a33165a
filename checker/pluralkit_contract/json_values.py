"""JSON of any shape, taken as what it should be."""

from __future__ import annotations

from typing import cast

from .contract import Json


def fields(value: object) -> dict[str, Json]:
    """An object's fields; none where it is no object."""
    return cast("dict[str, Json]", value) if isinstance(value, dict) else {}


def items(value: object) -> list[Json]:
    """A list's items; none where it is no list."""
    return cast("list[object]", value) if isinstance(value, list) else []


def is_object(value: object) -> bool:
    """Apart from `isinstance`, of which type checkers make an object of unknown fields."""
    return isinstance(value, dict)


def is_list(value: object) -> bool:
    """Apart from `isinstance`, of which type checkers make a list of unknown items."""
    return isinstance(value, list)
