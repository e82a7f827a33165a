"""Permissions of API keys, evaluated from the contract's scopes."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum, auto

from pluralkit_contract.contract import Contract, Operation


class Effect(Enum):
    """What an API key gets from an operation."""

    OWNER = auto()
    ANONYMOUS = auto()
    FILTERED = auto()
    """As an anonymous caller, but private lists come filtered, not refused."""
    REFUSED = auto()


def effect(contract: Contract, operation: Operation, scopes: Sequence[str]) -> Effect:
    """Return what an API key gets from an operation on its own system.

    Args:
        contract: The contract.
        operation: The operation.
        scopes: Scopes of the API key.
    """
    rules = contract.document["x-pluralkit-api-key-scopes"]
    wanted = operation.extensions.get("scopes")
    if wanted is None:
        return Effect.ANONYMOUS
    held: set[str] = set()
    for scope in scopes:
        level, _, resource = scope.partition(":")
        if wanted["resource"] in (resource, *rules["resources"].get(resource, ())):
            held |= {level, *rules["levels"][level]}
    if wanted["access"] == "write":
        return Effect.OWNER if "write" in held else Effect.REFUSED
    if "read" in held:
        return Effect.OWNER
    if "publicread" in held:
        return {"full": Effect.OWNER, "public": Effect.FILTERED, "refused": Effect.REFUSED}[
            wanted["publicread"]
        ]
    if wanted.get("identify") and rules["identify"] in scopes:
        return Effect.FILTERED
    return Effect.ANONYMOUS
