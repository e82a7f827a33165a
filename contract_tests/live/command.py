"""The command line of the live mode."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Sequence
from pathlib import Path

from contract_tests.contract import Contract, load

from .plan import Known
from .run import Wanted, hold
from .session import GivenUpError
from .viewer import Viewer, holder
from .wire import Base, Wire, transport

HOLDS, BREACH, UNUSABLE = 0, 1, 2


def main(arguments: Sequence[str]) -> int:
    """Run it. Returns 0 where all holds, 1 on a breach, 2 where nothing could be asked."""
    contract = load()
    parser = _parser()
    options = parser.parse_args(arguments)
    base, wanted = _checked(parser, contract, options)
    try:
        report = hold(contract, Wire(base, transport()), wanted, _say)
    except GivenUpError as reason:
        print(f"no answer from {base.origin}: {reason}", file=sys.stderr)
        return UNUSABLE
    except KeyboardInterrupt:
        return 130
    if report.findings:
        print(f"\n{report.failures()}")
    print(f"\n{report.table()}\n\n{report.verdict()}")
    if options.report:
        report.write(options.report)
    return BREACH if report.findings or report.ended else HOLDS


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m contract_tests",
        description="Holds a running server to the contract, by reading alone.",
        epilog="Exit code: 0 all holds, 1 a breach, 2 nothing could be asked.",
    )
    parser.add_argument("--base-url", required=True, metavar="URL", help="where the server is; ends in /v2")
    parser.add_argument(
        "--token", metavar="T", help="a system's token or an API key; else as a stranger alone"
    )
    parser.add_argument(
        "--system", action="append", default=[], metavar="REF", help="a system to read; default: the token's"
    )
    parser.add_argument(
        "--guild",
        action="append",
        default=[],
        metavar="ID",
        help="a Discord server with settings of the system",
    )
    parser.add_argument(
        "--message", action="append", default=[], metavar="ID", help="a message that was proxied"
    )
    parser.add_argument(
        "--report", type=Path, metavar="DIR", help="write contract.md and contract.xml (JUnit) there"
    )
    return parser


def _checked(
    parser: argparse.ArgumentParser, contract: Contract, options: argparse.Namespace
) -> tuple[Base, Wanted]:
    """What the options come to; ends the program where they make no sense."""
    base_path = contract.base_url[contract.base_url.index("/", 8) :]
    viewer: Viewer | None = None
    try:
        base = Base.of(options.base_url, base_path)
    except ValueError as mistake:
        parser.error(f"--base-url: {mistake}")
    try:
        viewer = holder(options.token) if options.token is not None else None
    except ValueError as mistake:
        parser.error(f"--token: {mistake}")
    if viewer is None and not options.system:
        parser.error("--system names the systems to read, where there is no --token")
    schemas = contract.document["components"]["schemas"]
    for option, schema in (("system", "SystemRef"), ("guild", "Snowflake"), ("message", "Snowflake")):
        for text in getattr(options, option):
            if not re.search(schemas[schema]["pattern"], text):
                parser.error(f"--{option}: {text!r} is none (it has to fit {schemas[schema]['pattern']})")
    known = Known(tuple(options.guild), tuple(options.message))
    return base, Wanted(viewer, tuple(options.system), known)


def _say(line: str) -> None:
    print(line, flush=True)
