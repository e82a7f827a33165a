"""From the plan to the text of the modules: a template each, then ruff."""

import ast
import re
import shutil
import subprocess
import sysconfig
import textwrap
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from .document import ContractError
from .ir import Plan
from .package import MARK
from .runtime_source import CLIENT_SECTIONS, ERRORS, STATUS_CLASSES

MODULES = (
    "__init__",
    "client",
    "resources",
    "async_resources",
    "operations",
    "models",
    "inputs",
    "enums",
    "errors",
    "events",
    "hooks",
    "redis",
)
WIDTH = 110
# The project's own settings, spelled out: the output is the same wherever it is written.
_RUFF = (
    "--isolated",
    "--quiet",
    "--target-version=py311",
    f"--config=line-length = {WIDTH}",
    "--config=lint.isort.split-on-trailing-comma = false",
    "--config=format.skip-magic-trailing-comma = true",
)


def render(plan: Plan) -> dict[str, str]:
    """The files of the package, by name."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        undefined=StrictUndefined,
        autoescape=False,  # noqa: S701 - Python is made here, no HTML; `literal` and `doc` quote what the contract says
    )
    environment.filters.update(doc=_doc, literal=repr)
    files: dict[str, str] = {}
    for module in MODULES:
        template = environment.get_template(f"{module.removeprefix('async_')}.py.jinja")
        files[f"{module}.py"] = template.render(
            plan=plan,
            mark=MARK,
            runtime_errors=sorted(ERRORS),
            status_classes=[
                *((name, str(status)) for status, name in STATUS_CLASSES.items()),
                ("ServerError", "500 and above"),
                ("ApiError", ""),
            ],
            client_sections=CLIENT_SECTIONS,
            is_async=module.startswith("async_"),
        )
    for file, text in files.items():
        _check_python(file, text)
    return {**_formatted(files), "py.typed": ""}


def _check_python(file: str, text: str) -> None:
    """Parse a rendered module and refuse names that it binds twice, at the top level or in a class."""
    try:
        module = ast.parse(text)
    except (SyntaxError, ValueError) as error:
        raise ContractError("", f"renders {file} as invalid Python: {error}") from error
    for statements in (module.body, *(node.body for node in module.body if isinstance(node, ast.ClassDef))):
        bound: set[str] = set()
        for name in _bound(statements):
            if name in bound:
                raise ContractError("", f"the name {name!r} would stand for two things in {file}")
            bound.add(name)


def _bound(statements: list[ast.stmt]) -> Iterator[str]:
    for node in statements:
        match node:
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


def _doc(text: str, indent: int = 4) -> str:
    """A docstring: on one line if it fits, else in paragraphs."""
    if not text:
        return ""
    text = re.sub(
        r'"(?="|$)', r"\"", text.replace("\\", "\\\\")
    )  # no quotes side by side, and none at the end
    if "\n" not in text and indent + len(text) + 6 <= WIDTH:
        return f'"""{text}"""'
    first, *rest = (_wrapped(paragraph, WIDTH - indent - 3) for paragraph in text.split("\n\n"))
    lines = [*first, *(line for paragraph in rest for line in ("", *paragraph))]
    return '"""' + f"\n{' ' * indent}".join([*lines, '"""']).replace(f"\n{' ' * indent}\n", "\n\n")


def _wrapped(paragraph: str, width: int) -> list[str]:
    """The lines of a paragraph; one with a heading is a list, with an entry in each line."""
    heading, *entries = paragraph.split("\n")
    if not entries:
        return textwrap.wrap(paragraph, width)
    wrapper = textwrap.TextWrapper(width, initial_indent="    ", subsequent_indent="        ")
    return [heading, *(line for entry in entries for line in wrapper.wrap(entry))]


def _formatted(files: dict[str, str]) -> dict[str, str]:
    """Without unused imports, sorted, and laid out as everything else in this project."""
    ruff = shutil.which("ruff", path=sysconfig.get_path("scripts")) or "ruff"
    with TemporaryDirectory() as name:
        directory = Path(name)
        for file, text in files.items():
            (directory / file).write_text(text, encoding="utf-8")
        for command in (["check", "--fix", "--select=F401,I,RUF022"], ["format"]):
            done = subprocess.run(  # noqa: S603 - the project's own formatter
                [ruff, *command, *_RUFF, "."], cwd=directory, capture_output=True, text=True, check=False
            )
            if done.returncode:
                raise ContractError("", f"cannot be made into Python: {done.stdout}{done.stderr}".strip())
        return {file: (directory / file).read_text(encoding="utf-8") for file in files}
