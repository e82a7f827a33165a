"""Check a response against the contract's documentation of its request."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from pluralkit_contract.contract import Contract, Fallback, Operation, Response, below
from pluralkit_contract.exchange import Answer, Exchange, NotJsonError, Request, media_type
from pluralkit_contract.failures import Breach, json_excerpt
from pluralkit_contract.schemas import schemas
from pluralkit_contract.values import typed

CONTENT_TYPE = "header content-type"


def judge(contract: Contract, exchange: Exchange) -> tuple[str, list[Breach]]:
    """Check status, media type, body and error code of a response, and the exact headers of a fallback.

    Args:
        contract: The contract.
        exchange: The exchange.

    Returns:
        What answered, as operation id or as JSON pointer of a fallback, and the breaches.
    """
    request, answer = exchange.request, exchange.answer
    if route := contract.find(request.method, request.path):
        return route.operation.id, of_operation(contract, route.operation, request, answer)
    fallback = contract.fallback(request.method, request.path)
    if fallback is None:
        breach = Breach("#/x-pluralkit-fallbacks", "an entry for this path", request.path, "path")
        return "the contract", [breach]
    return fallback.pointer, of_fallback(contract, fallback, request, answer)


def rule_of(contract: Contract, exchange: Exchange) -> str:
    """Return the JSON pointer of what the contract documents for a response.

    Args:
        contract: The contract.
        exchange: The exchange.
    """
    request, answer = exchange.request, exchange.answer
    if route := contract.find(request.method, request.path):
        response = route.operation.response(answer.status)
        return below(route.operation.pointer, "responses") if response is None else response.pointer
    fallback = contract.fallback(request.method, request.path)
    return "#/x-pluralkit-fallbacks" if fallback is None else fallback.pointer


def of_operation(contract: Contract, operation: Operation, request: Request, answer: Answer) -> list[Breach]:
    """Check the response of an operation.

    Args:
        contract: The contract.
        operation: The operation.
        request: The request.
        answer: The response.
    """
    response = operation.response(answer.status)
    if response is None:
        known = ", ".join(operation.responses)
        return [Breach(below(operation.pointer, "responses"), f"one of {known}", _summary(answer), "status")]
    if missing := _missing_header(contract, request):
        pointer, rule = missing
        right = answer.status == rule["status"] and not answer.body
        return (
            [] if right else [Breach(pointer, f"{rule['status']} without a body", _summary(answer), "status")]
        )
    return _body(contract, response, answer)


def of_fallback(contract: Contract, fallback: Fallback, request: Request, answer: Answer) -> list[Breach]:
    """Check a response outside the operations.

    Args:
        contract: The contract.
        fallback: The fallback that matches the request.
        request: The request.
        answer: The response.
    """
    routes = contract.routes(request.path)
    if fallback.answered_as is not None:
        route = next(route for route in routes if route.operation.method == fallback.answered_as)
        return _headers_alone(fallback, route.operation, answer)
    if fallback.lookup and answer.status != fallback.status:
        answered = (400, 401, 404, 429) if fallback.limited else (400, 401, 404)
        for route in routes:
            response = route.operation.responses.get(str(answer.status))
            if answer.status in answered and response and not _body(contract, response, answer):
                return []
    found = [
        Breach(below(fallback.pointer, name), str(wanted), got, place)
        for name, wanted, got, place in (
            ("status", fallback.status, str(answer.status), "status"),
            ("media", fallback.media or "none", answer.headers.get("content-type", "none"), CONTENT_TYPE),
            ("body", fallback.body, answer.body.decode(errors="replace"), "body"),
        )
        if str(wanted) != got
    ]
    for name, value in fallback.headers.items():
        if (got := answer.headers.get(name.lower(), "none")) != value:
            found.append(Breach(below(fallback.pointer, "headers", name), value, got, f"header {name}"))
    allowed = {route.operation.method for route in routes}
    if fallback.allow and routes and not allowed <= _listed(answer.headers.get("allow", "")):
        found.append(
            Breach(
                below(fallback.pointer, "allow"),
                ", ".join(sorted(allowed)),
                answer.headers.get("allow", "none"),
                "header allow",
            )
        )
    return found


def cors(contract: Contract, exchange: Exchange) -> list[Breach]:
    """Check that a response has the CORS headers, or none where the contract states none.

    Args:
        contract: The contract.
        exchange: The exchange.
    """
    request, answer = exchange.request, exchange.answer
    fallback = None
    if contract.find(request.method, request.path) is None:
        fallback = contract.fallback(request.method, request.path)
    without = fallback is not None and not fallback.cors
    return [
        Breach(below("#/x-pluralkit-cors", name), wanted, got, f"header {name}")
        for name, value in contract.cors.items()
        if (got := answer.headers.get(name.lower(), "none")) != (wanted := "none" if without else value)
    ]


def headers(contract: Contract, exchange: Exchange) -> list[Breach]:
    """Check `Content-Type` with its parameters, and the documented headers.

    Rate-limit headers are left to `rate_limit`, as a server may have no limiter.

    Args:
        contract: The contract.
        exchange: The exchange.

    Returns:
        A breach for each documented header that is missing or malformed, for each header that the contract
        documents for other responses only, and for a `Content-Type` with other parameters.
    """
    request, answer = exchange.request, exchange.answer
    route = contract.find(request.method, request.path)
    response = route.operation.response(answer.status) if route else None
    here = {header.name: header for header in response.headers} if response else {}
    found = _content_type(contract, route.operation, answer) if route and response else []
    for name in contract.response_headers:
        if name.lower() in contract.wire_format.rate_limit_headers:
            continue
        header, text, place = here.get(name), answer.headers.get(name.lower()), f"header {name}"
        if header is None:
            if text is not None:
                found.append(Breach(rule_of(contract, exchange), "no such header", text, place))
        elif text is not None:
            value = typed(contract, header.schema, text)
            breaches = schemas(contract).breaches(header.schema, value)
            found += [replace(breach, place=place) for breach in breaches]
        elif header.required:
            found.append(Breach(header.schema.rpartition("/")[0], "the header", "none", place))
    return found


def rate_limit(contract: Contract, operation: Operation, answer: Answer) -> list[Breach]:
    """Check presence, format and consistency of the rate-limit headers of a response.

    Args:
        contract: The contract.
        operation: The operation.
        answer: The response.
    """
    response = operation.response(answer.status)
    wire = contract.wire_format
    named = {
        name: header
        for header in (response.headers if response else ())
        if (name := header.name.lower()) in wire.rate_limit_headers
    }
    if response is None or not named:
        return []
    found: list[Breach] = []
    counted = not wire.rate_limit_headers.isdisjoint(answer.headers)
    values: dict[str, Any] = {}
    for name, header in named.items():
        text = answer.headers.get(name)
        place = f"header {header.name}"
        if text is not None:
            values[name] = value = typed(contract, header.schema, text)
            found += [
                replace(breach, place=place) for breach in schemas(contract).breaches(header.schema, value)
            ]
        elif header.required or counted:
            found.append(Breach(below(response.pointer, "headers", header.name), "the header", "none", place))
    if found or not counted:
        return found
    rate = operation.extensions["rate-limit"]
    if (scope := values[wire.scope_header]) not in rate.values():
        pointer = below(operation.pointer, "x-pluralkit-rate-limit")
        found.append(Breach(pointer, json_excerpt(rate), scope, f"header {named[wire.scope_header].name}"))
    limit, remaining = values[wire.limit_header], values[wire.remaining_header]
    if remaining > limit:
        header = named[wire.remaining_header]
        place = f"header {header.name}"
        found.append(Breach(header.schema.rpartition("/")[0], f"at most {limit}", str(remaining), place))
    return found


def _body(contract: Contract, response: Response, answer: Answer) -> list[Breach]:
    if not response.content:
        return [Breach(response.pointer, "no body", _summary(answer), "body")] if answer.body else []
    schema = response.content.get(answer.media_type)
    if schema is None:
        known = ", ".join(response.content)
        return [Breach(below(response.pointer, "content"), known, _summary(answer), CONTENT_TYPE)]
    if not answer.media_type.endswith("json"):
        return []
    try:
        body = answer.json()
    except NotJsonError as error:
        return [Breach(schema, "JSON", str(error), "body")]
    return schemas(contract).breaches(schema, body) + _code(response, body)


def _content_type(contract: Contract, operation: Operation, answer: Answer) -> list[Breach]:
    """Compare Content-Type, with its parameters, with the one that the contract states."""
    header = answer.headers.get("content-type")
    if header is None or not answer.body:
        return []
    keys = ["x-pluralkit-problem-media-type"]
    if answer.status < 300 and "answered-by" not in operation.extensions:
        keys.append("x-pluralkit-success-media-type")
    for key in keys:
        if media_type(contract.document[key]) == answer.media_type:
            rule, expected = below("#", key), contract.document[key]
            break
    else:
        rule, expected = below(operation.pointer, "responses"), answer.media_type
    same = _parameters(header) == _parameters(expected)
    return [] if same else [Breach(rule, expected, header, CONTENT_TYPE)]


def _parameters(content_type: str) -> set[str]:
    """Return the parameters of a media type, normalized: lower case, without spaces and quotes."""
    return {each.strip().lower().replace('"', "") for each in content_type.split(";")[1:]}


def _code(response: Response, body: Any) -> list[Breach]:
    if response.error_codes is None or not isinstance(body, dict) or "code" not in body:
        return []
    if body["code"] in response.error_codes:
        return []
    pointer = below(response.pointer, "x-pluralkit-error-codes")
    return [Breach(pointer, json_excerpt(response.error_codes), json_excerpt(body["code"]), "$.code")]


def _headers_alone(fallback: Fallback, operation: Operation, answer: Answer) -> list[Breach]:
    response = operation.response(answer.status)
    if response is None or answer.body or (response.content and answer.media_type not in response.content):
        wanted = f"the headers of {operation.id}, without a body"
        return [Breach(below(fallback.pointer, "as"), wanted, _summary(answer), "status")]
    return []


def _missing_header(contract: Contract, request: Request) -> tuple[str, Mapping[str, Any]] | None:
    key = "x-pluralkit-required-headers"
    for name, rule in contract.document[key].items():
        if name.lower() not in request.headers:
            return below("#", key, name), rule
    return None


def _listed(header: str) -> set[str]:
    return {each.strip() for each in header.split(",")}


def _summary(answer: Answer) -> str:
    return f"{answer.status} {answer.media_type or 'without a media type'}, {len(answer.body)} bytes"
