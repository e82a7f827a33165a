"""Register a webhook as the service does, with two test PINGs."""

from __future__ import annotations

import http.client

from pluralkit_sandbox.identifiers import new_token
from pluralkit_sandbox.store import Entity
from pluralkit_sandbox.webhooks import Dispatch, Sender, deliver


class ReceiverError(ValueError):
    """The receiver does not answer the PINGs as required; the message says why."""


def try_receiver(sender: Sender, url: str, system: Entity, token: str) -> None:
    """Send a PING with the token and one with a wrong token. Blocks.

    Args:
        sender: Records the PINGs, and knows which hosts may be contacted.
        url: URL of the receiver.
        system: The system that registers it.
        token: Signing token of the webhook.

    Raises:
        ReceiverError: The receiver does not answer 200 to the first and 401 to the second, or its host is not
            allowed.
    """
    if not sender.reaches(url):
        raise ReceiverError(
            "nothing is sent to that host: it must be on loopback, or allowed with --webhook-allow HOST"
        )
    for signing_token, kind, wanted in ((token, "right", 200), (new_token(), "wrong", 401)):
        ping = Dispatch(url, {"type": "PING", "signing_token": signing_token, "system_id": system.uuid})
        sender.dispatches.append(ping)
        try:
            status = deliver(url, ping.payload)
        except (OSError, http.client.HTTPException, ValueError) as failure:
            ping.outcome = f"{type(failure).__name__}: {failure}"
            raise ReceiverError(f"no answer to a PING: {ping.outcome}") from None
        ping.outcome = str(status)
        if status != wanted:
            raise ReceiverError(
                f"the receiver must answer {wanted} to a PING with a {kind} signing_token, not {status}"
            )
