"""Callers, and which view of a resource an operation shows to each."""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, cast
from uuid import UUID

from .contract import Contract, Operation


class View(Enum):
    """How much of a resource a response shows.

    Attributes:
        OWNER: All fields.
        ANONYMOUS: What anonymous callers see.
        FILTERED: As ANONYMOUS, but a private list is returned filtered where an anonymous caller gets an
            error.
        REFUSED: Nothing: the request is refused.
        UNKNOWN: Not known before the response.
    """

    OWNER = "owner"
    ANONYMOUS = "anonymous caller"
    FILTERED = "anonymous caller, lists filtered"
    REFUSED = "refused"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Caller:
    """An identity that requests are sent with.

    Attributes:
        name: Name of the caller; also the report's column that counts its requests.
        authorization: Value of the Authorization header; None to send none.
        scopes: Scopes of an API key; None for a token.
        system: UUID of the API key's system; None for a token.
        valid: Whether the service accepts the header.
    """

    name: str
    authorization: str | None = field(default=None, repr=False)
    scopes: frozenset[str] | None = None
    system: str | None = None
    valid: bool = True

    @property
    def has_token(self) -> bool:
        """Whether the service authenticates the caller."""
        return self.authorization is not None and self.valid


ANONYMOUS = Caller("anonymous")
INVALID_TOKEN = Caller("bad token", "not-a-token", valid=False)
"""A caller with an invalid token, which the service treats like an anonymous caller."""


def token_owner(contract: Contract, token: str) -> Caller:
    """Create the caller that a token or an API key authenticates.

    Args:
        contract: The contract, which states the prefix of API keys.
        token: The token, or the API key with or without `Bearer `.

    Returns:
        A caller named `owner`.

    Raises:
        ValueError: The text is neither a token nor an API key. The message does not contain it.
    """
    token = token.strip().removeprefix("Bearer ")
    if not token or not token.isascii() or not token.isprintable() or " " in token:
        raise ValueError("the token is empty, or has characters that no token has")
    if not token.startswith(prefix := contract.wire_format.key_prefix):
        return Caller("owner", token)
    try:
        claims: Any = json.loads(
            base64.b64decode(token.removeprefix(prefix).partition(":")[0], validate=True)
        )
        scopes, system = frozenset(str(scope) for scope in claims["scopes"]), str(UUID(claims["sid"]))
    except (binascii.Error, ValueError, TypeError, KeyError, AttributeError):
        raise ValueError(
            f"the API key is not {prefix}BODY:SIGNATURE with sid and scopes in its BODY"
        ) from None
    return Caller("owner", f"Bearer {token}", scopes, system)


def view(contract: Contract, caller: Caller, operation: Operation, *, own: bool) -> View:
    """Determine which view of a resource an operation shows to a caller.

    Args:
        contract: The contract, which states the scopes that an operation needs.
        caller: The caller.
        operation: A GET operation.
        own: Whether the resource belongs to the caller's system.

    Returns:
        The view; UNKNOWN if the caller is an API key and the contract states no scopes for the operation.
    """
    if not (caller.has_token and own):
        return View.ANONYMOUS
    if caller.scopes is None:
        return View.OWNER
    needs = operation.extensions.get("scopes")
    if needs is None:
        return View.UNKNOWN
    levels = _levels(contract, caller.scopes, needs["resource"])
    if "read" in levels:
        return View.OWNER
    if "publicread" in levels:
        return {"full": View.OWNER, "public": View.FILTERED, "refused": View.REFUSED}[needs["publicread"]]
    if needs.get("identify") and _rules(contract)["identify"] in caller.scopes:
        return View.FILTERED
    return View.ANONYMOUS


def is_known(contract: Contract, caller: Caller, operation: Operation) -> bool:
    """Return whether an operation treats a caller as the owner of the caller's own system.

    Args:
        contract: The contract.
        caller: The caller. For an API key, the result depends on its scopes.
        operation: A GET operation.
    """
    return view(contract, caller, operation, own=True) not in (View.ANONYMOUS, View.UNKNOWN)


def _levels(contract: Contract, scopes: frozenset[str], resource: str) -> set[str]:
    rules = _rules(contract)
    found: set[str] = set()
    for scope in scopes:
        level, _, covered = scope.partition(":")
        if level in rules["levels"] and (
            covered == resource or resource in rules["resources"].get(covered, ())
        ):
            found |= {level, *rules["levels"][level]}
    return found


def _rules(contract: Contract) -> dict[str, Any]:
    return cast("dict[str, Any]", contract.document["x-pluralkit-api-key-scopes"])
