"""Fixtures: the sandbox's own pytest plugin, with the data of the recordings."""

from __future__ import annotations

from pathlib import Path

import pytest

WORLD = Path(__file__).parents[2] / "contract_tests/recordings/data/world.json"


@pytest.fixture(scope="session")
def pluralkit_sandbox_seed() -> Path:
    return WORLD
