"""The two clients: a request goes in, a typed response comes out. Generated code adds the methods."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from types import TracebackType
from typing import Any, ClassVar, Self, TypeVar

from msgspec import UNSET, UnsetType

from . import urls
from .concurrency import run_all, run_all_async
from .engine import Steps, call, run, run_async
from .hooks import Hook
from .options import (
    change_options,
    environment,
    make_options,
    read_app_token,
    read_token,
    secret_headers,
)
from .ratelimit.limiter import RateLimiter
from .request import Request
from .response import Response
from .retry import RetryPolicy
from .secret import Secret
from .spec import ApiSpec
from .transport import AsyncHttpClient, AsyncTransport, HttpClient, Transport

T = TypeVar("T")

TIMEOUT = 30.0
"""Seconds that a call may take by default, from its first rate-limit slot on."""

BATCH_QUEUE_TIME = 86400.0
"""Seconds that a call of a batch may wait for its slot: it is the batch that keeps it waiting."""

RETRY = RetryPolicy()
"""The default retry policy."""

_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"})


class _BaseClient:
    """What both clients share."""

    api: ClassVar[ApiSpec]
    _is_copy = False

    def __init__(
        self,
        *,
        user_agent: str,
        secret: Secret | Exception | None,
        app_secret: Secret | Exception | None,
        base_url: str | None,
        timeout: float,
        max_queue_time: float | None,
        retry: RetryPolicy | None,
        rate_limiter: RateLimiter | UnsetType | None,
        default_headers: Mapping[str, str] | None,
        hooks: Iterable[Hook],
    ) -> None:
        self._options = make_options(
            self.api,
            user_agent=user_agent,
            secret=secret,
            app_secret=app_secret,
            base_url=base_url,
            timeout=timeout,
            max_queue_time=max_queue_time,
            retry=retry,
            rate_limiter=RateLimiter() if rate_limiter is UNSET else rate_limiter,
            default_headers=default_headers,
            hooks=hooks,
        )

    def __repr__(self) -> str:
        if not hasattr(self, "_options"):  # its constructor failed
            return f"<{type(self).__name__}, not initialized>"
        token = "[secret]" if self._options.caller else None
        more = ", app_token=[secret]" if self._options.application else ""
        return f"{type(self).__name__}(base_url={self._options.base_url!r}, token={token}{more})"

    def with_options(
        self,
        *,
        user_agent: str | UnsetType = UNSET,
        token: str | UnsetType | None = UNSET,
        app_token: str | UnsetType | None = UNSET,
        timeout: float | UnsetType = UNSET,
        max_queue_time: float | UnsetType | None = UNSET,
        retry: RetryPolicy | UnsetType | None = UNSET,
        default_headers: Mapping[str, str] | UnsetType | None = UNSET,
        hooks: Iterable[Hook] | UnsetType = UNSET,
    ) -> Self:
        """Create a copy with other options. It shares the connections and the rate limiter.

        The arguments are those of the constructor; what is left out stays as it is. `default_headers` and
        `hooks` take the place of those that there are. A copy is cheap: make one for a single call, or for
        each user's token. Closing a copy does nothing; closing the client closes its copies, too.

        Returns:
            The copy.

        Raises:
            ValueError: An argument cannot be sent; the message names it.
            TypeError: An argument has a wrong type; the message names it.
        """
        wire_format = self.api.wire_format
        secret = UNSET if token is UNSET else read_token(token, wire_format.bearer_prefix)
        app_secret = (
            UNSET if app_token is UNSET else read_app_token(app_token, wire_format.application_header)
        )
        del token, app_token  # the frames of an error must not hold them
        options = change_options(
            self._options,
            self.api,
            user_agent=user_agent,
            secret=secret,
            app_secret=app_secret,
            timeout=timeout,
            max_queue_time=max_queue_time,
            retry=retry,
            default_headers=default_headers,
            hooks=hooks,
        )
        copy = object.__new__(type(self))
        for name, value in vars(self).items():
            # What is cached belongs to the client that it was made for: the resources send by that one.
            if not isinstance(getattr(type(self), name, None), cached_property):
                setattr(copy, name, value)
        copy._options = options
        copy._is_copy = True
        return copy

    def _steps(self, request: Request[T]) -> Steps[Response[T]]:
        return call(request, self.api, self._options, time.monotonic)

    def _batch(self, requests: Iterable[Request[T]]) -> list[Steps[Response[T]]]:
        from msgspec.structs import replace

        options = replace(self._options, max_queue_time=BATCH_QUEUE_TIME)
        return [call(request, self.api, options, time.monotonic) for request in requests]

    def _any_request(
        self, method: str, path: str, params: Mapping[str, object] | None, json: object | UnsetType
    ) -> Request[Any]:
        method = method.upper()
        if method not in _METHODS:
            raise ValueError(f"method: {method!r} is none of {', '.join(sorted(_METHODS))}")
        path = urls.check(path)
        return Request(self.api.match(method, path), path, urls.query(*(params or {}).items()), json)


class Client(_BaseClient):
    """Synchronous client. Threads may share one.

    Args:
        user_agent: Your application and a contact, as the API asks for: "my-app/1.0 (me@example.org)".
        token: The token of a system, or a key with scopes; None calls without one.
        app_token: The token of a registered application, whose limits are higher; beside `token` or without
            it.
        base_url: Where the API is; by default the deployed service.
        timeout: Seconds for a call, from its first rate-limit slot on: connecting, sending, retries and
            their rate-limit slots together. Default: 30.
        max_queue_time: Seconds that a call may wait for its first rate-limit slot. None (default): any time;
            behind many other calls that can take minutes.
        retry: When a call is sent again; None: never. By default up to 4 attempts within 30 s.
        rate_limiter: Keeps calls to the rate that the API allows. By default the client's own; None: calls
            go out at once, so that the API may refuse them.
        default_headers: Headers of every request; those that the client sets itself are refused.
        hooks: Functions that are called with each notice of the module `hooks`, on the calling thread or
            task. What one raises is logged.
        http_client: An httpx client to send by, for proxies and the like. It is used as it is, and `close`
            leaves it open; redirects are not followed. With the transports of httpx itself, proxies and Unix
            sockets included, the timeout is exact. Of another transport each phase (connecting, sending,
            each read) is limited to the time that is left, so that a call can take longer by one phase. An
            exception of one of its event hooks comes out of the call as it is; only the HTTPStatusError of
            `raise_for_status` becomes the error for its status.

    Raises:
        ValueError: An argument cannot be sent; the message names it.
        TypeError: An argument has a wrong type; the message names it.
    """

    def __init__(
        self,
        *,
        user_agent: str,
        token: str | None = None,
        app_token: str | None = None,
        base_url: str | None = None,
        timeout: float = TIMEOUT,
        max_queue_time: float | None = None,
        retry: RetryPolicy | None = RETRY,
        rate_limiter: RateLimiter | UnsetType | None = UNSET,
        default_headers: Mapping[str, str] | None = None,
        hooks: Iterable[Hook] = (),
        http_client: HttpClient | None = None,
    ) -> None:
        secret = read_token(token, self.api.wire_format.bearer_prefix)
        app_secret = read_app_token(app_token, self.api.wire_format.application_header)
        del token, app_token  # the frames of an error must not hold them
        super().__init__(
            user_agent=user_agent,
            secret=secret,
            app_secret=app_secret,
            base_url=base_url,
            timeout=timeout,
            max_queue_time=max_queue_time,
            retry=retry,
            rate_limiter=rate_limiter,
            default_headers=default_headers,
            hooks=hooks,
        )
        self._transport = Transport(http_client, withheld=secret_headers(self.api))

    @classmethod
    def from_env(
        cls,
        *,
        timeout: float = TIMEOUT,
        max_queue_time: float | None = None,
        retry: RetryPolicy | None = RETRY,
        rate_limiter: RateLimiter | UnsetType | None = UNSET,
        default_headers: Mapping[str, str] | None = None,
        hooks: Iterable[Hook] = (),
        http_client: HttpClient | None = None,
    ) -> Self:
        """Create a client from environment variables.

        Reads PLURALKIT_USER_AGENT (required), PLURALKIT_TOKEN, PLURALKIT_APP_TOKEN and PLURALKIT_BASE_URL.
        The arguments are those of the constructor.

        Raises:
            ValueError: PLURALKIT_USER_AGENT is not set, or a value cannot be sent.
        """
        return cls(
            **environment(),
            timeout=timeout,
            max_queue_time=max_queue_time,
            retry=retry,
            rate_limiter=rate_limiter,
            default_headers=default_headers,
            hooks=hooks,
            http_client=http_client,
        )

    def send(self, request: Request[T]) -> Response[T]:
        """Send a request.

        Args:
            request: What a function of `operations` returned.

        Raises:
            ApiError: The API answered with an error.
            TransportError: There was no whole answer.
            InvalidResponse: The answer is not what the contract says.
        """
        return run(self._steps(request), self._transport.send, time.sleep)

    def send_all(
        self, requests: Iterable[Request[T]], *, progress: Callable[[int, int], object] | None = None
    ) -> list[T]:
        """Send many requests, as fast as the rate limits allow, up to 20 at a time.

        The first error is raised, and ends the batch: what was not sent by then is not sent any more, what
        was is waited for. Each request may wait a day for its rate-limit slot. Worker threads see the
        context variables of the caller.

        Args:
            requests: What functions of `operations` returned.
            progress: Called after each answer, in this thread, with how many there are and will be.

        Returns:
            The data of the answers, in the order of the requests.

        Raises:
            PluralKitError: See `send`.
        """
        batch = self._batch(requests)
        return [response.data for response in run_all(batch, self._transport.send, progress)]

    def request(
        self,
        method: str,
        path: str,
        *,
        params: Mapping[str, object] | None = None,
        json: object | UnsetType = UNSET,
    ) -> Response[Any]:
        """Send any method to any path.

        Args:
            method: The HTTP method.
            path: The path below the base URL, such as "/members/abcde".
            params: Query parameters; None as a value leaves one out.
            json: The body.

        Returns:
            The response. Its `data` is typed where the contract has the operation; else plain JSON, or None
            for an empty body.

        Raises:
            ValueError: An argument cannot be sent.
            TypeError: An argument has a wrong type.
            PluralKitError: See `send`.
        """
        return self.send(self._any_request(method, path, params, json))

    def close(self) -> None:
        """Close the connections, except those of an `http_client` that was given, or of another client."""
        if not self._is_copy:
            self._transport.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class AsyncClient(_BaseClient):
    """Asynchronous variant of `Client`, under asyncio or trio."""

    def __init__(
        self,
        *,
        user_agent: str,
        token: str | None = None,
        app_token: str | None = None,
        base_url: str | None = None,
        timeout: float = TIMEOUT,
        max_queue_time: float | None = None,
        retry: RetryPolicy | None = RETRY,
        rate_limiter: RateLimiter | UnsetType | None = UNSET,
        default_headers: Mapping[str, str] | None = None,
        hooks: Iterable[Hook] = (),
        http_client: AsyncHttpClient | None = None,
    ) -> None:
        secret = read_token(token, self.api.wire_format.bearer_prefix)
        app_secret = read_app_token(app_token, self.api.wire_format.application_header)
        del token, app_token  # the frames of an error must not hold them
        super().__init__(
            user_agent=user_agent,
            secret=secret,
            app_secret=app_secret,
            base_url=base_url,
            timeout=timeout,
            max_queue_time=max_queue_time,
            retry=retry,
            rate_limiter=rate_limiter,
            default_headers=default_headers,
            hooks=hooks,
        )
        self._transport = AsyncTransport(http_client, withheld=secret_headers(self.api))

    @classmethod
    def from_env(
        cls,
        *,
        timeout: float = TIMEOUT,
        max_queue_time: float | None = None,
        retry: RetryPolicy | None = RETRY,
        rate_limiter: RateLimiter | UnsetType | None = UNSET,
        default_headers: Mapping[str, str] | None = None,
        hooks: Iterable[Hook] = (),
        http_client: AsyncHttpClient | None = None,
    ) -> Self:
        """See `Client.from_env`."""
        return cls(
            **environment(),
            timeout=timeout,
            max_queue_time=max_queue_time,
            retry=retry,
            rate_limiter=rate_limiter,
            default_headers=default_headers,
            hooks=hooks,
            http_client=http_client,
        )

    async def send(self, request: Request[T]) -> Response[T]:
        """See `Client.send`."""
        return await run_async(self._steps(request), self._transport.send)

    async def send_all(
        self, requests: Iterable[Request[T]], *, progress: Callable[[int, int], object] | None = None
    ) -> list[T]:
        """See `Client.send_all`; what is under way when an error ends the batch is cancelled."""
        batch = self._batch(requests)
        return [response.data for response in await run_all_async(batch, self._transport.send, progress)]

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
        if not self._is_copy:
            await self._transport.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()
