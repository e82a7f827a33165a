"""From what the parser found to the types of the client: one way for what comes, one for what goes."""

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
    """The types met so far. Reading and writing meet the models and inputs that the client has to have."""

    def __init__(self, document: dict[str, Any], parsed: Parsed, references: dict[str, Reference]) -> None:
        schemas = document.get("components", {}).get("schemas", {})
        self._parsed = parsed
        self._references = references
        self._places = {name: below("/components/schemas", name) for name in schemas}
        self.models: dict[str, Model] = {}
        self.inputs: dict[str, Model] = {}
        self.enums: set[str] = set()
        self.sent_enums: set[str] = set()
        self._open: set[str] = set()  # inputs being written

    def reads(self, shape: Shape, pointer: str, *, alone: bool = False) -> Type:
        """The type of something that comes; only what comes `alone` may be one of several things."""
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
        """The type of something that goes, and the expression that makes of it what is sent."""
        match shape:
            case EnumRef() if reference := self.reference(shape):
                return Type(reference.name), reference.constant
            case EnumRef(name):
                self.enums.add(name)
                self.sent_enums.add(name)
                return Type(f"{name}Value"), None
            case ModelRef(name):
                self.keywords(name, pointer)
                return union(Type(name), *self._twins(name)), input_constant(name)
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
        """The reference that the parser took for an enum (see `normalise`)."""
        return self._references.get(shape.name) if isinstance(shape, EnumRef) else None

    def keywords(self, name: str, pointer: str) -> None:
        """Meet the input that an object of a request is given by.

        Args:
            name: The name of the object's schema.
            pointer: Where it is sent.
        """
        if name in self.models:
            raise ContractError(pointer, f"{name} both comes and goes: give what is sent a schema of its own")
        if name in self._open:
            raise ContractError(pointer, f"{name} contains itself: recursive request schemas are unsupported")
        if name not in self.inputs:
            self._open.add(name)
            self._write_model(name, pointer)
            self._open.remove(name)

    def _twins(self, name: str) -> list[Type]:
        """Models of answers that have just the fields of an input: what was read can be sent back."""
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
        self.models[name] = Model(name, "", ())  # met: a model may hold itself
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
    """What an input is made into a body by."""
    return f"_{names.snake(name).upper()}"


def sentence(text: str | None) -> str:
    """The first sentence of a description."""
    return _sentences(text)[0]


def paragraphs(text: str | None) -> str:
    """A description as a docstring has it: the first sentence, and the others in a paragraph below."""
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
    # An enum that was read is one of the things that may be sent for it.
    return {part.name.removesuffix("Value") for part in type_.parts}


def _limits(limits: dict[str, float]) -> str:
    """What a value is held to, in words."""
    text = ", ".join(words.format(limits[name]) for name, words in _WORDS.items() if name in limits)
    text = text.replace("at least 1 characters", "not empty")
    return f"{text[0].upper()}{text[1:]}." if text else ""


def _fields(found: ParsedModel, pointer: str) -> Iterator[tuple[Property, str]]:
    """The properties of an object, with their places."""
    if found.is_map:
        raise ContractError(below(pointer, "additionalProperties"), "unsupported value: maps are unsupported")
    if not found.properties:
        raise ContractError(pointer, "has no properties: objects without properties are unsupported")
    for each in found.properties:
        yield each, below(pointer, "properties", each.name)
