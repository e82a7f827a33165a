"""Webhooks that PluralKit dispatches: whether one is genuine, and what it says.

The generated module `events` has the models and passes them in.
"""

from __future__ import annotations

from collections.abc import Mapping
from hmac import compare_digest
from typing import TypeVar

from msgspec import Struct

from .codec import DecodeError, decode
from .errors import InvalidEvent, InvalidSignature

E = TypeVar("E")


class _Envelope(Struct):
    type: str
    signing_token: str


def parse(body: bytes | str, *, token: str, events: Mapping[str, type[E]], unknown: type[E]) -> E:
    """The event in the body of a dispatch, by its `type`; one that `events` does not have is an `unknown`.

    `token` is the signing token that you were given for this system; it is compared in constant time.
    InvalidSignature where the body does not carry it (answer with 401), InvalidEvent where the body carries
    it, but is not as the contract says.
    """
    if not token:
        raise ValueError("token: is empty; give the signing token of the webhook")
    content = body.encode(errors="surrogatepass") if isinstance(body, str) else body
    try:
        envelope = decode(_Envelope, content)
    except DecodeError:
        raise InvalidSignature("the body is no dispatch with a signing token") from None
    if not compare_digest(envelope.signing_token.encode(), token.encode()):
        raise InvalidSignature("the signing token is another one")
    try:
        event: E = decode(events.get(envelope.type, unknown), content)
    except DecodeError as error:
        raise InvalidEvent(f"{envelope.type}: {error}") from None
    return event
