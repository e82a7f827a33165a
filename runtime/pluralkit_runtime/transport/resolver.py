"""Name resolution with a time limit, which `socket.getaddrinfo` does not have."""

from __future__ import annotations

import socket
import threading
from ipaddress import ip_address


class Resolver:
    """Resolves host names in daemon threads.

    A lookup that hangs cannot be ended. Callers that ask for the same name meanwhile share it, so that at
    most one thread per name hangs.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._lookups: dict[tuple[str, int], _Lookup] = {}

    def resolve(self, host: str, port: int, timeout: float) -> list[str]:
        """Return the addresses of `host`.

        Args:
            timeout: Seconds.

        Raises:
            TimeoutError: It takes longer.
            OSError, UnicodeError: There is no such host.
        """
        if _is_address(host):
            return [host]
        key = (host, port)
        with self._lock:
            lookup = self._lookups.get(key)
            if starts := lookup is None:
                lookup = self._lookups[key] = _Lookup(host, port)
        if starts:
            self._start(lookup, key)
        if not lookup.done.wait(timeout):
            raise TimeoutError(f"name resolution of {host} takes too long")
        if lookup.error is not None:
            # Not the object itself: several callers would extend its traceback.
            raise ConnectionError(str(lookup.error)) from None
        return lookup.addresses

    def _start(self, lookup: _Lookup, key: tuple[str, int]) -> None:
        def run() -> None:
            try:
                lookup.run()
            finally:
                with self._lock:
                    del self._lookups[key]
                lookup.done.set()

        try:
            threading.Thread(target=run, name=f"resolve {lookup.host}", daemon=True).start()
        except RuntimeError:  # no thread can be started, such as while the interpreter shuts down
            run()


class _Lookup:
    def __init__(self, host: str, port: int) -> None:
        self.host = host
        self._port = port
        self.done = threading.Event()
        self.addresses: list[str] = []
        self.error: Exception | None = None

    def run(self) -> None:
        try:
            found = socket.getaddrinfo(self.host, self._port, type=socket.SOCK_STREAM)
            self.addresses = [str(address[0]) for *_, address in found]
        except (OSError, UnicodeError) as error:
            self.error = error


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
