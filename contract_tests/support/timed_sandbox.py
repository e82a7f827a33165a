"""A sandbox in this process, in virtual time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import httpx

from contract_tests.recordings.loader import DATA

from .in_process_sandbox import InProcessSandbox
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
    """Transport to a sandbox whose clock is the test's; `limit` is in requests a second."""

    def __init__(self, limit: int, clock: Callable[[], float]) -> None:
        self._sandbox = InProcessSandbox(limits={"get": limit, "update": limit})
        self._clock = clock

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self._sandbox.move_clock(datetime.fromtimestamp(self._clock(), UTC))
        return self._sandbox.handle(request)
