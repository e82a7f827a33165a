"""Retries: the engine runs in virtual time against scripted responses."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from typing import Any

import pytest
from msgspec.structs import replace
from pluralkit_runtime import (
    ApiError,
    Headers,
    Operation,
    PluralKitError,
    RateLimited,
    RateLimiter,
    RateLimitTimeout,
    Request,
    RequestTimeout,
    Response,
    RetryAttempt,
    RetryPolicy,
    ServerError,
    TransportError,
)
from pluralkit_runtime.engine import call, run
from pluralkit_runtime.hooks import Hook, Notice, RateLimitWait, RequestSent, ResponseReceived
from pluralkit_runtime.options import ClientOptions, make_options
from pluralkit_runtime.ratelimit.limiter import reserve
from pluralkit_runtime.request import RawRequest
from pluralkit_runtime.response import RawResponse
from pluralkit_runtime.secret import Secret

from contract_tests.support.virtual_time import ThreadedTime
from tests.runtime.support import AGENT, API, CREATE_MEMBER, DELETE_MEMBER, GET_MEMBER, TOKEN

ANNIE = b'{"id":"annie","uuid":"134ba358-9c6c-4ff7-9e7f-c51cade930c5","name":"A","level":null,"created":null}'
OK = RawResponse(200, Headers([("content-type", "application/json")]), ANNIE)
GONE = RawResponse(204, Headers(), b"")
HTML = b"<html>Bad gateway</html>"

# The longest waits there can be, and the shortest.
LATE = RetryPolicy(random=lambda: 1.0)
SOON = RetryPolicy(random=lambda: 0.0)


def status(code: int, body: bytes = HTML, **headers: str) -> RawResponse:
    return RawResponse(
        code, Headers([(name.replace("_", "-"), value) for name, value in headers.items()]), body
    )


def refused(retry_after: str, scope: str = "own_system_get", limit: str = "10") -> RawResponse:
    body = f'{{"message":"429: too many requests","retry_after":{retry_after},"scope":"x","code":0}}'
    headers = {"x_ratelimit_scope": scope, "x_ratelimit_limit": limit, "x_ratelimit_remaining": "0"}
    return status(429, body.encode(), **headers)


def failed(*, sent: bool = True) -> TransportError:
    return TransportError("the connection broke", sent=sent)


STALLED = object()
"""No answer within the time that the attempt is given."""


class Run:
    """One call, run to its end: `result` is the Response or the error, `sent` when it was sent."""

    def __init__(
        self,
        *script: Any,
        operation: Operation[Any] = GET_MEMBER,
        retry: RetryPolicy | None = LATE,
        timeout: float = 60.0,
        max_queue_time: float | None = None,
        rate_limiter: Callable[[ThreadedTime], RateLimiter | None] = lambda _: None,
        hooks: Iterable[Hook] = (),
    ) -> None:
        self.time = ThreadedTime()
        self.sent: list[float] = []
        self.timeouts: list[float] = []
        self._script = list(script)
        config = make_options(
            API,
            user_agent=AGENT,
            secret=Secret(TOKEN),
            timeout=timeout,
            max_queue_time=max_queue_time,
            retry=retry,
            rate_limiter=rate_limiter(self.time),
            hooks=hooks,
        )
        self.result: Response[Any] | PluralKitError
        self.time.run(lambda: self._go(operation, config))

    def _go(self, operation: Operation[Any], config: ClientOptions) -> None:
        request = Request(operation, operation.template.replace("{member}", "annie"))
        try:
            self.result = run(call(request, API, config, self.time.time), self._send, self.time.sleep)
        except PluralKitError as error:
            self.result = error

    def _send(self, send: RawRequest) -> RawResponse:
        self.sent.append(round(self.time.time(), 6))
        self.timeouts.append(send.timeout)
        assert self._script, "sent once more than the script knows"
        outcome = self._script.pop(0)
        if outcome is STALLED:
            self.time.sleep(send.timeout)
            raise RequestTimeout("no whole answer", sent=True)
        if isinstance(outcome, TransportError):
            raise outcome
        assert isinstance(outcome, RawResponse)
        return outcome

    @property
    def response(self) -> Response[Any]:
        assert isinstance(self.result, Response)
        return self.result


@pytest.mark.parametrize(
    "trouble",
    [
        failed(sent=False),
        failed(),
        RequestTimeout("late", sent=True),
        *(status(code) for code in (502, 503, 504, 520, 522, 527)),
    ],
    ids=lambda trouble: str(getattr(trouble, "status", trouble)),
)
def test_transient_failures_are_retried(trouble: RawResponse | TransportError) -> None:
    run = Run(trouble, OK)
    assert run.response.data.id == "annie"
    assert run.sent == [0, 0.5]
    reason = str(trouble.status) if isinstance(trouble, RawResponse) else type(trouble).__name__
    assert run.response.retries == (RetryAttempt(reason, 0.5),)


@pytest.mark.parametrize(
    "answer", [status(400), status(401), status(403), status(404), status(500), status(501)]
)
def test_permanent_failures_are_not_retried(answer: RawResponse) -> None:
    run = Run(answer)
    assert isinstance(run.result, ApiError)
    assert run.result.retries == ()


def test_delays_double_up_to_max_delay_until_max_attempts() -> None:
    run = Run(*[status(503)] * 6, retry=replace(LATE, max_attempts=6, max_delay=3.0))
    assert isinstance(run.result, ServerError)
    assert run.sent == [0, 0.5, 1.5, 3.5, 6.5, 9.5]
    assert [retry.delay for retry in run.result.retries] == [0.5, 1, 2, 3, 3]


def test_delays_of_very_many_attempts_do_not_overflow() -> None:
    policy = replace(LATE, max_attempts=1100, max_delay=0.01)
    assert policy.delay(1099, 0.0) == pytest.approx(0.01)


def test_delays_have_full_jitter() -> None:
    chances = iter([0.1, 0.9, 0.5])
    run = Run(*[status(503)] * 4, retry=RetryPolicy(random=lambda: next(chances)))
    assert run.sent == pytest.approx([0, 0.05, 0.95, 1.95])


def test_no_attempt_begins_after_max_elapsed() -> None:
    assert Run(*[status(503)] * 3, retry=replace(LATE, max_elapsed=2)).sent == [0, 0.5, 1.5]


def test_no_attempt_begins_after_the_deadline_of_the_call() -> None:
    run = Run(*[status(503)] * 2, timeout=1.2)
    assert isinstance(run.result, ServerError)
    assert run.sent == [0, 0.5]
    assert run.time.time() == 0.5


def test_attempt_timeout_retries_a_stalled_request() -> None:
    run = Run(STALLED, STALLED, OK, retry=replace(SOON, attempt_timeout=10))
    assert run.response.data.id == "annie"
    assert run.sent == [0, 10, 20]


def test_an_attempt_may_use_the_whole_timeout_by_default() -> None:
    run = Run(OK, retry=RetryPolicy())
    assert run.timeouts == [60]


@pytest.mark.parametrize("code", [429, 503])
def test_retry_after_overrides_a_shorter_delay(code: int) -> None:
    for stated in ("3", "Thu, 01 Jan 2026 00:00:03 GMT"):
        run = Run(status(code, retry_after=stated, date="Thu, 01 Jan 2026 00:00:00 GMT"), OK)
        assert run.sent == [0, 3]


@pytest.mark.parametrize("code", [429, 503])
def test_a_retry_after_past_the_deadline_fails_immediately(code: int) -> None:
    run = Run(status(code, retry_after="3600"))
    assert isinstance(run.result, ApiError)
    assert run.result.retry_after == 3600
    assert run.time.time() == 0


def test_waiting_for_the_first_slot_does_not_count_against_the_timeout() -> None:
    def busy(time: ThreadedTime) -> RateLimiter:
        rate_limiter = RateLimiter(clock=time)
        for _ in range(8):
            reserve(rate_limiter, GET_MEMBER, "/members/annie", caller=None, spec=API, deadline=1).wait()
        return rate_limiter

    run = Run(OK, rate_limiter=busy, timeout=0.05)
    assert run.response.data.id == "annie"
    assert run.sent == [pytest.approx(0.1)]
    assert run.timeouts == [pytest.approx(0.05)]


def test_waiting_for_slots_of_retries_counts_against_the_timeout() -> None:
    run = Run(refused("900"), timeout=0.5, rate_limiter=lambda time: RateLimiter(clock=time))
    assert isinstance(run.result, RateLimited)


def test_the_last_attempt_may_use_the_remaining_time() -> None:
    run = Run(STALLED, STALLED, retry=replace(SOON, attempt_timeout=10, max_attempts=2))
    assert isinstance(run.result, RequestTimeout)
    assert run.timeouts == [10, 50]
    assert run.time.time() == 60


def test_a_create_that_may_have_arrived_is_not_retried() -> None:
    for trouble in (failed(), STALLED, status(502), status(503), status(520)):
        run = Run(trouble, operation=CREATE_MEMBER)
        assert isinstance(run.result, TransportError | ServerError)
        assert run.timeouts == [60]


def test_a_create_that_was_unsent_or_rate_limited_is_retried() -> None:
    run = Run(failed(sent=False), refused("100", "generic_update", "3"), OK, operation=CREATE_MEMBER)
    assert run.response.data.id == "annie"


def test_a_retried_delete_counts_not_found_as_success() -> None:
    nothing = status(404, b'{"message":"Member not found.","code":20002}')
    for trouble in (failed(), STALLED, status(502)):
        run = Run(trouble, nothing, operation=DELETE_MEMBER, retry=replace(LATE, attempt_timeout=10))
        assert run.response.data is None
        assert run.response.status == 204
        assert run.response.content == b""
        assert len(run.response.retries) == 1
    run = Run(failed(), status(503), failed(sent=False), nothing, operation=DELETE_MEMBER)
    assert run.response.data is None


def test_not_found_in_the_first_attempt_of_a_delete_is_an_error() -> None:
    nothing = status(404, b'{"message":"Member not found.","code":20002}')
    for script in ([nothing], [failed(sent=False), nothing], [refused("100", "x", "3"), nothing]):
        assert isinstance(Run(*script, operation=DELETE_MEMBER).result, ApiError)
    # Nor does a path that is none mean that the work is done.
    assert isinstance(Run(failed(), status(404, b""), operation=DELETE_MEMBER).result, ApiError)
    assert isinstance(Run(failed(), nothing, operation=GET_MEMBER).result, ApiError)


@pytest.mark.parametrize("limited", [False, True])
@pytest.mark.parametrize(
    ("retry_after", "wait"), [("500", 0.6), ("0", 0.2), ("-1", 0.2), ('"soon"', 0.2), ("31536000000", 10.1)]
)
def test_a_rate_limited_call_waits_for_retry_after_plus_an_interval(
    retry_after: str, wait: float, limited: bool
) -> None:
    def rate_limiter(time: ThreadedTime) -> RateLimiter | None:
        return RateLimiter(clock=time) if limited else None

    run = Run(refused(retry_after), OK, rate_limiter=rate_limiter)
    assert run.sent == [0, pytest.approx(wait)]
    assert [retry.reason for retry in run.response.retries] == ["429"]


def test_a_429_without_rate_limit_headers_uses_the_usual_delays() -> None:
    assert Run(status(429), status(429), OK).sent == [0, 0.5, 1.5]


def test_repeated_429_responses_raise_rate_limited() -> None:
    run = Run(*[refused("100")] * 4, rate_limiter=lambda time: RateLimiter(clock=time))
    assert isinstance(run.result, RateLimited)
    assert len(run.result.retries) == 3


def test_rate_limited_is_raised_immediately_if_the_next_attempt_is_past_the_deadline() -> None:
    for limited in (True, False):

        def rate_limiter(time: ThreadedTime, limited: bool = limited) -> RateLimiter | None:
            return RateLimiter(clock=time) if limited else None

        run = Run(refused("5000"), timeout=3, rate_limiter=rate_limiter)
        assert isinstance(run.result, RateLimited)
        assert run.result.retries == ()
        assert run.time.time() == 0


def test_without_a_policy_nothing_is_retried() -> None:
    for trouble in (status(503), failed(sent=False), refused("100")):
        run = Run(trouble, retry=None)
        assert isinstance(run.result, PluralKitError)


def test_unsent_attempts_are_refunded_to_the_bucket() -> None:
    outcomes = [*[failed(sent=False)] * 3, OK]
    at_once = replace(SOON, initial_delay=0.0)
    run = Run(
        *outcomes,
        operation=CREATE_MEMBER,
        retry=at_once,
        rate_limiter=lambda time: RateLimiter(clock=time),
    )
    assert run.sent == [0, 0, 0, 0]


def busy(time: ThreadedTime) -> RateLimiter:
    """A rate limiter whose next slot comes after 0.1 s."""
    rate_limiter = RateLimiter(clock=time)
    for _ in range(8):
        reserve(rate_limiter, GET_MEMBER, "/members/annie", caller=None, spec=API, deadline=1).wait()
    return rate_limiter


def test_a_call_whose_slot_is_after_max_queue_time_is_not_sent() -> None:
    run = Run(OK, rate_limiter=busy, max_queue_time=0.05)
    assert isinstance(run.result, RateLimitTimeout)
    assert run.result.wait == pytest.approx(0.1)
    assert run.sent == []


def test_hooks_and_log_report_a_wait_for_the_rate_limit(caplog: pytest.LogCaptureFixture) -> None:
    notices: list[Notice] = []
    with caplog.at_level(logging.DEBUG, logger="pluralkit_api"):
        Run(OK, rate_limiter=busy, hooks=[notices.append])
    assert [type(notice) for notice in notices] == [RateLimitWait, RequestSent, ResponseReceived]
    assert isinstance(notices[0], RateLimitWait)
    assert notices[0].seconds == pytest.approx(0.1)
    assert notices[0].attempt == 1
    assert caplog.messages[0] == "GET /members/annie: waited 0.100 s for a rate-limit slot"


def test_an_immediate_slot_is_not_reported_as_a_wait() -> None:
    notices: list[Notice] = []
    Run(OK, rate_limiter=lambda time: RateLimiter(clock=time), hooks=[notices.append])
    assert [type(notice) for notice in notices] == [RequestSent, ResponseReceived]


@pytest.mark.parametrize(
    ("decision", "outcome", "operation", "attempts"),
    [
        (True, status(500), CREATE_MEMBER, 2),
        (True, status(404), GET_MEMBER, 2),
        (None, status(500), GET_MEMBER, 1),
        (None, status(502), GET_MEMBER, 2),
        (False, status(502), GET_MEMBER, 1),
        (False, failed(sent=False), GET_MEMBER, 1),
    ],
    ids=lambda value: str(getattr(value, "status", getattr(value, "id", value))),
)
def test_should_retry_decides_which_errors_are_retried(
    decision: bool | None, outcome: Any, operation: Operation[Any], attempts: int
) -> None:
    asked: list[PluralKitError] = []

    def should_retry(error: PluralKitError) -> bool | None:
        asked.append(error)
        return decision

    run = Run(outcome, OK, operation=operation, retry=replace(SOON, should_retry=should_retry))
    assert len(run.sent) == attempts
    assert len(asked) == 1


def test_should_retry_does_not_exceed_max_attempts() -> None:
    policy = replace(SOON, max_attempts=3, should_retry=bool)  # an error is true
    run = Run(*[status(500)] * 3, retry=policy)
    assert isinstance(run.result, ServerError)
    assert len(run.sent) == 3


def test_retries_are_logged_without_the_token(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        Run(failed(), status(502), OK)
    assert [record.getMessage() for record in caplog.records if record.name == "pluralkit_api"] == [
        "GET /members/annie: TransportError after 0.000 s",
        "GET /members/annie: TransportError; sent again in 0.5 s",
        "GET /members/annie: 502 in 0.000 s",
        "GET /members/annie: 502; sent again in 1.0 s",
        "GET /members/annie: 200 in 0.000 s",
    ]
    assert TOKEN not in caplog.text


def test_the_log_of_a_429_says_what_the_call_waits_for(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        Run(refused("500"), OK, rate_limiter=lambda time: RateLimiter(clock=time))
        Run(refused("500"), OK)
    assert [record.getMessage() for record in caplog.records] == [
        "GET /members/annie: 429; sent again in its next rate-limit slot",
        "GET /members/annie: 429; sent again in 0.6 s",
    ]


@pytest.mark.parametrize(
    "wrong",
    [
        {"max_attempts": 0},
        {"max_elapsed": -1.0},
        {"attempt_timeout": float("nan")},
        {"initial_delay": float("inf")},
    ],
)
def test_an_invalid_policy_is_a_value_error_that_names_the_argument(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=f"^{next(iter(wrong))}: "):
        RetryPolicy(**wrong)
