"""pytest plugin that records which test failed, when and how, as JSON in the file of `--witness`.

It also refuses to run if the packages under test are not imported from the copy of the tree.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import cast

import msgspec
import pytest

UNDER_TEST = (
    *("contract_tests", "devtools", "generator", "pluralkit_api", "pluralkit_contract", "pluralkit_runtime"),
    "pluralkit_sandbox",
)
_FAILURES = pytest.StashKey[list["Failure"]]()


class Failure(msgspec.Struct, frozen=True):
    """A failed test.

    Attributes:
        test: Node id of the test.
        phase: `call`, `setup`, `teardown` or `collect`.
        raised: Names of the raised exceptions; all of an exception group.
        asserted: Whether all of them are failed assertions.
    """

    test: str
    phase: str
    raised: tuple[str, ...] = ()
    asserted: bool = False


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--witness", required=True, type=Path)


def pytest_configure(config: pytest.Config) -> None:
    config.stash[_FAILURES] = []
    for name in UNDER_TEST:
        spec = importlib.util.find_spec(name)
        origin = Path(spec.origin) if spec and spec.origin else None
        if origin is None or not origin.is_relative_to(config.rootpath):
            raise pytest.UsageError(f"{name} would be imported from {origin}, not from {config.rootpath}")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.failed:
        errors = list(_leaves(call.excinfo.value)) if call.excinfo else []
        item.config.stash[_FAILURES].append(
            Failure(
                item.nodeid,
                call.when,
                tuple(sorted({type(error).__name__ for error in errors})),
                bool(errors) and all(isinstance(error, _ASSERTIONS) for error in errors),
            )
        )
    return report


_ASSERTIONS = (AssertionError, pytest.fail.Exception)


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    if report.failed:
        collector.config.stash[_FAILURES].append(Failure(collector.nodeid, "collect"))
    return report


def pytest_sessionfinish(session: pytest.Session) -> None:
    path = cast("Path", session.config.getoption("--witness"))
    path.write_bytes(msgspec.json.encode(session.config.stash[_FAILURES]))


def _leaves(error: BaseException) -> Iterator[BaseException]:
    if isinstance(error, BaseExceptionGroup):
        for each in cast("BaseExceptionGroup[BaseException]", error).exceptions:
            yield from _leaves(each)
    else:
        yield error
