"""Responses: what a transport receives, and what a call returns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Generic, TypeVar

from msgspec import Struct

T_co = TypeVar("T_co", covariant=True)


class Headers(Mapping[str, str]):
    """Response headers. Names are found in any case; a header that came twice is joined with a comma."""

    __slots__ = ("_values",)

    def __init__(self, items: Iterable[tuple[str, str]] = ()) -> None:
        values: dict[str, str] = {}
        for name, value in items:
            key = name.lower()
            values[key] = f"{values[key]}, {value}" if key in values else value
        self._values = values

    def __getitem__(self, name: str) -> str:
        return self._values[name.lower()]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __repr__(self) -> str:
        return f"Headers({self._values!r})"


class RateLimit(Struct, frozen=True):
    """The rate-limit headers of a response.

    Attributes:
        scope: The scope that the request was charged to.
        limit: Requests a second that it allows.
        remaining: Requests that may be sent at once.
        reset: When the bucket is full again, as the service says: mostly the second in which it answered, too
            coarse to wait by.
    """

    scope: str
    limit: int
    remaining: int
    reset: datetime | None


class RetryAttempt(Struct, frozen=True):
    """One time that a call was sent again.

    Attributes:
        reason: Why: the status of the attempt before, or the name of its error.
        delay: Seconds of delay; waiting for a rate-limit slot comes on top.
    """

    reason: str
    delay: float


class Response(Struct, Generic[T_co], frozen=True, kw_only=True, eq=False):
    """The response to a call.

    Attributes:
        data: The body, typed.
        status: The HTTP status.
        headers: The headers.
        rate_limit: The rate-limit headers; None where there are none.
        content: The body's bytes.
        method: The method of the request.
        path: The path of the request, below the base URL.
        retries: Each time that the call was sent again before.
    """

    data: T_co
    status: int
    headers: Headers
    rate_limit: RateLimit | None
    content: bytes
    method: str
    path: str
    retries: tuple[RetryAttempt, ...] = ()

    def __repr__(self) -> str:
        return f"<Response {self.status} {self.method} {self.path}>"


class RawResponse(Struct, frozen=True):
    """One HTTP response, as a transport received it.

    Attributes:
        status: The HTTP status.
        headers: The response's headers.
        body: The body, decompressed.
        flaw: Why `body` is not whole (too large, badly compressed); None if it is.
    """

    status: int
    headers: Headers
    body: bytes
    flaw: str | None = None

    def __repr__(self) -> str:
        # A server may send back what it was sent, the token too.
        return f"<RawResponse {self.status}, {len(self.body)} bytes>"
