"""Intermediate representation of the client: everything that templates see."""

from collections.abc import Collection
from dataclasses import dataclass

# Qualified names of types, used where a field or method of the class has the same name.
_IN_FULL = {
    **{name: f"builtins.{name}" for name in ("bool", "float", "int", "list", "str")},
    "date": "dt.date",
    "datetime": "dt.datetime",
}


@dataclass(frozen=True)
class Type:
    """A type expression, such as `list[Member]`.

    Attributes:
        name: Name of the type; `|` for a union.
        arguments: Type arguments, or the members of a union.
    """

    name: str
    arguments: tuple["Type", ...] = ()

    @property
    def parts(self) -> tuple["Type", ...]:
        """The members of a union; of another type, the type itself."""
        return self.arguments if self.name == "|" else (self,)

    def spell(self, taken: Collection[str] = ()) -> str:
        """Render the type as Python.

        Args:
            taken: Names of fields and methods of the class, which shadow types of the same name.
        """
        parts = [argument.spell(taken) for argument in self.arguments]
        if self.name == "|":
            return " | ".join(parts)
        name = _IN_FULL[self.name] if self.name in taken and self.name in _IN_FULL else self.name
        return f"{name}[{', '.join(parts)}]" if parts else name


NONE = Type("None")


def union(*types: Type) -> Type:
    """Return the union of types without duplicates, None last; of one type, that type."""
    flat = dict.fromkeys(part for type_ in types for part in type_.parts)
    parts = sorted(flat, key=NONE.__eq__)
    return parts[0] if len(parts) == 1 else Type("|", tuple(parts))


def sections(*paragraphs: str, **listed: list[str]) -> str:
    """Render a docstring.

    Args:
        *paragraphs: Paragraphs; empty ones are dropped.
        **listed: Entries of each section by heading; empty sections are dropped.
    """
    lists = ["\n".join([f"{heading}:", *entries]) for heading, entries in listed.items() if entries]
    return "\n\n".join(text for text in (*paragraphs, *lists) if text)


@dataclass(frozen=True)
class Enum:
    """An enum.

    Attributes:
        name: Name of the class.
        doc: Its docstring.
        values: Name and value of each member.
        sent: Whether arguments may have this type.
    """

    name: str
    doc: str
    values: tuple[tuple[str, str], ...]
    sent: bool


@dataclass(frozen=True)
class Field:
    """A field of a model, or a key of an input.

    Attributes:
        name: Python name.
        wire: Name in JSON.
        type: Its type.
        doc: Its description.
        always: Whether it is required.
        convert: Name of a converter in operations.py that encodes an argument; None if JSON encoding
            suffices.
        optional: Whether a program that makes the model may leave the field out, for None.
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
        """Whether the Python name differs from the name in JSON."""
        return self.name != self.wire

    @property
    def declared(self) -> Type:
        """The type in a model; optional fields may be UNSET."""
        return self.type if self.always else union(self.type, Type("UnsetType"))

    @property
    def default(self) -> str | None:
        """The value in a model where the field is left out, as an expression; None where it must be there."""
        if not self.always:
            return "UNSET"
        return "None" if self.optional else None


@dataclass(frozen=True)
class Model:
    """A Struct for responses and events, or a TypedDict for requests.

    Attributes:
        name: Name of the class.
        doc: Its docstring.
        fields: Its fields.
        constant: Name of the constant that encodes a request body; empty for responses.
        maker: Class of that constant.
    """

    name: str
    doc: str
    fields: tuple[Field, ...]
    constant: str = ""
    maker: str = ""

    @property
    def taken(self) -> frozenset[str]:
        """Names of the fields."""
        return frozenset(field.name for field in self.fields)

    @property
    def identity(self) -> str | None:
        """The UUID field by which a model is hashed; None without one."""
        uuids = {each.name for each in self.fields if each.always and each.type == Type("UUID")}
        return next((name for name in ("uuid", "id") if name in uuids), None)

    @property
    def struct_doc(self) -> str:
        """The docstring of the class with its fields, since `help()` does not show docstrings of fields."""
        attributes = [
            f"{each.name} ({each.declared.spell()}): {each.doc}".rstrip(": ") for each in self.fields
        ]
        return sections(self.doc, Attributes=attributes)


@dataclass(frozen=True)
class Reference:
    """A type of references to an entity: text, a UUID, or a model whose id is sent.

    Attributes:
        name: Name of the type alias.
        constant: Name of its converter.
        doc: Its docstring.
        type: The union of accepted types.
        models: Names of the accepted models.
        field: The field of a model that is sent.
    """

    name: str
    constant: str
    doc: str
    type: Type
    models: tuple[str, ...]
    field: str


@dataclass(frozen=True)
class Parameter:
    """An argument of an operation.

    Attributes:
        name: Python name.
        wire: Name in the request.
        type: Its type.
        required: Whether it is required.
        convert: Name of its converter; None for none.
        doc: Its description.
    """

    name: str
    wire: str
    type: Type
    required: bool
    convert: str | None = None
    doc: str = ""

    @property
    def value(self) -> str:
        """The expression that encodes the argument."""
        converted = f'{self.convert}({self.name}, "{self.name}")' if self.convert else self.name
        return (
            converted
            if self.required or not self.convert
            else f"None if {self.name} is None else {converted}"
        )

    def declare(self, taken: Collection[str]) -> str:
        """Render the parameter for a signature; optional ones default to None.

        Args:
            taken: Names that shadow types.
        """
        return f"{self.name}: {self.type.spell(taken)}" + ("" if self.required else " | None = None")


@dataclass(frozen=True)
class Pages:
    """Pagination of an operation.

    Attributes:
        cursor: Parameter that takes the value of `field` of the last entry.
        field: Field of an entry with the cursor.
        identity: Unique field of an entry.
        limit: Name of the parameter for the page size.
        maximum: Largest page size.
        item: Type of an entry.
        items: Description of the entries in the plural.
        members: Field with the members of an entry that is valid until the next one; None for other lists.
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
    """An operation: a constant, a function, and a method of a resource.

    At most one of `keywords` and `listed` is set.

    Attributes:
        id: The operation id.
        constant: Name of the constant.
        function: Name of the function.
        resource: Name of the resource.
        method: Name of the method.
        summary: First paragraph of the docstring.
        details: Second paragraph of the docstring.
        raises: Name and description of each error class that the contract lists for the operation.
        verb: HTTP method in upper case.
        template: Path template with Python names of parameters.
        scope: Rate-limit scope.
        own_scope: Rate-limit scope for the caller's own resources; None if there is none.
        idempotent: Whether the operation may be retried.
        reads: Type of each successful response by status; None for no body.
        data: Type of `Response.data`.
        path: Path parameters.
        query: Query parameters.
        listed: Request body that is a list.
        keywords: Request body that is an object, passed as keyword arguments.
        pages: Pagination.
        arguments: Everything that a caller passes by name, including keys of the body.
    """

    id: str
    constant: str
    function: str
    resource: str
    method: str
    summary: str
    details: str
    raises: tuple[tuple[str, str], ...]
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

    def signature(self, *, of: str | None = None, taken: Collection[str] = ()) -> str:
        """Render the parameters of the function or method.

        Args:
            of: Name of the first parameter of a method; None for a function.
            taken: Names that shadow types.
        """
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
        """Name of the constant that describes the pagination."""
        return f"{self.constant}_PAGES"

    @property
    def call(self) -> str:
        """The arguments with which the method calls the function."""
        return self._call(self.query)

    def walk_signature(self, taken: Collection[str], *own: str) -> str:
        """Render the parameters of a method that reads all pages.

        Args:
            taken: Names that shadow types.
            *own: Parameters of the method besides `after` and the cursor.
        """
        path = [each.declare(taken) for each in self.path]
        before = [self.pages.cursor.declare(taken)] if self.pages else []
        handed_on = [each.declare(taken) for each in self._handed_on]
        after = f"after: {Type('datetime').spell(taken)} | None = None"
        return ", ".join(["self", *path, "/", "*", after, *before, *own, *handed_on])

    @property
    def walk_call(self) -> str:
        """The arguments with which such a method requests a page."""
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
        """The docstring of the method."""
        arguments = [
            f"{each.name} ({each.type.spell()}{', required' if each.always else ''}): {each.doc}".rstrip(": ")
            for each in self.arguments
        ]
        raises = [f"{name}: {doc}".rstrip(": ") for name, doc in self.raises]
        return sections(self.summary, self.details, Args=arguments, Raises=raises)


@dataclass(frozen=True)
class Resource:
    """A group of operations, such as `members`.

    Attributes:
        name: Attribute of the client.
        class_name: Name of the class.
        doc: Its docstring.
        operations: Its operations.
    """

    name: str
    class_name: str
    doc: str
    operations: tuple[Operation, ...]

    @property
    def taken(self) -> frozenset[str]:
        """Names of the methods."""
        return frozenset(operation.method for operation in self.operations)


@dataclass(frozen=True)
class Error:
    """The class of an error code.

    Attributes:
        name: Name of the class.
        code: The code.
        base: Class of its status.
        doc: Its docstring.
    """

    name: str
    code: int
    base: str
    doc: str


@dataclass(frozen=True)
class Change:
    """The arguments of the runtime's `Change`: how an event changes stored entities.

    Attributes:
        model: Name of the changed model.
        action: Kind of change.
        identity: Fields of the entity by fields of the event that identify it.
        needs: Field that the event must have; None for none.
        resolve: Fields with references to resolve.
        rewritten: Fields whose URLs are rewritten.
        defaults: Values of fields that a new entity has if the event lacks them.
        defaults_without: Values of null fields, with the field whose absence requires them.
        fetch: Method of the client that reads the entity; None for none.
    """

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
    """A webhook event.

    Attributes:
        name: Name of its class.
        type: Its `type`.
        doc: Its docstring.
        change: What it changes; None for nothing.
    """

    name: str
    type: str
    doc: str
    change: Change | None


@dataclass(frozen=True)
class Package:
    """The whole client.

    Attributes:
        title: Title of the contract.
        version: Version of the contract.
        base_url: Default base URL.
        limits: Requests per second by rate-limit scope.
        wire_format: Names and units of the API for `ApiSpec`.
        enums: The enums.
        models: Models of responses.
        references: Types of references.
        inputs: Request bodies.
        operations: The operations.
        resources: The resources.
        errors: Error classes of codes.
        events: The webhook events.
        event_models: Models that only events use.
        schemas: JSON Schemas of the contract.
        string_length: Encoding whose code units lengths are counted in.
        url_rewrite: Pattern and replacement for rewritten URLs.
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
