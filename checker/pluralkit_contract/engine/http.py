"""One request over HTTP, whatever comes back: the answer, or why there is none, always within the deadline.

Nothing is followed, kept or decoded on the way: no redirect, no cookie, no connection that is used twice, no
content coding, no proxy or password from the environment.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

import httpx

from pluralkit_contract.exchange import Answer, Exchange, Request
from pluralkit_contract.probe.cases import Ask
from pluralkit_contract.results import Sent, json_of

DEADLINE = 10.0
"""Seconds for one answer as a whole."""
LARGEST = 32 << 20
"""Bytes; a body that has more is not read to its end."""
USER_AGENT = "pluralkit-contract"


@dataclass(frozen=True, slots=True)
class Base:
    """Where the server is: `origin` is what stands before the contract's base path."""

    origin: str

    @classmethod
    def of(cls, url: str, base_path: str) -> Base:
        """Raises ValueError, with what to change."""
        parts = urlsplit(url.rstrip("/"))
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError("the URL has to begin with http:// or https:// and name a host")
        if parts.username or parts.password or parts.query or parts.fragment:
            raise ValueError("the URL may hold no user, password, query or fragment")
        if not parts.path.endswith(base_path):
            raise ValueError(f"the URL has to end in {base_path}")
        _ = parts.port  # raises ValueError for one that is none
        return cls(url.rstrip("/").removesuffix(base_path))


class Wire:
    """Sends requests to one server.

    `deadline` is in seconds, `largest` in bytes of a body; `clock` tells the seconds since 1970. How long
    something takes, and when its turn is, goes by the clock of the event loop.
    """

    def __init__(
        self,
        base: Base,
        transport: httpx.AsyncBaseTransport,
        *,
        deadline: float = DEADLINE,
        largest: int = LARGEST,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._base = base
        self._transport = transport
        self._deadline = deadline
        self._largest = largest
        self._clock = clock

    async def close(self) -> None:
        """Close all connections."""
        await self._transport.aclose()

    async def get(self, ask: Ask) -> Sent:
        """Send a question. Never raises because of what the server does."""
        headers = {"user-agent": USER_AGENT, "accept-encoding": "identity"}
        if ask.viewer.authorization is not None:
            headers["authorization"] = ask.viewer.authorization
        timeout = dict.fromkeys(("connect", "read", "write", "pool"), self._deadline)
        coming, trouble, refused = _Coming(self._largest), None, False
        elapsed = asyncio.get_running_loop().time
        sent = elapsed()
        try:
            url = self._base.origin + ask.target
            request = httpx.Request("GET", url, headers=headers, extensions={"timeout": timeout})
            async with asyncio.timeout(self._deadline):
                await coming.take(await self._transport.handle_async_request(request))
        except (TimeoutError, httpx.TimeoutException) as error:
            trouble = f"no whole answer within {self._deadline:g} s"
            refused = isinstance(error, httpx.ConnectTimeout)
        except Exception as error:  # whatever a server can break, and a library can make of it
            trouble = f"{type(error).__name__}: {error}"
            refused = isinstance(error, httpx.ConnectError | httpx.UnsupportedProtocol)
        answer = coming.answer()
        exchange = Exchange(Request("GET", ask.target, headers), answer, self._base.origin)
        return Sent(
            ask,
            exchange,
            trouble or coming.trouble,
            coming.repeated(),
            sent,
            elapsed(),
            self._clock(),
            json_of(answer),
            refused,
        )


class _Coming:
    """An answer as it comes in."""

    def __init__(self, largest: int) -> None:
        self.trouble: str | None = None
        self._largest = largest
        self._status = 0
        self._headers: list[tuple[str, str]] = []
        self._body = bytearray()

    async def take(self, response: httpx.Response) -> None:
        self._status = response.status_code
        self._headers = [
            (name.decode("latin-1").lower(), value.decode("latin-1")) for name, value in response.headers.raw
        ]
        stream = response.stream
        if not isinstance(stream, httpx.AsyncByteStream):
            raise TypeError("the transport gives no asynchronous stream")
        try:
            async for chunk in stream:
                self._body += chunk
                if len(self._body) > self._largest:
                    self.trouble = f"the body has more than {self._largest} bytes"
                    return
        finally:
            await stream.aclose()

    def answer(self) -> Answer:
        return Answer(self._status, dict(reversed(self._headers)), bytes(self._body))

    def repeated(self) -> frozenset[str]:
        return frozenset(
            name for name, times in Counter(name for name, _ in self._headers).items() if times > 1
        )


def transport() -> httpx.AsyncBaseTransport:
    """To a real server: a connection for each request, so that no answer spoils the next."""
    return httpx.AsyncHTTPTransport(limits=httpx.Limits(max_keepalive_connections=0))
