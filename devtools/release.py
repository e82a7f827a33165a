"""Check that a tag, the version and the changelog agree.

`python -m devtools.release v0.1.0` exits with 1 where they do not.
"""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]


def disagreement(tag: str, version: str, changelog: str) -> str | None:
    """Return how a tag, the version and the changelog disagree; empty if they agree.

    Args:
        tag: The tag of the release, `v` and the version.
        version: The version in pyproject.toml.
        changelog: The text of CHANGELOG.md, whose first version heading must be this version with its date.
    """
    if tag != f"v{version}":
        return f"the tag is {tag}, the version {version}"
    heading = re.search(r"^## (.*)$", changelog, re.MULTILINE)
    if heading is None or not re.fullmatch(rf"{re.escape(version)} \(\d{{4}}-\d\d-\d\d\)", heading[1]):
        return f"CHANGELOG.md must begin with '## {version} (YYYY-MM-DD)'"
    return None


def main(arguments: list[str]) -> int:
    """Check that tag, version and changelog of a release agree; print how they do not.

    Args:
        arguments: The arguments of the command line: the tag.

    Returns:
        Exit code: 0 if they agree, else 1.
    """
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    found = disagreement(arguments[0], version, (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"))
    print(found or f"{arguments[0]} may be released")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
