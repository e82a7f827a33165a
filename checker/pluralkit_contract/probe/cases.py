"""Test cases: an operation, what its path names, and the outcomes that are expected."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias
from urllib.parse import quote, urlencode, urlsplit

from pluralkit_contract.access import Caller, View, is_known
from pluralkit_contract.contract import Contract, Operation, below

from .inventory import Inventory, ReadOperation

Outcome: TypeAlias = tuple[int, int | None]
"""A status, and the error code in the body; None where that is none."""


@dataclass(frozen=True, slots=True)
class TestCase:
    """A GET request, and what may come of it.

    Attributes:
        target: Path and query, from the contract's base path on.
        caller: Who sends it.
        kind: The column of the report that counts it.
        operation: The operation; None for a path that no operation has.
        read: The operation as the inventory has it.
        view: How much of the resource the response is expected to show.
        about: The key of each resource in the path; empty where one does not exist.
        query: The parameters of the query.
        outcomes: The expected statuses and error codes, by `rule`; None: all that the contract documents.
        rule: The pointer to the rule that limits the outcomes.
        scopes: The rate-limit scopes that it may be charged to.
    """

    target: str
    caller: Caller
    kind: str
    operation: Operation | None = None
    read: ReadOperation | None = None
    view: View = View.UNKNOWN
    about: tuple[str, ...] = ()
    query: tuple[tuple[str, str], ...] = ()
    outcomes: frozenset[Outcome] | None = None
    rule: str = "#/paths"
    scopes: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        return self.operation.id if self.operation else "outside the operations"


@dataclass(frozen=True, slots=True)
class Resource:
    """A resource to read: its key and short id, and the key of its system."""

    model: str
    key: str
    short: str | None
    system: str
    own: bool


@dataclass(frozen=True, slots=True)
class CaseBuilder:
    """Builds test cases from the inventory of a contract."""

    inventory: Inventory

    @property
    def contract(self) -> Contract:
        return self.inventory.contract

    def existing(
        self,
        read: ReadOperation,
        caller: Caller,
        view: View,
        references: Mapping[str, str],
        *,
        own: bool | None,
        about: tuple[str, ...],
        kind: str,
        query: tuple[tuple[str, str], ...] = (),
        perhaps: bool = False,
    ) -> TestCase:
        """Build a test case for a resource that exists (`perhaps`), shown unless closed to the caller."""
        outcomes, rule = self._usual(read, caller, view)
        if perhaps:
            outcomes |= {(404, code) for code in self.missing(read)}
        return TestCase(
            target=self.target(read, references, query),
            caller=caller,
            kind=kind,
            operation=read.operation,
            read=read,
            view=view,
            about=about,
            query=query,
            outcomes=outcomes,
            rule=rule,
            scopes=self.scopes(read, caller, own=own),
        )

    def refused(
        self,
        read: ReadOperation,
        caller: Caller,
        references: Mapping[str, str],
        outcomes: frozenset[Outcome],
        *,
        own: bool | None,
        kind: str,
        rule: str,
        query: tuple[tuple[str, str], ...] = (),
    ) -> TestCase:
        """Build a test case that is refused with one of these outcomes."""
        return TestCase(
            target=self.target(read, references, query),
            caller=caller,
            kind=kind,
            operation=read.operation,
            read=read,
            query=query,
            outcomes=outcomes,
            rule=rule,
            scopes=self.scopes(read, caller, own=own),
        )

    def target(
        self, read: ReadOperation, references: Mapping[str, str], query: tuple[tuple[str, str], ...]
    ) -> str:
        """Path and query, from the contract's base path on."""
        path = read.operation.template
        for name, text in references.items():
            path = path.replace(f"{{{name}}}", quote(text, safe="@"))
        path = urlsplit(self.contract.base_url).path + path
        return f"{path}?{urlencode(query)}" if query else path

    def scopes(self, read: ReadOperation, caller: Caller, *, own: bool | None) -> tuple[str, ...]:
        """The budget that is charged; both where it is not known whose the thing is."""
        rate = read.operation.extensions["rate-limit"]
        own_scope = rate.get("own")
        if own_scope is None or own is False or not is_known(self.contract, caller, read.operation):
            return (rate["scope"],)
        return (own_scope,) if own else (rate["scope"], own_scope)

    def _usual(self, read: ReadOperation, caller: Caller, view: View) -> tuple[frozenset[Outcome], str]:
        operation = read.operation
        shown = {(int(status), None) for status in operation.responses if status.startswith("2")}
        responses = below(operation.pointer, "responses")
        if view is View.REFUSED or (view is View.ANONYMOUS and read.needs_key):
            statuses = ["403"] if caller.has_token and caller.scopes is None else ["401", "403"]
            return frozenset(
                (int(status), code)
                for status in statuses
                if (response := operation.responses.get(status))
                for code in response.error_codes or ()
            ), below(operation.pointer, "security")
        closed = operation.extensions.get("list-privacy")
        if closed and view in (View.ANONYMOUS, View.UNKNOWN):
            error = closed["error"]
            return frozenset(shown | {(self.status(error), error)}), below(
                operation.pointer, "x-pluralkit-list-privacy"
            )
        return frozenset(shown), responses

    def missing(self, read: ReadOperation) -> frozenset[int]:
        """The error codes that say that there is nothing for the ids in the path."""
        known = {self.inventory.absent_code(model) for model in read.path_models.values()}
        return frozenset(read.operation.responses["404"].error_codes or ()) - known

    def status(self, code: int) -> int:
        """The status that an error code comes with."""
        return int(self.contract.document["x-pluralkit-errors"][str(code)]["status"])
