"""Message about the packages of the extra `[sandbox]`."""

from __future__ import annotations


def explanation(missing: ModuleNotFoundError, who: str) -> str:
    """Say which package is missing, and which extra has it.

    Args:
        missing: What an import raised.
        who: What needs the package.

    Raises:
        ModuleNotFoundError: `missing` itself, if it is about a module of the sandbox.
    """
    package = (missing.name or "").partition(".")[0]
    if package in ("", "pluralkit_sandbox"):
        raise missing
    return (
        f"{who} needs the package {package}: install pluralkit-api with the extra [sandbox], "
        "for example with pip install 'pluralkit-api[sandbox]'"
    )
