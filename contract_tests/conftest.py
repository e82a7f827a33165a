"""What tests of several modules stand on, and the table of what ran."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from .recorded_server import Server
from .table import pytest_sessionfinish, pytest_terminal_summary, pytest_testnodedown

__all__ = ["pytest_sessionfinish", "pytest_terminal_summary", "pytest_testnodedown", "recorded_server"]


@pytest.fixture(scope="session")
def recorded_server() -> Iterator[Server]:
    """Answers from recordings, or whatever is mounted, over a real socket."""
    with Server() as server:
        yield server
