"""What users import is a short list that a person decided: a new name is added here by hand, too."""

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
