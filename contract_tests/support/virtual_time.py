"""Virtual time for asyncio tasks and threads: it advances when all of them wait."""

from __future__ import annotations

import asyncio
import selectors
import threading
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


class VirtualLoop(asyncio.SelectorEventLoop):
    """Event loop whose clock jumps to the next timer instead of waiting."""

    def __init__(self) -> None:
        self._now = 0.0
        super().__init__(_Jumping(self))

    def time(self) -> float:
        return self._now

    def jump(self, seconds: float) -> None:
        self._now += seconds


class _Jumping(selectors.SelectSelector):
    def __init__(self, loop: VirtualLoop) -> None:
        super().__init__()
        self._loop = loop

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout is None:
            raise RuntimeError("every task waits, and nothing is going to wake one")
        ready = super().select(0)
        if not ready:
            self._loop.jump(timeout)
        return ready


def run(main: Callable[[VirtualLoop], Coroutine[Any, Any, T]]) -> T:
    """Run a coroutine like `asyncio.run`, in virtual time."""
    loop = VirtualLoop()
    with asyncio.Runner(loop_factory=lambda: loop) as runner:
        return runner.run(main(loop))


class ThreadedTime:
    """Clock for threads that jumps to the next deadline when all of them wait."""

    def __init__(self) -> None:
        self._now = 0.0
        self._running = 0
        self._changed = threading.Condition()
        self._waiting: dict[object, tuple[threading.Event, float]] = {}

    def time(self) -> float:
        return self._now

    def sleep(self, seconds: float) -> None:
        self.wait(threading.Event(), seconds)

    def wait(self, event: threading.Event, seconds: float) -> None:
        """Wait for an event with a timeout in seconds, like `event.wait(seconds)`."""
        me = object()
        with self._changed:
            until = self._now + seconds
            self._waiting[me] = event, until
            self._pass()
            self._changed.wait_for(lambda: event.is_set() or self._now >= until)
            del self._waiting[me]

    def run(self, *targets: Callable[[], object]) -> None:
        """Run each target in its own thread until all have returned; raise the first error."""
        failures: list[BaseException] = []

        def work(target: Callable[[], object]) -> None:
            try:
                target()
            except BaseException as error:
                failures.append(error)
            finally:
                with self._changed:
                    self._running -= 1
                    self._pass()

        threads = [threading.Thread(target=work, args=(target,)) for target in targets]
        self._running = len(threads)
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if failures:
            raise failures[0]

    def _pass(self) -> None:
        if self._waiting and len(self._waiting) == self._running:
            if not any(event.is_set() for event, _ in self._waiting.values()):
                self._now = min(until for _, until in self._waiting.values())
            self._changed.notify_all()
