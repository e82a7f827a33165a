"""Maps exceptions of httpx to errors of the runtime."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TypeVar

import httpx

from pluralkit_runtime.errors import PluralKitError, RequestTimeout, TransportError
from pluralkit_runtime.request import RawRequest
from pluralkit_runtime.response import Headers, RawResponse
from pluralkit_runtime.secret import hide

from .exchange import Exchange

C = TypeVar("C", httpx.Client, httpx.AsyncClient)

# With these, the request has not gone out. (A connection that broke later may have carried it.)
_NOT_SENT = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
    httpx.InvalidURL,
    UnicodeError,
)
# What httpx raises, and what it lets through: TLS and socket errors, host names that are none.
_NETWORK_ERRORS = (httpx.RequestError, httpx.InvalidURL, httpx.StreamError, OSError, UnicodeError)


def failure(error: Exception, request: RawRequest, exchange: Exchange) -> TransportError | None:
    """Return the error that a caller gets for `error`; None where it must come out as it is (of a hook).

    It is raised unchained: the frames of `error` hold the request's bytes, token and all.

    Args:
        error: The exception of httpx, httpcore, the network or a hook.
        request: The request; its secrets are removed from the message.
        exchange: How far the exchange came, which tells whether the request was sent.
    """
    # While a connection is opened nobody else's code runs: httpcore lets AssertionErrors, and what socksio
    # raises, through where a SOCKS proxy breaks the protocol.
    if not (isinstance(error, _NETWORK_ERRORS) or exchange.in_handshake):
        return None
    sent = _sent(error, exchange)
    if isinstance(error, httpx.TimeoutException | TimeoutError):
        return RequestTimeout(
            f"{request.method} {request.url}: no complete response within {request.timeout:.1f} s", sent=sent
        )
    text = f"{request.method} {request.url}: {type(error).__name__}: {error}"
    return TransportError(hide(request.secrets.values(), text), sent=sent)


def _sent(error: Exception, exchange: Exchange) -> bool:
    if not exchange.admitted:
        return False
    if exchange.on_network:
        return exchange.sent
    return not isinstance(error, _NOT_SENT)  # a transport that we do not know, or a mock


def raw_response(error: httpx.HTTPStatusError) -> RawResponse:
    """Return the response for which an event hook called `raise_for_status`, with its body if it was read."""
    response = error.response
    try:
        body = response.content
    except httpx.ResponseNotRead:
        body = b""
    return RawResponse(response.status_code, Headers(response.headers.multi_items()), body)


def closed_error() -> PluralKitError:
    """Return the error for a call on a client that was closed."""
    return PluralKitError("the client is closed; create a new one, or close it after the last call")


def check_client(value: object, expected: type[C]) -> C:
    """Return `value` if it is a client of httpx of the right kind.

    Args:
        value: What was passed as `http_client`.
        expected: `httpx.Client` or `httpx.AsyncClient`.

    Raises:
        TypeError: It is something else.
    """
    if isinstance(value, expected):
        return value
    raise TypeError(f"http_client: must be an httpx.{expected.__name__}, not {_name(value)}")


def _name(value: object) -> str:
    kind = type(value)
    return f"httpx.{kind.__name__}" if kind in (httpx.Client, httpx.AsyncClient) else kind.__qualname__


def own_headers(client: httpx.Client | httpx.AsyncClient | None, withheld: Collection[str]) -> dict[str, str]:
    """Return the headers that a given client adds to each request.

    Args:
        client: The client, if one was given.
        withheld: Headers, in lower case, that are not among them: who calls is up to our client's tokens.
    """
    headers = {} if client is None else {k: v for k, v in client.headers.items() if k not in withheld}
    # gzip alone: the body reader decompresses, because httpx would do so without a limit.
    return {**headers, "accept-encoding": "gzip"}


def build_request(
    request: RawRequest, headers: Mapping[str, str], timeouts: Mapping[str, float | None]
) -> httpx.Request:
    """Build the request as httpx takes it.

    Args:
        request: The request.
        headers: Headers of every request; those of `request` override them.
        timeouts: Seconds by phase (`connect`, `read`, `write`, `pool`); empty: httpx enforces no timeout.
    """
    all_headers = {**headers, **request.headers}
    all_headers |= {name: secret.reveal() for name, secret in request.secrets.items()}
    # Not `client.build_request`: that would mix in the client's cookies and query parameters.
    return httpx.Request(
        request.method,
        request.url,
        headers=all_headers,
        content=request.content,
        extensions={"timeout": timeouts},
    )
