"""Environment settings: proxies, certificates, name resolution."""

from __future__ import annotations

import asyncio
import socket
import ssl
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import trustme
from pluralkit_runtime import RequestTimeout, TransportError

from tests.runtime.proxy import RawServer, socks, tunnels_to
from tests.runtime.server import Server
from tests.runtime.server import json as json_answer
from tests.runtime.support import BARE, TOKEN, Async, Caller, Sync
from tests.runtime.test_transport import MEMBER

PATH = "/members/annie"
VARIABLES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")


@pytest.fixture(autouse=True)
def no_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (*VARIABLES, "SSL_CERT_DIR"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.fixture
def proxy() -> Iterator[Server]:
    with Server() as running:
        yield running


@pytest.fixture
def raw_proxy() -> Iterator[RawServer]:
    with RawServer() as running:
        yield running


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def tls(server: Server, authority: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Server:
    """A server that speaks TLS, for localhost, which SSL_CERT_FILE trusts."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)  # pyright: ignore[reportUnknownMemberType] (pyOpenSSL's context is left open there)
    server.tls = context
    server.answer(json_answer(MEMBER))
    file = tmp_path / "authority.pem"
    authority.cert_pem.write_to_path(file)
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    return server


def url(server: Server) -> str:
    return f"http://127.0.0.1:{server.port}"


def test_http_proxy_receives_plain_http_requests(
    caller: Caller, proxy: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", url(proxy).replace("://", "://user:pass@"))
    proxy.answer(json_answer(MEMBER))
    response = caller.request("GET", PATH, base_url="http://api.invalid/v2")
    assert response.data.id == "annie"
    assert proxy.requests[0].startswith(b"GET http://api.invalid/v2/members/annie HTTP/1.1")
    assert b"proxy-authorization: basic dxnlcjpwyxnz" in proxy.requests[0].lower()


@pytest.mark.parametrize("variable", ["HTTPS_PROXY", "ALL_PROXY", "https_proxy"])
def test_https_requests_use_a_connect_tunnel(
    caller: Caller, tls: Server, proxy: Server, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    monkeypatch.setenv(variable, url(proxy))
    proxy.handler = tunnels_to(tls.port)
    base_url = f"https://localhost:{tls.port}/v2"
    assert caller.request("GET", PATH, base_url=base_url).data.id == "annie"
    assert proxy.requests[0].startswith(b"CONNECT localhost:")
    assert TOKEN.encode() not in proxy.requests[0]


def test_no_proxy_bypasses_the_proxy(
    caller: Caller, server: Server, proxy: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.answer(json_answer(MEMBER))
    monkeypatch.setenv("ALL_PROXY", url(proxy))
    monkeypatch.setenv("NO_PROXY", "::1,fe80::/10,[::2],127.0.0.0/8")
    assert caller.request("GET", PATH, base_url=server.base_url).data.id == "annie"
    assert proxy.accepted == 0


def test_all_proxy_may_be_a_socks_proxy(
    caller: Caller, server: Server, raw_proxy: RawServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.answer(json_answer(MEMBER))
    raw_proxy.handler = socks(server.port)
    monkeypatch.setenv("ALL_PROXY", f"socks5://127.0.0.1:{raw_proxy.port}")
    assert caller.request("GET", PATH, base_url="http://api.invalid/v2").data.id == "annie"
    assert raw_proxy.accepted == 1


@pytest.mark.parametrize(
    "reply",
    [b"\x05\x00" + b"rubbish", b"HTTP/1.1 400 Bad Request\r\n\r\n", b"\x05", b"\x04\x00", b"\x05\xff", b""],
    ids=repr,
)
def test_error_of_a_malformed_socks_reply_is_marked_unsent(
    caller: Caller, raw_proxy: RawServer, monkeypatch: pytest.MonkeyPatch, reply: bytes
) -> None:
    def handler(connection: socket.socket) -> None:
        connection.recv(3)
        connection.sendall(reply)

    raw_proxy.handler = handler
    monkeypatch.setenv("ALL_PROXY", f"socks5://127.0.0.1:{raw_proxy.port}")
    with pytest.raises(TransportError) as caught:
        caller.request("POST", "/members", base_url="http://api.invalid/v2", timeout=2)
    assert not caught.value.sent
    assert raw_proxy.wait_closed()


@pytest.mark.parametrize("stalls", ["connect", "tls"])
def test_timeout_in_a_proxy_handshake_is_marked_unsent(
    caller: Caller, raw_proxy: RawServer, monkeypatch: pytest.MonkeyPatch, stalls: str
) -> None:
    def handler(connection: socket.socket) -> None:
        connection.recv(1000)
        if stalls == "tls":
            connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        while connection.recv(1000):
            pass

    raw_proxy.handler = handler
    monkeypatch.setenv("HTTPS_PROXY", url(raw_proxy))
    begun = time.monotonic()
    with pytest.raises(RequestTimeout) as caught:
        caller.request("POST", "/members", base_url="https://api.invalid/v2", timeout=0.3)
    assert time.monotonic() - begun < 2
    assert not caught.value.sent
    assert raw_proxy.wait_closed()


def test_error_of_a_refused_tunnel_is_marked_unsent(
    caller: Caller, proxy: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", url(proxy))
    with pytest.raises(TransportError, match="404") as caught:
        caller.request("POST", "/members", base_url="https://api.invalid/v2")
    assert not caught.value.sent


@pytest.mark.parametrize("kind", [Sync, Async])
@pytest.mark.parametrize(
    ("variable", "value", "says"),
    [
        ("HTTP_PROXY", "ftp://user:hidden@proxy:1", "is no URL of a proxy; write http://host:port"),
        ("https_proxy", "http://", "is no URL of a proxy"),
        ("ALL_PROXY", "http://proxy:port", "is no URL of a proxy"),
        ("NO_PROXY", "10.0.0.0/99", "'10.0.0.0/99' is no host; write names, addresses and networks"),
        ("SSL_CERT_FILE", "/nowhere/at/all.pem", "'/nowhere/at/all.pem' cannot be used (No such file"),
        ("SSL_CERT_FILE", __file__, "cannot be used"),
        ("SSL_CERT_FILE", "/", "cannot be used"),
        ("SSL_CERT_DIR", "/nowhere/at/all", "'/nowhere/at/all' cannot be used (No such file"),
    ],
)
def test_constructor_names_an_invalid_environment_variable(
    kind: type[Sync | Async], variable: str, value: str, says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    monkeypatch.setenv(variable, value)
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the text is looked at below
        kind(**BARE)
    assert str(caught.value).startswith(f"{variable}: ")
    assert says in str(caught.value)
    assert "hidden" not in str(caught.value)


@pytest.mark.parametrize("kind", [Sync, Async])
def test_constructor_names_the_extra_that_a_socks_proxy_needs(
    kind: type[Sync | Async], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALL_PROXY", "socks5://user:hidden@127.0.0.1:1080")
    monkeypatch.setitem(sys.modules, "socksio", None)
    with pytest.raises(ValueError, match=r"ALL_PROXY: .*pip install 'httpx\[socks\]'") as caught:
        kind(**BARE)
    assert "hidden" not in str(caught.value)


@pytest.fixture
def slow_names(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Name resolution hangs until the end of the test; the list has who was asked for."""
    asked: list[str] = []
    over = threading.Event()
    look_up = socket.getaddrinfo

    def hangs(host: Any, *args: Any, **options: Any) -> Any:
        if host in ("slow.example", b"slow.example"):
            asked.append(str(host))
            over.wait(20)
            raise socket.gaierror("no such host")
        return look_up(host, *args, **options)

    monkeypatch.setattr(socket, "getaddrinfo", hangs)
    yield asked
    over.set()
    for thread in resolvers():
        thread.join()


def resolvers() -> list[threading.Thread]:
    """Return the threads that look names up."""
    return [thread for thread in threading.enumerate() if thread.name.startswith("resolve ")]


@pytest.mark.parametrize("given", [False, True], ids=["own", "given"])
def test_name_resolution_keeps_to_the_deadline(slow_names: list[str], given: bool) -> None:
    http_client = httpx.Client() if given else None
    with Sync(**BARE, base_url="http://slow.example/v2", http_client=http_client, timeout=0.2) as client:
        begun = time.monotonic()
        for _ in range(4):
            with pytest.raises(RequestTimeout) as caught:
                client.request("POST", "/members")
            assert not caught.value.sent
        assert time.monotonic() - begun < 5
    # One lookup hangs, whatever the number of calls.
    assert len(slow_names) == 1
    assert [thread.name for thread in resolvers()] == ["resolve slow.example"]
    if http_client is not None:
        http_client.close()


def test_async_name_resolution_keeps_to_the_deadline(slow_names: list[str]) -> None:
    async def call() -> None:
        async with Async(**BARE, base_url="http://slow.example/v2", timeout=0.2) as client:
            with pytest.raises(RequestTimeout) as caught:
                await client.request("POST", "/members")
            assert not caught.value.sent

    loop = asyncio.new_event_loop()  # not `asyncio.run`, which waits for the thread that looks the name up
    begun = time.monotonic()
    loop.run_until_complete(call())
    assert time.monotonic() - begun < 2
    assert slow_names
    loop.run_until_complete(loop.shutdown_asyncgens())
    loop.close()


def test_a_resolver_thread_ends_with_its_lookup(server: Server) -> None:
    server.answer(json_answer(MEMBER))
    with Sync(**BARE, base_url=f"http://localhost:{server.port}/v2", timeout=5) as client:
        client.request("GET", PATH)
        for thread in resolvers():
            thread.join(5)
        assert resolvers() == []
