# Made from the contract of PluralKit API 2.0.0 by `python -m generator`; changes made here are lost.
"""A typed client for PluralKit's HTTP API.

    from pluralkit_api import PluralKit

    with PluralKit(user_agent="my-app/1.0 (me@example.org)", token="…") as pk:
        for member in pk.members.list("@me"):
            print(member.name)

`models` is what comes back, `inputs` what is given, `errors` what is raised, `events` what webhooks bring,
`enums` the values of some fields, `operations` the requests themselves. AsyncPluralKit has the same methods,
to be awaited. `hooks` has what a client tells of its calls, `redis` the rate limiter that processes
share.
"""

from __future__ import annotations

from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

from pluralkit_runtime import UNSET, RateLimiter, Response, RetryPolicy, UnsetType
from pluralkit_runtime.pagination import Page
from pluralkit_runtime.periods import FrontPeriod

from . import enums, errors, inputs, models, operations
from .client import AsyncPluralKit, PluralKit
from .errors import ApiError, InvalidResponse, NotFound, PluralKitError, RateLimited, TransportError

if TYPE_CHECKING:
    from . import events, hooks
    from . import redis as redis  # not in `__all__`: it needs an extra

    __version__: str
    """The version of the installed package."""
else:

    def __getattr__(name: str) -> ModuleType | str:
        # Most programs have no use for webhooks, and should not wait for their many models.
        if name in ("events", "hooks", "redis"):
            return import_module(f".{name}", __name__)
        if name == "__version__":
            return import_module("importlib.metadata").version("pluralkit-api")
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


# Decided by a person, in the generator's template.
__all__ = [
    "UNSET",
    "ApiError",
    "AsyncPluralKit",
    "FrontPeriod",
    "InvalidResponse",
    "NotFound",
    "Page",
    "PluralKit",
    "PluralKitError",
    "RateLimited",
    "RateLimiter",
    "Response",
    "RetryPolicy",
    "TransportError",
    "UnsetType",
    "__version__",
    "enums",
    "errors",
    "events",
    "hooks",
    "inputs",
    "models",
    "operations",
]
