"""The error classes and their attributes."""

from __future__ import annotations

import pickle
from typing import Any

import pluralkit_runtime.errors as errors
import pytest
from pluralkit_runtime import (
    ApiError,
    FieldError,
    Headers,
    InvalidResponse,
    InvalidSignature,
    PluralKitError,
    RateLimit,
    RateLimited,
    RequestTimeout,
    Response,
)

from tests.runtime.support import ModelInvalid


def response(data: Any) -> Response[Any]:
    return Response(
        data=data,
        status=400,
        headers=Headers([("Content-Type", "application/json")]),
        rate_limit=RateLimit("generic_get", 10, 8, None),
        content=b"{}",
        method="GET",
        path="/members/abcde",
    )


@pytest.mark.parametrize(
    "error",
    [
        ModelInvalid("No.", response=response({"a": 1}), code=40001, errors={"name": [FieldError("No.")]}),
        RateLimited("Slow.", response=response(None), retry_after=0.5, scope="generic_get"),
        InvalidResponse("cut", response=response(None), body="<html>"),
        RequestTimeout("no answer", sent=True),
        InvalidSignature("other"),
    ],
    ids=lambda error: type(error).__name__,
)
@pytest.mark.parametrize("protocol", range(2, pickle.HIGHEST_PROTOCOL + 1))
def test_errors_can_be_pickled(error: PluralKitError, protocol: int) -> None:
    copy = pickle.loads(pickle.dumps(error, protocol))
    assert type(copy) is type(error)
    assert (str(copy), copy.args) == (str(error), error.args)
    assert vars(copy).keys() == vars(error).keys()
    for name in vars(error).keys() - {"response"}:
        assert getattr(copy, name) == getattr(error, name)
    if isinstance(error, ApiError) and isinstance(copy, ApiError):
        assert copy.response.headers["content-type"] == "application/json"
        assert copy.response.data == error.response.data
        assert copy.response.rate_limit == error.response.rate_limit


def test_str_of_an_error_has_a_bounded_length() -> None:
    error = ApiError("x" * 100_000, response=response(None))
    assert len(str(error)) < 1100
    assert error.message == "x" * 100_000


def test_the_documented_error_tree_is_complete() -> None:
    page = errors.__doc__ or ""
    for value in vars(errors).values():
        if isinstance(value, type) and issubclass(value, PluralKitError):
            assert f" {value.__name__} " in page or f" {value.__name__}\n" in page
