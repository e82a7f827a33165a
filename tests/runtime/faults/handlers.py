"""Connection handlers that implement the faults."""

from __future__ import annotations

import socket
import struct
import time

from tests.runtime.server import Handler

DROP_EVERY = 0.01
"""Seconds."""


def sends(*chunks: bytes, times: int = 1) -> Handler:
    """Sends all that, so many times, and waits for the next request."""

    def handler(connection: socket.socket) -> None:
        for _ in range(times):
            for chunk in chunks:
                connection.sendall(chunk)

    return handler


def sends_long(start: bytes, chunk: bytes, times: int) -> Handler:
    """Sends `start`, and a chunk so many times."""

    def handler(connection: socket.socket) -> None:
        connection.sendall(start)
        for _ in range(times):
            connection.sendall(chunk)

    return handler


def closes(*chunks: bytes) -> Handler:
    """Sends all that, and ends the connection as one should."""

    def handler(connection: socket.socket) -> None:
        for chunk in chunks:
            connection.sendall(chunk)
        connection.shutdown(socket.SHUT_RDWR)

    return handler


def resets(*chunks: bytes) -> Handler:
    """Sends all that, and resets the connection."""

    def handler(connection: socket.socket) -> None:
        for chunk in chunks:
            connection.sendall(chunk)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        connection.close()

    return handler


def stalls(*chunks: bytes) -> Handler:
    """Sends all that, and then nothing until the client gives up."""

    def handler(connection: socket.socket) -> None:
        for chunk in chunks:
            connection.sendall(chunk)
        connection.recv(1)

    return handler


def drips(start: bytes, drop: bytes) -> Handler:
    """Sends `start`, and then a drop now and then until the client gives up."""

    def handler(connection: socket.socket) -> None:
        connection.sendall(start)
        while True:
            connection.sendall(drop)
            time.sleep(DROP_EVERY)

    return handler
