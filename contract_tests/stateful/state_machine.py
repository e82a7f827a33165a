"""Hypothesis makes stories of calls; client, model and webhooks have to agree after every one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from datetime import timedelta
from typing import Any, Final, cast
from urllib.parse import urlencode

import msgspec
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule
from pluralkit_api import ApiError
from pluralkit_contract.contract import Operation
from pluralkit_contract.exchange import Request
from pluralkit_contract.failures import BrokenError, shown

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
    [f"2026-07-01T{hour:02}:00:00Z" for hour in range(10, 13)] + ["2022-01-01T00:00:00Z"]
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


class _Place:
    """Stands in a drawn body for the reference with this number, of those that there are by then."""

    def __init__(self, kind: str, number: int) -> None:
        self.kind, self.number = kind, number


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
    "channel_id": st.just("466707357099884550"),
    "with_members": st.sampled_from(["true", "false"]),
    "before": _TIMES,
    "limit": st.sampled_from(["0", "1", "2", "101"]),
}
_IDS_OF: Final = {"systemRef": "System", "memberRef": "Member", "groupRef": "Group", "switchRef": "Switch"}


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
    """A story has a rule for each operation; `opened` makes the clients, to be called or to be awaited."""

    opened: Opened

    def __init__(self) -> None:
        super().__init__()
        self._sandbox = InProcessSandbox(initial_state.seed())
        self._model = initial_state.model()
        self._consumer = WebhookConsumer(deepcopy(self._model.systems[CONSUMED]), f"signed-for-{CONSUMED}")
        self._consumed = 0
        self._story: list[str] = []
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
        for context in self._contexts.values():
            context.__exit__(None, None, None)
        self._sandbox.close()

    # One step

    def step(self, operation: Operation, data: st.DataObject) -> None:
        """Somebody calls an operation about something; mostly it is theirs."""
        owner = data.draw(st.sampled_from(["alice", "bob"]), "whose")
        caller = data.draw(st.sampled_from([*[owner] * 7, "alice", "bob", None]), "by")
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
        self._do(operation, caller, references, query, body)
        if operation.method != "GET":
            self._compare_views()
        self._compare_webhooks()

    def _reference(self, name: str, owner: str) -> st.SearchStrategy[str]:
        if name == "guildId":
            return st.sampled_from(initial_state.GUILDS)
        if name == "messageId":
            return st.sampled_from([*initial_state.MESSAGES, "1"])
        ids = self._ids(_IDS_OF[name], owner)
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
                return [self._filled(each, owner) for each in cast("list[object]", value)]
            case dict():
                fields = cast("dict[str, object]", value)
                return {name: self._filled(each, owner) for name, each in fields.items()}
            case _:
                return value

    def _do(
        self,
        operation: Operation,
        caller: Caller,
        references: Mapping[str, str],
        query: Mapping[str, str],
        body: Any,
    ) -> None:
        """Lets the client and the model do the same, and compares what comes of it."""
        path = f"/v2{operation.template.format_map(references)}" + (f"?{urlencode(query)}" if query else "")
        content = None if body is None else msgspec.json.encode(body)
        call = call_of(CONTRACT, Request(operation.method, path, {}, content))
        assert call is not None
        told, status = outcome(lambda: self._callers[caller](call.of))
        exchange_counts.count(Layer.STATEFUL, operation.id, status)
        if operation.id.startswith("create") and status == 200:
            self._model.new_ids = (told["id"], told.get("uuid", ""))
        args = [*references.values(), *([] if body is None else [body])]
        wanted, _ = outcome(lambda: OPERATIONS[operation.id](self._model, caller, *args, **query))
        self._story.append(
            f"{caller or 'somebody'}: {operation.method} {path} {(content or b'').decode()} ({status})"
        )
        self._hold(f"{operation.id} answers as the model does", told, wanted)

    def _hold(self, what: str, got: object, wanted: object) -> None:
        first, second = comparable(got), comparable(wanted)
        if first != second:
            story = "\n            ".join(
                line if len(line) < 200 else f"{line[:200]}…" for line in self._story
            )
            place, found, expected = difference(msgspec.json.decode(first), msgspec.json.decode(second))
            raise BrokenError(
                f"it does not hold that {what}\n"
                f"  story     {story}\n"
                f"  found     {shown(found)} (at {place})\n"
                f"  expected  {shown(expected)}"
            )

    # After every step

    def _compare_views(self) -> None:
        """Owner and anonymous see of every system what the model shows them."""
        told = len(self._story)
        for system in self._model.systems.values():
            for caller in (system.key, None):
                for id in _VIEWS:
                    query = {"with_members": "true"} if id == "listGroups" else {}
                    self._do(CONTRACT.operation(id), caller, {"systemRef": system.doc["uuid"]}, query, None)
                    del self._story[told:]

    def _compare_webhooks(self) -> None:
        """The events are those that the model sent, and who follows them knows what the model knows."""
        bodies = [dispatch.payload for dispatch in self._sandbox.dispatches][self._consumed :]
        self._consumed += len(bodies)
        expected, self._model.events = self._model.events, []
        self._hold("these events are sent", [[body["type"], body["id"]] for body in bodies], expected)
        self._consumer.consume(bodies)
        self._hold(
            "who follows the webhooks knows all that they tell of",
            self._consumer.known(),
            known(self._model.systems[CONSUMED]),
        )


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
    """The machine for one of the clients."""
    rules = {operation.id: rule(data=st.data())(_rule(operation)) for operation in CONTRACT.operations}
    return type("ClientStateMachine", (ClientStateMachine,), {"opened": staticmethod(opened), **rules})


def _rule(operation: Operation) -> Callable[[ClientStateMachine, st.DataObject], None]:
    def call(self: ClientStateMachine, data: st.DataObject) -> None:
        self.step(operation, data)

    call.__name__ = operation.id
    return call
