"""Build the documentation site into build/site/html: `python -m devtools.site`. A warning is an error."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from .assemble import assemble

ROOT = Path(__file__).parents[2]


def main(output: Path) -> int:
    """Build the site in a folder.

    Args:
        output: The folder; what it has is removed first.

    Returns:
        The exit code: 0 for a site without a warning.
    """
    shutil.rmtree(output, ignore_errors=True)
    assemble(ROOT, output)
    command = [sys.executable, "-m", "zensical", "build", "--strict", "--config-file", "zensical.toml"]
    # griffe imports an extension from devtools.
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    run = subprocess.run(
        command,
        cwd=output,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    print(run.stdout)
    return run.returncode or int(bool(warnings(run.stdout)))


def warnings(output: str) -> list[str]:
    """Return griffe's warnings about docstrings, which the site generator does not treat as errors.

    Args:
        output: Output of the site generator.
    """
    return [line for line in output.splitlines() if line.startswith("griffe:")]


if __name__ == "__main__":
    sys.exit(main(Path(*sys.argv[1:]) if sys.argv[1:] else ROOT / "build" / "site"))
