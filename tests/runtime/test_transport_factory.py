"""Arguments of the factory of the client's own connections."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
import trustme
from pluralkit_runtime.transport.factory import ClientFactory

from tests.runtime.server import Server
from tests.runtime.server import json as json_answer
from tests.runtime.test_transport import MEMBER
from tests.runtime.test_transport_clients import unix_server
from tests.runtime.test_transport_http2 import Http2Server


@contextmanager
def client_of(factory: ClientFactory) -> Generator[httpx.Client]:
    client, _ = factory.client()
    with client:
        yield client


@pytest.fixture
def authority() -> trustme.CA:
    return trustme.CA()


def contexts(authority: trustme.CA) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """For a server, and for a client that trusts it."""
    serving = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(serving)  # pyright: ignore[reportUnknownMemberType] (pyOpenSSL's context is left open there)
    trusting = ssl.create_default_context()
    authority.configure_trust(trusting)  # pyright: ignore[reportUnknownMemberType] (pyOpenSSL's context is left open there)
    return serving, trusting


def test_a_given_proxy_overrides_the_environment(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    server.answer(json_answer(MEMBER))
    with client_of(ClientFactory(proxy=f"http://127.0.0.1:{server.port}")) as client:
        assert client.get("http://api.invalid/members/annie").content == MEMBER
    assert server.requests[0].startswith(b"GET http://api.invalid/members/annie HTTP/1.1")


def test_a_given_ssl_context_decides_what_is_trusted(server: Server, authority: trustme.CA) -> None:
    server.tls, trusting = contexts(authority)
    server.answer(json_answer(MEMBER))
    url = f"https://localhost:{server.port}/members/annie"
    with client_of(ClientFactory(verify=trusting)) as client:
        assert client.get(url).content == MEMBER
    with client_of(ClientFactory()) as client, pytest.raises(httpx.ConnectError, match="certificate"):
        client.get(url)


def test_a_unix_socket_takes_the_place_of_host_and_proxy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:1")
    with unix_server(tmp_path) as (server, path):
        server.answer(json_answer(MEMBER))
        with client_of(ClientFactory(uds=str(path))) as client:
            assert client.get("http://api.invalid/members/annie").content == MEMBER


def test_http2_is_spoken_where_it_is_allowed(authority: trustme.CA) -> None:
    serving, trusting = contexts(authority)
    serving.set_alpn_protocols(["h2"])

    async def version(server: Http2Server) -> str:
        async with ClientFactory(verify=trusting, http2=True).async_client() as client:
            answer = await client.get(f"https://localhost:{server.port}/v2/members/slow")
            return answer.http_version

    with Http2Server(serving) as server:
        server.release.set()
        assert asyncio.run(version(server)) == "HTTP/2"
