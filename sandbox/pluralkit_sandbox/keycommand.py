"""Subcommand `pluralkit-sandbox key`: create an API key."""

from __future__ import annotations

import argparse
import http.client
import json
import sqlite3
import sys
from pathlib import Path
from typing import TYPE_CHECKING, cast
from urllib.parse import urlsplit

from pluralkit_sandbox.deadline import call_within

if TYPE_CHECKING:
    from pluralkit_sandbox.keys import Kind

_TIMEOUT = 10.0
"""Timeout of the sandbox's response in seconds."""
_MAX_ANSWER = 65_536


class RefusedError(Exception):
    """The key cannot be created; the message says why."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the subcommand to its parser."""
    parser.add_argument("--system", required=True, metavar="REF", help="whose key: a short id, a UUID, …")
    parser.add_argument(
        "--scope", action="append", required=True, help="what it may do, say read:members; may be repeated"
    )
    parser.add_argument("--type", choices=["user_created", "external_app"], default="user_created")
    where = parser.add_mutually_exclusive_group()
    where.add_argument(
        "--url", default="http://127.0.0.1:8000", help="the sandbox that is to take it; default: %(default)s"
    )
    where.add_argument(
        "--database", type=Path, metavar="FILE", help="…or the file of one, whether it runs or not"
    )


def run(arguments: argparse.Namespace) -> int:
    """Create a key and print it.

    Args:
        arguments: The parsed arguments.

    Returns:
        The exit code: 0, or 2 if no key can be created.
    """
    try:
        if arguments.database:
            key = _sign(arguments.database, arguments.system, arguments.scope, arguments.type)
        else:
            key = _request_key(arguments.url, arguments.system, arguments.scope, arguments.type)
    except RefusedError as reason:
        print(reason, file=sys.stderr)
        return 2
    print(key)
    return 0


def _request_key(url: str, system: str, scopes: list[str], kind: Kind) -> str:
    """Request a key from a running sandbox.

    Raises:
        RefusedError: The sandbox does not respond, or rejects the request.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError as mistake:
        raise RefusedError(f"--url {url}: {mistake}") from None
    if parts.scheme not in ("http", "https") or not host:
        raise RefusedError(f"--url {url}: give an address like http://127.0.0.1:8000")
    connect = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = connect(host, port, timeout=_TIMEOUT)
    body = json.dumps({"system": system, "scopes": scopes, "type": kind})

    def exchange() -> object:
        connection.request("POST", "/sandbox/keys", body, {"Content-Type": "application/json"})
        return json.loads(connection.getresponse().read(_MAX_ANSWER))

    try:
        answer = call_within(_TIMEOUT, connection, exchange)
    except (OSError, http.client.HTTPException, ValueError, RecursionError) as failure:
        raise RefusedError(f"no sandbox with a control API at {url}: {failure}") from None
    found = cast("dict[str, object]", answer) if isinstance(answer, dict) else {}
    # Do not print control characters to the terminal.
    if isinstance(key := found.get("key"), str) and key.isascii() and key.isprintable():
        return key
    if isinstance(message := found.get("message"), str) and message.isprintable():
        raise RefusedError(message)
    raise RefusedError(f"no sandbox with a control API at {url}: it answers with something else")


def _sign(database: Path, system: str, scopes: list[str], kind: Kind) -> str:
    """Sign a key with the private key of a database.

    Raises:
        RefusedError: The database cannot be read, or the system or a scope does not exist.
    """
    from pluralkit_sandbox import refs
    from pluralkit_sandbox.errors import ApiError
    from pluralkit_sandbox.keys import KeyFileError, Signer
    from pluralkit_sandbox.store import Store

    if not database.exists():
        raise RefusedError(f"{database}: no such file")
    try:
        store = Store(database)
    except sqlite3.DatabaseError as failure:
        raise RefusedError(f"{database}: {failure}") from None
    try:
        return Signer.beside(database).mint(refs.find(store, "systems", system).uuid, scopes, kind)
    except ApiError:
        raise RefusedError(f"there is no system {system!r}") from None
    except (ValueError, KeyFileError) as mistake:
        raise RefusedError(str(mistake)) from None
    except OSError as failure:
        raise RefusedError(f"{failure.filename}: {failure.strerror}") from None
    finally:
        store.close()
