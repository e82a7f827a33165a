"""Rate-limit layer: selects the bucket of a request, rejects with 429, adds the rate-limit headers.

The contract states the scope of each operation and what the buckets of a scope are kept for.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Literal

import msgspec
from starlette.responses import Response

from pluralkit_sandbox import contract
from pluralkit_sandbox.call import Call, Handler
from pluralkit_sandbox.contract import RateScopes
from pluralkit_sandbox.limiter import Decision, Limiter

Kind = Literal["get", "update"]
Limits = Mapping[Kind, int] | None
"""Requests per second for reads (`get`) and writes (`update`); default: the contract's; None: no limits."""


Applications = Mapping[str, int]
"""Registered applications: the requests a second that each has, by its token."""


class RateLimits:
    """Rate-limit layer with the buckets of all callers.

    Args:
        limits: Limits that differ from the contract's; None for no limits.
    """

    def __init__(self, limits: Limits, applications: Applications | None = None) -> None:
        rules = contract.load()
        self._rules = rules.rate_limits
        self._applications = dict(applications or {})
        self._kinds: dict[str, Kind] = {}
        # Unknown methods of a route are charged like operations of the same kind with an own scope.
        self._other: dict[Kind, RateScopes] = {}
        for operation in rules.operations:
            kind, scopes = _kind(operation.method), operation.rate
            if scopes is None:
                continue
            self._kinds |= {scope: kind for scope in (scopes.scope, scopes.own) if scope}
            if scopes.own:
                self._other.setdefault(kind, scopes)
        self.set(limits)

    def set(self, limits: Limits) -> None:
        """Set other limits and reset all buckets.

        Args:
            limits: Requests per second, by kind; what is missing is as in the contract. None: no limits.
        """
        self._limits = limits
        self._limiter = None
        self._limiters: dict[str, Limiter] = {}
        if limits is not None:
            given = {
                scope: limits.get(self._kinds[scope], limit) for scope, limit in self._rules.limits.items()
            }
            self._limiter = Limiter(given, self._rules.period)
            self._limiters = {
                token: Limiter({self._rules.application_scope: rate}, self._rules.period)
                for token, rate in self._applications.items()
            }

    def refill(self) -> None:
        """Reset all buckets."""
        self.set(self._limits)

    def __call__(self, call: Call, handler: Handler) -> Response:
        scopes = call.operation.rate if call.operation else self._other[_kind(call.request.method)]
        if scopes is None:
            return handler(call)
        own = scopes.own if call.caller.system is not None and call.caller.system == call.subject else None
        key = self._key(call, own or scopes.scope)
        application = call.request.headers.get(self._rules.application_header, "")
        if (rate := self._applications.get(application)) is None:
            scope, named = own or scopes.scope, scopes.scope
            limit, limiter = self._rules.limits[scope], self._limiter
        else:
            scope = named = self._rules.application_scope
            limit, limiter = rate, self._limiters.get(application)
        now = call.world.now() / 1_000_000
        if limiter is None:
            # Headers are sent nevertheless, with the values of an unused bucket.
            decision = Decision(True, limit, limit - 1, int(now), None)
        else:
            decision = limiter.check(key, scope, now)
        if decision.allowed:
            response = handler(call)
        else:
            body = {
                "message": contract.load().rate_limit_message,
                "retry_after": decision.retry_after,
                # The service always names the scope of anonymous callers, whichever bucket was empty.
                "scope": named,
                "code": 0,
            }
            response = Response(msgspec.json.encode(body), 429, media_type="application/json")
        numbers = (decision.limit, decision.remaining, decision.reset)
        values = [scope.encode(), *(b"%d" % number for number in numbers)]
        response.raw_headers += zip(self._rules.headers, values, strict=True)
        return response

    def _key(self, call: Call, scope: str) -> Hashable:
        """Return what the bucket of a scope is kept for: the caller's system or the client's address."""
        if self._rules.buckets[scope] == "system":
            return call.caller.system
        return call.request.client.host if call.request.client else None


def _kind(method: str) -> Kind:
    return "get" if method == "GET" else "update"
