"""Generated requests for each operation, with references to entities in the data of the recordings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from hypothesis import strategies as st
from pluralkit_contract.contract import Contract, Operation, below

from contract_tests.recordings.loader import world
from contract_tests.support.strategies import Drawn, Strategies


@dataclass(frozen=True, slots=True)
class GeneratedRequest:
    """`target` is below the base path; a body of None is none."""

    method: str
    target: str
    body: Any


def generated_requests(
    contract: Contract, operation: Operation, owners: Sequence[str]
) -> st.SearchStrategy[GeneratedRequest]:
    """Requests with whatever the contract allows, about things of these systems, by their keys."""
    known = {name: st.sampled_from(references(name, owners)) for name in _KINDS}
    places = {
        parameter.name: known[_KIND_OF[parameter.name]]
        for parameter in operation.parameters
        if parameter.required
    }
    strategies = Strategies(contract, kept=True, known=_references_in_bodies(contract, known))
    bodies = strategies.of(operation.body) if operation.body else st.none()

    def ask(drawn: Mapping[str, str], body: Any) -> GeneratedRequest:
        query = "".join(f"?{name}={value}" for name, value in drawn.items() if name not in operation.template)
        return GeneratedRequest(operation.method, operation.template.format_map(drawn) + query, body)

    return st.builds(ask, st.fixed_dictionaries(places), bodies)


_KINDS = {
    "systems": ("system", ["id", "uuid"]),
    "members": ("members", ["id", "uuid"]),
    "groups": ("groups", ["id", "uuid"]),
    "switches": ("switches", ["id"]),
    "guilds": ("guilds", ["guild_id"]),
    "messages": ("messages", ["id"]),
}
_KIND_OF = {
    "systemRef": "systems",
    "memberRef": "members",
    "groupRef": "groups",
    "switchRef": "switches",
    "guildId": "guilds",
    "guild_id": "guilds",
    "messageId": "messages",
}


@cache
def _entries() -> Mapping[str, Any]:
    return {entry["key"]: entry for entry in world()["systems"]}


def references(kind: str, owners: Sequence[str]) -> list[str]:
    """Every way to name the things of these systems, `kind` being what the seed calls them, in the plural."""
    part, ids = _KINDS[kind]
    things: list[Any] = []
    for owner in owners:
        entry = _entries()[owner][part]
        things += entry if isinstance(entry, list) else [entry]
    return [thing[id] for thing in things for id in ids]


def _references_in_bodies(contract: Contract, known: Mapping[str, Drawn]) -> dict[str, Drawn]:
    zones = below("#/components/schemas/SystemSettingsUpdate/properties", "timezone")
    return {
        "#/components/schemas/MemberRef": known["members"],
        "#/components/schemas/ListedMemberRef": known["members"],
        "#/components/schemas/ListedGroupRef": known["groups"],
        contract.resolve(zones): st.sampled_from(["UTC", "Europe/Paris", "America/Argentina/ComodRivadavia"]),
    }
