"""Fixtures of the runtime tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.runtime.server import Server
from tests.runtime.support import Async, Caller, Sync


@pytest.fixture(params=["sync", "async", "trio"])
def caller(request: pytest.FixtureRequest) -> Caller:
    if request.param == "sync":
        return Caller(Sync)
    return Caller(Async, "trio" if request.param == "trio" else "asyncio")


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as running:
        yield running
