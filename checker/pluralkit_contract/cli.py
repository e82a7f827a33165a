"""The command line of the live mode."""

from __future__ import annotations

import argparse
import io
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit

from contract_tests import tally

from .access import holder
from .contract import Contract, load
from .engine.http import Base, Wire, transport
from .engine.session import GivenUpError
from .probe.positive import Known
from .reporters.report import Report
from .traversal import Wanted, hold

HOLDS, BREACH, UNUSABLE, INTERRUPTED = 0, 1, 2, 130


def main(arguments: Sequence[str]) -> int:
    """Run it. Returns 0 where all holds, 1 on a breach, 2 where nothing could be asked."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    contract, known = load(), parser()
    options = known.parse_args(arguments)
    try:
        if options.base_url is None:
            if options.token or options.system or options.guild or options.message:
                known.error("--base-url says which server this is about")
            from contract_tests.own_sandbox import hold_own

            return max(_end(report, where) for report, where in hold_own(contract, options.report, _say))
        base, wanted = _checked(known, contract, options)
        return _end(hold(contract, Wire(base, transport()), wanted, _say), options.report)
    except GivenUpError as reason:
        print(f"no answer from {options.base_url}: {reason}", file=sys.stderr)
        return UNUSABLE
    except KeyboardInterrupt:
        return INTERRUPTED


def _end(report: Report, where: Path | None) -> int:
    """Show a report, and write it. Raises OSError."""
    for sent in report.sents:
        tally.count(tally.Layer.LIVE, sent.ask.subject, sent.answer.status)
    if report.findings:
        print(f"\n{report.failures()}")
    print(f"\n{report.table()}\n\n{report.verdict()}")
    if where:
        report.write(where)
    return BREACH if report.findings or report.ended else HOLDS


def parser() -> argparse.ArgumentParser:
    """The options that there are."""
    found = argparse.ArgumentParser(
        prog="python -m contract_tests",
        description="Holds a running server to the contract, by reading alone; without a URL, a sandbox.",
        epilog="Exit code: 0 all holds, 1 a breach, 2 nothing could be asked. More: docs/contract-tests.md. "
        "With --deep [--seed N] [PATH ...] all contract tests are run instead, long and at random.",
    )
    add = found.add_argument
    add("--base-url", metavar="URL", help="where the server is; ends in /v2")
    add("--token", metavar="T", help="a token or an API key; without one, all is read as a stranger")
    add("--system", action="append", default=[], metavar="REF", help="a system to read; default: the token's")
    add(
        "--guild",
        action="append",
        default=[],
        metavar="ID",
        help="a Discord server with settings",
    )
    add("--message", action="append", default=[], metavar="ID", help="a message that was proxied")
    add("--no-rate-limit", action="store_true", help="the server has no rate limiter, nor its headers")
    add("--report", type=Path, metavar="DIR", help="write contract.md and contract.xml (JUnit) there")
    return found


def _checked(
    parser: argparse.ArgumentParser, contract: Contract, options: argparse.Namespace
) -> tuple[Base, Wanted]:
    """What the options come to; ends the program where they make no sense."""
    if options.report:
        try:
            options.report.mkdir(parents=True, exist_ok=True)
        except OSError as failure:
            parser.error(f"--report: {failure.strerror}: {options.report}")
    try:
        base = Base.of(options.base_url, urlsplit(contract.base_url).path)
    except ValueError as mistake:
        parser.error(f"--base-url: {mistake}")
    try:
        asker = holder(options.token) if options.token is not None else None
    except ValueError as mistake:
        parser.error(f"--token: {mistake}")
    if asker is None and not options.system:
        parser.error("--system names the systems to read, where there is no --token")
    schemas = contract.document["components"]["schemas"]
    for option, schema in (("system", "SystemRef"), ("guild", "Snowflake"), ("message", "Snowflake")):
        for text in getattr(options, option):
            if not re.search(pattern := schemas[schema]["pattern"], text):
                parser.error(f"--{option}: {text!r} is none; it has to fit {pattern}")
    ids = Known(tuple(options.guild), tuple(options.message))
    return base, Wanted(asker, tuple(options.system), ids, not options.no_rate_limit)


def _say(line: str) -> None:
    print(line, flush=True)
