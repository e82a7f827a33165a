"""State of one request and its response, as the connection that carries it sees it. No I/O."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextvars import ContextVar


class Exchange:
    """One request and its response, held to one deadline.

    Args:
        timeout: Seconds from now until the deadline.
        on_sent: Called once, when the first byte of the request is written.
    """

    __slots__ = ("_on_sent", "admitted", "answered", "deadline", "on_network", "sent", "stream")

    def __init__(self, timeout: float, on_sent: Callable[[], object]) -> None:
        self.deadline = time.monotonic() + timeout
        self._on_sent = on_sent
        self.admitted = False
        """Whether it has left the queue in front of the connection pool."""
        self.on_network = False
        """Whether it reached a network backend of ours, so that `sent` is known."""
        self.sent = False
        """Whether a byte of the request was written. The handshake with a proxy does not count."""
        self.answered = False
        """Whether anything was read since."""
        self.stream: object | None = None
        """The connection it was last seen on."""

    def remaining(self) -> float:
        """Return the seconds until the deadline.

        Raises:
            TimeoutError: The deadline has passed.
        """
        remaining = self.deadline - time.monotonic()
        if remaining <= 0:
            raise TimeoutError("deadline exceeded")
        return remaining

    def note_write(self, data: bytes) -> None:
        """Note what is about to be written on the connection.

        Args:
            data: The bytes; the handshake with a proxy does not count as a part of the request.
        """
        if not self.sent and not data.startswith(_PROXY_HANDSHAKE):
            self.note_sent()

    def note_sent(self) -> None:
        """Note that a part of the request goes out, or may have gone out."""
        if not self.sent:
            self.sent = True
            self.answered = False
            self._on_sent()

    @property
    def in_handshake(self) -> bool:
        """Whether a connection is being opened: to the address, through a proxy, by TLS."""
        return self.on_network and not self.sent

    @property
    def stale(self) -> bool:
        """Whether a response came without anything having been read: it is older than the request."""
        return self.sent and not self.answered


# CONNECT, and the messages of SOCKS5. A request starts with another method, or with the preface of HTTP/2.
_PROXY_HANDSHAKE = (b"CONNECT ", b"\x05", b"\x01")

current: ContextVar[Exchange | None] = ContextVar("exchange", default=None)
"""The exchange that this thread or task is in. Calls can nest: set it, and reset it to what it was."""
