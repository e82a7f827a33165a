"""HTTP client of the checker: one request on one connection, within a deadline, whatever comes back.

No redirects, cookies, connection reuse, content codings, or proxies and passwords from the environment.
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
from pluralkit_contract.probe.cases import TestCase
from pluralkit_contract.results import Result, json_of

DEADLINE = 10.0
"""Seconds for one answer as a whole."""
LARGEST = 32 << 20
"""Bytes; a body that has more is not read to its end."""
USER_AGENT = "pluralkit-contract"


@dataclass(frozen=True, slots=True)
class BaseUrl:
    """The base URL of a server; `origin` is the part before the contract's base path."""

    origin: str

    @classmethod
    def of(cls, url: str, base_path: str) -> BaseUrl:
        """Parse a URL. Raises ValueError, which says what to change."""
        parts = urlsplit(url.rstrip("/"))
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError("the URL has to begin with http:// or https:// and name a host")
        if parts.username or parts.password or parts.query or parts.fragment:
            raise ValueError("the URL may hold no user, password, query or fragment")
        if not parts.path.endswith(base_path):
            raise ValueError(f"the URL has to end in {base_path}")
        _ = parts.port  # raises ValueError for one that is none
        return cls(url.rstrip("/").removesuffix(base_path))


class HttpClient:
    """Sends requests to one server.

    Args:
        base: The server.
        transport: Sends the requests.
        deadline: Seconds for one response as a whole.
        largest: The largest body that is read, in bytes.
        clock: Returns the seconds since 1970. Durations go by the clock of the event loop.
    """

    def __init__(
        self,
        base: BaseUrl,
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

    async def get(self, case: TestCase) -> Result:
        """Send a test case. Never raises because of what the server does."""
        headers = {"user-agent": USER_AGENT, "accept-encoding": "identity"}
        if case.caller.authorization is not None:
            headers["authorization"] = case.caller.authorization
        timeout = dict.fromkeys(("connect", "read", "write", "pool"), self._deadline)
        coming, trouble, refused = _Coming(self._largest), None, False
        elapsed = asyncio.get_running_loop().time
        result = elapsed()
        try:
            url = self._base.origin + case.target
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
        exchange = Exchange(Request("GET", case.target, headers), answer, self._base.origin)
        return Result(
            case,
            exchange,
            trouble or coming.trouble,
            coming.repeated(),
            result,
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
