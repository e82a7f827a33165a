"""The contract as generated code hands it to the runtime. No path, name or unit of the API stands here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Generic, TypeVar

from msgspec import Struct

from .errors import ApiError

T_co = TypeVar("T_co", covariant=True)

_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_IDEMPOTENT = _SAFE | {"PUT", "DELETE"}  # by HTTP's own rules


class Operation(Struct, Generic[T_co], frozen=True, kw_only=True, eq=False):
    """One operation of the contract.

    Attributes:
        id: Its name; empty for a request outside the contract.
        method: The HTTP method.
        template: The path, relative to the base URL, with a placeholder for each reference.
        scope: The rate-limit scope that it counts against.
        own_scope: The scope that it counts against where the resource belongs to the caller; None where the
            contract makes no such difference.
        idempotent: Whether sending it twice has the effect of sending it once.
        reads: For each status of success the type of the body, None where there is no body. `reads=None`
            takes any status of success, and any JSON or nothing as its body.
    """

    id: str
    method: str
    template: str
    scope: str
    own_scope: str | None
    idempotent: bool
    reads: Mapping[int, Any] | None


class WireFormat(Struct, frozen=True, kw_only=True):
    """How the API spells what the runtime needs to understand.

    Attributes:
        own_reference: The reference to the caller's own system.
        bearer_prefix: The start of tokens that are sent as bearer tokens; others are sent as they are.
        application_header: The header with the token of a registered application; empty where the API has no
            such tokens.
        scope_header: The header with the rate-limit scope that was charged.
        limit_header: The header with the requests a second that the scope allows.
        remaining_header: The header with the requests that are left.
        reset_header: The header with the time when the bucket is full again.
        reset_milliseconds_from: From which value on `reset_header` is in milliseconds, not seconds.
        signature_field: The field of a webhook's body that carries its token.
        retry_after_units: How many units of `retry_after` in the body of a 429 make a second.
    """

    own_reference: str | None = None
    bearer_prefix: str | None = None
    application_header: str = ""
    scope_header: str = ""
    limit_header: str = ""
    remaining_header: str = ""
    reset_header: str = ""
    reset_milliseconds_from: int | None = None
    signature_field: str = ""
    retry_after_units: float = 1


class ApiSpec:
    """The whole contract.

    Args:
        base_url: Where the API is.
        operations: All operations.
        limits: Requests a second, by rate-limit scope.
        errors: The error class of each error code.
        wire_format: Names and units.
    """

    def __init__(
        self,
        *,
        base_url: str,
        operations: Sequence[Operation[Any]],
        limits: Mapping[str, int],
        errors: Mapping[int, type[ApiError]],
        wire_format: WireFormat,
    ) -> None:
        self.base_url = base_url
        self.operations = operations
        self.limits = limits
        self.errors = errors
        self.wire_format = wire_format
        self._routes: dict[tuple[str, int], list[tuple[list[str], Operation[Any]]]] | None = None

    def match(self, method: str, path: str) -> Operation[Any]:
        """Find the operation with this method and path.

        Args:
            method: The method, in upper case.
            path: The path, percent-encoded, relative to the base URL.

        Returns:
            The operation; else one that reads any status of success as plain JSON. That one counts against
            the scopes of an operation of the same kind (reading or changing): the service, too, goes by the
            method.
        """
        if self._routes is None:
            self._routes = _routes(self.operations)
        segments = path.split("/")
        for pattern, operation in self._routes.get((method, len(segments)), ()):
            if all(_fits(part, segment) for part, segment in zip(pattern, segments, strict=True)):
                return operation
        kin = next((each for each in self.operations if (each.method in _SAFE) == (method in _SAFE)), None)
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
