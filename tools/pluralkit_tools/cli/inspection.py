"""The operations of the client as a command line needs them, read off the generated package."""

from __future__ import annotations

import inspect
import re
import types
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Literal, Required, Unpack, get_args, get_origin, get_type_hints, is_typeddict

from pluralkit_api import PluralKit
from pluralkit_api.schemas import SCHEMAS

OWN = PluralKit.api.wire_format.own_reference
"""The reference to the system of the token."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a method takes.

    Attributes:
        name: Its name in Python.
        type: Its type, without None.
        is_list: Whether it takes several values of that type.
        is_required: Whether it must be given.
        is_nullable: Whether None is a value that is sent.
        is_positional: Whether it is given by its place.
        within: The parameter whose value is an object with this field; None for a parameter itself.
        description: What it means.
        choices: The values that there are; empty: any.
        takes_own: Whether it takes the reference to the system of the token.
    """

    name: str
    type: Any
    is_list: bool
    is_required: bool
    is_nullable: bool
    is_positional: bool
    within: str | None
    description: str
    choices: tuple[str, ...]
    takes_own: bool = False


@dataclass(frozen=True, slots=True)
class Method:
    """A method of the client that sends one request.

    Attributes:
        kind: The class that has it.
        name: Its name.
        summary: What it does, in a sentence.
        details: More paragraphs.
        parameters: What it takes; positional ones first, in order.
    """

    kind: type
    name: str
    summary: str
    details: str
    parameters: tuple[Parameter, ...]

    def request(self, *args: object, **kwargs: object) -> Any:
        """Create the request that the method would send.

        Args:
            args: Positional arguments of the method.
            kwargs: Keyword arguments of the method.

        Raises:
            TypeError: An argument cannot be sent.
            ValueError: An argument cannot be sent.
        """
        recorder = _Recorder()
        getattr(self.kind(recorder), self.name)(*args, **kwargs)
        return recorder.request


class _Recorder:
    """Stands in for a client: keeps the request in place of sending it."""

    request: Any = None
    data: Any = None

    def send(self, request: Any) -> Any:
        self.request = request
        return self


def resources() -> Mapping[str, tuple[str, Sequence[Method]]]:
    """The resources of the client by name, each with a description and its methods."""
    found: dict[str, tuple[str, Sequence[Method]]] = {}
    for name, attribute in vars(PluralKit).items():
        if isinstance(attribute, cached_property):
            kind: type = get_type_hints(attribute.func)["return"]
            found[name] = (inspect.getdoc(kind) or "", tuple(_methods(kind)))
    return found


def _methods(kind: type) -> Iterator[Method]:
    for name, function in vars(kind).items():
        if name.startswith("_") or not inspect.isfunction(function):
            continue
        hints = get_type_hints(function, localns=vars(types), include_extras=True)
        if get_origin(hints.get("return")) not in (Iterator, types.GeneratorType):  # those send many
            summary, details, described = _documentation(inspect.getdoc(function) or "")
            parameters = tuple(_parameters(function, hints, described))
            yield Method(kind, name, summary, details, parameters)


def _parameters(
    function: Callable[..., object], hints: Mapping[str, Any], described: Mapping[str, str]
) -> Iterator[Parameter]:
    for name, parameter in inspect.signature(function).parameters.items():
        if name == "self":
            continue
        if parameter.kind is parameter.VAR_KEYWORD:
            (fields,) = get_args(hints[name])
            yield from _fields(fields, None)
            continue
        found = _parameter(
            name,
            hints[name],
            is_required=parameter.default is parameter.empty,
            is_positional=parameter.kind is not parameter.KEYWORD_ONLY,
            within=None,
            description=described.get(name, ""),
            # None is a default here, which is not sent.
            may_be_null=False,
        )
        schema = SCHEMAS.get(str(parameter.annotation), {})
        yield replace(found, takes_own=bool(re.search(schema.get("pattern", "$^"), OWN or "")))


def _fields(kind: Any, within: str | None) -> Iterator[Parameter]:
    """The fields of an input; those of objects inside take their place."""
    schemas = SCHEMAS[kind.__name__]["properties"]
    for name, hint in get_type_hints(kind, include_extras=True).items():
        is_required = get_origin(hint) is Required
        inner = get_args(hint)[0] if is_required else hint
        nested = next((each for each in _choices(inner) if is_typeddict(each)), None)
        if nested is not None:
            yield from _fields(nested, name)
            continue
        yield _parameter(
            name,
            inner,
            is_required=is_required,
            is_positional=False,
            within=within,
            description=_described(schemas[name]),
            may_be_null=True,
        )


def _parameter(
    name: str,
    hint: Any,
    *,
    is_required: bool,
    is_positional: bool,
    within: str | None,
    description: str,
    may_be_null: bool,
) -> Parameter:
    kinds = _choices(hint)
    several = next((each for each in kinds if _is_several(each)), None)
    if several is not None:
        kinds = _choices(get_args(several)[0])
    real = [each for each in kinds if each is not type(None)]
    literal = next((each for each in real if get_origin(each) is Literal), None)
    return Parameter(
        name=name,
        type=real[0],
        is_list=several is not None,
        is_required=is_required,
        is_nullable=may_be_null and type(None) in kinds,
        is_positional=is_positional,
        within=within,
        description=description,
        choices=get_args(literal) if literal else (),
    )


def _choices(hint: Any) -> tuple[Any, ...]:
    """The members of a union; a type alone is one of one."""
    if get_origin(hint) in (Unpack, Required):
        return _choices(get_args(hint)[0])
    is_union = isinstance(hint, types.UnionType) or str(get_origin(hint)) == "typing.Union"
    return tuple(each for member in get_args(hint) for each in _choices(member)) if is_union else (hint,)


def _is_several(hint: Any) -> bool:
    return getattr(get_origin(hint), "__name__", "") == "SequenceNotStr"


def _documentation(text: str) -> tuple[str, str, dict[str, str]]:
    """The first sentence of a docstring, its other paragraphs, and what it says of each argument."""
    head, _, tail = text.partition("\nArgs:\n")
    summary, _, details = head.strip().partition("\n\n")
    described: dict[str, str] = {}
    name = ""
    for line in tail.partition("\n\n")[0].splitlines():
        if entry := re.match(r"    (\w+)(?: \([^:]*\))?:? ?(.*)", line):
            name, described[entry[1]] = entry[1], entry[2]
        elif name:
            described[name] += f" {line.strip()}"
    paragraphs = [each for each in details.split("\n\n") if not each.startswith("Raises")]
    return " ".join(summary.split()), "\n\n".join(paragraphs).strip(), described


def _described(schema: Mapping[str, Any]) -> str:
    sentences = [str(schema.get("description", ""))]
    limits = {"maxLength": "At most {} characters", "maxItems": "At most {} of them"}
    sentences += [words.format(schema[key]) for key, words in limits.items() if key in schema]
    return " ".join(f"{each.rstrip('.')}." for each in sentences if each)
