"""Errors that operations raise, with the codes and messages of the contract."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pluralkit_sandbox import contract

FieldErrors = Mapping[str, Sequence[Mapping[str, object]]]


class ApiError(Exception):
    """An answer that is an error: its status and its body."""

    def __init__(self, status: int, body: Mapping[str, object]) -> None:
        super().__init__(f"{status} {body.get('message', '')}")
        self.status = status
        self.body = body


class ProblemError(Exception):
    """An answer that is a problem document: its status."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


def error(name: str, ref: str | None = None) -> ApiError:
    """Make an error from its entry in the contract (`x-pluralkit-errors`).

    Args:
        name: Its name there, say "SwitchNotFound".
        ref: What stands for `{ref}` in its message.
    """
    kind = contract.load().errors[name]
    # Half of a surrogate pair cannot be written as UTF-8.
    shown = (ref or "").encode("utf-8", "replace").decode()
    return ApiError(kind.status, {"message": kind.message.replace("{ref}", shown), "code": kind.code})


def general(status: int) -> ApiError:
    """An error without a code of its own: 400, 401 or 403."""
    return ApiError(status, {"message": contract.load().general_errors[status], "code": 0})


def invalid_model(errors: FieldErrors) -> ApiError:
    """The error that says what is wrong with each field."""
    kind = contract.load().errors["InvalidModel"]
    return ApiError(kind.status, {"message": kind.message, "code": kind.code, "errors": errors})
