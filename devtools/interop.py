"""Run third-party tools on the contract: `python -m devtools.interop` (needs Node.js and npm).

redocly lints it; openapi-python-client generates a client that compiles; openapi-typescript generates types
that pass tsc with --strict. Warnings count as errors. Exit code 1 if a tool reports one, 2 if tools are
missing.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from pluralkit_contract.contract import contract_path

DOCUMENT = contract_path()
NPM_PACKAGES = ("@redocly/cli@2.77.0", "openapi-typescript@7.13.0", "typescript@5.9.3")

# openapi-python-client calls ruff, which is installed in the same environment.
_ENVIRONMENT = {
    **os.environ,
    "PATH": os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath))),
    "REDOCLY_TELEMETRY": "off",
    "REDOCLY_SUPPRESS_UPDATE_NOTICE": "true",
}


class ToolFailedError(Exception):
    """A tool failed or printed a warning; the message is its output."""


def redocly(place: Path) -> None:
    """Run `redocly lint` with its recommended rules, in a directory with the contract."""
    output = _run(place, "npx", "--no-install", "redocly", "lint", "--format=json", str(DOCUMENT))
    report = json.loads(output[output.index("{") : output.rindex("}") + 1])
    if report["problems"]:
        raise ToolFailedError(json.dumps(report["problems"], indent=1))


def stock_client(place: Path) -> None:
    """Generate a client with unmodified openapi-python-client and compile it."""
    client = place / "stock"
    stock = (sys.executable, "-m", "openapi_python_client")
    options = ("--meta=none", "--fail-on-warning", f"--path={DOCUMENT}", f"--output-path={client}")
    output = _run(place, *stock, "generate", *options)
    if "WARNING" in output.upper() or "Skipping" in output:
        raise ToolFailedError(output)
    _run(place, sys.executable, "-W", "error", "-m", "compileall", "-q", str(client))
    _run(place, sys.executable, "-c", "import stock.models, stock.client")


def typescript(place: Path) -> None:
    """Generate TypeScript types and check them with tsc."""
    output = _run(place, "npx", "--no-install", "openapi-typescript", str(DOCUMENT), "--output", "api.ts")
    if "warn" in output.lower():
        raise ToolFailedError(output)
    _run(place, "npx", "--no-install", "tsc", "--strict", "--noEmit", "--skipLibCheck", "false", "api.ts")


CHECKS: Sequence[Callable[[Path], None]] = (redocly, stock_client, typescript)


def main() -> int:
    """Run all tools, print the results, and return the exit code."""
    if shutil.which("npm") is None:
        print("npm is missing: install Node.js 20 or later")
        return 2
    failed = 0
    with tempfile.TemporaryDirectory(prefix="interop-") as name:
        place = Path(name)
        try:
            _run(
                place,
                "npm",
                "install",
                "--no-save",
                "--no-audit",
                "--no-fund",
                "--ignore-scripts",
                *NPM_PACKAGES,
            )
        except ToolFailedError as error:
            print(f"npm could not install {', '.join(NPM_PACKAGES)}:\n{error}")
            return 2
        for check in CHECKS:
            start = time.monotonic()
            try:
                check(place)
            except ToolFailedError as error:
                failed += 1
                print(f"FAILED  {check.__name__}: {check.__doc__}\n{error}")
            else:
                print(f"ok      {check.__name__}: {check.__doc__} ({time.monotonic() - start:.1f} s)")
    return 1 if failed else 0


def _run(place: Path, *command: str) -> str:
    done = subprocess.run(command, cwd=place, env=_ENVIRONMENT, capture_output=True, text=True, check=False)
    output = done.stdout + done.stderr
    if done.returncode:
        raise ToolFailedError(f"{' '.join(command)} ended with {done.returncode}\n{output}")
    return output


if __name__ == "__main__":
    sys.exit(main())
