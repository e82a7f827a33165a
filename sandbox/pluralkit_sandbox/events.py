"""Sign and validate events that a test sends."""

from __future__ import annotations

from collections.abc import Mapping

from pluralkit_sandbox import contract
from pluralkit_sandbox.store import Webhook
from pluralkit_sandbox.webhooks import Payload


class EventError(ValueError):
    """The contract has no such event; the text says what is wrong, and where."""


def sign(webhook: Webhook, event: Mapping[str, object]) -> Payload:
    """The body of an event, signed with the token of the webhook unless it brings a token along."""
    return {"signing_token": webhook.token, "system_id": webhook.system_uuid, **event}


def check(payload: Payload) -> None:
    """Hold the body of an event to the contract.

    Raises:
        EventError: It does not keep to the schema of its type, or there is no such type.
    """
    from pluralkit_sandbox import schemas  # loads a validator, which most sandboxes do not need

    type = payload.get("type")
    if not isinstance(type, str) or type not in contract.load().webhooks:
        raise EventError(f"type: {type!r} is not a type of event")
    pointer = f"#/webhooks/{type}/post/requestBody/content/application~1json/schema"
    for error in schemas.validator(pointer).iter_errors(payload):
        raise EventError(f"{schemas.place_of(error).strip('.') or 'the event'}: {error.message}")
