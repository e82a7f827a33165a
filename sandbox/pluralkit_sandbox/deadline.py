"""Limit the total time of a blocking HTTP call, whose socket timeouts restart with every byte."""

from __future__ import annotations

import http.client
import socket
import threading
from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeoutError
from contextlib import suppress
from typing import TypeVar

_T = TypeVar("_T")


def call_within(timeout: float, connection: http.client.HTTPConnection, call: Callable[[], _T]) -> _T:
    """Do a call that uses a connection, in a thread of its own, and close the connection.

    Args:
        timeout: Seconds that it has in total.
        connection: What is shut down when the time is over, so that the thread ends.
        call: The call.

    Returns:
        What the call returns.

    Raises:
        TimeoutError: The time is over.
        Exception: Whatever the call raises.
    """
    done: Future[_T] = Future()

    def run() -> None:
        try:
            result = call()
        except Exception as failure:
            done.set_exception(failure)
        else:
            done.set_result(result)
        finally:
            connection.close()

    threading.Thread(target=run, name="exchange", daemon=True).start()
    try:
        return done.result(timeout)
    except FutureTimeoutError:
        if done.done():
            raise  # of the call itself
        if sock := connection.sock:
            with suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)
        raise TimeoutError(f"no complete answer within {timeout:g} s") from None
