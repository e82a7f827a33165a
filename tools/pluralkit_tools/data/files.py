"""Private files, written whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path
from tempfile import mkstemp


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner can read, whole or not at all.

    The text goes to a new file beside `path`, which then takes its place; an interruption leaves `path` as it
    was.

    Args:
        path: The file.
        text: What it shall hold, as UTF-8.

    Raises:
        OSError: The file cannot be written.
    """
    # The file is made for its owner alone: at no time could others read it. Windows knows no such modes.
    descriptor, name = mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".tmp")
    part = Path(name)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
