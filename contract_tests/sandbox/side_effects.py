"""A sandbox as an ASGI application that is watched: a read, and a request that is refused, leave no trace."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable, Generator
from contextlib import contextmanager

import msgspec
from pluralkit_sandbox import server

from contract_tests.support.asgi import Application, Message
from contract_tests.support.in_process_sandbox import Arena, told

_READS = ("GET", "HEAD", "OPTIONS")


class Watched:
    """`traces` tells of the requests that left one."""

    def __init__(self, arena: Arena) -> None:
        self._arena = arena
        self.tokens = arena.tokens
        self.start(fresh=True)

    def start(self, *, fresh: bool) -> None:
        """Makes everything as it was at first, and that once more before each request if it is to be `fresh`.

        A request that meets a fresh world does not depend on those before it.
        """
        self._fresh = fresh
        self._arena.reset()
        self._kept = self._arena.rows()
        self._sent = 0
        self.traces: list[str] = []

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
        answer: list[Message] = []

        async def keep(message: Message) -> None:
            answer.append(message)

        if self._fresh:
            self._arena.reset()
        await self._arena.app(scope, receive, keep)
        status = answer[0]["status"]
        if scope["method"] in _READS or status >= 400:
            self._look_for_traces(f"{scope['method']} {scope['path']}, answered with {status}")
        elif not self._fresh:
            self._kept, self._sent = self._arena.rows(), len(self._arena.dispatches)
        for message in answer:  # whoever gets it may begin anew at once
            await send(message)

    def _look_for_traces(self, request: str) -> None:
        if left := told(self._kept, self._arena.rows()):
            self.traces.append(f"{request}, changed what is kept:\n{left}")
        # The service announces a text with NUL before its database refuses it: recorded for members.
        sent = [each for each in self._arena.dispatches[self._sent :] if not _has_nul(each.payload)]
        if sent:
            self.traces.append(f"{request}, sent events: {sent}")
        self._sent = len(self._arena.dispatches)


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
