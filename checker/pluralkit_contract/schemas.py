"""Strict validation against the contract's schemas: unknown fields are rejected and formats are checked.

`maxLength` counts UTF-16 code units, as x-pluralkit-string-length states; x-pluralkit-combined-max-length
limits the total length of an object's texts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import quote

from jsonschema_rs import (
    Draft202012,
    Draft202012Validator,
    Registry,
    ValidationError,
    ValidationErrorKind,
    Validator,
)

from .contract import Contract, Json, below
from .failures import Breach, json_excerpt

if TYPE_CHECKING:  # a protocol that exists only in the type stubs
    from jsonschema_rs import KeywordValidator

_DOCUMENT = "urn:contract"
_DATA = frozenset({"const", "default", "enum", "example", "examples", "if", "then", "not"})
"""Keywords whose values are copied unchanged: they contain data, or schemas that do not describe fields."""


class Schemas:
    """Validators for every schema of a contract, by JSON pointer; built lazily.

    In strict mode (the default), fields that no schema names are breaches. A service ignores these in
    requests.

    Args:
        contract: The contract.
    """

    def __init__(self, contract: Contract) -> None:
        self._contract = contract
        self._registries = {
            True: Registry([(_DOCUMENT, _closed(contract.document))], draft=Draft202012),
            False: Registry([(_DOCUMENT, contract.document)], draft=Draft202012),
        }
        self._validators: dict[tuple[str, bool], Validator] = {}

    def is_valid(self, pointer: str, value: Json, *, strict: bool = True) -> bool:
        """Return whether a value is valid against a schema.

        Args:
            pointer: JSON pointer of the schema.
            value: The value.
            strict: Whether unknown fields are breaches.
        """
        return self._validator(pointer, strict).is_valid(value)

    def breaches(self, pointer: str, value: Json, *, strict: bool = True) -> list[Breach]:
        """Return how a value breaks a schema.

        Args:
            pointer: JSON pointer of the schema.
            value: The value.
            strict: Whether unknown fields are breaches.
        """
        return [self.breach(error) for error in self.errors(pointer, value, strict=strict)]

    def errors(self, pointer: str, value: Json, *, strict: bool = True) -> list[ValidationError]:
        """Return the validator's errors; for `oneOf` and `anyOf`, those of the best matching branch.

        Args:
            pointer: JSON pointer of the schema.
            value: The value.
            strict: Whether unknown fields are breaches.
        """
        found = self._validator(pointer, strict).iter_errors(value)
        return [leaf for error in found for leaf in _leaves(error)]

    def breach(self, error: ValidationError) -> Breach:
        """Convert an error of the validator to a breach."""
        pointer = rule(error)
        parent, _, keyword = pointer.rpartition("/")
        if keyword == "unevaluatedProperties":  # added by `_closed`, not in the contract
            return Breach(
                below(parent, "properties"), "no other fields", error.message, _path(error.instance_path)
            )
        expected = f"{keyword} {json_excerpt(self._contract.at(pointer))}"
        return Breach(pointer, expected, error.message, _path(error.instance_path))

    def _validator(self, pointer: str, strict: bool) -> Validator:
        validator = self._validators.get((pointer, strict))
        if validator is None:
            validator = self._validators[pointer, strict] = Draft202012Validator(
                {"$ref": _DOCUMENT + quote(pointer, safe="#/~")},
                registry=self._registries[strict],
                validate_formats=True,
                ignore_unknown_formats=False,
                keywords=_KEYWORDS,
            )
        return validator


@cache
def schemas(contract: Contract) -> Schemas:
    """Return the validators of a contract; cached."""
    return Schemas(contract)


def rule(error: ValidationError) -> str:
    """Return the JSON pointer of the keyword that an error is about.

    Args:
        error: The error of the validator.

    Returns:
        The pointer into the contract.
    """
    return cast("str", error.absolute_keyword_location).removeprefix(_DOCUMENT)


def length(text: str) -> int:
    """Return the length of a text in UTF-16 code units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


class _MaxLength:
    # The validator passes all three arguments by name.
    def __init__(self, parent_schema: dict[str, Any], value: int, schema_path: list[str | int]) -> None:  # noqa: ARG002
        self._most = value

    def validate(self, instance: object) -> None:
        if isinstance(instance, str) and length(instance) > self._most:
            raise ValueError(f"at most {self._most} UTF-16 code units, not {length(instance)}")


class _CombinedMaxLength(_MaxLength):
    def validate(self, instance: object) -> None:
        if isinstance(instance, dict):
            texts = cast("dict[str, object]", instance).values()
            super().validate("".join(text for text in texts if isinstance(text, str)))


_KEYWORDS: dict[str, type[KeywordValidator]] = {
    "maxLength": _MaxLength,
    "x-pluralkit-combined-max-length": _CombinedMaxLength,
}


def _closed(node: object) -> Json:
    """Return the document with every object schema closed to fields that it does not name."""
    if isinstance(node, list):
        return [_closed(each) for each in cast("list[object]", node)]
    if not isinstance(node, dict):
        return node
    closed = {
        key: value if key in _DATA else _closed_each(value) if key == "properties" else _closed(value)
        for key, value in cast("dict[str, object]", node).items()
    }
    return {**closed, "unevaluatedProperties": False} if "properties" in closed else closed


def _closed_each(properties: object) -> dict[str, Json]:
    return {name: _closed(schema) for name, schema in cast("dict[str, object]", properties).items()}


def _leaves(error: ValidationError) -> Iterator[ValidationError]:
    match error.kind:
        case (
            ValidationErrorKind.OneOfNotValid(context=branches) | ValidationErrorKind.AnyOf(context=branches)
        ):
            meant = [branch for branch in branches if not _other_type(branch, error)]
            if not meant:
                yield error
                return
            for each in min(meant, key=len):
                yield from _leaves(each)
        case _:
            yield error


def _other_type(branch: Sequence[ValidationError], error: ValidationError) -> bool:
    """Return whether a branch does not apply because the value has another type."""
    return any(
        isinstance(each.kind, ValidationErrorKind.Type) and each.instance_path == error.instance_path
        for each in branch
    )


def _path(keys: Sequence[str | int]) -> str:
    return "$" + "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in keys)
