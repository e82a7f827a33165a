"""Hypothesis profiles (see `contract_tests/support/profiles.py`) and garbage collection of all tests."""

from __future__ import annotations

import gc
import secrets

import pytest

from contract_tests.support import profiles

profiles.register()


@pytest.hookimpl(tryfirst=True)  # before Hypothesis reads the option, and before workers get a copy
def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--hypothesis-profile", None) == profiles.DEEP and not _seed(config):
        config.option.hypothesis_seed = str(secrets.randbelow(2**32))


def pytest_collection_finish() -> None:
    # What is there for the whole run is skipped by all later collections, which some tests ask for: thousands
    # of tests and the modules under test take each of them half a second.
    gc.freeze()


def pytest_report_header(config: pytest.Config) -> str | None:
    if config.getoption("--hypothesis-profile", None) != profiles.DEEP:
        return None
    return f"to draw the same again: --hypothesis-profile={profiles.DEEP} --hypothesis-seed={_seed(config)}"


def _seed(config: pytest.Config) -> str | None:
    seed: str | None = config.getoption("--hypothesis-seed", None)
    return seed


@pytest.fixture(scope="session")
def drawing_seed(pytestconfig: pytest.Config) -> int:
    """Seed of random values that are not drawn by Hypothesis."""
    return int(_seed(pytestconfig) or profiles.DEFAULT_SEED)
