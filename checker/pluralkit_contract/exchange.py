"""A request and its answer, as they went over the wire."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec


class NotJsonError(ValueError):
    """The body is not JSON in UTF-8; the text says why."""


@dataclass(frozen=True, slots=True)
class Request:
    """`target` is path and query, from `/v2` on, as sent; the names of headers are in lower case."""

    method: str
    target: str
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    body: bytes | None = None

    @property
    def path(self) -> str:
        return self.target.partition("?")[0]

    @property
    def query(self) -> str:
        return self.target.partition("?")[2]

    def json(self) -> Any:
        return _json(self.body or b"")


@dataclass(frozen=True, slots=True)
class Answer:
    """The names of headers are in lower case."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    body: bytes = b""

    @property
    def media_type(self) -> str:
        """The media type without its parameters; empty where the answer names none."""
        return media_type(self.headers.get("content-type", ""))

    def json(self) -> Any:
        """The body as JSON; NotJsonError where it is none."""
        return _json(self.body)


@dataclass(frozen=True, slots=True)
class Exchange:
    """`origin` says where this happened: a server, or a recording and its step."""

    request: Request
    answer: Answer
    origin: str


def media_type(content_type: str) -> str:
    """`application/json` of `application/json; charset=utf-8`."""
    return content_type.partition(";")[0].strip().lower()


def _json(body: bytes) -> Any:
    try:
        return msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise NotJsonError(str(error)) from None
