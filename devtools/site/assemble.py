"""Collect the pages of the site: documents of the checkout, and pages that are rendered from the contract.

Documents link to each other by their places in the checkout, so that the links work there, too. In the site
they have other places: links between pages are rewritten, and other files of the checkout are linked to by
their address in the repository.
"""

from __future__ import annotations

import os
import re
import shutil
import tomllib
from pathlib import Path, PurePosixPath

import yaml

from .http_reference import render

DOCUMENTS = {
    "README.md": "index.md",
    "CHANGELOG.md": "changelog.md",
    "ARCHITECTURE.md": "project/architecture.md",
    "CONTRIBUTING.md": "project/contributing.md",
    "SECURITY.md": "project/security.md",
    "openapi/README.md": "project/contract.md",
    "benchmarks/README.md": "project/benchmarks.md",
}
"""Documents outside of docs/, with their places in the site. Those in docs/ keep their places."""

CONTRACT = "openapi/pluralkit.yaml"
"""A link into the contract, such as `pluralkit.yaml#errors`, leads to the page rendered from that part."""

_FENCED = re.compile(r"^(`{3,}).*?^\1`*\s*$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"(\[(?:[^\[\]]|\[[^\]]*\])*\])\((?!\w+:|#)([^)\s#]+)(#[^)\s]*)?\)")


def assemble(root: Path, output: Path) -> None:
    """Write the site's pages and its configuration.

    Args:
        root: The checkout.
        output: An empty folder: gets `source` with the pages, and `zensical.toml`.

    Raises:
        ValueError: A document links to a file that does not exist.
    """
    source_url = repository(root)
    pages = places(root)
    for document, page in pages.items():
        text = (root / document).read_text(encoding="utf-8")
        _write(output / "source" / page, relink(text, document, root, pages, source_url))
    shutil.copy(root / "docs" / "extra.css", output / "source")
    contract = yaml.safe_load((root / "openapi" / "pluralkit.yaml").read_text(encoding="utf-8"))
    for name, text in render(contract).items():
        _write(output / "source" / "http" / name, text)
    configuration = (root / "docs" / "zensical.toml").read_text(encoding="utf-8")
    _write(
        output / "zensical.toml",
        configuration.replace("{repository}", source_url).replace("{checkout}", root.resolve().as_posix()),
    )


def repository(root: Path) -> str:
    """Return the URL of the repository in pyproject.toml."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    url: str = project["urls"]["Source"]
    return url


def places(root: Path) -> dict[str, str]:
    """Return the documents of the site: path in the checkout to path in the site."""
    docs = {
        file.relative_to(root).as_posix(): file.relative_to(root / "docs").as_posix()
        for file in sorted((root / "docs").rglob("*.md"))
    }
    return DOCUMENTS | docs


def relink(text: str, document: str, root: Path, pages: dict[str, str], source_url: str) -> str:
    """Rewrite the relative links of a document to what they are in the site.

    Args:
        text: The document.
        document: Its path in the checkout.
        root: The checkout.
        pages: What `places` returned.
        source_url: The address of the repository.

    Raises:
        ValueError: A link leads to a file that does not exist.
    """
    here = PurePosixPath(pages[document]).parent

    def replace(link: re.Match[str]) -> str:
        label, target, fragment = link[1], link[2], link[3] or ""
        path = os.path.normpath(PurePosixPath(document).parent / target).replace("\\", "/")
        if path in pages:
            return f"{label}({os.path.relpath(pages[path], here).replace(os.sep, '/')}{fragment})"
        if path == CONTRACT and fragment:
            page = f"http/{fragment[1:]}.md"
            return f"{label}({os.path.relpath(page, here).replace(os.sep, '/')})"
        if not (root / path).exists():
            raise ValueError(f"{document}: links to {target}, which does not exist")
        kind = "tree" if (root / path).is_dir() else "blob"
        return f"{label}({source_url}/{kind}/main/{path}{fragment})"

    parts: list[str] = []
    end = 0
    for fenced in _FENCED.finditer(text):
        parts += [_LINK.sub(replace, text[end : fenced.start()]), fenced[0]]
        end = fenced.end()
    return "".join([*parts, _LINK.sub(replace, text[end:])])


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
