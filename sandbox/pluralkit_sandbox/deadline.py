"""Total timeout for blocking HTTP calls. Socket timeouts restart with every byte."""

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
    """Run a blocking call that uses a connection in a new thread, and close the connection.

    Args:
        timeout: Total time in seconds.
        connection: Shut down at the timeout, so that the thread ends.
        call: The call.

    Returns:
        The result of the call.

    Raises:
        TimeoutError: The call did not finish in time.
        Exception: Any error of the call.
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
            raise  # raised by the call itself
        if sock := connection.sock:
            with suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)
        raise TimeoutError(f"no complete answer within {timeout:g} s") from None
