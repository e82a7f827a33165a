"""TLS certificates for `--tls`."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

GENERATE = Path()
"""Value of `--tls` without a file: generate a certificate."""


class Certificate(NamedTuple):
    """Certificate files in PEM format.

    Attributes:
        chain: Private key, certificate and intermediate certificates.
        authority: Certificate authority that clients must trust; None for a certificate that the user
            supplied.
    """

    chain: Path
    authority: Path | None


def make(host: str, folder: Path) -> Certificate:
    """Create a certificate for a host and for loopback, signed by a new authority.

    Args:
        host: The address that the server listens on.
        folder: Directory for the files.
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
