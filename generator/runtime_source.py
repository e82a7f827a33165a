"""Facts about the runtime that generated code depends on, parsed from its source.

The generator does not import the runtime, so that it runs without the runtime's dependencies.
"""

import ast
import inspect
from pathlib import Path

_DIRECTORY = Path(__file__).parent.parent / "runtime" / "pluralkit_runtime"


def _classes(module: str) -> dict[str, ast.ClassDef]:
    tree = ast.parse((_DIRECTORY / module).read_bytes())
    return {node.name: node for node in tree.body if isinstance(node, ast.ClassDef)}


def _status_classes() -> dict[int, str]:
    source = _DIRECTORY / "errors.py"
    for node in ast.parse(source.read_bytes()).body:
        if isinstance(node, ast.AnnAssign) and ast.unparse(node.target) == "STATUS_CLASSES":
            assert isinstance(node.value, ast.Dict)  # noqa: S101 - the table is a literal
            return {
                int(ast.unparse(key)): ast.unparse(value)
                for key, value in zip(node.value.keys, node.value.values, strict=True)
                if key is not None
            }
    raise LookupError(f"{source} has no table STATUS_CLASSES")


def _attributes(class_: ast.ClassDef) -> set[str]:
    """Return the names that a class binds, and the attributes that its methods assign."""
    found = {
        node.attr
        for node in ast.walk(class_)
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store)
    }
    for node in class_.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            found.add(node.name)
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            found.update(target.id for target in targets if isinstance(target, ast.Name))
    return found


def _sections(class_: ast.ClassDef) -> str:
    """Return the sections of a class's docstring, without its first paragraph."""
    return inspect.cleandoc(ast.get_docstring(class_) or "").partition("\n\n")[2]


_CLIENTS = _classes("client.py")

ERRORS = frozenset(_classes("errors.py"))
"""The names of all error classes."""

STATUS_CLASSES = _status_classes()
"""The class of each status."""

CLIENT_ATTRIBUTES = frozenset(name for class_ in _CLIENTS.values() for name in _attributes(class_))
"""Attributes of a client, which a resource of the same name would shadow."""

MODEL_ATTRIBUTES = frozenset(_attributes(_classes("model.py")["Model"]))
"""Attributes of a model, which a field of the same name would shadow."""

CLIENT_SECTIONS = _sections(_CLIENTS["Client"])
"""The sections `Args` and `Raises` of the docstring of `Client`."""
