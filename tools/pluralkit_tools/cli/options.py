"""The options that all commands have, and the client that they make."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from getpass import getpass
from pathlib import Path
from typing import Any

import click
from pluralkit_api import PluralKit, __version__

TOKEN_VARIABLE = "PLURALKIT_TOKEN"  # noqa: S105 - a name, no token
USER_AGENT = f"pluralkit-tools/{__version__} (the command pluralkit)"


@dataclass(slots=True)
class Options:
    """What was given before or behind the name of the command."""

    as_json: bool = False
    yes: bool = False
    token_file: Path | None = None
    base_url: str | None = None
    user_agent: str | None = None


def shared(*, deletes: bool = False) -> list[click.Parameter]:
    """Make the options anew: each command has its own.

    Args:
        deletes: Whether the command deletes something, and asks before.
    """
    yes = _option("yes", "--yes", is_flag=True, help="Delete without asking.")
    return [
        *([yes] if deletes else []),
        _option("as_json", "--json", is_flag=True, help="Print JSON, as in a pipe."),
        _option(
            "token_file",
            "--token-file",
            type=click.Path(path_type=Path, dir_okay=False),
            help=f"File with the token. Default: the variable {TOKEN_VARIABLE}, else a prompt.",
        ),
        _option("base_url", "--base-url", metavar="URL", help="Where the API is. [env: PLURALKIT_BASE_URL]"),
        _option(
            "user_agent",
            "--user-agent",
            metavar="TEXT",
            help="Your application and a contact. [env: PLURALKIT_USER_AGENT]",
        ),
    ]


def _option(name: str, *declarations: str, **settings: Any) -> click.Option:
    return click.Option([*declarations, name], expose_value=False, callback=_keep, **settings)


def _keep(context: click.Context, parameter: click.Parameter, value: object) -> None:
    if value not in (None, False):
        setattr(options(context), str(parameter.name), value)


def options(context: click.Context) -> Options:
    """The options of the process."""
    return context.ensure_object(Options)


@contextmanager
def client(context: click.Context, *, needs_token: bool) -> Generator[PluralKit]:
    """Make the client.

    Args:
        context: The context of the command.
        needs_token: Whether a token is asked for where none is given.

    Raises:
        UsageError: There is no token, and nobody to ask; or an option cannot be used.
    """
    given = options(context)
    token = _token(given)
    if token is None and needs_token:
        token = _ask()
    try:
        made = PluralKit(
            user_agent=given.user_agent or os.environ.get("PLURALKIT_USER_AGENT") or USER_AGENT,
            base_url=given.base_url or os.environ.get("PLURALKIT_BASE_URL") or None,
            token=token,
        )
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    with made:
        yield made


def _token(given: Options) -> str | None:
    if given.token_file is not None:
        return given.token_file.read_text(encoding="utf-8").strip() or None
    return os.environ.get(TOKEN_VARIABLE) or None


def _ask() -> str:
    if not sys.stdin.isatty():
        raise click.UsageError(f"no token: set {TOKEN_VARIABLE}, or give --token-file")
    token = getpass("Token (pk;token shows it): ").strip()
    if not token:
        raise click.UsageError("no token")
    return token


def confirm(context: click.Context, question: str) -> None:
    """Ask the user to confirm a deletion, unless `--yes` was given.

    Args:
        context: The context of the command.
        question: The question, ending in a question mark.

    Raises:
        Abort: The answer was no.
        UsageError: There is nobody to ask.
    """
    if options(context).yes:
        return
    if not sys.stdin.isatty():
        raise click.UsageError(f"{question} Give --yes to do it without being asked")
    click.confirm(question, abort=True, err=True)


def progress(context: click.Context, what: str) -> Callable[[int, int | None], None] | None:
    """Return a function that shows the progress of a command on standard error.

    Args:
        context: The context of the command.
        what: What is counted, such as "switches".

    Returns:
        A function of the number done and the total (None: unknown); None with `--json`, or if standard error
        is no terminal.
    """
    if options(context).as_json or not sys.stderr.isatty():
        return None

    def show(done: int, total: int | None) -> None:
        click.echo(
            f"\r{what}: {done}{f' of {total}' if total is not None else ''}", err=True, nl=done == total
        )

    return show
