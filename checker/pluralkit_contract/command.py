"""Entry point of `pluralkit-contract`: without the extra `[contract]` it says so, in place of a traceback."""

from __future__ import annotations

import sys


def main() -> int:
    """Run the command line interface.

    Returns:
        The exit code of `cli.main`; 2 without the packages of the extra `[contract]`.
    """
    try:
        from .cli import main as check
    except ModuleNotFoundError as missing:
        package = (missing.name or "").partition(".")[0]
        if package in ("", "pluralkit_contract"):
            raise
        print(
            f"the checker needs the package {package}: install pluralkit-api with the extra [contract], "
            "for example with pip install 'pluralkit-api[contract]'",
            file=sys.stderr,
        )
        return 2
    return check()
