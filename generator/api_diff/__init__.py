"""Compare two contracts by what changes for users of the client.

A change is breaking where a program that works with the old contract may fail with the new one. In a request,
that is a tighter constraint; in a response, a wider one. Two exceptions: response enums are open (the client
accepts unknown values), and fields that are added to a response are ignored by older programs.
"""

from typing import Any

from .changes import Change, Changes
from .document import compare_documents
from .operations import compare_operations
from .schemas import Schemas
from .webhooks import compare_webhooks

__all__ = ["Change", "bump", "changelog", "compare"]


def compare(before: dict[str, Any], after: dict[str, Any]) -> list[Change]:
    """List what changes for users of the client.

    Args:
        before: The old contract, valid.
        after: The new contract, valid.

    Returns:
        The changes, breaking ones first. Empty if nothing but descriptions and examples differ.
    """
    changes = Changes()
    schemas = Schemas(before, after, changes)
    compare_documents(before, after, changes)
    compare_operations(before, after, schemas, changes)
    compare_webhooks(before, after, schemas, changes)
    return changes.listed()


def bump(version: str, changes: list[Change]) -> str:
    """Compute the next version.

    Args:
        version: The current version, `major.minor.patch`.
        changes: What `compare` returned.

    Returns:
        The version that the changes require. While the major version is 0, a breaking change raises the minor
        version and any other the patch version.
    """
    if not changes:
        return version
    major, minor, patch = (int(part) for part in version.split("."))
    breaking = any(change.breaking for change in changes)
    if major == 0:
        return f"0.{minor + 1}.0" if breaking else f"0.{minor}.{patch + 1}"
    return f"{major + 1}.0.0" if breaking else f"{major}.{minor + 1}.0"


def changelog(version: str, changes: list[Change]) -> str:
    """Write the CHANGELOG section of a version.

    Args:
        version: The heading.
        changes: What `compare` returned.

    Returns:
        Markdown, ending with a line break.
    """
    lines = [f"## {version}", ""]
    for title, breaking in (("Breaking changes", True), ("Other changes", False)):
        if listed := [f"- {change.text}" for change in changes if change.breaking == breaking]:
            lines += [f"### {title}", "", *listed, ""]
    return "\n".join(lines)
