"""Contract and recorded service: what each caller sees follows from privacy, list privacy and scopes.

Covers scenarios that only read: data/world.json states their data and its privacy.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from pluralkit_contract.conformance.walk import Node, walk
from pluralkit_contract.contract import Operation, Route, below, load
from pluralkit_contract.failures import Breach, json_excerpt, raise_for_exchanges
from pluralkit_contract.json_values import fields

from contract_tests.client.decoding import canonical
from contract_tests.support.access import Effect, effect
from contract_tests.support.visibility import anonymous_view

from .loader import Scenario, Step, scenarios
from .ownership import Thing, thing_of, things

CONTRACT = load()
ERRORS = CONTRACT.document["x-pluralkit-errors"]
REWRITE = CONTRACT.document["x-pluralkit-url-rewrite"]
PRIVATE = "private"
READING = [each for each in scenarios() if all(step.exchange.request.method == "GET" for step in each.steps)]


def effect_of(scenario: Scenario, step: Step, operation: Operation, owner: str) -> Effect:
    """How the caller sees what belongs to `owner`."""
    if step.caller != owner:
        return Effect.ANONYMOUS
    return effect(CONTRACT, operation, ["publicread:all"]) if scenario.publicread else Effect.OWNER


@pytest.mark.parametrize("scenario", READING, ids=lambda scenario: str(scenario.name))
def test_recorded_visibility_follows_from_the_contract(scenario: Scenario) -> None:
    raise_for_exchanges(
        (step.exchange, route.operation.id, list(breaches(scenario, step, route)))
        for step in scenario.steps
        if (route := CONTRACT.find("GET", step.exchange.request.path))
    )


def breaches(scenario: Scenario, step: Step, route: Route) -> Iterator[Breach]:
    operation, answer = route.operation, step.exchange.answer
    code = answer.json()["code"] if answer.status >= 400 and answer.body else None
    thing = thing_of(next(iter(route.references.values())), step.caller)
    if thing is not None:
        yield from refusals(
            operation, effect_of(scenario, step, operation, thing.owner), thing, answer.status, code
        )
    if answer.status == 200 and answer.body:
        for node in walk(CONTRACT, operation.responses["200"].content["application/json"], answer.json()):
            seen = things().get(fields(node.value).get("uuid", ""))
            if seen is not None:
                view = effect_of(scenario, step, operation, seen.owner)
                yield from fields_of(seen, view, node)
                yield from entry_of(operation, seen, view, node.path)


def refusals(
    operation: Operation, view: Effect, thing: Thing, status: int, code: int | None
) -> Iterator[Breach]:
    """Whether the answer was refused where the contract says so, and only there."""
    answered = f"{status}, code {code}"
    if view is not Effect.ANONYMOUS and (view is Effect.REFUSED) != ((status, code) == (403, 0)):
        expected = "403, code 0" if view is Effect.REFUSED else "to be shown"
        yield Breach(below(operation.pointer, "x-pluralkit-scopes"), expected, answered, "status")
    rule = operation.extensions.get("list-privacy")
    if rule is None:
        return
    parent = thing_of("@me", thing.owner) if rule["of"] == "System" else thing
    closed = (
        view is Effect.ANONYMOUS and parent is not None and parent.stored["privacy"][rule["key"]] == PRIVATE
    )
    refused = (ERRORS[str(rule["error"])]["status"], rule["error"])
    if closed != ((status, code) == refused):
        expected = f"{refused[0]}, code {refused[1]}" if closed else "to be shown"
        yield Breach(below(operation.pointer, "x-pluralkit-list-privacy"), expected, answered, "status")


def entry_of(operation: Operation, thing: Thing, view: Effect, path: str) -> Iterator[Breach]:
    """Whether a thing may stand in a list."""
    rule = operation.extensions.get("list-privacy", {})
    if "items" not in rule or view is Effect.OWNER or "." in path:
        return
    if thing.stored["privacy"][rule["items"]] == PRIVATE:
        pointer = below(operation.pointer, "x-pluralkit-list-privacy", "items")
        yield Breach(pointer, "left out", thing.stored["id"], path)


def fields_of(thing: Thing, view: Effect, node: Node) -> Iterator[Breach]:
    """Whether each field of a thing is what is stored, or hidden where that is private."""
    given = fields(node.value)
    expected = (
        dict(thing.stored) if view is Effect.OWNER else anonymous_view(CONTRACT, thing.model, thing.stored)
    )
    for name, rule in node.says["properties"].items():
        pointer, place = below(node.schema, "properties", name), f"{node.path}.{name}"
        if name in thing.stored and name not in expected:
            if name in given:
                hidden = below(pointer, "x-pluralkit-privacy")
                yield Breach(hidden, "absent", json_excerpt(given[name]), place)
        elif name in expected and name in given and name != "members":  # stored by other ids
            stored = as_read(expected[name], rule)
            if canonical(given[name]) != canonical(stored):
                yield Breach(pointer, json_excerpt(stored), json_excerpt(given[name]), place)


def as_read(value: Any, rule: dict[str, Any]) -> Any:
    """A value as it is read back: addresses on one host are rewritten."""
    host = f"https://{REWRITE['from']}/"
    if rule.get("x-pluralkit-url-rewrite") and isinstance(value, str) and value.startswith(host):
        return value.replace(REWRITE["from"], REWRITE["to"], 1).partition("?")[0]
    return value
