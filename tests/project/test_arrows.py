"""Imports go one way: ARCHITECTURE.md has the picture."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

MAY_IMPORT = {
    "generated/pluralkit_api": {"pluralkit_runtime", "msgspec"},
    "runtime/pluralkit_runtime": {"anyio", "httpcore", "httpx", "msgspec", "redis"},
    "sandbox/pluralkit_sandbox": {
        *("pluralkit_runtime", "msgspec", "yaml", "starlette", "uvicorn", "cryptography", "httpx", "pytest")
    },
    "checker/pluralkit_contract": {"httpx", "jsonschema_rs", "msgspec", "yaml"},
    "tools/pluralkit_tools": {"pluralkit_api"},
    "generator": {"openapi_python_client", "pydantic", "jinja2", "yaml", "jsonschema"},
}
IN_ONE_MODULE = {
    ("runtime/pluralkit_runtime", "httpx"): "transport",
    ("runtime/pluralkit_runtime", "httpcore"): "transport",
    ("runtime/pluralkit_runtime", "redis"): "ratelimit/redis.py",
}


@pytest.mark.parametrize("part", MAY_IMPORT)
def test_a_part_imports_what_it_may(part: str) -> None:
    found = {name for names in _imports(part).values() for name in names}
    assert found, "nothing was looked at"
    assert found - {Path(part).name} - sys.stdlib_module_names <= MAY_IMPORT[part]


@pytest.mark.parametrize(("part", "library"), IN_ONE_MODULE)
def test_a_library_is_named_in_one_module(part: str, library: str) -> None:
    place = IN_ONE_MODULE[part, library]
    found = [module for module, names in _imports(part).items() if library in names]
    assert found
    assert [module for module in found if module != place and not module.startswith(f"{place}/")] == []


@pytest.mark.parametrize("part", ["sandbox/pluralkit_sandbox"])
def test_no_modules_import_each_other_in_a_circle(part: str) -> None:
    directory, package = ROOT / part, Path(part).name
    modules = {
        ".".join((package, *file.relative_to(directory).with_suffix("").parts)).removesuffix(
            ".__init__"
        ): file
        for file in directory.rglob("*.py")
    }
    graph = {
        name: {
            found
            for found in _modules(ast.parse(file.read_bytes()))
            if found in modules and found not in (name, package)
        }
        for name, file in modules.items()
    }
    assert any(graph.values())
    TopologicalSorter(graph).prepare()  # raises CycleError, which names the circle


def _modules(tree: ast.AST) -> Iterator[str]:
    """The modules that a file imports, or imports names from."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _imports(part: str) -> dict[str, set[str]]:
    """The packages that each file imports from; relative imports are left out."""
    directory = ROOT / part
    return {
        file.relative_to(directory).as_posix(): set(_imported(ast.parse(file.read_bytes())))
        for file in directory.rglob("*.py")
    }


def _imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.partition(".")[0]
