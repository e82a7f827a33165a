"""When a call is sent again, and after how long: a policy, which the user can replace, and a rule.

A call is sent again after a failure that can be expected to pass: a connection that failed, an answer that
did not come in time, a proxy that found no service behind it (502, 503, 504 and Cloudflare's 520 to 529).
Never where that could do something twice: a request that may have arrived is repeated only if its operation
is idempotent. After a 429 any request is: it was refused before anything was done.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from math import isfinite

from msgspec import Struct

from .errors import PluralKitError, RateLimited, ServerError, TransportError
from .spec import Operation

_UNAVAILABLE = frozenset({502, 503, 504, *range(520, 530)})

_MOST_DOUBLINGS = 1000  # a float has no room for more


class RetryPolicy(Struct, frozen=True, kw_only=True):
    """How often and for how long a call is sent again. Times are in seconds.

    A `Retry-After` of the service (on 429 and 503) prolongs a delay. No attempt begins after the call's own
    timeout.

    Attributes:
        max_attempts: How often a call is sent, at most.
        max_elapsed: How long after the first attempt the last one may begin.
        attempt_timeout: After how long an attempt is given up that another can follow; None: only at the end
            of the call's timeout.
        initial_delay: The longest delay before the second attempt; it doubles with each further one.
        max_delay: The longest delay of all.
        should_retry: Called with the error of each attempt: True has the call sent again, False does not, and
            None leaves it to the rule of this module. With True a request may be carried out twice; the other
            limits of the policy still hold. None (default): the rule alone.
        random: Returns a number from 0 to 1. A delay is this share of its longest, so that many clients do
            not come back all at once.

    Raises:
        ValueError: A value makes no sense.
    """

    max_attempts: int = 4
    max_elapsed: float = 30.0
    attempt_timeout: float | None = None
    initial_delay: float = 0.5
    max_delay: float = 8.0
    should_retry: Callable[[PluralKitError], bool | None] | None = None
    random: Callable[[], float] = random.random

    def __post_init__(self) -> None:
        if self.max_attempts < 1:
            raise ValueError(
                f"max_attempts: must be at least 1, not {self.max_attempts}; use retry=None for one attempt"
            )
        for name in ("max_elapsed", "attempt_timeout", "initial_delay", "max_delay"):
            value: float | None = getattr(self, name)
            if value is not None and not (isfinite(value) and value >= 0):
                raise ValueError(f"{name}: must be a number of seconds, not {value}")

    def __repr__(self) -> str:
        # `random` is left out: its text is an address, in each signature that `help` shows.
        shown = (f"{name}={getattr(self, name)!r}" for name in self.__struct_fields__ if name != "random")
        return f"{type(self).__name__}({', '.join(shown)})"

    def delay(self, attempts: int, elapsed: float) -> float | None:
        """How long to wait before the next attempt.

        Args:
            attempts: How often the call was sent.
            elapsed: Seconds since it was sent for the first time.

        Returns:
            Seconds; None: it is not sent again.
        """
        if attempts >= self.max_attempts:
            return None
        ceiling = min(self.max_delay, self.initial_delay * 2.0 ** min(attempts - 1, _MOST_DOUBLINGS))
        delay = self.random() * ceiling
        return delay if elapsed + delay <= self.max_elapsed else None


def will_repeat(policy: RetryPolicy, operation: Operation[object], failure: PluralKitError) -> bool:
    """Return whether a failed request is to be sent again, as the policy or else `may_repeat` says.

    Args:
        policy: The policy; its `should_retry` decides unless it returns None.
        operation: The operation that was called.
        failure: The error of the last attempt.
    """
    decision = None if policy.should_retry is None else policy.should_retry(failure)
    return may_repeat(operation, failure) if decision is None else decision


def may_repeat(operation: Operation[object], failure: PluralKitError) -> bool:
    """Return whether a failed request may be sent again, and should be.

    Args:
        operation: The operation; only idempotent ones are repeated when the service may have acted on the
            request.
        failure: The error of the last attempt.
    """
    match failure:
        case RateLimited():
            return True
        case TransportError():
            return operation.idempotent or not failure.sent
        case ServerError():
            return operation.idempotent and failure.status in _UNAVAILABLE
        case _:
            return False


def may_have_arrived(failure: PluralKitError) -> bool:
    """Return whether the service may have acted on a request, though it failed.

    Args:
        failure: The error of the request.
    """
    return failure.sent if isinstance(failure, TransportError) else not isinstance(failure, RateLimited)
