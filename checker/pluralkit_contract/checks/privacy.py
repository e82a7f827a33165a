"""The owner's view and the stranger's, held to each other by the contract's x-pluralkit-privacy.

What a privacy key makes private is hidden from strangers in the way that the contract says; everything else
is the same for both.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pluralkit_contract.access import View
from pluralkit_contract.conformance.optional_fields import repeated
from pluralkit_contract.contract import Contract, Json, below
from pluralkit_contract.failures import shown
from pluralkit_contract.json_values import fields, is_object
from pluralkit_contract.observations import Finding, Sighting, World, finding, place
from pluralkit_contract.probe.inventory import Model
from pluralkit_contract.schemas import schemas

from .consistency import comparable, same

_OWNER = "owner"
PRIVATE = "private"
_STRANGERS = (View.STRANGER, View.FILTERED)


def privacy(world: World) -> Iterator[Finding]:
    """Where a view shows too much, or too little."""
    for (name, key), views in world.things.items():
        model = world.catalogue.models[name]
        for sighting in views.get(View.OWNER, ()):
            yield from _whole(world.contract, sighting)
        for view in _STRANGERS:
            for sighting in views.get(view, ()):
                yield from _bare(world.contract, sighting)
                if View.OWNER in views:
                    yield from _held(world, model, world.known(name, key, View.OWNER), sighting)
    yield from _alternatives(world)


def levels(model: Model, contract: Contract, known: Mapping[str, Json]) -> dict[str, Json]:
    """The privacy settings of a thing, as its owner sees them; empty where they are not to be seen."""
    for name, rule in rules(contract, model.own).items():
        reference = contract.at(place(model.own, name))
        value = known.get(name)
        if rule["key"] == _OWNER and "oneOf" in reference and is_object(value):
            return fields(value)
    return {}


def rules(contract: Contract, schema: str) -> dict[str, Any]:
    """The x-pluralkit-privacy of each field that has one."""
    return {
        name: rule
        for name, each in contract.at(schema)["properties"].items()
        if (rule := each.get("x-pluralkit-privacy"))
    }


def _whole(contract: Contract, sighting: Sighting) -> Iterator[Finding]:
    """What only an owner sees, the owner sees."""
    for name, rule in rules(contract, sighting.schema).items():
        if rule["key"] != _OWNER:
            continue
        missing = name not in sighting.fields
        if missing or (rule["hidden"] == "null" and sighting.fields[name] is None):
            found = "no such field" if missing else "null"
            yield finding(
                sighting.sent, _rule(sighting, name), "shown to the owner", found, f"{sighting.path}.{name}"
            )


def _bare(contract: Contract, sighting: Sighting) -> Iterator[Finding]:
    """What only an owner sees, nobody else does."""
    for name, rule in rules(contract, sighting.schema).items():
        if rule["key"] == _OWNER and not _is_hidden(rule, sighting, name, {}):
            shows = shown(sighting.fields.get(name))
            yield finding(
                sighting.sent,
                _rule(sighting, name),
                f"{rule['hidden']} for strangers",
                shows,
                f"{sighting.path}.{name}",
            )


def _held(world: World, model: Model, owned: dict[str, Json], sighting: Sighting) -> Iterator[Finding]:
    """The stranger's fields, held to the owner's and to the privacy that the owner set."""
    contract, catalogue = world.contract, world.catalogue
    set_to = levels(model, contract, owned)
    hides = rules(contract, sighting.schema)
    for name, value in sighting.fields.items():
        rule = hides.get(name)
        if rule and rule["key"] == _OWNER:
            continue
        if rule and set_to.get(rule["key"]) == PRIVATE:
            if not _is_hidden(rule, sighting, name, owned):
                wanted = f"hidden ({rule['hidden']}), as {rule['key']} is private"
                yield finding(
                    sighting.sent, _rule(sighting, name), wanted, shown(value), f"{sighting.path}.{name}"
                )
        elif name in owned and (set_to or not rule) and name not in repeated(catalogue, model.name):
            told, wanted = (comparable(catalogue, model.name, name, each) for each in (value, owned[name]))
            if not same(told, wanted):
                yield finding(
                    sighting.sent,
                    _rule(sighting, name) if rule else place(sighting.schema, name),
                    f"{shown(wanted)}, as the owner sees it",
                    shown(told),
                    f"{sighting.path}.{name}",
                )


def _is_hidden(rule: dict[str, Any], sighting: Sighting, name: str, owned: dict[str, Json]) -> bool:
    value = sighting.fields.get(name)
    match rule["hidden"]:
        case "null":
            return name in sighting.fields and value is None
        case "empty":
            return value == []
        case "absent":
            return name not in sighting.fields
        case _:  # another field stands in, where it has something to show
            stand_in = owned.get(rule["stand-in"])
            return same(value, owned.get(name) if stand_in is None else stand_in)


def _rule(sighting: Sighting, name: str) -> str:
    return below(place(sighting.schema, name), "x-pluralkit-privacy")


def _alternatives(world: World) -> Iterator[Finding]:
    """An answer with two forms: the fuller one is the owner's, and what both have is the same."""
    contract = world.contract
    owned: dict[tuple[str, ...], dict[str, Json]] = {}
    for sent in sorted(world.sent, key=lambda each: each.ask.view is not View.OWNER):
        read = sent.ask.read
        forms = contract.at(read.body).get("anyOf", ()) if read else ()
        if not (read and forms) or sent.answer.status != 200 or not is_object(sent.body):
            continue
        shows = fields(sent.body)
        places = sorted(
            (below(read.body, "anyOf", number) for number in range(len(forms))),
            key=lambda form: len(contract.at(contract.resolve(form))["required"]),
        )
        form = contract.resolve(places[-1] if sent.ask.view is View.OWNER else places[0])
        for breach in schemas(contract).breaches(form, shows):
            yield finding(
                sent,
                breach.rule,
                f"for the {sent.ask.view.value}: {breach.expected}",
                breach.found,
                breach.place,
            )
        if sent.ask.view is View.OWNER:
            owned.setdefault(sent.ask.about, shows)
        for name, value in shows.items():
            full = owned.get(sent.ask.about, {})
            if name in full and not same(value, full[name]):
                yield finding(
                    sent,
                    place(form, name),
                    f"{shown(full[name])}, as the owner sees it",
                    shown(value),
                    f"$.{name}",
                )
