"""The playback server returns recorded responses in order, and rejects other requests."""

from __future__ import annotations

from dataclasses import replace

import httpx
from pluralkit_contract.exchange import Answer, Exchange, Request

from contract_tests.recordings.loader import Step
from contract_tests.support.http_server import HttpServer
from contract_tests.support.playback_server import Playback

READ = Request("GET", "/v2/switches?before=2022-01-05T12:30:00Z&limit=3", {"user-agent": "tests"})
WRITE = Request(
    "PATCH",
    "/v2/members/annie",
    {"user-agent": "tests", "content-type": "application/json"},
    b'{"a":1,"b":2}',
)


def steps(*exchanges: tuple[Request, bytes]) -> list[Step]:
    return [
        Step(Exchange(request, Answer(200, {}, body), "made up"), "anon", False, ())
        for request, body in exchanges
    ]


def test_repeated_requests_get_their_responses_in_order() -> None:
    play = Playback(steps((READ, b"1"), (WRITE, b"2"), (READ, b"3")))
    assert [play(request).body for request in (READ, WRITE, READ, READ)] == [b"1", b"2", b"3", b"3"]


def test_spelling_does_not_matter() -> None:
    play = Playback(steps((READ, b"read"), (WRITE, b"written")))
    assert (
        play(replace(READ, target="/v2/switches?before=2022-01-05T13%3A30%3A00.000%2B01:00&limit=3")).body
        == b"read"
    )
    assert play(replace(WRITE, target="/v2/members/%61nnie", body=b'{ "b": 2, "a": 1 }')).body == b"written"


def test_unrecorded_requests_get_a_404() -> None:
    play = Playback(steps((READ, b""), (WRITE, b"")))
    others = [
        replace(READ, target="/v2/switches?limit=3"),
        replace(READ, headers={"user-agent": "tests", "authorization": "token"}),
        replace(READ, method="HEAD"),
        replace(WRITE, body=b'{"a":1,"b":3}'),
        replace(WRITE, body=b'{"a":true,"b":2}'),
        replace(WRITE, headers={"user-agent": "tests", "content-type": "text/plain"}),
    ]
    for other in others:
        assert play(other).status == 404
        assert "not recorded" in play(other).json()["message"]


def test_each_mount_has_a_base_url_of_its_own(recorded_server: HttpServer) -> None:
    ones = recorded_server.mount(lambda request: Answer(200, {}, request.target.encode()))
    others = recorded_server.mount(lambda request: Answer(418, {"x-other": "1"}, request.body or b"nothing"))
    assert httpx.get(f"{ones}/members/a?b=c").text == "/v2/members/a?b=c"
    other = httpx.post(f"{others}/members", content=b"body")
    assert (other.status_code, other.headers["x-other"], other.text) == (418, "1", "body")
