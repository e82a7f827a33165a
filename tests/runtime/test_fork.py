"""A forked child gets its own rate limiter, without locks and waiting calls of the parent."""

from __future__ import annotations

import os
import threading
import warnings
from collections.abc import Callable

import pytest
from pluralkit_runtime import RateLimiter
from pluralkit_runtime.ratelimit.limiter import reserve

from tests.runtime.rate_limited_server import READ, SPEC, WRITE

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")


def in_child(act: Callable[[], object]) -> bool:
    """Whether `act` returns in a forked child, within 5 s."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # that there are threads is the point
        child = os.fork()
    if child == 0:
        worker = threading.Thread(target=lambda: (act(), os._exit(0)), daemon=True)
        worker.start()
        worker.join(5)
        os._exit(1)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def take(limiter: RateLimiter, deadline: float = float("inf")) -> None:
    reserve(limiter, READ, "/systems/@me", caller="me", spec=SPEC, deadline=deadline).wait()


def test_a_forked_child_is_not_blocked_by_a_lock_of_another_thread() -> None:
    limiter = RateLimiter()
    stop = threading.Event()

    def busy() -> None:
        while not stop.is_set():
            reservation = reserve(limiter, READ, "/systems/@me", caller="me", spec=SPEC, deadline=0)
            reservation.release()

    threads = [threading.Thread(target=busy) for _ in range(4)]
    for thread in threads:
        thread.start()
    try:
        assert all(in_child(lambda: take(limiter)) for _ in range(20))
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def test_a_forked_child_does_not_queue_behind_calls_of_its_parent() -> None:
    limiter = RateLimiter()
    waiting = [
        threading.Thread(
            target=reserve(limiter, WRITE, "/systems/@me", caller="me", spec=SPEC, deadline=1e12).wait
        )
        for _ in range(8)
    ]
    for thread in waiting:
        thread.start()

    def write() -> None:
        reserve(limiter, WRITE, "/systems/@me", caller="me", spec=SPEC, deadline=1e12).wait()

    assert in_child(write)
    for thread in waiting:
        thread.join()
