"""Import layering, as ARCHITECTURE.md documents it."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator, Mapping
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

MAY_IMPORT = {
    "generated/pluralkit_api": {"pluralkit_runtime", "msgspec"},
    "runtime/pluralkit_runtime": {"anyio", "httpcore", "httpx", "msgspec", "redis"},
    "sandbox/pluralkit_sandbox": {
        *("cryptography", "jsonschema_rs", "msgspec", "pytest", "starlette", "trustme", "uvicorn", "yaml")
    },
    "checker/pluralkit_contract": {"httpx", "jsonschema_rs", "msgspec", "schemathesis", "yaml"},
    "tools/pluralkit_tools": {
        "pluralkit_api",
        "anyio",
        "click",
        "matplotlib",
        "msgspec",
        "rich",
        "sqlalchemy",
    },
    "generator": {"openapi_python_client", "pydantic", "jinja2", "yaml", "jsonschema"},
}
IN_ONE_MODULE = {
    ("generator", "openapi_python_client"): "adapt.py",
    ("runtime/pluralkit_runtime", "httpx"): "transport",
    ("runtime/pluralkit_runtime", "httpcore"): "transport",
    ("runtime/pluralkit_runtime", "redis"): "ratelimit/redis.py",
    ("checker/pluralkit_contract", "schemathesis"): "schemathesis_checks.py",
    ("tools/pluralkit_tools", "click"): "cli",
    ("tools/pluralkit_tools", "rich"): "cli",
    ("tools/pluralkit_tools", "matplotlib"): "data/plotting.py",
    ("tools/pluralkit_tools", "sqlalchemy"): "mirror/sql.py",
}


@pytest.mark.parametrize("part", MAY_IMPORT)
def test_a_part_imports_only_allowed_packages(part: str) -> None:
    found = {name for names in _imports(part).values() for name in names}
    assert found, "nothing was looked at"
    assert found - {Path(part).name} - sys.stdlib_module_names <= MAY_IMPORT[part]


@pytest.mark.parametrize(("part", "library"), IN_ONE_MODULE)
def test_a_library_is_imported_in_one_module_only(part: str, library: str) -> None:
    place = IN_ONE_MODULE[part, library]
    found = [module for module, names in _imports(part).items() if library in names]
    assert found
    assert [module for module in found if module != place and not module.startswith(f"{place}/")] == []


@pytest.mark.parametrize("part", MAY_IMPORT)
def test_imports_of_modules_have_no_cycles(part: str) -> None:
    graph = _graph(part)
    assert any(graph.values())
    TopologicalSorter(graph).prepare()  # raises CycleError, which names the cycle


def test_imports_of_checker_folders_have_no_cycles() -> None:
    graph: dict[str, set[str]] = {}
    for module, imported in _graph("checker/pluralkit_contract").items():
        here, *targets = (each.split(".")[1] for each in (module, *imported))
        graph.setdefault(here, set()).update(target for target in targets if target != here)
    assert graph["engine"] >= {"probe", "conformance"}
    TopologicalSorter(graph).prepare()


def _graph(part: str) -> dict[str, set[str]]:
    """The modules of a package, with those of its modules that each imports."""
    directory, package = ROOT / part, Path(part).name
    modules: dict[str, Path] = {}
    for file in directory.rglob("*.py"):
        name = ".".join((package, *file.relative_to(directory).with_suffix("").parts))
        modules[name.removesuffix(".__init__")] = file
    del modules[package]
    return {
        name: set(_modules(name, file, modules)) & modules.keys() - {name} for name, file in modules.items()
    }


def _modules(name: str, file: Path, modules: Mapping[str, Path]) -> Iterator[str]:
    """The modules that a module imports, or imports names from; `from . import module` imports the module."""
    package = name.split(".") if file.name == "__init__.py" else name.split(".")[:-1]
    for node in ast.walk(ast.parse(file.read_bytes())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) + 1 - node.level] if node.level else []
            module = ".".join([*base, *filter(None, [node.module])])
            yield from (
                inner if (inner := f"{module}.{alias.name}") in modules else module for alias in node.names
            )


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
