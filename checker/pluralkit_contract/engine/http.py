"""HTTP client of the checker: one request per connection, with a deadline, tolerant of malformed responses.

It follows no redirects and uses no cookies, kept connections, content codings, or proxy and credential
settings of the environment.
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
"""Seconds for one complete response."""
LARGEST = 32 << 20
"""Bytes; reading stops when a body has more."""
USER_AGENT = "pluralkit-contract"


@dataclass(frozen=True, slots=True)
class BaseUrl:
    """The base URL of a server.

    Attributes:
        origin: The URL before the contract's base path.
    """

    origin: str

    @classmethod
    def of(cls, url: str, base_path: str) -> BaseUrl:
        """Parse a URL.

        Args:
            url: The URL, with the base path.
            base_path: Base path of the contract (`/v2`).

        Raises:
            ValueError: The URL is invalid; the message says what to change.
        """
        parts = urlsplit(url.rstrip("/"))
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError("the URL has to begin with http:// or https:// and name a host")
        if parts.username or parts.password or parts.query or parts.fragment:
            raise ValueError("the URL may hold no user, password, query or fragment")
        if not parts.path.endswith(base_path):
            raise ValueError(f"the URL has to end in {base_path}")
        _ = parts.port  # raises ValueError for an invalid port
        return cls(url.rstrip("/").removesuffix(base_path))


class HttpClient:
    """Send requests to one server.

    Args:
        base: The server.
        transport: httpx transport for the requests.
        deadline: Seconds for one complete response.
        largest: Largest body that is read, in bytes.
        clock: Returns the seconds since 1970. Durations are measured with the event loop's clock.
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
        """Send a test case.

        Args:
            case: The test case.

        Returns:
            The result. Failures of the server and the network are recorded in its `trouble`, never raised.
        """
        headers = {"user-agent": USER_AGENT, "accept-encoding": "identity"}
        if case.caller.authorization is not None:
            headers["authorization"] = case.caller.authorization
        timeout = dict.fromkeys(("connect", "read", "write", "pool"), self._deadline)
        reader, trouble, refused = _ResponseReader(self._largest), None, False
        elapsed = asyncio.get_running_loop().time
        result = elapsed()
        try:
            url = self._base.origin + case.target
            request = httpx.Request("GET", url, headers=headers, extensions={"timeout": timeout})
            async with asyncio.timeout(self._deadline):
                await reader.take(await self._transport.handle_async_request(request))
        except (TimeoutError, httpx.TimeoutException) as error:
            trouble = f"no complete response within {self._deadline:g} s"
            refused = isinstance(error, httpx.ConnectTimeout)
        except Exception as error:  # malformed responses raise errors of many types
            trouble = f"{type(error).__name__}: {error}"
            refused = isinstance(error, httpx.ConnectError | httpx.UnsupportedProtocol)
        answer = reader.answer()
        exchange = Exchange(Request("GET", case.target, headers), answer, self._base.origin)
        return Result(
            case,
            exchange,
            trouble or reader.trouble,
            reader.repeated(),
            result,
            elapsed(),
            self._clock(),
            json_of(answer),
            refused,
        )


class _ResponseReader:
    """A response while it is received."""

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
            raise TypeError("the transport returned a synchronous stream")
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
    """Create a transport without keep-alive, so that a malformed response cannot affect the next."""
    return httpx.AsyncHTTPTransport(limits=httpx.Limits(max_keepalive_connections=0))
