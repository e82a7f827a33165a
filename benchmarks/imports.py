"""How long it takes to import the client, in a new interpreter each time."""

from __future__ import annotations

import os
import subprocess
import sys
from functools import partial
from pathlib import Path

from benchmarks.measure import in_turn, table
from benchmarks.peers import stock_client

HTTPX = "import httpx"
OURS = "from pluralkit_api import PluralKit"
# The stock client wants an import for each operation; this is the least that can read something.
STOCK = "from stock import AuthenticatedClient; from stock.api.members import get_member"
PLURALKIT_PY = "from pluralkit import Client"


def main() -> None:
    with stock_client() as directory:
        results = in_turn(
            {
                HTTPX: partial(_import, HTTPX, directory),
                OURS: partial(_import, OURS, directory),
                f"stock openapi-python-client: {STOCK}": partial(_import, STOCK, directory),
                f"pluralkit.py: {PLURALKIT_PY}": partial(_import, PLURALKIT_PY, directory),
            },
            rounds=21,
        )
    print(table("import", results, base=HTTPX, targets={OURS: 1.4}))


def _import(statement: str, directory: Path) -> float:
    code = f"from time import perf_counter as now; start = now(); {statement}; print(now() - start)"
    # What is installed has bytecode. In a checkout the first import writes it, if it may.
    environment = {**os.environ, "PYTHONPATH": str(directory), "PYTHONDONTWRITEBYTECODE": ""}
    run = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    return float(run.stdout)
