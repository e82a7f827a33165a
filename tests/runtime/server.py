"""Server on a real socket that sends given bytes at a given speed."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable
from contextlib import suppress
from types import TracebackType
from typing import Self

Handler = Callable[[socket.socket], None]


def http(status: int = 200, body: bytes = b"", *headers: str) -> bytes:
    """An answer with a right Content-Length."""
    lines = (f"HTTP/1.1 {status} Whatever", f"Content-Length: {len(body)}", *headers, "", "")
    return "\r\n".join(lines).encode() + body


def json(body: bytes, status: int = 200, *headers: str) -> bytes:
    return http(status, body, "Content-Type: application/json", *headers)


class Server:
    """Records each request as the bytes that came, and lets `handler` answer it.

    `accepted` counts connections. A `deaf` server accepts them, and reads nothing. One with `tls` speaks
    that. Until it is started, connections are refused.
    """

    def __init__(self) -> None:
        self.requests: list[bytes] = []
        self.accepted = 0
        self.deaf = False
        self.tls: ssl.SSLContext | None = None
        self.handler: Handler = self.answer(http(404))
        self.stopping = threading.Event()
        self._closed = threading.Semaphore(0)
        self._listener = socket.socket()
        self._listener.bind(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self.base_url = f"http://127.0.0.1:{self.port}/v2"

    def answer(self, *chunks: bytes) -> Handler:
        """Makes this the answer to all that comes."""

        def handler(connection: socket.socket) -> None:
            for chunk in chunks:
                connection.sendall(chunk)

        self.handler = handler
        return handler

    def drip(self, start: bytes, drop: bytes) -> None:
        """Answers with `start`, and then with a `drop` now and then, for ever."""

        def handler(connection: socket.socket) -> None:
            connection.sendall(start)
            while not self.stopping.wait(0.01):
                connection.sendall(drop)

        self.handler = handler

    def stall(self, start: bytes = b"") -> None:
        """Answers with `start`, and with nothing more."""

        def handler(connection: socket.socket) -> None:
            connection.sendall(start)
            connection.recv(1)

        self.handler = handler

    def hang_up(self, start: bytes = b"") -> None:
        """Answers with `start`, and resets the connection."""

        def handler(connection: socket.socket) -> None:
            connection.sendall(start)
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
            connection.close()

        self.handler = handler

    def wait_closed(self) -> bool:
        """Whether one more connection is ended by the other side, soon."""
        return self._closed.acquire(timeout=5)

    def start(self) -> None:
        self._listener.listen()
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        self.stopping.set()
        with suppress(OSError):  # it was not started
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self.accepted += 1
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with suppress(OSError):
            if self.tls is not None:
                connection = self.tls.wrap_socket(connection, server_side=True)
            with connection:
                if self.deaf:
                    self.stopping.wait()
                while request := _read(connection):
                    self.requests.append(request)
                    self.handler(connection)
        self._closed.release()


def _read(connection: socket.socket) -> bytes:
    """One request, head and body; empty where the other side is done, be it in the midst of one."""
    data = b""
    while b"\r\n\r\n" not in data:
        chunk = connection.recv(65536)
        if not chunk:
            return b""
        data += chunk
        if data.startswith(b"\x16"):  # TLS: let the handler answer that
            return data
    head, _, body = data.partition(b"\r\n\r\n")
    length = next(
        (int(line[15:]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")), 0
    )
    while len(body) < length:
        chunk = connection.recv(65536)
        if not chunk:
            return b""
        body += chunk
    return head + b"\r\n\r\n" + body
