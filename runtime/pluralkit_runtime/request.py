"""Requests: an operation with its arguments, and the bytes that are sent for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Generic, TypeVar

from msgspec import UNSET, Struct, UnsetType

from .secret import Secret
from .spec import Operation

T_co = TypeVar("T_co", covariant=True)


class Request(Struct, Generic[T_co], frozen=True, eq=False):
    """An operation with its arguments: what `Client.send` takes.

    Attributes:
        operation: The operation.
        path: The path, filled and escaped (see `urls.fill`).
        query: What `urls.query` returned.
        body: Any value that `json_body.encode` takes; UNSET sends no body.
    """

    operation: Operation[T_co]
    path: str
    query: tuple[tuple[str, str], ...] = ()
    body: object | UnsetType = UNSET


class RawRequest(Struct, frozen=True):
    """One HTTP request, as a transport sends it.

    Attributes:
        method: The HTTP method.
        url: The absolute URL, query included.
        headers: Headers of the client.
        secrets: Headers with secrets, by lower-case name; revealed only where the request is built.
        content: The body, or None.
        timeout: Seconds for the whole exchange.
        on_sent: Called when the request goes out, on a connection that is open by then.
    """

    method: str
    url: str
    headers: Mapping[str, str]
    secrets: Mapping[str, Secret]
    content: bytes | None
    timeout: float
    on_sent: Callable[[], object] = lambda: None

    def __repr__(self) -> str:
        # A header that the user sets may be a secret.
        return f"<RawRequest {self.method} {self.url}>"
