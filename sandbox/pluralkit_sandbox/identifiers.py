"""Generate short ids, UUIDs and tokens in the formats of the service."""

from __future__ import annotations

import base64
import secrets
import uuid

from pluralkit_sandbox import contract


def new_short_id() -> str:
    """Return a random short id in the format that the contract states."""
    rule = contract.load().new_short_ids
    return "".join(secrets.choice(rule.alphabet) for _ in range(rule.length))


def new_uuid() -> str:
    """Return a random UUID."""
    return str(uuid.uuid4())


def new_token() -> str:
    """Return a random token for a system or webhook: standard base64 of 48 bytes."""
    return base64.b64encode(secrets.token_bytes(48)).decode()
