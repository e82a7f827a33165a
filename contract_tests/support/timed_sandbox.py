"""A sandbox in this process, in a time that passes as soon as everybody waits."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import httpx
from pluralkit_sandbox.application import create_app
from pluralkit_sandbox.seed import read
from pluralkit_sandbox.state import Sandbox
from pluralkit_sandbox.webhooks import Sender

from contract_tests.recordings.loader import DATA

from .virtual_time import VirtualLoop

SEED = (DATA / "world.json").read_bytes()
START = 1_800_000_000.0
"""When each run begins, in seconds since 1970."""


class Clock:
    """The time in seconds since 1970, by a loop of its own."""

    def __init__(self) -> None:
        self.loop = VirtualLoop()

    def __call__(self) -> float:
        return START + self.loop.time()


class TimedSandbox(httpx.AsyncBaseTransport):
    """A sandbox that goes by a clock of the test's; `limit` is in requests a second."""

    def __init__(self, limit: int, clock: Callable[[], float]) -> None:
        self._sandbox = Sandbox(read(SEED), Sender(None, []), limits={"get": limit, "update": limit})
        self._transport = httpx.ASGITransport(create_app(self._sandbox))
        self._clock = clock

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self._sandbox.set_clock(datetime.fromtimestamp(self._clock(), UTC), frozen=True)
        return await self._transport.handle_async_request(request)
