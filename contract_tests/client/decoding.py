"""Expected result of decoding a response: the typed value without loss, or the right error."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

import msgspec
from pluralkit_api import ApiError, InvalidResponse, PluralKitError, Response, errors
from pluralkit_contract.conformance.responses import rule_of
from pluralkit_contract.contract import Contract, below
from pluralkit_contract.exchange import Answer, Exchange, NotJsonError
from pluralkit_contract.failures import Breach, json_excerpt

from contract_tests.support.instants import instants

_YEAR = 365 * 24 * 3600.0
_BY_STATUS: dict[int, type[ApiError]] = {
    400: errors.BadRequest,
    401: errors.Unauthorized,
    403: errors.Forbidden,
    404: errors.NotFound,
    429: errors.RateLimited,
}


def misread(
    contract: Contract, exchange: Exchange, act: Callable[[], Any], *, said: object = None
) -> list[Breach]:
    """How what `act`, a call that makes this exchange, returns or raises differs from what the answer says.

    `said` is what it says to those who know no more than the contract, if that is less than all.
    """
    answer, rule = exchange.answer, rule_of(contract, exchange)
    try:
        result: object = act()
    except ApiError as error:
        return _misread_error(contract, answer, error)
    except PluralKitError as error:
        return [Breach(rule, f"what {answer.status} means", f"{type(error).__name__}: {error}", "the call")]
    if isinstance(result, Response):
        response = cast("Response[object]", result)
        if response.status != answer.status or response.content != answer.body:
            return [Breach(rule, "status and bytes of the answer", repr(response), "the Response")]
        result = response.data
    if answer.status >= 300:
        return [Breach(rule, f"an error for {answer.status}", repr(result), "the call")]
    if not answer.body:
        return [] if result is None else [Breach(rule, "None", repr(result), "data")]
    wanted, got = (
        canonical(answer.json() if said is None else said),
        canonical(msgspec.json.decode(msgspec.json.encode(result))),
    )
    return [] if got == wanted else [Breach(rule, wanted.decode(), got.decode(), "data, encoded again")]


def refused(contract: Contract, exchange: Exchange, act: Callable[[], Any]) -> list[Breach]:
    """Whether the client takes a success whose body is not what the contract says for what it is."""
    answer, rule = exchange.answer, rule_of(contract, exchange)
    wanted = f"InvalidResponse with {answer.status} and the start of the body"
    try:
        result = act()
    except InvalidResponse as error:
        start = " ".join(answer.body.decode(errors="replace").split())
        if error.status == answer.status and (error.body.removesuffix("…") or "\0") in (start or "\0"):
            return []
        return [Breach(rule, wanted, f"{error.status} {error.body!r}", "the InvalidResponse")]
    except PluralKitError as error:
        return [Breach(rule, wanted, f"{type(error).__name__}: {error}", "the call")]
    return [Breach(rule, wanted, repr(result), "the call")]


def canonical(value: object) -> bytes:
    """JSON with its keys in order and its times in UTC: the same bytes for what means the same."""
    return msgspec.json.encode(instants(value), order="sorted")


def error_class(contract: Contract, status: int, code: object) -> type[ApiError]:
    """The class of an error: that of its code, if the code belongs to the status, else that of the status."""
    error = contract.document["x-pluralkit-errors"].get(str(code))
    if error is not None and error["status"] == status:
        named: type[ApiError] = getattr(errors, error["name"])
        return named
    return _BY_STATUS.get(status) or (errors.ServerError if status >= 500 else ApiError)


def _misread_error(contract: Contract, answer: Answer, error: ApiError) -> list[Breach]:
    body = _object(answer)
    code = body.get("code")
    wanted: dict[str, Any] = {
        "class": error_class(contract, answer.status, code).__name__,
        "status": answer.status,
        "code": code,
        "message": body.get("message") or body.get("title") or error.message,
        "errors": body.get("errors", {}),
        "content": answer.body.decode(errors="replace"),
    }
    got: dict[str, Any] = {
        "class": type(error).__name__,
        "status": error.status,
        "code": error.code,
        "message": error.message,
        "errors": msgspec.to_builtins(error.errors),
        "content": error.response.content.decode(errors="replace"),
    }
    if isinstance(error, errors.RateLimited):
        # Longer than a year is for ever: the client may bound it.
        wanted |= {"retry_after": min(body["retry_after"] / 1000, _YEAR), "scope": body["scope"]}
        got |= {"retry_after": min(error.retry_after or 0, _YEAR), "scope": error.scope}
    pointer = below("#/x-pluralkit-errors", str(code)) if code else "#/x-pluralkit-errors"
    return [
        Breach(pointer, json_excerpt(value), json_excerpt(got[name]), f"{name} of the error")
        for name, value in wanted.items()
        if got[name] != value
    ]


def _object(answer: Answer) -> dict[str, Any]:
    """The body, if it is an object of JSON."""
    try:
        body = answer.json()
    except NotJsonError:
        return {}
    return cast("dict[str, Any]", body) if isinstance(body, dict) else {}
