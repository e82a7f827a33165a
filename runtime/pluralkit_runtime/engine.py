"""Sans-I/O engine for a single API call, with sync and async drivers.

`call` is a generator without I/O. It yields what to do next: a `SendRequest`, an `AcquireSlot` or a `Sleep`,
and receives the raw response to what was sent (or has a TransportError thrown into it). It returns the
Response, or raises. `run` and `run_async` are the drivers.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Generator
from math import inf
from typing import Any, TypeAlias, TypedDict, TypeVar
from urllib.parse import urlencode

from msgspec import UNSET, Struct
from msgspec.structs import replace

from .errors import (
    ApiError,
    InvalidResponse,
    NotFound,
    PluralKitError,
    RateLimited,
    RateLimitTimeout,
    TransportError,
)
from .hooks import RateLimitWait, RequestSent, ResponseReceived, RetryScheduled, notify
from .json_body import encode
from .options import ClientOptions
from .parsing import parse
from .ratelimit.bucket import wait_after_refusal
from .ratelimit.limiter import Reservation, reserve
from .request import RawRequest, Request
from .response import RawResponse, Response, RetryAttempt
from .retry import may_have_arrived, will_repeat
from .spec import ApiSpec, Operation

T = TypeVar("T")

_log = logging.getLogger("pluralkit_api")

_MIN_TIMEOUT = 0.001  # seconds; 0 would mean "do not wait" to a socket

_MIN_WAIT = 0.001  # seconds; what is shorter is no wait, but the time that taking a free slot takes


class SendRequest(Struct, frozen=True):
    """Step: send a request, and give back the response."""

    request: RawRequest


class AcquireSlot(Struct, frozen=True):
    """Step: wait until the rate limiter lets the call go."""

    reservation: Reservation


class Sleep(Struct, frozen=True):
    """Step: wait for a number of seconds."""

    seconds: float


Step: TypeAlias = SendRequest | AcquireSlot | Sleep
Steps: TypeAlias = Generator[Step, RawResponse | None, T]


def call(
    request: Request[T], spec: ApiSpec, options: ClientOptions, clock: Callable[[], float]
) -> Steps[Response[T]]:
    """The steps of one call.

    The first rate-limit slot is waited for as long as `options.max_queue_time` says. From then on the call
    has `options.timeout` seconds, in which slots of further attempts count.

    Args:
        request: What to send.
        spec: The contract.
        options: The client's options.
        clock: Seconds; only runs forward.

    Returns:
        The response of the last attempt.

    Raises:
        PluralKitError: See `errors`.
    """
    operation = request.operation
    raw = _raw_request(request, options)
    retry = options.retry
    started = clock()
    deadline = started + options.timeout
    reservation = None
    if options.rate_limiter is not None:
        reservation = reserve(
            options.rate_limiter,
            operation,
            request.path,
            caller=options.caller,
            application=options.application,
            spec=spec,
            deadline=inf if options.max_queue_time is None else started + options.max_queue_time,
        )
        raw = replace(raw, on_sent=reservation.mark_sent)
    retries: tuple[RetryAttempt, ...] = ()
    failure: PluralKitError | None = None
    arrived = False
    while True:
        now = asked = clock()
        if reservation is not None:
            try:
                yield AcquireSlot(reservation)
            except RateLimitTimeout as late:
                raise (_after(retries[:-1], failure) if failure else late) from None
            now = clock()
            if now - asked > _MIN_WAIT:
                _report_wait(request, options, len(retries) + 1, now - asked)
        if failure is None and reservation is not None:
            started = now
            deadline = reservation.deadline = now + options.timeout
        timeout = deadline - now
        if (
            operation.idempotent
            and retry is not None
            and retry.attempt_timeout is not None
            and len(retries) + 1 < retry.max_attempts
        ):
            timeout = min(timeout, retry.attempt_timeout)
        if options.hooks:
            notify(options.hooks, RequestSent(**_about(request, len(retries) + 1)))
        result = yield from _attempt(request, replace(raw, timeout=max(timeout, _MIN_TIMEOUT)), spec, options)
        _report_result(request, options, len(retries) + 1, result, clock() - now)
        if reservation is not None:
            _report(reservation, result)
        if arrived and operation.method == "DELETE" and isinstance(result, NotFound) and result.code:
            result = _deleted(result.response, operation)  # by an earlier attempt
        if isinstance(result, Response):
            return replace(result, retries=retries) if retries else result

        failure = result
        arrived = arrived or may_have_arrived(failure)
        now = clock()
        again = _retry(failure, operation, options, attempts=len(retries) + 1, elapsed=now - started)
        if again is None or now + again.delay >= deadline:
            raise _after(retries, failure)
        retries += (again,)
        when = f"in {again.delay:.1f} s" if again.delay else "in its next rate-limit slot"
        _log.warning("%s %s: %s; sent again %s", operation.method, request.path, again.reason, when)
        if options.hooks:
            about = _about(request, len(retries))
            notify(options.hooks, RetryScheduled(**about, reason=again.reason, delay=again.delay))
        yield Sleep(again.delay)


def _attempt(
    request: Request[T], raw: RawRequest, spec: ApiSpec, options: ClientOptions
) -> Steps[Response[T] | PluralKitError]:
    try:
        response = yield SendRequest(raw)
        assert response is not None  # noqa: S101 - only waiting gives none
        return parse(request, response, spec, options.secrets.values())
    except PluralKitError as error:
        return error


def _raw_request(request: Request[object], options: ClientOptions) -> RawRequest:
    url = f"{options.base_url}{request.path}"
    if request.query:
        url = f"{url}?{urlencode(request.query)}"
    headers, content = {**options.default_headers, **options.headers}, None
    if request.body is not UNSET:
        headers = {**headers, "content-type": "application/json"}
        content = encode(request.body)
    return RawRequest(
        method=request.operation.method,
        url=url,
        headers=headers,
        secrets=options.secrets,
        content=content,
        timeout=options.timeout,
    )


class _About(TypedDict):
    """What all notices say."""

    operation: str
    method: str
    path: str
    attempt: int


def _about(request: Request[Any], attempt: int) -> _About:
    operation = request.operation
    return {
        "operation": operation.id,
        "method": operation.method,
        "path": request.path,
        "attempt": attempt,
    }


def _report_wait(request: Request[Any], options: ClientOptions, attempt: int, seconds: float) -> None:
    """Tell log and hooks that a call waited for its slot."""
    _log.debug("%s %s: waited %.3f s for a rate-limit slot", request.operation.method, request.path, seconds)
    if options.hooks:
        notify(options.hooks, RateLimitWait(**_about(request, attempt), seconds=seconds))


def _report_result(
    request: Request[Any],
    options: ClientOptions,
    attempt: int,
    result: Response[Any] | PluralKitError,
    elapsed: float,
) -> None:
    """Tell log and hooks the outcome of an attempt."""
    match result:
        case Response(status=status):
            response = result
        case ApiError() | InvalidResponse():
            status, response = result.status, result.response
        case _:
            _log.debug(
                "%s %s: %s after %.3f s",
                *(request.operation.method, request.path, type(result).__name__, elapsed),
            )
            return
    _log.debug("%s %s: %d in %.3f s", request.operation.method, request.path, status, elapsed)
    if options.hooks:
        notify(
            options.hooks,
            ResponseReceived(
                **_about(request, attempt), status=status, elapsed=elapsed, rate_limit=response.rate_limit
            ),
        )


def _deleted(response: Response[Any], operation: Operation[Any]) -> Response[Any]:
    """What the attempt that deleted the resource would have been answered."""
    return replace(response, data=None, status=min(operation.reads or (204,)), content=b"")


def _report(reservation: Reservation, result: Response[Any] | PluralKitError) -> None:
    """Tell the rate limiter the outcome of an attempt."""
    match result:
        case Response():
            reservation.record(result.status, result.rate_limit)
        case ApiError() | InvalidResponse():
            retry_after = result.retry_after if isinstance(result, RateLimited) else None
            reservation.record(result.status, result.response.rate_limit, retry_after)
        case TransportError(sent=False):
            reservation.release()
        case _:
            pass  # it may have been counted


def _retry(
    failure: PluralKitError,
    operation: Operation[Any],
    options: ClientOptions,
    *,
    attempts: int,
    elapsed: float,
) -> RetryAttempt | None:
    """The wait before the next attempt; None where there is to be none."""
    if options.retry is None:
        return None
    delay = options.retry.delay(attempts, elapsed)
    if delay is None or not will_repeat(options.retry, operation, failure):
        return None
    if not isinstance(failure, ApiError):
        return RetryAttempt(type(failure).__name__, delay)
    rate_limit = failure.response.rate_limit
    if isinstance(failure, RateLimited) and rate_limit is not None:
        # The API's limiter says how long, so nothing is left to chance; a rate limiter waits with the slot.
        limited = options.rate_limiter is not None
        delay = 0.0 if limited else wait_after_refusal(failure.retry_after, 1 / max(rate_limit.limit, 1))
    elif failure.retry_after is not None:
        delay = max(delay, failure.retry_after)
        if elapsed + delay > options.retry.max_elapsed:
            return None
    return RetryAttempt(str(failure.status), delay)


def _after(retries: tuple[RetryAttempt, ...], failure: PluralKitError) -> PluralKitError:
    failure.retries = retries
    return failure


def run(
    steps: Steps[T],
    send: Callable[[RawRequest], RawResponse],
    sleep: Callable[[float], object],
    wait: Callable[[Reservation], object] = lambda reservation: reservation.wait(),
) -> T:
    """Synchronous driver: take the steps, one after the other.

    Args:
        steps: What `call` returned.
        send: Sends a request.
        sleep: Waits for so many seconds.
        wait: Waits for a slot.
    """
    try:
        step = next(steps)
        while True:
            response = None
            try:
                match step:
                    case SendRequest():
                        response = send(step.request)
                    case AcquireSlot():
                        wait(step.reservation)
                    case Sleep():
                        sleep(step.seconds)
            except TransportError as failure:
                step = steps.throw(failure)
            else:
                step = steps.send(response)
    except StopIteration as end:
        result: T = end.value
        return result


async def run_async(steps: Steps[T], send: Callable[[RawRequest], Awaitable[RawResponse]]) -> T:
    """Run the engine of one call with an asynchronous transport, under asyncio or trio. See `run`.

    Args:
        steps: What `call` returned.
        send: Sends one request.

    Returns:
        The result of the call.
    """
    try:
        step = next(steps)
        while True:
            response = None
            try:
                match step:
                    case SendRequest():
                        response = await send(step.request)
                    case AcquireSlot():
                        await step.reservation.wait_async()
                    case Sleep():
                        import anyio  # here, because it is a good part of the time that an import would take

                        await anyio.sleep(step.seconds)
            except TransportError as failure:
                step = steps.throw(failure)
            else:
                step = steps.send(response)
    except StopIteration as end:
        result: T = end.value
        return result
