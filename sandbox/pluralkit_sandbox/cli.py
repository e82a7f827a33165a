"""Command line interface: `pluralkit-sandbox`, also `python -m pluralkit_sandbox`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from urllib.parse import urlsplit

from pluralkit_sandbox import extra, keycommand, tls


def main() -> int:
    """Run the server until a signal ends it, or a subcommand.

    Returns:
        The exit code: 0, 1 if the address cannot be bound, or 2 for invalid arguments.
    """
    arguments = _parser().parse_args()
    try:
        return _run(arguments)
    except ModuleNotFoundError as missing:
        print(extra.explanation(missing, "the sandbox"), file=sys.stderr)
        return 2


def _run(arguments: argparse.Namespace) -> int:
    if arguments.command == "key":
        return keycommand.run(arguments)

    from pluralkit_sandbox.seed import DEMO, SeedError, read

    source = arguments.seed or DEMO
    try:
        seed = read(source.read_bytes())
    except OSError as failure:
        print(f"{source}: {failure.strerror}", file=sys.stderr)
        return 2
    except SeedError as mistake:
        print(f"{source}: {mistake}", file=sys.stderr)
        return 2

    from pluralkit_sandbox.server import serve

    return serve(seed, arguments)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="pluralkit-sandbox", description="A PluralKit to test against.")
    parser.add_argument(
        "--seed",
        type=Path,
        metavar="FILE",
        help="the initial data (docs/seed.md); default: a small example",
    )
    parser.add_argument(
        "--port", type=_port, default=8000, metavar="N", help="0 picks a free one; default: %(default)s"
    )
    parser.add_argument(
        "--tls",
        nargs="?",
        const=tls.GENERATE,
        type=Path,
        metavar="FILE",
        help="serve https, with the key and the certificate in this PEM file, or with one that is made now",
    )
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen on; default: %(default)s")
    parser.add_argument(
        "--database", type=Path, metavar="FILE", help="keep everything in this file, across restarts"
    )
    limits = parser.add_mutually_exclusive_group()
    limits.add_argument(
        "--limits", type=_limits, default={}, metavar="get=10,update=3", help="requests a second"
    )
    limits.add_argument("--no-rate-limit", action="store_true", help="let every request through")
    parser.add_argument(
        "--app-token",
        action="append",
        default=[],
        type=_application,
        metavar="TOKEN=RATE",
        help="register an application: the token that it sends, and its requests a second; may be repeated",
    )
    parser.add_argument(
        "--webhook-relay", type=_address, metavar="URL", help="POST every webhook there, as {url, payload}"
    )
    parser.add_argument(
        "--webhook-allow",
        action="append",
        default=[],
        metavar="HOST",
        help="send webhooks to this host, too; else only to loopback",
    )
    parser.add_argument(
        "--allow-host",
        action="append",
        default=[],
        metavar="HOST",
        help="answer requests for /sandbox/ that are addressed to this host, too; else only to loopback",
    )
    parser.add_argument(
        "--as-deployed",
        action="store_true",
        help="lose webhooks and send them in any order, as the deployed service does",
    )
    parser.add_argument("--no-control", action="store_true", help="without the control API")
    commands = parser.add_subparsers(dest="command", title="instead of serving", metavar="")
    keycommand.add_arguments(commands.add_parser("key", help="make an API key: --system REF --scope SCOPE …"))
    return parser


def _port(text: str) -> int:
    if not text.isdecimal() or int(text) > 65_535:
        raise argparse.ArgumentTypeError(f"{text!r} is not a port: give a number from 0 to 65535")
    return int(text)


def _address(text: str) -> str:
    try:
        parts = urlsplit(text)
        valid = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        valid = False
    if not valid or not text.isprintable() or " " in text:
        raise argparse.ArgumentTypeError(f"{text!r} is not an address that starts with http:// or https://")
    return text


def _limits(text: str) -> dict[str, int]:
    limits: dict[str, int] = {}
    for part in text.split(","):
        name, _, number = part.partition("=")
        if name not in ("get", "update") or not number.isdecimal() or int(number) < 1:
            raise argparse.ArgumentTypeError(f"{part!r} is not get=N or update=N, N at least 1")
        limits[name] = int(number)
    return limits


def _application(text: str) -> tuple[str, int]:
    token, _, rate = text.rpartition("=")
    if not token or not token.isascii() or not token.isprintable() or " " in token:
        raise argparse.ArgumentTypeError("is not TOKEN=RATE, with a token in printable ASCII without spaces")
    if not rate.isdecimal() or int(rate) < 1:
        raise argparse.ArgumentTypeError("is not TOKEN=RATE, with a rate of at least 1")
    return token, int(rate)
