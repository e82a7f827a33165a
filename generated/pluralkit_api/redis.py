# Made from the contract of PluralKit API 2.0.0 by `python -m generator`; changes made here are lost.
"""Rate limiters that processes share through Redis. They need the extra `[redis]`."""

try:
    from pluralkit_runtime.ratelimit.redis import AsyncRedisRateLimiter, RedisRateLimiter
except ModuleNotFoundError as missing:
    if (missing.name or "").partition(".")[0] != "redis":
        raise
    raise ModuleNotFoundError(
        "pluralkit_api.redis needs the package redis: pip install 'pluralkit-api[redis]'", name="redis"
    ) from None

__all__ = ["AsyncRedisRateLimiter", "RedisRateLimiter"]
