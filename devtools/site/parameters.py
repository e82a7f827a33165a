"""griffe extension: each keyword of `**changes: Unpack[...]` is listed once.

griffe's own extension adds the keys of the TypedDict to the documented parameters; generated docstrings have
them already.
"""

from __future__ import annotations

from typing import Any

from griffe import DocstringSectionParameters, Extension, Function


class ListParametersOnce(Extension):
    """Of parameters that a docstring lists twice, keeps the first."""

    def on_function(self, *, func: Function, **_: Any) -> None:
        """Called by griffe for each function, after its own extension."""
        if func.docstring is None:
            return
        for section in func.docstring.parsed:
            if isinstance(section, DocstringSectionParameters):
                first = {each.name: each for each in reversed(section.value)}
                section.value = list(reversed(first.values()))
