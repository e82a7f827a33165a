"""Authentication and authorization: the caller of a request, and what its API key permits.

Permissions of API keys follow from `x-pluralkit-scopes`. Only hashes of tokens and keys are stored, so that
lookups do not leak timing information about them.
"""

from __future__ import annotations

import hashlib
from typing import NamedTuple

from pluralkit_sandbox import contract
from pluralkit_sandbox.contract import Scopes
from pluralkit_sandbox.keys import Signer
from pluralkit_sandbox.store import Store


class Caller(NamedTuple):
    """The caller of a request.

    Attributes:
        system: Row id of the caller's system; None for anonymous callers.
        private: Whether the caller may read, or in a write change, private data of the system.
        refused: Whether the key's scopes do not permit the operation.
    """

    system: int | None = None
    private: bool = False
    refused: bool = False


ANONYMOUS = Caller()


def hash_token(token: str) -> bytes:
    """Return the SHA-256 hash of a token or key, under which it is stored.

    Args:
        token: The token or key, without the prefix `Bearer`.
    """
    return hashlib.sha256(token.encode("utf-8", "surrogateescape")).digest()


def authenticate(store: Store, signer: Signer, header: str | None, scopes: Scopes | None) -> Caller:
    """Return the caller for an Authorization header. Invalid tokens are treated as anonymous.

    Args:
        store: Has the hashes of tokens and keys.
        signer: Verifies keys that it signed.
        header: Value of the header; None without one.
        scopes: What the operation needs; None if it ignores API keys.
    """
    if not header:
        return ANONYMOUS
    if (system := store.system_by_token(hash_token(header))) is not None:
        return Caller(system, private=True)
    scheme, _, token = header.partition(" ")
    if scheme != "Bearer":
        return ANONYMOUS
    if key := store.key(hash_token(token)):
        return _permissions(key.system, key.scopes, scopes)
    if (signed := signer.read(token)) and (owner := store.find("systems", "uuid", signed.sid)):
        return _permissions(owner.id, frozenset(signed.scopes), scopes)
    return ANONYMOUS


def _permissions(system: int, granted: frozenset[str], needed: Scopes | None) -> Caller:
    if needed is None:
        return ANONYMOUS
    rules = contract.load().scopes
    levels: set[str] = set()
    for scope in granted:
        level, _, resource = scope.partition(":")
        if level in rules.levels and needed.resource in rules.resources.get(resource, ()):
            levels |= rules.levels[level]
    if needed.access == "write":
        return Caller(system, private="write" in levels, refused="write" not in levels)
    if "read" in levels:
        return Caller(system, private=True)
    if "publicread" in levels:
        return Caller(system, private=needed.publicread == "full", refused=needed.publicread == "refused")
    if needed.identify and rules.identify in granted:
        return Caller(system)
    return ANONYMOUS
