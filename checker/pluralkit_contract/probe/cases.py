"""Test cases: an operation, the references in its path, and the expected outcomes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias
from urllib.parse import quote, urlencode, urlsplit

from pluralkit_contract.access import Caller, View, is_known
from pluralkit_contract.contract import Contract, Operation, below

from .inventory import Inventory, ReadOperation

Outcome: TypeAlias = tuple[int, int | None]
"""A status, and the error code in the body; None if the body is not an error."""


@dataclass(frozen=True, slots=True)
class TestCase:
    """A GET request with its expected outcomes.

    Attributes:
        target: Path and query, with the contract's base path.
        caller: The caller.
        kind: The report's column that counts the case.
        operation: The operation; None for a path outside the operations.
        read: The operation as the inventory describes it.
        view: The view of the resource that the response is expected to show.
        about: Keys of the resources in the path; empty if one does not exist.
        query: Query parameters.
        outcomes: Expected statuses and error codes; None for all that the contract documents.
        rule: JSON pointer of the rule that restricts the outcomes.
        scopes: Rate-limit scopes that may be charged.
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
        """The operation id, or a text for paths outside the operations."""
        return self.operation.id if self.operation else "outside the operations"


@dataclass(frozen=True, slots=True)
class Resource:
    """A resource to read.

    Attributes:
        model: Name of its model.
        key: Its key.
        short: Its short id; None if it has none.
        system: Key of its system.
        own: Whether that is the caller's system.
    """

    model: str
    key: str
    short: str | None
    system: str
    own: bool


@dataclass(frozen=True, slots=True)
class CaseBuilder:
    """Builds test cases.

    Attributes:
        inventory: The inventory of a contract.
    """

    inventory: Inventory

    @property
    def contract(self) -> Contract:
        """The contract."""
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
        """Build a test case for an existing resource; it succeeds unless the caller has no access.

        Args:
            read: The operation.
            caller: The caller.
            view: The view of the resource that the response is expected to show.
            references: Values of the path parameters, not yet escaped.
            own: Whether the resource belongs to the caller's system; None if unknown.
            about: Keys of the resources in the path.
            kind: The report's column that counts the case.
            query: Query parameters.
            perhaps: Whether the resource may be missing: 404 is expected as well.
        """
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
        """Build a test case that fails.

        Args:
            read: The operation.
            caller: The caller.
            references: Values of the path parameters, not yet escaped.
            outcomes: Expected statuses and error codes.
            own: Whether the resource belongs to the caller's system; None if unknown.
            kind: The report's column that counts the case.
            rule: JSON pointer of the rule that states the outcomes.
            query: Query parameters.
        """
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
        """Build path and query of a request.

        Args:
            read: The operation.
            references: Values of the path parameters, not yet escaped.
            query: Query parameters.

        Returns:
            Path and query, with the contract's base path.
        """
        path = read.operation.template
        for name, text in references.items():
            path = path.replace(f"{{{name}}}", quote(text, safe="@"))
        path = urlsplit(self.contract.base_url).path + path
        return f"{path}?{urlencode(query)}" if query else path

    def scopes(self, read: ReadOperation, caller: Caller, *, own: bool | None) -> tuple[str, ...]:
        """Return the rate-limit scopes that a request may be charged to.

        Args:
            read: The operation.
            caller: The caller.
            own: Whether the resource belongs to the caller's system; None if unknown, which gives both
                scopes.
        """
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
        """Return the error codes of an operation for ids in the path that do not exist.

        Args:
            read: The operation.

        Returns:
            The codes of its 404 response, without those for nonexistent resources of the models in the path.
        """
        known = {self.inventory.absent_code(model) for model in read.path_models.values()}
        return frozenset(read.operation.responses["404"].error_codes or ()) - known

    def status(self, code: int) -> int:
        """Return the status that an error code comes with.

        Args:
            code: An error code of the contract.
        """
        return int(self.contract.document["x-pluralkit-errors"][str(code)]["status"])
