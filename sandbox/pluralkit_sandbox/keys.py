"""API keys with scopes: `pkapi:BODY:SIGNATURE`.

BODY is standard base64 of a JSON object {tid, sid, type, scopes}: the key's and the system's UUID, who made
it, what it may do. SIGNATURE is base64url, without padding, of an ES256 signature over that JSON. A sandbox
takes the keys that it signed itself, also after a reset, and those of its seed, as the strings they are.
"""

from __future__ import annotations

import base64
import uuid
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import msgspec

from pluralkit_sandbox import contract

if TYPE_CHECKING:
    from pluralkit_sandbox.compat.es256 import PrivateKey

Kind = Literal["user_created", "external_app"]


class KeyFileError(Exception):
    """The file with the private key is damaged; the text says which, and what to do."""


class Key(msgspec.Struct, frozen=True):
    """Content of an API key."""

    tid: str
    """The key's UUID."""
    sid: str
    """The UUID of the system that it speaks for."""
    type: Kind
    scopes: tuple[str, ...]


class Signer:
    """Signs and verifies API keys."""

    def __init__(self, path: Path | None = None) -> None:
        """Sign with the private key in this file, made if it is missing; without a file, with a new one."""
        self._path = path

    @classmethod
    def beside(cls, database: Path) -> Signer:
        """Sign with the private key that belongs to a database, in a file beside it."""
        return cls(database.with_name(f"{database.name}.key"))

    def mint(self, system: str, scopes: Iterable[str], kind: Kind = "user_created") -> str:
        """A new key for the system with this UUID, as it stands after `Bearer`.

        Raises ValueError for scopes that the contract does not have.
        """
        body = msgspec.json.encode(Key(str(uuid.uuid4()), system, kind, check_scopes(scopes)))
        return _join(body, self._private_key.sign(body))

    def read(self, token: str) -> Key | None:
        """What a key says; None for one that was not signed here."""
        try:
            _, text, signed = token.split(":")
            body = base64.b64decode(text)
            signature = base64.urlsafe_b64decode(signed + "=" * (-len(signed) % 4))
        except ValueError:
            return None
        # Base64 has several spellings of the same bytes; a key has one.
        if _join(body, signature) != token or not self._private_key.has_signed(body, signature):
            return None
        return msgspec.json.decode(body, type=Key)

    @cached_property
    def _private_key(self) -> PrivateKey:
        # Most sandboxes never sign or check a key, and nothing takes longer to load.
        from pluralkit_sandbox.compat.es256 import PrivateKey

        if self._path is None:
            return PrivateKey()
        if not self._path.exists():
            # Written whole under another name first: a crash leaves no half of a key.
            whole = self._path.with_name(f"{self._path.name}.new")
            whole.unlink(missing_ok=True)
            whole.touch(0o600, exist_ok=False)
            whole.write_bytes(PrivateKey().pem())
            whole.replace(self._path)
        try:
            return PrivateKey(self._path.read_bytes())
        except (ValueError, TypeError):  # TypeError: it is encrypted
            raise KeyFileError(
                f"{self._path}: the private key is damaged. Delete the file to have a new one made; "
                "API keys that were made with the old one are refused then"
            ) from None

    def check(self) -> None:
        """Read the file, if there is one.

        Raises:
            KeyFileError: It does not hold a private key.
        """
        if self._path is not None and self._path.exists():
            _ = self._private_key


def check_scopes(scopes: Iterable[str]) -> tuple[str, ...]:
    """The scopes, each once. Raises ValueError for none, or for one that the contract does not have."""
    rules = contract.load().scopes
    checked = tuple(dict.fromkeys(scopes))
    for scope in checked:
        level, _, resource = scope.partition(":")
        if scope != rules.identify and (level not in rules.levels or resource not in rules.resources):
            raise ValueError(
                f"{scope!r} is not a scope: say {rules.identify}, or one of {', '.join(rules.levels)}, "
                f"a colon, and one of {', '.join(rules.resources)}"
            )
    if not checked:
        raise ValueError("a key needs at least one scope")
    return checked


def _join(body: bytes, signature: bytes) -> str:
    signed = base64.urlsafe_b64encode(signature).decode().rstrip("=")
    return f"pkapi:{base64.b64encode(body).decode()}:{signed}"
