"""How many reads a second the sandbox answers, beside a bare Starlette that answers the same bytes.

Both run on the same server with the same settings, each in a process of its own. The sandbox has its rate
limiter on, with a limit that nobody reaches.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from functools import partial
from urllib.parse import urlsplit

import httpx
from pluralkit_sandbox import server
from pluralkit_sandbox.seed import DEMO
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from benchmarks.measure import in_turn
from examples.tour import sandbox

TOKEN = "demo+token+of+the+harbour+system+use+it+against+the+sandbox+only"
READS = {
    "a system": ("/systems/@me", "0.75"),
    "a member": ("/members/maris", "0.75"),
    "100 members": ("/systems/@me/members", "0.50"),
    "100 switches": ("/systems/@me/switches", "0.50"),
}
"""What is read, and the ratio to reach."""
CONNECTIONS = 8
REQUESTS = 80
ROUNDS = 151


def main() -> None:
    print("| reads a second | bare Starlette | sandbox | ratio | at least |")
    print("|---|---:|---:|---:|---:|")
    with ExitStack() as stack:
        world = stack.enter_context(tempfile.NamedTemporaryFile("w", suffix=".json"))
        json.dump(_world(), world)
        world.flush()
        ours = stack.enter_context(sandbox("--seed", world.name, "--limits", "get=1000000"))
        for name, (path, target) in READS.items():
            with _bare(ours + path) as bare:
                rates = in_turn(
                    {"bare": partial(_rate, bare + path), "sandbox": partial(_rate, ours + path)}, ROUNDS
                )
            ratio = rates["sandbox"] / rates["bare"]
            print(f"| {name} | {rates['bare']:.0f} | {rates['sandbox']:.0f} | {ratio:.2f} | {target} |")


def _world() -> object:
    harbour = json.loads(DEMO.read_bytes())["systems"][0]
    maris = harbour["members"][0]
    harbour["members"] += [{key: maris[key] for key in maris if key not in ("id", "uuid")} for _ in range(97)]
    harbour["switches"] = [
        {"timestamp": f"2024-01-01T00:{number // 60:02}:{number % 60:02}Z", "members": ["maris", "tobin"]}
        for number in range(100)
    ]
    return {"systems": [harbour]}


def _rate(url: str) -> float:
    """Requests answered a second, over connections that are kept and ask again when they are answered."""
    return asyncio.run(_ask(url))


async def _ask(url: str) -> float:
    parts = urlsplit(url)
    headers = f"Host: {parts.netloc}\r\nUser-Agent: benchmark\r\nAuthorization: {TOKEN}\r\n"
    request = f"GET {parts.path} HTTP/1.1\r\n{headers}\r\n".encode()
    loop = asyncio.get_running_loop()

    async def connect() -> _Connection:
        _, connection = await loop.create_connection(
            partial(_Connection, request, REQUESTS // CONNECTIONS), parts.hostname or "", parts.port or 0
        )
        return connection

    connections = [await connect() for _ in range(CONNECTIONS)]
    began = time.perf_counter()
    for connection in connections:
        connection.ask()
    await asyncio.gather(*(connection.done for connection in connections))
    return REQUESTS / (time.perf_counter() - began)


class _Connection(asyncio.Protocol):
    """Asks so many times; costs next to nothing beside the server."""

    def __init__(self, request: bytes, times: int) -> None:
        self._request, self._left, self._got = request, times, b""
        self.done = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def ask(self) -> None:
        self._transport.write(self._request)

    def data_received(self, data: bytes) -> None:
        self._got += data
        head, blank, body = self._got.partition(b"\r\n\r\n")
        length = head.partition(b"content-length: ")[2].partition(b"\r\n")[0]
        if not blank or len(body) < int(length):
            return
        assert head.startswith(b"HTTP/1.1 200")
        self._got = b""
        self._left -= 1
        if self._left:
            self.ask()
        else:
            self._transport.close()
            self.done.set_result(None)


@contextmanager
def _bare(url: str) -> Generator[str]:
    """The base URL of a bare application that gives the answer that is given at this URL."""
    with subprocess.Popen(
        [sys.executable, "-m", "benchmarks.sandbox", url], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        try:
            yield f"http://127.0.0.1:{process.stdout.readline().strip()}/v2"
        finally:
            process.terminate()


def _serve(url: str) -> None:
    answer = httpx.get(url, headers={"Authorization": TOKEN})
    headers = {
        name: answer.headers[name] for name in answer.headers if name not in ("date", "content-length")
    }
    route = urlsplit(url).path.replace("maris", "{ref}").replace("@me", "{ref}")

    async def same(_request: Request) -> Response:
        return Response(answer.content, answer.status_code, headers)

    listener = server.listen("127.0.0.1", 0)
    print(listener.getsockname()[1], flush=True)
    server.build(Starlette(routes=[Route(route, same)])).run(sockets=[listener])


if __name__ == "__main__":
    _serve(sys.argv[1])
