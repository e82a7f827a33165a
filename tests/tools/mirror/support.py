"""A system of a sandbox in this process, and what tests of mirrors do with it."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from uuid import UUID

import httpx
from pluralkit_api import AsyncPluralKit, PluralKit
from pluralkit_tools.mirror import Mirror, Store

from contract_tests.stateful.mirror_machine import TOKEN, Clock, api_view, mirror_view, post
from contract_tests.support.in_process_sandbox import InProcessSandbox

__all__ = ["TOKEN", "Clock", "Sandboxed", "api_view", "mirror_view", "post"]


class Sandboxed:
    """Systems of a sandbox whose webhooks wait until they are taken. `log` has the reads that were made."""

    def __init__(self, seed: Any = None) -> None:
        self.sandbox = InProcessSandbox(seed, deterministic=False)
        self.clock = Clock()
        self.log: list[str] = []
        self.on_read: Callable[[], object] = lambda: None
        self.fail_with: int | None = None
        self._taken = 0
        self._http = httpx.MockTransport(self._answer)

    def _answer(self, request: httpx.Request) -> httpx.Response:
        self.log.append(f"{request.method} {request.url.path.removeprefix('/v2')}")
        if self.fail_with is not None:
            return httpx.Response(self.fail_with, json={"message": "it fails", "code": 0})
        response = self.sandbox.handle(request)
        self.on_read()
        return response

    def follow(self, key: str) -> UUID:
        """Send the events of a system to a receiver that is not there."""
        world = self.sandbox.world
        uuid = self.sandbox.state.uuid_of(key)
        assert uuid is not None
        system = world.store.find("systems", "uuid", uuid)
        assert system is not None
        with world.transaction():
            world.set_webhook(system.id, f"https://hooks.example.org/{key}", TOKEN)
        self._taken = len(self.sandbox.dispatches)
        return UUID(uuid)

    def client(self, key: str) -> PluralKit:
        return PluralKit(
            user_agent="tests (mirror)",
            token=self.sandbox.tokens[key],
            base_url="http://sandbox.test/v2",
            retry=None,
            rate_limiter=None,
            http_client=httpx.Client(transport=self._http),
        )

    def async_client(self, key: str) -> AsyncPluralKit:
        return AsyncPluralKit(
            user_agent="tests (mirror)",
            token=self.sandbox.tokens[key],
            base_url="http://sandbox.test/v2",
            retry=None,
            rate_limiter=None,
            http_client=httpx.AsyncClient(transport=self._http),
        )

    def mirror(self, store: Store, key: str = "alice") -> Mirror:
        return Mirror(self.client(key), store, clock=self.clock)

    def take(self) -> list[bytes]:
        """The bodies of the events since the last time, but for those that were lost."""
        new = self.sandbox.dispatches[self._taken :]
        self._taken += len(new)
        return [json.dumps(each.payload).encode() for each in new if each.outcome != "lost"]

    def event(self, system: UUID, type_: str, about: UUID | str | None = None, data: Any = None) -> bytes:
        fields = {"type": type_, "signing_token": TOKEN, "system_id": str(system)}
        return json.dumps({**fields, "id": about and str(about), "data": data}).encode()
