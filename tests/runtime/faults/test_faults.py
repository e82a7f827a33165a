"""Every fault on a real socket with both clients: expected result, in time, without leaked resources."""

from __future__ import annotations

import logging
import re
import time
import tracemalloc
from collections.abc import Callable, Generator
from contextlib import ExitStack, contextmanager
from typing import Any

import pytest
from pluralkit_runtime import (
    ApiError,
    PluralKitError,
    RateLimited,
    Request,
    RequestTimeout,
    Response,
    RetryPolicy,
    TransportError,
)

from benchmarks.process import open_sockets
from contract_tests.support.sampling import sampled
from tests.runtime.server import Server
from tests.runtime.support import TOKEN

from .catalogue import FAULTS, GOOD, Fault
from .certificates import Certificates
from .clients import CREATE, READ, eventually, nothing_left_open, opened, shown
from .handlers import sends
from .table import COLUMNS

ALWAYS = (("a read", "sync"), ("a read", "async"), ("a create, once", "sync"))
"""Calls and clients of which each fault is tested each time."""
TRIES = 2
LATE = 2.0
"""Seconds that a call may end after its deadline, on a busy machine."""
MEMORY = 4 * 32 * 1024 * 1024
"""Bytes that a call may take: a body twice while it is put together, and the one of the attempt before."""


@pytest.mark.parametrize(
    ("call", "client"),
    [sampled(*each, always=each in ALWAYS) for each in COLUMNS],
)
@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_fault_has_the_expected_outcome(
    fault: Fault,
    call: str,
    client: str,
    certificates: Certificates,
    caplog: pytest.LogCaptureFixture,
    record_property: Callable[[str, object], None],
) -> None:
    record_property("fault", fault.name)
    record_property("call", call)
    record_property("client", client)
    caplog.set_level(logging.DEBUG)
    create, once = "create" in call, "once" in call
    timeout, attempt = _times(fault, create=create, once=once)
    with nothing_left_open(), ExitStack() as stack:
        server = Server()
        stack.callback(server.close)
        if fault.server_tls is not None:
            server.tls = certificates.servers[fault.server_tls]
        if fault.handler is not None:
            server.handler = fault.handler
            server.start()

        def heal() -> float:
            server.handler = sends(GOOD)
            server.tls = certificates.servers["ours"] if fault.client_tls else None
            if fault.handler is None and not server.requests:
                server.start()
            return 0.0

        policy = RetryPolicy(
            max_attempts=TRIES, attempt_timeout=attempt, random=heal if once else lambda: 0.0
        )
        base_url = server.base_url.replace("http", "https" if fault.client_tls else "http")
        send = stack.enter_context(opened(client, base_url=base_url, timeout=timeout, retry=policy))
        before = open_sockets()
        with _bounded(fault):
            started = time.monotonic()
            result = _result(send, CREATE if create else READ)
            took = time.monotonic() - started

        record_property("outcome", _words(result))
        record_property("late", max(took - timeout, 0.0))
        assert _words(result) == _expected(fault, create=create, once=once)
        assert took < timeout + LATE
        assert len(server.requests) <= 1 + len(result.retries)
        if isinstance(result, PluralKitError):
            assert re.search(fault.says, str(result))
            assert TOKEN not in shown(result)
            if isinstance(result, TransportError):
                # A machine that is too busy to send in time makes it false; the server knows better.
                assert fault.sent or not result.sent
                assert result.sent or not (fault.sent and server.requests)
        assert TOKEN not in caplog.text
        # One connection may wait for the next call, and has two ends here.
        eventually(lambda: open_sockets() <= before + 2)
        heal()
        if not isinstance(result, RateLimited):  # the next call would be told to wait
            assert any(_answers(send) for _ in range(10))


def _answers(send: Callable[[Request[Any]], Response[Any]]) -> bool:
    """Whether a read succeeds. The short timeouts of slow faults can be too short for a busy machine."""
    try:
        return bool(send(READ).data.id == "annie")
    except RequestTimeout:
        return False


def _times(fault: Fault, *, create: bool, once: bool) -> tuple[float, float]:
    """Seconds for the call, and for an attempt of it that can be followed by another."""
    if not fault.slow:
        return 5, 5
    if create:
        return 0.2, 0.2
    return (5, 0.3) if once else (0.6, 0.15)


def _expected(fault: Fault, *, create: bool, once: bool) -> str:
    again = fault.again
    if create:
        # What may have arrived is not sent twice; what was refused has not been done. No time is kept for it.
        again &= (not fault.sent or fault.comes_to == "RateLimited 429") and not fault.slow
    if not again:
        return fault.comes_to
    return f"{'ok' if once else fault.comes_to} ×{TRIES}"


def _result(
    send: Callable[[Request[Any]], Response[Any]], request: Request[Any]
) -> Response[Any] | PluralKitError:
    try:
        return send(request)
    except PluralKitError as error:
        return error


def _words(result: Response[Any] | PluralKitError) -> str:
    words = "ok" if isinstance(result, Response) else type(result).__name__
    if isinstance(result, ApiError):
        words += f" {result.status}"
    return f"{words} ×{1 + len(result.retries)}" if result.retries else words


@contextmanager
def _bounded(fault: Fault) -> Generator[None]:
    """Memory is, while a large answer comes."""
    if not fault.large:
        yield
        return
    tracemalloc.start()
    try:
        yield
        assert tracemalloc.get_traced_memory()[1] < MEMORY
    finally:
        tracemalloc.stop()
