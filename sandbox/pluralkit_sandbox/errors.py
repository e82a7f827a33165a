"""Errors of operations, with codes and messages from the contract."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pluralkit_sandbox import contract

FieldErrors = Mapping[str, Sequence[Mapping[str, object]]]


class ApiError(Exception):
    """An error response.

    Args:
        status: The status.
        body: The JSON body.
    """

    def __init__(self, status: int, body: Mapping[str, object]) -> None:
        super().__init__(f"{status} {body.get('message', '')}")
        self.status = status
        self.body = body


class ProblemError(Exception):
    """A response with a problem document.

    Args:
        status: The status.
    """

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


def error(name: str, ref: str | None = None) -> ApiError:
    """Create an error from its entry in `x-pluralkit-errors`.

    Args:
        name: Name of the error, such as "SwitchNotFound".
        ref: Replaces `{ref}` in the message.
    """
    kind = contract.load().errors[name]
    # A lone surrogate cannot be encoded as UTF-8.
    shown = (ref or "").encode("utf-8", "replace").decode()
    return ApiError(kind.status, {"message": kind.message.replace("{ref}", shown), "code": kind.code})


def general(status: int) -> ApiError:
    """Create an error with code 0.

    Args:
        status: 400, 401, 403 or 500.
    """
    return ApiError(status, {"message": contract.load().general_errors[status], "code": 0})


def invalid_model(errors: FieldErrors) -> ApiError:
    """Create the error for invalid fields.

    Args:
        errors: The errors of each field.
    """
    kind = contract.load().errors["InvalidModel"]
    return ApiError(kind.status, {"message": kind.message, "code": kind.code, "errors": errors})
