"""Default values of new systems, members and groups."""

from __future__ import annotations

from functools import cache

from pluralkit_sandbox import contract
from pluralkit_sandbox.contract import Field
from pluralkit_sandbox.store import Document, decode, encode

COLUMNS = frozenset({"id", "uuid", "system", "members"})
"""Fields that are stored in columns rather than in the JSON document."""


def blank(schema: str) -> Document:
    """Return the document of a new entity.

    Args:
        schema: Name of the schema.

    Returns:
        All stored fields with the contract's initial values, else null if allowed, false, empty or public.
    """
    return decode(_blank(schema))


@cache
def _blank(schema: str) -> str:
    return encode(_document(schema))


def _document(schema: str) -> Document:
    fields = contract.load().schemas[schema].fields
    return {key: _default(field) for key, field in fields.items() if key not in COLUMNS}


def _default(field: Field) -> object:
    if field.initial is not None:
        return field.initial
    if field.name == "privacy" and field.schema:
        return _document(field.schema)
    if field.enum:
        return field.enum[0]
    if field.nullable:
        return None
    if "array" in field.types:
        return []
    return False if "boolean" in field.types else None
