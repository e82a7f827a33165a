"""Markdown pages as sections of paragraphs, lists and tables."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

# The lines around a VuePress container (`::: tip`): without blank lines they would be rows of a table above.
_CONTAINER = re.compile(r"^:::.*$", re.MULTILINE)
_FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)


class PageError(Exception):
    """A page cannot be read, or says nothing where it must say something. Names the page."""


@dataclass(frozen=True)
class Table:
    """A table: the cells of its head and of each row, as Markdown, padded to one length."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Section:
    """A heading, and what stands before the next one: texts of paragraphs and list items, and tables."""

    title: str
    blocks: tuple[str | Table, ...]

    @property
    def texts(self) -> tuple[str, ...]:
        """The paragraphs and list items, as Markdown."""
        return tuple(block for block in self.blocks if isinstance(block, str))

    @property
    def tables(self) -> tuple[Table, ...]:
        """The tables."""
        return tuple(block for block in self.blocks if isinstance(block, Table))


def read(file: Path) -> list[Section]:
    """Read a page.

    Args:
        file: A Markdown file in UTF-8.

    Returns:
        Its sections in order, those without a heading of their own under "".

    Raises:
        PageError: There is no such file, it is not text, or it has no content.
    """
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise PageError(f"{file}: cannot be read: {error}") from error
    sections = parse(text)
    if not any(section.blocks for section in sections):
        raise PageError(f"{file}: has no content")
    return sections


def parse(text: str) -> list[Section]:
    """Parse the text of a page; see `read`."""
    text = _CONTAINER.sub("", _FRONT_MATTER.sub("", text.replace("\r\n", "\n")))
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    found: list[tuple[str, list[str | Table]]] = [("", [])]
    number = 0
    while number < len(tokens):
        token = tokens[number]
        if token.type == "heading_open":
            found.append((tokens[number + 1].content.strip(), []))
            number += 1
        elif token.type == "table_open":
            end = next(at for at in range(number, len(tokens)) if tokens[at].type == "table_close")
            found[-1][1].append(_table(tokens[number:end]))
            number = end
        elif token.type == "inline":
            found[-1][1].append(token.content.strip())
        number += 1
    return [Section(title, tuple(blocks)) for title, blocks in found]


def _table(tokens: list[Token]) -> Table:
    rows: list[list[str]] = []
    for token in tokens:
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline":
            rows[-1].append(token.content.strip())
    return Table(tuple(rows[0]), tuple(tuple(row) for row in rows[1:] if any(row)))
