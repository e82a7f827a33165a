"""The pytest plugin: fixtures that hand out a sandbox.

Every run of pytest loads this where the package is installed: what is heavy waits until a test asks for it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pluralkit_sandbox.testing import RunningSandbox


@pytest.fixture(scope="session")
def pluralkit_sandbox_seed() -> Path | None:
    """The seed of the sandbox, a file; None is its own small world. Override it in your conftest.py."""
    return None


@pytest.fixture(scope="session")
def pluralkit_sandbox_server(pluralkit_sandbox_seed: Path | None) -> Iterator[RunningSandbox]:
    """A PluralKit of your own, one for the whole run."""
    try:
        from pluralkit_sandbox.testing import RunningSandbox
    except ModuleNotFoundError as missing:
        pytest.fail(f"the sandbox needs pluralkit-api[sandbox] ({missing})")

    with RunningSandbox(pluralkit_sandbox_seed) as sandbox:
        yield sandbox


@pytest.fixture
def pluralkit_sandbox(pluralkit_sandbox_server: RunningSandbox) -> RunningSandbox:
    """A PluralKit of your own, as the seed has it at the start of each test."""
    pluralkit_sandbox_server.reset()
    return pluralkit_sandbox_server
