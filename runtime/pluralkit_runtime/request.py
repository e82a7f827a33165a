"""The values a call is made of. All of them are frozen.

`Operation[T]`   one operation of the contract: a constant, written by the generator
`Request[T]`     that operation with its arguments filled in: what `Client.send` takes
`Response[T]`    what `Client.send` gives back
`RateLimit`      the X-RateLimit headers of an answer, read
`Retry`          why and when a call was sent once more
`Headers`        the headers of an answer, by name in any case

`T` is the type of `Response.data`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, Generic, TypeVar

from msgspec import UNSET, Struct, UnsetType

T_co = TypeVar("T_co", covariant=True)


class Operation(Struct, Generic[T_co], frozen=True, kw_only=True, eq=False):
    """One operation of the contract.

    `template` is relative to the base URL, with a placeholder for each reference (`/members/{member}`).
    `scope` is the rate-limit scope that the operation counts against, `own_scope` the one it counts against
    where the thing asked for belongs to the caller (None where the contract makes no such difference).
    `repeatable` says that sending it twice does no more than sending it once.
    `reads` gives, for each status of success, the type of the body, or None where there is no body;
    `reads=None` takes any status of success, and any JSON or nothing as its body.
    """

    id: str
    method: str
    template: str
    scope: str
    own_scope: str | None
    repeatable: bool
    reads: Mapping[int, Any] | None


class Request(Struct, Generic[T_co], frozen=True, eq=False):
    """An operation with its arguments.

    `path` is filled and escaped (see `paths.fill`), `query` holds what `paths.query` made, `body` is any
    value that `codec.encode` takes; UNSET sends no body.
    """

    operation: Operation[T_co]
    path: str
    query: tuple[tuple[str, str], ...] = ()
    body: object | UnsetType = UNSET


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


class Retry(Struct, frozen=True):
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
    retries: tuple[Retry, ...] = ()

    def __repr__(self) -> str:
        return f"<Response {self.status} {self.method} {self.path}>"
