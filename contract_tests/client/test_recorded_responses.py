"""Client and recorded service: every recorded response is decoded without loss, errors included.

A server plays the recordings back and only responds to the recorded requests: scenarios by use over a real
socket, the many scenarios with every kind of value in process.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from functools import partial
from typing import Any
from urllib.parse import parse_qsl

import httpx
import msgspec
import pytest
from msgspec import UNSET
from pluralkit_api import ApiError, events
from pluralkit_contract.conformance import requests
from pluralkit_contract.contract import load
from pluralkit_contract.exchange import Answer, Exchange, NotJsonError, Request
from pluralkit_contract.failures import raise_for_exchanges

from contract_tests.recordings.loader import USER_AGENT, Scenario, Step, bot_events, scenarios, steps
from contract_tests.support.calls import call_of
from contract_tests.support.clients import BOTH, Act, Handler, Invoke, Opened
from contract_tests.support.http_server import HttpServer
from contract_tests.support.playback_server import Playback
from contract_tests.support.sampling import one_in

from .decoding import canonical, error_class, misread, refused

CONTRACT = load()
BASE = "/v2"
_BY_USE = scenarios("recordings", "recordings-publicread")
each_scenario = pytest.mark.parametrize("scenario", _BY_USE, ids=lambda scenario: str(scenario.name))
each_client = pytest.mark.parametrize("opened", BOTH.values(), ids=BOTH)


class Callers:
    """A client for each caller of a scenario; `handler` answers in place of a server."""

    def __init__(
        self, opened: Opened, base_url: str, stack: ExitStack, handler: Handler | None = None
    ) -> None:
        self._opened, self._base_url, self._stack, self._handler = opened, base_url, stack, handler
        self._callers: dict[str | None, Invoke] = {}

    def of(self, request: Request) -> Invoke:
        token = request.headers.get("authorization")
        if token not in self._callers:
            opened = self._opened(base_url=self._base_url, token=token, handler=self._handler)
            self._callers[token] = self._stack.enter_context(opened)
        return self._callers[token]


def can_be_sent(request: Request) -> bool:
    """Whether a client of ours can: what is below its base URL, with a User-Agent, and JSON or nothing."""
    try:
        content_type = "application/json" if request.body is not None and [request.json()] else None
    except NotJsonError:
        return False
    return (
        request.path.startswith(f"{BASE}/")
        and _is_a_mapping(parse_qsl(request.query, keep_blank_values=True))
        and request.headers.get("user-agent") == USER_AGENT
        and request.headers.get("content-type") == content_type
    )


def _is_a_mapping(query: Sequence[tuple[str, str]]) -> bool:
    """Whether a client can send a query: each name once, and no control character."""
    return len(dict(query)) == len(query) and all(text.isprintable() for pair in query for text in pair)


def in_process(steps: Sequence[Step]) -> Handler:
    """Play steps back without a socket."""
    playback = Playback(steps)

    def handle(request: httpx.Request) -> httpx.Response:
        target = request.url.raw_path.decode("ascii")
        answer = playback(Request(request.method, target, dict(request.headers), request.content or None))
        return httpx.Response(answer.status, headers=dict(answer.headers), content=answer.body)

    return handle


@each_client
@pytest.mark.parametrize(
    "scenario", one_in(3, [*_BY_USE, *scenarios("recordings-wild")]), ids=lambda each: str(each.name)
)
def test_any_path_is_read_as_recorded(scenario: Scenario, opened: Opened) -> None:
    with ExitStack() as stack:
        callers = Callers(opened, f"http://recorded{BASE}", stack, in_process(scenario.steps))
        raise_for_exchanges(
            (exchange, "client.request", misread(CONTRACT, exchange, partial(ask, callers, exchange)))
            for exchange in (step.exchange for step in scenario.steps)
            if can_be_sent(exchange.request)
        )


def ask(callers: Callers, exchange: Exchange) -> Any:
    request = exchange.request
    json = UNSET if request.body is None else request.json()
    path = request.path.removeprefix(BASE)
    params = dict(parse_qsl(request.query, keep_blank_values=True))
    return callers.of(request)(lambda client: client.request(request.method, path, params=params, json=json))


@each_client
@each_scenario
def test_methods_read_what_was_recorded(
    scenario: Scenario, opened: Opened, recorded_server: HttpServer
) -> None:
    base_url = recorded_server.mount(Playback(scenario.steps))
    with ExitStack() as stack:
        callers = Callers(opened, base_url, stack)
        raise_for_exchanges(
            (
                exchange,
                f"the client's {call.operation.id}",
                misread(CONTRACT, exchange, partial(callers.of(exchange.request), call.of)),
            )
            for exchange in (step.exchange for step in scenario.steps)
            # Methods take what the contract describes; what else was recorded, `request` has asked for above.
            if not requests.sent(CONTRACT, exchange.request) and (call := call_of(CONTRACT, exchange.request))
        )


def test_every_operation_is_recorded_as_a_method_can_call_it() -> None:
    called = {
        call.operation.id
        for scenario in _BY_USE
        for step in scenario.steps
        if step.exchange.answer.status < 300
        if not requests.sent(CONTRACT, step.exchange.request)
        if (call := call_of(CONTRACT, step.exchange.request))
    }
    assert called == {operation.id for operation in CONTRACT.operations}


def test_every_recorded_webhook_is_parsed_without_loss() -> None:
    webhooks = [*bot_events(), *(webhook for step in steps() for webhook in step.webhooks)]
    for webhook in webhooks:
        event = events.parse(msgspec.json.encode(webhook), token=webhook["signing_token"])
        assert type(event) is events.BY_TYPE[webhook["type"]]
        said = {key: value for key, value in webhook.items() if key != "signing_token"}
        assert canonical(msgspec.json.decode(msgspec.json.encode(event))) == canonical(said)
    assert len(webhooks) > 2000


HTML = {"content-type": "text/html"}
JSON = {"content-type": "application/json"}
ASKED = Request("GET", "/v2/members/annie")


@each_client
@pytest.mark.parametrize(
    "answer",
    [
        Answer(200, HTML, b"<!DOCTYPE html><title>Just a moment...</title>"),
        Answer(200, JSON, b'{"id":"annie","uuid":"134ba358-9c6c-4ff7-9e7f-c51cade930c5","na'),
        Answer(200, JSON, b'{"id":5}'),
        Answer(200, JSON, b"null"),
        Answer(200, JSON, b'"\xff"'),
        Answer(200, JSON, b"[" * 100_000),
        Answer(200, JSON, b""),
        Answer(200),
        Answer(204),
    ],
    ids=["html", "cut", "wrong-types", "null", "not-utf-8", "deep", "empty", "nothing", "no-content"],
)
def test_a_success_without_its_body_is_refused(
    answer: Answer, opened: Opened, recorded_server: HttpServer
) -> None:
    ways: dict[str, Act] = {
        "members.get": lambda client: client.members.get("annie"),
        "client.request": lambda client: client.request("GET", "/members/annie"),
    }
    exchange = Exchange(ASKED, answer, "made up")
    with opened(base_url=recorded_server.mount(lambda _: answer)) as call:
        raise_for_exchanges(
            (exchange, way, refused(CONTRACT, exchange, partial(call, act))) for way, act in ways.items()
        )


@each_client
@pytest.mark.parametrize(
    ("headers", "body"),
    [
        (HTML, b"<html><title>cloudflare</title></html>"),
        ({}, b""),
        (JSON, b'{"message":"Member no'),
        (JSON, b"[1]"),
        (JSON, b'{"message":1,"code":"x","errors":[],"retry_after":"soon","scope":5}'),
    ],
    ids=["html", "nothing", "cut", "a-list", "wrong-types"],
)
def test_an_error_status_is_an_error_whatever_its_body(
    headers: dict[str, str], body: bytes, opened: Opened, recorded_server: HttpServer
) -> None:
    statuses = [400, 401, 403, 404, 405, 410, 418, 429, 500, 502, 503, 520, 522]
    coming = iter(statuses)
    with opened(base_url=recorded_server.mount(lambda _: Answer(next(coming), headers, body))) as call:
        for status in statuses:
            with pytest.raises(ApiError) as raised:
                call(lambda client: client.members.get("annie"))
            error = raised.value
            assert type(error) is error_class(CONTRACT, status, None)
            assert (error.status, error.code, error.errors) == (status, None, {})
            assert error.message
