"""Verify and parse webhooks. The generated module `events` passes its models in."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from hmac import compare_digest
from typing import Any, TypeVar, cast
from uuid import UUID

from .codec import DecodeError, decode
from .errors import InvalidEvent, InvalidSignature

E = TypeVar("E")

_log = logging.getLogger("pluralkit_api")


def parse(
    body: bytes | str,
    *,
    token: str,
    signature_field: str,
    events: Mapping[str, type[E]],
    unknown: Callable[..., E],
) -> E:
    """Parse a webhook.

    Args:
        body: The request's body.
        token: The token that the receiver was given; it is compared in constant time.
        signature_field: The field of the body that carries it.
        events: The class of each `type` of event.
        unknown: The class of all other events, made of type, system_id, id, data, error and body.

    Returns:
        An event of the class for its type. One of another type, or whose body does not fit its class, is an
        `unknown`: it is not lost, and `error` says what does not fit.

    Raises:
        InvalidSignature: The body does not carry the token.
        InvalidEvent: The body carries the token, but has no type: it is no event.
        ValueError: `token` is empty.
    """
    if not token:
        raise ValueError("token: is empty; give the signing token of the webhook")
    content = body.encode(errors="surrogatepass") if isinstance(body, str) else body
    fields = _fields(content)
    given = fields.pop(signature_field, None)
    if not isinstance(given, str):
        raise InvalidSignature("the body is no webhook with a signing token")
    if not compare_digest(given.encode(errors="surrogatepass"), token.encode()):
        raise InvalidSignature("the signing token is another one")
    type_ = fields.get("type")
    if not isinstance(type_, str):
        raise InvalidEvent("type: is missing, or no text")
    known = events.get(type_)
    if known is None:
        return _unknown(unknown, fields, None)
    try:
        event: E = decode(known, content)
    except DecodeError as error:
        # The data may be private; the type is the sender's own, but signed.
        _log.warning("a webhook of type %.40r does not fit its class", type_)
        return _unknown(unknown, fields, str(error))
    return event


def _unknown(unknown: Callable[..., E], fields: dict[str, object], error: str | None) -> E:
    try:
        system_id = UUID(str(fields.get("system_id")))
    except ValueError:
        system_id = None
    known = {"type": fields["type"], "id": fields.get("id"), "data": fields.get("data")}
    return unknown(**known, system_id=system_id, error=error, body=fields)


def _fields(content: bytes) -> dict[str, object]:
    """The fields of a body; none where it is no JSON object."""
    try:
        body = decode(Any, content)
    except DecodeError:
        return {}
    return cast("dict[str, object]", body) if isinstance(body, dict) else {}
