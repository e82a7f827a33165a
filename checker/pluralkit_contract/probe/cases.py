"""A question: an operation, what its path names, and the answers that it may get."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias
from urllib.parse import quote, urlencode, urlsplit

from pluralkit_contract.access import View, Viewer, is_known
from pluralkit_contract.contract import Contract, Operation, below

from .inventory import Catalogue, Read

Outcome: TypeAlias = tuple[int, int | None]
"""A status, and the error code in the body; None where that is none."""


@dataclass(frozen=True, slots=True)
class Ask:
    """`about` has the key of each thing that the path names, empty where something named does not exist.

    `read` is None outside the operations. `outcomes` are the answers that may come, by `rule`; None leaves
    all of the contract's. `kind` is the column of the report that counts it.
    """

    target: str
    viewer: Viewer
    kind: str
    operation: Operation | None = None
    read: Read | None = None
    view: View = View.UNKNOWN
    about: tuple[str, ...] = ()
    query: tuple[tuple[str, str], ...] = ()
    outcomes: frozenset[Outcome] | None = None
    rule: str = "#/paths"
    scopes: tuple[str, ...] = ()

    @property
    def subject(self) -> str:
        return self.operation.id if self.operation else "outside the operations"


@dataclass(frozen=True, slots=True)
class Subject:
    """A thing to ask about: how it is known, and whose it is. `system` is the key of its system."""

    model: str
    key: str
    short: str | None
    system: str
    own: bool


@dataclass(frozen=True, slots=True)
class Asking:
    """Makes questions of a contract."""

    catalogue: Catalogue

    @property
    def contract(self) -> Contract:
        return self.catalogue.contract

    def existing(
        self,
        read: Read,
        viewer: Viewer,
        view: View,
        references: Mapping[str, str],
        *,
        own: bool | None,
        about: tuple[str, ...],
        kind: str,
        query: tuple[tuple[str, str], ...] = (),
        perhaps: bool = False,
    ) -> Ask:
        """About what is there, or `perhaps` is: it is shown, unless it is closed to whoever asks."""
        outcomes, rule = self._usual(read, viewer, view)
        if perhaps:
            outcomes |= {(404, code) for code in self.missing(read)}
        return Ask(
            target=self.target(read, references, query),
            viewer=viewer,
            kind=kind,
            operation=read.operation,
            read=read,
            view=view,
            about=about,
            query=query,
            outcomes=outcomes,
            rule=rule,
            scopes=self.scopes(read, viewer, own=own),
        )

    def refused(
        self,
        read: Read,
        viewer: Viewer,
        references: Mapping[str, str],
        outcomes: frozenset[Outcome],
        *,
        own: bool | None,
        kind: str,
        rule: str,
        query: tuple[tuple[str, str], ...] = (),
    ) -> Ask:
        """About what is not there, or not in this way."""
        return Ask(
            target=self.target(read, references, query),
            viewer=viewer,
            kind=kind,
            operation=read.operation,
            read=read,
            query=query,
            outcomes=outcomes,
            rule=rule,
            scopes=self.scopes(read, viewer, own=own),
        )

    def target(self, read: Read, references: Mapping[str, str], query: tuple[tuple[str, str], ...]) -> str:
        """Path and query, from the contract's base path on."""
        path = read.operation.template
        for name, text in references.items():
            path = path.replace(f"{{{name}}}", quote(text, safe="@"))
        path = urlsplit(self.contract.base_url).path + path
        return f"{path}?{urlencode(query)}" if query else path

    def scopes(self, read: Read, viewer: Viewer, *, own: bool | None) -> tuple[str, ...]:
        """The budget that is charged; both where it is not known whose the thing is."""
        rate = read.operation.extensions["rate-limit"]
        own_scope = rate.get("own")
        if own_scope is None or own is False or not is_known(self.contract, viewer, read.operation):
            return (rate["scope"],)
        return (own_scope,) if own else (rate["scope"], own_scope)

    def _usual(self, read: Read, viewer: Viewer, view: View) -> tuple[frozenset[Outcome], str]:
        operation = read.operation
        shown = {(int(status), None) for status in operation.responses if status.startswith("2")}
        responses = below(operation.pointer, "responses")
        if view is View.REFUSED or (view is View.STRANGER and read.needs_key):
            statuses = ["403"] if viewer.has_token and viewer.scopes is None else ["401", "403"]
            return frozenset(
                (int(status), code)
                for status in statuses
                if (response := operation.responses.get(status))
                for code in response.error_codes or ()
            ), below(operation.pointer, "security")
        closed = operation.extensions.get("list-privacy")
        if closed and view in (View.STRANGER, View.UNKNOWN):
            error = closed["error"]
            return frozenset(shown | {(self.status(error), error)}), below(
                operation.pointer, "x-pluralkit-list-privacy"
            )
        return frozenset(shown), responses

    def missing(self, read: Read) -> frozenset[int]:
        """The error codes that say that there is nothing for the ids in the path."""
        known = {self.catalogue.absent_code(model) for model in read.subjects.values()}
        return frozenset(read.operation.responses["404"].error_codes or ()) - known

    def status(self, code: int) -> int:
        """The status that an error code comes with."""
        return int(self.contract.document["x-pluralkit-errors"][str(code)]["status"])
