"""The server that calls are measured on: it answers every request with the same member, as fast as it can.

`python -m benchmarks.server` prints its port. It allows more requests a second than anybody sends.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager

from benchmarks.members import members


class _Connection(asyncio.Protocol):
    def __init__(self, answer: bytes) -> None:
        self._answer = answer
        self._received = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._received += data
        while b"\r\n\r\n" in self._received:
            _, _, self._received = self._received.partition(b"\r\n\r\n")
            self._transport.write(self._answer)


async def serve() -> None:
    body = json.dumps(members(1)[0]).encode()
    head = [
        "HTTP/1.1 200 OK",
        "content-type: application/json; charset=utf-8",
        f"content-length: {len(body)}",
        "x-ratelimit-scope: generic_get",
        "x-ratelimit-limit: 10000",
        "x-ratelimit-remaining: 9999",
        "x-ratelimit-reset: 1714564800",
    ]
    answer = "\r\n".join([*head, "", ""]).encode() + body
    server = await asyncio.get_running_loop().create_server(lambda: _Connection(answer), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


@contextmanager
def running() -> Generator[str]:
    """The base URL of such a server, in a process of its own."""
    with subprocess.Popen(
        [sys.executable, "-m", "benchmarks.server"], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        try:
            yield f"http://127.0.0.1:{process.stdout.readline().strip()}/v2"
        finally:
            process.terminate()


if __name__ == "__main__":
    asyncio.run(serve())
