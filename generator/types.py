"""From what the parser found to the types of the client: one way for what comes, one for what goes."""

import re
from collections.abc import Iterator
from typing import Any

from openapi_python_client.parser import properties as parsed
from openapi_python_client.parser.properties.boolean import BooleanProperty
from openapi_python_client.parser.properties.const import ConstProperty
from openapi_python_client.parser.properties.date import DateProperty
from openapi_python_client.parser.properties.datetime import DateTimeProperty
from openapi_python_client.parser.properties.float import FloatProperty
from openapi_python_client.parser.properties.int import IntProperty
from openapi_python_client.parser.properties.list_property import ListProperty
from openapi_python_client.parser.properties.none import NoneProperty
from openapi_python_client.parser.properties.protocol import PropertyProtocol
from openapi_python_client.parser.properties.string import StringProperty
from openapi_python_client.parser.properties.union import UnionProperty
from openapi_python_client.parser.properties.uuid import UuidProperty
from openapi_python_client.schema import Reference as SchemaReference
from openapi_python_client.schema.untrusted_string import UntrustedString

from . import names
from .adapt import Parsed
from .document import ContractError, below
from .ir import NONE, Field, Model, Reference, Type, union

_SCALARS: dict[type, str] = {
    BooleanProperty: "bool",
    IntProperty: "int",
    FloatProperty: "float",
    StringProperty: "str",
    UuidProperty: "UUID",
    DateProperty: "date",
    NoneProperty: "None",
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
        self.sent_models: set[str] = set()
        """Models that may also be sent."""
        self._open: set[str] = set()  # inputs being written

    def reads(self, prop: PropertyProtocol, pointer: str, *, alone: bool = False) -> Type:
        """The type of something that comes; only what comes `alone` may be one of several things."""
        match prop:
            case parsed.EnumProperty() if self.reference(prop):
                return Type("str")
            case parsed.EnumProperty():
                self.enums.add(prop.class_info.name)
                return Type(prop.class_info.name)
            case parsed.ModelProperty():
                self._read_model(prop.class_info.name, pointer)
                return Type(prop.class_info.name)
            case ListProperty():
                return Type("list", (self.reads(prop.inner_property, below(pointer, "items")),))
            case UnionProperty():
                type_ = union(*(self.reads(each, pointer) for each in prop.inner_properties))
                if len([part for part in type_.parts if part != NONE]) > 1 and not alone:
                    raise ContractError(
                        pointer, "unsupported union: only a response as a whole may be one of several types"
                    )
                return type_
            case DateTimeProperty():
                return Type("AwareDatetime")
            case DateProperty():
                return Type("Date")
            case parsed.AnyProperty():
                return Type("Any")
            case _:
                return _scalar(prop, pointer)

    def writes(self, prop: PropertyProtocol, pointer: str) -> tuple[Type, str | None]:
        """The type of something that goes, and the expression that makes of it what is sent."""
        match prop:
            case parsed.EnumProperty() if reference := self.reference(prop):
                return Type(reference.name), reference.constant
            case parsed.EnumProperty():
                self.enums.add(prop.class_info.name)
                self.sent_enums.add(prop.class_info.name)
                return Type(f"{prop.class_info.name}Value"), None
            case parsed.ModelProperty():
                name = self.keywords(prop, pointer)
                twins = self._twins(name)
                self.sent_models.update(twin.name for twin in twins)
                return union(Type(name), *twins), input_constant(name)
            case ListProperty():
                inner, convert = self.writes(prop.inner_property, below(pointer, "items"))
                return Type("SequenceNotStr", (inner,)), f"ListOf({convert or ''})"
            case UnionProperty():
                parts = [each for each in prop.inner_properties if not isinstance(each, NoneProperty)]
                if len(parts) != 1 or len(prop.inner_properties) != 2:
                    raise ContractError(pointer, "unsupported union in a request: only a type and null")
                type_, convert = self.writes(parts[0], pointer)
                return union(type_, NONE), convert
            case DateTimeProperty():
                return Type("datetime"), None
            case DateProperty():
                return Type(_SCALARS[DateProperty]), "day"
            case _:
                return _scalar(prop, pointer), None

    def reference(self, prop: PropertyProtocol) -> Reference | None:
        """The reference that the parser took for an enum (see `normalise`)."""
        return self._references.get(prop.class_info.name) if isinstance(prop, parsed.EnumProperty) else None

    def keywords(self, prop: parsed.ModelProperty, pointer: str) -> str:
        """The input that an object is given by."""
        name = str(prop.class_info.name)
        if name in self.models:
            raise ContractError(pointer, f"{name} both comes and goes: give what is sent a schema of its own")
        if name in self._open:
            raise ContractError(pointer, f"{name} contains itself: recursive request schemas are unsupported")
        if name not in self.inputs:
            self._open.add(name)
            self._write_model(name, pointer)
            self._open.remove(name)
        return name

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
        prop = self._parsed.models[name]
        self.models[name] = Model(name, "", ())  # met: a model may hold itself
        fields = tuple(
            Field(names.snake(wire), wire, self.reads(inner, place), doc, inner.required)
            for wire, inner, doc, place in _fields(prop, pointer)
        )
        self.models[name] = Model(name, paragraphs(prop.description), fields)

    def _write_model(self, name: str, pointer: str) -> None:
        pointer = self._places.get(name, pointer)
        prop = self._parsed.models[name]
        maker = {None: "BodySchema", 1: "PatchSchema"}.get(prop.data.minProperties)
        if maker is None:
            raise ContractError(below(pointer, "minProperties"), "must be 1: other values are unsupported")
        fields: list[Field] = []
        for wire, inner, doc, place in _fields(prop, pointer):
            if _read_only(prop, wire):
                raise ContractError(place, "is read-only: a request should not have it")
            type_, convert = self.writes(inner, place)
            doc = " ".join(text for text in (doc, _limits(prop, wire)) if text)
            fields.append(Field(names.snake(wire), wire, type_, doc, inner.required, convert))
        said = sentence(prop.description)
        self.inputs[name] = Model(name, said, tuple(fields), input_constant(name), maker)


def input_constant(name: str) -> str:
    """What an input is made into a body by."""
    return f"_{names.snake(name).upper()}"


def sentence(text: Any) -> str:
    """The first sentence of a description."""
    return _sentences(text)[0]


def paragraphs(text: Any) -> str:
    """A description as a docstring has it: the first sentence, and the others in a paragraph below."""
    return "\n\n".join(_sentences(text))


def _sentences(text: Any) -> list[str]:
    words = " ".join(str(plain(text) or "").split())
    return re.split(r"(?<=[.!?])\s+(?=[^a-z])", words, maxsplit=1)


def plain(text: Any) -> Any:
    """The parser wraps text that is not to be put into code unescaped; `render` escapes all that it gets."""
    return text.get_untrusted_value() if isinstance(text, UntrustedString) else text


def _scalar(prop: PropertyProtocol, pointer: str) -> Type:
    if isinstance(prop, ConstProperty):
        return Type(f"Literal[{prop.value.python_code.as_unembedded_code()}]")
    name = _SCALARS.get(type(prop))
    if name is None:
        raise ContractError(pointer, f"unsupported property type {type(prop).__name__}")
    return Type(name)


def _names(type_: Type) -> set[str]:
    # An enum that was read is one of the things that may be sent for it.
    return {part.name.removesuffix("Value") for part in type_.parts}


def _limits(prop: parsed.ModelProperty, wire: str) -> str:
    """What a value is held to, in words."""
    data = (prop.data.properties or {})[UntrustedString(wire)]
    if isinstance(data, SchemaReference):
        return ""
    limits = (
        (data.minLength, "at least {} characters"),
        (data.maxLength, "at most {} characters"),
        (data.minItems, "at least {} items"),
        (data.maxItems, "at most {} items"),
        (data.minimum, "at least {:g}"),
        (data.maximum, "at most {:g}"),
    )
    text = ", ".join(words.format(limit) for limit, words in limits if limit is not None)
    text = text.replace("at least 1 characters", "not empty")
    return f"{text[0].upper()}{text[1:]}." if text else ""


def _read_only(prop: parsed.ModelProperty, wire: str) -> bool:
    data = (prop.data.properties or {})[UntrustedString(wire)]
    return bool(
        (data.model_extra or {}).get("readOnly") if isinstance(data, SchemaReference) else data.readOnly
    )


def _fields(prop: parsed.ModelProperty, pointer: str) -> Iterator[tuple[str, PropertyProtocol, str, str]]:
    """Name in JSON, property, description and place of each."""
    if not isinstance(prop.data.additionalProperties, bool | None):
        raise ContractError(below(pointer, "additionalProperties"), "unsupported value: maps are unsupported")
    if not prop.data.properties:
        raise ContractError(pointer, "has no properties: objects without properties are unsupported")
    found = {
        each.name: each for each in (*(prop.required_properties or ()), *(prop.optional_properties or ()))
    }
    # The parser puts required ones first, and forgets what is said beside a reference: the schema has both.
    for name, data in prop.data.properties.items():
        beside = (
            data.model_extra or {} if isinstance(data, SchemaReference) else {"description": data.description}
        )
        said = beside.get("description") or found[name].description
        yield plain(name), found[name], sentence(said), below(pointer, "properties", plain(name))
