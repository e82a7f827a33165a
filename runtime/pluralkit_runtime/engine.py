"""One call, as steps: the core decides, a shell does.

`call` is a generator that does no I/O. It yields what to do next: a `SendRequest`, `AcquireSlot` or `Sleep`,
and is given the reply to what was sent (or has TransportError thrown into it). It returns the Response or
raises. `run` and `run_async` are the two shells.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Generator
from operator import methodcaller
from typing import Any, TypeAlias, TypeVar
from urllib.parse import urlencode

from msgspec import UNSET, Struct
from msgspec.structs import replace

from .codec import encode
from .errors import (
    ApiError,
    InvalidResponse,
    NotFound,
    PluralKitError,
    RateLimited,
    RateLimitTimeout,
    TransportError,
)
from .options import ClientOptions
from .parsing import read
from .ratelimit.bucket import wait_after_refusal
from .ratelimit.limiter import Reservation, reserve
from .request import RawRequest, Request
from .response import RawResponse, Response, RetryAttempt
from .retry import may_have_arrived, may_repeat
from .spec import ApiSpec, Operation

T = TypeVar("T")

_log = logging.getLogger("pluralkit_runtime")


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
Flow: TypeAlias = Generator[Step, RawResponse | None, T]


def call(
    request: Request[T],
    api: ApiSpec,
    config: ClientOptions,
    clock: Callable[[], float],
    *,
    patience: float | None = None,
) -> Flow[Response[T]]:
    """The steps of one call, which has `config.timeout` seconds by `clock`.

    With `patience`, in seconds, it waits so long for its first reservation, and its timeout runs from there.
    """
    operation = request.operation
    send = _send(request, config)
    deadline = clock() + config.timeout
    reservation = None
    if config.rate_limiter is not None:
        reservation = reserve(
            config.rate_limiter,
            operation,
            request.path,
            caller=config.caller,
            spec=api,
            deadline=deadline if patience is None else clock() + patience,
        )
        send = replace(send, on_sent=reservation.mark_sent)
    retries: tuple[RetryAttempt, ...] = ()
    failure: PluralKitError | None = None
    arrived = False
    began: float | None = None
    while True:
        if reservation is not None:
            try:
                yield AcquireSlot(reservation)
            except RateLimitTimeout as late:
                raise (_after(retries[:-1], failure) if failure else late) from None
        now = clock()
        if began is None:
            began = now
            if reservation is not None and patience is not None:
                deadline = reservation.deadline = now + config.timeout
        timeout = deadline - now
        if operation.idempotent and config.retry is not None and len(retries) + 1 < config.retry.max_attempts:
            timeout = min(timeout, config.retry.attempt_timeout)
        result = yield from _attempt(request, replace(send, timeout=max(timeout, 0.001)), api, config)
        if reservation is not None:
            _report(reservation, result)
        if arrived and operation.method == "DELETE" and isinstance(result, NotFound) and result.code:
            result = replace(result.response, data=None)  # an attempt before has done it
        if isinstance(result, Response):
            return replace(result, retries=retries) if retries else result

        failure = result
        arrived = arrived or may_have_arrived(failure)
        now = clock()
        again = _retry(failure, operation, config, tried=len(retries) + 1, elapsed=now - began)
        if again is None or now + again.delay >= deadline:
            raise _after(retries, failure)
        retries += (again,)
        _log.warning(
            "%s %s: %s; sent again in %.1f s", operation.method, request.path, again.reason, again.delay
        )
        yield Sleep(again.delay)


def _attempt(
    request: Request[T], send: RawRequest, api: ApiSpec, config: ClientOptions
) -> Flow[Response[T] | PluralKitError]:
    try:
        reply = yield SendRequest(send)
        assert reply is not None  # noqa: S101 - only waiting gives none
        return read(request, reply, api.errors, config.secret)
    except PluralKitError as error:
        return error


def _send(request: Request[object], config: ClientOptions) -> RawRequest:
    url = f"{config.base_url}{request.path}"
    if request.query:
        url = f"{url}?{urlencode(request.query)}"
    if request.body is UNSET:
        return RawRequest(request.operation.method, url, config.headers, None, config.timeout)
    headers = {**config.headers, "content-type": "application/json"}
    return RawRequest(request.operation.method, url, headers, encode(request.body), config.timeout)


def _report(reservation: Reservation, result: Response[Any] | PluralKitError) -> None:
    """Tells the rate_limiter what came of an attempt."""
    match result:
        case Response():
            reservation.record(result.status, result.rate_limit)
        case RateLimited():
            reservation.record(result.status, result.response.rate_limit, result.retry_after)
        case ApiError() | InvalidResponse():
            reservation.record(result.status, result.response.rate_limit)
        case TransportError(sent=False):
            reservation.release()
        case _:
            pass  # it may have been counted


def _retry(
    failure: PluralKitError, operation: Operation[Any], config: ClientOptions, *, tried: int, elapsed: float
) -> RetryAttempt | None:
    """What is to be waited before the next attempt; None where there is to be none."""
    if config.retry is None or not may_repeat(operation, failure):
        return None
    delay = config.retry.delay(tried, elapsed)
    if delay is None:
        return None
    if isinstance(failure, ApiError):
        if isinstance(failure, RateLimited) and (rate_limit := failure.response.rate_limit):
            # The limiter says how long, no dice are needed; a rate_limiter waits just that with the reservation.
            paced = config.rate_limiter is not None
            delay = 0.0 if paced else wait_after_refusal(failure.retry_after, 1 / max(rate_limit.limit, 1))
        return RetryAttempt(str(failure.status), delay)
    return RetryAttempt(type(failure).__name__, delay)


def _after(retries: tuple[RetryAttempt, ...], failure: PluralKitError) -> PluralKitError:
    failure.retries = retries
    return failure


def run(
    flow: Flow[T],
    send: Callable[[RawRequest], RawResponse],
    sleep: Callable[[float], object],
    wait: Callable[[Reservation], object] = methodcaller("wait"),
) -> T:
    """Takes the steps of `flow`, one after the other. `wait` waits for a reservation of any kind."""
    try:
        step = next(flow)
        while True:
            reply = None
            try:
                match step:
                    case SendRequest():
                        reply = send(step.request)
                    case AcquireSlot():
                        wait(step.reservation)
                    case Sleep():
                        sleep(step.seconds)
            except TransportError as failure:
                step = flow.throw(failure)
            else:
                step = flow.send(reply)
    except StopIteration as end:
        result: T = end.value
        return result


async def run_async(
    flow: Flow[T],
    send: Callable[[RawRequest], Awaitable[RawResponse]],
    sleep: Callable[[float], Awaitable[object]],
) -> T:
    """`run`, awaiting."""
    try:
        step = next(flow)
        while True:
            reply = None
            try:
                match step:
                    case SendRequest():
                        reply = await send(step.request)
                    case AcquireSlot():
                        await step.reservation.wait_async()
                    case Sleep():
                        await sleep(step.seconds)
            except TransportError as failure:
                step = flow.throw(failure)
            else:
                step = flow.send(reply)
    except StopIteration as end:
        result: T = end.value
        return result
