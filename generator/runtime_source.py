"""What generated code depends on in the runtime, read from the runtime's source without importing it.

The generator runs without the runtime's dependencies, so the modules are parsed instead.
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
            assert isinstance(node.value, ast.Dict)  # noqa: S101 - a table, written as one
            return {
                int(ast.unparse(key)): ast.unparse(value)
                for key, value in zip(node.value.keys, node.value.values, strict=True)
                if key is not None
            }
    raise LookupError(f"{source} has no table STATUS_CLASSES")


def _attributes(class_: ast.ClassDef) -> set[str]:
    """The names that a class binds, and the attributes that its methods set on `self` or on a copy of it."""
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
    """The sections of a class's docstring, without its first paragraph."""
    return inspect.cleandoc(ast.get_docstring(class_) or "").partition("\n\n")[2]


_CLIENTS = _classes("client.py")

ERRORS = frozenset(_classes("errors.py"))
"""The names of all error classes."""

STATUS_CLASSES = _status_classes()
"""The class of each status."""

CLIENT_ATTRIBUTES = frozenset(name for class_ in _CLIENTS.values() for name in _attributes(class_))
"""The attributes of a client: a resource of the same name would hide one."""

MODEL_ATTRIBUTES = frozenset(_attributes(_classes("model.py")["Model"]))
"""The attributes of a model: a field of the same name would hide one."""

CLIENT_SECTIONS = _sections(_CLIENTS["Client"])
"""The sections `Args` and `Raises` of the docstring of `Client`."""
