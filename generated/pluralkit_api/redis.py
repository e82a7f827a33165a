# Made from the contract of PluralKit API 2.0.0 by `python -m generator`; changes made here are lost.
"""The rate limiter that processes share through Redis. It needs the extra `[redis]`."""

from pluralkit_runtime.ratelimit.redis import RedisRateLimiter

__all__ = ["RedisRateLimiter"]
