"""Certificates that fit and others that do not, by an authority of our own, made anew."""

from __future__ import annotations

import ipaddress
import ssl
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

_DAY = timedelta(days=1)
_HERE = x509.IPAddress(ipaddress.ip_address("127.0.0.1"))
_ELSEWHERE = x509.DNSName("elsewhere.invalid")


class Certificates:
    """`authority` is the file to be trusted; `servers` are contexts for a server, by name."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._key = ec.generate_private_key(ec.SECP256R1())
        self.authority = directory / "authority.pem"
        self.authority.write_bytes(self._certificate(self._key, "authority").public_bytes(Encoding.PEM))
        self.servers: Mapping[str, ssl.SSLContext] = {
            "ours": self._server("ours", self._key),
            "another host's": self._server("another", self._key, host=_ELSEWHERE),
            "expired": self._server("expired", self._key, until=datetime.now(UTC) - _DAY),
            "self-signed": self._server("self-signed", None),
            "for both": self._server("both", self._key),
        }
        self.servers["for both"].load_verify_locations(self.authority)
        self.servers["for both"].verify_mode = ssl.CERT_REQUIRED

    def _server(
        self,
        name: str,
        signer: ec.EllipticCurvePrivateKey | None,
        host: x509.GeneralName = _HERE,
        until: datetime | None = None,
    ) -> ssl.SSLContext:
        key = ec.generate_private_key(ec.SECP256R1())
        certificate = self._certificate(key, name, signer, host, until)
        file = self._directory / f"{name}.pem"
        secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        file.write_bytes(secret + certificate.public_bytes(Encoding.PEM))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(file)
        return context

    def _certificate(
        self,
        key: ec.EllipticCurvePrivateKey,
        name: str,
        signer: ec.EllipticCurvePrivateKey | None = None,
        host: x509.GeneralName = _HERE,
        until: datetime | None = None,
    ) -> x509.Certificate:
        """Signed by the authority's key, or by its own."""
        until = until or datetime.now(UTC) + _DAY
        authority = key is self._key
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        issuer = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "authority" if signer else name)])
        return (
            x509.CertificateBuilder(issuer, subject, key.public_key(), x509.random_serial_number())
            .not_valid_before(until - 2 * _DAY)
            .not_valid_after(until)
            .add_extension(x509.SubjectAlternativeName([host]), critical=False)
            .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
            .sign(signer or key, hashes.SHA256())
        )
