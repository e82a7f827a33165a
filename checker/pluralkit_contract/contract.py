"""The contract as the tests see it. Whatever they hold somebody to, they can name by its JSON pointer.

Read here apart from the generator and the sandbox, which have readers of their own: they are what is tested.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Any, TypeAlias, cast
from urllib.parse import urlsplit

import yaml

Json: TypeAlias = Any
"""What JSON can say; its shape is what the tests are about."""

_METHODS = ("get", "post", "put", "patch", "delete")


@dataclass(frozen=True, slots=True)
class Parameter:
    """`schema` is a pointer, as everywhere here."""

    name: str
    place: str
    required: bool
    pointer: str
    schema: str


@dataclass(frozen=True, slots=True)
class Header:
    name: str
    required: bool
    schema: str


@dataclass(frozen=True, slots=True)
class Response:
    """`status` as the contract has it ("404", "5XX"); `content` gives a media type's schema."""

    status: str
    pointer: str
    content: Mapping[str, str]
    headers: tuple[Header, ...]
    error_codes: tuple[int, ...] | None
    body_optional: bool


@dataclass(frozen=True, slots=True)
class Operation:
    """`body` is the schema of the JSON that is sent; the names of `extensions` lack their x-pluralkit-."""

    id: str
    method: str
    template: str
    pointer: str
    parameters: tuple[Parameter, ...]
    body: str | None
    responses: Mapping[str, Response]
    base_path: str
    extensions: Mapping[str, Json]

    def response(self, status: int) -> Response | None:
        """What the contract says of a status: by itself, else by its class (5XX)."""
        return self.responses.get(str(status)) or self.responses.get(f"{status // 100}XX")


@dataclass(frozen=True, slots=True)
class Webhook:
    type: str
    pointer: str
    schema: str
    never_sent: bool


@dataclass(frozen=True, slots=True)
class Fallback:
    """An answer outside the operations; openapi/README.md says what each of these means.

    `methods` is None for any, "other" for those that a path's operations do not have.
    """

    pointer: str
    path: re.Pattern[str]
    methods: frozenset[str] | str | None
    status: int | None
    answered_as: str | None
    lookup: bool
    media: str | None
    body: str
    headers: Mapping[str, str]
    allow: bool
    cors: bool
    limited: bool


@dataclass(frozen=True, slots=True)
class Route:
    """An operation, and what the path holds for its placeholders, still escaped."""

    operation: Operation
    references: Mapping[str, str]


@dataclass(frozen=True, eq=False)
class Contract:
    document: Json
    base_url: str
    operations: tuple[Operation, ...]
    elsewhere: tuple[Operation, ...]
    """Operations at servers of their own, which are no part of the API."""
    webhooks: Mapping[str, Webhook]
    fallbacks: tuple[Fallback, ...]
    cors: Mapping[str, str]

    @cached_property
    def response_headers(self) -> frozenset[str]:
        """The names of all headers that are documented for any response of an operation."""
        return frozenset(
            header.name
            for operation in self.operations
            for response in operation.responses.values()
            for header in response.headers
        )

    def at(self, pointer: str) -> Json:
        """What stands at a pointer (`#/components/schemas/Member`)."""
        node: Json = self.document
        for key in parts(pointer):
            node = node[int(key) if isinstance(node, list) else key]
        return node

    def resolve(self, pointer: str) -> str:
        """The pointer, with references on it followed as long as there are any."""
        node = self.at(pointer)
        while isinstance(node, dict) and "$ref" in node:
            pointer = cast("str", node["$ref"])
            node = self.at(pointer)
        return pointer

    def operation(self, id: str) -> Operation:
        return next(operation for operation in self.operations if operation.id == id)

    def find(self, method: str, path: str) -> Route | None:
        """The operation of a method and a path (`/v2/members/annie`, without a query)."""
        return next((route for route in self.routes(path) if route.operation.method == method), None)

    def routes(self, path: str) -> list[Route]:
        """The operations of a path, whatever their method."""
        return [
            Route(operation, match.groupdict())
            for operation in (*self.operations, *self.elsewhere)
            if (match := _pattern(operation.base_path, operation.template).fullmatch(path))
        ]

    def fallback(self, method: str, path: str) -> Fallback | None:
        """What is answered where no operation has the method and path: the first entry that fits."""
        others = bool(self.routes(path))
        for fallback in self.fallbacks:
            if not fallback.path.search(path):
                continue
            if (
                fallback.methods is None
                or (fallback.methods == "other" and others)
                or (isinstance(fallback.methods, frozenset) and method in fallback.methods)
            ):
                return fallback
        return None


def contract_path() -> Path:
    """Where the document is: in an installed package beside the sandbox, else in the checkout."""
    packaged = Path(__file__).parents[1] / "pluralkit_sandbox" / "pluralkit.yaml"
    return packaged if packaged.exists() else Path(__file__).parents[2] / "openapi" / "pluralkit.yaml"


@cache
def load(path: Path | None = None) -> Contract:
    """Read a contract, once.

    Args:
        path: An OpenAPI document in YAML. Default: PluralKit's contract.
    """
    path = path or contract_path()
    return _Reader(yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader)).contract()


@lru_cache(4096)  # asked for each value in each answer
def below(pointer: str, *keys: str | int) -> str:
    """The pointer to what stands under `keys` there."""
    return "/".join((pointer, *(str(key).replace("~", "~0").replace("/", "~1") for key in keys)))


@lru_cache(4096)
def parts(pointer: str) -> tuple[str, ...]:
    """The keys that a pointer is made of."""
    keys = pointer.removeprefix("#").split("/")[1:]
    return tuple(key.replace("~1", "/").replace("~0", "~") for key in keys)


@cache
def _pattern(base_path: str, template: str) -> re.Pattern[str]:
    # The service takes nothing between two slashes for a reference, to nothing: 404. At the end it does not.
    inner = re.sub(r"\\\{(\w+)\\\}(?=/)", r"(?P<\1>[^/]*)", re.escape(template))
    last = re.sub(r"\\\{(\w+)\\\}$", r"(?P<\1>[^/]+)", inner)
    return re.compile(re.escape(base_path) + last)


class _Reader:
    def __init__(self, document: Json) -> None:
        self._document = document
        self._shell = Contract(document, "", (), (), {}, (), {})

    def contract(self) -> Contract:
        document = self._document
        return Contract(
            document=document,
            base_url=document["servers"][0]["url"],
            operations=tuple(self._operations(elsewhere=False)),
            elsewhere=tuple(self._operations(elsewhere=True)),
            webhooks={type_: self._webhook(type_) for type_ in document["webhooks"]},
            fallbacks=tuple(
                _fallback(f"#/x-pluralkit-fallbacks/{place}", entry)
                for place, entry in enumerate(document["x-pluralkit-fallbacks"])
            ),
            cors=document["x-pluralkit-cors"],
        )

    def _operations(self, *, elsewhere: bool) -> Iterator[Operation]:
        for template, item in self._document["paths"].items():
            if ("servers" in item) != elsewhere:
                continue
            server = urlsplit(str(item.get("servers", self._document["servers"])[0]["url"])).path
            path = below("#/paths", template)
            shared = self._parameters(path, item)
            for method in _METHODS:
                if method in item:
                    yield self._operation(template, method, below(path, method), shared, server)

    def _operation(
        self, template: str, method: str, pointer: str, shared: tuple[Parameter, ...], server: str
    ) -> Operation:
        node = self._shell.at(pointer)
        return Operation(
            id=node["operationId"],
            method=method.upper(),
            template=template,
            pointer=pointer,
            parameters=shared + self._parameters(pointer, node),
            body=self._json_schema(below(pointer, "requestBody")) if "requestBody" in node else None,
            responses={
                status: self._response(status, below(place, status))
                for place in (below(pointer, "responses"), "#/x-pluralkit-proxy-responses")
                for status in self._shell.at(place)
            },
            base_path=server,
            extensions={
                key.removeprefix("x-pluralkit-"): value
                for key, value in node.items()
                if key.startswith("x-pluralkit-")
            },
        )

    def _parameters(self, pointer: str, node: Json) -> tuple[Parameter, ...]:
        found: list[Parameter] = []
        for place in range(len(node.get("parameters", ()))):
            where = self._shell.resolve(below(pointer, "parameters", place))
            entry = self._shell.at(where)
            found.append(
                Parameter(
                    entry["name"], entry["in"], entry.get("required", False), where, below(where, "schema")
                )
            )
        return tuple(found)

    def _json_schema(self, pointer: str) -> str:
        return below(self._shell.resolve(pointer), "content", "application/json", "schema")

    def _response(self, status: str, pointer: str) -> Response:
        pointer = self._shell.resolve(pointer)
        node = self._shell.at(pointer)
        codes = node.get("x-pluralkit-error-codes")
        return Response(
            status=status,
            pointer=pointer,
            content={media: below(pointer, "content", media, "schema") for media in node.get("content", ())},
            headers=tuple(self._header(pointer, name) for name in node.get("headers", ())),
            error_codes=None if codes is None else tuple(codes),
            body_optional=node.get("x-pluralkit-body") == "optional",
        )

    def _header(self, response: str, name: str) -> Header:
        pointer = self._shell.resolve(below(response, "headers", name))
        return Header(name, self._shell.at(pointer).get("required", False), below(pointer, "schema"))

    def _webhook(self, type_: str) -> Webhook:
        pointer = below("#/webhooks", type_, "post")
        return Webhook(
            type_,
            pointer,
            self._json_schema(below(pointer, "requestBody")),
            self._shell.at(pointer).get("x-pluralkit-never-sent", False),
        )


def _fallback(pointer: str, entry: Json) -> Fallback:
    methods: Json = entry.get("methods")
    return Fallback(
        pointer=pointer,
        path=re.compile(entry["path"]),
        methods=methods if methods in (None, "other") else frozenset(methods),
        status=entry.get("status"),
        answered_as=entry.get("as"),
        lookup=entry.get("lookup", False),
        media=entry.get("media"),
        body=entry.get("body", ""),
        headers=entry.get("headers", {}),
        allow=entry.get("allow", False),
        cors=entry.get("cors", True),
        limited=entry.get("limited", False),
    )
