"""Check requests against the contract: path, query, headers and body.

The service is more lenient than what the contract tells clients to send: it accepts values of other types (a
number as a text, but no list or object as a scalar), blank texts (which clear a field), unknown keys, and
JSON with trailing commas. `accepted` tolerates these.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from urllib.parse import parse_qsl, unquote

from jsonschema_rs import ValidationError

from pluralkit_contract.contract import Contract, Operation, Parameter, Route, below
from pluralkit_contract.exchange import NotJsonError, Request, media_type
from pluralkit_contract.failures import Breach, json_excerpt
from pluralkit_contract.schemas import rule, schemas
from pluralkit_contract.values import documented_types, json_type, typed

_COMPOUND = frozenset({"array", "object"})


def sent(contract: Contract, request: Request) -> list[Breach]:
    """Check a client's request strictly: undocumented content is a breach.

    Args:
        contract: The contract.
        request: The request.
    """
    route = contract.find(request.method, request.path)
    if route is None:
        return [Breach("#/paths", "an operation", f"{request.method} {request.path}", "method and path")]
    query = _query(request)
    names = {parameter.name for parameter in route.operation.parameters if parameter.place == "query"}
    strange = sorted({name for name, _ in query} - names) or [name for name, _ in query[len(dict(query)) :]]
    found = [
        Breach(below(route.operation.pointer, "parameters"), "each once, no others", name, "query")
        for name in strange
    ]
    for parameter, text in _parameters(route, query):
        place = f"{parameter.place} {parameter.name}"
        if text is not None:
            value = typed(contract, parameter.schema, text)
            errors = schemas(contract).breaches(parameter.schema, value)
            found += [replace(breach, place=place) for breach in errors]
        elif parameter.required:
            found.append(Breach(below(parameter.pointer, "required"), "the parameter", "none", place))
    return [*found, *_headers(contract, route.operation, request), *_body(contract, route.operation, request)]


def accepted(contract: Contract, request: Request) -> list[Breach]:
    """Check a request that the service accepted: tolerate what it is known to accept beyond the contract.

    Args:
        contract: The contract.
        request: The request.
    """
    route = contract.find(request.method, request.path)
    if route is None:
        return []
    found: list[Breach] = []
    for parameter, text in _parameters(route, _query(request)):
        if text is None and parameter.required:
            place = f"{parameter.place} {parameter.name}"
            found.append(Breach(below(parameter.pointer, "required"), "not required", "none", place))
        elif text is not None:
            found += _documented(contract, parameter.schema, typed(contract, parameter.schema, text))
    if route.operation.body is not None:
        with suppress(NotJsonError):
            found += _documented(contract, route.operation.body, request.json())
    return found


def _documented(contract: Contract, schema: str, value: object) -> Iterator[Breach]:
    for error in schemas(contract).errors(schema, value, strict=False):
        if not _lax(contract, error):
            yield schemas(contract).breach(error)


def _lax(contract: Contract, error: ValidationError) -> bool:
    """Return whether the service accepts a value that clients should not send."""
    value, schema = error.instance, rule(error).rpartition("/")[0]
    documented = documented_types(contract, schema)
    if json_type(value) not in documented:
        # The service converts or ignores scalars, and ignores lists instead of objects and vice versa.
        return json_type(value) not in _COMPOUND or bool(documented & _COMPOUND)
    lenient = {"x-pluralkit-otherwise", "x-pluralkit-url"} & contract.at(schema).keys()
    return isinstance(value, str) and (
        not value.strip() or bool(lenient and rule(error).endswith(("enum", "pattern")))
    )


def _query(request: Request) -> list[tuple[str, str]]:
    return parse_qsl(
        request.query, keep_blank_values=True, strict_parsing=bool(request.query), errors="strict"
    )


def _parameters(route: Route, query: list[tuple[str, str]]) -> Iterator[tuple[Parameter, str | None]]:
    """Yield path and query parameters with their texts; the first value of a repeated one."""
    first = dict(reversed(query))
    for parameter in route.operation.parameters:
        if parameter.place == "path":
            yield parameter, unquote(route.references[parameter.name])
        else:
            yield parameter, first.get(parameter.name)


def _headers(contract: Contract, operation: Operation, request: Request) -> Iterator[Breach]:
    key = "x-pluralkit-required-headers"
    for name in contract.document[key]:
        if not request.headers.get(name.lower()):
            yield Breach(below("#", key, name), "the header", "none", f"header {name}")
    wanted = "" if operation.body is None else "application/json"
    got = media_type(request.headers.get("content-type", ""))
    if got != wanted:
        yield Breach(below(operation.pointer, "requestBody"), wanted or "none", got, "header content-type")


def _body(contract: Contract, operation: Operation, request: Request) -> list[Breach]:
    if operation.body is None:
        return (
            [Breach(operation.pointer, "no body", json_excerpt(request.body.decode()), "body")]
            if request.body
            else []
        )
    try:
        return schemas(contract).breaches(operation.body, request.json())
    except NotJsonError as error:
        return [Breach(operation.body, "JSON", str(error), "body")]
