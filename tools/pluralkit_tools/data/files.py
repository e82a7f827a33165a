"""Private files, written whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path


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
    part = path.with_name(f".{path.name}.tmp")
    part.unlink(missing_ok=True)  # of a program that was killed
    # The mode is given at creation: at no time could others read the file. Windows knows no such modes.
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    descriptor = os.open(part, flags, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
