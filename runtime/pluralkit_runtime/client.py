"""The two clients, thin: a request goes in, a typed Response comes out. Generated code adds the methods."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from types import TracebackType
from typing import Any, ClassVar, Self, TypeVar

from msgspec import UNSET, UnsetType

from . import urls
from .concurrency import PATIENCE, run_all, run_all_async
from .engine import Flow, call, run, run_async
from .options import configure, environment
from .ratelimit.limiter import RateLimiter
from .request import Request
from .response import Response
from .retry import RetryPolicy
from .spec import ApiSpec
from .transport import AsyncHttpClient, AsyncTransport, HttpClient, Transport

T = TypeVar("T")

TIMEOUT = 30.0
"""Seconds that a call may take unless the client is told otherwise."""

RETRY = RetryPolicy()
"""When a call is tried again unless the client is told otherwise."""

_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"})


class _Settings:
    """What both clients share: they are made alike, and make requests alike."""

    api: ClassVar[ApiSpec]

    def __init__(
        self,
        *,
        user_agent: str,
        token: str | None,
        base_url: str | None,
        timeout: float,
        retry: RetryPolicy | None,
        rate_limiter: RateLimiter | UnsetType | None,
    ) -> None:
        self._config = configure(
            user_agent=user_agent,
            token=token,
            base_url=base_url or self.api.base_url,
            timeout=timeout,
            retry=retry,
            rate_limiter=RateLimiter() if rate_limiter is UNSET else rate_limiter,
        )

    def __repr__(self) -> str:
        token = "[secret]" if self._config.secret else None
        return f"{type(self).__name__}(base_url={self._config.base_url!r}, token={token})"

    def _call(self, request: Request[T], patience: float | None = None) -> Flow[Response[T]]:
        return call(request, self.api, self._config, time.monotonic, patience=patience)

    def _any_request(
        self, method: str, path: str, params: Mapping[str, object] | None, json: object | UnsetType
    ) -> Request[Any]:
        method = method.upper()
        if method not in _METHODS:
            raise ValueError(f"method: {method!r} is none of {', '.join(sorted(_METHODS))}")
        path = urls.check(path)
        return Request(self.api.match(method, path), path, urls.query(*(params or {}).items()), json)


class Client(_Settings):
    """Calls the API and waits for the answer. Threads may share one.

    `user_agent` is required, because the API asks for it: it names your application and a contact. `token` is
    a system's token or a scoped key (`pkapi:…`); without one you read as a stranger. `base_url` ends in /v2.
    `timeout` is in seconds, for a whole call, with all that it waits. `retry` says when to try again (None:
    never), `rate_limiter` keeps calls to the rate that the API allows (left out: one of the client's own; None: does
    not wait, so that the API may refuse). `http_client` is used as it is, for proxies and the like, and
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
        retry: RetryPolicy | None = RETRY,
        rate_limiter: RateLimiter | UnsetType | None = UNSET,
        http_client: HttpClient | None = None,
    ) -> None:
        super().__init__(
            user_agent=user_agent,
            token=token,
            base_url=base_url,
            timeout=timeout,
            retry=retry,
            rate_limiter=rate_limiter,
        )
        self._transport = Transport(http_client)

    @classmethod
    def from_env(
        cls,
        *,
        timeout: float = TIMEOUT,
        retry: RetryPolicy | None = RETRY,
        rate_limiter: RateLimiter | UnsetType | None = UNSET,
        http_client: HttpClient | None = None,
    ) -> Self:
        """A client by PLURALKIT_USER_AGENT and, if they are set, PLURALKIT_TOKEN and PLURALKIT_BASE_URL."""
        return cls(
            **environment(), timeout=timeout, retry=retry, rate_limiter=rate_limiter, http_client=http_client
        )

    def send(self, request: Request[T]) -> Response[T]:
        """Sends a request; raises ApiError, TransportError or InvalidResponse (see `errors`)."""
        return run(self._call(request), self._transport.send, time.sleep)

    def send_all(
        self, requests: Iterable[Request[T]], *, progress: Callable[[int, int], object] | None = None
    ) -> list[T]:
        """Sends many requests, each as `send` does, and gives the data of the answers, in the same order.

        As fast as the pace allows, with up to 20 under way at a time; the timeout of each runs from its turn
        on. `progress` is called after each answer, in this thread, with how many there are and how many
        there will be.

        The first error is raised, and ends it: what was not sent by then never is, what was is waited for.
        """
        flows = [self._call(request, PATIENCE) for request in requests]
        return [response.data for response in run_all(flows, self._transport.send, progress)]

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
        retry: RetryPolicy | None = RETRY,
        rate_limiter: RateLimiter | UnsetType | None = UNSET,
        http_client: AsyncHttpClient | None = None,
    ) -> None:
        super().__init__(
            user_agent=user_agent,
            token=token,
            base_url=base_url,
            timeout=timeout,
            retry=retry,
            rate_limiter=rate_limiter,
        )
        self._transport = AsyncTransport(http_client)

    @classmethod
    def from_env(
        cls,
        *,
        timeout: float = TIMEOUT,
        retry: RetryPolicy | None = RETRY,
        rate_limiter: RateLimiter | UnsetType | None = UNSET,
        http_client: AsyncHttpClient | None = None,
    ) -> Self:
        """See `Client.from_env`."""
        return cls(
            **environment(), timeout=timeout, retry=retry, rate_limiter=rate_limiter, http_client=http_client
        )

    async def send(self, request: Request[T]) -> Response[T]:
        """See `Client.send`."""
        import asyncio  # here, because it is a good part of the time that an import would take

        return await run_async(self._call(request), self._transport.send, asyncio.sleep)

    async def send_all(
        self, requests: Iterable[Request[T]], *, progress: Callable[[int, int], object] | None = None
    ) -> list[T]:
        """See `Client.send_all`; what is under way when an error ends it is cancelled."""
        flows = [self._call(request, PATIENCE) for request in requests]
        return [response.data for response in await run_all_async(flows, self._transport.send, progress)]

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
