"""API keys with scopes: `PREFIXBODY:SIGNATURE`.

PREFIX is the `bearer-prefix` of the contract. BODY is standard base64 of a JSON object {tid, sid, type,
scopes}: UUID of the key, UUID of the system, how the key was created, and its scopes. SIGNATURE is base64url,
without padding, of an ES256 signature over that JSON. A sandbox accepts the keys that it signed itself, also
after a reset, and the keys of its seed, which may be any text.
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
    """The file with the private key is damaged; the message names it and says what to do."""


class Key(msgspec.Struct, frozen=True):
    """Content of an API key.

    Attributes:
        tid: UUID of the key.
        sid: UUID of the system that it authenticates.
        type: How it was created.
        scopes: Its scopes.
    """

    tid: str
    sid: str
    type: Kind
    scopes: tuple[str, ...]


class Signer:
    """Signs and verifies API keys."""

    def __init__(self, path: Path | None = None) -> None:
        """Create a signer. The private key is loaded or generated on first use.

        Args:
            path: PEM file of the private key, created if it is missing. Default: a new private key in memory.
        """
        self._path = path

    @classmethod
    def beside(cls, database: Path) -> Signer:
        """Create a signer whose private key is in a file beside a database.

        Args:
            database: The SQLite file; `.key` is appended to its name.
        """
        return cls(database.with_name(f"{database.name}.key"))

    def mint(self, system: str, scopes: Iterable[str], kind: Kind = "user_created") -> str:
        """Create an API key, without the prefix `Bearer`.

        Args:
            system: UUID of the system.
            scopes: Scopes of the key.
            kind: How the key was created.

        Raises:
            ValueError: There is no scope, or one that does not exist.
        """
        body = msgspec.json.encode(Key(str(uuid.uuid4()), system, kind, check_scopes(scopes)))
        return _join(body, self._private_key.sign(body))

    def read(self, token: str) -> Key | None:
        """Return the content of a key; None if it was not signed with this private key.

        Args:
            token: The key, without the prefix `Bearer`.
        """
        try:
            text, signed = token.removeprefix(contract.load().bearer_prefix).split(":")
            body = base64.b64decode(text)
            signature = base64.urlsafe_b64decode(signed + "=" * (-len(signed) % 4))
        except ValueError:
            return None
        # Base64 can encode the same bytes in several ways; accept only the canonical one, with the prefix.
        if _join(body, signature) != token or not self._private_key.has_signed(body, signature):
            return None
        return msgspec.json.decode(body, type=Key)

    @cached_property
    def _private_key(self) -> PrivateKey:
        # Import lazily: cryptography is slow to load, and most sandboxes never use an API key.
        from pluralkit_sandbox.compat.es256 import PrivateKey

        if self._path is None:
            return PrivateKey()
        if not self._path.exists():
            # Write to a temporary file and rename, so that a crash leaves no partial key.
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
        """Load the private key if its file exists.

        Raises:
            KeyFileError: The file has no valid private key.
        """
        if self._path is not None and self._path.exists():
            _ = self._private_key


def check_scopes(scopes: Iterable[str]) -> tuple[str, ...]:
    """Validate scopes.

    Args:
        scopes: The scopes.

    Returns:
        The scopes without duplicates.

    Raises:
        ValueError: There is no scope, or one that does not exist.
    """
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
    return f"{contract.load().bearer_prefix}{base64.b64encode(body).decode()}:{signed}"
