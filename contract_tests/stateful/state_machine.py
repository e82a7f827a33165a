"""Hypothesis state machine: after each call, client, reference model and webhooks must agree.

After a successful write the changed resource is read by the owner and anonymously; after the last step
everything is read. Three of four calls are writes.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final, cast
from urllib.parse import urlencode

import msgspec
from hypothesis import event
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule
from pluralkit_api import ApiError
from pluralkit_contract.contract import Operation
from pluralkit_contract.exchange import Request
from pluralkit_contract.failures import BreachError, json_excerpt

from contract_tests.client.decoding import canonical
from contract_tests.stateful.model.operations import OPERATIONS
from contract_tests.stateful.model.state import CONTRACT, Caller, Doc, RefusedError
from contract_tests.support import exchange_counts
from contract_tests.support.calls import call_of
from contract_tests.support.clients import Invoke, Opened
from contract_tests.support.exchange_counts import Layer
from contract_tests.support.in_process_sandbox import InProcessSandbox
from contract_tests.support.strategies import Strategies

from . import initial_state
from .webhook_consumer import WebhookConsumer, known

CONSUMED: Final = "alice"
_TIMES = st.sampled_from(
    [f"2026-07-01T{hour:02}:{minute}0:00Z" for hour in range(10, 13) for minute in range(3)]
    + ["2022-01-01T00:00:00Z"]
)
_NOBODY = "00000000-0000-4000-8000-000000000000"
_VIEWS: Final = (
    "getSystem",
    "getSystemSettings",
    "listMembers",
    "listGroups",
    "getFronters",
    "listSwitches",
)
"""Reads of a system that show all that may be seen of it."""
_READS = {operation.template: operation for operation in CONTRACT.operations if operation.method == "GET"}
_WRITES = [operation for operation in CONTRACT.operations if operation.method != "GET"]
_MODEL_OF: Final = {"systemRef": "System", "memberRef": "Member", "groupRef": "Group", "switchRef": "Switch"}


@dataclass(frozen=True)
class _Place:
    """Stands in a drawn body for the reference with this number, of those that there are by then."""

    kind: str
    number: int


def _places(kind: str) -> st.SearchStrategy[_Place]:
    return st.integers(0, 9).map(lambda number: _Place(kind, number))


_KNOWN = {
    "#/components/schemas/MemberRef": _places("Member"),
    "#/components/schemas/ListedMemberRef": _places("Member"),
    "#/components/schemas/ListedGroupRef": _places("Group"),
    "#/components/schemas/SwitchCreate/properties/timestamp": _TIMES,
    "#/components/schemas/SwitchUpdate/properties/timestamp": _TIMES,
    "#/components/schemas/SystemSettingsUpdate/properties/timezone": st.sampled_from(["UTC", "Asia/Tokyo"]),
}
_BODIES = Strategies(CONTRACT, kept=True, known=_KNOWN)
_QUERIES: Mapping[str, st.SearchStrategy[str]] = {
    "guild_id": st.sampled_from(initial_state.GUILDS),
    "with_members": st.sampled_from(["true", "false"]),
    "before": _TIMES,
    "limit": st.sampled_from(["0", "1", "2", "101"]),
}


def _touched(write: Operation) -> Operation:
    """The read that shows what a write changes: the same path, or the longest beginning that can be read."""
    template = write.template
    if write.id.startswith("create"):
        return next(
            read for path, read in _READS.items() if re.fullmatch(re.escape(template) + r"/\{\w+\}", path)
        )
    while template not in _READS:
        template = template.rpartition("/")[0]
    return _READS[template]


_TOUCHED: Final = {write.id: _touched(write) for write in _WRITES}


def _body(operation: Operation) -> st.SearchStrategy[Any]:
    """What may be sent; a list is mostly not empty."""
    if operation.body is None:
        return st.none()
    drawn = _BODIES.of(operation.body)
    if CONTRACT.at(CONTRACT.resolve(operation.body))["type"] == "array":
        return drawn.filter(bool) | drawn
    if operation.id == "updateMember":
        # Only of a new member it is known that the service drops a webhook_avatar_url that says nothing new.
        return drawn.filter(lambda body: body.get("webhook_avatar_url", "") != body.get("avatar_url"))
    return drawn


class ClientStateMachine(RuleBasedStateMachine):
    """Calls one operation in each step.

    `opened` makes the clients, sync or async; `tried` counts the calls of each operation that got past
    authorization and validation (True), and the others.
    """

    opened: Opened
    tried: Counter[tuple[str, bool]]

    def __init__(self) -> None:
        super().__init__()
        self._sandbox = InProcessSandbox(initial_state.seed())
        self._model = initial_state.model()
        self._consumer = WebhookConsumer(deepcopy(self._model.systems[CONSUMED]), f"signed-for-{CONSUMED}")
        self._consumed = 0
        self._steps: list[str] = []
        self._is_broken = False
        self._contexts = {
            caller: type(self).opened(
                base_url="http://sandbox.test/v2",
                token=caller and self._sandbox.tokens[caller],
                handler=self._sandbox.handle,
            )
            for caller in (None, *self._model.systems)
        }
        self._callers: dict[Caller, Invoke] = {
            caller: context.__enter__() for caller, context in self._contexts.items()
        }

    def teardown(self) -> None:
        try:
            if not self._is_broken:
                self._compare_everything()
        finally:
            self._close()

    def _close(self) -> None:
        for context in self._contexts.values():
            context.__exit__(None, None, None)
        self._sandbox.close()

    # One step

    # One rule for all operations: of many rules Hypothesis leaves some out, so that some are hardly tried.
    @rule(operation=st.sampled_from([*_READS.values(), *_WRITES * 3]), data=st.data())
    def step(self, operation: Operation, data: st.DataObject) -> None:
        """Call an operation, mostly as the owner of what it is about."""
        owner = data.draw(st.sampled_from(["alice", "bob"]), "whose")
        caller = data.draw(st.sampled_from([*[owner] * 7, "alice", "bob", None]), "caller")
        references = {
            parameter.name: data.draw(self._reference(parameter.name, owner), parameter.name)
            for parameter in operation.parameters
            if parameter.place == "path"
        }
        query = {
            parameter.name: data.draw(_QUERIES[parameter.name], parameter.name)
            for parameter in operation.parameters
            if parameter.place == "query"
            if parameter.required or data.draw(st.integers(0, 3), f"{parameter.name}?") == 0
        }
        body = self._filled(data.draw(_body(operation), "body"), owner)
        self._model.now += timedelta(seconds=1)
        self._sandbox.move_clock(self._model.now)
        status = self._call(operation, caller, references, query, body)
        event(f"{operation.id}: {status}")
        type(self).tried[operation.id, status < 300] += 1
        if operation.method != "GET" and status < 300 and caller:
            self._compare_touched(operation, caller, references, query)
        self._compare_webhooks()

    def _reference(self, name: str, owner: str) -> st.SearchStrategy[str]:
        if name == "guildId":
            with_settings, without = initial_state.GUILDS
            return st.sampled_from([with_settings] * 3 + [without])
        if name == "messageId":
            return st.sampled_from([*initial_state.MESSAGES, "1"])
        ids = self._ids(_MODEL_OF[name], owner)
        spelled = [*ids, *ids, *(each.upper() for each in ids), *(["@me"] if name == "systemRef" else [])]
        return st.sampled_from([*spelled, _NOBODY])

    def _ids(self, model: str, owner: str) -> list[str]:
        system = self._model.systems[owner]
        if model == "Switch":
            return [*system.switches]
        return [doc[id] for doc in self._model.things(system, model) for id in ("id", "uuid")]

    def _filled(self, value: object, owner: str) -> Any:
        """A drawn body with references in it: mostly to what the owner has, also to what is another's."""
        match value:
            case _Place():
                other = "alice" if owner == "bob" else "bob"
                ids = self._ids(value.kind, other if value.number == 9 else owner)
                return ids[value.number % len(ids)] if ids else _NOBODY
            case list():
                places = cast("list[object]", value)
                filled = [self._filled(each, owner) for each in places]
                match places:
                    case [_Place(kind, number), *_] if number % 4:
                        return self._distinct(kind, filled)
                    case _:
                        return filled
            case dict():
                fields = cast("dict[str, object]", value)
                return {name: self._filled(each, owner) for name, each in fields.items()}
            case _:
                return value

    def _distinct(self, model: str, references: list[str]) -> list[str]:
        """Each member, group or switch once: the service refuses most lists with repetitions."""
        known = {
            doc[id]: doc["uuid"]
            for system in self._model.systems.values()
            for doc in self._model.things(system, model)
            for id in ("id", "uuid")
        }
        return list({known.get(each, each): each for each in references}.values())

    def _call(
        self,
        operation: Operation,
        caller: Caller,
        references: Mapping[str, str],
        query: Mapping[str, str],
        body: Any,
    ) -> int:
        """Call client and model, and compare what they return. Returns the status."""
        path = f"/v2{operation.template.format_map(references)}" + (f"?{urlencode(query)}" if query else "")
        content = None if body is None else msgspec.json.encode(body)
        call = call_of(CONTRACT, Request(operation.method, path, {}, content))
        assert call is not None
        result, status = outcome(lambda: self._callers[caller](call.of))
        exchange_counts.count(Layer.STATEFUL, operation.id, status)
        if operation.id.startswith("create") and status == 200:
            self._model.new_ids = (result["id"], result.get("uuid", ""))
        args = [*references.values(), *([] if body is None else [body])]
        expected, _ = outcome(lambda: OPERATIONS[operation.id](self._model, caller, *args, **query))
        self._steps.append(
            f"{caller or 'anonymous'}: {operation.method} {path} {(content or b'').decode()} ({status})"
        )
        self._compare(operation.id, result, expected)
        return status

    def _compare(self, subject: str, got: object, wanted: object) -> None:
        first, second = comparable(got), comparable(wanted)
        if first != second:
            self._is_broken = True
            steps = "\n            ".join(
                line if len(line) < 200 else f"{line[:200]}…" for line in self._steps
            )
            place, found, expected = difference(msgspec.json.decode(first), msgspec.json.decode(second))
            raise BreachError(
                f"{subject}: differs from the model\n"
                f"  steps     {steps}\n"
                f"  found     {json_excerpt(found)} (at {place})\n"
                f"  expected  {json_excerpt(expected)}"
            )

    # After steps

    def _compare_touched(
        self, write: Operation, owner: str, references: Mapping[str, str], query: Mapping[str, str]
    ) -> None:
        """Compare what a write changed, as its owner and as an anonymous caller sees it."""
        read, before = _TOUCHED[write.id], len(self._steps)
        system = self._model.systems[owner].doc["uuid"]
        known = {name: system if ref == "@me" else ref for name, ref in references.items()}
        read_references = {
            parameter.name: known.get(parameter.name, self._model.new_ids[0])
            for parameter in read.parameters
            if parameter.place == "path"
        }
        names = {parameter.name for parameter in read.parameters}
        read_query = {name: value for name, value in query.items() if name in names}
        for caller in (owner, None):
            self._call(read, caller, read_references, read_query, None)
            del self._steps[before:]

    def _compare_everything(self) -> None:
        """Compare all systems, as their owners and as anonymous callers see them."""
        before = len(self._steps)
        for system in self._model.systems.values():
            for caller in (system.key, None):
                for id in _VIEWS:
                    query = {"with_members": "true"} if id == "listGroups" else {}
                    self._call(CONTRACT.operation(id), caller, {"systemRef": system.doc["uuid"]}, query, None)
                    del self._steps[before:]

    def _compare_webhooks(self) -> None:
        """Compare the events with the model's, and what a consumer knows from them with the model."""
        bodies = [dispatch.payload for dispatch in self._sandbox.dispatches][self._consumed :]
        self._consumed += len(bodies)
        expected, self._model.events = self._model.events, []
        self._compare("the events", [[body["type"], body["id"]] for body in bodies], expected)
        if bodies:
            self._consumer.consume(bodies)
            known_by_model = known(self._model.systems[CONSUMED])
            self._compare("what a consumer of the events knows", self._consumer.known(), known_by_model)


def outcome(act: Callable[[], Any]) -> tuple[Any, int]:
    """What comes of a call, as JSON, and a status for it; a refusal is its status and code."""
    try:
        result = act()
    except ApiError as error:
        return (error.status, error.code), error.status
    except RefusedError as refusal:
        return (refusal.status, refusal.code), refusal.status
    return msgspec.json.decode(msgspec.json.encode(result)), 204 if result is None else 200


def comparable(value: object) -> bytes:
    """JSON in which neither the order of things in a list nor how a time is written makes a difference."""
    if isinstance(value, list):
        things = cast("list[dict[str, Any]]", value)
        if all("uuid" in each for each in things):
            value = sorted(
                (
                    {name: sorted(each[name]) if name == "members" else each[name] for name in each}
                    for each in things
                ),
                key=lambda each: str(each["uuid"]),
            )
    return canonical(msgspec.to_builtins(value))


def difference(got: object, wanted: object, place: str = "$") -> tuple[str, object, object]:
    """The first place where two values of JSON differ, and what stands there in each."""
    for step, first, second in _inside(got, wanted):
        if first != second:
            return difference(first, second, place + step)
    return place, got, wanted


def _inside(got: object, wanted: object) -> Iterator[tuple[str, object, object]]:
    """What stands in the same places of two values of the same shape."""
    if isinstance(got, dict) and isinstance(wanted, dict):
        fields, others = cast("Doc", got), cast("Doc", wanted)
        if fields.keys() == others.keys():
            yield from ((f".{name}", fields[name], others[name]) for name in fields)
    elif isinstance(got, list) and isinstance(wanted, list):
        items, rest = cast("list[object]", got), cast("list[object]", wanted)
        if len(items) == len(rest):
            yield from ((f"[{number}]", each, rest[number]) for number, each in enumerate(items))


def state_machine(opened: Opened) -> type[ClientStateMachine]:
    """The state machine for one of the clients."""
    attributes = {"opened": staticmethod(opened), "tried": Counter[tuple[str, bool]]()}
    return type("ClientStateMachine", (ClientStateMachine,), attributes)
