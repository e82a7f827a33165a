"""Faults that need more than one response: kept connections, and slow readers."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable

import pytest
from pluralkit_runtime import Request, RequestTimeout, RetryPolicy, TransportError

from tests.runtime.server import Handler, Server
from tests.runtime.server import json as json_answer
from tests.runtime.support import CREATE_MEMBER

from .catalogue import GOOD
from .clients import CREATE, DELETE, READ, nothing_left_open, opened
from .handlers import closes, resets, sends
from .table import CLIENTS

AGAIN = RetryPolicy(random=lambda: 0.0)

pytestmark = pytest.mark.parametrize("client", CLIENTS)
ends = pytest.mark.parametrize("end", [closes, resets])


class Script(Server):
    """Answers each request as it is said: the last one is for all that come after."""

    def follow(self, *handlers: Handler) -> None:
        left = list(handlers)

        def handler(connection: socket.socket) -> None:
            (left.pop(0) if len(left) > 1 else left[0])(connection)

        self.handler = handler


@ends
@pytest.mark.parametrize("request_", [READ, CREATE], ids=["read", "create"])
def test_a_closed_idle_connection_is_not_reused(
    client: str, end: Callable[..., Handler], request_: Request[object]
) -> None:
    with nothing_left_open(), Script() as server, opened(client, base_url=server.base_url) as send:
        server.follow(end(GOOD), sends(GOOD))
        send(READ)
        assert server.wait_closed()
        assert send(request_).retries == ()
        assert (server.accepted, len(server.requests)) == (2, 2)


@ends
def test_an_idle_connection_that_closes_while_a_request_is_sent(
    client: str, end: Callable[..., Handler]
) -> None:
    with (
        nothing_left_open(),
        Script() as server,
        opened(client, base_url=server.base_url, retry=AGAIN) as send,
    ):
        server.follow(sends(GOOD), end(), sends(GOOD), end())
        send(READ)
        assert [retry.reason for retry in send(READ).retries] == ["TransportError"]
        with pytest.raises(TransportError) as caught:
            send(CREATE)
        assert caught.value.sent
        assert caught.value.retries == ()
        assert sum(request.startswith(b"POST") for request in server.requests) == 1


def test_a_retried_delete_after_a_lost_response_succeeds(client: str) -> None:
    not_found = json_answer(b'{"message": "Member not found.", "code": 20002}', 404)
    with (
        nothing_left_open(),
        Script() as server,
        opened(client, base_url=server.base_url, retry=AGAIN) as send,
    ):
        server.follow(resets(), sends(not_found))
        answer = send(DELETE)
        assert (answer.data, answer.status, len(answer.retries)) == (None, 204, 1)


def test_surplus_bytes_of_a_response_are_not_read_as_the_next_response(client: str) -> None:
    with (
        nothing_left_open(),
        Script() as server,
        opened(client, base_url=server.base_url, retry=AGAIN) as send,
    ):
        server.follow(sends(GOOD + GOOD.replace(b'"annie"', b'"other"')), sends(GOOD))
        assert send(READ).data.id == "annie"
        assert send(READ).data.id == "annie"


class SlowReader(Server):
    """Takes in a little now and then."""

    def _serve(self, connection: socket.socket) -> None:
        with connection:
            try:
                while not self.stopping.wait(0.005) and connection.recv(20_000):
                    pass
            except OSError:
                pass


def test_sending_to_a_slow_reader_keeps_to_the_deadline(client: str) -> None:
    large = Request(CREATE_MEMBER, "/members", body={"name": "x" * 50_000_000})
    with (
        nothing_left_open(),
        SlowReader() as server,
        opened(client, base_url=server.base_url, timeout=0.5) as send,
    ):
        started = time.monotonic()
        with pytest.raises(RequestTimeout) as caught:
            send(large)
        assert time.monotonic() - started < 2.5
        assert caught.value.sent
