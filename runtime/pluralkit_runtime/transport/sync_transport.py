"""Synchronous transport."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

import httpx

from pluralkit_runtime.request import RawRequest
from pluralkit_runtime.response import RawResponse

from .body import BodyReader
from .connection_queue import ConnectionQueue, PerProcess
from .exchange import Exchange, current
from .failures import build_request, check_client, closed_error, failure, own_headers, raw_response

if TYPE_CHECKING:
    import httpcore


class Transport:
    """Sends requests by an `httpx.Client`: a given one, or its own. Threads may share it.

    Args:
        http_client: Left open by `close`. Whatever its transport, no call takes longer than its timeout by
            more than a phase (connecting, sending, each read): these are limited to the time that is left,
            and the body is read against the deadline. With transports of httpx itself (`HTTPTransport`, with
            proxies and Unix sockets) the deadline is exact. After a fork, do not share it with the parent
            while calls are under way.
        withheld: Headers of `http_client`, in lower case, that are not sent.

    Raises:
        TypeError: `http_client` is no `httpx.Client`.
        ValueError: `http_client` speaks HTTP/2, or an environment variable (proxies, certificates) is wrong.
    """

    def __init__(
        self, http_client: httpx.Client | None, *, withheld: Collection[str] = ("authorization",)
    ) -> None:
        # Imported here, because httpcore is a good part of the time that an import would take.
        if http_client is None:
            from .factory import MAX_CONNECTIONS, ClientFactory

            factory = ClientFactory()
            self._own: PerProcess[_Own] | None = PerProcess(
                lambda: _Own(*factory.client(), ConnectionQueue(MAX_CONNECTIONS))
            )
            self._given: httpx.Client | None = None
            self._headers = own_headers(None, ())
            self._own.get()
        else:
            from .given import adopt

            self._own = None
            self._given = check_client(http_client, httpx.Client)
            self._given_queue = adopt(self._given)
            self._headers = own_headers(self._given, withheld)
        self._closed = False

    def send(self, request: RawRequest) -> RawResponse:
        """Send a request once, and return the response. No redirect is followed.

        Args:
            request: The request; its timeout is in seconds and covers everything from the wait for a
                connection to the last byte.

        Raises:
            TransportError: There was no complete response.
            PluralKitError: The client is closed.
        """
        client, queue = self._client_and_queue()
        if self._closed or client.is_closed:
            raise closed_error()
        exchange = Exchange(request.timeout, request.on_sent)
        outer = current.set(exchange)
        try:
            if queue is None:
                exchange.admitted = True
            else:
                queue.enter(exchange)
            left = exchange.remaining()
            timeouts = {"connect": left, "read": left, "write": left, "pool": left}
            return self._exchange(client, build_request(request, self._headers, timeouts), exchange)
        except httpx.HTTPStatusError as error:
            return raw_response(error)
        except Exception as error:
            _discard_connection(exchange)
            if self._closed or client.is_closed:
                failed = closed_error()
            elif (failed := failure(error, request, exchange)) is None:
                raise
        except BaseException:
            _discard_connection(exchange)
            if self._own is not None:
                self._own.replace()  # the interruption may have left a lock of the pool locked
            raise
        finally:
            if queue is not None:
                queue.leave(exchange)
                queue.wake()
            current.reset(outer)
            exchange.stream = None
        raise failed

    def _exchange(self, client: httpx.Client, request: httpx.Request, exchange: Exchange) -> RawResponse:
        response = client.send(request, auth=None, follow_redirects=False, stream=True)
        try:
            # A response that is longer than it says leaves a rest, which httpcore takes for the next one.
            if exchange.stale and response.http_version == "HTTP/1.1":
                raise httpx.RemoteProtocolError("the response was there before the request")
            body = BodyReader(response, exchange)
            body.read()
        finally:
            response.close()
        return body.raw_response()

    def close(self) -> None:
        """Close the connections, except those of a given `http_client`."""
        self._closed = True
        if self._own is not None:
            self._own.get().client.close()

    def _client_and_queue(self) -> tuple[httpx.Client, ConnectionQueue | None]:
        if self._own is not None:
            own = self._own.get()
            for inherited in self._own.inherited():
                inherited.close_connections()
            return own.client, own.queue
        assert self._given is not None  # noqa: S101 - one of the two is there
        return self._given, None if self._given_queue is None else self._given_queue.get()


@dataclass(frozen=True)
class _Own:
    """A client of our own, its pools, and the queue in front of them."""

    client: httpx.Client
    pools: list[httpcore.ConnectionPool]
    queue: ConnectionQueue

    def close_connections(self) -> None:
        """Close what was opened before a fork, without the lock that another thread may have held at it."""
        for pool in self.pools:
            for connection in pool.connections:
                connection.close()


def _discard_connection(exchange: Exchange) -> None:
    """Close the connection of an exchange that failed, unless another one has got it since."""
    from .network import Stream

    stream = exchange.stream
    if isinstance(stream, Stream) and stream.exchange is exchange:
        stream.close()
