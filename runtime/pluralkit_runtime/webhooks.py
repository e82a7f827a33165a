"""Verify and parse webhooks. The generated module `events` passes its models in."""

from __future__ import annotations

from collections.abc import Mapping
from hmac import compare_digest
from typing import Any, TypeVar, cast

from .codec import DecodeError, decode
from .errors import InvalidEvent, InvalidSignature

E = TypeVar("E")


def parse(
    body: bytes | str, *, token: str, signature_field: str, events: Mapping[str, type[E]], unknown: type[E]
) -> E:
    """Parse a webhook.

    Args:
        body: The request's body.
        token: The token that the receiver was given; it is compared in constant time.
        signature_field: The field of the body that carries it.
        events: The class of each `type` of event.
        unknown: The class of all other events.

    Raises:
        InvalidSignature: The body does not carry the token.
        InvalidEvent: The body carries the token, but is not what the contract says.
        ValueError: `token` is empty.
    """
    if not token:
        raise ValueError("token: is empty; give the signing token of the webhook")
    content = body.encode(errors="surrogatepass") if isinstance(body, str) else body
    type_, given = _envelope(content, signature_field)
    if type_ is None or given is None:
        raise InvalidSignature("the body is no webhook with a signing token")
    if not compare_digest(given.encode(), token.encode()):
        raise InvalidSignature("the signing token is another one")
    try:
        event: E = decode(events.get(type_, unknown), content)
    except DecodeError as error:
        raise InvalidEvent(f"{type_}: {error}") from None
    return event


def _envelope(content: bytes, signature_field: str) -> tuple[str | None, str | None]:
    """The type and the token in a body; None for what is not there."""
    try:
        body = decode(Any, content)
    except DecodeError:
        return None, None
    if not isinstance(body, dict):
        return None, None
    fields = cast("dict[str, object]", body)
    type_, token = fields.get("type"), fields.get(signature_field)
    return type_ if isinstance(type_, str) else None, token if isinstance(token, str) else None
