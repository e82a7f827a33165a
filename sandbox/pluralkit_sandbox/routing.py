"""Routing and order of checks as in the deployed gateway.

The body is read first. All further steps run in one transaction without awaiting, so that no other request
interleaves. Order of the checks: preflight, authentication, references in the path, unknown routes, required
headers, layers (rate limits), unknown methods, operation.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import quote, unquote_to_bytes

import msgspec
from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from pluralkit_sandbox import contract, errors
from pluralkit_sandbox.auth import authenticate
from pluralkit_sandbox.call import Call, Handler, Layer
from pluralkit_sandbox.contract import Contract, Operation
from pluralkit_sandbox.errors import ApiError
from pluralkit_sandbox.world import World

MAX_BODY = 1 << 20
"""Maximum size of a body in bytes."""
_DRAINED = 64 << 20
"""Maximum number of bytes of an oversized body that are read before the connection is closed."""
_READS = ("GET", "HEAD", "OPTIONS")


@dataclass(slots=True)
class Route:
    """A path of the API.

    Attributes:
        parameters: Names of its path parameters.
        methods: Its operations by method.
    """

    parameters: tuple[str, ...]
    methods: dict[str, Operation] = field(default_factory=dict[str, Operation])

    def allow(self, method: str) -> str | None:
        """Return the Allow header for a method that the route does not have; None if it has the method.

        Args:
            method: The method of the request.
        """
        if method in self.methods:
            return None
        if method == "HEAD" and "GET" in self.methods:
            return ",".join(self.methods)
        return ",".join(self.methods).replace("GET", "GET,HEAD")


class Routes:
    """Routes of the contract, as a tree of path segments.

    Args:
        rules: The contract.
    """

    def __init__(self, rules: Contract) -> None:
        self._root = _Node()
        for operation in rules.operations:
            node, parameters = self._root, tuple[str, ...]()
            for segment in _segments(operation.base_path + operation.path):
                if segment.startswith("{"):
                    parameters += (segment.strip("{}"),)
                    segment = "{}"
                node = node.children.setdefault(segment, _Node())
            node.route = node.route or Route(parameters)
            node.route.methods[operation.method] = operation

    def match(self, path: str) -> tuple[Route, list[str]] | None:
        """Find the route of a path.

        Only the last one may not be empty.

        Args:
            path: The path with the base path, still percent-encoded.

        Returns:
            The route and the values of its parameters, still encoded; None if no route has the path.
        """
        node, values = self._root, list[str]()
        for segment in _segments(path):
            child = node.children.get(segment)
            if child is None:
                child = node.children.get("{}")
                values.append(segment)
            if child is None:
                return None
            node = child
        if node.route is None or path.endswith("/"):
            return None
        return node.route, values


@dataclass(slots=True)
class _Node:
    children: dict[str, _Node] = field(default_factory=dict[str, "_Node"])
    route: Route | None = None


def _segments(path: str) -> list[str]:
    return path.split("/")[1:]


class Api:
    """The API as an ASGI application."""

    def __init__(self, world: World, answer: Handler, layers: Sequence[Layer] = ()) -> None:
        """Create the application.

        Args:
            world: Data of the API.
            answer: Handles the calls.
            layers: Wrap `answer`, the first one outermost.
        """
        self._world = world
        self._contract = contract.load()
        self._routes = Routes(self._contract)
        self._cors = Headers(self._contract.cors).raw
        self._answer = answer
        for layer in reversed(layers):
            self._answer = _Layered(layer, self._answer)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive, send)
        try:
            body = await _read_body(request) if request.method in ("POST", "PATCH") else b""
        except ClientDisconnect:
            return
        try:
            with self._world.transaction(write=request.method not in _READS):
                response = self._respond(request, body)
        except sqlite3.OperationalError as failure:
            response = respond(503, {"message": f"the sandbox's database: {failure}", "code": 0})
        if request.method == "HEAD":
            response.body = b""
        await response(scope, receive, send)

    def _respond(self, request: Request, body: bytes | None) -> Response:
        # Not every ASGI server provides the raw path.
        raw = request.scope.get("raw_path") or quote(request.scope["path"]).encode()
        path = raw.partition(b"?")[0].decode("latin-1")
        match = self._routes.match(path)
        if request.method == "OPTIONS":
            response = Response()
        elif match:
            response = self._route(request, body, *match)
        else:
            return self._fall_back(path)
        response.raw_headers += self._cors
        allow = match and match[0].allow(request.method)
        if allow and (request.method != "HEAD" or response.status_code == 405):
            response.headers["Allow"] = allow
        return response

    def _fall_back(self, path: str) -> Response:
        rule = next(rule for rule in self._contract.fallbacks if rule.path.search(path))
        response = Response(rule.body, rule.status, rule.headers, rule.media)
        if rule.cors:
            response.raw_headers += self._cors
        return response

    def _route(self, request: Request, body: bytes | None, route: Route, values: list[str]) -> Response:
        operation = route.methods.get("GET" if request.method == "HEAD" else request.method)
        caller = authenticate(
            self._world.store,
            self._world.signer,
            request.headers.get("authorization"),
            operation.scopes if operation else None,
        )
        call = Call(self._world, request, operation, caller, {}, body=body)
        try:
            decoded = [unquote_to_bytes(value.encode("latin-1")).decode() for value in values]
            call.params = dict(zip(route.parameters, decoded, strict=True))
            call.resolve()
        except UnicodeDecodeError:
            refusal = errors.general(400)
            return respond(refusal.status, refusal.body)
        except ApiError as refusal:
            return respond(refusal.status, refusal.body)
        for name, status in self._contract.required_headers.items():
            if name not in request.headers:
                return Response(status_code=status)
        return self._answer(call)


class _Layered:
    """A handler wrapped in a layer."""

    def __init__(self, layer: Layer, inner: Handler) -> None:
        self._layer = layer
        self._inner = inner

    def __call__(self, call: Call) -> Response:
        return self._layer(call, self._inner)


async def _read_body(request: Request) -> bytes | None:
    """Read a body to its end, since some clients read the response only after sending it.

    Returns:
        The body; None if it is longer than `MAX_BODY`.

    Raises:
        ClientDisconnect: The client disconnected.
    """
    size, chunks = 0, list[bytes]()
    async for chunk in request.stream():
        size += len(chunk)
        if size <= MAX_BODY:
            chunks.append(chunk)
        elif size > _DRAINED:
            break
    return b"".join(chunks) if size <= MAX_BODY else None


def respond(status: int, body: object) -> Response:
    """Create a JSON response.

    Args:
        status: The status.
        body: The body, encoded with msgspec.
    """
    return Response(msgspec.json.encode(body), status, media_type="application/json")
