"""Fault injection, seen by a client on a real socket."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from urllib.parse import urlsplit

import httpx
import msgspec
import pytest
from pluralkit_sandbox.faults import Fault
from pluralkit_sandbox.testing import Failure, RunningSandbox


def converse(
    sandbox: RunningSandbox, method: str = "GET", path: str = "/systems/exmpl", patience: float = 10
) -> tuple[bytes, str]:
    """Send one request; all that comes back, and how that ends: `reset`, `closed` or `silent`."""
    parts = urlsplit(sandbox.base_url)
    lines = (
        f"{method} {parts.path}{path} HTTP/1.1",
        "Host: sandbox",
        "User-Agent: tests",
        f"Authorization: {sandbox.tokens['alice']}",
    )
    got = b""
    with socket.create_connection((parts.hostname or "", parts.port or 0), timeout=patience) as wire:
        wire.sendall("".join(f"{line}\r\n" for line in (*lines, "")).encode())
        try:
            while chunk := wire.recv(65_536):
                got += chunk
        except ConnectionResetError:
            return got, "reset"
        except TimeoutError:
            return got, "silent"
        return got, "closed"


@pytest.fixture
def client(pluralkit_sandbox: RunningSandbox) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=pluralkit_sandbox.base_url) as client:
        yield client


def test_a_replaced_response(pluralkit_sandbox: RunningSandbox, client: httpx.Client) -> None:
    pluralkit_sandbox.fail_next(2, status=502, html="<h1>Bad gateway</h1>")
    pluralkit_sandbox.fail_next(status=500, json={"message": "500: Internal Server Error", "code": 0})
    pluralkit_sandbox.fail_next(status=200, text='{"id":', headers={"Content-Type": "application/json"})
    pluralkit_sandbox.fail_next(status=307, headers={"Location": "http://127.0.0.1:1/"})

    answers = [client.get("/systems/exmpl") for _ in range(6)]

    assert [answer.status_code for answer in answers] == [502, 502, 500, 200, 307, 200]
    assert (answers[0].text, answers[0].headers["content-type"]) == (
        "<h1>Bad gateway</h1>",
        "text/html; charset=utf-8",
    )
    assert answers[2].json()["code"] == 0
    assert (answers[3].text, answers[3].headers["content-type"]) == ('{"id":', "application/json")
    assert answers[4].headers["location"] == "http://127.0.0.1:1/"
    assert answers[5].json()["id"] == "exmpl"


def test_a_replaced_response_has_no_side_effects(
    pluralkit_sandbox: RunningSandbox, client: httpx.Client
) -> None:
    headers = {"Authorization": pluralkit_sandbox.tokens["alice"]}
    pluralkit_sandbox.fail_next(status=503)
    assert client.delete("/members/annie", headers=headers).status_code == 503
    assert client.get("/members/annie").status_code == 200


def test_headers_are_added_to_the_own_response(
    pluralkit_sandbox: RunningSandbox, client: httpx.Client
) -> None:
    pluralkit_sandbox.fail_next(headers={"X-RateLimit-Remaining": "-1", "Content-Type": "text/html"})
    answer = client.get("/systems/exmpl")
    assert answer.json()["id"] == "exmpl"
    assert answer.headers["x-ratelimit-remaining"] == "-1"
    assert answer.headers["content-type"] == "text/html"


def test_a_delay_precedes_the_own_response(pluralkit_sandbox: RunningSandbox, client: httpx.Client) -> None:
    pluralkit_sandbox.fail_next(delay=0.05)
    began = time.perf_counter()
    assert client.get("/systems/exmpl").status_code == 200
    assert time.perf_counter() - began >= 0.05


@pytest.mark.parametrize("place", ["request", "answer", "headers", "body"])
def test_a_cut(pluralkit_sandbox: RunningSandbox, place: str) -> None:
    whole = httpx.get(
        f"{pluralkit_sandbox.base_url}/systems/exmpl",
        headers={"Authorization": pluralkit_sandbox.tokens["alice"]},
    )
    pluralkit_sandbox.fail_next(**msgspec.convert({"cut": place}, Failure))

    got, end = converse(pluralkit_sandbox)

    assert end == "reset"
    head, blank, body = got.partition(b"\r\n\r\n")
    match place:
        case "headers":
            assert head.startswith(b"HTTP/1.1 200 OK\r\n")
            assert not blank
        case "body":
            assert blank
            assert whole.content.startswith(body)
            assert 0 < len(body) < len(whole.content)
        case _:
            assert not got


@pytest.mark.parametrize(
    ("place", "done"), [("request", False), ("answer", True), ("headers", True), ("body", True)]
)
def test_a_write_with_a_lost_response_was_done_unless_cut_before(
    pluralkit_sandbox: RunningSandbox, place: str, done: bool
) -> None:
    pluralkit_sandbox.fail_next(**msgspec.convert({"cut": place}, Failure))
    got, end = converse(pluralkit_sandbox, "DELETE", "/members/annie")
    assert end == "reset"
    assert not got.endswith(b"\r\n\r\n")
    answer = httpx.get(f"{pluralkit_sandbox.base_url}/members/annie")
    assert answer.status_code == (404 if done else 200)


@pytest.mark.parametrize("place", ["request", "answer", "headers", "body"])
def test_a_stall(pluralkit_sandbox: RunningSandbox, place: str) -> None:
    pluralkit_sandbox.fail_next(**msgspec.convert({"stall": place}, Failure))
    got, end = converse(pluralkit_sandbox, patience=0.1)
    assert end == "silent"
    assert bool(got) == (place in ("headers", "body"))


def test_a_drip_arrives_byte_by_byte(pluralkit_sandbox: RunningSandbox) -> None:
    pluralkit_sandbox.fail_next(drip=0.001, status=200, json={"id": "exmpl"})
    began = time.perf_counter()
    got, end = converse(pluralkit_sandbox)
    assert end == "closed"
    assert got.endswith(b'\r\n\r\n{"id":"exmpl"}')
    assert time.perf_counter() - began >= 0.001 * (len(got) - 1)


@pytest.mark.parametrize("wrong", [7, -7])
def test_a_wrong_length(pluralkit_sandbox: RunningSandbox, wrong: int) -> None:
    pluralkit_sandbox.fail_next(length=wrong, status=200, json={"id": "exmpl"})
    got, end = converse(pluralkit_sandbox)
    head, _, body = got.partition(b"\r\n\r\n")
    assert (end, body) == ("closed", b'{"id":"exmpl"}')
    assert f"content-length: {len(body) + wrong}".encode() in head.lower()


def test_a_connection_is_as_good_as_new_afterwards(
    pluralkit_sandbox: RunningSandbox, client: httpx.Client
) -> None:
    pluralkit_sandbox.fail_next(3, cut="body")
    for _ in range(3):
        with pytest.raises(httpx.ReadError):
            client.get("/systems/exmpl")
    assert client.get("/systems/exmpl").status_code == 200


def test_a_reset_forgets_what_was_to_fail(pluralkit_sandbox: RunningSandbox, client: httpx.Client) -> None:
    pluralkit_sandbox.fail_next(100, status=500)
    pluralkit_sandbox.reset()
    assert client.get("/systems/exmpl").status_code == 200


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ({}, "say what is to happen"),
        ({"times": 0}, "times"),
        ({"times": 2}, "say what is to happen"),
        ({"delay": -1}, "not below 0"),
        ({"status": 99}, "status must be from 200 to 599"),
        ({"json": {}}, "beside a status"),
        ({"status": 500, "json": {}, "html": ""}, "one of them at most"),
        ({"cut": "body", "drip": 1}, "one of cut, stall, drip and length"),
        ({"cut": "tail"}, "cut"),
        ({"stat": 500}, "stat"),
    ],
)
def test_invalid_requests_are_explained(fault: dict[str, object], said: str) -> None:
    with pytest.raises(msgspec.ValidationError, match=said):
        msgspec.json.decode(msgspec.json.encode(fault), type=Fault)


@pytest.mark.parametrize(
    "headers",
    [{"X-A": "1\r\nX-B: 2"}, {"X-A\r\n": "1"}, {"X A": "1"}, {"": "1"}, {"X-A": "\u2603"}, {"X-\u2603": "1"}],
)
def test_headers_that_cannot_be_sent_are_refused(
    pluralkit_sandbox: RunningSandbox, headers: dict[str, str]
) -> None:
    with pytest.raises(ValueError, match="headers: "):
        pluralkit_sandbox.fail_next(headers=headers)
    refused = httpx.post(f"{pluralkit_sandbox.control_url}/faults", json={"headers": headers})
    assert refused.status_code == 400
    assert "headers: " in refused.json()["message"]
