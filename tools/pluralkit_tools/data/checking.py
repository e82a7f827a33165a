"""Check values against the contract's schemas, and say what is wrong with each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from pluralkit_api.schemas import SCHEMAS, STRING_LENGTH

from .json_values import is_list, is_object

_UNIT = {"utf-8": 1, "utf-16": 2, "utf-32": 4}[STRING_LENGTH]
_CODEC = {"utf-8": "utf-8", "utf-16": "utf-16-le", "utf-32": "utf-32-le"}[STRING_LENGTH]
_TYPES: Mapping[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "array": (list,),
    "object": (dict,),
    "null": (type(None),),
}


def resolve(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """Resolve a reference to a schema of the contract.

    Args:
        schema: A schema.

    Returns:
        The keywords of the schema that it refers to, and its own, which take precedence; itself without a
        reference.
    """
    if "$ref" not in schema:
        return schema
    target = resolve(SCHEMAS[schema["$ref"].rpartition("/")[2]])
    return {**target, **{key: value for key, value in schema.items() if key != "$ref"}}


def properties(name: str) -> Mapping[str, Mapping[str, Any]]:
    """Return the schemas of the fields of an input.

    Args:
        name: Name of the schema in the contract, such as `MemberUpdate`.

    Returns:
        Schemas, by field.
    """
    found: Mapping[str, Mapping[str, Any]] = SCHEMAS[name]["properties"]
    return found


def nullable(schema: Mapping[str, Any]) -> bool:
    """Whether null is a value."""
    return not any(problems(None, schema, ""))


def problems(value: object, schema: Mapping[str, Any], place: str) -> Iterator[str]:
    """Say what is wrong with a value, each with its place.

    Args:
        value: A value as JSON has it.
        schema: A schema of the contract.
        place: The place of the value, for the messages.
    """
    schema = resolve(schema)
    for choice in ("oneOf", "anyOf"):
        if choice in schema:
            found = [list(problems(value, each, place)) for each in schema[choice]]
            if all(found):
                yield from max(found, key=len)
            return
    kinds = [schema["type"]] if isinstance(schema.get("type"), str) else schema.get("type", ())
    if kinds and not any(_is(value, kind) for kind in kinds):
        yield f"{place}: must be {' or '.join(kinds)}"
        return
    if "enum" in schema and value not in schema["enum"]:
        yield f"{place}: must be {', '.join(map(str, schema['enum']))}"
    if isinstance(value, str):
        yield from _text(value, schema, place)
    elif is_list(value):
        yield from _list(value, schema, place)
    elif is_object(value):
        yield from _object(value, schema, place)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        if value < schema.get("minimum", value):
            yield f"{place}: {value}, at least {schema['minimum']}"
        if value > schema.get("maximum", value):
            yield f"{place}: {value}, at most {schema['maximum']}"


def _is(value: object, kind: str) -> bool:
    return isinstance(value, _TYPES[kind]) and not (isinstance(value, bool) and kind != "boolean")


def _text(value: str, schema: Mapping[str, Any], place: str) -> Iterator[str]:
    length = _length(value)
    if length > schema.get("maxLength", length):
        yield f"{place}: {length} characters, at most {schema['maxLength']}"
    if length < schema.get("minLength", 0):
        yield f"{place}: must not be empty"
    if "x-pluralkit-url" in schema:
        # The service takes more than the pattern, which says what a client should send.
        if not _is_url(value, schema["x-pluralkit-url"]):
            yield f"{place}: must be an address that begins with {schema['x-pluralkit-url']}://"
    elif "pattern" in schema and not re.search(schema["pattern"], value):
        yield f"{place}: {value!r} does not fit {schema['pattern']}"
    if schema.get("format") == "date" and not _is_date(value):
        yield f"{place}: {value!r} is no date (YYYY-MM-DD)"


def _list(values: Sequence[object], schema: Mapping[str, Any], place: str) -> Iterator[str]:
    if len(values) > schema.get("maxItems", len(values)):
        yield f"{place}: {len(values)} entries, at most {schema['maxItems']}"
    for index, each in enumerate(values):
        yield from problems(each, schema.get("items", {}), f"{place}[{index}]")


def _object(fields: Mapping[str, object], schema: Mapping[str, Any], place: str) -> Iterator[str]:
    yield from (f"{place}.{name}: missing" for name in schema.get("required", ()) if name not in fields)
    for name, field in schema.get("properties", {}).items():
        if name in fields:
            yield from problems(fields[name], field, f"{place}.{name}" if place else name)
    most = schema.get("x-pluralkit-combined-max-length")
    if most is not None:
        length = sum(_length(each) for each in fields.values() if isinstance(each, str))
        if length > most:
            yield f"{place}: together {length} characters, at most {most}"


def _length(text: str) -> int:
    return len(text.encode(_CODEC, "surrogatepass")) // _UNIT


def _is_url(text: str, scheme: str) -> bool:
    try:
        address = urlsplit(text.strip().removeprefix("<").removesuffix(">"))
        return address.scheme == scheme and bool(address.hostname) and (address.port or 0) >= 0
    except ValueError:  # such as a port that is no number
        return False


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
