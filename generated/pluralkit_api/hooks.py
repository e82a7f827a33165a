# Made from the contract of PluralKit API 2.0.0 by `python -m generator`; changes made here are lost.
"""The notices that a client gives to its hooks: see the argument `hooks` of the client."""

from pluralkit_runtime.hooks import Hook, Notice, RateLimitWait, RequestSent, ResponseReceived, RetryScheduled

__all__ = ["Hook", "Notice", "RateLimitWait", "RequestSent", "ResponseReceived", "RetryScheduled"]
