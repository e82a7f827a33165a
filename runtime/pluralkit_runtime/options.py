"""What a client is made with, checked once. A complaint names the argument, and never repeats a secret."""

from __future__ import annotations

import os
from collections.abc import Mapping
from hashlib import sha256
from math import inf
from typing import TypedDict
from urllib.parse import urlsplit

from msgspec import Struct

from .ratelimit.limiter import RateLimiter
from .retry import RetryPolicy

_LONGEST_TIMEOUT = 2e6  # seconds; in milliseconds, a socket has no room for many more


class Secret(str):
    """Text that is sent as it is, and shown to nobody: its repr, str and format hide it."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "'[secret]'"

    def __str__(self) -> str:
        return "[secret]"

    def __format__(self, spec: str) -> str:
        return "[secret]"

    def hide_in(self, text: str) -> str:
        """`text`, with the secret taken out of it."""
        return text.replace(self.removeprefix("Bearer "), "[secret]")


class ClientOptions(Struct, frozen=True):
    """`headers` go with every request, `secret` among them; `timeout` is in seconds, for a whole call.

    `caller` stands for the secret where it must not be seen: None for a stranger.
    """

    base_url: str
    headers: Mapping[str, str]
    timeout: float
    retry: RetryPolicy | None
    rate_limiter: RateLimiter | None
    secret: Secret | None
    caller: str | None


def configure(
    *,
    user_agent: str,
    token: str | None,
    base_url: str,
    timeout: float,
    retry: RetryPolicy | None,
    rate_limiter: RateLimiter | None,
) -> ClientOptions:
    """The arguments of a client, checked; ValueError for what cannot be sent."""
    headers = {"accept": "application/json", "user-agent": _user_agent(user_agent)}
    secret = None
    if token is not None:
        headers["authorization"] = secret = _authorization(token)
    return ClientOptions(
        base_url=_base_url(base_url),
        headers=headers,
        timeout=_timeout(timeout),
        retry=retry,
        rate_limiter=rate_limiter,
        secret=secret,
        caller=None if secret is None else sha256(secret.encode()).hexdigest()[:16],
    )


class Environment(TypedDict):
    """The arguments of a client that the environment can give."""

    user_agent: str
    token: str | None
    base_url: str | None


def environment() -> Environment:
    """PLURALKIT_USER_AGENT, PLURALKIT_TOKEN and PLURALKIT_BASE_URL; one that is empty counts as not set."""
    user_agent = os.environ.get("PLURALKIT_USER_AGENT")
    if not user_agent:
        raise ValueError("PLURALKIT_USER_AGENT: is not set; name your application and a contact there")
    return {
        "user_agent": user_agent,
        "token": os.environ.get("PLURALKIT_TOKEN") or None,
        "base_url": os.environ.get("PLURALKIT_BASE_URL") or None,
    }


def _user_agent(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError(
            "user_agent: must name your application and a contact: 'my-app/1.0 (me@example.org)'"
        )
    if not _printable(value):
        raise ValueError("user_agent: must be printable ASCII, without line breaks")
    return value.strip()


def _authorization(token: object) -> Secret:
    if not isinstance(token, str):
        raise TypeError(f"token: must be a str, not {type(token).__name__}")
    scheme, _, key = token.rpartition(" ")
    if scheme.lower() not in ("", "bearer") or (scheme and not key.startswith("pkapi:")):
        raise ValueError("token: holds a space; give the token alone, or 'Bearer pkapi:…' for a scoped key")
    if not key:
        raise ValueError("token: is empty; leave it out to read as a stranger")
    if not _printable(token):
        raise ValueError("token: holds characters that cannot stand in a header, such as a line break")
    return Secret(f"Bearer {key}" if key.startswith("pkapi:") else key)


def _base_url(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"base_url: must be a str, not {type(value).__name__}")
    # The value itself is not repeated: a URL with a password in it is one of the mistakes.
    if not _printable(value) or " " in value or "\\" in value:
        raise ValueError("base_url: holds a space, a backslash or a character outside printable ASCII")
    try:
        parts = urlsplit(value)
        _ = parts.port
    except ValueError:
        raise ValueError("base_url: has a host or port that is none") from None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("base_url: must be an http or https URL, such as 'https://api.example.org/v2'")
    if "@" in parts.netloc:
        raise ValueError("base_url: must not hold a user name or password")
    if "?" in value or "#" in value:
        raise ValueError("base_url: must not hold a query or fragment")
    path = parts.path.rstrip("/")
    if not path.endswith("/v2") or not {".", ".."}.isdisjoint(path.split("/")):
        raise ValueError("base_url: must end in /v2")
    return f"{parts.scheme}://{parts.netloc}{path}"


def _timeout(value: object) -> float:
    if not isinstance(value, int | float) or not 0 < value < inf:
        raise ValueError(f"timeout: must be a number of seconds above 0, not {value!r}")
    return float(min(value, _LONGEST_TIMEOUT))


def _printable(text: str) -> bool:
    return text.isascii() and text.isprintable()
