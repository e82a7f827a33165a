"""What the generated client stands on.

Generated code takes from here: `Api`, `Operation`, `Request`; `Client` and `AsyncClient`, to be subclassed
with `api = API`; `OpenStrEnum`, `AwareDatetime`, `UNSET`, `UnsetType` for models; the errors' root and
status classes; and from the modules: `paths.fill`, `paths.query`, `webhooks.parse`.
"""

from __future__ import annotations

from msgspec import UNSET, UnsetType

from .api import Api
from .client import AsyncClient, Client
from .codec import AwareDatetime
from .enums import OpenStrEnum
from .errors import (
    ApiError,
    BadRequest,
    DeadlineExceeded,
    FieldError,
    Forbidden,
    InvalidEvent,
    InvalidResponse,
    InvalidSignature,
    NotFound,
    PluralKitError,
    RateLimited,
    ServerError,
    TimedOut,
    TransportFailed,
    Unauthorized,
)
from .pacing import Pacer
from .request import Headers, Operation, RateLimit, Request, Response, Retry
from .retry import RetryPolicy

__all__ = [
    "UNSET",
    "Api",
    "ApiError",
    "AsyncClient",
    "AwareDatetime",
    "BadRequest",
    "Client",
    "DeadlineExceeded",
    "FieldError",
    "Forbidden",
    "Headers",
    "InvalidEvent",
    "InvalidResponse",
    "InvalidSignature",
    "NotFound",
    "OpenStrEnum",
    "Operation",
    "Pacer",
    "PluralKitError",
    "RateLimit",
    "RateLimited",
    "Request",
    "Response",
    "Retry",
    "RetryPolicy",
    "ServerError",
    "TimedOut",
    "TransportFailed",
    "Unauthorized",
    "UnsetType",
]
