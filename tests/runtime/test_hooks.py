"""Hooks: notices and threads, and isolation of calls from failing hooks."""

from __future__ import annotations

import logging
import threading
from typing import Any

import httpx
import pytest
from pluralkit_runtime import RetryPolicy
from pluralkit_runtime.hooks import Notice, RequestSent, ResponseReceived, RetryScheduled

from tests.runtime.support import AGENT, ANNIE, BARE, TOKEN, Caller, Handler, Sync

SOON = RetryPolicy(random=lambda: 0.0)
ABOUT: dict[str, Any] = {"operation": "getMember", "method": "GET", "path": "/members/annie"}


def answers(*statuses: int) -> Handler:
    left = list(statuses)

    def handler(_: httpx.Request) -> httpx.Response:
        status = left.pop(0)
        return httpx.Response(status, json=ANNIE if status == 200 else {"message": "away", "code": 0})

    return handler


def test_hooks_are_called_for_each_attempt(caller: Caller) -> None:
    notices: list[Notice] = []
    threads: set[int] = set()

    def note(notice: Notice) -> None:
        threads.add(threading.get_ident())
        notices.append(notice)

    caller.request("GET", "/members/annie", handler=answers(502, 200), retry=SOON, hooks=[note])
    assert [type(notice) for notice in notices] == [
        *(RequestSent, ResponseReceived, RetryScheduled, RequestSent, ResponseReceived)
    ]
    assert notices[0] == RequestSent(**ABOUT, attempt=1)
    assert notices[2] == RetryScheduled(**ABOUT, attempt=1, reason="502", delay=0.0)
    assert notices[3] == RequestSent(**ABOUT, attempt=2)
    received = notices[4]
    assert isinstance(received, ResponseReceived)
    assert (received.attempt, received.status, received.rate_limit) == (2, 200, None)
    assert 0 <= received.elapsed < 5
    assert threads == {threading.get_ident()}


def test_an_exception_of_a_hook_is_logged_and_ignored(
    caller: Caller, caplog: pytest.LogCaptureFixture
) -> None:
    told: list[Notice] = []

    def broken(_: Notice) -> None:
        raise KeyError("stray")

    response = caller.request("GET", "/members/annie", handler=answers(200), hooks=[broken, told.append])
    assert response.status == 200
    assert len(told) == 2
    records = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert [record.name for record in records] == ["pluralkit_api", "pluralkit_api"]
    assert "broken failed on RequestSent" in records[0].getMessage()
    assert records[0].exc_info is not None


def test_a_hook_may_make_a_call() -> None:
    nested: list[int] = []

    def look(notice: Notice) -> None:
        if isinstance(notice, ResponseReceived):
            nested.append(quiet.request("GET", "/members/annie").status)

    http_client = httpx.Client(transport=httpx.MockTransport(answers(200, 200)))
    with Sync(user_agent=AGENT, token=TOKEN, http_client=http_client) as quiet:
        assert quiet.with_options(hooks=[look]).request("GET", "/members/annie").status == 200
    assert nested == [200]


async def awaited(_: Notice) -> None:
    """What nobody awaits."""


@pytest.mark.parametrize(
    ("hooks", "message"),
    [
        ([awaited], r"hooks\[0\]: is a coroutine function"),
        ([print, "x"], r"hooks\[1\]: must be a function, not str"),
        ("print", "hooks: must be a list of functions, not str"),
        (print, "hooks: must be a list of functions, not builtin_function_or_method"),
    ],
    ids=["coroutine", "no-function", "text", "function"],
)
def test_an_invalid_hook_is_a_type_error(hooks: Any, message: str) -> None:
    with pytest.raises(TypeError, match=message):
        Sync(**BARE, hooks=hooks)
