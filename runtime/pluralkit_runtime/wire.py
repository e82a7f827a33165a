"""What the core asks of a transport, and what it gets: bytes and times, nothing of HTTP libraries."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from msgspec import Struct

from .request import Headers


class Send(Struct, frozen=True):
    """Send this and answer with a `Reply`, or raise TransportFailed, within `timeout` seconds.

    `departs` is to be called when the request goes out, on a connection that is there by then.
    """

    method: str
    url: str
    headers: Mapping[str, str]
    content: bytes | None
    timeout: float
    departs: Callable[[], object] = lambda: None


class Reply(Struct, frozen=True):
    """What came back, unpacked. `flaw` tells why `body` is not whole (too large, badly packed)."""

    status: int
    headers: Headers
    body: bytes
    flaw: str | None = None

    def __repr__(self) -> str:
        # A server may send back what it was sent, the token too.
        return f"<Reply {self.status}, {len(self.body)} bytes>"
