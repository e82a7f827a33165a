# ruff: noqa: N818 - the names are the API's and HTTP's own words, and read well after "except"
"""Every error that a call can raise once its arguments are accepted.

* PluralKitError
  x ApiError                the API answered with an error (or with a redirect, which is never followed)
    + BadRequest            400
    + Unauthorized          401
    + Forbidden             403
    + NotFound              404
    + RateLimited           429
    + ServerError           500 and above
  x TransportError          there was no whole answer: no connection, or it broke
    + RequestTimeout        … within the time that the call was given
      - RateLimitTimeout    … because its rate-limit slot would have come later
  x InvalidResponse         a success whose body is not what the contract says
  x InvalidSignature        a webhook without the right token
  x InvalidEvent            a webhook with the right token, whose body is not what the contract says

The classes for single error codes (MemberNotFound is a NotFound) are generated from the contract. Arguments
that cannot be sent raise ValueError or TypeError before any I/O. Every error here can be pickled.
"""

from __future__ import annotations

import copyreg
from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct

from .response import Response, RetryAttempt


class PluralKitError(Exception):
    """Base class of all errors of this client.

    Text that came from the server is shown escaped: `str(error)` is printable, and one line.

    Attributes:
        retries: Each time that the call was sent again.
    """

    retries: tuple[RetryAttempt, ...] = ()

    def __init__(self, message: str) -> None:
        super().__init__(printable(message))

    def __reduce__(self) -> tuple[Any, ...]:
        # Exception's own way calls __init__ with `args`, which here is the text alone.
        return copyreg.__newobj__, (type(self), *self.args), self.__dict__  # type: ignore[attr-defined]


class FieldError(Struct, frozen=True, omit_defaults=True):
    """What is wrong with one field of a body.

    Attributes:
        message: The API's own words.
        max_length: How long the field may be, in UTF-16 code units.
        actual_length: How long it was, likewise.
    """

    message: str
    max_length: int | None = None
    actual_length: int | None = None


class ApiError(PluralKitError):
    """The API answered with a status that is no success.

    Attributes:
        status: The HTTP status.
        code: The API's own code; None where the body has none.
        message: The API's own words, as they came; else the status in words, with the start of the body.
        errors: What is wrong with each field of the body that was sent, where the API says so.
        retry_after: Seconds after which to try again, by the `Retry-After` header or the body of a 429; None
            where the answer does not say.
        response: The response; its `data` is the body's JSON, or None.
    """

    def __init__(
        self,
        message: str,
        *,
        response: Response[Any],
        code: int | None = None,
        errors: Mapping[str, Sequence[FieldError]] | None = None,
        retry_after: float | None = None,
    ) -> None:
        self.status = response.status
        self.code = code
        self.message = message
        self.errors: Mapping[str, Sequence[FieldError]] = errors or {}
        self.retry_after = retry_after
        self.response = response
        super().__init__(_describe(self))


class BadRequest(ApiError):
    """400: the request, or a field of its body (see `errors`), is invalid."""


class Unauthorized(ApiError):
    """401: this needs a token, and none or a wrong one was sent."""


class Forbidden(ApiError):
    """403: the token does not allow this."""


class NotFound(ApiError):
    """404: there is no such resource, or no such path."""


class RateLimited(ApiError):
    """429: too many requests.

    Attributes:
        scope: The rate-limit scope, where the body names it.
    """

    def __init__(
        self,
        message: str,
        *,
        response: Response[Any],
        code: int | None = None,
        errors: Mapping[str, Sequence[FieldError]] | None = None,
        retry_after: float | None = None,
        scope: str | None = None,
    ) -> None:
        super().__init__(message, response=response, code=code, errors=errors, retry_after=retry_after)
        self.scope = scope


class ServerError(ApiError):
    """500 and above: the service, or a proxy in front of it, failed."""


# The class of each status; above 499 it is ServerError, else ApiError. The generator reads this, too.
STATUS_CLASSES: Mapping[int, type[ApiError]] = {
    400: BadRequest,
    401: Unauthorized,
    403: Forbidden,
    404: NotFound,
    429: RateLimited,
}


class TransportError(PluralKitError):
    """There was no whole answer.

    Attributes:
        sent: False where it is certain that the request did not go out.
    """

    def __init__(self, message: str, *, sent: bool) -> None:
        super().__init__(message)
        self.sent = sent


class RequestTimeout(TransportError):
    """The call did not end within its time."""


class RateLimitTimeout(RequestTimeout):
    """The call was not sent: its rate-limit slot would have come too late.

    Attributes:
        wait: In how many seconds the slot would have come, from now.
    """

    def __init__(self, wait: float) -> None:
        super().__init__(f"not sent: its rate-limit slot would come only in {wait:.2f} s", sent=False)
        self.wait = wait


class InvalidResponse(PluralKitError):
    """A success whose body is not what the contract says.

    Attributes:
        reason: What is wrong with it.
        status: The HTTP status.
        body: The start of the body.
        response: The response, its `data` None.
    """

    def __init__(self, reason: str, *, response: Response[None], body: str) -> None:
        self.reason = reason
        self.status = response.status
        self.body = body
        self.response = response
        start = f"; its body starts {body!r}" if body else ""
        super().__init__(f"{response.status} {response.method} {response.path}: {reason}{start}")


class InvalidSignature(PluralKitError):
    """A webhook does not carry the right token: answer it with 401."""


class InvalidEvent(PluralKitError):
    """A webhook carries the right token, but its body is not what the contract says."""


def printable(text: str) -> str:
    """Return a text on one line, with line breaks, terminal escapes and the like as escape sequences.

    Args:
        text: The text, such as one that the server sent.
    """
    if text.isprintable():
        return text
    return "".join(
        each if each.isprintable() else each.encode("unicode_escape", "surrogatepass").decode()
        for each in text
    )


def _describe(error: ApiError) -> str:
    """One line: `404 Member not found. (code 20002) GET /members/zzzzz`."""
    # Some of the API's messages begin with the status themselves.
    message = error.message.removeprefix(f"{error.status}: ")
    code = f" (code {error.code})" if error.code else ""
    fields = "".join(f"; {name}: {_field(each)}" for name, found in error.errors.items() for each in found)
    line = f"{error.status} {message}{code}{fields}"
    return f"{line if len(line) <= 1000 else line[:999] + '…'} {error.response.method} {error.response.path}"


def _field(error: FieldError) -> str:
    if error.max_length is None or error.actual_length is None:
        return error.message
    return f"{error.message} ({error.actual_length} of at most {error.max_length})"
