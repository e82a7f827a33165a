"""Parse raw responses into `Response` objects or API errors."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Any, TypeAlias, TypeVar, cast

import msgspec
from msgspec.structs import replace

from .codec import DecodeError, decode
from .errors import STATUS_CLASSES, ApiError, FieldError, InvalidResponse, RateLimited, ServerError
from .request import Request
from .response import Headers, RateLimit, RawResponse, Response
from .secret import Secret, hide
from .spec import ApiSpec, WireFormat

T = TypeVar("T")

Secrets: TypeAlias = Collection[Secret]

_MAX_RETRY_AFTER = 1e12  # units; an integer in JSON can be larger than any float


def parse(request: Request[T], raw: RawResponse, spec: ApiSpec, secrets: Secrets = ()) -> Response[T]:
    """Parse the response to a request.

    Args:
        request: What was sent.
        raw: What came back.
        spec: The contract.
        secrets: The tokens that were sent, to be hidden in texts that the server sent back.

    Raises:
        ApiError: The status is no success.
        InvalidResponse: The status is a success, and the body is not what the contract says.
    """
    if not 200 <= raw.status < 300:
        raise _api_error(request, raw, spec, secrets)
    try:
        return _response(request, raw, spec, _data(request, raw))
    except DecodeError as error:
        reason = hide(secrets, str(error))
    raise InvalidResponse(
        reason, response=_response(request, raw, spec, None), body=_start(raw.body, secrets)
    )


def _response(request: Request[Any], raw: RawResponse, spec: ApiSpec, data: Any) -> Response[Any]:
    return Response(
        data=data,
        status=raw.status,
        headers=raw.headers,
        rate_limit=rate_limit(raw.headers, spec.wire_format),
        content=raw.body,
        method=request.operation.method,
        path=request.path,
    )


def _data(request: Request[Any], raw: RawResponse) -> Any:
    reads = request.operation.reads
    if reads is not None and raw.status not in reads:
        raise DecodeError("the contract has no such answer here")
    type_ = Any if reads is None else reads[raw.status]
    if type_ is None or (reads is None and not raw.body):
        return None
    if raw.flaw:
        raise DecodeError(raw.flaw)
    if not raw.body:
        raise DecodeError("there is no body, where the contract has one")
    media_type = raw.headers.get("content-type", "").partition(";")[0].strip()
    if media_type and not media_type.lower().endswith(("/json", "+json")):
        raise DecodeError(f"the body is {media_type}, not JSON")
    return decode(type_, raw.body)


def rate_limit(headers: Headers, wire_format: WireFormat) -> RateLimit | None:
    """Parse the rate-limit headers.

    Args:
        headers: The headers of a response.
        wire_format: The names of the headers and the unit of the reset time.

    Returns:
        The rate limit; None where scope, limit or remaining is missing or no number.
    """
    scope = headers.get(wire_format.scope_header)
    limit = _natural(headers.get(wire_format.limit_header))
    remaining = _natural(headers.get(wire_format.remaining_header))
    if not scope or limit is None or remaining is None:
        return None
    reset = _natural(headers.get(wire_format.reset_header))
    return RateLimit(scope, limit, remaining, _moment(reset, wire_format.reset_milliseconds_from))


def _natural(text: str | None) -> int | None:
    # No limit, count or time has more digits; int() would take text of any length.
    return int(text) if text and text.isascii() and text.isdigit() and len(text) <= 15 else None


def _moment(reset: int | None, milliseconds_from: int | None) -> datetime | None:
    if reset is None:
        return None
    in_milliseconds = milliseconds_from is not None and reset >= milliseconds_from
    try:
        return datetime.fromtimestamp(reset / 1000 if in_milliseconds else reset, UTC)
    except (ValueError, OverflowError):  # beyond the year 9999
        return None


def _api_error(request: Request[Any], raw: RawResponse, spec: ApiSpec, secrets: Secrets) -> ApiError:
    body = _json_object(raw.body)
    code = body.get("code")
    if not isinstance(code, int) or isinstance(code, bool):
        code = None
    message = body.get("message") or body.get("title")  # `title` is a problem document's (RFC 9457)
    # The token is hidden in the error's text here, where JSON can no longer spell it by escapes.
    message = hide(secrets, message) if isinstance(message, str) else _in_words(raw, secrets)
    kind = STATUS_CLASSES.get(raw.status) or (ServerError if raw.status >= 500 else ApiError)
    named = spec.errors.get(code) if code else None
    # A code under a status that it does not belong to says nothing.
    if named is not None and kind in named.__bases__:
        kind = named
    retry_after = _retry_after(raw.headers)
    details: dict[str, Any] = {
        "response": _response(request, raw, spec, body or None),
        "code": code,
        "errors": _field_errors(body.get("errors"), secrets),
        "retry_after": retry_after,
    }
    if issubclass(kind, RateLimited):
        stated = _seconds(body.get("retry_after"), spec.wire_format.retry_after_units)
        details["retry_after"] = retry_after if stated is None else stated
        details["scope"] = _text(body.get("scope"), secrets)
    return kind(message, **details)


def _json_object(content: bytes) -> dict[str, Any]:
    try:
        data = decode(Any, content)
    except DecodeError:
        return {}
    return cast("dict[str, Any]", data) if isinstance(data, dict) else {}


def _field_errors(value: object, secrets: Secrets) -> dict[str, list[FieldError]]:
    try:
        found = msgspec.convert(value, dict[str, list[FieldError]])
    except msgspec.ValidationError:
        return {}
    return {
        hide(secrets, name): [replace(each, message=hide(secrets, each.message)) for each in errors]
        for name, errors in found.items()
    }


def _retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds by the Retry-After header: a number of them, or a date, by the Date that the server sent."""
    text = headers.get("retry-after", "").strip()
    seconds = _natural(text)
    if seconds is not None:
        return float(seconds)
    moment = _http_date(text)
    if moment is None:
        return None
    sent = _http_date(headers.get("date", "")) or datetime.now(UTC)
    return max((moment - sent).total_seconds(), 0.0)


def _http_date(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _seconds(number: object, units: float) -> float | None:
    if not isinstance(number, int | float) or isinstance(number, bool) or number < 0:
        return None
    return min(number, _MAX_RETRY_AFTER) / units


def _text(value: object, secrets: Secrets) -> str | None:
    return hide(secrets, value) if isinstance(value, str) else None


def _in_words(raw: RawResponse, secrets: Secrets) -> str:
    try:
        words = HTTPStatus(raw.status).phrase
    except ValueError:  # such as Cloudflare's 52x
        words = "Unknown status"
    if 300 <= raw.status < 400:
        target = raw.headers.get("location")
        return f"{words}; redirects are not followed" + (f" (to {hide(secrets, target)})" if target else "")
    start = _start(raw.body, secrets)
    return f"{words}; the body is not the API's: {start!r}" if start else words


def _start(content: bytes, secrets: Secrets) -> str:
    text = " ".join(hide(secrets, content[:4000].decode(errors="replace")).split())
    return text if len(text) <= 200 else text[:199] + "…"
