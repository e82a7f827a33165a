"""Effects of operations on the model, by operationId."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from . import groups, members, switches, systems
from .state import CONTRACT

_MODULES = (systems, members, groups, switches)


def _function(id: str) -> Callable[..., Any]:
    """The function named for an operation: getSystem is get_system."""
    name = re.sub(r"(?<=.)([A-Z])", r"_\1", id).lower()
    found: Callable[..., Any] = next(getattr(module, name) for module in _MODULES if hasattr(module, name))
    return found


OPERATIONS: Final[Mapping[str, Callable[..., Any]]] = {
    operation.id: _function(operation.id) for operation in CONTRACT.operations
}
