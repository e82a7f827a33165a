"""From the arguments of a call to what is sent, for generated code.

`Reference`   a thing by one of its ids, or the thing itself
`ListOf`        a list of something
`day`         a date
`BodySchema`    keyword arguments, held to the keys of an input
`PatchSchema`    a BodySchema that must say something
`SequenceNotStr`     how a list is annotated
`Progress`    how a progress callback is

Whatever cannot be meant is a TypeError that names the argument, before anything is sent.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, Protocol, TypeAlias, TypeVar, cast
from uuid import UUID

from msgspec import UNSET, Struct
from msgspec.structs import asdict

from .json_body import number, text

T_co = TypeVar("T_co", covariant=True)

Convert: TypeAlias = Callable[[Any, str], object]
"""From an argument, and its name, to what is sent."""

Progress: TypeAlias = Callable[[int, int | None], object]
"""Called with how many came so far and how many there will be: None where nobody can know.

A function that takes these serves `iterate` and `Client.send_all` alike.
"""


class SequenceNotStr(Protocol[T_co]):
    """A list, a tuple, a set or the like; no str: type checkers see that its `__contains__` is narrower."""

    def __contains__(self, value: object, /) -> bool: ...
    def __iter__(self) -> Iterator[T_co]: ...
    def __len__(self) -> int: ...


class Reference:
    """Takes a str; one of `models`, of which the field is sent, or its UUID; an int, if `number`."""

    def __init__(self, models: Mapping[type[Struct], str], *, number: bool = False) -> None:
        self._models = models
        self._ids = (str, *((UUID,) if models else ()), *((int,) if number else ()))

    def __call__(self, value: object, name: str) -> str:
        for model, field in self._models.items():
            if isinstance(value, model):
                return str(getattr(value, field))
        if isinstance(value, str):
            return text(value)
        if isinstance(value, self._ids) and not isinstance(value, bool):
            return str(number(value) if isinstance(value, int) else value)
        *most, last = (each.__name__ for each in (*self._ids, *self._models))
        raise TypeError(f"{name}: must be a {', '.join(most)} or {last}, not {_kind(value)}")


class ListOf:
    """Takes several values and converts each; a str is one value, not its letters."""

    def __init__(self, convert: Convert | None = None) -> None:
        self._convert = convert

    def __call__(self, values: object, name: str) -> list[object]:
        kind = _kind(values)
        if isinstance(values, str | bytes | Mapping) or not isinstance(values, Iterable):
            raise TypeError(f"{name}: must be a list, not {kind}")
        listed = cast("Iterable[object]", values)
        if self._convert is None:
            return list(listed)
        return [self._convert(value, f"{name}[{place}]") for place, value in enumerate(listed)]


def day(value: object, name: str) -> object:
    """Takes a date; no datetime, though type checkers take one for a date."""
    if isinstance(value, datetime):
        raise TypeError(f"{name}: must be a date, not a datetime: take its .date()")
    return value


class BodySchema:
    """Takes the fields of an input (a TypedDict), by name; `convert` has those that are not sent as they are.

    `wire` has the fields whose name in JSON is another. A model in place of the fields gives all that it has.
    """

    def __init__(
        self, keys: type[Mapping[str, object]], wire: Mapping[str, str] | None = None, /, **convert: Convert
    ) -> None:
        self._name = keys.__name__
        self._required: frozenset[str] = vars(keys)["__required_keys__"]
        self._known: frozenset[str] = self._required | vars(keys)["__optional_keys__"]
        self._wire = wire or {}
        self._convert = convert

    def __call__(self, fields: object, name: str = "") -> dict[str, object]:
        if isinstance(fields, Struct):
            fields = {key: value for key, value in asdict(fields).items() if value is not UNSET}
        if not isinstance(fields, Mapping):
            raise TypeError(f"{name}: must be a dict, not {_kind(fields)}")
        given = cast("Mapping[str, object]", fields)
        place = f"{name}: " if name else ""
        if unknown := given.keys() - self._known:
            known = ", ".join(sorted(self._known))
            raise TypeError(
                f"{place}{self._name} has no {', '.join(map(repr, sorted(unknown)))}; it has {known}"
            )
        if missing := self._required - given.keys():
            raise TypeError(f"{place}{self._name} needs {', '.join(map(repr, sorted(missing)))}")
        return {
            self._wire.get(key, key): self._sent(key, value, f"{name}.{key}" if name else key)
            for key, value in given.items()
        }

    def _sent(self, key: str, value: object, name: str) -> object:
        convert = self._convert.get(key)
        return value if value is None or convert is None else convert(value, name)


class PatchSchema(BodySchema):
    """A BodySchema for which at least one field must be given: the API refuses a change of nothing."""

    def __call__(self, fields: object, name: str = "") -> dict[str, object]:
        body = super().__call__(fields, name)
        if not body:
            raise TypeError(f"{self._name} needs at least one of {', '.join(sorted(self._known))}")
        return body


def encode_body(schema: BodySchema, fields: object) -> dict[str, object]:
    """The JSON object that is sent for `fields`, the keyword arguments of a call.

    Raises:
        TypeError: A field is unknown, missing, or has a value of a kind that cannot be sent.
    """
    return schema(fields)


def _kind(value: object) -> str:
    return type(value).__name__
