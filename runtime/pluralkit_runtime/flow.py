"""One call, as steps: the core decides, a shell does.

`call` is a generator that does no I/O: it yields what is to be sent, is given the reply (or has
TransportFailed thrown into it), and returns the Response or raises. `run` and `run_async` are the two shells.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Generator
from typing import TypeAlias, TypeVar
from urllib.parse import urlencode

from msgspec import UNSET

from .answers import read
from .api import Api
from .codec import encode
from .config import Config
from .errors import TransportFailed
from .request import Request, Response
from .wire import Reply, Send

T = TypeVar("T")
Flow: TypeAlias = Generator[Send, Reply, Response[T]]


def call(request: Request[T], api: Api, config: Config) -> Flow[T]:
    """The steps of one call."""
    reply = yield _send(request, config)
    return read(request, reply, api.errors, config.secret)


def _send(request: Request[object], config: Config) -> Send:
    url = f"{config.base_url}{request.path}"
    if request.query:
        url = f"{url}?{urlencode(request.query)}"
    if request.body is UNSET:
        return Send(request.operation.method, url, config.headers, None, config.timeout)
    headers = {**config.headers, "content-type": "application/json"}
    return Send(request.operation.method, url, headers, encode(request.body), config.timeout)


def run(flow: Flow[T], send: Callable[[Send], Reply]) -> Response[T]:
    """Takes the steps of `flow`, one after the other."""
    try:
        step = next(flow)
        while True:
            try:
                reply = send(step)
            except TransportFailed as failure:
                step = flow.throw(failure)
            else:
                step = flow.send(reply)
    except StopIteration as end:
        response: Response[T] = end.value
        return response


async def run_async(flow: Flow[T], send: Callable[[Send], Awaitable[Reply]]) -> Response[T]:
    """`run`, awaiting."""
    try:
        step = next(flow)
        while True:
            try:
                reply = await send(step)
            except TransportFailed as failure:
                step = flow.throw(failure)
            else:
                step = flow.send(reply)
    except StopIteration as end:
        response: Response[T] = end.value
        return response
