"""The server: a socket, a sandbox, and uvicorn between them."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import errno
import socket
import sqlite3
import sys
from typing import Any

import uvicorn
from starlette.types import ASGIApp

from pluralkit_sandbox import contract
from pluralkit_sandbox.application import create_app
from pluralkit_sandbox.faults import Protocol
from pluralkit_sandbox.keys import KeyFileError
from pluralkit_sandbox.seed import Seed
from pluralkit_sandbox.state import Sandbox
from pluralkit_sandbox.webhook_faults import WebhookFaults
from pluralkit_sandbox.webhooks import Sender

_BACKLOG = 2048
_GRACE = 2
"""Seconds that open requests have when the server is told to end."""


def serve(seed: Seed, arguments: argparse.Namespace) -> int:
    """Serve a seed until a signal ends it. Returns the exit code."""
    try:
        listener = listen(arguments.host, arguments.port)
    except OSError as failure:
        print(f"cannot listen on {arguments.host} port {arguments.port}: {failure.strerror}", file=sys.stderr)
        return 1
    try:
        sandbox = Sandbox(
            seed,
            Sender(
                arguments.webhook_relay,
                arguments.webhook_allow,
                faults=WebhookFaults(as_deployed=arguments.as_deployed),
            ),
            database=arguments.database,
            limits=None if arguments.no_rate_limit else arguments.limits,
        )
    except sqlite3.DatabaseError as failure:
        print(f"{arguments.database}: {failure}", file=sys.stderr)
        return 2
    except KeyFileError as failure:
        print(failure, file=sys.stderr)
        return 2
    print(f"PluralKit sandbox: {address(listener)}{contract.load().base_path}")
    if not arguments.no_control:
        print(f"  in the browser: {address(listener)}/sandbox/")
    if sandbox.world.is_new:
        for system in seed.systems:
            print(f"  {system.system['id']:6}  token {system.token}")
    else:
        print(f"  as {arguments.database} was left; its tokens are the ones from before")
    sys.stdout.flush()
    app = create_app(sandbox, control_api=not arguments.no_control, allowed_hosts=arguments.allow_host)
    with contextlib.suppress(KeyboardInterrupt):
        build(app).run(sockets=[listener])
    return 0


class _Server(uvicorn.Server):
    """Serves; says once, and not with every attempt, that no more connections can be accepted."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        asyncio.get_running_loop().set_exception_handler(_Reporter())
        await super().startup(sockets)


class _Reporter:
    """Handles errors that the event loop meets outside of tasks."""

    def __init__(self) -> None:
        self._told = False

    def __call__(self, loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        failure = context.get("exception")
        if isinstance(failure, OSError) and failure.errno in (errno.EMFILE, errno.ENFILE):
            if not self._told:
                print("too many open connections: further ones wait until others are closed", file=sys.stderr)
            self._told = True
        elif self._told and isinstance(failure, ValueError):
            pass  # asyncio goes on accepting a second later, on a socket that may be closed by then
        else:
            loop.default_exception_handler(context)


def build(app: ASGIApp) -> uvicorn.Server:
    """A server for the sandbox's application, to be run with a listener."""
    config = uvicorn.Config(
        app,
        http=Protocol,
        ws="none",
        log_config=None,
        log_level="warning",
        access_log=False,
        server_header=False,
        # Who calls is who connects; else everybody could choose whose budget a request is charged to.
        proxy_headers=False,
        timeout_graceful_shutdown=_GRACE,
    )
    return _Server(config)


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens, so that nobody comes too early; port 0 picks a free one. Raises OSError."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # asyncio sends small answers at once (TCP_NODELAY) only where the protocol is said to be TCP.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind((host, port))
    listener.listen(_BACKLOG)
    return listener


def address(listener: socket.socket) -> str:
    """The URL at which a socket listens."""
    host, port = listener.getsockname()[:2]
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"
