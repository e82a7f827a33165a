"""ES256 (RFC 7518): ECDSA on P-256 with SHA-256, a signature being r and s, 32 bytes each."""

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
    """Signs, and tells its own signatures from others."""

    def __init__(self, pem: bytes | None = None) -> None:
        """The key in this PEM, or a new one. Raises ValueError for a PEM that holds something else."""
        key = ec.generate_private_key(ec.SECP256R1()) if pem is None else load_pem_private_key(pem, None)
        if not isinstance(key, ec.EllipticCurvePrivateKey) or not isinstance(key.curve, ec.SECP256R1):
            raise ValueError("not a private key on P-256")
        self._key = key

    def pem(self) -> bytes:
        return self._key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())

    def sign(self, message: bytes) -> bytes:
        halves = utils.decode_dss_signature(self._key.sign(message, _ALGORITHM))
        return b"".join(half.to_bytes(_HALF, "big") for half in halves)

    def has_signed(self, message: bytes, signature: bytes) -> bool:
        if len(signature) != 2 * _HALF:
            return False
        r, s = (int.from_bytes(half, "big") for half in (signature[:_HALF], signature[_HALF:]))
        try:
            self._key.public_key().verify(utils.encode_dss_signature(r, s), message, _ALGORITHM)
        except InvalidSignature:
            return False
        return True
