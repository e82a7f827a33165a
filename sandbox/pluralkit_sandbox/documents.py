"""Default values of new systems, members and groups."""

from __future__ import annotations

from functools import cache

from pluralkit_sandbox import contract
from pluralkit_sandbox.contract import Field
from pluralkit_sandbox.store import Document, decode, encode

COLUMNS = frozenset({"id", "uuid", "system", "members"})
"""Fields that are not part of what is kept as a document."""


def blank(schema: str) -> Document:
    """A new document: what the contract says, else null where that is possible, false, empty or public."""
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
