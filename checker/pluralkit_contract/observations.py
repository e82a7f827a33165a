"""Observations: each resource by view, with the response that showed it."""

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
    """A breach with the exchange that it was found in.

    Attributes:
        label: What does not conform; mostly an operation id.
        exchange: The exchange.
        breach: The breach.
    """

    label: str
    exchange: Exchange
    breach: Breach


@dataclass(frozen=True, slots=True)
class Observation:
    """A resource in a response.

    Attributes:
        fields: Its fields.
        schema: JSON pointer of its schema.
        path: Its path in the body (`$[0]`).
        result: The result whose body contains it.
    """

    fields: Fields
    schema: str
    path: str
    result: Result


@dataclass(slots=True)
class Observations:
    """All observations of a server.

    Attributes:
        inventory: The inventory of the contract.
        results: Results of all test cases, in the order of the responses.
        resources: Observations of each resource by (model, key), then by view.
        systems: Key of the system that a resource belongs to, by (model, key).
    """

    inventory: Inventory
    results: list[Result] = field(default_factory=list[Result])
    resources: dict[tuple[str, str], dict[View, list[Observation]]] = field(
        default_factory=dict[tuple[str, str], dict[View, list[Observation]]]
    )
    systems: dict[tuple[str, str], str] = field(default_factory=dict[tuple[str, str], str])

    @property
    def contract(self) -> Contract:
        """The contract."""
        return self.inventory.contract

    def note(self, result: Result, known: Sequence[Node], own: str | None) -> None:
        """Record a result and the resources in its body.

        Args:
            result: The result.
            known: The nodes of its body.
            own: Key of the caller's system; None while unknown.
        """
        self.results.append(result)
        found = list(self._observe(result, known))
        view = result.case.view
        if view is View.UNKNOWN:  # ownership is known only from the response
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
        """Merge all observations of a resource in one view.

        Args:
            model: Name of the model.
            key: Key of the resource.
            view: The view.

        Returns:
            The fields; of different values of a field, the first observed.
        """
        found: dict[str, Json] = {}
        for observation in self.resources.get((model, key), {}).get(view, ()):
            found = {**observation.fields, **found}
        return found

    def _system(self, result: Result) -> str | None:
        """Return the key of the system that the path of a request names, or None."""
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
    """Create a failure for a response that contradicts other responses.

    Args:
        result: The result.
        rule: JSON pointer of the rule.
        expected: What the rule requires.
        found: What was found instead.
        place: Where it was found.
    """
    return Failure(result.case.label, result.exchange, Breach(rule, expected, found, place))


def place(pointer: str, name: str) -> str:
    """Return the JSON pointer of a field's schema.

    Args:
        pointer: JSON pointer of the object's schema.
        name: Name of the field.
    """
    return below(pointer, "properties", name)


def request_line(result: Result) -> str:
    """Render the request of a result as a curl command, without its token.

    Args:
        result: The result of the request.
    """
    return curl(result.exchange.request, result.exchange.origin)
