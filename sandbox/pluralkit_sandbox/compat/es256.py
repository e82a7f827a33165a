"""ES256 signatures (RFC 7518): ECDSA on P-256 with SHA-256, as r and s of 32 bytes each."""

from __future__ import annotations

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

_HALF = 32
_ALGORITHM = ec.ECDSA(SHA256())


class PrivateKey:
    """A private key on P-256."""

    def __init__(self, pem: bytes | None = None) -> None:
        """Load or generate a key.

        Args:
            pem: The key in PEM format. Default: a new key.

        Raises:
            ValueError: The PEM is not a private key on P-256.
        """
        key = ec.generate_private_key(ec.SECP256R1()) if pem is None else load_pem_private_key(pem, None)
        if not isinstance(key, ec.EllipticCurvePrivateKey) or not isinstance(key.curve, ec.SECP256R1):
            raise ValueError("not a private key on P-256")
        self._key = key

    def pem(self) -> bytes:
        """Return the key in PEM format (PKCS #8, unencrypted)."""
        return self._key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())

    def sign(self, message: bytes) -> bytes:
        """Return the signature of a message."""
        halves = utils.decode_dss_signature(self._key.sign(message, _ALGORITHM))
        return b"".join(half.to_bytes(_HALF, "big") for half in halves)

    def has_signed(self, message: bytes, signature: bytes) -> bool:
        """Return whether a signature of a message was made with this key."""
        if len(signature) != 2 * _HALF:
            return False
        r, s = (int.from_bytes(half, "big") for half in (signature[:_HALF], signature[_HALF:]))
        try:
            self._key.public_key().verify(utils.encode_dss_signature(r, s), message, _ALGORITHM)
        except InvalidSignature:
            return False
        return True
