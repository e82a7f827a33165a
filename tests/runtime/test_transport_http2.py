"""HTTP/2 with a user-supplied async client: calls share a connection, but not their deadlines."""

from __future__ import annotations

import asyncio
import socket
import ssl
import threading
import time
from typing import Any

import h2.config
import h2.connection
import h2.events
import httpx
import pytest
import trustme
from pluralkit_runtime import RequestTimeout

from tests.runtime.faults.clients import eventually
from tests.runtime.proxy import RawServer
from tests.runtime.support import BARE, Async
from tests.runtime.test_transport import MEMBER


class Http2Server(RawServer):
    """Answers `/v2/members/slow` once `release` is set, and other paths never."""

    def __init__(self, context: ssl.SSLContext) -> None:
        super().__init__()
        self.release = threading.Event()
        self.handler = self._speak
        self._context = context

    def _speak(self, plain: socket.socket) -> None:
        with self._context.wrap_socket(plain, server_side=True) as connection:
            state = h2.connection.H2Connection(h2.config.H2Configuration(client_side=False))
            state.initiate_connection()
            connection.sendall(state.data_to_send())
            connection.settimeout(0.02)
            waiting: list[int] = []
            while not self.stopping.is_set():
                try:
                    data = connection.recv(65536)
                except TimeoutError:
                    data = None
                if data == b"":
                    return
                for event in state.receive_data(data or b""):
                    if isinstance(event, h2.events.RequestReceived) and event.headers and event.stream_id:
                        path = dict(event.headers)[b":path"]
                        self.requests.append(path)
                        if path.endswith(b"slow"):
                            waiting.append(event.stream_id)
                if self.release.is_set():
                    for stream in waiting:
                        state.send_headers(stream, [(":status", "200"), ("content-type", "application/json")])
                        state.send_data(stream, MEMBER, end_stream=True)
                    waiting.clear()
                connection.sendall(state.data_to_send())


def test_calls_on_a_shared_connection_keep_to_their_own_deadlines() -> None:
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)  # pyright: ignore[reportUnknownMemberType] (pyOpenSSL's context is left open there)
    context.set_alpn_protocols(["h2"])
    trusting = ssl.create_default_context()
    authority.configure_trust(trusting)  # pyright: ignore[reportUnknownMemberType] (pyOpenSSL's context is left open there)

    async def calls(server: Http2Server) -> None:
        async with httpx.AsyncClient(http2=True, verify=trusting) as http_client:
            settings: dict[str, Any] = {
                **BARE,
                "base_url": f"https://localhost:{server.port}/v2",
                "http_client": http_client,
            }
            slow = asyncio.create_task(Async(**settings, timeout=20).request("GET", "/members/slow"))
            await asyncio.to_thread(eventually, lambda: bool(server.requests))
            begun = time.monotonic()
            with pytest.raises(RequestTimeout) as caught:
                await Async(**settings, timeout=0.3).request("GET", "/members/never")
            assert time.monotonic() - begun < 3
            assert caught.value.sent, (server.requests, server.accepted)
            server.release.set()
            assert (await slow).data.id == "annie"
            assert server.accepted == 1

    with Http2Server(context) as server:
        asyncio.run(calls(server))
