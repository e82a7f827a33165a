"""What goes wrong with data, in words for the person whose data it is."""

from __future__ import annotations

from collections.abc import Sequence


class DataError(Exception):
    """Data cannot be exported, read or restored.

    Attributes:
        problems: What is wrong, each with its place in the file, such as "members[3].name: …".
    """

    def __init__(self, *problems: str) -> None:
        super().__init__("; ".join(problems))
        self.problems: Sequence[str] = problems
