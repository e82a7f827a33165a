"""An API key never permits more than its scopes: every operation with every scope, and some combinations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import deepcopy
from itertools import product
from typing import Any

import pytest
from pluralkit_contract.conformance import responses
from pluralkit_contract.contract import Operation, below, load
from pluralkit_contract.exchange import Exchange
from pluralkit_contract.failures import Breach, raise_for_breaches

from contract_tests.recordings.loader import world
from contract_tests.support import exchange_counts
from contract_tests.support.access import Effect, effect
from contract_tests.support.exchange_counts import Layer
from contract_tests.support.in_process_sandbox import InProcessSandbox, row_changes
from contract_tests.support.visibility import anonymous_answer

CONTRACT = load()
RULES = CONTRACT.document["x-pluralkit-api-key-scopes"]
SCOPES = [RULES["identify"], *(f"{level}:{of}" for level, of in product(RULES["levels"], RULES["resources"]))]
KEYS: list[tuple[str, ...]] = [
    *((scope,) for scope in SCOPES),
    (RULES["identify"], "read:fronters"),
    ("publicread:all", "write:groups"),
    ("read:system", "read:members", "read:groups", "read:switches"),
    ("write:members", "publicread:switches"),
    ("read:all", "publicread:all"),  # two levels of one resource
]
OWNER = "bob"
"""All of bob's side is private, so that what an anonymous caller sees differs from what he sees."""
PATHS = {
    "systemRef": "bobsys",
    "memberRef": "harry",
    "groupRef": "bgroup",
    "switchRef": "225db4c8-cb30-4109-af5e-36c602b643ed",
    "guildId": "466707357099884544",
    "messageId": "1235198210340847630",
}
BODIES: Mapping[str, Any] = {
    "updateSystem": {"tag": "x"},
    "updateSystemSettings": {"pings_enabled": True},
    "updateSystemGuildSettings": {"tag": "x"},
    "updateAutoproxySettings": {"autoproxy_mode": "front"},
    "createSwitch": {"members": ["harry"]},
    "updateSwitch": {"timestamp": "2023-03-03T04:00:00Z"},
    "updateSwitchMembers": ["harry"],
    "createMember": {"name": "x"},
    "updateMember": {"description": "y"},
    "updateMemberGuildSettings": {"display_name": "x"},
    "createGroup": {"name": "x"},
    "updateGroup": {"description": "y"},
}
LISTED = {"Groups": ["bgroup"], "Members": ["harry"]}


@pytest.fixture(scope="module")
def sandbox() -> Iterator[InProcessSandbox]:
    """The world of the recordings, and bob has settings wherever there can be some."""
    seed = deepcopy(world())
    bob = next(entry for entry in seed["systems"] if entry["key"] == OWNER)
    bob["member_guilds"] = [{"member": "harry", "guild_id": PATHS["guildId"], "display_name": "hidden"}]
    sandbox = InProcessSandbox(seed)
    yield sandbox
    sandbox.close()


def ask(sandbox: InProcessSandbox, operation: Operation, by: str | None) -> tuple[Exchange, str]:
    """Asks a world that is as it was at first; also what that changed."""
    sandbox.reset()
    before = sandbox.rows()
    target = operation.template.format_map(PATHS)
    if operation.template.endswith("/autoproxy"):
        target += f"?guild_id={PATHS['guildId']}"
    body = BODIES.get(operation.id)
    if body is None and operation.body:
        items = CONTRACT.at(CONTRACT.resolve(operation.body))["items"]["$ref"]
        body = LISTED["Groups" if "Group" in items else "Members"]
    exchange = sandbox.exchange(operation.method, target, body, by=by)
    exchange_counts.count(Layer.SANDBOX, operation.id, exchange.answer.status)
    return exchange, row_changes(before, sandbox.rows())


@pytest.mark.parametrize("operation", CONTRACT.operations, ids=lambda operation: operation.id)
def test_a_key_does_what_its_scopes_say_and_no_more(operation: Operation, sandbox: InProcessSandbox) -> None:
    owner, changed = ask(sandbox, operation, OWNER)
    anonymous, _ = ask(sandbox, operation, None)
    assert owner.answer.status in (200, 204), owner
    for scopes in KEYS:
        exchange, changes = ask(sandbox, operation, sandbox.key(OWNER, *scopes))
        breaches = responses.of_operation(CONTRACT, operation, exchange.request, exchange.answer)
        wanted = effect(CONTRACT, operation, scopes)
        match wanted:
            case Effect.OWNER:
                fits = told_alike(exchange, owner)
            case Effect.ANONYMOUS:
                fits = told_alike(exchange, anonymous)
            case Effect.FILTERED:
                fits = is_filtered(operation, exchange, owner, anonymous)
            case Effect.REFUSED:
                fits = is_refused(exchange)
        if not fits or changes != (changed if wanted is Effect.OWNER else ""):
            rule = below(operation.pointer, "x-pluralkit-scopes")
            found = f"{exchange.answer.status}, changed: {changes or 'nothing'}"
            breaches.append(Breach(rule, f"{', '.join(scopes)}: as {wanted.name}", found, "the effect"))
        raise_for_breaches(breaches, exchange, operation.id)


def told_alike(exchange: Exchange, other: Exchange) -> bool:
    first, second = exchange.answer, other.answer
    return (first.status, first.body) == (second.status, second.body)


def is_refused(exchange: Exchange) -> bool:
    return exchange.answer.status == 403 and exchange.answer.json()["code"] == 0


def is_filtered(operation: Operation, exchange: Exchange, owner: Exchange, anonymous: Exchange) -> bool:
    """Whether it equals the anonymous response or, where that is an error, what it would be without it."""
    if anonymous.answer.status < 300:
        return told_alike(exchange, anonymous)
    wanted = anonymous_answer(CONTRACT, operation, owner.answer.json())
    return exchange.answer.status == 200 and exchange.answer.json() == wanted


def test_keys_have_every_effect() -> None:
    found = {effect(CONTRACT, operation, scopes) for operation in CONTRACT.operations for scopes in KEYS}
    assert found == set(Effect)
