"""What the generated client stands on.

Generated code takes from here: `ApiSpec`, `Operation`, `Request`; `Client` and `AsyncClient`, to be subclassed
with `api = API`; `OpenStrEnum`, `AwareDatetime`, `UNSET`, `UnsetType` for models; the errors' root and
status classes; and from the modules: `urls.fill`, `urls.query`, `webhooks.parse`.
"""

from __future__ import annotations

from msgspec import UNSET, UnsetType

from .client import AsyncClient, Client
from .codec import AwareDatetime
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
from .spec import ApiSpec, Operation

__all__ = [
    "UNSET",
    "ApiError",
    "ApiSpec",
    "AsyncClient",
    "AwareDatetime",
    "BadRequest",
    "Client",
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
]
