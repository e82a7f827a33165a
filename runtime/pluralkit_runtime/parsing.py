"""From the bytes that came back to a Response, or to the error that they mean."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any, TypeVar, cast

import msgspec
from msgspec.structs import replace

from .codec import DecodeError, decode
from .errors import (
    ApiError,
    BadRequest,
    FieldError,
    Forbidden,
    InvalidResponse,
    NotFound,
    RateLimited,
    ServerError,
    Unauthorized,
)
from .options import Secret
from .request import Request
from .response import Headers, RateLimit, RawResponse, Response

T = TypeVar("T")

_BY_STATUS: Mapping[int, type[ApiError]] = {
    400: BadRequest,
    401: Unauthorized,
    403: Forbidden,
    404: NotFound,
    429: RateLimited,
}
# Above this a reset is in milliseconds, as the documentation has it; the service sends seconds.
_MILLISECONDS_FROM = 100_000_000_000
# An integer in JSON can be larger than any float.
_MILLISECONDS_MOST = 10**15


def read(
    request: Request[T], reply: RawResponse, errors: Mapping[int, type[ApiError]], secret: Secret | None
) -> Response[T]:
    """The typed answer; raises the ApiError of an error status, InvalidResponse for a wrong body."""
    if not 200 <= reply.status < 300:
        raise _api_error(request, reply, errors, secret)
    try:
        return _response(request, reply, _data(request, reply))
    except DecodeError as error:
        reason = _hide(secret, str(error))
    raise InvalidResponse(reason, response=_response(request, reply, None), body=_start(reply.body, secret))


def _response(request: Request[Any], reply: RawResponse, data: Any) -> Response[Any]:
    return Response(
        data=data,
        status=reply.status,
        headers=reply.headers,
        rate_limit=rate_limit(reply.headers),
        content=reply.body,
        method=request.operation.method,
        path=request.path,
    )


def _data(request: Request[Any], reply: RawResponse) -> Any:
    reads = request.operation.reads
    if reads is not None and reply.status not in reads:
        raise DecodeError("the contract has no such answer here")
    type_ = Any if reads is None else reads[reply.status]
    if type_ is None or (reads is None and not reply.body):
        return None
    if reply.flaw:
        raise DecodeError(reply.flaw)
    if not reply.body:
        raise DecodeError("there is no body, where the contract has one")
    media_type = reply.headers.get("content-type", "").partition(";")[0].strip()
    if media_type and not media_type.lower().endswith(("/json", "+json")):
        raise DecodeError(f"the body is {media_type}, not JSON")
    return decode(type_, reply.body)


def rate_limit(headers: Headers) -> RateLimit | None:
    """The X-RateLimit headers; None where one of scope, limit and remaining is missing or no number."""
    scope = headers.get("x-ratelimit-scope")
    limit = _natural(headers.get("x-ratelimit-limit"))
    remaining = _natural(headers.get("x-ratelimit-remaining"))
    if not scope or limit is None or remaining is None:
        return None
    return RateLimit(scope, limit, remaining, _moment(_natural(headers.get("x-ratelimit-reset"))))


def _natural(text: str | None) -> int | None:
    # No limit, count or time has more digits; int() would take text of any length.
    return int(text) if text and text.isascii() and text.isdigit() and len(text) <= 15 else None


def _moment(reset: int | None) -> datetime | None:
    if reset is None:
        return None
    seconds = reset / 1000 if reset >= _MILLISECONDS_FROM else reset
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError):  # beyond the year 9999
        return None


def _api_error(
    request: Request[Any], reply: RawResponse, errors: Mapping[int, type[ApiError]], secret: Secret | None
) -> ApiError:
    body = _json_object(reply.body)
    code = body.get("code")
    if not isinstance(code, int) or isinstance(code, bool):
        code = None
    message = body.get("message") or body.get("title")  # `title` is a problem document's (RFC 9457)
    # What stands in the error's text is rid of the token here, where JSON can no longer spell it by escapes.
    message = _hide(secret, message) if isinstance(message, str) else _in_words(reply, secret)
    kind = _BY_STATUS.get(reply.status) or (ServerError if reply.status >= 500 else ApiError)
    named = errors.get(code) if code else None
    # A code under a status that it does not belong to says nothing.
    if named is not None and kind in named.__bases__:
        kind = named
    details: dict[str, Any] = {
        "response": _response(request, reply, body or None),
        "code": code,
        "errors": _field_errors(body.get("errors"), secret),
    }
    if issubclass(kind, RateLimited):
        details.update(retry_after=_seconds(body.get("retry_after")), scope=_text(body.get("scope"), secret))
    return kind(message, **details)


def _json_object(content: bytes) -> dict[str, Any]:
    try:
        data = decode(Any, content)
    except DecodeError:
        return {}
    return cast("dict[str, Any]", data) if isinstance(data, dict) else {}


def _field_errors(value: object, secret: Secret | None) -> dict[str, list[FieldError]]:
    try:
        found = msgspec.convert(value, dict[str, list[FieldError]])
    except msgspec.ValidationError:
        return {}
    return {
        _hide(secret, name): [replace(each, message=_hide(secret, each.message)) for each in errors]
        for name, errors in found.items()
    }


def _seconds(milliseconds: object) -> float | None:
    if not isinstance(milliseconds, int | float) or isinstance(milliseconds, bool) or milliseconds < 0:
        return None
    return min(milliseconds, _MILLISECONDS_MOST) / 1000


def _text(value: object, secret: Secret | None) -> str | None:
    return _hide(secret, value) if isinstance(value, str) else None


def _in_words(reply: RawResponse, secret: Secret | None) -> str:
    try:
        words = HTTPStatus(reply.status).phrase
    except ValueError:  # such as Cloudflare's 52x
        words = "No known status"
    if 300 <= reply.status < 400:
        target = reply.headers.get("location")
        return f"{words}; redirects are not followed" + (f" (to {_hide(secret, target)})" if target else "")
    start = _start(reply.body, secret)
    return f"{words}; the body is not the API's: {start!r}" if start else words


def _start(content: bytes, secret: Secret | None) -> str:
    text = " ".join(_hide(secret, content[:4000].decode(errors="replace")).split())
    return text if len(text) <= 200 else text[:199] + "…"


def _hide(secret: Secret | None, text: str) -> str:
    return secret.hide_in(text) if secret is not None else text
