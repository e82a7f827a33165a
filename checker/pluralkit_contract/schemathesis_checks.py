"""Checks for schemathesis by the rules of the contract (extra `[schemathesis]`).

Importing this module registers them. For the command line of schemathesis, set `hooks =
"pluralkit_contract.schemathesis_checks"` in schemathesis.toml.

pluralkit_contract       each response: status, media type, headers, CORS, schema, error code and message
pluralkit_rate_limits    the rate-limit headers; disable it for a server without a rate limiter
PluralKitSuccesses       the whole run: each tested operation succeeded at least once
PluralKitDeviations      drops failures of other checks that the deviations in `waive` cover; a run of all
                         operations fails if a waived deviation was never used

The checks of schemathesis cover what OpenAPI expresses; these also cover the `x-pluralkit-` extensions.
"""

# schemathesis leaves type arguments open:
# pyright: reportUnknownMemberType=false, reportUntypedFunctionDecorator=false, reportUntypedClassDecorator=false

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol, TypeAlias
from urllib.parse import urlsplit

try:
    import schemathesis
    from schemathesis import CheckContext, HookContext, Response
except ModuleNotFoundError as missing:
    if (missing.name or "").partition(".")[0] != "schemathesis":
        raise
    raise ModuleNotFoundError(
        "pluralkit_contract.schemathesis_checks needs the package schemathesis: "
        "pip install 'pluralkit-api[schemathesis]'",
        name="schemathesis",
    ) from None

from . import deviations
from .access import ANONYMOUS
from .conformance.body import nodes
from .conformance.inspect import documented
from .conformance.responses import rate_limit
from .contract import load
from .deviations import Attempt
from .exchange import Answer, Exchange, Request
from .failures import raise_for_breaches
from .probe.cases import TestCase
from .results import Result, json_of

Case: TypeAlias = schemathesis.Case[Any]

_CONTRACT = load()
_BASE_PATH = urlsplit(_CONTRACT.base_url).path
# Hooks are global in schemathesis, therefore their state is, too.
_waived: set[str] = set()
_used: set[str] = set()


class CheckFailure(Protocol):
    """A failure of a check, as schemathesis passes it to hooks.

    Attributes:
        checks: Names of the checks that report such a failure; empty for checks outside schemathesis.
        message: The expected and the actual behaviour.
    """

    checks: tuple[str, ...]
    message: str


def exchange_of(response: Response, case: Case) -> Exchange:
    """Convert a schemathesis case and its response to an exchange.

    Args:
        response: The response; `request` is the request that was sent.
        case: The case. A path prefix of its base URL before the contract's base path is removed.

    Raises:
        TypeError: The request body is a stream.
    """
    sent = response.request
    parts = urlsplit(str(sent.url))
    prefix = urlsplit(case.operation.base_url or "").path.rstrip("/").removesuffix(_BASE_PATH)
    target = parts.path.removeprefix(prefix) + (f"?{parts.query}" if parts.query else "")
    body = sent.body.encode() if isinstance(sent.body, str) else sent.body
    if not isinstance(body, bytes | None):
        raise TypeError("streamed request bodies are not supported")
    return Exchange(
        Request(
            str(sent.method),
            target,
            {name.lower(): _text(value) for name, value in sent.headers.items()},
            body,
        ),
        Answer(response.status_code, _first(response.headers), response.content),
        "schemathesis",
    )


@schemathesis.check
def pluralkit_contract(_: CheckContext, response: Response, case: Case) -> None:
    """Check a response against the contract.

    Args:
        response: The response.
        case: The test case whose request was sent.

    Raises:
        AssertionError: The response breaks the contract; the message names the rule.
    """
    exchange = exchange_of(response, case)
    route = _CONTRACT.find(exchange.request.method, exchange.request.path)
    test_case = TestCase(
        exchange.request.target, ANONYMOUS, "schemathesis", route.operation if route else None
    )
    repeated = frozenset(name for name, values in response.headers.items() if len(values) > 1)
    result = Result(test_case, exchange, None, repeated, 0, 0, None, json_of(exchange.answer))
    breaches = documented(_CONTRACT, result, nodes(_CONTRACT, result))
    raise_for_breaches(breaches, exchange, case.operation.label)


@schemathesis.check
def pluralkit_rate_limits(_: CheckContext, response: Response, case: Case) -> None:
    """Check the rate-limit headers against the contract.

    Args:
        response: The response. Requests that no operation of the contract has are not checked.
        case: The test case whose request was sent.

    Raises:
        AssertionError: The headers break the contract; the message names the rule.
    """
    exchange = exchange_of(response, case)
    if route := _CONTRACT.find(exchange.request.method, exchange.request.path):
        breaches = rate_limit(_CONTRACT, route.operation, exchange.answer)
        raise_for_breaches(breaches, exchange, case.operation.label)


@schemathesis.check
class PluralKitSuccesses:
    """Check that each tested operation succeeded at least once, and that any was tested at all."""

    def __init__(self) -> None:
        self._tested: set[str] = set()
        self._succeeded: set[str] = set()

    def after_response(self, ctx: CheckContext, response: Response, case: Case) -> None:  # noqa: ARG002  # by name
        """Record the status of a response."""
        self._tested.add(case.operation.label)
        if response.status_code < 300:
            self._succeeded.add(case.operation.label)

    def after_run(self, ctx: CheckContext) -> None:  # noqa: ARG002  # by name
        """Check that operations succeeded.

        Raises:
            AssertionError: An operation never succeeded, or no request was sent.
        """
        if not self._tested:
            raise AssertionError("no request was sent")
        if failed := sorted(self._tested - self._succeeded):
            raise AssertionError(f"operations without a success: {', '.join(failed)}")


@schemathesis.check
class PluralKitDeviations:
    """Drop failures that known deviations of the service explain.

    Args:
        waive: Names of deviations in `pluralkit_contract.deviations`.

    Raises:
        ValueError: A name is unknown.
    """

    def __init__(self, waive: Sequence[str] = ()) -> None:
        known = {deviation.name for deviation in deviations.ALL}
        if unknown := sorted(set(waive) - known):
            raise ValueError(
                f"unknown deviations: {', '.join(unknown)}; known are {', '.join(sorted(known))}"
            )
        self._tested: set[str] = set()
        _waived.clear()
        _waived.update(waive)
        _used.clear()

    def after_response(self, ctx: CheckContext, response: Response, case: Case) -> None:  # noqa: ARG002  # by name
        """Record the operation of a response."""
        exchange = exchange_of(response, case)
        if route := _CONTRACT.find(exchange.request.method, exchange.request.path):
            self._tested.add(route.operation.id)

    def after_run(self, ctx: CheckContext) -> None:  # noqa: ARG002  # by name
        """Check that waived deviations were used, if all operations were tested.

        Raises:
            AssertionError: A waived deviation was never used.
        """
        all_tested = {operation.id for operation in _CONTRACT.operations} <= self._tested
        if all_tested and (unused := sorted(_waived - _used)):
            raise AssertionError(f"waived, but never used: {', '.join(unused)}")


@schemathesis.hook
def filter_failure(
    _: HookContext,
    failure: CheckFailure,
    case: Case,
    response: Response,
) -> bool:
    """Return whether a failure counts: False if a waived deviation covers it.

    Args:
        failure: The failure that a check found.
        case: The test case whose request was sent.
        response: The response.
    """
    exchange = exchange_of(response, case)
    route = _CONTRACT.find(exchange.request.method, exchange.request.path)
    if route is None:
        return True
    deviation = deviations.find(
        failure.checks, Attempt(_CONTRACT, route.operation, exchange, failure.message)
    )
    if deviation is None or deviation.name not in _waived:
        return True
    _used.add(deviation.name)
    return False


def _first(headers: Mapping[str, Sequence[str]]) -> dict[str, str]:
    return {name.lower(): values[0] for name, values in headers.items()}


def _text(value: str | bytes) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else value
