"""Calls of the generated client's methods as values, such as `pk.members.update("annie", color=None)`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

import msgspec
from pluralkit_contract.contract import Contract, Operation, below
from pluralkit_contract.exchange import Request
from pluralkit_contract.values import typed

from .clients import USER_AGENT


@dataclass(frozen=True, slots=True)
class Call:
    """A method call of the generated client.

    Attributes:
        operation: The operation.
        places: Positional arguments: references, and a body that is a list.
        names: Keyword arguments.
    """

    operation: Operation
    places: tuple[object, ...]
    names: Mapping[str, object]

    def of(self, client: object) -> Any:
        """Call the method of a client; for an asynchronous client, the result is awaitable."""
        where = self.operation.extensions["client"]
        method = getattr(getattr(client, where["resource"]), where["method"])
        return method(*self.places, **self.names)


def call_of(contract: Contract, request: Request) -> Call | None:
    """Return the call that sends a request, or None if no operation matches.

    Args:
        contract: The contract.
        request: A request that conforms to the contract.
    """
    route = contract.find(request.method, request.path)
    if route is None:
        return None
    operation = route.operation
    places: list[object] = [unquote(reference) for reference in route.references.values()]
    query = dict(parse_qsl(request.query))
    names = {
        parameter.name: value_of(
            contract, parameter.schema, typed(contract, parameter.schema, query[parameter.name])
        )
        for parameter in operation.parameters
        if parameter.name in query
    }
    if operation.body is not None:
        body = request.json()
        if isinstance(body, list):
            places.append(cast("list[object]", body))
        else:
            schema = contract.resolve(operation.body)
            names |= {
                name: value_of(contract, below(schema, "properties", name), value)
                for name, value in body.items()
            }
    return Call(operation, tuple(places), names)


def example_request(contract: Contract, operation: Operation) -> Request:
    """Build a request of an operation from the contract's examples."""
    path, query = operation.template, dict[str, str]()
    for parameter in operation.parameters:
        example = contract.at(parameter.pointer).get("example")
        if parameter.place == "path":
            path = path.replace(f"{{{parameter.name}}}", quote(example, safe=""))
        elif parameter.required:
            query[parameter.name] = example
    target = urlsplit(contract.base_url).path + path + (f"?{urlencode(query)}" if query else "")
    if operation.body is None:
        return Request(operation.method, target, {"user-agent": USER_AGENT})
    media = operation.body.removesuffix("/schema")
    example = contract.resolve(below(media, "examples", next(iter(contract.at(media)["examples"]))))
    headers = {"user-agent": USER_AGENT, "content-type": "application/json"}
    return Request(operation.method, target, headers, msgspec.json.encode(contract.at(example)["value"]))


def value_of(contract: Contract, schema: str, value: object) -> object:
    """Convert a JSON value to an argument of the client: timestamps and dates become Python objects.

    Args:
        contract: The contract.
        schema: JSON pointer of the value's schema.
        value: The value.
    """
    if not isinstance(value, str):
        return value
    match contract.at(contract.resolve(schema)).get("format"):
        case "date-time":
            return datetime.fromisoformat(value)
        case "date":
            return date.fromisoformat(value)
        case _:
            return value
