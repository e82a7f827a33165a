"""Responses: what a transport receives, and what a call returns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Generic, TypeVar

from msgspec import Struct

T_co = TypeVar("T_co", covariant=True)


class Headers(Mapping[str, str]):
    """The headers of an answer: found in any case; one that came twice is joined with a comma."""

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
    """What an answer says of the budget it was charged to.

    `limit` requests a second are allowed, `remaining` may be sent at once. `reset` is when the service says
    that the budget is full again, mostly the second in which it answered: too coarse to wait by.
    """

    scope: str
    limit: int
    remaining: int
    reset: datetime | None


class RetryAttempt(Struct, frozen=True):
    """One time that a call was sent again.

    `reason` is what came of it before: a status, or the name of an error. `delay`: the seconds waited then;
    waiting for its turn, under the rate limit, comes on top.
    """

    reason: str
    delay: float


class Response(Struct, Generic[T_co], frozen=True, kw_only=True, eq=False):
    """An answer: `data` is its body, typed; `content` the bytes that it was read from.

    `rate_limit` is None where the answer carries no such headers. `method` and `path` are those of the
    request. `retries` tells of each time that it was sent again before this came.
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
