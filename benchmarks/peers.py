"""Who else is measured: the stock generator's client of the same contract, and pluralkit.py."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

CONTRACT = Path(__file__).parents[1] / "openapi" / "pluralkit.yaml"


@contextmanager
def stock_client() -> Generator[Path]:
    """A directory with the package `stock`, made by openapi-python-client with its own templates."""
    with tempfile.TemporaryDirectory() as directory:
        output = Path(directory) / "stock"
        command = [sys.executable, "-m", "openapi_python_client", "generate", "--meta", "none"]
        subprocess.run(
            [*command, "--path", str(CONTRACT), "--output-path", str(output)],
            check=True,
            stdout=subprocess.DEVNULL,
        )
        yield Path(directory)
