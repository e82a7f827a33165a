"""Run the sandbox with uvicorn."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import errno
import socket
import sqlite3
import ssl
import sys
import tempfile
from pathlib import Path
from typing import Any

import uvicorn
from starlette.types import ASGIApp

from pluralkit_sandbox import contract, tls
from pluralkit_sandbox.application import create_app
from pluralkit_sandbox.faults import Protocol
from pluralkit_sandbox.keys import KeyFileError
from pluralkit_sandbox.seed import Seed
from pluralkit_sandbox.state import Sandbox
from pluralkit_sandbox.tls import Certificate
from pluralkit_sandbox.webhook_faults import WebhookFaults
from pluralkit_sandbox.webhooks import Sender

_BACKLOG = 2048
_GRACE = 2
"""Seconds for open requests at shutdown."""


def serve(seed: Seed, arguments: argparse.Namespace) -> int:
    """Serve a sandbox until a signal ends it.

    Args:
        seed: Initial data.
        arguments: Parsed command-line arguments.

    Returns:
        The exit code: 0, 1 if the address cannot be bound, or 2 for invalid files.
    """
    with contextlib.ExitStack() as stack:
        try:
            certificate = _certificate(arguments, stack)
        except (OSError, ValueError) as failure:
            print(f"--tls {arguments.tls}: {failure}", file=sys.stderr)
            return 2
        try:
            listener = listen(arguments.host, arguments.port)
        except OSError as failure:
            where = f"{arguments.host} port {arguments.port}"
            print(f"cannot listen on {where}: {failure.strerror}", file=sys.stderr)
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
                applications=dict(arguments.app_token),
            )
        except sqlite3.DatabaseError as failure:
            print(f"{arguments.database}: {failure}", file=sys.stderr)
            return 2
        except KeyFileError as failure:
            print(failure, file=sys.stderr)
            return 2
        _announce(sandbox, address(listener, secure=certificate is not None), certificate, arguments)
        app = create_app(sandbox, control_api=not arguments.no_control, allowed_hosts=arguments.allow_host)
        with contextlib.suppress(KeyboardInterrupt):
            build(app, certificate).run(sockets=[listener])
    return 0


def _certificate(arguments: argparse.Namespace, stack: contextlib.ExitStack) -> Certificate | None:
    """Return the certificate to serve with; None for HTTP.

    Raises:
        OSError: The file cannot be read.
        ValueError: The file has no certificate with its private key.
    """
    if arguments.tls is None:
        return None
    if arguments.tls == tls.GENERATE:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="pluralkit-sandbox-"))
        return tls.make(arguments.host, Path(folder))
    try:
        ssl.create_default_context(ssl.Purpose.CLIENT_AUTH).load_cert_chain(arguments.tls)
    except ssl.SSLError as failure:
        raise ValueError(f"it has no private key with its certificate ({failure.reason})") from None
    return Certificate(arguments.tls, None)


def _announce(
    sandbox: Sandbox, url: str, certificate: Certificate | None, arguments: argparse.Namespace
) -> None:
    """Print the URLs of the sandbox and its tokens."""
    print(f"PluralKit sandbox: {url}{contract.load().base_path}")
    print(f"  for programs that add {contract.load().base_path} themselves: {url}")
    if certificate and certificate.authority:
        print(f"  its certificate authority: {certificate.authority}")
    if not arguments.no_control:
        print(f"  in the browser: {url}/sandbox/")
    if sandbox.world.is_new:
        for system in sandbox.seed.systems:
            print(f"  {system.system['id']:6}  token {system.token}")
    else:
        print(f"  as {arguments.database} was left; its tokens are the ones from before")
    sys.stdout.flush()


class _Server(uvicorn.Server):
    """uvicorn server that reports only once that no more connections can be accepted."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        asyncio.get_running_loop().set_exception_handler(_Reporter())
        await super().startup(sockets)


class _Reporter:
    """Exception handler of the event loop that reports exhausted file descriptors once."""

    def __init__(self) -> None:
        self._reported = False

    def __call__(self, loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        failure = context.get("exception")
        if isinstance(failure, OSError) and failure.errno in (errno.EMFILE, errno.ENFILE):
            if not self._reported:
                print("too many open connections: further ones wait until others are closed", file=sys.stderr)
            self._reported = True
        elif self._reported and isinstance(failure, ValueError):
            pass  # asyncio retries after a second, on a socket that may be closed by then
        else:
            loop.default_exception_handler(context)


def build(app: ASGIApp, certificate: Certificate | None = None) -> uvicorn.Server:
    """Create a uvicorn server, to be run with a listening socket.

    Args:
        app: The application.
        certificate: TLS certificate; None for HTTP.
    """
    config = uvicorn.Config(
        app,
        http=Protocol,
        ws="none",
        log_config=None,
        log_level="warning",
        access_log=False,
        server_header=False,
        # Ignore forwarding headers: clients could choose the bucket that a request is charged to.
        proxy_headers=False,
        ssl_certfile=certificate and certificate.chain,
        timeout_graceful_shutdown=_GRACE,
    )
    return _Server(config)


def listen(host: str, port: int) -> socket.socket:
    """Open a listening socket, so that clients can connect before the server runs.

    Args:
        host: Address to listen on.
        port: Port to listen on; 0 picks a free one.

    Raises:
        OSError: The address cannot be bound.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # asyncio sets TCP_NODELAY only for sockets with an explicit protocol of TCP.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(_BACKLOG)
    except BaseException:
        listener.close()
        raise
    return listener


def address(listener: socket.socket, *, secure: bool = False) -> str:
    """Return the URL of a listening socket.

    Args:
        listener: The socket.
        secure: Whether the scheme is https.
    """
    host, port = listener.getsockname()[:2]
    return f"http{'s' if secure else ''}://{f'[{host}]' if ':' in host else host}:{port}"
