"""Everything that was seen of the server: each thing, by whom, and in which answer."""

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
from .probe.inventory import Catalogue
from .results import Sent

Fields: TypeAlias = Mapping[str, Json]


@dataclass(frozen=True, slots=True)
class Finding:
    """A breach, and the answer that it was found in. `subject` is mostly an operation."""

    subject: str
    exchange: Exchange
    breach: Breach


@dataclass(frozen=True, slots=True)
class Sighting:
    """A thing as an answer shows it, at `path` there, by the schema at `schema`."""

    fields: Fields
    schema: str
    path: str
    sent: Sent


@dataclass(slots=True)
class World:
    """`sent` has all questions with their answers; `things` every sighting of a thing, by model and key.

    `systems` has the key of the system that a thing belongs to.
    """

    catalogue: Catalogue
    sent: list[Sent] = field(default_factory=list[Sent])
    things: dict[tuple[str, str], dict[View, list[Sighting]]] = field(
        default_factory=dict[tuple[str, str], dict[View, list[Sighting]]]
    )
    systems: dict[tuple[str, str], str] = field(default_factory=dict[tuple[str, str], str])

    @property
    def contract(self) -> Contract:
        return self.catalogue.contract

    def note(self, sent: Sent, known: Sequence[Node], own: str | None) -> None:
        """Keep an answer and, of its nodes, the things. `own` is the key of the token's system."""
        self.sent.append(sent)
        found = list(self._sightings(sent, known))
        view = sent.ask.view
        if view is View.UNKNOWN:  # whose it is shows only now
            if sent.ask.viewer.scopes is not None:
                return
            systems = {key for model, key, _ in found if model == "System"}
            view = View.OWNER if sent.ask.viewer.has_token and own in systems else View.STRANGER
        system = self._system(sent)
        for model, key, sighting in found:
            if system is not None and model != "System":
                self.systems.setdefault((model, key), system)
            self.things.setdefault((model, key), {}).setdefault(view, []).append(sighting)

    def known(self, model: str, key: str, view: View) -> dict[str, Json]:
        """A thing as one view shows it, put together from all its sightings; the first counts."""
        found: dict[str, Json] = {}
        for sighting in self.things.get((model, key), {}).get(view, ()):
            found = {**sighting.fields, **found}
        return found

    def _system(self, sent: Sent) -> str | None:
        """The system that an answer is about."""
        read, about = sent.ask.read, sent.ask.about
        if read is None or not about or not read.subjects:
            return None
        model = next(iter(read.subjects.values()))
        return about[0] if model == "System" else self.systems.get((model, about[0]))

    def _sightings(self, sent: Sent, known: Sequence[Node]) -> Iterator[tuple[str, str, Sighting]]:
        for node in known if sent.answer.status == 200 else ():
            model = self.catalogue.model_of(node.schema)
            if model is None:
                continue
            key = fields(node.value).get(model.key)
            if isinstance(key, str):
                yield model.name, key, Sighting(fields(node.value), node.schema, node.path, sent)


def finding(sent: Sent, rule: str, expected: str, found: str, place: str) -> Finding:
    """What one answer, held to others, breaks."""
    return Finding(sent.ask.subject, sent.exchange, Breach(rule, expected, found, place))


def place(pointer: str, name: str) -> str:
    """The pointer to a field of an object's schema."""
    return below(pointer, "properties", name)


def asked(sent: Sent) -> str:
    """The request as a line for a shell."""
    return curl(sent.exchange.request, sent.exchange.origin)
