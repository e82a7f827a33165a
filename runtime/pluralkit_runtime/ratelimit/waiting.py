"""Ways to wait for a slot: threads by an event, tasks of asyncio and trio by a signal from any thread."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Protocol, cast

Wait = Callable[[threading.Event, float], object]
"""Waits until the event is set, for at most so many seconds."""


class Clock(Protocol):
    """A clock that only runs forward, and a way to wait by it."""

    def time(self) -> float:
        """The time in seconds."""
        ...

    def wait(self, event: threading.Event, seconds: float, /) -> object:
        """Wait until the event is set, for at most so many seconds."""
        ...


class SystemClock:
    """The monotonic clock of the machine."""

    def time(self) -> float:
        """The time in seconds."""
        return time.monotonic()

    def wait(self, event: threading.Event, seconds: float, /) -> None:
        """Wait until the event is set, for at most so many seconds; the caller polls again after it."""
        event.wait(min(seconds, threading.TIMEOUT_MAX))


class AsyncSignal:
    """An event for one task, which may be set from any thread and any event loop."""

    def __init__(self) -> None:
        import anyio  # here, because it is a good part of the time that an import would take

        self._anyio = anyio
        self._event = anyio.Event()
        self._call_soon = _call_soon()

    def set(self) -> None:
        """Wake the task; nothing where its loop is closed."""
        event = self._event
        with suppress(RuntimeError):
            self._call_soon(event.set)

    async def wait(self, seconds: float) -> None:
        """Wait for `set`, for at most so many seconds, and be ready for the next."""
        with self._anyio.move_on_after(seconds):
            await self._event.wait()
        self._event = self._anyio.Event()


def _call_soon() -> Callable[[Callable[[], object]], object]:
    """How other threads run a function on this event loop, without waiting for it.

    anyio's own way blocks until the function has run: with a lock held, that can end in a deadlock.
    """
    trio = in_trio()
    if trio is not None:
        return cast(
            "Callable[[Callable[[], object]], object]", trio.lowlevel.current_trio_token().run_sync_soon
        )
    import asyncio

    return asyncio.get_running_loop().call_soon_threadsafe


def in_trio() -> Any:
    """The module trio, if this is one of its tasks; else None."""
    trio = sys.modules.get("trio")
    if trio is None:
        return None
    try:
        trio.lowlevel.current_task()
    except RuntimeError:
        return None
    return trio
