"""Who asks, and how much of a thing they see."""

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
    """What an answer shows."""

    OWNER = "owner"
    STRANGER = "stranger"
    FILTERED = "stranger, lists filtered"
    """As to a stranger, but a private list comes filtered where a stranger is refused."""
    REFUSED = "refused"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Viewer:
    """`authorization` is the header as it is sent.

    `scopes` and `system`, the UUID of its system, are an API key's; None for a legacy token.
    """

    name: str
    authorization: str | None = field(default=None, repr=False)
    scopes: frozenset[str] | None = None
    system: str | None = None
    valid: bool = True

    @property
    def has_token(self) -> bool:
        """Whether the service knows who asks."""
        return self.authorization is not None and self.valid


STRANGER = Viewer("stranger")
IMPOSTOR = Viewer("bad token", "not-a-token", valid=False)
"""A bad token counts as none."""


def holder(token: str) -> Viewer:
    """Whoever holds a token or an API key (with or without `Bearer `). Raises ValueError, without it."""
    token = token.strip().removeprefix("Bearer ")
    if not token or not token.isascii() or not token.isprintable() or " " in token:
        raise ValueError("the token is empty, or has characters that no token has")
    if not token.startswith(_KEY):
        return Viewer("owner", token)
    try:
        claims: Any = json.loads(base64.b64decode(token.removeprefix(_KEY).partition(":")[0], validate=True))
        scopes, system = frozenset(str(scope) for scope in claims["scopes"]), str(UUID(claims["sid"]))
    except (binascii.Error, ValueError, TypeError, KeyError, AttributeError):
        raise ValueError("the API key is not pkapi:BODY:SIGNATURE with sid and scopes in its BODY") from None
    return Viewer("owner", f"Bearer {token}", scopes, system)


def view(contract: Contract, viewer: Viewer, operation: Operation, *, own: bool) -> View:
    """How much of a thing of the viewer's own system, or of another, the operation shows."""
    if not (viewer.has_token and own):
        return View.STRANGER
    if viewer.scopes is None:
        return View.OWNER
    needs = operation.extensions.get("scopes")
    if needs is None:
        return View.UNKNOWN
    levels = _levels(contract, viewer.scopes, needs["resource"])
    if "read" in levels:
        return View.OWNER
    if "publicread" in levels:
        return {"full": View.OWNER, "public": View.FILTERED, "refused": View.REFUSED}[needs["publicread"]]
    if needs.get("identify") and _rules(contract)["identify"] in viewer.scopes:
        return View.FILTERED
    return View.STRANGER


def is_known(contract: Contract, viewer: Viewer, operation: Operation) -> bool:
    """Whether the operation tells this viewer from a stranger; a key counts as far as its scopes reach."""
    return view(contract, viewer, operation, own=True) not in (View.STRANGER, View.UNKNOWN)


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
