"""The contract as the runtime needs it, handed over by generated code: no path or code is named here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Generic, TypeVar

from msgspec import Struct

from .errors import ApiError

T_co = TypeVar("T_co", covariant=True)

_READING = frozenset({"GET", "HEAD", "OPTIONS"})
_IDEMPOTENT = _READING | {"PUT", "DELETE"}  # by HTTP's own rules


class Operation(Struct, Generic[T_co], frozen=True, kw_only=True, eq=False):
    """One operation of the contract.

    `template` is relative to the base URL, with a placeholder for each reference (`/members/{member}`).
    `scope` is the rate-limit scope that the operation counts against, `own_scope` the one it counts against
    where the thing asked for belongs to the caller (None where the contract makes no such difference).
    `idempotent` says that sending it twice does no more than sending it once.
    `reads` gives, for each status of success, the type of the body, or None where there is no body;
    `reads=None` takes any status of success, and any JSON or nothing as its body.
    """

    id: str
    method: str
    template: str
    scope: str
    own_scope: str | None
    idempotent: bool
    reads: Mapping[int, Any] | None


class ApiSpec:
    """`base_url`: where the API is; `operations`: all there are; `errors`: the class of each error code.

    `limits`: how many requests a second the API allows, by rate-limit scope.
    """

    def __init__(
        self,
        *,
        base_url: str,
        operations: Sequence[Operation[Any]],
        limits: Mapping[str, int],
        errors: Mapping[int, type[ApiError]],
        own_reference: str | None = None,
    ) -> None:
        self.base_url = base_url
        self.operations = operations
        self.limits = limits
        self.errors = errors
        self.own_reference = own_reference
        self._routes: dict[tuple[str, int], list[tuple[list[str], Operation[Any]]]] | None = None

    def match(self, method: str, path: str) -> Operation[Any]:
        """The operation with this method and path; else one that reads any status of success as plain JSON.

        A path that the contract does not have counts against the scopes of an operation of the same kind
        (reading or changing): the service, too, goes by the method.
        """
        if self._routes is None:
            self._routes = _routes(self.operations)
        segments = path.split("/")
        for pattern, operation in self._routes.get((method, len(segments)), ()):
            if all(_fits(part, segment) for part, segment in zip(pattern, segments, strict=True)):
                return operation
        kin = next(
            (each for each in self.operations if (each.method in _READING) == (method in _READING)), None
        )
        return Operation(
            id="",
            method=method,
            template=path,
            scope=kin.scope if kin else "",
            own_scope=kin.own_scope if kin else None,
            idempotent=method in _IDEMPOTENT,
            reads=None,
        )


def _routes(
    operations: Sequence[Operation[Any]],
) -> dict[tuple[str, int], list[tuple[list[str], Operation[Any]]]]:
    routes: dict[tuple[str, int], list[tuple[list[str], Operation[Any]]]] = {}
    # Fewest placeholders first: /systems/{system}/settings before /systems/{system}/{anything}.
    for operation in sorted(operations, key=lambda each: each.template.count("{")):
        pattern = operation.template.split("/")
        routes.setdefault((operation.method, len(pattern)), []).append((pattern, operation))
    return routes


def _fits(part: str, segment: str) -> bool:
    return segment != "" if part.startswith("{") else part == segment
