"""Tell JSON's objects and lists, with types."""

from __future__ import annotations

from typing import Any, TypeGuard


def is_object(value: object) -> TypeGuard[dict[str, Any]]:
    """Whether it is a JSON object."""
    return isinstance(value, dict)


def is_list(value: object) -> TypeGuard[list[Any]]:
    """Whether it is a JSON list."""
    return isinstance(value, list)


def object_of(value: object) -> dict[str, Any]:
    """The value, if it is a JSON object; else an empty one."""
    return value if is_object(value) else {}


def objects_of(value: object) -> list[dict[str, Any]]:
    """The JSON objects of a list; none of anything else."""
    return [each for each in value if is_object(each)] if is_list(value) else []
