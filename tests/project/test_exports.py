"""Public names: each new one must be added to a list here on purpose."""

from __future__ import annotations

import pluralkit_api


def test_what_pluralkit_api_exports() -> None:
    assert sorted(pluralkit_api.__all__) == [
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
        "UNSET",
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


def test_each_name_is_there() -> None:
    for name in pluralkit_api.__all__:
        assert hasattr(pluralkit_api, name), name
