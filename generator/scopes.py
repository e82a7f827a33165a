"""Check the names in rendered modules: none may shadow one that the module itself depends on.

Reserved names are derived from the rendered code, so that templates need no list of them. A module binds
imports, classes, functions and constants; a class binds methods and fields, which shadow names of the module
in the annotations of the class; a function binds its arguments.
"""

import ast
import builtins
from collections.abc import Iterator
from dataclasses import dataclass

from .runtime_source import CLIENT_ATTRIBUTES, MODEL_ATTRIBUTES

_BUILTINS = frozenset(dir(builtins))
_TEMPLATE_OWN = frozenset({"api"})  # an attribute of the runtime's clients that each generated client sets


@dataclass(frozen=True)
class Clash:
    """A name with two meanings in a rendered module.

    Attributes:
        file: File of the module.
        scope: The class, function or method (`Class.method`); empty for the module.
        name: The name.
    """

    file: str
    scope: str
    name: str

    def __str__(self) -> str:
        scope = f", {self.scope}" if self.scope else ""
        return f"the name {self.name!r} would have two meanings in {self.file}{scope}: choose another"


def clashes(file: str, module: ast.Module) -> Iterator[Clash]:
    """Find names with two meanings.

    Args:
        file: Name of the module's file.
        module: The rendered module, before unused imports are removed.

    Yields:
        Each clash.
    """
    top = list(_bound(module.body))
    loaded = set(_loaded(module))
    for name in _repeated(top):
        yield Clash(file, "", name)
    for name in set(top) & _BUILTINS & loaded:
        yield Clash(file, "", name)
    for node in module.body:
        if isinstance(node, ast.ClassDef):
            yield from (Clash(file, node.name, name) for name in _in_class(node))
        for function, scope in _functions(node):
            yield from (Clash(file, scope, name) for name in _in_function(function, frozenset(top)))


def _in_class(node: ast.ClassDef) -> Iterator[str]:
    bound = list(_bound(node.body))
    yield from _repeated(bound)
    used = {name for statement in node.body for name in _evaluated_in_class(statement)}
    yield from set(bound) & used
    for base in node.bases:
        match base:
            case ast.Name(id="Client" | "AsyncClient"):
                yield from set(bound) & CLIENT_ATTRIBUTES - _TEMPLATE_OWN
            case ast.Name(id="Model"):
                yield from set(bound) & MODEL_ATTRIBUTES
            case _:
                pass


def _in_function(node: ast.FunctionDef | ast.AsyncFunctionDef, top: frozenset[str]) -> Iterator[str]:
    arguments = list(_arguments(node.args))
    yield from _repeated(arguments)
    local = {
        each.id for each in ast.walk(node) if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store)
    }
    used = {name for statement in node.body for name in _loaded(statement)}
    # An argument that is used and also bound in the module would shadow the module's name.
    yield from set(arguments) & used & (top | local)


def _functions(node: ast.stmt) -> Iterator[tuple[ast.FunctionDef | ast.AsyncFunctionDef, str]]:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        yield node, node.name
    elif isinstance(node, ast.ClassDef):
        for inner in node.body:
            if isinstance(inner, ast.FunctionDef | ast.AsyncFunctionDef):
                yield inner, f"{node.name}.{inner.name}"


def _arguments(arguments: ast.arguments) -> Iterator[str]:
    every = [
        *arguments.posonlyargs,
        *arguments.args,
        *arguments.kwonlyargs,
        arguments.vararg,
        arguments.kwarg,
    ]
    yield from (each.arg for each in every if each)


def _evaluated_in_class(node: ast.stmt) -> Iterator[str]:
    """Yield the names that a statement looks up in the scope of its class: not those in function bodies."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        for part in (node.args, node.returns, *node.decorator_list):
            if part:
                yield from _loaded(part)
    else:
        yield from _loaded(node)


def _bound(statements: list[ast.stmt]) -> Iterator[str]:
    for node in statements:
        match node:
            case ast.FunctionDef(decorator_list=[ast.Name("overload")]):
                pass  # its implementation follows
            case ast.ClassDef(name=name) | ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                yield name
            case ast.AnnAssign(target=ast.Name(id=name)):
                yield name
            case ast.Assign(targets=targets):
                yield from (each.id for each in targets if isinstance(each, ast.Name))
            case ast.Import(names=aliases) | ast.ImportFrom(names=aliases):
                yield from (alias.asname or alias.name for alias in aliases)
            case _:
                pass


def _loaded(node: ast.AST) -> Iterator[str]:
    yield from (
        each.id for each in ast.walk(node) if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Load)
    )


def _repeated(names: list[str]) -> Iterator[str]:
    yield from dict.fromkeys(name for name in names if names.count(name) > 1)
