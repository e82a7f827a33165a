"""Convert the arguments of generated functions. Invalid arguments raise TypeError before any I/O."""

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


class HasId(Protocol):
    """An object of a Discord library: a user, a guild, `discord.Object`."""

    @property
    def id(self) -> int: ...


class Reference:
    """Converts a reference to its text.

    Args:
        models: The models that are accepted beside a str and a UUID, with the field that is sent.
        number: Whether an int is accepted, and whatever has one as its `id`.
    """

    def __init__(self, models: Mapping[type[Struct], str], *, number: bool = False) -> None:
        self._models = models
        self._ids = (str, *((UUID,) if models else ()), *((int,) if number else ()))

    def __call__(self, value: object, name: str) -> str:
        for model, field in self._models.items():
            if isinstance(value, model):
                return str(getattr(value, field))
        if isinstance(value, str):
            return text(value)
        id_ = getattr(value, "id", None) if int in self._ids else None
        if isinstance(id_, int) and not isinstance(id_, bool):
            return str(number(id_))
        if isinstance(value, self._ids) and not isinstance(value, bool):
            return str(number(value) if isinstance(value, int) else value)
        *most, last = (each.__name__ for each in (*self._ids, *self._models))
        raise TypeError(f"{name}: must be a {', '.join(most)} or {last}, not {_kind(value)}")


class ListOf:
    """Converts each of several values. A str is refused: it is one value, not its letters."""

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
    """Accept a date, but no datetime, which type checkers take for one.

    Args:
        value: The argument.
        name: The name of the argument, for the message of an error.

    Raises:
        TypeError: It is a datetime.
    """
    if isinstance(value, datetime):
        raise TypeError(f"{name}: must be a date, not a datetime: take its .date()")
    return value


class BodySchema:
    """The fields that a body may have. A model in place of the fields gives all that it has.

    Args:
        keys: The TypedDict of the fields.
        wire: The fields whose name in JSON is another.
        convert: The fields that are not sent as they are, with their converters.
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
    """A BodySchema that requires at least one field: the API refuses an empty change."""

    def __call__(self, fields: object, name: str = "") -> dict[str, object]:
        body = super().__call__(fields, name)
        if not body:
            raise TypeError(f"{self._name} needs at least one of {', '.join(sorted(self._known))}")
        return body


def encode_body(schema: BodySchema, fields: object) -> dict[str, object]:
    """Make the JSON object that is sent.

    Args:
        schema: The fields that there are.
        fields: The keyword arguments of the call.

    Raises:
        TypeError: A field is unknown, missing, or has a value of a kind that cannot be sent.
    """
    return schema(fields)


def _kind(value: object) -> str:
    return type(value).__name__
