"""Certificates that fit and others that do not, by an authority of our own, made anew."""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import trustme

_HERE = "127.0.0.1"
_DAY = timedelta(days=1)


class Certificates:
    """`authority` is the file to be trusted; `servers` are contexts for a server, by name."""

    def __init__(self, directory: Path) -> None:
        ours, unknown = trustme.CA(), trustme.CA()
        now = datetime.now(UTC)
        self.authority = directory / "authority.pem"
        ours.cert_pem.write_to_path(self.authority)
        self.servers: Mapping[str, ssl.SSLContext] = {
            "ours": _server(ours.issue_cert(_HERE)),
            "another host's": _server(ours.issue_cert("elsewhere.invalid")),
            "expired": _server(ours.issue_cert(_HERE, not_before=now - 2 * _DAY, not_after=now - _DAY)),
            "an unknown authority's": _server(unknown.issue_cert(_HERE)),
            "for both": _server(ours.issue_cert(_HERE)),
        }
        ours.configure_trust(self.servers["for both"])  # pyright: ignore[reportUnknownMemberType] (pyOpenSSL's context is left open there)
        self.servers["for both"].verify_mode = ssl.CERT_REQUIRED


def _server(certificate: trustme.LeafCert) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)  # pyright: ignore[reportUnknownMemberType] (pyOpenSSL's context is left open there)
    return context
