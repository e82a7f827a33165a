"""Hypothesis profiles of all tests (see `contract_tests/support/profiles.py`)."""

from __future__ import annotations

import secrets

import pytest

from contract_tests.support import profiles

profiles.register()


@pytest.hookimpl(tryfirst=True)  # before Hypothesis reads the option, and before workers get a copy
def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--hypothesis-profile", None) == profiles.DEEP and not _seed(config):
        config.option.hypothesis_seed = str(secrets.randbelow(2**32))


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
