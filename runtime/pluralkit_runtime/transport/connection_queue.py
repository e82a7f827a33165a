"""Queue in front of a connection pool.

httpcore loses a connection where a call stops waiting for one in the moment it gets one: the connection then
counts as being opened, for good (https://github.com/encode/httpcore/issues/1093).
With as many exchanges as connections nobody waits inside of the pool.
"""

from __future__ import annotations

import os
import threading
from collections import deque
from collections.abc import Callable
from typing import Generic, TypeVar

from .exchange import Exchange

T = TypeVar("T")

_LOOK_AGAIN = 1.0
"""Seconds after which a waiting thread looks by itself, should nobody have woken it."""


class ConnectionQueue:
    """Admits a limited number of exchanges at a time; the others wait until their deadline.

    Threads may share it. A KeyboardInterrupt at any place leaves it usable: who is in is known by a set, and
    leaving is one operation on it.

    Args:
        size: How many exchanges.
    """

    def __init__(self, size: int) -> None:
        self._size = size
        self._lock = threading.Lock()
        self._admitted: set[Exchange] = set()
        self._waiting: deque[threading.Event] = deque()
        self.leave: Callable[[Exchange], None] = self._admitted.discard
        """Leave the queue. Does nothing for an exchange that was not admitted."""

    def enter(self, exchange: Exchange) -> None:
        """Wait for a place.

        Args:
            exchange: The exchange; it is marked as admitted.

        Raises:
            TimeoutError: The deadline of the exchange comes first.
        """
        while True:
            with self._lock:
                if len(self._admitted) < self._size:
                    self._admitted.add(exchange)
                    break
                woken = threading.Event()
                self._waiting.append(woken)
            try:
                woken.wait(min(exchange.remaining(), _LOOK_AGAIN))
            finally:
                with self._lock:
                    if woken in self._waiting:
                        self._waiting.remove(woken)
        exchange.admitted = True

    def wake(self) -> None:
        """Let the next one look whether there is a place now."""
        if self._waiting:
            with self._lock:
                if self._waiting:
                    self._waiting.popleft().set()


class PerProcess(Generic[T]):
    """A value that a process makes anew after a fork.

    Args:
        make: Makes the value.
    """

    def __init__(self, make: Callable[[], T]) -> None:
        self._make = make
        self._values: dict[int, T] = {}

    def get(self) -> T:
        """Return the value of this process."""
        pid = os.getpid()
        value = self._values.get(pid)
        # No lock, which another thread might have held at the fork. `setdefault` is atomic.
        return value if value is not None else self._values.setdefault(pid, self._make())

    def replace(self) -> None:
        """Forget the value of this process."""
        self._values.pop(os.getpid(), None)

    def inherited(self) -> list[T]:
        """Forget the values of parent processes, and return them."""
        if len(self._values) < 2:
            return []
        pid = os.getpid()
        return [self._values.pop(other) for other in list(self._values) if other != pid]
