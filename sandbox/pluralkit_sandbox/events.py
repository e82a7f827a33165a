"""Sign and validate events that a test sends."""

from __future__ import annotations

from collections.abc import Mapping

from pluralkit_sandbox import contract
from pluralkit_sandbox.store import Webhook
from pluralkit_sandbox.webhooks import Payload


class EventError(ValueError):
    """An event does not conform to the contract; the message begins with the place of the error."""


def sign(webhook: Webhook, event: Mapping[str, object]) -> Payload:
    """Add signing token and system id to an event.

    Args:
        webhook: The system's webhook.
        event: The event; its own `signing_token` and `system_id` have precedence.
    """
    return {"signing_token": webhook.token, "system_id": webhook.system_uuid, **event}


def check(payload: Payload) -> None:
    """Validate an event against the contract.

    Args:
        payload: The payload.

    Raises:
        EventError: The payload does not conform to the schema of its type, or the type does not exist.
    """
    from pluralkit_sandbox import schemas  # imports jsonschema_rs, which most sandboxes do not need

    type = payload.get("type")
    if not isinstance(type, str) or type not in contract.load().webhooks:
        raise EventError(f"type: {type!r} is not a type of event")
    pointer = f"#/webhooks/{type}/post/requestBody/content/application~1json/schema"
    for error in schemas.validator(pointer).iter_errors(payload):
        raise EventError(f"{schemas.place_of(error).strip('.') or 'the event'}: {error.message}")
