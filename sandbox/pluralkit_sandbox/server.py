"""The server: a socket, a world, and uvicorn between them."""

from __future__ import annotations

import argparse
import contextlib
import socket
import sqlite3
import sys

import uvicorn

from pluralkit_sandbox.app import create_app
from pluralkit_sandbox.contract import load
from pluralkit_sandbox.seed import Seed
from pluralkit_sandbox.webhooks import Sender
from pluralkit_sandbox.world import World

_GRACE = 2
"""Seconds that open requests have when the server is told to end."""


def serve(seed: Seed, arguments: argparse.Namespace) -> int:
    """Serve a seed until a signal ends it. Returns the exit code."""
    try:
        listener = _listen(arguments.host, arguments.port)
    except OSError as failure:
        print(f"cannot listen on {arguments.host} port {arguments.port}: {failure.strerror}", file=sys.stderr)
        return 1
    sender = Sender(arguments.webhook_relay, arguments.webhook_allow)
    try:
        world = World(seed, sender, database=arguments.database)
    except sqlite3.DatabaseError as failure:
        print(f"{arguments.database}: {failure}", file=sys.stderr)
        return 2
    host, port = listener.getsockname()[:2]
    print(f"PluralKit sandbox: http://{f'[{host}]' if ':' in host else host}:{port}{load().base_path}")
    if world.is_new:
        for system in seed.systems:
            print(f"  {system.system['id']:6}  token {system.token}")
    else:
        print(f"  as {arguments.database} was left; its tokens are the ones from before")
    sys.stdout.flush()
    config = uvicorn.Config(
        create_app(world),
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=_GRACE,
    )
    with contextlib.suppress(KeyboardInterrupt):
        uvicorn.Server(config).run(sockets=[listener])
    return 0


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind((host, port))
    return listener
