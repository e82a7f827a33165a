"""Render the modules of the package from templates, check their names, and format them with ruff."""

import ast
import re
import shutil
import subprocess
import sysconfig
import textwrap
from pathlib import Path
from tempfile import TemporaryDirectory

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from .document import ContractError
from .ir import Package
from .package import MARK
from .places import Places
from .runtime_source import CLIENT_SECTIONS, ERRORS, STATUS_CLASSES
from .scopes import clashes

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
    "schemas",
)
WIDTH = 110
# The project's settings as options, so that the output does not depend on the directory.
_RUFF = (
    "--isolated",
    "--quiet",
    "--target-version=py311",
    f"--config=line-length = {WIDTH}",
    "--config=lint.isort.split-on-trailing-comma = false",
    "--config=format.skip-magic-trailing-comma = true",
)


def render(package: Package) -> dict[str, str]:
    """Render the templates.

    Args:
        package: IR of the client.

    Returns:
        The modules of the package by file name, not yet checked and formatted.
    """
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        undefined=StrictUndefined,
        autoescape=False,  # noqa: S701 - Python, not HTML; `literal` and `doc` quote texts of the contract
    )
    environment.filters.update(doc=_doc, literal=repr)
    files: dict[str, str] = {}
    for module in MODULES:
        template = environment.get_template(f"{module.removeprefix('async_')}.py.jinja")
        files[f"{module}.py"] = template.render(
            package=package,
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
    return files


def check(files: dict[str, str], places: Places) -> None:
    """Check that rendered modules are Python, and that no name of the contract shadows one that they use.

    Args:
        files: The result of `render`.
        places: Places of the names in the contract.

    Raises:
        ContractError: A module is invalid; with the place of the name if it is known.
    """
    for file, text in files.items():
        try:
            module = ast.parse(text)
        except (SyntaxError, ValueError) as error:
            raise ContractError("", f"would make {file} invalid Python: {error}") from error
        for clash in clashes(file, module):
            raise ContractError(places.find(clash.scope, clash.name), str(clash))


def _doc(text: str, indent: int = 4) -> str:
    """Render a docstring: on one line if it fits, else in paragraphs."""
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
    """Wrap a paragraph; one with a heading is a list with an entry per line."""
    heading, *entries = paragraph.split("\n")
    if not entries:
        return textwrap.wrap(paragraph, width)
    wrapper = textwrap.TextWrapper(width, initial_indent="    ", subsequent_indent="        ")
    return [heading, *(line for entry in entries for line in wrapper.wrap(entry))]


def formatted(files: dict[str, str]) -> dict[str, str]:
    """Format rendered modules with ruff, and remove unused imports.

    Args:
        files: Modules by file name.

    Raises:
        ContractError: ruff fails.
    """
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
