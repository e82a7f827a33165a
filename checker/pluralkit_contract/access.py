"""Callers, and how much of a resource each may see."""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, cast
from uuid import UUID

from .contract import Contract, Operation

_KEY = "pkapi:"


class View(Enum):
    """How much of a resource a response shows."""

    OWNER = "owner"
    ANONYMOUS = "anonymous caller"
    FILTERED = "anonymous caller, lists filtered"
    """As for an anonymous caller, but a private list is filtered where an anonymous caller is refused."""
    REFUSED = "refused"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody who sends requests.

    Attributes:
        name: The column of the report that counts the requests.
        authorization: The Authorization header; None for none.
        scopes: The scopes of an API key; None for a token.
        system: The UUID of an API key's system; None for a token.
        valid: Whether the service accepts the header.
    """

    name: str
    authorization: str | None = field(default=None, repr=False)
    scopes: frozenset[str] | None = None
    system: str | None = None
    valid: bool = True

    @property
    def has_token(self) -> bool:
        """Whether the service identifies the caller."""
        return self.authorization is not None and self.valid


ANONYMOUS = Caller("anonymous")
INVALID_TOKEN = Caller("bad token", "not-a-token", valid=False)
"""To the service, an invalid token is like none."""


def token_owner(token: str) -> Caller:
    """Make the caller of a token or an API key.

    Args:
        token: The token, or the key with or without `Bearer `.

    Raises:
        ValueError: The text is neither; the message does not contain it.
    """
    token = token.strip().removeprefix("Bearer ")
    if not token or not token.isascii() or not token.isprintable() or " " in token:
        raise ValueError("the token is empty, or has characters that no token has")
    if not token.startswith(_KEY):
        return Caller("owner", token)
    try:
        claims: Any = json.loads(base64.b64decode(token.removeprefix(_KEY).partition(":")[0], validate=True))
        scopes, system = frozenset(str(scope) for scope in claims["scopes"]), str(UUID(claims["sid"]))
    except (binascii.Error, ValueError, TypeError, KeyError, AttributeError):
        raise ValueError("the API key is not pkapi:BODY:SIGNATURE with sid and scopes in its BODY") from None
    return Caller("owner", f"Bearer {token}", scopes, system)


def view(contract: Contract, caller: Caller, operation: Operation, *, own: bool) -> View:
    """Decide how much of a resource an operation shows to a caller.

    Args:
        contract: The contract; it says what scopes an operation needs.
        caller: Who calls it.
        operation: A GET operation.
        own: Whether the resource belongs to the caller's system.
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
    """Whether the operation treats the caller as the owner; a key as far as its scopes reach."""
    return view(contract, caller, operation, own=True) not in (View.ANONYMOUS, View.UNKNOWN)


def _levels(contract: Contract, scopes: frozenset[str], resource: str) -> set[str]:
    rules = _rules(contract)
    found: set[str] = set()
    for scope in scopes:
        level, _, held = scope.partition(":")
        if level in rules["levels"] and (held == resource or resource in rules["resources"].get(held, ())):
            found |= {level, *rules["levels"][level]}
    return found


def _rules(contract: Contract) -> dict[str, Any]:
    return cast("dict[str, Any]", contract.document["x-pluralkit-api-key-scopes"])
