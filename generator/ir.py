"""What the client will be made of: all that the templates see."""

from collections.abc import Collection
from dataclasses import dataclass

# How a type is spelled where a field or method of the same class has taken its name.
_IN_FULL = {
    **{name: f"builtins.{name}" for name in ("bool", "float", "int", "list", "str")},
    "date": "dt.date",
    "datetime": "dt.datetime",
}


@dataclass(frozen=True)
class Type:
    """A type, such as `list[Member]`; a union has the name `|`."""

    name: str
    arguments: tuple["Type", ...] = ()

    @property
    def parts(self) -> tuple["Type", ...]:
        """The types that a union is of; of any other, itself."""
        return self.arguments if self.name == "|" else (self,)

    def spell(self, taken: Collection[str] = ()) -> str:
        """The type as Python has it, in a class that has its own things by the names in `taken`."""
        parts = [argument.spell(taken) for argument in self.arguments]
        if self.name == "|":
            return " | ".join(parts)
        name = _IN_FULL[self.name] if self.name in taken and self.name in _IN_FULL else self.name
        return f"{name}[{', '.join(parts)}]" if parts else name


NONE = Type("None")


def union(*types: Type) -> Type:
    """Each of the types once, None last; of one type, that type."""
    flat = dict.fromkeys(part for type_ in types for part in type_.parts)
    parts = sorted(flat, key=NONE.__eq__)
    return parts[0] if len(parts) == 1 else Type("|", tuple(parts))


def sections(*paragraphs: str, **listed: list[str]) -> str:
    """A docstring: the paragraphs, then a section for each list with its entries."""
    lists = ["\n".join([f"{heading}:", *entries]) for heading, entries in listed.items() if entries]
    return "\n\n".join(text for text in (*paragraphs, *lists) if text)


@dataclass(frozen=True)
class Enum:
    """`values`: name and value of each member; `sent`: whether it is a type of arguments as well."""

    name: str
    doc: str
    values: tuple[tuple[str, str], ...]
    sent: bool


@dataclass(frozen=True)
class Field:
    """A field of a model or a key of an input: `wire` is its name in JSON, `always` whether it must be there.

    `convert` is how an argument becomes what is sent, where that is more than JSON: code of operations.py.
    `optional`: whether a program that makes the model may leave the field out, for None.
    """

    name: str
    wire: str
    type: Type
    doc: str
    always: bool
    convert: str | None = None
    optional: bool = False

    @property
    def renamed(self) -> bool:
        return self.name != self.wire

    @property
    def declared(self) -> Type:
        """The type in a model, where a field that may be absent is UNSET then."""
        return self.type if self.always else union(self.type, Type("UnsetType"))

    @property
    def default(self) -> str | None:
        """The value in a model where the field is left out, as an expression; None where it must be there."""
        if not self.always:
            return "UNSET"
        return "None" if self.optional else None


@dataclass(frozen=True)
class Model:
    """A Struct for what comes, or a TypedDict for what goes: `constant`, a `maker`, makes a body of that."""

    name: str
    doc: str
    fields: tuple[Field, ...]
    constant: str = ""
    maker: str = ""

    @property
    def taken(self) -> frozenset[str]:
        return frozenset(field.name for field in self.fields)

    @property
    def identity(self) -> str | None:
        """The field with the UUID by which a model is hashed; None where it has none."""
        uuids = {each.name for each in self.fields if each.always and each.type == Type("UUID")}
        return next((name for name in ("uuid", "id") if name in uuids), None)

    @property
    def struct_doc(self) -> str:
        """The docstring of the class, with its fields: `help()` does not show their own docstrings."""
        attributes = [
            f"{each.name} ({each.declared.spell()}): {each.doc}".rstrip(": ") for each in self.fields
        ]
        return sections(self.doc, Attributes=attributes)


@dataclass(frozen=True)
class Reference:
    """A way to name a thing: text, or one of the `models`, of which `field` is sent."""

    name: str
    constant: str
    doc: str
    type: Type
    models: tuple[str, ...]
    field: str


@dataclass(frozen=True)
class Parameter:
    """An argument of an operation."""

    name: str
    wire: str
    type: Type
    required: bool
    convert: str | None = None
    doc: str = ""

    @property
    def value(self) -> str:
        """The argument as it is sent."""
        converted = f'{self.convert}({self.name}, "{self.name}")' if self.convert else self.name
        return (
            converted
            if self.required or not self.convert
            else f"None if {self.name} is None else {converted}"
        )

    def declare(self, taken: Collection[str]) -> str:
        """The parameter as a function lists it; one that may be left out is None then."""
        return f"{self.name}: {self.type.spell(taken)}" + ("" if self.required else " | None = None")


@dataclass(frozen=True)
class Pages:
    """How to read on: the parameter that takes the `field` of an entry, and how many entries to ask for.

    `identity` is the field that no two entries share, `items` what the
    entries are in words, `members` the field with those for whom an entry holds until
    the next; None where it is no such list.
    """

    cursor: Parameter
    field: str
    identity: str
    limit: str
    maximum: int
    item: Type
    items: str
    members: str | None


@dataclass(frozen=True)
class Operation:
    """One operation: a constant, a function, and a method of a resource.

    Of the two bodies at most one is there: `keywords` (an input, as keyword arguments) or `listed` (a list).
    """

    id: str
    constant: str
    function: str
    resource: str
    method: str
    summary: str
    details: str
    raises: tuple[tuple[str, str], ...]
    """Name and description of each error class that the contract lists for the operation."""
    verb: str
    template: str
    scope: str
    own_scope: str | None
    idempotent: bool
    reads: tuple[tuple[int, Type | None], ...]
    data: Type
    path: tuple[Parameter, ...]
    query: tuple[Parameter, ...]
    listed: Parameter | None
    keywords: Field | None
    pages: Pages | None
    arguments: tuple[Field, ...]
    """What a caller gives by name, keys of the body included."""

    def signature(self, *, of: str | None = None, taken: Collection[str] = ()) -> str:
        """The parameters, of the function or of a method (`of`: "self")."""
        parts = [of] if of else []
        parts += [each.declare(taken) for each in self.path]
        # An input may have a field called `self`.
        if parts and (self.path or self.keywords):
            parts.append("/")
        if self.listed:
            parts.append(self.listed.declare(taken))
        if self.query:
            parts += ["*", *(each.declare(taken) for each in self.query)]
        if self.keywords:
            parts.append(f"**{self.keywords.name}: Unpack[{self.keywords.type.spell(taken)}]")
        return ", ".join(parts)

    @property
    def pages_constant(self) -> str:
        """What says how its pages are read."""
        return f"{self.constant}_PAGES"

    @property
    def call(self) -> str:
        """The arguments, handed on from a method to the function."""
        return self._call(self.query)

    def walk_signature(self, taken: Collection[str], *own: str) -> str:
        """The parameters of a method that reads all pages; `own`: those that it has beside the times."""
        path = [each.declare(taken) for each in self.path]
        before = [self.pages.cursor.declare(taken)] if self.pages else []
        handed_on = [each.declare(taken) for each in self._handed_on]
        after = f"after: {Type('datetime').spell(taken)} | None = None"
        return ", ".join(["self", *path, "/", "*", after, *before, *own, *handed_on])

    @property
    def walk_call(self) -> str:
        """The arguments by which that method asks for a page."""
        asked = (
            [f"{name}={name}" for name in (self.pages.cursor.name, self.pages.limit)] if self.pages else []
        )
        return ", ".join([self._call(self._handed_on), *asked])

    @property
    def _handed_on(self) -> tuple[Parameter, ...]:
        own = (self.pages.cursor.name, self.pages.limit) if self.pages else ()
        return tuple(each for each in self.query if each.name not in own)

    def _call(self, query: tuple[Parameter, ...]) -> str:
        parts = [each.name for each in self.path]
        parts += [self.listed.name] if self.listed else []
        parts += [f"{each.name}={each.name}" for each in query]
        parts += [f"**{self.keywords.name}"] if self.keywords else []
        return ", ".join(parts)

    @property
    def doc(self) -> str:
        """The docstring of the method: paragraphs, then sections."""
        arguments = [
            f"{each.name} ({each.type.spell()}{', required' if each.always else ''}): {each.doc}".rstrip(": ")
            for each in self.arguments
        ]
        raises = [f"{name}: {doc}".rstrip(": ") for name, doc in self.raises]
        return sections(self.summary, self.details, Args=arguments, Raises=raises)


@dataclass(frozen=True)
class Resource:
    """What the client has under one name, such as `members`."""

    name: str
    class_name: str
    doc: str
    operations: tuple[Operation, ...]

    @property
    def taken(self) -> frozenset[str]:
        return frozenset(operation.method for operation in self.operations)


@dataclass(frozen=True)
class Error:
    """The class of one error code; `base` is the class of its status."""

    name: str
    code: int
    base: str
    doc: str


@dataclass(frozen=True)
class Change:
    """What an event changes, as the runtime's `Change` takes it; `model` is the name of a model."""

    model: str
    action: str
    identity: dict[str, str]
    needs: str | None
    resolve: tuple[str, ...]
    rewritten: tuple[str, ...]
    defaults: dict[str, object]
    defaults_without: dict[str, tuple[str, object]]
    fetch: str | None


@dataclass(frozen=True)
class Event:
    """A webhook: the name of its model, the `type` that it comes with, when it is sent, what it changes."""

    name: str
    type: str
    doc: str
    change: Change | None


@dataclass(frozen=True)
class Plan:
    """The whole client. `limits`: requests a second, by rate-limit scope; `wire_format`: names and units;
    `string_length`: the encoding whose code units lengths count.
    """

    title: str
    version: str
    base_url: str
    limits: dict[str, int]
    wire_format: dict[str, object]
    enums: tuple[Enum, ...]
    models: tuple[Model, ...]
    references: tuple[Reference, ...]
    inputs: tuple[Model, ...]
    operations: tuple[Operation, ...]
    resources: tuple[Resource, ...]
    errors: tuple[Error, ...]
    events: tuple[Event, ...]
    event_models: tuple[Model, ...]
    schemas: dict[str, object]
    string_length: str
    url_rewrite: tuple[str, str]
