"""The command `pluralkit`, also: python -m pluralkit_tools. It needs the extra `[cli]`."""

from __future__ import annotations

import sys

MISSING = 2


def main() -> int:
    """Run the command with the arguments of the process.

    Returns:
        The exit code; docs/cli.md lists them.
    """
    try:
        from .application import run

        return run()  # rich is imported only where a table is shown
    except ModuleNotFoundError as missing:
        package = (missing.name or "").partition(".")[0]
        if package not in ("click", "rich"):
            raise
        print(
            f"pluralkit needs the package {package}: install pluralkit-api with the extra [cli], "
            "for example with pip install 'pluralkit-api[cli]'",
            file=sys.stderr,
        )
        return MISSING
