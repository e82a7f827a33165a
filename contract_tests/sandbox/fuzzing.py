"""Schemathesis: requests made from the contract, by its examples, to cover it, and at random.

Right ones and wrong ones. Most name things that exist, some things of others, some nothing. The answers are
judged by all checks that schemathesis has, and by ours; what it finds is let pass by `exemptions` alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

import schemathesis.engine
import schemathesis.openapi
from pluralkit_contract.conformance import responses
from pluralkit_contract.contract import Contract, Json, Operation
from pluralkit_contract.exchange import Answer, Exchange, Request
from pluralkit_contract.failures import Breach
from schemathesis.config import SchemathesisConfig
from schemathesis.core.failures import Failure
from schemathesis.engine import events
from schemathesis.engine.recorder import Interaction, ScenarioRecorder
from schemathesis.schemas import BaseSchema

from contract_tests.recordings.loader import world
from contract_tests.support import exchange_counts, profiles
from contract_tests.support.asgi import Application
from contract_tests.support.exchange_counts import Layer
from contract_tests.support.in_process_sandbox import USER_AGENT

from . import deviations
from .deviations import Story

_NOBODY = "zzzzz"
_BOUND: Final = {
    "path.systemRef": "systems",
    "path.memberRef": "members",
    "path.groupRef": "groups",
    "path.switchRef": "switches",
    "path.guildId": "guilds",
    "path.messageId": "messages",
    "query.guild_id": "guilds",
    "body.autoproxy_member": "members",
    "body.members[*]": "members",
    "body.timezone": "zones",
}
"""Which parameters and fields are drawn from which dictionary, most of the time."""
_PROBABILITY = 0.7


@dataclass(frozen=True, slots=True)
class Held:
    """An exchange, what it is about, and how it broke the contract."""

    exchange: Exchange
    subject: str
    breaches: list[Breach]


@dataclass(frozen=True, slots=True)
class Asking:
    """A caller's token (None: anonymous), an ASGI application or a server's address, examples, and a seed."""

    token: str | None
    server: Application | str
    examples: int
    seed: int


def one(contract: Contract, operation: Operation, asking: Asking) -> Iterator[Held]:
    """Asks for one operation in every way."""
    schema = _load(contract, asking)
    schema.config.phases.update(phases=["examples", "coverage", "fuzzing"])
    # Where the configuration has operations, `include` would not leave the others out.
    others = [each.id for each in contract.operations if each is not operation]
    schema = schema.exclude(operation_id=others)  # pyright: ignore[reportUnknownMemberType] (re.Pattern is left open there)
    return _run(contract, schema)


def stories(contract: Contract, asking: Asking) -> Iterator[Held]:
    """Asks for one operation after the other, by the contract's links and those that schemathesis infers."""
    schema = _load(contract, asking)
    schema.config.phases.update(phases=["stateful"])
    return _run(contract, schema)


def _run(contract: Contract, schema: BaseSchema) -> Iterator[Held]:
    for event in schemathesis.engine.from_schema(schema).execute():
        match event:
            case events.ScenarioFinished():
                yield from _held(contract, event.recorder, event.phase.value)
            case events.NonFatalError():
                raise AssertionError(f"{event.info.title}: {event.info.message}")
            case _:
                pass


def _load(contract: Contract, asking: Asking) -> BaseSchema:
    """The contract as schemathesis sees it."""
    headers = {"User-Agent": USER_AGENT} | ({"Authorization": asking.token} if asking.token else {})
    base_path = urlsplit(contract.base_url).path
    config = SchemathesisConfig.from_dict(  # pyright: ignore[reportUnknownMemberType] (it takes any dict)
        {
            **({"base-url": asking.server + base_path} if isinstance(asking.server, str) else {}),
            "seed": asking.seed,
            "headers": headers,
            "cache": {"enabled": False},
            "continue-on-failure": True,
            "analysis": {"constants": {"enabled": False}},
            "generation": {
                "max-examples": asking.examples * profiles.times(),
                "deterministic": not profiles.is_deep(),
                "database": "none",
            },
            "dictionaries": {name: {"values": values} for name, values in _dictionaries().items()},
            "parameters": {place: _binding(name) for place, name in _BOUND.items()},
            "operations": [
                {"include-operation-id": operation.id, "parameters": {"body.[*]": _binding(listed)}}
                for operation in contract.operations
                if (listed := _listed(contract, operation))
            ],
        }
    )
    # A copy of all of it: schemathesis puts what references point to in their place.
    document: Json = {**deepcopy(contract.document), "servers": [{"url": base_path}]}
    elsewhere = [path for path, item in document["paths"].items() if "servers" in item]
    for path in elsewhere:
        del document["paths"][path]
    schema = schemathesis.openapi.from_dict(document, config=config)
    if not isinstance(asking.server, str):
        schema.app = asking.server
    return schema


def _judge(
    contract: Contract,
    exchange: Exchange,
    failed: Iterable[tuple[str, Failure]],
    before: Sequence[Exchange] = (),
) -> Held:
    """Our verdict on an exchange, and the checks of schemathesis that failed, as far as none is exempt."""
    route = contract.find(exchange.request.method, exchange.request.path)
    subject, breaches = responses.judge(contract, exchange)
    breaches += responses.cors(contract, exchange)
    if route:
        breaches += responses.rate_limit(contract, route.operation, exchange.answer)
    for check, failure in failed:
        exempted = route and deviations.find(check, Story(contract, route.operation, exchange, before))
        if exempted:
            exchange_counts.excuse(exempted.reason)
        else:
            rule = route.operation.pointer if route else "#/paths"
            breaches.append(Breach(rule, failure.title, failure.message, f"schemathesis: {check}"))
    exchange_counts.count(Layer.SANDBOX, subject, exchange.answer.status)
    return Held(exchange, subject, breaches)


def _exchange_of(interaction: Interaction, origin: str) -> Exchange:
    """What schemathesis sent and got."""
    sent, got = interaction.request, interaction.response
    assert got is not None
    parts = urlsplit(sent.uri)
    target = parts.path + (f"?{parts.query}" if parts.query else "")
    return Exchange(
        Request(sent.method, target, _headers(sent.headers), sent.body),
        Answer(got.status_code, _headers(got.headers), got.content),
        origin,
    )


def _held(contract: Contract, recorder: ScenarioRecorder, phase: str) -> Iterator[Held]:
    before: list[Exchange] = []
    for case_id, interaction in recorder.interactions.items():
        failed = [
            (check.name, check.failure_info.failure)
            for check in recorder.checks.get(case_id, ())
            if check.failure_info
        ]
        origin = f"the sandbox; {phase} phase of schemathesis"
        if phase == "stateful" and before:
            steps = (f"{each.request.method} {each.request.target} {each.answer.status}" for each in before)
            origin += f", after {', '.join(steps)}"
        exchange = _exchange_of(interaction, origin)
        yield _judge(contract, exchange, failed, before)
        before.append(exchange)


def _headers(headers: dict[str, list[str]]) -> dict[str, str]:
    return {name.lower(): values[0] for name, values in headers.items()}


def _binding(dictionary: str) -> Json:
    return {"dictionary": dictionary, "probability": _PROBABILITY}


def _listed(contract: Contract, operation: Operation) -> str | None:
    """The dictionary of the references that are the body of an operation."""
    if operation.body is None or contract.at(contract.resolve(operation.body)).get("type") != "array":
        return None
    items: str = contract.at(contract.resolve(operation.body))["items"]["$ref"]
    return "groups" if items.endswith("GroupRef") else "members"


def _dictionaries() -> dict[str, list[str]]:
    own, other, *_ = world()["systems"]
    systems: list[Any] = [own, other]

    def ids(kind: str, *keys: str) -> list[str]:
        things = [thing for system in systems for thing in system[kind]]
        return list(dict.fromkeys(thing[key] for thing in things for key in keys if thing[key]))

    short: str = own["system"]["id"]
    return {
        "systems": [
            "@me",
            short,
            f"{short[:2]}-{short[2:]}".upper(),
            own["system"]["uuid"],
            own["accounts"][0],
            other["system"]["id"],
            _NOBODY,
        ],
        "members": [*ids("members", "id", "uuid"), _NOBODY],
        "groups": [*ids("groups", "id", "uuid"), _NOBODY],
        "switches": ids("switches", "id"),
        "guilds": [*ids("guilds", "guild_id"), "1"],
        "messages": [*ids("messages", "id", "original"), "1"],
        "zones": ["Europe/Paris", "UTC", "America/Argentina/Buenos_Aires"],
    }
