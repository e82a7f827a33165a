"""Synchronous network backend of httpcore that holds an exchange to its deadline.

httpx limits each read and write by itself, so that a server which sends a byte now and then is never done.
Here every operation of a connection gets the time that is left to the exchange it serves. Outside of an
exchange (a given `http_client` is used by others, too) everything passes through unchanged.
"""

from __future__ import annotations

import os
import ssl
from collections.abc import Iterable
from typing import Any

import httpcore

from .exchange import current
from .resolver import Resolver

PIECE = 64 * 1024
"""Bytes that are written before the deadline is looked at again."""


class Stream(httpcore.NetworkStream):
    """A connection that knows which exchange it serves: `exchange` is the one that wrote last."""

    def __init__(self, stream: httpcore.NetworkStream) -> None:
        self._stream = stream
        self._pid = os.getpid()
        self.exchange = current.get()
        if self.exchange is not None:
            self.exchange.stream = self

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        exchange = current.get()
        if exchange is None:
            return self._stream.read(max_bytes, timeout)
        data = self._stream.read(max_bytes, exchange.remaining())
        exchange.answered = True
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        if not buffer:  # the end of a request without a body
            return
        exchange = self.exchange = current.get()
        if exchange is None:
            self._stream.write(buffer, timeout)
            return
        exchange.on_network = True
        exchange.stream = self
        exchange.note_write(buffer)
        if len(buffer) <= PIECE:
            self._stream.write(buffer, exchange.remaining())
            return
        for start in range(0, len(buffer), PIECE):
            self._stream.write(buffer[start : start + PIECE], exchange.remaining())

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> Stream:
        exchange = current.get()
        try:
            if exchange is not None:
                timeout = exchange.remaining()
            return Stream(self._stream.start_tls(ssl_context, server_hostname, timeout))
        except BaseException:
            self._stream.close()
            raise

    def close(self) -> None:
        self._stream.close()

    def get_extra_info(self, info: str) -> Any:
        # httpcore asks this of an idle connection, and drops it if there is something to read. One that was
        # opened before a fork belongs to the parent: its responses may go to either process.
        if info == "is_readable" and self._pid != os.getpid():
            return True
        return self._stream.get_extra_info(info)


class Backend(httpcore.NetworkBackend):
    """Opens connections within the deadline of the current exchange.

    Args:
        backend: The backend that does the work.
    """

    def __init__(self, backend: httpcore.NetworkBackend) -> None:
        self._backend = backend
        # Other backends may not want addresses instead of names.
        self._resolver = Resolver() if isinstance(backend, httpcore.SyncBackend) else None

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> Stream:
        exchange = current.get()
        if exchange is None:
            return Stream(self._backend.connect_tcp(host, port, timeout, local_address, socket_options))
        exchange.on_network = True
        hosts = [host]
        if self._resolver is not None:
            hosts = self._resolver.resolve(host, port, exchange.remaining())
        # A socket would give each address the whole time. Each gets its share of what is left.
        for number, address in enumerate(hosts, 1):
            share = exchange.remaining() / (len(hosts) - number + 1)
            try:
                return Stream(self._backend.connect_tcp(address, port, share, local_address, socket_options))
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                if number == len(hosts):
                    raise
        raise httpcore.ConnectError(f"{host} has no address")

    def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> Stream:
        if (exchange := current.get()) is not None:
            exchange.on_network = True
            timeout = exchange.remaining()
        return Stream(self._backend.connect_unix_socket(path, timeout, socket_options))

    def sleep(self, seconds: float) -> None:
        """Wait between two attempts to connect (`HTTPTransport(retries=…)`).

        Args:
            seconds: Seconds; shortened to what is left until the deadline of the exchange.
        """
        if (exchange := current.get()) is not None:
            seconds = min(seconds, exchange.remaining())
        self._backend.sleep(seconds)
