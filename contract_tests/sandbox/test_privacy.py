"""Anonymous callers never see private data, wherever it might leak, and see everything else.

Hypothesis draws seeds. Every read is requested by the owner and by others: without a token, by another
system, and with an API key of the owner that reads as others do (lists are filtered, not refused).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from hypothesis import given
from pluralkit_contract.conformance import responses
from pluralkit_contract.conformance.walk import walk
from pluralkit_contract.contract import Json, Operation, load
from pluralkit_contract.exchange import Exchange
from pluralkit_contract.failures import Breach, json_excerpt, raise_for_breaches
from pluralkit_contract.schemas import schemas

from contract_tests.support import exchange_counts
from contract_tests.support.exchange_counts import Layer
from contract_tests.support.in_process_sandbox import InProcessSandbox
from contract_tests.support.profiles import examples
from contract_tests.support.visibility import MODELS, Thing, anonymous_view, hidden_texts

from .seeds import GUILD, MESSAGES, OTHER, OWNER, seeds

CONTRACT = load()
READS = [operation for operation in CONTRACT.operations if operation.method == "GET"]
EXEMPT = {
    # The service's source puts a system's name behind those of its members and groups, whatever its privacy.
    "getMemberOEmbed": {"name_privacy"},
    "getGroupOEmbed": {"name_privacy"},
}
"""Privacy keys of a system that do not count in an answer."""


@dataclass(frozen=True, slots=True)
class Caller:
    """A caller other than the owner.

    Attributes:
        name: Description in failures.
        by: Key of a system, or an Authorization header; None for anonymous.
        filtered: Whether private lists are filtered instead of refused.
    """

    name: str
    by: str | None
    filtered: bool = False


@dataclass(frozen=True, slots=True)
class Truth:
    """Entities of a seed as their owner sees them.

    Attributes:
        system: The system.
        things: Entities by model and UUID.
    """

    system: Thing
    things: Mapping[str, Mapping[str, Thing]]

    def hidden(self, operation: Operation) -> Iterator[str]:
        """Yield the texts that must not occur in an anonymous response of an operation."""
        for model, things in self.things.items():
            for thing in things.values():
                yield from hidden_texts(CONTRACT, model, self._secrets(operation, model, thing))

    def _secrets(self, operation: Operation, model: str, thing: Thing) -> Thing:
        exempt = EXEMPT.get(operation.id, ()) if model == "System" else ()
        # The ids of a group's members are no secrets in themselves.
        own = {name: value for name, value in thing.items() if name != "members"}
        return {**own, "privacy": {**thing["privacy"], **dict.fromkeys(exempt, "public")}}


@examples(25)
@given(seeds(CONTRACT))
def test_an_anonymous_caller_sees_what_the_contract_says(world: Json) -> None:
    sandbox = InProcessSandbox(world)
    try:
        seed = world["systems"][0]
        truth = told_to_the_owner(sandbox, seed)
        callers = [
            Caller("an anonymous caller", None),
            Caller("another system", OTHER),
            Caller("a publicread key", sandbox.key(OWNER, "publicread:all"), filtered=True),
        ]
        for operation, target, subject in reads(seed):
            for caller in callers:
                exchange = sandbox.exchange("GET", target, by=caller.by)
                exchange_counts.count(Layer.SANDBOX, operation.id, exchange.answer.status)
                breaches = responses.of_operation(CONTRACT, operation, exchange.request, exchange.answer)
                breaches += breaches or [*judged(truth, operation, subject, caller, exchange)]
                raise_for_breaches(breaches, exchange, f"{operation.id} to {caller.name}")
    finally:
        sandbox.close()


def told_to_the_owner(sandbox: InProcessSandbox, seed: Json) -> Truth:
    """What the owner is told, which is what the seed says."""

    def read(target: str) -> Any:
        return sandbox.exchange("GET", target, by=OWNER).answer.json()

    things: dict[str, dict[str, Thing]] = {
        "System": {seed["system"]["uuid"]: read("/systems/@me")},
        "Member": {each["uuid"]: each for each in read("/systems/@me/members")},
        "Group": {each["uuid"]: each for each in read("/systems/@me/groups?with_members=true")},
    }
    uuids = {member["id"]: member["uuid"] for member in seed["members"]}
    for model, stored in {
        "System": [seed["system"]],
        "Member": seed["members"],
        "Group": seed["groups"],
    }.items():
        assert things[model].keys() == {each["uuid"] for each in stored}
        for each in stored:
            told = things[model][each["uuid"]]
            for name, value in each.items():
                wanted = {uuids[id] for id in value} if name == "members" else value
                assert (set(told[name]) if name == "members" else told[name]) == wanted, (model, name)
    return Truth(things["System"][seed["system"]["uuid"]], things)


def reads(seed: Json) -> Iterator[tuple[Operation, str, Thing]]:
    """Every read of everything in a world: the operation, what to ask for, and the thing it is about."""
    subjects: dict[str, list[Any]] = {
        "systemRef": [seed["system"]],
        "memberRef": seed["members"],
        "groupRef": seed["groups"],
        "messageId": [{"id": id} for id in MESSAGES],
    }
    for operation in READS:
        first = next(parameter.name for parameter in operation.parameters if parameter.place == "path")
        for subject in subjects[first]:
            for switch in seed["switches"] if "{switchRef}" in operation.template else [None]:
                target = operation.template.format_map(
                    {first: subject["id"], "guildId": GUILD, "switchRef": switch and switch["id"]}
                )
                for query in QUERIES.get(operation.id, [""]):
                    yield operation, target + query, subject


QUERIES = {"listGroups": ["", "?with_members=true"], "getAutoproxySettings": [f"?guild_id={GUILD}"]}


def judged(
    truth: Truth, operation: Operation, subject: Thing, caller: Caller, exchange: Exchange
) -> Iterator[Breach]:
    """How an answer shows an anonymous caller too much, or too little."""
    answer, extensions = exchange.answer, operation.extensions
    text = answer.body.decode()
    for secret in truth.hidden(operation):
        if secret in text:
            yield Breach(operation.pointer, "nothing that is private", secret, "body")
    closed = extensions.get("list-privacy")
    if closed:
        of = truth.things[closed["of"]].get(subject["uuid"], truth.system)
        is_closed = of["privacy"][closed["key"]] == "private" and not caller.filtered
        code = answer.json()["code"] if answer.status >= 400 else None
        if (code == closed["error"]) != is_closed:
            rule = f"{operation.pointer}/x-pluralkit-list-privacy"
            yield Breach(rule, f"{closed['key']} counts", f"{answer.status} {code}", "status")
    if answer.status != 200:
        return
    response = operation.response(200)
    assert response is not None
    yield from _things(truth, operation, response.content["application/json"], answer.json())
    if closed and closed.get("items"):
        yield from _entries(truth, operation, subject, answer.json())
    if operation.id == "getSystemSettings":
        yield from schemas(CONTRACT).breaches("#/components/schemas/PublicSystemSettings", answer.json())


def _things(truth: Truth, operation: Operation, schema: str, body: Any) -> Iterator[Breach]:
    """Each thing in the body is just what an anonymous caller sees of it."""
    for node in walk(CONTRACT, schema, body):
        model = node.schema.rpartition("/")[2]
        if model not in MODELS:
            continue
        wanted = anonymous_view(CONTRACT, model, truth.things[model][node.value["uuid"]])
        if model == "Group" and "members" in wanted:
            if "members" not in node.value:
                del wanted["members"]
            else:
                listed = truth.things["Member"]
                wanted["members"] = [each for each in wanted["members"] if _is_listed(listed[each])]
        if operation.id == "getMessage":
            wanted.pop("system", None)
        if node.value != wanted:
            yield Breach(node.schema, json_excerpt(wanted), json_excerpt(node.value), node.path)


def _entries(truth: Truth, operation: Operation, subject: Thing, body: Any) -> Iterator[Breach]:
    """A list has the entries that are not private in lists, and no others."""
    match operation.id:
        case "listMembers":
            entries = [*truth.things["Member"].values()]
        case "listGroups":
            entries = [*truth.things["Group"].values()]
        case "listMemberGroups":
            entries = [each for each in truth.things["Group"].values() if subject["uuid"] in each["members"]]
        case _:
            group = truth.things["Group"][subject["uuid"]]
            entries = [truth.things["Member"][uuid] for uuid in group["members"]]
    wanted = {each["id"] for each in entries if _is_listed(each)}
    if (got := {each["id"] for each in body}) != wanted:
        yield Breach(f"{operation.pointer}/x-pluralkit-list-privacy/items", str(wanted), str(got), "$")


def _is_listed(thing: Thing) -> bool:
    return bool(thing["privacy"]["visibility"] == "public")
