"""What tests of several modules stand on."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from .recorded_server import Server


@pytest.fixture(scope="session")
def recorded_server() -> Iterator[Server]:
    """Answers from recordings, or whatever is mounted, over a real socket."""
    with Server() as server:
        yield server
