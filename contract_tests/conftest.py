"""Shared fixtures and plugins of the contract tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from contract_tests.support.coverage_table import (
    pytest_sessionfinish,
    pytest_terminal_summary,
    pytest_testnodedown,
)
from contract_tests.support.http_server import HttpServer

__all__ = ["pytest_sessionfinish", "pytest_terminal_summary", "pytest_testnodedown", "recorded_server"]


@pytest.fixture(scope="session")
def recorded_server() -> Iterator[HttpServer]:
    """Answers from recordings, or whatever is mounted, over a real socket."""
    with HttpServer() as server:
        yield server
