"""A rate limiter's calls to a simulated server, in virtual time."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from pluralkit_runtime import Operation
from pluralkit_runtime.ratelimit.limiter import RateLimiter, Reservation, reserve
from pluralkit_runtime.ratelimit.waiting import SystemClock

from contract_tests.support.virtual_time import VirtualLoop, run
from tests.runtime.rate_limited_server import SPEC, Server

FOR_EVER = float("inf")


class LoopClock(SystemClock):
    """The clock of an event loop."""

    def __init__(self, loop: VirtualLoop) -> None:
        self.time = loop.time  # type: ignore[method-assign] # a clock by nothing but that


class Client:
    """A rate limiter, and the calls that are made by it."""

    def __init__(self, rate_limiter: RateLimiter, server: Server) -> None:
        self.rate_limiter = rate_limiter
        self.server = server
        self.time = server.clock

    def reservation(
        self, operation: Operation[None], path: str = "/systems/@me", deadline: float = FOR_EVER
    ) -> Reservation:
        return reserve(self.rate_limiter, operation, path, caller="me", spec=SPEC, deadline=deadline)

    async def call(self, operation: Operation[None], path: str = "/systems/@me", name: object = None) -> None:
        """Sends until it is let through."""
        reservation = self.reservation(operation, path)
        while not (await self.server.call(reservation, operation, path, name)).allowed:
            pass


def simulate(main: Callable[[Client], Coroutine[Any, Any, None]], **server: Any) -> Server:
    """Runs `main` with a client and a server of its own; returns the server."""

    async def start(loop: VirtualLoop) -> Server:
        client = Client(RateLimiter(clock=LoopClock(loop)), Server(loop.time, **server))
        await main(client)
        return client.server

    return run(start)
