"""Hypothesis strategies for arguments of the generated client's methods, with the values they stand for.

Values are drawn from the contract. The signature of a method, including the keys of its TypedDicts,
determines in which Python types a value can be passed: a reference as text, UUID, number or model, a
timestamp as datetime, a list as list or tuple. A signature without a type for what the contract allows fails.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cache, partial
from types import NoneType, UnionType
from typing import (
    Any,
    Literal,
    NotRequired,
    Required,
    TypeAlias,
    Union,
    cast,
    get_args,
    get_origin,
    get_type_hints,
    is_typeddict,
)
from uuid import UUID

import msgspec
from hypothesis import strategies as st
from msgspec import UNSET, Struct
from pluralkit_api import resources
from pluralkit_contract.contract import Contract, Operation, below
from pluralkit_contract.schemas import schemas
from pluralkit_runtime.encoding import SequenceNotStr

from contract_tests.support.calls import Call
from contract_tests.support.strategies import Strategies

_UUID = re.compile("[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")

Form: TypeAlias = tuple[object, object]
"""An argument, and the JSON that it means."""


@dataclass(frozen=True, slots=True)
class Meant:
    """A call, with the references, query parameters and body that it means; a body of UNSET is none."""

    call: Call
    references: Mapping[str, object]
    query: Mapping[str, object]
    body: object


@dataclass(frozen=True, slots=True)
class Signature:
    """The types of a method's arguments: by place, by name, and `fields` for those of a TypedDict."""

    places: tuple[Any, ...]
    names: Mapping[str, Any]
    fields: Any


class Arguments:
    """Draws calls of a contract's operations, with values by `strategies`."""

    def __init__(self, contract: Contract, strategies: Strategies) -> None:
        self._contract = contract
        self._strategies = strategies

    def of(self, operation: Operation) -> st.SearchStrategy[Meant]:
        """Calls of the operation's method, with whatever the contract and its signature allow."""
        return st.composite(lambda draw: self._meant(draw, operation))()

    def _meant(self, draw: st.DrawFn, operation: Operation) -> Meant:
        hints = signature(**operation.extensions["client"])
        places: list[object] = []
        names: dict[str, object] = {}
        meant: dict[str, dict[str, object]] = {"path": {}, "query": {}}
        for parameter in operation.parameters:
            if not parameter.required and draw(st.booleans()):
                continue
            hint = hints.places[len(places)] if parameter.place == "path" else hints.names[parameter.name]
            argument, said = self._drawn(draw, hint, parameter.schema)
            meant[parameter.place][parameter.name] = said
            if parameter.place == "path":
                places.append(argument)
            else:
                names[parameter.name] = argument
        body: object = UNSET
        if operation.body is not None and len(hints.places) > len(places):
            argument, body = self._drawn(draw, hints.places[-1], operation.body)
            places.append(argument)
        elif operation.body is not None:
            argument, body = self._drawn(draw, hints.fields, operation.body)
            names |= cast("dict[str, object]", argument)
        return Meant(Call(operation, tuple(places), names), meant["path"], meant["query"], body)

    def _drawn(self, draw: st.DrawFn, hint: Any, schema: str) -> Form:
        return self._form(draw, hint, schema, draw(self._strategies.of(schema)))

    def _form(self, draw: st.DrawFn, hint: Any, schema: str, value: object) -> Form:
        pointer = self._branch(schema, value)
        forms = [form for kind in kinds(hint) for form in self._forms(draw, kind, pointer, value)]
        assert forms, f"{hint} has no form for {value!r}, which {pointer} allows"
        return draw(st.sampled_from(forms))()

    def _branch(self, schema: str, value: object) -> str:
        """The schema that the value is meant by, of alternatives."""
        pointer = self._contract.resolve(schema)
        for place in range(len(self._contract.at(pointer).get("oneOf", ()))):
            branch = below(pointer, "oneOf", place)
            if schemas(self._contract).is_valid(branch, value):
                return self._contract.resolve(branch)
        return pointer

    def _forms(self, draw: st.DrawFn, kind: Any, pointer: str, value: object) -> Iterator[Callable[[], Form]]:
        """The ways in which an argument of a kind can mean the value."""
        node = self._contract.at(pointer)
        if get_origin(kind) is Literal:
            if value in get_args(kind):
                yield lambda: (value, value)
        elif get_origin(kind) is SequenceNotStr:
            if isinstance(value, list):
                yield partial(self._list, draw, kind, pointer, cast("list[object]", value))
        elif is_typeddict(kind):
            if isinstance(value, dict):
                yield partial(self._fields, draw, kind, pointer, cast("dict[str, object]", value))
        elif issubclass(kind, Struct):
            if isinstance(value, dict):
                yield partial(self._model, draw, kind)
            elif "x-pluralkit-reference" in node:
                yield partial(self._reference, draw, kind, node["x-pluralkit-reference"]["field"])
        elif isinstance(value, str):
            yield from texts(kind, value, node.get("format"))
        elif type(value) is kind:
            yield lambda: (value, value)

    def _list(self, draw: st.DrawFn, kind: Any, pointer: str, values: list[object]) -> Form:
        (hint,) = get_args(kind)
        forms = [self._form(draw, hint, below(pointer, "items"), value) for value in values]
        container: Callable[[Any], object] = draw(st.sampled_from([list, tuple]))
        return container(argument for argument, _ in forms), [meant for _, meant in forms]

    def _fields(self, draw: st.DrawFn, kind: Any, pointer: str, values: dict[str, object]) -> Form:
        hints = get_type_hints(kind)
        forms = {
            name: self._form(draw, hints[name], below(pointer, "properties", name), value)
            for name, value in values.items()
        }
        return (
            {name: argument for name, (argument, _) in forms.items()},
            {name: meant for name, (_, meant) in forms.items()},
        )

    def _model(self, draw: st.DrawFn, kind: type[Struct]) -> Form:
        """A model in place of its fields, as it came from the API."""
        meant = draw(self._strategies.of(below("#/components/schemas", kind.__name__)))
        return msgspec.convert(meant, kind), meant

    def _reference(self, draw: st.DrawFn, kind: type[Struct], field: str) -> Form:
        """A model in place of its id."""
        model, meant = self._model(draw, kind)
        return model, cast("dict[str, object]", meant)[field]


def texts(kind: type, value: str, format: str | None) -> Iterator[Callable[[], Form]]:
    """The ways in which an argument of a kind can mean a text."""
    if format == "date-time":
        if kind is datetime:
            yield lambda: (datetime.fromisoformat(value), value)
    elif format == "date":
        if kind is date:
            yield lambda: (date.fromisoformat(value), value)
    elif kind is str or issubclass(kind, StrEnum):
        yield lambda: (kind(value), value)
    elif kind is UUID and _UUID.fullmatch(value):
        yield lambda: (UUID(value), str(UUID(value)))
    elif kind is int and value.isascii() and value.isdigit() and str(int(value)) == value:
        yield lambda: (int(value), value)


def kinds(hint: Any) -> Iterator[Any]:
    """The types that an annotation is made of."""
    if get_origin(hint) in (Union, UnionType, Required, NotRequired):
        for part in get_args(hint):
            yield from kinds(part)
    else:
        yield NoneType if hint is None else hint


@cache
def signature(*, resource: str, method: str) -> Signature:
    """The arguments of a method of the generated client."""
    function = getattr(getattr(resources, resource.capitalize()), method)
    hints = get_type_hints(function, include_extras=True)
    parameters = list(inspect.signature(function).parameters.values())[1:]
    named = {each.name: hints[each.name] for each in parameters if each.kind is each.KEYWORD_ONLY}
    rest = [hints[each.name] for each in parameters if each.kind is each.VAR_KEYWORD]
    placed = [
        hints[each.name] for each in parameters if each.name not in named and hints[each.name] not in rest
    ]
    return Signature(tuple(placed), named, get_args(rest[0])[0] if rest else None)
