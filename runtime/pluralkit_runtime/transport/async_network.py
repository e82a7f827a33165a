# ruff: noqa: ASYNC109 - the interface is httpcore's
"""Asynchronous network backend of httpcore. A cancel scope around the call holds it to the deadline."""

from __future__ import annotations

import ssl
from collections.abc import Iterable
from typing import Any

import anyio
import httpcore

from .exchange import current


class AsyncStream(httpcore.AsyncNetworkStream):
    """A connection that knows which exchange it serves: `exchange` is the one that wrote last.

    `multiplexed`: it speaks HTTP/2, and other exchanges may share it.
    """

    def __init__(self, stream: httpcore.AsyncNetworkStream) -> None:
        self._stream = stream
        self.exchange = current.get()
        self.multiplexed = False
        if self.exchange is not None:
            self.exchange.stream = self

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        try:
            data = await self._stream.read(max_bytes, timeout)
        except OSError as error:  # of TLS, which httpcore lets through
            raise httpcore.ReadError(str(error)) from error
        if (exchange := current.get()) is not None:
            exchange.answered = True
        return data

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        exchange = self.exchange = current.get()
        if not buffer and not self.multiplexed:  # the end of a request without a body
            return
        if exchange is not None:
            exchange.on_network = True
            exchange.stream = self
            if buffer.startswith(_HTTP2_PREFACE):
                self.multiplexed = True
            if self.multiplexed:
                exchange.note_sent()  # another exchange may have written what this one had to
            else:
                exchange.note_write(buffer)
        try:
            await self._stream.write(buffer, timeout)
        except OSError as error:
            raise httpcore.WriteError(str(error)) from error

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> AsyncStream:
        try:
            return AsyncStream(await self._stream.start_tls(ssl_context, server_hostname, timeout))
        except BaseException:
            # httpcore closes it after an Exception, but not after a cancellation.
            with anyio.CancelScope(shield=True):
                await self._stream.aclose()
            raise

    async def aclose(self) -> None:
        await self._stream.aclose()

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class AsyncBackend(httpcore.AsyncNetworkBackend):
    """Opens connections for the current exchange, under asyncio or trio.

    Args:
        backend: The backend that does the work.
    """

    def __init__(self, backend: httpcore.AsyncNetworkBackend) -> None:
        self._backend = backend

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> AsyncStream:
        if (exchange := current.get()) is not None:
            exchange.on_network = True
        return AsyncStream(
            await self._backend.connect_tcp(host, port, timeout, local_address, socket_options)
        )

    async def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> AsyncStream:
        if (exchange := current.get()) is not None:
            exchange.on_network = True
        return AsyncStream(await self._backend.connect_unix_socket(path, timeout, socket_options))

    async def sleep(self, seconds: float) -> None:
        await self._backend.sleep(seconds)


_HTTP2_PREFACE = b"PRI * HTTP/2"
