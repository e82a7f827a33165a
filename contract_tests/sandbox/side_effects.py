"""ASGI application that records side effects of reads and of rejected requests."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable, Generator
from contextlib import contextmanager

import msgspec
from pluralkit_contract.contract import load
from pluralkit_sandbox import server

from contract_tests.support.asgi import Application, Message
from contract_tests.support.in_process_sandbox import InProcessSandbox, row_changes

_READS = ("GET", "HEAD", "OPTIONS")


DOCUMENT = "/openapi.json"
"""Where the monitor serves the contract."""


class SideEffectMonitor:
    """A sandbox in this process that is asked by an ASGI client.

    Attributes:
        side_effects: The reads and refused requests that changed something since `start`.
        tokens: The token of each system, by its key.
    """

    def __init__(self, sandbox: InProcessSandbox) -> None:
        self._sandbox = sandbox
        self.tokens = sandbox.tokens
        self.start(fresh=True)

    def start(self, *, fresh: bool) -> None:
        """Makes everything as it was at first, and that once more before each request if it is to be `fresh`.

        A request that meets a fresh world does not depend on those before it.
        """
        self._fresh = fresh
        self._sandbox.reset()
        self._kept = self._sandbox.rows()
        self._sent = 0
        self.side_effects: list[str] = []

    async def __call__(
        self,
        scope: Message,
        receive: Callable[[], Awaitable[Message]],
        send: Callable[[Message], Awaitable[None]],
    ) -> None:
        if scope["type"] == "lifespan":
            # With the first server that ends the sandbox would close its database.
            while (message := await receive())["type"] == "lifespan.startup":
                await send({"type": "lifespan.startup.complete"})
            await send({"type": f"{message['type']}.complete"})
            return
        if scope["path"] == DOCUMENT:
            await _send_json(send, load().document)
            return
        answer: list[Message] = []

        async def keep(message: Message) -> None:
            answer.append(message)

        if self._fresh:
            self._sandbox.reset()
        await self._sandbox.app(scope, receive, keep)
        status = answer[0]["status"]
        if scope["method"] in _READS or status >= 400:
            self._look_for_side_effects(f"{scope['method']} {scope['path']}, answered with {status}")
        elif not self._fresh:
            self._kept, self._sent = self._sandbox.rows(), len(self._sandbox.dispatches)
        for message in answer:  # whoever gets it may begin anew at once
            await send(message)

    def _look_for_side_effects(self, request: str) -> None:
        if left := row_changes(self._kept, self._sandbox.rows()):
            self.side_effects.append(f"{request}, changed what is kept:\n{left}")
        # The service announces a text with NUL before its database refuses it: recorded for members.
        sent = [each for each in self._sandbox.dispatches[self._sent :] if not _has_nul(each.payload)]
        if sent:
            self.side_effects.append(f"{request}, sent events: {sent}")
        self._sent = len(self._sandbox.dispatches)


async def _send_json(send: Callable[[Message], Awaitable[None]], value: object) -> None:
    headers = [(b"content-type", b"application/json")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": msgspec.json.encode(value)})


def _has_nul(payload: object) -> bool:
    return b"\\u0000" in msgspec.json.encode(payload)


@contextmanager
def served(app: Application) -> Generator[str]:
    """An application behind the sandbox's own server: the address."""
    listener = server.listen("127.0.0.1", 0)
    running = server.build(app)
    thread = threading.Thread(target=lambda: asyncio.run(running.serve(sockets=[listener])), daemon=True)
    thread.start()
    try:
        yield server.address(listener)
    finally:
        running.should_exit = True
        thread.join()
