"""The two clients, thin: a request goes in, a typed Response comes out. Generated code adds the methods."""

from __future__ import annotations

from collections.abc import Mapping
from types import TracebackType
from typing import Any, ClassVar, Self, TypeVar

from msgspec import UNSET, UnsetType

from . import paths
from .api import Api
from .config import configure, environment
from .flow import call, run, run_async
from .request import Request, Response
from .transport import AsyncHttpClient, AsyncTransport, HttpClient, Transport

T = TypeVar("T")

TIMEOUT = 30.0
"""Seconds that a call may take unless the client is told otherwise."""

_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"})


class _Settings:
    """What both clients share: they are made alike, and make requests alike."""

    api: ClassVar[Api]

    def __init__(self, *, user_agent: str, token: str | None, base_url: str | None, timeout: float) -> None:
        self._config = configure(
            user_agent=user_agent, token=token, base_url=base_url or self.api.base_url, timeout=timeout
        )

    def __repr__(self) -> str:
        token = "[secret]" if self._config.secret else None
        return f"{type(self).__name__}(base_url={self._config.base_url!r}, token={token})"

    def _any_request(
        self, method: str, path: str, params: Mapping[str, object] | None, json: object | UnsetType
    ) -> Request[Any]:
        method = method.upper()
        if method not in _METHODS:
            raise ValueError(f"method: {method!r} is none of {', '.join(sorted(_METHODS))}")
        path = paths.check(path)
        return Request(self.api.match(method, path), path, paths.query(*(params or {}).items()), json)


class Client(_Settings):
    """Calls the API and waits for the answer. Threads may share one.

    `user_agent` is required, because the API asks for it: it names your application and a contact. `token` is
    a system's token or a scoped key (`pkapi:…`); without one you read as a stranger. `base_url` ends in /v2.
    `timeout` is in seconds, for a whole call. `http_client` is used as it is, for proxies and the like, and
    is left open by `close`; no redirect is followed by it. ValueError, naming the argument, for what cannot
    be sent.
    """

    def __init__(
        self,
        *,
        user_agent: str,
        token: str | None = None,
        base_url: str | None = None,
        timeout: float = TIMEOUT,
        http_client: HttpClient | None = None,
    ) -> None:
        super().__init__(user_agent=user_agent, token=token, base_url=base_url, timeout=timeout)
        self._transport = Transport(http_client)

    @classmethod
    def from_env(cls, *, timeout: float = TIMEOUT, http_client: HttpClient | None = None) -> Self:
        """A client by PLURALKIT_USER_AGENT and, if they are set, PLURALKIT_TOKEN and PLURALKIT_BASE_URL."""
        return cls(**environment(), timeout=timeout, http_client=http_client)

    def send(self, request: Request[T]) -> Response[T]:
        """Sends a request; raises ApiError, TransportFailed or InvalidResponse (see `errors`)."""
        return run(call(request, self.api, self._config), self._transport.send)

    def request(
        self,
        method: str,
        path: str,
        *,
        params: Mapping[str, object] | None = None,
        json: object | UnsetType = UNSET,
    ) -> Response[Any]:
        """Any method on any path below the base URL, such as `request("GET", "/members/abcde")`.

        `data` is typed where the contract has the operation; else plain JSON, or None for an empty body.
        """
        return self.send(self._any_request(method, path, params, json))

    def close(self) -> None:
        """Closes the connections, save those of an `http_client` that was given."""
        self._transport.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class AsyncClient(_Settings):
    """`Client`, to be awaited, under asyncio."""

    def __init__(
        self,
        *,
        user_agent: str,
        token: str | None = None,
        base_url: str | None = None,
        timeout: float = TIMEOUT,
        http_client: AsyncHttpClient | None = None,
    ) -> None:
        super().__init__(user_agent=user_agent, token=token, base_url=base_url, timeout=timeout)
        self._transport = AsyncTransport(http_client)

    @classmethod
    def from_env(cls, *, timeout: float = TIMEOUT, http_client: AsyncHttpClient | None = None) -> Self:
        """See `Client.from_env`."""
        return cls(**environment(), timeout=timeout, http_client=http_client)

    async def send(self, request: Request[T]) -> Response[T]:
        """See `Client.send`."""
        return await run_async(call(request, self.api, self._config), self._transport.send)

    async def request(
        self,
        method: str,
        path: str,
        *,
        params: Mapping[str, object] | None = None,
        json: object | UnsetType = UNSET,
    ) -> Response[Any]:
        """See `Client.request`."""
        return await self.send(self._any_request(method, path, params, json))

    async def close(self) -> None:
        """See `Client.close`."""
        await self._transport.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()
