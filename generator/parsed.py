"""Result of the parser, without its own classes: the input of `build`."""

from dataclasses import dataclass, field
from typing import TypeAlias


@dataclass(frozen=True)
class Scalar:
    """A scalar type.

    Attributes:
        type: Name of the Python type, such as `UUID` or `date`; `Any` for any JSON.
    """

    type: str


@dataclass(frozen=True)
class Constant:
    """A single allowed value.

    Attributes:
        value: The value.
    """

    value: object


@dataclass(frozen=True)
class EnumRef:
    """Use of an enum, or of a reference schema (see `normalise`).

    Attributes:
        name: Name of the enum.
    """

    name: str


@dataclass(frozen=True)
class ModelRef:
    """Use of an object with properties.

    Attributes:
        name: Name of the model.
    """

    name: str


@dataclass(frozen=True)
class ListShape:
    """A list.

    Attributes:
        item: Shape of its items.
    """

    item: "Shape"


@dataclass(frozen=True)
class UnionShape:
    """A union of alternatives.

    Attributes:
        members: The alternatives.
    """

    members: "tuple[Shape, ...]"


@dataclass(frozen=True)
class Unsupported:
    """A type that the client does not support.

    Attributes:
        name: Name of the parser's property class.
    """

    name: str


Shape: TypeAlias = Scalar | Constant | EnumRef | ModelRef | ListShape | UnionShape | Unsupported
NULL = Scalar("None")


@dataclass(frozen=True)
class Property:
    """A property of an object, a parameter, or a request body.

    Attributes:
        name: Its name.
        shape: Its type.
        is_required: Whether it is required.
        description: Its description.
        is_read_only: Whether requests must not contain it.
        limits: Keywords of its schema that limit values, such as `maxLength`.
    """

    name: str
    shape: Shape
    is_required: bool
    description: str
    is_read_only: bool = False
    limits: dict[str, float] = field(default_factory=dict[str, float])


@dataclass(frozen=True)
class ParsedModel:
    """A schema with properties.

    Attributes:
        name: Its name.
        description: Its description.
        properties: Its properties, in the order of the contract.
        min_properties: `minProperties`.
        is_map: Whether it allows additional properties with a schema.
    """

    name: str
    description: str
    properties: tuple[Property, ...]
    min_properties: int | None
    is_map: bool


@dataclass(frozen=True)
class ParsedEnum:
    """A schema with a closed set of texts.

    Attributes:
        name: Its name.
        description: Its description.
        values: The texts.
    """

    name: str
    description: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class ParsedOperation:
    """An operation.

    Attributes:
        path_parameters: Parameters in the path.
        query_parameters: Parameters in the query.
        body: The request body; None for none.
        responses: Successful responses by status; None for a response without a body.
    """

    path_parameters: tuple[Property, ...]
    query_parameters: tuple[Property, ...]
    body: Property | None
    responses: tuple[tuple[int, Shape | None], ...]


@dataclass(frozen=True)
class Parsed:
    """A contract as the parser understands it.

    Attributes:
        models: Object schemas by name.
        enums: Enum schemas by name.
        operations: Operations by method and path with empty braces, since the parser renames parameters.
    """

    models: dict[str, ParsedModel]
    enums: dict[str, ParsedEnum]
    operations: dict[tuple[str, str], ParsedOperation]
