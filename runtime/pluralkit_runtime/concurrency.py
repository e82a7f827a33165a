"""Many calls at a time, by threads or by tasks: in their order, until the first that fails.

What goes out when is left to the rate_limiter, as for any call. When the batch ends, nothing of it runs on.
"""

from __future__ import annotations

import threading
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

from .engine import Flow, run, run_async
from .request import RawRequest
from .response import RawResponse

T = TypeVar("T")

AT_ONCE = 20
"""Calls that are under way at a time.

At 10 requests a second that keeps the pace where an answer takes 2 s; and httpx keeps as many connections.
"""

PATIENCE = 86400.0
"""Seconds that a call of a batch may wait for its reservation: it is the batch that keeps it waiting."""


def run_all(
    flows: Sequence[Flow[T]],
    send: Callable[[RawRequest], RawResponse],
    progress: Callable[[int, int], object] | None,
) -> list[T]:
    """What each of `flows` gives; `progress` is called in the caller's thread.

    The first error, also one of `progress` and Ctrl-C, ends the waiting of all; requests that are under way
    are let finish. Then it is raised.
    """
    from concurrent.futures import ThreadPoolExecutor, as_completed  # here, to keep the import short

    stop = Stop()

    def send_unless_stopped(what: RawRequest) -> RawResponse:
        stop.check()
        return send(what)

    def work(flow: Flow[T]) -> T:
        stop.check()
        return run(flow, send_unless_stopped, stop.sleep, lambda reservation: reservation.wait(stop.wait))

    with ThreadPoolExecutor(AT_ONCE, "pluralkit") as pool:
        try:
            futures = [pool.submit(work, flow) for flow in flows]
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
    flows: Sequence[Flow[T]],
    send: Callable[[RawRequest], Awaitable[RawResponse]],
    progress: Callable[[int, int], object] | None,
) -> list[T]:
    """`run_all`, under asyncio: what is under way is cancelled, too."""
    import asyncio  # here, because it is a good part of the time that an import would take

    results: dict[int, T] = {}
    remaining = iter(enumerate(flows))

    async def work() -> None:
        for place, flow in remaining:
            results[place] = await run_async(flow, send, asyncio.sleep)
            if progress is not None:
                progress(len(results), len(flows))

    try:
        async with asyncio.TaskGroup() as group:
            for _ in range(min(AT_ONCE, len(flows))):
                group.create_task(work())
    except BaseExceptionGroup as failed:
        first = failed.exceptions[0]
    else:
        return [results[place] for place in range(len(flows))]
    raise first


class Stop:
    """Ends the waiting of any number of threads, for good."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._stopped = False
        self._waiting: set[threading.Event] = set()

    def stop(self) -> None:
        """From now on, whoever waits or is going to gets a CancelledError."""
        with self._lock:
            self._stopped = True
            for event in self._waiting:
                event.set()

    def check(self) -> None:
        """CancelledError where `stop` was called."""
        if self._stopped:
            from concurrent.futures import CancelledError

            raise CancelledError

    def wait(self, event: threading.Event, seconds: float) -> None:
        """`event.wait(seconds)`."""
        with self._lock:
            self.check()
            self._waiting.add(event)
        event.wait(seconds)
        with self._lock:
            self._waiting.discard(event)
        self.check()

    def sleep(self, seconds: float) -> None:
        """`time.sleep(seconds)`."""
        self.wait(threading.Event(), seconds)
