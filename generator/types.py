"""Convert the parser's shapes to types of the client, separately for responses and requests."""

import re
from collections.abc import Iterator
from typing import Any

from . import names
from .document import ContractError, below
from .ir import NONE, Field, Model, Reference, Type, union
from .parsed import (
    NULL,
    Constant,
    EnumRef,
    ListShape,
    ModelRef,
    Parsed,
    ParsedModel,
    Property,
    Scalar,
    Shape,
    UnionShape,
    Unsupported,
)

_WORDS = {
    "minLength": "at least {} characters",
    "maxLength": "at most {} characters",
    "minItems": "at least {} items",
    "maxItems": "at most {} items",
    "minimum": "at least {:g}",
    "maximum": "at most {:g}",
}


class Types:
    """Types of the client. Converting shapes collects the models and inputs that it needs.

    Args:
        document: The contract.
        parsed: The parser's result.
        references: Types of references by schema name.

    Attributes:
        models: Models of responses and events by name.
        inputs: Request bodies by name.
        enums: Names of used enums.
        sent_enums: Names of enums that requests use.
    """

    def __init__(self, document: dict[str, Any], parsed: Parsed, references: dict[str, Reference]) -> None:
        schemas = document.get("components", {}).get("schemas", {})
        self._parsed = parsed
        self._references = references
        self._places = {name: below("/components/schemas", name) for name in schemas}
        self.models: dict[str, Model] = {}
        self.inputs: dict[str, Model] = {}
        self.enums: set[str] = set()
        self.sent_enums: set[str] = set()
        self.sent_models: set[str] = set()
        """Models that may also be sent."""
        self._open: set[str] = set()  # inputs being built

    def reads(self, shape: Shape, pointer: str, *, alone: bool = False) -> Type:
        """Return the type of a value in a response or event.

        Args:
            shape: Shape of the value.
            pointer: JSON pointer of its place.
            alone: Whether it is the whole body, which may be a union.

        Raises:
            ContractError: The shape is unsupported.
        """
        match shape:
            case EnumRef() if self.reference(shape):
                return Type("str")
            case EnumRef(name):
                self.enums.add(name)
                return Type(name)
            case ModelRef(name):
                self._read_model(name, pointer)
                return Type(name)
            case ListShape(item):
                return Type("list", (self.reads(item, below(pointer, "items")),))
            case UnionShape(members):
                type_ = union(*(self.reads(each, pointer) for each in members))
                if len([part for part in type_.parts if part != NONE]) > 1 and not alone:
                    raise ContractError(
                        pointer, "unsupported union: only a response as a whole may be one of several types"
                    )
                return type_
            case Scalar("datetime"):
                return Type("AwareDatetime")
            case Scalar("date"):
                return Type("Date")
            case _:
                return _scalar(shape, pointer)

    def writes(self, shape: Shape, pointer: str) -> tuple[Type, str | None]:
        """Return the type of a value in a request.

        Args:
            shape: Shape of the value.
            pointer: JSON pointer of its place.

        Returns:
            The type, and the converter that encodes it; None for JSON encoding.

        Raises:
            ContractError: The shape is unsupported.
        """
        match shape:
            case EnumRef() if reference := self.reference(shape):
                return Type(reference.name), reference.constant
            case EnumRef(name):
                self.enums.add(name)
                self.sent_enums.add(name)
                return Type(f"{name}Value"), None
            case ModelRef(name):
                self.keywords(name, pointer)
                equivalent = self._equivalent_models(name)
                self.sent_models.update(model.name for model in equivalent)
                return union(Type(name), *equivalent), input_constant(name)
            case ListShape(item):
                inner, convert = self.writes(item, below(pointer, "items"))
                return Type("SequenceNotStr", (inner,)), f"ListOf({convert or ''})"
            case UnionShape(members):
                parts = [each for each in members if each != NULL]
                if len(parts) != 1 or len(members) != 2:
                    raise ContractError(pointer, "unsupported union in a request: only a type and null")
                type_, convert = self.writes(parts[0], pointer)
                return union(type_, NONE), convert
            case Scalar("date"):
                return Type("date"), "day"
            case Scalar("Any"):
                raise ContractError(pointer, "unsupported in a request: a schema without a type")
            case _:
                return _scalar(shape, pointer), None

    def reference(self, shape: Shape) -> Reference | None:
        """Return the reference type that the parser handles as an enum (see `normalise`), or None.

        Args:
            shape: The shape of a property.
        """
        return self._references.get(shape.name) if isinstance(shape, EnumRef) else None

    def keywords(self, name: str, pointer: str) -> None:
        """Add the input for an object of a request.

        Args:
            name: Name of the object's schema.
            pointer: JSON pointer of its place.

        Raises:
            ContractError: Responses use the schema, too, or it is recursive.
        """
        if name in self.models:
            raise ContractError(pointer, f"{name} is used in requests and responses: use separate schemas")
        if name in self._open:
            raise ContractError(pointer, f"{name} contains itself: recursive request schemas are unsupported")
        if name not in self.inputs:
            self._open.add(name)
            self._write_model(name, pointer)
            self._open.remove(name)

    def _equivalent_models(self, name: str) -> list[Type]:
        """Return models with exactly the fields of an input: values that were read can be sent back."""
        sent = {field.wire: _names(field.type) for field in self.inputs[name].fields}
        return [
            Type(model.name)
            for model in self.models.values()
            if model.fields
            and {field.wire for field in model.fields} == sent.keys()
            and all(_names(field.type) <= sent[field.wire] for field in model.fields)
        ]

    def _read_model(self, name: str, pointer: str) -> None:
        if name in self.models:
            return
        pointer = self._places.get(name, pointer)
        found = self._parsed.models[name]
        self.models[name] = Model(name, "", ())  # models may be recursive
        fields = tuple(
            Field(
                names.snake(each.name),
                each.name,
                self.reads(each.shape, place),
                sentence(each.description),
                each.is_required,
            )
            for each, place in _fields(found, pointer)
        )
        self.models[name] = Model(name, paragraphs(found.description), fields)

    def _write_model(self, name: str, pointer: str) -> None:
        pointer = self._places.get(name, pointer)
        found = self._parsed.models[name]
        maker = {None: "BodySchema", 1: "PatchSchema"}.get(found.min_properties)
        if maker is None:
            raise ContractError(below(pointer, "minProperties"), "must be 1: other values are unsupported")
        fields: list[Field] = []
        for each, place in _fields(found, pointer):
            if each.is_read_only:
                raise ContractError(place, "is read-only: a request should not have it")
            type_, convert = self.writes(each.shape, place)
            doc = " ".join(text for text in (sentence(each.description), _limits(each.limits)) if text)
            fields.append(Field(names.snake(each.name), each.name, type_, doc, each.is_required, convert))
        said = sentence(found.description)
        self.inputs[name] = Model(name, said, tuple(fields), input_constant(name), maker)


def input_constant(name: str) -> str:
    """Return the name of the constant that encodes an input."""
    return f"_{names.snake(name).upper()}"


def sentence(text: str | None) -> str:
    """Return the first sentence of a description."""
    return _sentences(text)[0]


def paragraphs(text: str | None) -> str:
    """Format a description as a docstring: the first sentence, then a paragraph with the others."""
    return "\n\n".join(_sentences(text))


def _sentences(text: str | None) -> list[str]:
    words = " ".join((text or "").split())
    return re.split(r"(?<=[.!?])\s+(?=[^a-z])", words, maxsplit=1)


def _scalar(shape: Shape, pointer: str) -> Type:
    match shape:
        case Constant(value):
            return Type(f"Literal[{value!r}]")
        case Scalar(name):
            return Type(name)
        case Unsupported(name):
            raise ContractError(pointer, f"unsupported property type {name}")
        case _:
            raise AssertionError(f"{shape} is no scalar")


def _names(type_: Type) -> set[str]:
    # Members of an enum may be sent where its values may.
    return {part.name.removesuffix("Value") for part in type_.parts}


def _limits(limits: dict[str, float]) -> str:
    """Describe the limits of a value in words."""
    text = ", ".join(words.format(limits[name]) for name, words in _WORDS.items() if name in limits)
    text = text.replace("at least 1 characters", "not empty")
    return f"{text[0].upper()}{text[1:]}." if text else ""


def _fields(found: ParsedModel, pointer: str) -> Iterator[tuple[Property, str]]:
    """Yield the properties of an object with their places."""
    if found.is_map:
        raise ContractError(below(pointer, "additionalProperties"), "unsupported value: maps are unsupported")
    if not found.properties:
        raise ContractError(pointer, "has no properties: objects without properties are unsupported")
    for each in found.properties:
        yield each, below(pointer, "properties", each.name)
