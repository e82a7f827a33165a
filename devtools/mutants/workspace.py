"""Copies of the tree, and pytest runs in them."""

from __future__ import annotations

import compileall
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Generator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from py_compile import PycInvalidationMode
from tempfile import TemporaryDirectory

import msgspec

from .catalogue import Mutant
from .failure_recorder import Failure

PATIENCE = 180
"""Seconds that a suite may take."""

_LEFT_OUT = shutil.ignore_patterns(".*", "__pycache__", "build", "dist", "node_modules", "reports")
_PACKAGES = ("generated", "runtime", "sandbox", "checker", "tools")
# No other plugins: some take longer to load than most suites run.
_PLUGINS = ("devtools.mutants.failure_recorder", "pluralkit_sandbox.pytest_plugin")


@dataclass(frozen=True, slots=True)
class Result:
    """Result of a pytest run.

    Attributes:
        code: Exit code of pytest; None if it was stopped.
        failures: The failed tests.
        output: Output of pytest.
    """

    code: int | None
    failures: tuple[Failure, ...]
    output: str


@contextmanager
def bench(root: Path) -> Generator[Bench]:
    """Copy a tree, so that later changes to it do not affect the runs.

    Args:
        root: The checkout.

    Yields:
        The copy, which is removed after the block.
    """
    with TemporaryDirectory(prefix="mutants-") as name:
        base = Path(name) / "base"
        shutil.copytree(root, base, ignore=_LEFT_OUT)
        # Hash-based pyc files: a mutant may have the same size and modification time as the original.
        compileall.compile_dir(base, quiet=2, invalidation_mode=PycInvalidationMode.CHECKED_HASH)
        yield Bench(base)


class Bench:
    """Runs suites, each in its own copy of the tree that shares unchanged files."""

    def __init__(self, base: Path) -> None:
        self._base = base

    def run(self, tests: Sequence[str], mutant: Mutant | None, *options: str) -> Result:
        """Run tests in a tree with a mutant.

        Args:
            tests: Files of tests, or single tests.
            mutant: The mutant; None for the unchanged tree.
            *options: Options of pytest.
        """
        with TemporaryDirectory(prefix="run-", dir=self._base.parent) as name:
            tree, testimony = Path(name) / "tree", Path(name) / "witness.json"
            shutil.copytree(self._base, tree, copy_function=os.link)
            if mutant is not None:
                path = tree / mutant.file
                text = mutant.change(path.read_text(encoding="utf-8"))
                path.unlink()  # else every copy would change
                path.write_text(text, encoding="utf-8")
            code, output = _pytest(tree, f"--witness={testimony}", *options, *tests)
            told = testimony.read_bytes() if testimony.exists() else b"[]"
            return Result(code, msgspec.json.decode(told, type=tuple[Failure, ...]), output)

    def failing(self, tests: Sequence[str]) -> frozenset[str]:
        """Return the tests that fail without a mutant.

        Args:
            tests: Node ids of the tests.

        Returns:
            Those that fail; all if pytest itself fails.
        """
        if not tests:
            return frozenset()
        result = self.run(tests, None)
        if result.code not in (0, 1):
            return frozenset(tests)
        return frozenset(failure.test for failure in result.failures)


def _pytest(tree: Path, *arguments: str) -> tuple[int | None, str]:
    command = (
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-m",
        "",
        *(f"-p{each}" for each in _PLUGINS),
        *arguments,
    )
    # Takes precedence over installed packages, also in subprocesses of tests.
    packages = os.pathsep.join(str(tree / each) for each in _PACKAGES)
    environment = {
        **os.environ,
        "PYTHONPATH": packages,
        "PYTEST_ADDOPTS": "",
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
    }
    process = subprocess.Popen(
        command,
        cwd=tree,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        output, _ = process.communicate(timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        return None, ""
    finally:
        # A mutant may leave server processes running.
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    return process.returncode, output
