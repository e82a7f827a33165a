"""What the parser found in a contract: the input of `build`, without the parser's own classes."""

from dataclasses import dataclass, field
from typing import TypeAlias


@dataclass(frozen=True)
class Scalar:
    """A value without parts. `type` is its Python type, as in `UUID` or `date`; `Any` for anything."""

    type: str


@dataclass(frozen=True)
class Constant:
    """A single value."""

    value: object


@dataclass(frozen=True)
class EnumRef:
    """An enum, or a reference (see `normalise`), by name."""

    name: str


@dataclass(frozen=True)
class ModelRef:
    """An object with properties, by name."""

    name: str


@dataclass(frozen=True)
class ListShape:
    """A list."""

    item: "Shape"


@dataclass(frozen=True)
class UnionShape:
    """One of several."""

    members: "tuple[Shape, ...]"


@dataclass(frozen=True)
class Unsupported:
    """What the client has no type for; `name` is the parser's."""

    name: str


Shape: TypeAlias = Scalar | Constant | EnumRef | ModelRef | ListShape | UnionShape | Unsupported
NULL = Scalar("None")


@dataclass(frozen=True)
class Property:
    """A property of an object, a parameter, or a request body.

    `limits` are keywords of its schema, as in `maxLength`, with their values.
    """

    name: str
    shape: Shape
    is_required: bool
    description: str
    is_read_only: bool = False
    limits: dict[str, float] = field(default_factory=dict[str, float])


@dataclass(frozen=True)
class ParsedModel:
    """A schema with properties, in the order of the contract."""

    name: str
    description: str
    properties: tuple[Property, ...]
    min_properties: int | None
    is_map: bool


@dataclass(frozen=True)
class ParsedEnum:
    """A schema with a closed set of texts."""

    name: str
    description: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class ParsedOperation:
    """An operation; `responses` are those of success, by status: None has no body."""

    path_parameters: tuple[Property, ...]
    query_parameters: tuple[Property, ...]
    body: Property | None
    responses: tuple[tuple[int, Shape | None], ...]


@dataclass(frozen=True)
class Parsed:
    """A contract as the parser found it. Operations are found by `operation`."""

    models: dict[str, ParsedModel]
    enums: dict[str, ParsedEnum]
    operations: dict[tuple[str, str], ParsedOperation]
    """By method and path with empty braces, since the parser renames parameters."""
