"""Fixtures: the command `pluralkit` in process against a sandbox."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from pluralkit_sandbox.testing import RunningSandbox
from pluralkit_tools.cli.application import run


@dataclass(frozen=True)
class Result:
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@pytest.fixture(scope="session")
def _sandbox() -> Iterator[RunningSandbox]:
    with RunningSandbox() as running:
        yield running


@pytest.fixture
def sandbox(_sandbox: RunningSandbox) -> RunningSandbox:
    _sandbox.reset()
    return _sandbox


@pytest.fixture
def pluralkit(
    sandbox: RunningSandbox, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., Result]:
    """Call the command with the token of the first system of the sandbox, in a pipe."""
    monkeypatch.setenv("PLURALKIT_BASE_URL", sandbox.base_url)
    monkeypatch.setenv("PLURALKIT_TOKEN", next(iter(sandbox.tokens.values())))
    monkeypatch.delenv("PLURALKIT_USER_AGENT", raising=False)

    def call(*arguments: str) -> Result:
        code = run(arguments)
        captured = capsys.readouterr()
        return Result(code, captured.out, captured.err)

    return call
