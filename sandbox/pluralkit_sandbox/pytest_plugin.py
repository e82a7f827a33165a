"""pytest plugin with the fixtures `pluralkit_sandbox` and `pluralkit_sandbox_server`.

Every run of pytest loads this where the package is installed: what is heavy waits until a test asks for it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pluralkit_sandbox.testing import RunningSandbox

_Seed = Path | Mapping[str, Any] | None


@pytest.fixture(scope="session")
def pluralkit_sandbox_seed() -> _Seed:
    """The sandbox's seed: a file, or what would stand in one; None is a small world of its own.

    Override it in a conftest.py of yours.
    """
    return None


@pytest.fixture
def pluralkit_sandbox(
    pluralkit_sandbox_seed: _Seed, _pluralkit_sandboxes: Callable[[_Seed], RunningSandbox]
) -> RunningSandbox:
    """A PluralKit of your own, which each test finds as the seed has it."""
    sandbox = _pluralkit_sandboxes(pluralkit_sandbox_seed)
    sandbox.reset()
    return sandbox


@pytest.fixture(scope="session")
def pluralkit_sandbox_server(pluralkit_sandbox_seed: _Seed) -> Iterator[RunningSandbox]:
    """A PluralKit of your own for the whole session, for fixtures of a session. Nothing resets it."""
    with _start(pluralkit_sandbox_seed) as sandbox:
        yield sandbox


@pytest.fixture(scope="session")
def _pluralkit_sandboxes() -> Iterator[Callable[[_Seed], RunningSandbox]]:
    """The sandbox of a seed, which is started when it is first asked for, and ends with the run."""
    with ExitStack() as stack:
        running: dict[str, RunningSandbox] = {}

        def sandbox(seed: _Seed) -> RunningSandbox:
            name = json.dumps(seed) if isinstance(seed, Mapping) else str(seed)
            if name not in running:
                running[name] = stack.enter_context(_start(seed))
            return running[name]

        yield sandbox


def _start(seed: _Seed) -> RunningSandbox:
    try:
        from pluralkit_sandbox.testing import RunningSandbox
    except ModuleNotFoundError as missing:
        pytest.fail(f"the sandbox needs pluralkit-api[sandbox] ({missing})")
    return RunningSandbox(seed)
