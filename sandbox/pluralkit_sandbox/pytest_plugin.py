"""pytest plugin with the fixtures `pluralkit_sandbox` and `pluralkit_sandbox_server`.

pytest loads this module in every environment that has the package, therefore heavy imports are delayed until
a test uses a fixture.
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
    """Seed of the sandbox: a file, its content, or None for a small example. Override it in conftest.py."""
    return None


@pytest.fixture(scope="session")
def pluralkit_sandbox_app_tokens() -> Mapping[str, int]:
    """The tokens of registered applications, each with its requests a second; there is none.

    Override it in a conftest.py of yours.
    """
    return {}


@pytest.fixture
def pluralkit_sandbox(
    pluralkit_sandbox_seed: _Seed,
    pluralkit_sandbox_app_tokens: Mapping[str, int],
    _pluralkit_sandboxes: Callable[[_Seed, Mapping[str, int]], RunningSandbox],
) -> RunningSandbox:
    """A running sandbox, reset to its seed before each test.

    Args:
        pluralkit_sandbox_seed: Fixture with the seed; override it for another one.
        pluralkit_sandbox_app_tokens: Fixture with the tokens of registered applications and their requests a
            second.

    Returns:
        The sandbox. Tests of a session with the same seed and applications share one server.
    """
    sandbox = _pluralkit_sandboxes(pluralkit_sandbox_seed, pluralkit_sandbox_app_tokens)
    sandbox.reset()
    return sandbox


@pytest.fixture(scope="session")
def pluralkit_sandbox_server(
    pluralkit_sandbox_seed: _Seed, pluralkit_sandbox_app_tokens: Mapping[str, int]
) -> Iterator[RunningSandbox]:
    """A running sandbox for the whole session, which is never reset; for session-scoped fixtures.

    Args:
        pluralkit_sandbox_seed: Fixture with the seed; override it for another one.
        pluralkit_sandbox_app_tokens: Fixture with the tokens of registered applications and their requests a
            second.

    Yields:
        The sandbox.
    """
    with _start(pluralkit_sandbox_seed, pluralkit_sandbox_app_tokens) as sandbox:
        yield sandbox


@pytest.fixture(scope="session")
def _pluralkit_sandboxes() -> Iterator[Callable[[_Seed, Mapping[str, int]], RunningSandbox]]:
    """Returns the session's sandbox for a seed and applications; started on first use."""
    with ExitStack() as stack:
        running: dict[str, RunningSandbox] = {}

        def sandbox(seed: _Seed, app_tokens: Mapping[str, int]) -> RunningSandbox:
            name = json.dumps([seed if isinstance(seed, Mapping) else str(seed), app_tokens])
            if name not in running:
                running[name] = stack.enter_context(_start(seed, app_tokens))
            return running[name]

        yield sandbox


def _start(seed: _Seed, app_tokens: Mapping[str, int]) -> RunningSandbox:
    try:
        from pluralkit_sandbox.testing import RunningSandbox
    except ModuleNotFoundError as missing:
        pytest.fail(str(missing))
    return RunningSandbox(seed, app_tokens=app_tokens)
