"""Many calls at a time, by threads or by tasks: results in order, until the first failure.

The rate limiter decides what goes out when, as for any call. When a batch ends, nothing of it runs on.
"""

from __future__ import annotations

import threading
from collections.abc import Awaitable, Callable, Sequence
from contextvars import copy_context
from typing import TypeVar

from .engine import Steps, run, run_async
from .request import RawRequest
from .response import RawResponse

T = TypeVar("T")

MAX_CONCURRENCY = 20
"""Calls that are under way at a time.

At 10 requests a second that uses the whole rate where an answer takes 2 s; httpx keeps as many connections.
"""


def run_all(
    batch: Sequence[Steps[T]],
    send: Callable[[RawRequest], RawResponse],
    progress: Callable[[int, int], object] | None,
) -> list[T]:
    """Run calls in threads.

    The first error, also one of `progress` and Ctrl-C, ends the waiting of all; requests that are under way
    are waited for. Then it is raised.

    Args:
        batch: The calls.
        send: Sends a request.
        progress: Called in the caller's thread, after each call.

    Returns:
        The results, in the order of the calls.
    """
    from concurrent.futures import ThreadPoolExecutor, as_completed  # here, to keep the import short

    stop = Stop()

    def send_unless_stopped(request: RawRequest) -> RawResponse:
        stop.check()
        return send(request)

    def work(steps: Steps[T]) -> T:
        stop.check()
        return run(steps, send_unless_stopped, stop.sleep, lambda reservation: reservation.wait(stop.wait))

    with ThreadPoolExecutor(MAX_CONCURRENCY, "pluralkit") as pool:
        try:
            # Each has a copy of its own: a context can be entered once at a time.
            futures = [pool.submit(copy_context().run, work, steps) for steps in batch]
            for done, future in enumerate(as_completed(futures), 1):
                future.result()
                if progress is not None:
                    progress(done, len(futures))
        except BaseException:
            stop.stop()
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    return [future.result() for future in futures]


async def run_all_async(
    batch: Sequence[Steps[T]],
    send: Callable[[RawRequest], Awaitable[RawResponse]],
    progress: Callable[[int, int], object] | None,
) -> list[T]:
    """Asynchronous variant of `run_all`; an error also cancels running requests.

    Args:
        batch: The calls.
        send: Sends one request.
        progress: Called after each call, with the number of finished calls and of all calls; None: not
            called.
    """
    import anyio  # here, because it is a good part of the time that an import would take

    results: dict[int, T] = {}
    remaining = iter(enumerate(batch))

    async def work() -> None:
        for index, steps in remaining:
            results[index] = await run_async(steps, send)
            if progress is not None:
                progress(len(results), len(batch))

    try:
        async with anyio.create_task_group() as group:
            for _ in range(min(MAX_CONCURRENCY, len(batch))):
                group.start_soon(work)
    except BaseExceptionGroup as failed:
        first = failed.exceptions[0]
    else:
        return [results[index] for index in range(len(batch))]
    raise first


class Stop:
    """Ends the waiting of any number of threads, for good."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._stopped = False
        self._waiting: set[threading.Event] = set()

    def stop(self) -> None:
        """From now on, raise CancelledError in all that wait, and that are going to."""
        with self._lock:
            self._stopped = True
            for event in self._waiting:
                event.set()

    def check(self) -> None:
        """Raise CancelledError if `stop` was called."""
        if self._stopped:
            from concurrent.futures import CancelledError

            raise CancelledError

    def wait(self, event: threading.Event, seconds: float) -> None:
        """Wait for an event.

        Args:
            event: The event.
            seconds: Seconds at most.

        Raises:
            CancelledError: `stop` was called.
        """
        with self._lock:
            self.check()
            self._waiting.add(event)
        event.wait(seconds)
        with self._lock:
            self._waiting.discard(event)
        self.check()

    def sleep(self, seconds: float) -> None:
        """Sleep for so many seconds."""
        self.wait(threading.Event(), seconds)
