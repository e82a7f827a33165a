# Made from the contract of PluralKit API 2.0.0 by `python -m generator`; changes made here are lost.
"""A typed client for PluralKit's HTTP API.

    from pluralkit_api import PluralKit

    with PluralKit(user_agent="my-app/1.0 (me@example.org)", token="…") as pk:
        for member in pk.members.list("@me"):
            print(member.name)

`models` is what comes back, `inputs` what is given, `errors` what is raised, `events` what webhooks bring,
`enums` the values of some fields, `operations` the requests themselves. AsyncPluralKit has the same methods,
to be awaited.
"""

from pluralkit_runtime import UNSET, Response, UnsetType

from . import enums, errors, events, inputs, models, operations
from .client import AsyncPluralKit, PluralKit
from .errors import ApiError, InvalidResponse, NotFound, PluralKitError, RateLimited, TransportFailed

# Decided by a person, in the generator's template.
__all__ = [
    "UNSET",
    "ApiError",
    "AsyncPluralKit",
    "InvalidResponse",
    "NotFound",
    "PluralKit",
    "PluralKitError",
    "RateLimited",
    "Response",
    "TransportFailed",
    "UnsetType",
    "enums",
    "errors",
    "events",
    "inputs",
    "models",
    "operations",
]
