"""Parse the OpenAPI document into dataclasses that keep the JSON pointer of each element.

Independent of the readers of the generator and the sandbox, because both are tested against it.
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
"""A JSON value of unknown shape."""

_METHODS = ("get", "post", "put", "patch", "delete")


@dataclass(frozen=True, slots=True)
class Parameter:
    """A path, query or header parameter.

    Attributes:
        name: Its name.
        place: Its location: `path`, `query` or `header`.
        required: Whether it is required.
        pointer: JSON pointer of the parameter.
        schema: JSON pointer of its schema.
    """

    name: str
    place: str
    required: bool
    pointer: str
    schema: str


@dataclass(frozen=True, slots=True)
class Header:
    """A documented response header.

    Attributes:
        name: Its name, as the contract spells it.
        required: Whether each such response has it.
        schema: JSON pointer of its schema.
    """

    name: str
    required: bool
    schema: str


@dataclass(frozen=True, slots=True)
class Response:
    """A documented response of an operation.

    Attributes:
        status: The status or status class, as the contract spells it (`404`, `5XX`).
        pointer: JSON pointer of the response.
        content: JSON pointer of the schema for each media type.
        headers: The documented headers.
        error_codes: The error codes that the body may have; None if the contract does not list them.
        body_optional: Whether the body may be missing.
    """

    status: str
    pointer: str
    content: Mapping[str, str]
    headers: tuple[Header, ...]
    error_codes: tuple[int, ...] | None
    body_optional: bool


@dataclass(frozen=True, slots=True)
class Operation:
    """An operation of the API.

    Attributes:
        id: The operation id.
        method: HTTP method in upper case.
        template: Path template, relative to the base path.
        pointer: JSON pointer of the operation.
        parameters: Parameters of the path item and of the operation.
        body: JSON pointer of the schema of the JSON request body; None without a body.
        responses: Documented responses by status or status class.
        base_path: Path of the server's URL.
        extensions: Values of the `x-pluralkit-` extensions, by name without that prefix.
    """

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
        """Return the documented response for a status: an exact match, else its class (5XX), else None.

        Args:
            status: The status, from 100 to 599.
        """
        return self.responses.get(str(status)) or self.responses.get(f"{status // 100}XX")


@dataclass(frozen=True, slots=True)
class Webhook:
    """A webhook event.

    Attributes:
        type: The type of the event.
        pointer: JSON pointer of the webhook's operation.
        schema: JSON pointer of the payload's schema.
        never_sent: Whether the service documents the event but never sends it.
    """

    type: str
    pointer: str
    schema: str
    never_sent: bool


@dataclass(frozen=True, slots=True)
class Fallback:
    """A response to requests that no operation matches. See `x-pluralkit-fallbacks` in openapi/README.md.

    Attributes:
        pointer: JSON pointer of the entry.
        path: Pattern of the paths.
        methods: The methods; None for any, `"other"` for methods that the path's operations do not have.
        status: Status of the response; None if it is not fixed.
        answered_as: Method of the operation that answers instead; None for none.
        lookup: Whether the references in the path are resolved first, with the errors that this may give.
        media: The exact Content-Type; None for none.
        body: The exact body.
        headers: Exact values of further headers.
        allow: Whether there is an Allow header with the path's methods.
        cors: Whether there are CORS headers.
        limited: Whether the request is rate limited.
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
    """An operation that a path matches.

    Attributes:
        operation: The operation.
        references: Values of the path parameters by name, still percent-encoded.
    """

    operation: Operation
    references: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class WireFormat:
    """Names and units of the API (`x-pluralkit-wire-format`). Header names are in lower case.

    Attributes:
        own_reference: Reference to the caller's own system.
        key_prefix: Prefix of API keys, which are sent as bearer tokens.
        scope_header: Header with the rate-limit scope.
        limit_header: Header with the requests per period.
        remaining_header: Header with the remaining requests.
        reset_header: Header with the time at which the bucket is empty again.
        retry_after_units: Units of `retry_after` per second.
    """

    own_reference: str
    key_prefix: str
    scope_header: str
    limit_header: str
    remaining_header: str
    reset_header: str
    retry_after_units: int

    @property
    def rate_limit_headers(self) -> frozenset[str]:
        """The names of all rate-limit headers."""
        return frozenset({self.scope_header, self.limit_header, self.remaining_header, self.reset_header})


@dataclass(frozen=True, eq=False)
class Contract:
    """A parsed contract.

    Attributes:
        document: The OpenAPI document.
        base_url: URL of the API, with the base path.
        operations: The operations of the API.
        elsewhere: Operations with servers of their own, which are not part of the API.
        webhooks: Webhook events by type.
        fallbacks: Responses to requests that no operation matches, in order of precedence.
        cors: Names and values of the CORS headers.
    """

    document: Json
    base_url: str
    operations: tuple[Operation, ...]
    elsewhere: tuple[Operation, ...]
    webhooks: Mapping[str, Webhook]
    fallbacks: tuple[Fallback, ...]
    cors: Mapping[str, str]

    @cached_property
    def wire_format(self) -> WireFormat:
        """Names and units of the API."""
        names = self.document["x-pluralkit-wire-format"]
        return WireFormat(
            own_reference=names["own-reference"],
            key_prefix=names["bearer-prefix"],
            scope_header=names["scope-header"].lower(),
            limit_header=names["limit-header"].lower(),
            remaining_header=names["remaining-header"].lower(),
            reset_header=names["reset-header"].lower(),
            retry_after_units=names["retry-after-units"],
        )

    @cached_property
    def rate_limit_headers(self) -> tuple[Header, ...]:
        """The documentation of the rate-limit headers; empty if no response has them."""
        names = self.wire_format.rate_limit_headers
        for operation in self.operations:
            for response in operation.responses.values():
                found = tuple(each for each in response.headers if each.name.lower() in names)
                if found:
                    return found
        return ()

    @cached_property
    def response_headers(self) -> frozenset[str]:
        """Names of all headers that are documented for any response of an operation."""
        return frozenset(
            header.name
            for operation in self.operations
            for response in operation.responses.values()
            for header in response.headers
        )

    def at(self, pointer: str) -> Json:
        """Return the value at a JSON pointer.

        Args:
            pointer: A pointer such as `#/components/schemas/Member`. References on the way are not followed.

        Raises:
            KeyError: There is no such value.
        """
        node: Json = self.document
        for key in parts(pointer):
            node = node[int(key) if isinstance(node, list) else key]
        return node

    def resolve(self, pointer: str) -> str:
        """Follow the reference at a JSON pointer, and references that it leads to.

        Args:
            pointer: A pointer to a value, which may be a reference.

        Returns:
            The pointer to the first value that is not a reference.
        """
        node = self.at(pointer)
        while isinstance(node, dict) and "$ref" in node:
            pointer = cast("str", node["$ref"])
            node = self.at(pointer)
        return pointer

    def operation(self, id: str) -> Operation:
        """Return the operation with an id.

        Args:
            id: The operation id.

        Raises:
            StopIteration: There is no such operation.
        """
        return next(operation for operation in self.operations if operation.id == id)

    def find(self, method: str, path: str) -> Route | None:
        """Find the operation for a request.

        Args:
            method: HTTP method in upper case.
            path: Path without query, with the base path (`/v2/members/annie`).

        Returns:
            The route, or None if no operation matches.
        """
        return next((route for route in self.routes(path) if route.operation.method == method), None)

    def routes(self, path: str) -> list[Route]:
        """Find the operations of a path, whatever their method.

        Args:
            path: Path without query, with the base path.
        """
        return [
            Route(operation, match.groupdict())
            for operation in (*self.operations, *self.elsewhere)
            if (match := _pattern(operation.base_path, operation.template).fullmatch(path))
        ]

    def fallback(self, method: str, path: str) -> Fallback | None:
        """Find the fallback for a request that no operation matches.

        Args:
            method: HTTP method in upper case.
            path: Path without query, with the base path.

        Returns:
            The first entry that matches, or None.
        """
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
    """Return the path of the contract: in an installed package beside the sandbox, else in the checkout."""
    packaged = Path(__file__).parents[1] / "pluralkit_sandbox" / "pluralkit.yaml"
    return packaged if packaged.exists() else Path(__file__).parents[2] / "openapi" / "pluralkit.yaml"


@cache
def load(path: Path | None = None) -> Contract:
    """Parse a contract; the result is cached.

    Args:
        path: An OpenAPI document in YAML. Default: PluralKit's contract.
    """
    path = path or contract_path()
    return _Reader(yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader)).contract()


@lru_cache(4096)  # called for each value in each response
def below(pointer: str, *keys: str | int) -> str:
    """Append keys to a JSON pointer.

    Args:
        pointer: The pointer.
        *keys: Keys and indices, not yet escaped.
    """
    return "/".join((pointer, *(str(key).replace("~", "~0").replace("/", "~1") for key in keys)))


@lru_cache(4096)
def parts(pointer: str) -> tuple[str, ...]:
    """Split a JSON pointer into its unescaped keys.

    Args:
        pointer: A pointer that begins with `#`.
    """
    keys = pointer.removeprefix("#").split("/")[1:]
    return tuple(key.replace("~1", "/").replace("~0", "~") for key in keys)


@cache
def _pattern(base_path: str, template: str) -> re.Pattern[str]:
    # The service routes an empty segment between two slashes to the operation (404 for the empty reference),
    # but not an empty last segment.
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
