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
    """A PluralKit of your own, which each test finds as the seed has it."""
    sandbox = _pluralkit_sandboxes(pluralkit_sandbox_seed, pluralkit_sandbox_app_tokens)
    sandbox.reset()
    return sandbox


@pytest.fixture(scope="session")
def pluralkit_sandbox_server(
    pluralkit_sandbox_seed: _Seed, pluralkit_sandbox_app_tokens: Mapping[str, int]
) -> Iterator[RunningSandbox]:
    """A PluralKit of your own for the whole session, for fixtures of a session. Nothing resets it."""
    with _start(pluralkit_sandbox_seed, pluralkit_sandbox_app_tokens) as sandbox:
        yield sandbox


@pytest.fixture(scope="session")
def _pluralkit_sandboxes() -> Iterator[Callable[[_Seed, Mapping[str, int]], RunningSandbox]]:
    """The sandbox of a seed and of applications: started when first asked for, it ends with the run."""
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
        pytest.fail(f"the sandbox needs pluralkit-api[sandbox] ({missing})")
    return RunningSandbox(seed, app_tokens=app_tokens)
