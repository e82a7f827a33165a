"""Proxies on real sockets, and a server that does not speak HTTP."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress

from tests.runtime.server import Handler, Server


class RawServer(Server):
    """Hands each connection to `handler` before anything is read from it."""

    def _serve(self, connection: socket.socket) -> None:
        with suppress(OSError), connection:
            self.handler(connection)
        self._closed.release()


def tunnels_to(port: int) -> Handler:
    """Handler of an HTTP proxy: opens each tunnel to a port of this machine."""

    def handler(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
        splice(connection, port)

    return handler


def socks(port: int) -> Handler:
    """Handler of a SOCKS5 proxy, without passwords, that connects to a port of this machine."""

    def handler(connection: socket.socket) -> None:
        connection.recv(3)
        connection.sendall(b"\x05\x00")
        connection.recv(1024)
        connection.sendall(b"\x05\x00\x00\x01\x7f\x00\x00\x01\x00\x00")
        splice(connection, port)

    return handler


def splice(connection: socket.socket, port: int) -> None:
    """Carry bytes to and fro until one side ends."""

    def carry(source: socket.socket, target: socket.socket) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                target.sendall(data)
        with suppress(OSError):
            target.shutdown(socket.SHUT_WR)

    with socket.create_connection(("127.0.0.1", port)) as other:
        back = threading.Thread(target=carry, args=(other, connection), daemon=True)
        back.start()
        carry(connection, other)
        back.join()
