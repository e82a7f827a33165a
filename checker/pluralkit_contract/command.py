"""The command `pluralkit-contract`: the command line, or a line that names the extra that it needs."""

from __future__ import annotations

import sys

_MISSING = 2
_EXTRA = ("jsonschema_rs", "yaml")


def main() -> int:
    """Run the command with the arguments of the process.

    Returns:
        The exit code, see `cli.main`; 2 where a package is missing.
    """
    try:
        from .cli import main as run
    except ModuleNotFoundError as missing:
        package = (missing.name or "").partition(".")[0]
        if package not in _EXTRA:
            raise
        print(
            f"pluralkit-contract needs the package {package}: install pluralkit-api with the extra "
            "[contract], say with pip install 'pluralkit-api[contract]'",
            file=sys.stderr,
        )
        return _MISSING
    return run()
