"""Answers on the screen: a table in a terminal, JSON in a pipe."""

from __future__ import annotations

import json
import sys
from typing import Any

import click

from pluralkit_tools.data.json_values import is_list, is_object

from .options import options

_LONGEST = 60
_MOST_COLUMNS = 7


def show(value: Any) -> None:
    """Print an answer, which is as JSON has it."""
    if options(click.get_current_context()).as_json or not sys.stdout.isatty():
        click.echo(json.dumps(value, ensure_ascii=False, indent=2))
        return
    from rich.console import Console

    console = Console()
    console.print(_table(value))


def _table(value: Any) -> Any:
    from rich.table import Table
    from rich.text import Text

    table = Table()
    if is_list(value) and all(is_object(each) for each in value):
        columns = _columns(value)
        for column in columns:
            table.add_column(column, overflow="fold")
        for each in value:
            table.add_row(*(Text(_cell(each.get(column))) for column in columns))
        table.caption = f"{len(value)} in all"
        return table
    if is_object(value):
        table.show_header = False
        for key, each in value.items():
            table.add_row(key, Text(_cell(each, whole=True)))
        return table
    return Text(_cell(value, whole=True))


def _columns(rows: list[Any]) -> list[str]:
    """The keys with something short to show in any row; `--json` has all."""
    keys = dict.fromkeys(key for row in rows for key in row)
    shown = [
        key
        for key in keys
        if key not in ("uuid", "system")
        and any(row.get(key) not in (None, [], {}) for row in rows)
        and not any(is_object(row.get(key)) or _is_address(row.get(key)) for row in rows)
    ]
    return shown[:_MOST_COLUMNS]


def _is_address(value: Any) -> bool:
    return isinstance(value, str) and value.startswith("https://")


def _cell(value: Any, *, whole: bool = False) -> str:
    if value is None:
        return ""
    if is_list(value):
        return ", ".join(_cell(each) for each in value)
    if is_object(value):
        named = value.get("name") or value.get("id")
        return str(named) if named else ", ".join(f"{key}: {_cell(each)}" for key, each in value.items())
    text = str(value)
    return text if whole or len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
