"""One call, as steps: the core decides, a shell does.

`call` is a generator that does no I/O. It yields what to do next: wait for a `Turn`, `Pause`, or `Send`,
and is given the reply to what was sent (or has TransportFailed thrown into it). It returns the Response or
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

from .answers import read
from .api import Api
from .budget import wait_after_refusal
from .codec import encode
from .config import Config
from .errors import (
    ApiError,
    DeadlineExceeded,
    InvalidResponse,
    NotFound,
    PluralKitError,
    RateLimited,
    TransportFailed,
)
from .pacing import Turn
from .request import Operation, Request, Response, Retry
from .retry import may_have_arrived, may_repeat
from .wire import Reply, Send

T = TypeVar("T")

_log = logging.getLogger("pluralkit_runtime")


class Pause(Struct, frozen=True):
    """Wait for so many seconds."""

    seconds: float


Step: TypeAlias = Send | Turn | Pause
Flow: TypeAlias = Generator[Step, Reply | None, T]


def call(
    request: Request[T],
    api: Api,
    config: Config,
    clock: Callable[[], float],
    *,
    patience: float | None = None,
) -> Flow[Response[T]]:
    """The steps of one call, which has `config.timeout` seconds by `clock`.

    With `patience`, in seconds, it waits so long for its first turn, and its timeout runs from there.
    """
    operation = request.operation
    send = _send(request, config)
    deadline = clock() + config.timeout
    turn = None
    if config.pacer is not None:
        turn = config.pacer.turn(
            operation,
            request.path,
            caller=config.caller,
            limits=api.limits,
            deadline=deadline if patience is None else clock() + patience,
        )
        send = replace(send, departs=turn.departed)
    retries: tuple[Retry, ...] = ()
    failure: PluralKitError | None = None
    arrived = False
    began: float | None = None
    while True:
        if turn is not None:
            try:
                yield turn
            except DeadlineExceeded as late:
                raise (_after(retries[:-1], failure) if failure else late) from None
        now = clock()
        if began is None:
            began = now
            if turn is not None and patience is not None:
                deadline = turn.deadline = now + config.timeout
        timeout = deadline - now
        if operation.repeatable and config.retry is not None and len(retries) + 1 < config.retry.tries:
            timeout = min(timeout, config.retry.attempt)
        result = yield from _attempt(request, replace(send, timeout=max(timeout, 0.001)), api, config)
        if turn is not None:
            _report(turn, result)
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
        yield Pause(again.delay)


def _attempt(request: Request[T], send: Send, api: Api, config: Config) -> Flow[Response[T] | PluralKitError]:
    try:
        reply = yield send
        assert reply is not None  # noqa: S101 - only waiting gives none
        return read(request, reply, api.errors, config.secret)
    except PluralKitError as error:
        return error


def _send(request: Request[object], config: Config) -> Send:
    url = f"{config.base_url}{request.path}"
    if request.query:
        url = f"{url}?{urlencode(request.query)}"
    if request.body is UNSET:
        return Send(request.operation.method, url, config.headers, None, config.timeout)
    headers = {**config.headers, "content-type": "application/json"}
    return Send(request.operation.method, url, headers, encode(request.body), config.timeout)


def _report(turn: Turn, result: Response[Any] | PluralKitError) -> None:
    """Tells the pacer what came of an attempt."""
    match result:
        case Response():
            turn.answered(result.status, result.rate_limit)
        case RateLimited():
            turn.answered(result.status, result.response.rate_limit, result.retry_after)
        case ApiError() | InvalidResponse():
            turn.answered(result.status, result.response.rate_limit)
        case TransportFailed(sent=False):
            turn.give_back()
        case _:
            pass  # it may have been counted


def _retry(
    failure: PluralKitError, operation: Operation[Any], config: Config, *, tried: int, elapsed: float
) -> Retry | None:
    """What is to be waited before the next attempt; None where there is to be none."""
    if config.retry is None or not may_repeat(operation, failure):
        return None
    delay = config.retry.delay(tried, elapsed)
    if delay is None:
        return None
    if isinstance(failure, ApiError):
        if isinstance(failure, RateLimited) and (rate_limit := failure.response.rate_limit):
            # The limiter says how long, no dice are needed; a pacer waits just that with the turn.
            paced = config.pacer is not None
            delay = 0.0 if paced else wait_after_refusal(failure.retry_after, 1 / max(rate_limit.limit, 1))
        return Retry(str(failure.status), delay)
    return Retry(type(failure).__name__, delay)


def _after(retries: tuple[Retry, ...], failure: PluralKitError) -> PluralKitError:
    failure.retries = retries
    return failure


def run(
    flow: Flow[T],
    send: Callable[[Send], Reply],
    sleep: Callable[[float], object],
    wait: Callable[[Turn], object] = methodcaller("wait"),
) -> T:
    """Takes the steps of `flow`, one after the other. `wait` waits for a turn of any kind."""
    try:
        step = next(flow)
        while True:
            reply = None
            try:
                match step:
                    case Send():
                        reply = send(step)
                    case Turn():
                        wait(step)
                    case Pause():
                        sleep(step.seconds)
            except TransportFailed as failure:
                step = flow.throw(failure)
            else:
                step = flow.send(reply)
    except StopIteration as end:
        result: T = end.value
        return result


async def run_async(
    flow: Flow[T], send: Callable[[Send], Awaitable[Reply]], sleep: Callable[[float], Awaitable[object]]
) -> T:
    """`run`, awaiting."""
    try:
        step = next(flow)
        while True:
            reply = None
            try:
                match step:
                    case Send():
                        reply = await send(step)
                    case Turn():
                        await step.wait_async()
                    case Pause():
                        await sleep(step.seconds)
            except TransportFailed as failure:
                step = flow.throw(failure)
            else:
                step = flow.send(reply)
    except StopIteration as end:
        result: T = end.value
        return result
