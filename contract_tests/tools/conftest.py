"""Fixtures: clients of a sandbox with world.json."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from pluralkit_api import PluralKit
from pluralkit_sandbox.testing import RunningSandbox

from contract_tests.recordings.loader import DATA, USER_AGENT


@pytest.fixture(scope="session")
def _world() -> Iterator[RunningSandbox]:
    with RunningSandbox(DATA / "world.json") as sandbox:
        yield sandbox


@pytest.fixture
def world(_world: RunningSandbox) -> RunningSandbox:
    """What it held at first."""
    _world.reset()
    return _world


@pytest.fixture
def client_of(world: RunningSandbox) -> Iterator[Callable[[str], PluralKit]]:
    """Make the client of a system, by its key in world.json."""
    with PluralKit(user_agent=USER_AGENT, base_url=world.base_url, rate_limiter=None) as client:
        yield lambda key: client.with_options(token=world.tokens[key])
