"""Copies of the tree, and pytest in them."""

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
# No others: some take longer to load than most suites do.
_PLUGINS = ("devtools.mutants.failure_recorder", "pluralkit_sandbox.pytest_plugin")


@dataclass(frozen=True, slots=True)
class Result:
    """`code` is pytest's exit code, None where it had to be stopped."""

    code: int | None
    failures: tuple[Failure, ...]
    output: str


@contextmanager
def bench(root: Path) -> Generator[Bench]:
    """A copy of the tree at `root` to start from: what changes there meanwhile makes no difference."""
    with TemporaryDirectory(prefix="mutants-") as name:
        base = Path(name) / "base"
        shutil.copytree(root, base, ignore=_LEFT_OUT)
        # By hash: a mutant may be as long as what it changes, and be written in the same second.
        compileall.compile_dir(base, quiet=2, invalidation_mode=PycInvalidationMode.CHECKED_HASH)
        yield Bench(base)


class Bench:
    """Where suites are run: each time in a copy of its own, which shares the files that do not change."""

    def __init__(self, base: Path) -> None:
        self._base = base

    def run(self, tests: Sequence[str], mutant: Mutant | None, *options: str) -> Result:
        """pytest over these tests, in a tree with the mutant in it."""
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
        """Which of these tests do not pass without any mutant."""
        if not tests:
            return frozenset()
        result = self.run(tests, None)
        if result.code not in (0, 1):
            return frozenset(tests)
        return frozenset(failure.test for failure in result.failures)


def _pytest(tree: Path, *arguments: str) -> tuple[int | None, str]:
    command = (sys.executable, "-m", "pytest", "-q", *(f"-p{each}" for each in _PLUGINS), *arguments)
    # Comes before the packages that are installed, also for the processes that tests start.
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
        # A mutant may leave servers behind.
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    return process.returncode, output
