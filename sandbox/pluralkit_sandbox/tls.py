"""Certificates for `--tls`."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

MAKE = Path()
"""Stands for a certificate that is to be made."""


class Certificate(NamedTuple):
    """Files in the PEM format."""

    chain: Path
    """The private key, the certificate, and those that signed it."""
    authority: Path | None
    """What clients must trust; None for a certificate that was given."""


def make(host: str, folder: Path) -> Certificate:
    """Make a certificate for a host and for loopback, signed by an authority that is made for it.

    Args:
        host: The address that is listened on.
        folder: Where the files are written.
    """
    import trustme

    authority = trustme.CA(organization_name="PluralKit sandbox")
    names = dict.fromkeys(["localhost", "127.0.0.1", "::1", host])
    certificate = authority.issue_cert(*names)
    made = Certificate(folder / "server.pem", folder / "authority.pem")
    made.chain.touch(0o600)
    made.chain.write_bytes(certificate.private_key_and_cert_chain_pem.bytes())
    (folder / "authority.pem").write_bytes(authority.cert_pem.bytes())
    return made
