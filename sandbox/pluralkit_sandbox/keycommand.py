"""The command that makes an API key: python -m pluralkit_sandbox key."""

from __future__ import annotations

import argparse
import http.client
import json
import sqlite3
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pluralkit_sandbox.keys import Kind

_TIMEOUT = 10


class RefusedError(Exception):
    """There will be no key; the text says why."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
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
    """Print a new key. Returns the exit code."""
    try:
        if arguments.database:
            key = _sign(arguments.database, arguments.system, arguments.scope, arguments.type)
        else:
            key = _ask(arguments.url, arguments.system, arguments.scope, arguments.type)
    except RefusedError as reason:
        print(reason, file=sys.stderr)
        return 2
    print(key)
    return 0


def _ask(url: str, system: str, scopes: list[str], kind: Kind) -> str:
    """A key that the sandbox there makes. Raises RefusedError."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=_TIMEOUT)
    try:
        body = json.dumps({"system": system, "scopes": scopes, "type": kind})
        connection.request("POST", "/sandbox/keys", body, {"Content-Type": "application/json"})
        answer: Any = json.loads(connection.getresponse().read())
    except (OSError, http.client.HTTPException, ValueError) as failure:
        raise RefusedError(f"no sandbox with a control API at {url}: {failure}") from None
    finally:
        connection.close()
    if "key" not in answer:
        raise RefusedError(answer.get("message"))
    return str(answer["key"])


def _sign(database: Path, system: str, scopes: list[str], kind: Kind) -> str:
    """A key for a sandbox on this file. Raises RefusedError."""
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
