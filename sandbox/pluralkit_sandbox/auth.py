"""Authentication and authorization: the caller of a request, and which scopes its key has.

A key's scopes are weighed by the contract (`x-pluralkit-scopes`). Tokens and keys are kept as hashes alone:
looking a hash up takes as long for a near miss as for a wild guess.
"""

from __future__ import annotations

import hashlib
from typing import NamedTuple

from pluralkit_sandbox import contract
from pluralkit_sandbox.contract import Scopes
from pluralkit_sandbox.keys import Signer
from pluralkit_sandbox.store import Store


class Caller(NamedTuple):
    """The system that a request speaks for, if any, and how far the request may go."""

    system: int | None = None
    private: bool = False
    """Whether the system's private side is open to it, for reading or, in a write, for changing."""
    refused: bool = False
    """Whether the operation is beyond the key's scopes."""


ANONYMOUS = Caller()


def hash_token(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "surrogateescape")).digest()


def authenticate(store: Store, signer: Signer, header: str | None, scopes: Scopes | None) -> Caller:
    """Return the caller for an Authorization header. An invalid token counts as none."""
    if not header:
        return ANONYMOUS
    if (system := store.system_by_token(hash_token(header))) is not None:
        return Caller(system, private=True)
    scheme, _, token = header.partition(" ")
    if scheme != "Bearer":
        return ANONYMOUS
    if key := store.key(hash_token(token)):
        return _weigh(key.system, key.scopes, scopes)
    if (signed := signer.read(token)) and (owner := store.find("systems", "uuid", signed.sid)):
        return _weigh(owner.id, frozenset(signed.scopes), scopes)
    return ANONYMOUS


def _weigh(system: int, held: frozenset[str], needed: Scopes | None) -> Caller:
    if needed is None:
        return ANONYMOUS
    rules = contract.load().scopes
    levels: set[str] = set()
    for scope in held:
        level, _, resource = scope.partition(":")
        if level in rules.levels and needed.resource in rules.resources.get(resource, ()):
            levels |= rules.levels[level]
    if needed.access == "write":
        return Caller(system, private="write" in levels, refused="write" not in levels)
    if "read" in levels:
        return Caller(system, private=True)
    if "publicread" in levels:
        return Caller(system, private=needed.publicread == "full", refused=needed.publicread == "refused")
    if needed.identify and rules.identify in held:
        return Caller(system)
    return ANONYMOUS
