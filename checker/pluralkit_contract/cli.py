"""Command line interface: `pluralkit-contract --base-url URL [--system REF]…`."""

from __future__ import annotations

import argparse
import getpass
import io
import os
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn
from urllib.parse import urlsplit
from xml.etree import ElementTree

from .access import Caller, token_owner
from .contract import Contract, load
from .engine.http import BaseUrl, HttpClient, transport
from .engine.session import UnavailableError
from .probe.positive import KnownIds
from .reporters import junit, markdown, terminal
from .reporters.report import Report
from .traversal import NotCheckableError, Options, check_server

HOLDS, BREACH, UNUSABLE, INTERRUPTED = 0, 1, 2, 130
TOKEN_VARIABLE = "PLURALKIT_TOKEN"  # noqa: S105  # a name, no password


def main(arguments: Sequence[str] | None = None) -> int:
    """Check a server and print the report.

    Args:
        arguments: Command-line arguments without the program's name. Default: `sys.argv[1:]`.

    Returns:
        The exit code: 0 for no breaches, 1 for breaches of the contract, 2 if nothing could be checked, 130
        if interrupted.

    Raises:
        SystemExit: Invalid options (code 2), or `--help` (code 0).
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    contract, known = load(), parser()
    options, unknown = known.parse_known_args(arguments)
    if unknown:
        # A value may be a token behind a mistyped option.
        names = [each.partition("=")[0] if each.startswith("--") else "…" for each in unknown]
        known.error(f"unrecognized arguments: {' '.join(names)}")
    try:
        base, wanted = _checked(known, contract, options)
        return _end(check_server(contract, HttpClient(base, transport()), wanted, _say), options.report)
    except UnavailableError as reason:
        print(f"no answer from {options.base_url}: {reason}", file=sys.stderr)
        return UNUSABLE
    except NotCheckableError as reason:
        print(f"{options.base_url}: {reason}", file=sys.stderr)
        return UNUSABLE
    except KeyboardInterrupt:
        return INTERRUPTED


def parser() -> argparse.ArgumentParser:
    """Build the argument parser of the command."""
    found = argparse.ArgumentParser(
        prog="pluralkit-contract",
        allow_abbrev=False,  # else --token is --token-file, and the message shows the token
        description="Checks a running server against PluralKit's contract. It sends nothing but GET.",
        epilog=f"The token is read from --token-file, else from the variable {TOKEN_VARIABLE}, else from a "
        "prompt if this is a terminal and no --system is given; without one, all is read anonymously. Exit "
        "code: 0 all holds; 1 a breach of the contract; 2 nothing could be checked (bad options, no answer, "
        "a token that the server does not accept, a system that it does not have); 130 interrupted.",
    )
    add = found.add_argument
    add("--base-url", required=True, metavar="URL", help="where the server is; ends in /v2")
    add("--token-file", type=Path, metavar="FILE", help="a file that holds a token or an API key")
    add("--token", action=_RefusedToken, help=argparse.SUPPRESS)
    add("--system", action="append", default=[], metavar="REF", help="a system to read; default: the token's")
    add("--guild", action="append", default=[], metavar="ID", help="a Discord server with settings")
    add("--message", action="append", default=[], metavar="ID", help="a message that was proxied")
    add("--no-rate-limit", action="store_true", help="the server has no rate limiter, nor its headers")
    add("--report", type=Path, metavar="DIR", help="write contract.md and contract.xml (JUnit) there")
    return found


class _RefusedToken(argparse.Action):
    """An option that does not exist. Without it, argparse's message about it repeats the token."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> NoReturn:
        parser.error(
            "--token: a command line can be read by others on the machine; put the token into the variable "
            f"{TOKEN_VARIABLE}, or into a file that --token-file names"
        )


def _end(report: Report, directory: Path | None) -> int:
    """Print a report and write it to a directory.

    Args:
        report: The report of the run.
        directory: Directory for `contract.md` and `contract.xml`; None to print only.

    Returns:
        The exit code.

    Raises:
        OSError: The directory cannot be written to.
    """
    if directory:
        directory.mkdir(parents=True, exist_ok=True)
        (directory / "contract.md").write_text(markdown.document(report), encoding="utf-8")
        tree = ElementTree.ElementTree(junit.suite(report))
        tree.write(directory / "contract.xml", encoding="utf-8", xml_declaration=True)
    print(f"\n{terminal.table(report)}")
    if report.failures:
        print(f"\n{terminal.details(report)}")
    print(f"\n{terminal.verdict(report)}")
    return BREACH if report.failures or report.ended else HOLDS


def _checked(
    parser: argparse.ArgumentParser, contract: Contract, options: argparse.Namespace
) -> tuple[BaseUrl, Options]:
    """Validate the options; exit with code 2 and a message if one is invalid."""
    if options.report:
        try:
            options.report.mkdir(parents=True, exist_ok=True)
        except OSError as failure:
            parser.error(f"--report: {failure.strerror}: {options.report}")
    try:
        base = BaseUrl.of(options.base_url, urlsplit(contract.base_url).path)
    except ValueError as mistake:
        parser.error(f"--base-url: {mistake}")
    schemas = contract.document["components"]["schemas"]
    for option, schema in (("system", "SystemRef"), ("guild", "Snowflake"), ("message", "Snowflake")):
        for text in getattr(options, option):
            if not re.search(pattern := schemas[schema]["pattern"], text):
                parser.error(f"--{option}: {text!r} is none; it has to fit {pattern}")
    owner = _owner(parser, contract, options)
    if owner is None and not options.system:
        parser.error(
            f"--system names the systems to read, where {TOKEN_VARIABLE} and --token-file are not set"
        )
    ids = KnownIds(tuple(options.guild), tuple(options.message))
    return base, Options(owner, tuple(options.system), ids, not options.no_rate_limit)


def _owner(parser: argparse.ArgumentParser, contract: Contract, options: argparse.Namespace) -> Caller | None:
    """Return the caller whose token is used; None without a token. Exit with code 2 for a malformed token."""
    if options.token_file:
        source = "--token-file"
        try:
            token = options.token_file.read_text(encoding="utf-8")
        except OSError as failure:
            parser.error(f"--token-file: {failure.strerror}: {options.token_file}")
        except UnicodeDecodeError:
            parser.error(f"--token-file: {options.token_file} is no text")
    else:
        source, token = TOKEN_VARIABLE, os.environ.get(TOKEN_VARIABLE, "")
        if not token and not options.system and sys.stdin.isatty():
            source, token = "token", getpass.getpass("Token or API key: ")
        if not token:
            return None
    try:
        return token_owner(contract, token)
    except ValueError as mistake:
        parser.error(f"{source}: {mistake}")


def _say(line: str) -> None:
    print(line, flush=True)
