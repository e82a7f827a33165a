"""Run third-party tools on the contract: `python -m devtools.interop [TOOL]…`.

package.json pins the versions of npm packages, the dependency group `interop` those of PyPI packages,
including Node.js and Go. Warnings count as errors. Exit code 1 if a tool reports one, 2 if the tools cannot
be installed.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from generator.__main__ import JSON

from .running import Place, ToolFailedError
from .tools import CHECKS


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the named tools, or all, and print the results.

    Args:
        arguments: Names of tools. Default: `sys.argv[1:]`.

    Returns:
        The exit code.
    """
    names = [check.__name__ for check in CHECKS]
    parser = argparse.ArgumentParser(prog="python -m devtools.interop", description=__doc__)
    parser.add_argument("tools", nargs="*", choices=[*names, []], metavar="TOOL", help=", ".join(names))
    chosen: list[str] = parser.parse_args(arguments).tools
    failed: list[str] = []
    with tempfile.TemporaryDirectory(prefix="interop-", ignore_cleanup_errors=True) as directory:
        place = Place(Path(directory))
        shutil.copy(Path(__file__).with_name("package.json"), directory)
        shutil.copy(JSON, place.contract)
        try:
            place.run(
                "npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", "--no-package-lock",
                quiet=("Unknown .* config", "deprecated"),
            )  # fmt: skip
        except ToolFailedError as error:
            print(f"npm could not install the packages:\n{error}")
            return 2
        for check in CHECKS:
            if chosen and check.__name__ not in chosen:
                continue
            start = time.monotonic()
            try:
                check(place)
            except ToolFailedError as error:
                failed.append(check.__name__)
                print(f"FAILED  {check.__name__}: {check.__doc__}\n{error}", flush=True)
            else:
                print(
                    f"ok      {check.__name__}: {check.__doc__} ({time.monotonic() - start:.1f} s)",
                    flush=True,
                )
    if failed:
        print(f"failed: {', '.join(failed)}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
