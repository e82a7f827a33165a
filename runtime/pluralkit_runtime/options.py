"""Client options, checked once. A complaint names the argument, and never repeats a secret."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from hashlib import sha256
from math import inf
from typing import Any, TypedDict, TypeVar, cast
from urllib.parse import urlsplit

from msgspec import UNSET, Struct, UnsetType
from msgspec.structs import replace

from .hooks import Hook, check_hooks
from .ratelimit.limiter import RateLimiter
from .retry import RetryPolicy
from .secret import Secret
from .spec import ApiSpec

T = TypeVar("T")

_HEADER_NAME = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")
_CLIENT_SETS_IT = "the client sets it"
_OWN_HEADERS = {
    **dict.fromkeys(("accept", "accept-encoding", "content-type", "content-length"), _CLIENT_SETS_IT),
    **dict.fromkeys(("connection", "host", "transfer-encoding"), _CLIENT_SETS_IT),
    "authorization": "use token",
    "user-agent": "use user_agent",
}
"""Headers that a user cannot set, and why."""

_TOKEN_HEADER = "authorization"  # noqa: S105 - the header's name

_MAX_TIMEOUT = 2e6  # seconds; in milliseconds, a socket has no room for many more


class ClientOptions(Struct, frozen=True):
    """What a client is made with.

    Attributes:
        base_url: Where the API is, without a slash at the end.
        headers: Headers of every request that the client sets itself.
        default_headers: Headers of every request that the user sets.
        hooks: Called with each notice.
        timeout: Seconds for a call, from its first rate-limit slot on.
        max_queue_time: Seconds that a call may wait for its first rate-limit slot; None: any time.
        retry: When a call is sent again; None: never.
        rate_limiter: The rate limiter; None: there is none.
        secrets: The headers with tokens, by lower-case name.
        caller: A name for the token where it must not be seen; None without one.
        application: A name for the token of the application; None without one.
    """

    base_url: str
    headers: Mapping[str, str]
    default_headers: Mapping[str, str]
    hooks: tuple[Hook, ...]
    timeout: float
    max_queue_time: float | None
    retry: RetryPolicy | None
    rate_limiter: RateLimiter | None
    secrets: Mapping[str, Secret]
    caller: str | None
    application: str | None

    def __repr__(self) -> str:
        # A header that the user sets may be a secret.
        return f"<ClientOptions of {self.base_url}>"


def make_options(
    spec: ApiSpec,
    *,
    user_agent: str,
    secret: Secret | Exception | None = None,
    app_secret: Secret | Exception | None = None,
    base_url: str | None = None,
    timeout: float,
    max_queue_time: float | None = None,
    retry: RetryPolicy | None,
    rate_limiter: RateLimiter | None,
    default_headers: Mapping[str, str] | None = None,
    hooks: Iterable[Hook] = (),
) -> ClientOptions:
    """Check the arguments of a client.

    Args:
        spec: The contract.
        secret: What `read_token` returned.
        app_secret: What `read_app_token` returned.
        user_agent: See `Client`, as the others.

    Raises:
        ValueError: An argument cannot be sent, or makes no sense.
        TypeError: An argument has a wrong type.
    """
    if isinstance(secret, Exception):
        raise secret
    if isinstance(app_secret, Exception):
        raise app_secret
    return ClientOptions(
        base_url=_base_url(base_url or spec.base_url, urlsplit(spec.base_url).path),
        headers=_headers(user_agent),
        default_headers=_default_headers(default_headers, spec),
        hooks=check_hooks(hooks),
        timeout=_seconds("timeout", timeout),
        max_queue_time=_queue_time(max_queue_time),
        retry=_instance("retry", retry, RetryPolicy),
        rate_limiter=_instance("rate_limiter", rate_limiter, RateLimiter),
        secrets=_with(_with({}, _TOKEN_HEADER, secret), _app_header(spec), app_secret),
        caller=_name(secret),
        application=_name(app_secret),
    )


def change_options(
    options: ClientOptions,
    spec: ApiSpec,
    *,
    user_agent: str | UnsetType,
    secret: Secret | Exception | UnsetType | None,
    app_secret: Secret | Exception | UnsetType | None,
    timeout: float | UnsetType,
    max_queue_time: float | UnsetType | None,
    retry: RetryPolicy | UnsetType | None,
    default_headers: Mapping[str, str] | UnsetType | None,
    hooks: Iterable[Hook] | UnsetType,
) -> ClientOptions:
    """Check the arguments of a copy of a client; UNSET keeps an option. See `make_options`."""
    changes: dict[str, Any] = {"secrets": options.secrets}
    for name, header, each in (
        ("caller", _TOKEN_HEADER, secret),
        ("application", _app_header(spec), app_secret),
    ):
        if isinstance(each, Exception):
            raise each
        if each is not UNSET:
            changes |= {name: _name(each), "secrets": _with(changes["secrets"], header, each)}
    if user_agent is not UNSET:
        changes["headers"] = _headers(user_agent)
    if timeout is not UNSET:
        changes["timeout"] = _seconds("timeout", timeout)
    if max_queue_time is not UNSET:
        changes["max_queue_time"] = _queue_time(max_queue_time)
    if retry is not UNSET:
        changes["retry"] = _instance("retry", retry, RetryPolicy)
    if default_headers is not UNSET:
        changes["default_headers"] = _default_headers(default_headers, spec)
    if hooks is not UNSET:
        changes["hooks"] = check_hooks(hooks)
    return replace(options, **changes)


class Environment(TypedDict):
    """The arguments of a client that the environment can give."""

    user_agent: str
    token: str | None
    app_token: str | None
    base_url: str | None


def environment() -> Environment:
    """Read PLURALKIT_USER_AGENT, PLURALKIT_TOKEN, PLURALKIT_APP_TOKEN and PLURALKIT_BASE_URL.

    An empty one counts as not set.

    Raises:
        ValueError: PLURALKIT_USER_AGENT is not set.
    """
    user_agent = os.environ.get("PLURALKIT_USER_AGENT")
    if not user_agent:
        raise ValueError(
            "PLURALKIT_USER_AGENT is not set: put the name of your application and a contact there, "
            "such as 'my-app/1.0 (me@example.org)'"
        )
    return {
        "user_agent": user_agent,
        "token": os.environ.get("PLURALKIT_TOKEN") or None,
        "app_token": os.environ.get("PLURALKIT_APP_TOKEN") or None,
        "base_url": os.environ.get("PLURALKIT_BASE_URL") or None,
    }


def read_token(token: object, bearer_prefix: str | None) -> Secret | Exception | None:
    """Make the Authorization header of a token.

    Args:
        token: What was passed as `token`: a system's token, or a scoped key, with or without `Bearer`.
        bearer_prefix: What scoped keys begin with, which are sent as bearer tokens; None: there are no scoped
            keys.

    Returns:
        The header; None without a token; for one that cannot be sent the error to raise. It is not raised
        here: a report of its frames would show the token.
    """
    if token is None:
        return None
    if not isinstance(token, str):
        return TypeError(f"token: must be a str, not {type(token).__name__}")
    scheme, _, key = token.rpartition(" ")
    bearer = bearer_prefix is not None and key.startswith(bearer_prefix)
    if scheme.lower() not in ("", "bearer") or (scheme and not bearer):
        hint = f", or 'Bearer {bearer_prefix}…' for a scoped key" if bearer_prefix else ""
        return ValueError(f"token: contains a space; give the token alone{hint}")
    if not key:
        return ValueError("token: is empty; leave it out to call without one")
    if not _printable(token):
        return ValueError("token: contains characters that cannot stand in a header, such as a line break")
    return Secret(f"Bearer {key}" if bearer else key, str(key))


def read_app_token(token: object, header: str) -> Secret | Exception | None:
    """Make the header of an application's token.

    Args:
        token: The token.
        header: The header's name; empty where the API has no such tokens.

    Returns:
        See `read_token`.
    """
    if token is None:
        return None
    if not isinstance(token, str):
        return TypeError(f"app_token: must be a str, not {type(token).__name__}")
    if not header:
        return ValueError("app_token: this API has no tokens of applications")
    if not token:
        return ValueError("app_token: is empty; leave it out to call without one")
    if not _printable(token) or " " in token:
        return ValueError("app_token: contains a space or a character that cannot stand in a header")
    return Secret(token)


def secret_headers(spec: ApiSpec) -> frozenset[str]:
    """The headers, in lower case, that carry tokens of this client alone, whatever it sends by."""
    return frozenset({_TOKEN_HEADER, _app_header(spec)} - {""})


def _app_header(spec: ApiSpec) -> str:
    return spec.wire_format.application_header.lower()


def _with(headers: Mapping[str, Secret], name: str, secret: Secret | None) -> dict[str, Secret]:
    others = {each: value for each, value in headers.items() if each != name}
    return others if secret is None else {**others, name: secret}


def _user_agent(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError(
            "user_agent: must name your application and a contact: 'my-app/1.0 (me@example.org)'"
        )
    if not _printable(value):
        raise ValueError("user_agent: must be printable ASCII, without line breaks")
    return value.strip()


def _headers(user_agent: object) -> dict[str, str]:
    return {"accept": "application/json", "user-agent": _user_agent(user_agent)}


def _default_headers(headers: object, spec: ApiSpec) -> dict[str, str]:
    """Check headers. A value is never repeated: it may be a secret."""
    if headers is None:
        return {}
    if not isinstance(headers, Mapping):
        raise TypeError(f"default_headers: must be a mapping, not {type(headers).__name__}")
    checked: dict[str, str] = {}
    for name, value in cast("Mapping[object, object]", headers).items():
        if not isinstance(name, str) or not _HEADER_NAME.fullmatch(name):
            raise ValueError("default_headers: has a name that is none of a header")
        hint = "use app_token" if name.lower() == _app_header(spec) else _OWN_HEADERS.get(name.lower())
        if hint:
            raise ValueError(f"default_headers: {name} cannot be set: {hint}")
        if not isinstance(value, str):
            raise TypeError(f"default_headers: {name} must be a str, not {type(value).__name__}")
        if not _printable(value):
            raise ValueError(f"default_headers: {name} must be printable ASCII, without line breaks")
        checked[name.lower()] = value
    return checked


def _name(secret: Secret | None) -> str | None:
    return None if secret is None else sha256(secret.reveal().encode()).hexdigest()[:16]


def _queue_time(value: object) -> float | None:
    return None if value is None else _seconds("max_queue_time", value)


def _base_url(value: object, ending: str) -> str:
    if not isinstance(value, str):
        raise TypeError(f"base_url: must be a str, not {type(value).__name__}")
    # The value itself is not repeated: a URL with a password in it is one of the mistakes.
    if not _printable(value) or " " in value or "\\" in value:
        raise ValueError("base_url: contains a space, a backslash or a character outside printable ASCII")
    try:
        parts = urlsplit(value)
        _ = parts.port
    except ValueError:
        raise ValueError("base_url: has an invalid host or port") from None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError(f"base_url: must be an http or https URL, such as 'https://api.example.org{ending}'")
    if "@" in parts.netloc:
        raise ValueError("base_url: must not contain a user name or password")
    if "?" in value or "#" in value:
        raise ValueError("base_url: must not contain a query or fragment")
    path = parts.path.rstrip("/")
    if not path.endswith(ending) or not {".", ".."}.isdisjoint(path.split("/")):
        raise ValueError(f"base_url: must end in {ending}")
    return f"{parts.scheme}://{parts.netloc}{path}"


def _seconds(name: str, value: object) -> float:
    if not isinstance(value, int | float) or not 0 < value < inf:
        raise ValueError(f"{name}: must be a number of seconds above 0, not {value!r}")
    return float(min(value, _MAX_TIMEOUT))


def _instance(name: str, value: object, wanted: type[T]) -> T | None:
    if value is None or isinstance(value, wanted):
        return value
    raise TypeError(f"{name}: must be a {wanted.__name__} or None, not {type(value).__name__}")


def _printable(text: str) -> bool:
    return text.isascii() and text.isprintable()
