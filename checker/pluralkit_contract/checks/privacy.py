"""Compare the owner's and the anonymous view by the contract's x-pluralkit-privacy.

Fields that a privacy key makes private are hidden from anonymous callers in the documented way; all other
fields are equal in both views.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pluralkit_contract.access import View
from pluralkit_contract.conformance.optional_fields import repeated
from pluralkit_contract.contract import Contract, Json, below
from pluralkit_contract.failures import json_excerpt
from pluralkit_contract.json_values import fields, is_object
from pluralkit_contract.observations import Failure, Observation, Observations, failure, place
from pluralkit_contract.probe.inventory import Model
from pluralkit_contract.schemas import schemas

from .consistency import json_equal, normalized_field

_OWNER = "owner"
PRIVATE = "private"
_OTHERS = (View.ANONYMOUS, View.FILTERED)


def privacy(observations: Observations) -> Iterator[Failure]:
    """Check both views of each resource.

    Args:
        observations: The observations of a server.
    """
    for (name, key), views in observations.resources.items():
        model = observations.inventory.models[name]
        for observation in views.get(View.OWNER, ()):
            yield from _visible_to_owner(observations.contract, observation)
        for view in _OTHERS:
            for observation in views.get(view, ()):
                yield from _hidden_from_others(observations.contract, observation)
                if View.OWNER in views:
                    owned = observations.known(name, key, View.OWNER)
                    yield from _compare_with_owner(observations, model, owned, observation)
    yield from _alternatives(observations)


def levels(model: Model, contract: Contract, known: Mapping[str, Json]) -> dict[str, Json]:
    """Return the privacy settings of a resource.

    Args:
        model: The model.
        contract: The contract.
        known: The fields that the owner sees.

    Returns:
        The levels by privacy key; empty if unknown.
    """
    for name, rule in rules(contract, model.own).items():
        reference = contract.at(place(model.own, name))
        value = known.get(name)
        if rule["key"] == _OWNER and "oneOf" in reference and is_object(value):
            return fields(value)
    return {}


def rules(contract: Contract, schema: str) -> dict[str, Any]:
    """Return the x-pluralkit-privacy rules of a schema, by field.

    Args:
        contract: The contract.
        schema: JSON pointer of the schema.
    """
    return {
        name: rule
        for name, each in contract.at(schema)["properties"].items()
        if (rule := each.get("x-pluralkit-privacy"))
    }


def _visible_to_owner(contract: Contract, observation: Observation) -> Iterator[Failure]:
    """Check that the owner sees the fields that only owners see."""
    for name, rule in rules(contract, observation.schema).items():
        if rule["key"] != _OWNER:
            continue
        missing = name not in observation.fields
        if missing or (rule["hidden"] == "null" and observation.fields[name] is None):
            found = "no such field" if missing else "null"
            yield failure(
                observation.result,
                _rule(observation, name),
                "shown to the owner",
                found,
                f"{observation.path}.{name}",
            )


def _hidden_from_others(contract: Contract, observation: Observation) -> Iterator[Failure]:
    """Check that no other caller sees the fields that only owners see."""
    for name, rule in rules(contract, observation.schema).items():
        if rule["key"] == _OWNER and not _is_hidden(rule, observation, name, {}):
            shows = json_excerpt(observation.fields.get(name))
            yield failure(
                observation.result,
                _rule(observation, name),
                f"{rule['hidden']} for anonymous callers",
                shows,
                f"{observation.path}.{name}",
            )


def _compare_with_owner(
    observations: Observations, model: Model, owned: dict[str, Json], observation: Observation
) -> Iterator[Failure]:
    """Compare an anonymous caller's fields with the owner's and the owner's privacy settings."""
    contract, inventory = observations.contract, observations.inventory
    set_to = levels(model, contract, owned)
    hides = rules(contract, observation.schema)
    for name, value in observation.fields.items():
        rule = hides.get(name)
        if rule and rule["key"] == _OWNER:
            continue
        if rule and set_to.get(rule["key"]) == PRIVATE:
            if not _is_hidden(rule, observation, name, owned):
                wanted = f"hidden ({rule['hidden']}), as {rule['key']} is private"
                yield failure(
                    observation.result,
                    _rule(observation, name),
                    wanted,
                    json_excerpt(value),
                    f"{observation.path}.{name}",
                )
        elif name in owned and (set_to or not rule) and name not in repeated(inventory, model.name):
            got, wanted = (
                normalized_field(inventory, model.name, name, each) for each in (value, owned[name])
            )
            if not json_equal(got, wanted):
                yield failure(
                    observation.result,
                    _rule(observation, name) if rule else place(observation.schema, name),
                    f"{json_excerpt(wanted)}, as the owner sees it",
                    json_excerpt(got),
                    f"{observation.path}.{name}",
                )


def _is_hidden(rule: dict[str, Any], observation: Observation, name: str, owned: dict[str, Json]) -> bool:
    value = observation.fields.get(name)
    match rule["hidden"]:
        case "null":
            return name in observation.fields and value is None
        case "empty":
            return value == []
        case "absent":
            return name not in observation.fields
        case _:  # another field is shown instead, if it is set
            stand_in = owned.get(rule["stand-in"])
            return json_equal(value, owned.get(name) if stand_in is None else stand_in)


def _rule(observation: Observation, name: str) -> str:
    return below(place(observation.schema, name), "x-pluralkit-privacy")


def _alternatives(observations: Observations) -> Iterator[Failure]:
    """Check responses with two forms: the owner gets the fuller one, and common fields are equal."""
    contract = observations.contract
    owned: dict[tuple[str, ...], dict[str, Json]] = {}
    for result in sorted(observations.results, key=lambda each: each.case.view is not View.OWNER):
        read = result.case.read
        forms = contract.at(read.body).get("anyOf", ()) if read else ()
        if not (read and forms) or result.answer.status != 200 or not is_object(result.body):
            continue
        shows = fields(result.body)
        places = sorted(
            (below(read.body, "anyOf", number) for number in range(len(forms))),
            key=lambda form: len(contract.at(contract.resolve(form))["required"]),
        )
        form = contract.resolve(places[-1] if result.case.view is View.OWNER else places[0])
        for breach in schemas(contract).breaches(form, shows):
            yield failure(
                result,
                breach.rule,
                f"for the {result.case.view.value}: {breach.expected}",
                breach.found,
                breach.place,
            )
        if result.case.view is View.OWNER:
            owned.setdefault(result.case.about, shows)
        for name, value in shows.items():
            full = owned.get(result.case.about, {})
            if name in full and not json_equal(value, full[name]):
                yield failure(
                    result,
                    place(form, name),
                    f"{json_excerpt(full[name])}, as the owner sees it",
                    json_excerpt(value),
                    f"$.{name}",
                )
