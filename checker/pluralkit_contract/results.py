"""Results of test cases."""

from __future__ import annotations

from dataclasses import dataclass

from .contract import Json, Response
from .exchange import Answer, Exchange, NotJsonError
from .probe.cases import TestCase

TOO_MANY_REQUESTS = 429
"""Status of a request that the rate limiter rejected."""


@dataclass(frozen=True, slots=True)
class Result:
    """The result of a test case.

    Attributes:
        case: The test case.
        exchange: The request and the response.
        trouble: Why the response is incomplete or missing (status 0); None if it is complete.
        repeated: Names of headers that occurred more than once, in lower case.
        sent_at: When the request was sent, in seconds of a monotonic clock.
        received: When the response was complete, by the same clock.
        clock: Wall-clock time in seconds since 1970; None to skip checks of times in the response.
        body: The JSON in the response; None without any.
        unreachable: Whether no connection could be opened.
    """

    case: TestCase
    exchange: Exchange
    trouble: str | None
    repeated: frozenset[str]
    sent_at: float
    received: float
    clock: float | None
    body: Json = None
    unreachable: bool = False

    @property
    def answer(self) -> Answer:
        """The response."""
        return self.exchange.answer


def documented_response(result: Result) -> Response | None:
    """Return the response that the contract documents for the status of a result, or None."""
    return result.case.operation.response(result.answer.status) if result.case.operation else None


def json_of(answer: Answer) -> Json:
    """Return the JSON body of a response, or None if it has none."""
    try:
        return answer.json() if answer.media_type.endswith("json") else None
    except NotJsonError:
        return None
