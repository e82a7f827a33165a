"""Semantics of writes: PATCH keeps missing keys and clears null, POST uses defaults for missing keys.

Read-only and unknown keys are ignored.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pluralkit_contract.conformance import responses
from pluralkit_contract.contract import Operation, below, load
from pluralkit_contract.exchange import Exchange
from pluralkit_contract.failures import Breach, json_excerpt, raise_for_breaches
from pluralkit_contract.values import documented_types

from contract_tests.support import exchange_counts
from contract_tests.support.exchange_counts import Layer
from contract_tests.support.in_process_sandbox import shared_sandbox
from contract_tests.support.profiles import examples
from contract_tests.support.stored import as_stored
from contract_tests.support.strategies import Drawn, Strategies

from .requests import generated_requests

CONTRACT = load()
ALICES = {
    "systemRef": "@me",
    "memberRef": "annie",
    "groupRef": "grpub",
    "guildId": "466707357099884544",
}
OUTPUTS = Strategies(CONTRACT)
PATCHES = [
    operation
    for operation in CONTRACT.operations
    if operation.method == "PATCH"
    and operation.body
    # What autoproxy and switches change depends on what else is there: the model over time knows.
    and CONTRACT.at(CONTRACT.resolve(operation.body)).get("minProperties") == 1
]
POSTS = [CONTRACT.operation("createMember"), CONTRACT.operation("createGroup")]
each_patch = pytest.mark.parametrize("operation", PATCHES, ids=lambda operation: operation.id)
each_post = pytest.mark.parametrize("operation", POSTS, ids=lambda operation: operation.id)


def bodies(operation: Operation) -> Drawn:
    """What may be sent to it."""
    return generated_requests(CONTRACT, operation, ["alice"]).map(lambda ask: ask.body)


def properties(operation: Operation) -> Mapping[str, Any]:
    """The fields of what it answers with."""
    found: dict[str, Any] = CONTRACT.at(below(answered(operation), "properties"))
    return found


def answered(operation: Operation) -> str:
    return CONTRACT.resolve(operation.responses["200"].content["application/json"])


def not_settable(operation: Operation) -> Drawn:
    """Values for the fields that are read-only, and for some that nobody knows."""
    fields = {
        name: OUTPUTS.of(below(answered(operation), "properties", name))
        for name, field in properties(operation).items()
        if field.get("readOnly")
    }
    return st.fixed_dictionaries({}, optional={**fields, "shoe_size": st.integers()})


def ask(operation: Operation, body: object) -> Exchange:
    """Asks as alice; her own member, group or server where the path wants one."""
    return shared_sandbox().exchange(
        operation.method, operation.template.format_map(ALICES), body, by="alice"
    )


def read(operation: Operation) -> dict[str, Any]:
    exchange = shared_sandbox().exchange("GET", operation.template.format_map(ALICES), by="alice")
    body: dict[str, Any] = exchange.answer.json()
    return body


def judged(operation: Operation, exchange: Exchange) -> list[Breach]:
    exchange_counts.count(Layer.SANDBOX, operation.id, exchange.answer.status)
    return responses.of_operation(CONTRACT, operation, exchange.request, exchange.answer)


def differences(operation: Operation, wanted: Mapping[str, Any], got: Mapping[str, Any]) -> list[Breach]:
    return [
        Breach(
            below(answered(operation), "properties", name),
            json_excerpt(value),
            json_excerpt(got.get(name)),
            f"$.{name}",
        )
        for name, value in wanted.items()
        if got.get(name) != value
    ]


@each_patch
def test_a_patch_keeps_what_is_not_sent_and_sets_what_is(operation: Operation) -> None:
    @examples(20)
    @given(bodies(operation), not_settable(operation))
    def change(body: dict[str, Any], ignored: dict[str, Any]) -> None:
        # Only of a new member it is known that the service drops a webhook_avatar_url that says nothing new.
        assume("webhook_avatar_url" not in body or body["webhook_avatar_url"] != body.get("avatar_url", ""))
        shared_sandbox().reset()
        before = read(operation)
        exchange = ask(operation, {**ignored, **body})
        kept = {
            name: as_stored(value, properties(operation)[name], before.get(name))
            for name, value in body.items()
        }
        breaches = judged(operation, exchange)
        if all(value == {} for value in body.values()):  # a change of nothing
            assert exchange.answer.status == 400
            breaches += differences(operation, before, read(operation))
        elif exchange.answer.status == 200:
            breaches += differences(operation, kept, exchange.answer.json())
            if "name_format" in body and operation.id == "updateSystemSettings":
                # A GET shows the default.
                kept["name_format"] = body["name_format"] or "{name} {tag}"
            breaches += differences(operation, {**before, **only(before, kept)}, read(operation))
        else:
            breaches.append(Breach(operation.pointer, "200", str(exchange.answer.status), "status"))
        raise_for_breaches(breaches, exchange, operation.id)

    change()


def only(known: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name in known}


@each_patch
def test_a_patch_of_what_cannot_be_set_is_refused(operation: Operation) -> None:
    @examples(10)
    @given(not_settable(operation))
    def change(ignored: dict[str, Any]) -> None:
        shared_sandbox().reset()
        before = read(operation)
        exchange = ask(operation, ignored)
        breaches = judged(operation, exchange)
        answer = exchange.answer
        if answer.status != 400 or answer.json()["code"] != 0:
            breaches.append(Breach(operation.pointer, "400, code 0", str(answer.status), "status"))
        raise_for_breaches(
            [*breaches, *differences(operation, before, read(operation))], exchange, operation.id
        )

    change()


NULLABLE = [
    (operation, name)
    for operation in PATCHES
    for name, field in CONTRACT.at(CONTRACT.resolve(operation.body or ""))["properties"].items()
    if "string" in field.get("type", ()) and "null" in field["type"]
]


@pytest.mark.parametrize("blank", [None, "", " ", "\n\u2003"], ids=["null", "empty", "a space", "spaces"])
@pytest.mark.parametrize(("operation", "name"), NULLABLE, ids=lambda each: getattr(each, "id", each))
def test_null_and_blank_text_clear(operation: Operation, name: str, blank: str | None) -> None:
    shared_sandbox().reset()
    exchange = ask(operation, {name: blank})
    wanted = blank if operation.id == "updateSystemSettings" else None  # blanks make a format, too
    breaches = judged(operation, exchange) + differences(operation, {name: wanted}, exchange.answer.json())
    raise_for_breaches(breaches, exchange, operation.id)


@each_post
def test_a_post_sets_what_is_sent_and_clears_what_is_missing(operation: Operation) -> None:
    blank = {
        name: nothing(below(answered(operation), "properties", name))
        for name, field in properties(operation).items()
        if not field.get("readOnly")
    }

    @examples(30)
    @given(bodies(operation), not_settable(operation))
    def create(body: dict[str, Any], ignored: dict[str, Any]) -> None:
        shared_sandbox().reset()
        exchange = ask(operation, body)
        breaches = judged(operation, exchange)
        wanted = blank | {
            name: as_stored(value, properties(operation)[name], blank[name]) for name, value in body.items()
        }
        if "webhook_avatar_url" in wanted and wanted["webhook_avatar_url"] == wanted["avatar_url"]:
            wanted["webhook_avatar_url"] = None  # on create the one that says nothing new is dropped
        if exchange.answer.status == 200:
            breaches += differences(
                operation, wanted | {"created": shared_sandbox().now}, exchange.answer.json()
            )
        else:
            breaches.append(Breach(operation.pointer, "200", str(exchange.answer.status), "status"))
        raise_for_breaches(breaches, exchange, operation.id)
        # The same world, the same next ids: what cannot be set makes no difference.
        shared_sandbox().reset()
        again = ask(operation, {**ignored, **body})
        raise_for_breaches(
            differences(operation, exchange.answer.json(), again.answer.json()), again, operation.id
        )

    create()


def nothing(pointer: str) -> Any:
    """What a field is that nobody has said anything about."""
    types, node = documented_types(CONTRACT, pointer), CONTRACT.at(CONTRACT.resolve(pointer))
    if "object" in types:
        schema = CONTRACT.resolve(below(pointer, "oneOf", 0))
        return dict.fromkeys(CONTRACT.at(below(schema, "properties")), "public")
    if "null" in types:
        return None
    return False if node["type"] == "boolean" else []
