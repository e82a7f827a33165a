"""The runtime's errors, read off its source: the generated module of errors hangs its classes below them."""

import ast
from pathlib import Path

_SOURCE = Path(__file__).parent.parent / "runtime" / "pluralkit_runtime" / "errors.py"
_TREE = ast.parse(_SOURCE.read_bytes())


def _names() -> frozenset[str]:
    return frozenset(node.name for node in _TREE.body if isinstance(node, ast.ClassDef))


def _status_classes() -> dict[int, str]:
    for node in _TREE.body:
        if isinstance(node, ast.AnnAssign) and ast.unparse(node.target) == "STATUS_CLASSES":
            assert isinstance(node.value, ast.Dict)  # noqa: S101 - a table, written as one
            return {
                int(ast.unparse(key)): ast.unparse(value)
                for key, value in zip(node.value.keys, node.value.values, strict=True)
                if key is not None
            }
    raise LookupError(f"{_SOURCE} has no table STATUS_CLASSES")


NAMES = _names()
"""The names of all error classes."""

STATUS_CLASSES = _status_classes()
"""The class of each status."""
