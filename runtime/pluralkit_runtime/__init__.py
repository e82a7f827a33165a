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
from .request import Headers, Operation, RateLimit, Request, Response

__all__ = [
    "UNSET",
    "Api",
    "ApiError",
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
    "RateLimited",
    "Request",
    "Response",
    "ServerError",
    "TimedOut",
    "TransportFailed",
    "Unauthorized",
    "UnsetType",
]
