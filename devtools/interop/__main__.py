"""Feed the contract to other people's tools: `python -m devtools.interop [TOOL]…`.

package.json has the versions of those from npm, the dependency group `interop` those from PyPI, Node.js and
Go among them. None may so much as warn. Exit 1 where one does, 2 where the tools cannot be installed.
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
    """Run all, or those that are named, say how each went, and return the exit status."""
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
