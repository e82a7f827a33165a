"""Notices that a client gives to its hooks, on the calling thread or task.

A hook is a plain function of one argument, one of these classes; it ignores those that it has no use for.
What it raises is logged, and does not change the call.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from inspect import iscoroutinefunction
from typing import TypeAlias, cast

from .response import RateLimit

_log = logging.getLogger("pluralkit_api")


@dataclass(frozen=True, kw_only=True)
class RateLimitWait:
    """A call has waited for its rate-limit slot; without a wait there is no notice.

    Attributes:
        operation: The operation's id in the contract; for a path outside of it, method and path.
        method: The HTTP method.
        path: The path below the base URL.
        attempt: The attempt that the slot is for; the first is 1.
        seconds: Seconds that it waited.
    """

    operation: str
    method: str
    path: str
    attempt: int
    seconds: float


@dataclass(frozen=True, kw_only=True)
class RequestSent:
    """A request is handed to the HTTP client.

    Attributes:
        operation: The operation's id in the contract; for a path outside of it, method and path.
        method: The HTTP method.
        path: The path below the base URL.
        attempt: How often the call was sent, this time included.
    """

    operation: str
    method: str
    path: str
    attempt: int


@dataclass(frozen=True, kw_only=True)
class ResponseReceived:
    """A response was received, whatever its status. Where there was none, there is no notice.

    Attributes:
        operation: The operation's id in the contract; for a path outside of it, method and path.
        method: The HTTP method.
        path: The path below the base URL.
        attempt: The attempt that it is the response to; the first is 1.
        status: The HTTP status.
        elapsed: Seconds since the request was handed to the HTTP client.
        rate_limit: The rate-limit headers; None where there are none.
    """

    operation: str
    method: str
    path: str
    attempt: int
    status: int
    elapsed: float
    rate_limit: RateLimit | None


@dataclass(frozen=True, kw_only=True)
class RetryScheduled:
    """A call failed and will be sent again.

    Attributes:
        operation: The operation's id in the contract; for a path outside of it, method and path.
        method: The HTTP method.
        path: The path below the base URL.
        attempt: The attempt that failed; the first is 1.
        reason: The status that it was answered with, or the name of its error.
        delay: Seconds until the next attempt; waiting for a rate-limit slot comes on top.
    """

    operation: str
    method: str
    path: str
    attempt: int
    reason: str
    delay: float


Notice: TypeAlias = RateLimitWait | RequestSent | ResponseReceived | RetryScheduled
"""Any of the notices."""

Hook: TypeAlias = Callable[[Notice], object]
"""What a client takes as a hook."""


def check_hooks(hooks: object) -> tuple[Hook, ...]:
    """Return the hooks of a client.

    Args:
        hooks: What was passed as `hooks`: an iterable of functions.

    Raises:
        TypeError: One of them is no plain function.
    """
    if isinstance(hooks, str | bytes) or not isinstance(hooks, Iterable):
        raise TypeError(f"hooks: must be a list of functions, not {type(hooks).__name__}")
    checked = tuple(cast("Iterable[Hook]", hooks))
    for place, hook in enumerate(checked):
        if not callable(hook):
            raise TypeError(f"hooks[{place}]: must be a function, not {type(hook).__name__}")
        if iscoroutinefunction(hook) or iscoroutinefunction(getattr(hook, "__call__", None)):  # noqa: B004
            raise TypeError(f"hooks[{place}]: is a coroutine function, which nobody would await")
    return checked


def notify(hooks: tuple[Hook, ...], notice: Notice) -> None:
    """Call the hooks. What one raises is logged.

    Args:
        hooks: The hooks, in the order in which they are called.
        notice: What happened in the call, such as a `RequestSent`.
    """
    for hook in hooks:
        try:
            hook(notice)
        except Exception:
            name = getattr(hook, "__qualname__", type(hook).__qualname__)
            _log.exception("hook %s failed on %s", name, type(notice).__name__)
