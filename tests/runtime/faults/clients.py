"""The sync and async client behind one interface, reused between calls, with a check for leaked resources."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from traceback import TracebackException
from typing import Any, TypeAlias

from pluralkit_runtime import Request, Response

from benchmarks.process import open_sockets
from tests.runtime.support import (
    AGENT,
    CREATE_MEMBER,
    DELETE_MEMBER,
    GET_MEMBER,
    TOKEN,
    Async,
    Sync,
    garbage_collected,
)

READ = Request(GET_MEMBER, "/members/annie")
CREATE = Request(CREATE_MEMBER, "/members", body={"name": "Annie"})
DELETE = Request(DELETE_MEMBER, "/members/annie")

Call: TypeAlias = Callable[[Request[Any]], Response[Any]]


@contextmanager
def opened(client: str, **settings: Any) -> Generator[Call]:
    """A client ("sync" or "async") as a function that makes a call."""
    settings = {"user_agent": AGENT, "token": TOKEN, **settings}
    if client == "sync":
        with Sync(**settings) as pk:
            yield pk.send
        return
    with asyncio.Runner() as runner:
        apk = Async(**settings)

        async def alone(request: Request[Any]) -> Response[Any]:
            try:
                return await apk.send(request)
            finally:
                assert asyncio.all_tasks() == {asyncio.current_task()}

        try:
            yield lambda request: runner.run(alone(request))
        finally:
            runner.run(apk.close())


@contextmanager
def nothing_left_open() -> Generator[None]:
    """Sockets and threads are those from before. One that the garbage collector must close fails the test."""
    sockets, threads = open_sockets(), threading.active_count()
    with garbage_collected():
        yield
    eventually(lambda: open_sockets() <= sockets and threading.active_count() <= threads)


def eventually(condition: Callable[[], bool]) -> None:
    """Holds as soon as the other threads have done what they are about to do."""
    for _ in range(1000):
        if condition():
            return
        threading.Event().wait(0.005)
    raise AssertionError("does not come to hold")


def shown(error: BaseException) -> str:
    """All that a report of an error could show: it, its causes, and the local variables of every frame."""
    seen: list[BaseException] = []
    waiting: list[BaseException | None] = [error]
    text = ""
    while waiting:
        each = waiting.pop()
        if each is None or each in seen:
            continue
        seen.append(each)
        lines = TracebackException.from_exception(each, capture_locals=True).format()
        text += f"{each} {each!r} {vars(each)} {''.join(lines)}"
        waiting += [each.__cause__, each.__context__]
    return text
