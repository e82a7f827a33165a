"""The whole command: its parts put together, and errors made into exit codes."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Final

import click
from pluralkit_api import ApiError, PluralKitError, __version__

from pluralkit_tools.data import DataError

from . import data, operations
from .options import shared

DONE: Final = 0
DIFFERENT: Final = 1
USAGE: Final = 2
REFUSED: Final = 3
NO_ANSWER: Final = 4
UNUSABLE: Final = 5
INTERRUPTED: Final = 130

_HELP = """Read and change a PluralKit system, and keep its data safe.

The commands systems, members, groups, switches and messages are the operations of the API.

A token is read from the variable PLURALKIT_TOKEN or from --token-file, else it is asked for; the bot's
pk;token shows it.

\b
Exit codes:
  0    done
  1    diff: there are differences
  2    wrong arguments, or no token
  3    the API refused the request
  4    there was no answer, or none that can be read
  5    a file cannot be read, written or restored
  130  interrupted

\b
Completion of the Tab key, for bash (also: zsh, fish):
  eval "$(_PLURALKIT_COMPLETE=bash_source pluralkit)"
"""


def command() -> click.Group:
    """Make the command with all that is below it."""
    made = click.Group(
        "pluralkit",
        help=_HELP,
        params=shared(),
        commands=[*operations.groups(), *data.commands()],
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    )
    return click.version_option(__version__, prog_name="pluralkit")(made)


def run(arguments: Sequence[str] | None = None) -> int:
    """Run the command.

    Args:
        arguments: The command line without the program's name. Default: that of the process.

    Returns:
        The exit code.
    """
    try:
        found = command().main(arguments, prog_name="pluralkit", standalone_mode=False)
        return found if isinstance(found, int) else DONE
    except click.exceptions.Exit as end:
        return end.exit_code
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except ApiError as error:
        return _end(REFUSED, str(error))
    except PluralKitError as error:
        return _end(NO_ANSWER, str(error) or type(error).__name__)
    except DataError as error:
        return _end(UNUSABLE, *error.problems)
    except OSError as error:
        return _end(UNUSABLE, f"{error.filename}: {error.strerror}" if error.filename else str(error))


def _end(code: int, *lines: str) -> int:
    for line in lines:
        print(f"pluralkit: {' '.join(line.split())}", file=sys.stderr)
    return code
