"""Middleware that protects the control API from requests of foreign web pages (CSRF, DNS rebinding).

A browser sends requests to loopback for any page that it shows. Foreign pages are detected by Host (DNS
rebinding), by Origin and Sec-Fetch-Site, and by missing headers that a page may only send after a preflight,
which is never granted.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from pluralkit_sandbox.routing import respond

CONFIRMATION = "X-PluralKit-Sandbox"
"""Header with the value 1 that writes without a body need."""

_READS = ("GET", "HEAD", "OPTIONS")


class Guard:
    """ASGI middleware that rejects requests which a foreign web page may have sent."""

    def __init__(self, app: ASGIApp, allowed_hosts: Iterable[str] = ()) -> None:
        """Wrap an ASGI application.

        Args:
            app: The application.
            allowed_hosts: Host names, without a port, that are allowed besides loopback.
        """
        self._app = app
        self._allowed = frozenset(host.lower() for host in allowed_hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        refusal = self.refusal(scope["method"], Headers(scope=scope), scope["scheme"])
        if refusal is None:
            await self._app(scope, receive, send)
        else:
            status, message = refusal
            await respond(status, {"message": message})(scope, receive, send)

    def refusal(self, method: str, headers: Headers, scheme: str = "http") -> tuple[int, str] | None:
        """Return why a request is rejected.

        Args:
            method: HTTP method.
            headers: Headers of the request.
            scheme: Scheme of the server's URL.

        Returns:
            A status and a message; None if the request is allowed.
        """
        host = headers.get("host", "")
        if not self._is_allowed(host):
            return 403, f"the control API is not served to the host {host!r}: allow it with --allow-host HOST"
        origin = headers.get("origin")
        if origin is not None and origin.lower() != f"{scheme}://{host}".lower():
            return 403, f"the control API is not open to pages of {origin!r}"
        if headers.get("sec-fetch-site") == "cross-site":
            return 403, "the control API is not open to pages of other sites"
        if method in _READS:
            return None
        if headers.get("content-length", "0") == "0" and "transfer-encoding" not in headers:
            if headers.get(CONFIRMATION) != "1":
                return 403, f"a change without a body needs the header {CONFIRMATION}: 1"
        elif headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
            return 415, "a body needs the header Content-Type: application/json"
        return None

    def _is_allowed(self, host: str) -> bool:
        try:
            name = urlsplit(f"//{host}").hostname or ""
        except ValueError:
            return False
        if name in self._allowed or name == "localhost":
            return True
        try:
            return ipaddress.ip_address(name).is_loopback
        except ValueError:
            return False
