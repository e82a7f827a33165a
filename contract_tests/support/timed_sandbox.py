"""In-process sandbox in virtual time."""

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
    """Seconds since 1970 in the virtual time of an event loop."""

    def __init__(self) -> None:
        self.loop = VirtualLoop()

    def __call__(self) -> float:
        return START + self.loop.time()


class TimedSandbox(httpx.AsyncBaseTransport):
    """httpx transport to a sandbox in virtual time.

    Args:
        limit: Requests per second.
        clock: Returns the seconds since 1970.
    """

    def __init__(self, limit: int, clock: Callable[[], float]) -> None:
        self._sandbox = InProcessSandbox(limits={"get": limit, "update": limit})
        self._clock = clock

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self._sandbox.move_clock(datetime.fromtimestamp(self._clock(), UTC))
        return self._sandbox.handle(request)
