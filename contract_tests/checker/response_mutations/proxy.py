"""Transport between the checker and a server that mutates responses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TypeAlias

import httpx
import msgspec
from pluralkit_contract.contract import Contract, Json


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer on its way back; the names of headers are in lower case."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    @property
    def json(self) -> Json:
        return msgspec.json.decode(self.body)

    def with_json(self, value: Json) -> Reply:
        return self.with_body(msgspec.json.encode(value))

    def with_body(self, body: bytes) -> Reply:
        """As a server would send it: with the length that it has."""
        length = ("content-length", str(len(body)))
        headers = tuple(length if name == length[0] else (name, value) for name, value in self.headers)
        return replace(self, body=body, headers=headers)

    def with_header(self, name: str, value: str | None) -> Reply:
        """With the header changed, or added, or (None) taken away."""
        kept = tuple(pair for pair in self.headers if pair[0] != name)
        return replace(self, headers=kept if value is None else (*kept, (name, value)))


@dataclass(frozen=True, slots=True)
class Call:
    """A request: `operation` is its id, empty outside the operations; `number` counts those of it."""

    operation: str
    target: str
    owner: bool
    number: int


Mutate: TypeAlias = Callable[[Call, Reply], Reply]


class Memory(httpx.AsyncBaseTransport):
    """A server that is asked everything once: what it answered, it answers again."""

    def __init__(self, server: httpx.AsyncBaseTransport) -> None:
        self._server = server
        self._known: dict[tuple[bytes, str | None], Reply] = {}

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        question = (request.url.raw_path, request.headers.get("authorization"))
        if (reply := self._known.get(question)) is None:
            response = await self._server.handle_async_request(request)
            reply = self._known[question] = await read(response)
        return written(reply)


@dataclass(slots=True)
class Proxy(httpx.AsyncBaseTransport):
    """Forward requests, and mutate their responses."""

    contract: Contract
    server: httpx.AsyncBaseTransport
    mutate: Mutate
    _numbers: Counter[str] = field(default_factory=Counter[str])

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        route = self.contract.find("GET", request.url.raw_path.decode().partition("?")[0])
        operation = route.operation.id if route else ""
        self._numbers[operation] += 1
        call = Call(
            operation,
            request.url.raw_path.decode(),
            "authorization" in request.headers,
            self._numbers[operation],
        )
        reply = await read(await self.server.handle_async_request(request))
        return written(self.mutate(call, reply))


async def read(response: httpx.Response) -> Reply:
    """The whole answer of a transport."""
    body = await response.aread()
    pairs = (
        (name.decode("latin-1").lower(), value.decode("latin-1")) for name, value in response.headers.raw
    )
    return Reply(response.status_code, tuple(pairs), body)


def written(reply: Reply) -> httpx.Response:
    """An answer as a transport gives it."""
    return httpx.Response(reply.status, headers=list(reply.headers), stream=httpx.ByteStream(reply.body))
