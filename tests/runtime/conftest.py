from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.runtime.server import Server
from tests.runtime.support import Async, Caller, Sync


@pytest.fixture(params=[Sync, Async], ids=["sync", "async"])
def caller(request: pytest.FixtureRequest) -> Caller:
    return Caller(request.param)


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as running:
        yield running
