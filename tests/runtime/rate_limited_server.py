"""The deployed rate limiter behind a simulated network, in the virtual time of the test."""

from __future__ import annotations

import asyncio
import random
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from pluralkit_runtime import ApiSpec, Operation, RateLimit, WireFormat
from pluralkit_runtime.ratelimit.limiter import Reservation
from pluralkit_sandbox.limiter import Decision, Limiter

LIMITS = {"generic_get": 10, "generic_update": 3, "own_system_get": 10, "own_system_update": 3}


def operation(kind: str, *, own: bool = True, template: str = "/systems/{systemRef}") -> Operation[None]:
    """An operation of the scopes for `kind`: "get" or "update"."""
    return Operation(
        id=f"{kind}{'Own' if own else ''}",
        method="GET" if kind == "get" else "PATCH",
        template=template,
        scope=f"generic_{kind}",
        own_scope=f"own_system_{kind}" if own else None,
        idempotent=True,
        reads={200: None},
    )


SPEC = ApiSpec(
    base_url="https://api.example.org/v2",
    operations=(),
    limits=LIMITS,
    errors={},
    wire_format=WireFormat(own_reference="@me"),
)

READ, WRITE = operation("get"), operation("update")


@dataclass
class Network:
    """A way to the server and back that takes `latency` seconds, and up to `jitter` more each way."""

    latency: float = 0.005
    jitter: float = 0.0
    random: random.Random = field(default_factory=lambda: random.Random(1))

    def one_way(self) -> float:
        return self.latency + self.random.uniform(0, self.jitter)


@dataclass
class Sent:
    """One request: when it left the client, what the server said."""

    name: object
    at: float
    decision: Decision


class Server:
    """Counts as the deployed one does: things named in `owned` against the own system's bucket."""

    def __init__(
        self,
        clock: Callable[[], float],
        *,
        limits: dict[str, int] | None = None,
        owned: tuple[str, ...] = ("/systems/@me",),
        network: Network | None = None,
    ) -> None:
        self.log: list[Sent] = []
        self._one_at_a_time = threading.Lock()
        self.limiter = Limiter(limits or LIMITS)
        self.network = network or Network()
        self.clock = clock
        self._owned = owned

    def scope(self, operation: Operation[None], path: str) -> str:
        own = operation.own_scope is not None and path.startswith(self._owned)
        return operation.own_scope if own and operation.own_scope else operation.scope

    def check(self, scope: str) -> Decision:
        return self.limiter.check("client", scope, 1_760_000_000 + self.clock())

    def rate_limit(self, scope: str, *, remaining: int, limit: int | None = None) -> RateLimit:
        return RateLimit(scope, limit or LIMITS[scope], remaining, None)

    def receive(
        self, operation: Operation[None], path: str, name: object, sent: float
    ) -> tuple[str, Decision]:
        scope = self.scope(operation, path)
        with self._one_at_a_time:
            decision = self.check(scope)
            self.log.append(Sent(name, sent, decision))
        return scope, decision

    def serve(
        self,
        reservation: Reservation,
        operation: Operation[None],
        path: str,
        *,
        pause: Callable[[float], None],
    ) -> Decision:
        """`call`, for threads, when it is its turn."""
        sent = self.clock()
        pause(self.network.one_way())
        scope, decision = self.receive(operation, path, None, sent)
        pause(self.network.one_way())
        reservation.record(*answer(scope, decision))
        return decision

    async def call(
        self, reservation: Reservation, operation: Operation[None], path: str, name: object = None
    ) -> Decision:
        """Waits for the slot, sends, and hands in the answer: once."""
        await reservation.wait_async()
        sent = self.clock()
        await asyncio.sleep(self.network.one_way())
        scope, decision = self.receive(operation, path, name, sent)
        await asyncio.sleep(self.network.one_way())
        reservation.record(*answer(scope, decision))
        return decision

    @property
    def refused(self) -> int:
        return sum(not sent.decision.allowed for sent in self.log)


def answer(scope: str, decision: Decision) -> tuple[int, RateLimit, float | None]:
    rate_limit = RateLimit(scope, decision.limit, decision.remaining, None)
    if decision.retry_after is None:
        return 200, rate_limit, None
    return 429, rate_limit, decision.retry_after / 1000
