"""The checker reports servers that break HTTP, within its deadline and without leaking the token."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable

import pytest
from pluralkit_contract.access import token_owner
from pluralkit_contract.contract import load
from pluralkit_contract.engine.http import BaseUrl, HttpClient, transport
from pluralkit_contract.engine.session import UnavailableError
from pluralkit_contract.reporters import terminal
from pluralkit_contract.traversal import Options, Run

TOKEN = "secret" * 10
DEADLINE = 0.3
LARGEST = 100_000
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
Misbehave = Callable[[asyncio.StreamWriter], Awaitable[None]]


def says(*parts: bytes) -> Misbehave:
    """Sends this and closes."""

    async def misbehave(writer: asyncio.StreamWriter) -> None:
        for part in parts:
            writer.write(part)
            await writer.drain()

    return misbehave


def stalls(*parts: bytes) -> Misbehave:
    """Sends this, and then nothing for ever."""

    async def misbehave(writer: asyncio.StreamWriter) -> None:
        await says(*parts)(writer)
        await asyncio.sleep(60)

    return misbehave


async def resets(writer: asyncio.StreamWriter) -> None:
    writer.write(HEAD + b"Content-Length: 100\r\n\r\n{")
    await writer.drain()
    writer.transport.abort()


async def drips(writer: asyncio.StreamWriter) -> None:
    writer.write(HEAD + b"Content-Length: 1000\r\n\r\n")
    while not writer.is_closing():
        writer.write(b" ")
        await writer.drain()
        await asyncio.sleep(DEADLINE / 10)


async def never_ends(writer: asyncio.StreamWriter) -> None:
    writer.write(HEAD + b"\r\n")
    while not writer.is_closing():
        writer.write(b" " * 65_536)
        await writer.drain()
        await asyncio.sleep(0)


SERVERS: dict[str, Misbehave] = {
    "closes at once": says(),
    "resets in the body": resets,
    "stalls before the headers": stalls(),
    "stalls in the headers": stalls(HEAD),
    "stalls in the body": stalls(HEAD + b"Content-Length: 100\r\n\r\n{"),
    "drips": drips,
    "never ends": never_ends,
    "is no HTTP": says(b"SSH-2.0-OpenSSH_9.6\r\n"),
    "has a status that is none": says(b"HTTP/1.1 abc OK\r\n\r\n"),
    "has headers without end": says(HEAD + b"X: " + b"y" * 1_000_000 + b"\r\n\r\n"),
    "has a header that is none": says(HEAD + b"X-Rate\x00Limit: 1\r\n\r\n{}"),
    "has a length that is none": says(HEAD + b"Content-Length: -1\r\n\r\n{}"),
    "has a body that is too short": says(HEAD + b"Content-Length: 100\r\n\r\n{}"),
    "has a chunk that is cut": says(HEAD + b"Transfer-Encoding: chunked\r\n\r\nff\r\n{"),
    "has a chunk that is none": says(HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n"),
    "redirects": says(b"HTTP/1.1 302 Found\r\nLocation: http://example.org/\r\nContent-Length: 0\r\n\r\n"),
    "answers with HTML": says(b"HTTP/1.1 502 Bad Gateway\r\nContent-Type: text/html\r\n\r\n<h1>502</h1>"),
    "sends the token back": says(
        HEAD + b"X-Token: " + TOKEN.encode() + b'\r\n\r\n{"' + TOKEN.encode() + b'":1}'
    ),
    "sends control characters": says(HEAD + b"\r\n\x1b[2J\x07{}"),
    "says to come back in a year": says(
        b"HTTP/1.1 429 Too Many Requests\r\nContent-Type: application/json\r\n\r\n"
        b'{"message":"429","code":0,"scope":"generic_get","retry_after":31536000000}'
    ),
}


@pytest.mark.parametrize("name", SERVERS)
def test_a_server_that_breaks_http(name: str) -> None:
    before = time.monotonic()
    shown, ended = asyncio.run(read(SERVERS[name]))
    assert "does not conform to the contract" in shown
    assert TOKEN not in shown
    assert TOKEN not in (ended or "")
    assert "\x1b" not in shown
    assert time.monotonic() - before < 30 * DEADLINE


def test_no_server() -> None:
    with pytest.raises(UnavailableError):
        asyncio.run(reading("http://127.0.0.1:1").all())


async def read(misbehave: Misbehave) -> tuple[str, str | None]:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await reader.readuntil(b"\r\n\r\n")
            await misbehave(writer)
        except (OSError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port: int = server.sockets[0].getsockname()[1]
    try:
        report = await reading(f"http://127.0.0.1:{port}").all()
        return terminal.details(report), report.ended
    finally:
        server.close()


def reading(origin: str) -> Run:
    client = HttpClient(BaseUrl(origin), transport(), deadline=DEADLINE, largest=LARGEST)
    return Run(load(), client, Options(token_owner(load(), TOKEN), ("exmpl",), limited=False), lambda _: None)
