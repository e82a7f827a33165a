"""An export that is on its way: a file beside the output with the switches read so far."""

from __future__ import annotations

import json
import os
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from .errors import DataError
from .files import write_private


class PartialExport:
    """The switches that were read so far, as lines of JSON beside the output.

    Args:
        output: Where the export will be.
        resume: Whether to go on with what is there; else it is begun anew.
    """

    def __init__(self, output: Path, *, resume: bool) -> None:
        self._output = output
        self._path = output.with_name(f"{output.name}.part")
        self._resume = resume
        self._lines: int | None = None

    def known(self, system: str) -> list[dict[str, Any]]:
        """Return the switches read before, newest first, and open the file to add more.

        Args:
            system: The UUID of the system that is exported.

        Raises:
            DataError: They belong to another system.
        """
        switches: list[dict[str, Any]] = []
        if self._resume and self._path.exists():
            lines = _whole_lines(self._path)
            if lines and lines[0].get("system") != system:
                raise DataError(f"{self._path} belongs to another system; remove it, or do not resume")
            switches = sorted(
                (switch for line in lines[1:] for switch in line["switches"]),
                key=lambda switch: switch["timestamp"].rstrip("Z"),
                reverse=True,
            )
        write_private(self._path, _line({"system": system}) + _line({"switches": switches}))
        self._lines = os.open(self._path, os.O_WRONLY | os.O_APPEND | getattr(os, "O_BINARY", 0))
        return switches

    def add(self, switches: list[dict[str, Any]]) -> None:
        """Append the switches of a page to the file.

        Args:
            switches: The switches, as JSON.
        """
        assert self._lines is not None, "known() comes first"  # noqa: S101 - a mistake in this package
        os.write(self._lines, _line({"switches": switches}).encode())

    def finish(self, text: str) -> None:
        """Write the export file, and remove the partial one.

        Args:
            text: The text of the export file.
        """
        write_private(self._output, text)
        self.close()
        self._path.unlink(missing_ok=True)

    def close(self) -> None:
        if self._lines is not None:
            os.close(self._lines)
            self._lines = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _line(value: object) -> str:
    return json.dumps(value, ensure_ascii=False) + "\n"


def _whole_lines(path: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
        try:
            found.append(json.loads(line))
        except ValueError:  # the line that was being written when the program was killed
            break
    return found
