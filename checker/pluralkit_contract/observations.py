"""Observations: each resource, by view, with the response that showed it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from .access import View
from .conformance.walk import Node
from .contract import Contract, Json, below
from .exchange import Exchange
from .failures import Breach, curl
from .json_values import fields
from .probe.inventory import Inventory
from .results import Result

Fields: TypeAlias = Mapping[str, Json]


@dataclass(frozen=True, slots=True)
class Failure:
    """A breach with the exchange that it was found in; `label` is mostly an operation's id."""

    label: str
    exchange: Exchange
    breach: Breach


@dataclass(frozen=True, slots=True)
class Observation:
    """A resource in a response: at `path`, by the schema at `schema`."""

    fields: Fields
    schema: str
    path: str
    result: Result


@dataclass(slots=True)
class Observations:
    """Everything that was observed of a server.

    Attributes:
        inventory: What can be read by the contract.
        results: The results of all test cases, in the order of the responses.
        resources: The observations of each resource, by its model and key, then by view.
        systems: The key of the system that a resource belongs to, by its model and key.
    """

    inventory: Inventory
    results: list[Result] = field(default_factory=list[Result])
    resources: dict[tuple[str, str], dict[View, list[Observation]]] = field(
        default_factory=dict[tuple[str, str], dict[View, list[Observation]]]
    )
    systems: dict[tuple[str, str], str] = field(default_factory=dict[tuple[str, str], str])

    @property
    def contract(self) -> Contract:
        return self.inventory.contract

    def note(self, result: Result, known: Sequence[Node], own: str | None) -> None:
        """Record a result, and the resources in it.

        Args:
            result: The result.
            known: The nodes of its body.
            own: The key of the caller's system, once it is known.
        """
        self.results.append(result)
        found = list(self._observe(result, known))
        view = result.case.view
        if view is View.UNKNOWN:  # whose it is shows only now
            if result.case.caller.scopes is not None:
                return
            systems = {key for model, key, _ in found if model == "System"}
            view = View.OWNER if result.case.caller.has_token and own in systems else View.ANONYMOUS
        system = self._system(result)
        for model, key, observation in found:
            if system is not None and model != "System":
                self.systems.setdefault((model, key), system)
            self.resources.setdefault((model, key), {}).setdefault(view, []).append(observation)

    def known(self, model: str, key: str, view: View) -> dict[str, Json]:
        """Merge all observations of a resource in one view; the first value of a field counts."""
        found: dict[str, Json] = {}
        for observation in self.resources.get((model, key), {}).get(view, ()):
            found = {**observation.fields, **found}
        return found

    def _system(self, result: Result) -> str | None:
        """The system that an answer is about."""
        read, about = result.case.read, result.case.about
        if read is None or not about or not read.path_models:
            return None
        model = next(iter(read.path_models.values()))
        return about[0] if model == "System" else self.systems.get((model, about[0]))

    def _observe(self, result: Result, known: Sequence[Node]) -> Iterator[tuple[str, str, Observation]]:
        for node in known if result.answer.status == 200 else ():
            model = self.inventory.model_of(node.schema)
            if model is None:
                continue
            key = fields(node.value).get(model.key)
            if isinstance(key, str):
                yield model.name, key, Observation(fields(node.value), node.schema, node.path, result)


def failure(result: Result, rule: str, expected: str, found: str, place: str) -> Failure:
    """What one answer, held to others, breaks."""
    return Failure(result.case.label, result.exchange, Breach(rule, expected, found, place))


def place(pointer: str, name: str) -> str:
    """The pointer to a field of an object's schema."""
    return below(pointer, "properties", name)


def asked(result: Result) -> str:
    """The request as a line for a shell."""
    return curl(result.exchange.request, result.exchange.origin)
