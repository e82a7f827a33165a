"""Client and sandbox: values set through the client's methods read back as intended.

Uses a real socket and the data of the recordings. Hypothesis draws the values from the contract.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, cast

import msgspec
import pytest
from hypothesis import given
from pluralkit_contract.contract import Operation, below, load
from pluralkit_sandbox.testing import RunningSandbox

from contract_tests.recordings.loader import DATA
from contract_tests.support import exchange_counts
from contract_tests.support.clients import Invoke, synchronous
from contract_tests.support.exchange_counts import Layer
from contract_tests.support.profiles import examples
from contract_tests.support.stored import as_stored
from contract_tests.support.strategies import Strategies

from .arguments import Arguments, Meant
from .decoding import canonical

CONTRACT = load()
ARGUMENTS = Arguments(CONTRACT, Strategies(CONTRACT, kept=True))
ALICES = {"systemRef": "@me", "memberRef": "annie", "groupRef": "grpub", "guildId": "466707357099884544"}
SETTING = [
    "updateSystem",
    "updateSystemSettings",
    "updateSystemGuildSettings",
    "updateMember",
    "updateMemberGuildSettings",
    "updateGroup",
    "createMember",
    "createGroup",
]


@pytest.fixture(scope="module")
def alice() -> Iterator[Invoke]:
    with (
        RunningSandbox(DATA / "world.json") as sandbox,
        synchronous(base_url=sandbox.base_url, token=sandbox.tokens["alice"]) as caller,
    ):
        yield caller


@pytest.mark.parametrize("operation", [CONTRACT.operation(name) for name in SETTING], ids=SETTING)
def test_values_set_through_the_client_read_back(operation: Operation, alice: Invoke) -> None:
    answered = CONTRACT.resolve(operation.responses["200"].content["application/json"])
    places = tuple(ALICES[parameter.name] for parameter in operation.parameters)

    @examples(15)
    @given(ARGUMENTS.of(operation))
    def change(meant: Meant) -> None:
        body = cast("dict[str, Any]", meant.body)
        names = dict(meant.call.names)
        if "timezone" in body:  # which ones there are, the contract leaves to IANA
            body["timezone"] = names["timezone"] = "America/Argentina/ComodRivadavia"
        exchange_counts.count(Layer.REQUESTS, operation.id, 200)
        result = msgspec.to_builtins(alice(replace(meant.call, places=places, names=names).of))
        for name, value in body.items():
            schema = CONTRACT.at(below(answered, "properties", name))
            wanted, got = canonical(as_stored(value, schema, result[name])), canonical(result[name])
            assert got == wanted, (
                f"{operation.id} {name}: {wanted.decode()} was sent, {got.decode()} came back"
            )

    change()
