"""The pytest plugin: the fixture `pluralkit_sandbox`.

Every run of pytest loads this where the package is installed: what is heavy waits until a test asks for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pluralkit_sandbox.testing import RunningSandbox


@pytest.fixture(scope="session")
def pluralkit_sandbox_seed() -> Path | None:
    """The sandbox's seed, a file; None is a small world of its own. Override it in a conftest.py of yours."""
    return None


@pytest.fixture
def pluralkit_sandbox(
    pluralkit_sandbox_seed: Path | None, _pluralkit_sandboxes: Callable[[Path | None], RunningSandbox]
) -> RunningSandbox:
    """A PluralKit of your own, which each test finds as the seed has it."""
    sandbox = _pluralkit_sandboxes(pluralkit_sandbox_seed)
    sandbox.reset()
    return sandbox


@pytest.fixture(scope="session")
def _pluralkit_sandboxes() -> Iterator[Callable[[Path | None], RunningSandbox]]:
    """The sandbox of a seed, which is started when it is first asked for, and ends with the run."""
    try:
        from pluralkit_sandbox.testing import RunningSandbox
    except ModuleNotFoundError as missing:
        pytest.fail(f"the sandbox needs pluralkit-api[sandbox] ({missing})")

    with ExitStack() as running:

        @cache
        def sandbox(seed: Path | None) -> RunningSandbox:
            return running.enter_context(RunningSandbox(seed))

        yield sandbox
