"""Runtime of the generated client.

Generated code imports from here: `ApiSpec`, `Operation`, `WireFormat`, `Request`; `Client` and `AsyncClient`,
to be subclassed with `api = …`; `OpenStrEnum`, `AwareDatetime`, `UNSET`, `UnsetType` for models; and from the
modules `encoding`, `urls`, `pagination`, `errors` and `webhooks`.
"""

from __future__ import annotations

from msgspec import UNSET, UnsetType

from .client import AsyncClient, Client
from .codec import AwareDatetime, Date
from .enums import OpenStrEnum
from .errors import (
    ApiError,
    BadRequest,
    FieldError,
    Forbidden,
    InvalidEvent,
    InvalidResponse,
    InvalidSignature,
    NotFound,
    PluralKitError,
    RateLimited,
    RateLimitTimeout,
    RequestTimeout,
    ServerError,
    TransportError,
    Unauthorized,
)
from .ratelimit.limiter import RateLimiter
from .request import Request
from .response import Headers, RateLimit, Response, RetryAttempt
from .retry import RetryPolicy
from .spec import ApiSpec, Operation, WireFormat

__all__ = [
    "UNSET",
    "ApiError",
    "ApiSpec",
    "AsyncClient",
    "AwareDatetime",
    "BadRequest",
    "Client",
    "Date",
    "FieldError",
    "Forbidden",
    "Headers",
    "InvalidEvent",
    "InvalidResponse",
    "InvalidSignature",
    "NotFound",
    "OpenStrEnum",
    "Operation",
    "PluralKitError",
    "RateLimit",
    "RateLimitTimeout",
    "RateLimited",
    "RateLimiter",
    "Request",
    "RequestTimeout",
    "Response",
    "RetryAttempt",
    "RetryPolicy",
    "ServerError",
    "TransportError",
    "Unauthorized",
    "UnsetType",
    "WireFormat",
]
