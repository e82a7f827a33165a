"""Asynchronous transport, under asyncio and trio."""

from __future__ import annotations

import os
from collections.abc import AsyncGenerator, Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from weakref import ref

import httpx

from pluralkit_runtime.errors import PluralKitError
from pluralkit_runtime.request import RawRequest
from pluralkit_runtime.response import RawResponse

from .body import BodyReader
from .exchange import Exchange, current
from .failures import build_request, check_client, closed_error, failure, own_headers, raw_response

if TYPE_CHECKING:
    import anyio

    from .factory import ClientFactory
    from .given import GivenAsync


class AsyncTransport:
    """Sends requests by an `httpx.AsyncClient`: a given one, or one of its own for each event loop.

    Its own clients are closed when their event loop shuts down its asynchronous generators, which
    `asyncio.run` and `trio.run` do.

    Args:
        http_client: Left open by `close`. It works in one event loop alone.
        withheld: Headers of `http_client`, in lower case, that are not sent.

    Raises:
        TypeError: `http_client` is no `httpx.AsyncClient`.
        ValueError: An environment variable (proxies, certificates) is wrong.
    """

    def __init__(
        self, http_client: httpx.AsyncClient | None, *, withheld: Collection[str] = ("authorization",)
    ) -> None:
        # Imported here, because httpcore is a good part of the time that an import would take.
        if http_client is None:
            from .factory import ClientFactory

            self._loops: _Loops | None = _Loops(ClientFactory())
            self._headers = own_headers(None, ())
        else:
            from .given import adopt_async

            self._loops = None
            self._given = check_client(http_client, httpx.AsyncClient)
            self._shared = adopt_async(self._given)
            self._headers = own_headers(self._given, withheld)
        self._closed = False

    async def send(self, request: RawRequest) -> RawResponse:
        """Send a request once, and return the response. No redirect is followed.

        Args:
            request: The request; its timeout is in seconds and covers everything from the wait for a
                connection to the last byte.

        Raises:
            TransportError: There was no complete response.
            PluralKitError: The client is closed, or a given one is used in a second event loop.
        """
        import anyio

        client, limiter = await self._client_and_limiter()
        if self._closed or client.is_closed:
            raise closed_error()
        exchange = Exchange(request.timeout, request.on_sent)
        # The cancel scope is the limit of all phases together; httpx gets none.
        http_request = build_request(request, self._headers, {})
        outer = current.set(exchange)
        try:
            with anyio.fail_after(request.timeout):
                if limiter is None:
                    return await self._exchange(client, http_request, exchange)
                async with limiter:
                    return await self._exchange(client, http_request, exchange)
        except httpx.HTTPStatusError as error:
            return raw_response(error)
        except Exception as error:
            await _discard_connection(exchange)
            if self._closed or client.is_closed:
                failed = closed_error()
            elif (failed := failure(error, request, exchange)) is None:
                raise
        except BaseException:
            await _discard_connection(exchange)
            raise
        finally:
            current.reset(outer)
            exchange.stream = None
        raise failed

    async def _exchange(
        self, client: httpx.AsyncClient, request: httpx.Request, exchange: Exchange
    ) -> RawResponse:
        exchange.admitted = True
        response = await client.send(request, auth=None, follow_redirects=False, stream=True)
        try:
            # A response that is longer than it says leaves a rest, which httpcore takes for the next one.
            if exchange.stale and response.http_version == "HTTP/1.1":
                raise httpx.RemoteProtocolError("the response was there before the request")
            body = BodyReader(response, exchange)
            await body.aread()
        finally:
            await response.aclose()
        return body.raw_response()

    async def close(self) -> None:
        """Close the connections, except those of a given `http_client`.

        Those of other event loops that run are closed when their loops end.
        """
        self._closed = True
        if self._loops is not None:
            await self._loops.close()

    async def _client_and_limiter(self) -> tuple[httpx.AsyncClient, anyio.Semaphore | None]:
        if self._loops is not None:
            own = await self._loops.get()
            return own.client, own.limiter
        if self._shared is None:
            return self._given, None
        return self._given, _limiter(self._shared)


@dataclass(frozen=True)
class _Own:
    client: httpx.AsyncClient
    limiter: anyio.Semaphore
    closing: AsyncGenerator[None]


class _Loops:
    """Clients by event loop, each with a pool of its own: connections belong to their event loop."""

    def __init__(self, factory: ClientFactory) -> None:
        self._factory = factory
        # By process, too: an event loop that went through a fork has the connections of its parent.
        self._clients: dict[tuple[int, Any], _Own] = {}

    async def get(self) -> _Own:
        """Return the client of the running event loop."""
        key = _key()
        if (own := self._clients.get(key)) is not None:
            return own

        import anyio

        from .factory import MAX_CONNECTIONS

        self._drop_closed_loops()
        client = self._factory.async_client()
        limiter = anyio.Semaphore(MAX_CONNECTIONS, fast_acquire=True)
        own = _Own(client, limiter, self._close_with_loop(key, client))
        self._clients[key] = own
        await anext(own.closing)
        return own

    async def close(self) -> None:
        """Close the client of the running event loop."""
        if (own := self._clients.get(_key())) is not None:
            await own.closing.aclose()

    async def _close_with_loop(self, key: tuple[int, Any], client: httpx.AsyncClient) -> AsyncGenerator[None]:
        # An event loop closes the asynchronous generators that are open at its end.
        try:
            yield
        finally:
            self._clients.pop(key, None)
            await client.aclose()

    def _drop_closed_loops(self) -> None:
        """Forget the clients of loops of asyncio that were closed without closing their generators."""
        for pid, loop in list(self._clients):
            if pid == os.getpid() and getattr(loop, "is_closed", lambda: False)():
                self._clients.pop((pid, loop), None)


def _key() -> tuple[int, Any]:
    from anyio.lowlevel import current_token

    return os.getpid(), current_token().native_token


def _limiter(shared: GivenAsync) -> anyio.Semaphore:
    """Return the limiter of a given client, which belongs to the event loop that has its connections.

    Raises:
        PluralKitError: That is another one.
    """
    import anyio

    key = _key()
    if shared.loop is None or (shared.loop[0], shared.loop[1]()) != key:
        if shared.connected:
            raise PluralKitError(
                "the http_client was used in another event loop, and its connections belong to that one; use "
                "one event loop, or leave http_client out: then each event loop gets connections of its own"
            )
        shared.loop = (key[0], ref(key[1]))
        shared.limiter = anyio.Semaphore(shared.size, fast_acquire=True)
    limiter: anyio.Semaphore = shared.limiter
    return limiter


async def _discard_connection(exchange: Exchange) -> None:
    """Close the connection of an exchange that failed, unless another one has got it since."""
    import anyio

    from .async_network import AsyncStream

    stream = exchange.stream
    if isinstance(stream, AsyncStream) and stream.exchange is exchange and not stream.multiplexed:
        with anyio.CancelScope(shield=True):
            await stream.aclose()
