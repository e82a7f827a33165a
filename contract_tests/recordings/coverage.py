"""Facts that the contract states, and those that the recordings show.

A fact is a pair. `("404", "getMember")` is a status of an operation, `("404 20002", "getMember")` an error
code of it, `("webhook", "PING")` an event, and `("#/components/schemas/Member/properties/color", "null")` a
JSON type of a field; "absent" is an optional field that is missing, and enums have their values instead of
types.

Facts without a recording are listed in unrecorded.yaml, with the reason. `python -m
contract_tests.recordings.coverage` prints the report.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import TypeAlias

import yaml
from pluralkit_contract.conformance.walk import walk
from pluralkit_contract.contract import Contract, Operation, below, load
from pluralkit_contract.exchange import Exchange
from pluralkit_contract.json_values import fields
from pluralkit_contract.values import documented_types, json_type

from .loader import bot_events, steps
from .rate_limits import sequences

Fact: TypeAlias = tuple[str, str]

LIST = Path(__file__).with_name("unrecorded.yaml")


@cache
def shown(contract: Contract) -> frozenset[Fact]:
    """The facts that the recordings show."""
    return frozenset(_of_recordings(contract))


@cache
def stated(contract: Contract) -> frozenset[Fact]:
    """The facts of the contract; of an answer or event that was never recorded, none but that it exists."""
    return frozenset(_of_contract(contract))


@cache
def listed(contract: Contract) -> Mapping[Fact, str]:
    """The reason for each fact in unrecorded.yaml; `all` stands for every operation that has the status."""
    found: dict[Fact, str] = {}
    for entry in yaml.load(LIST.read_bytes(), Loader=yaml.CSafeLoader):
        for subject, values in entry["facts"].items():
            every = [operation.id for operation in contract.operations if subject in operation.responses]
            for value in every if values == "all" else values:
                found[subject, str(value)] = entry["reason"]
    return found


def report(contract: Contract) -> str:
    """A table of the operations with the statuses that were recorded and those that were not, in Markdown."""
    facts = shown(contract)
    lines = ["| operation | recorded | not recorded |", "|---|---|---|"]
    for operation in contract.operations:
        seen = [status for status in operation.responses if (status, operation.id) in facts]
        rest = [status for status in operation.responses if status not in seen]
        lines.append(f"| {operation.id} | {' '.join(seen)} | {' '.join(rest)} |")
    lines += [
        "",
        f"{len(stated(contract) & facts)} of {len(stated(contract))} facts are recorded. Those that are not:",
    ]
    reasons: dict[str, dict[str, list[str]]] = {}
    for (subject, value), reason in listed(contract).items():
        reasons.setdefault(reason, {}).setdefault(subject, []).append(value)
    for reason, missing in reasons.items():
        lines += ["", f"- {reason}"]
        lines += [f"  - `{subject}`: {', '.join(values)}" for subject, values in missing.items()]
    return "\n".join(lines)


def _of_recordings(contract: Contract) -> Iterator[Fact]:
    for exchange in _exchanges():
        if route := contract.find(exchange.request.method, exchange.request.path):
            yield from _of_exchange(contract, route.operation, exchange)
    for webhook in (*bot_events(), *(webhook for step in steps() for webhook in step.webhooks)):
        yield "webhook", webhook["type"]
        yield from _values(contract, contract.webhooks[webhook["type"]].schema, webhook)


def _exchanges() -> Iterator[Exchange]:
    yield from (step.exchange for step in steps())
    yield from (row.exchange for sequence in sequences() for row in sequence.rows if row.refused)


def _of_exchange(contract: Contract, operation: Operation, exchange: Exchange) -> Iterator[Fact]:
    answer = exchange.answer
    response = operation.response(answer.status)
    if response is None:
        return
    yield response.status, operation.id
    if answer.body and answer.media_type in response.content:
        body = answer.json()
        yield from _values(contract, response.content[answer.media_type], body)
        if response.error_codes:
            yield f"{response.status} {body['code']}", operation.id


def _of_contract(contract: Contract) -> Iterator[Fact]:
    done: set[str] = set()
    for operation in contract.operations:
        for status, response in operation.responses.items():
            yield status, operation.id
            if (status, operation.id) in shown(contract):
                yield from ((f"{status} {code}", operation.id) for code in response.error_codes or ())
                for schema in response.content.values():
                    yield from _types(contract, schema, done)
    for webhook in contract.webhooks.values():
        yield "webhook", webhook.type
        if ("webhook", webhook.type) in shown(contract):
            yield from _types(contract, webhook.schema, done)


def _types(contract: Contract, schema: str, done: set[str]) -> Iterator[Fact]:
    """What a schema allows: of each field the types, of each enumeration the values."""
    pointer = contract.resolve(schema)
    if pointer in done:
        return
    done.add(pointer)
    node = contract.at(pointer)
    yield from ((pointer, str(value)) for value in node.get("enum", ()))
    for name in node.get("properties", ()):
        field = below(pointer, "properties", name)
        yield from ((field, type_) for type_ in documented_types(contract, field))
        if name not in node.get("required", ()):
            yield field, "absent"
        yield from _types(contract, field, done)
    for inner in _inner(pointer, node):
        yield from _types(contract, inner, done)


def _values(contract: Contract, schema: str, value: object) -> Iterator[Fact]:
    """What a value shows of what its schema allows."""
    for node in walk(contract, schema, value):
        if "enum" in node.says:
            yield node.schema, str(node.value)
        for name in node.says.get("properties", ()):
            given = fields(node.value)
            type_ = json_type(given[name]) if name in given else "absent"
            yield below(node.schema, "properties", name), type_


def _inner(pointer: str, node: dict[str, list[object]]) -> Iterator[str]:
    for word in ("oneOf", "anyOf"):
        yield from (below(pointer, word, place) for place, _ in enumerate(node.get(word, ())))
    yield from (below(pointer, word) for word in ("items", "additionalProperties") if word in node)


if __name__ == "__main__":
    print(report(load()))
