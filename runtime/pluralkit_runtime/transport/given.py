"""Clients of httpx that users give.

httpx has no public way to the transports of a client, and httpcore none to the network backend of a pool that
exists. What the runtime needs of them is done here and nowhere else: the backend of each connection pool is
wrapped, once. Outside of our exchanges the wrapper does nothing: the client works as before for others.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from weakref import WeakKeyDictionary

import httpcore
import httpx

from .async_network import AsyncBackend
from .connection_queue import ConnectionQueue, PerProcess
from .network import Backend


class GivenAsync:
    """What clients of ours that share an `httpx.AsyncClient` have in common.

    Args:
        pools: The connection pools of the client.
    """

    def __init__(self, pools: Sequence[httpcore.AsyncConnectionPool]) -> None:
        self._pools = pools
        self.size = _size(pools)
        """How many exchanges may be under way at a time."""
        self.limiter: Any = None
        """An `anyio.Semaphore`, made in the event loop."""
        self.loop: Any = None
        """Process and event loop (a weak reference) that the connections belong to."""

    @property
    def connected(self) -> bool:
        """Whether there are connections."""
        return any(pool.connections for pool in self._pools)


# Clients of ours that share one share its queue.
_queues: WeakKeyDictionary[httpx.Client, PerProcess[ConnectionQueue]] = WeakKeyDictionary()
_shared: WeakKeyDictionary[httpx.AsyncClient, GivenAsync] = WeakKeyDictionary()


def adopt(client: httpx.Client) -> PerProcess[ConnectionQueue] | None:
    """Hold the connections of `client` to the deadlines of our exchanges.

    Args:
        client: The client that was passed as `http_client`.

    Returns:
        The queue in front of its pools; None where it has no pool that we know.

    Raises:
        ValueError: It speaks HTTP/2. There, one thread reads for all, as long as its own timeout allows.
    """
    pools = [pool for pool in _pools(client) if isinstance(pool, httpcore.ConnectionPool)]
    for pool in pools:
        if pool._http2:  # pyright: ignore[reportPrivateUsage] (see above)
            raise ValueError(
                "http_client: HTTP/2 cannot be held to a timeout without async; make it with http2=False, or "
                "use the asynchronous client"
            )
        if not isinstance(pool._network_backend, Backend):  # pyright: ignore[reportPrivateUsage]
            pool._network_backend = Backend(pool._network_backend)  # pyright: ignore[reportPrivateUsage]
    if not pools:
        return None
    size = _size(pools)
    return _queues.setdefault(client, PerProcess(lambda: ConnectionQueue(size)))


def adopt_async(client: httpx.AsyncClient) -> GivenAsync | None:
    """Learn of the connections of `client` which exchange they serve. See `adopt`; HTTP/2 is allowed."""
    pools = [pool for pool in _pools(client) if isinstance(pool, httpcore.AsyncConnectionPool)]
    for pool in pools:
        if not isinstance(pool._network_backend, AsyncBackend):  # pyright: ignore[reportPrivateUsage]
            pool._network_backend = AsyncBackend(pool._network_backend)  # pyright: ignore[reportPrivateUsage]
    return _shared.setdefault(client, GivenAsync(pools)) if pools else None


def _pools(client: httpx.Client | httpx.AsyncClient) -> list[object]:
    transports = (client._transport, *client._mounts.values())  # pyright: ignore[reportPrivateUsage]
    known = (httpx.HTTPTransport, httpx.AsyncHTTPTransport)
    return [getattr(transport, "_pool", None) for transport in transports if isinstance(transport, known)]


def _size(pools: Sequence[httpcore.ConnectionPool | httpcore.AsyncConnectionPool]) -> int:
    # Calls go to one host, and so to one of the pools; which one is up to httpx.
    return max(min(pool._max_connections for pool in pools), 1)  # pyright: ignore[reportPrivateUsage]
