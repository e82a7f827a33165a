"""HTTP requests and responses as sent and received."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec


class NotJsonError(ValueError):
    """A body is not valid JSON in UTF-8; the message says why."""


@dataclass(frozen=True, slots=True)
class Request:
    """A request.

    Attributes:
        method: HTTP method in upper case.
        target: Path and query as sent, with the base path (`/v2`).
        headers: Headers, with names in lower case.
        body: The body; None for none.
    """

    method: str
    target: str
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    body: bytes | None = None

    @property
    def path(self) -> str:
        """The path, still percent-encoded."""
        return self.target.partition("?")[0]

    @property
    def query(self) -> str:
        """The query string without `?`; empty without one."""
        return self.target.partition("?")[2]

    def json(self) -> Any:
        """Decode the body as JSON.

        Raises:
            NotJsonError: The body is not JSON.
        """
        return _json(self.body or b"")


@dataclass(frozen=True, slots=True)
class Answer:
    """A response.

    Attributes:
        status: The status; 0 if no response was received.
        headers: Headers, with names in lower case.
        body: The body.
    """

    status: int
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    body: bytes = b""

    @property
    def media_type(self) -> str:
        """The media type without parameters, in lower case; empty without a Content-Type."""
        return media_type(self.headers.get("content-type", ""))

    def json(self) -> Any:
        """Decode the body as JSON.

        Raises:
            NotJsonError: The body is not JSON.
        """
        return _json(self.body)


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request with its response.

    Attributes:
        request: The request.
        answer: The response.
        origin: Where it happened: the origin of a server, or a recording and its step.
    """

    request: Request
    answer: Answer
    origin: str


def media_type(content_type: str) -> str:
    """Return the media type of a Content-Type header without parameters, in lower case."""
    return content_type.partition(";")[0].strip().lower()


def _json(body: bytes) -> Any:
    try:
        return msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise NotJsonError(str(error)) from None
