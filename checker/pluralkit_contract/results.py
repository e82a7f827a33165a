"""What came of a test case: the exchange, and when and how whole it arrived."""

from __future__ import annotations

from dataclasses import dataclass

from .contract import Json, Response
from .exchange import Answer, Exchange, NotJsonError
from .probe.cases import Ask

TOO_MANY = 429
"""The status of a refusal by the limiter."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A question and what came of it.

    `trouble` says why the answer is not whole, or not there at all (status 0). `repeated` names headers that
    came more than once. `sent` and `received` are in seconds of a clock that does not jump, `clock` in
    seconds since 1970; without one, times in the response are compared with nothing.
    """

    ask: Ask
    exchange: Exchange
    trouble: str | None
    repeated: frozenset[str]
    sent: float
    received: float
    clock: float | None
    body: Json = None
    """The JSON in the answer; None where there is none."""
    unreachable: bool = False

    @property
    def answer(self) -> Answer:
        return self.exchange.answer


def response_of(sent: Sent) -> Response | None:
    """What the contract says of an answer's status; None outside the operations, or for a status of none."""
    return sent.ask.operation.response(sent.answer.status) if sent.ask.operation else None


def json_of(answer: Answer) -> Json:
    """The JSON in a response; None where there is none."""
    try:
        return answer.json() if answer.media_type.endswith("json") else None
    except NotJsonError:
        return None
