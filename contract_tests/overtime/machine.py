"""Hypothesis makes stories of calls; client, model and webhooks have to agree after every one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import deepcopy
from datetime import timedelta
from typing import Any, Final, cast
from urllib.parse import urlencode

import msgspec
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from pluralkit_api import ApiError

from contract_tests import tally
from contract_tests.calls import call_of
from contract_tests.clients import Caller, Opened
from contract_tests.contract import Operation
from contract_tests.exchange import Request
from contract_tests.failure import BrokenError
from contract_tests.reading import canonical
from contract_tests.sandbox.arena import Arena
from contract_tests.strategies import Strategies
from contract_tests.tally import Layer

from . import start
from .follower import Follower, known
from .operations import OPERATIONS
from .world import CONTRACT, By, RefusedError

FOLLOWED: Final = "alice"
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
    "guild_id": st.sampled_from(start.GUILDS),
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


class Story(RuleBasedStateMachine):
    """A story has a rule for each operation; `opened` makes the clients, to be called or to be awaited."""

    opened: Opened

    def __init__(self) -> None:
        super().__init__()
        self._arena = Arena(start.seed())
        self._world = start.world()
        self._follower = Follower(deepcopy(self._world.systems[FOLLOWED]), f"signed-for-{FOLLOWED}")
        self._heard = 0
        self._may_have_changed = True
        self._contexts = {
            by: type(self).opened(
                base_url="http://sandbox.test/v2",
                token=by and self._arena.tokens[by],
                handler=self._arena.handle,
            )
            for by in (None, *self._world.systems)
        }
        self._callers: dict[By, Caller] = {by: context.__enter__() for by, context in self._contexts.items()}

    def teardown(self) -> None:
        for context in self._contexts.values():
            context.__exit__(None, None, None)
        self._arena.close()

    # One step

    def step(self, operation: Operation, data: st.DataObject) -> None:
        """Somebody calls an operation about something; mostly it is theirs."""
        owner = data.draw(st.sampled_from(["alice", "bob"]), "whose")
        by = data.draw(st.sampled_from([*[owner] * 7, "alice", "bob", None]), "by")
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
        self._world.now += timedelta(seconds=1)
        self._arena.move_clock(self._world.now)
        self._do(operation, by, references, query, body)
        self._may_have_changed = operation.method != "GET"

    def _reference(self, name: str, owner: str) -> st.SearchStrategy[str]:
        if name == "guildId":
            return st.sampled_from(start.GUILDS)
        if name == "messageId":
            return st.sampled_from([*start.MESSAGES, "1"])
        ids = self._ids(_IDS_OF[name], owner)
        spelled = [*ids, *ids, *(each.upper() for each in ids), *(["@me"] if name == "systemRef" else [])]
        return st.sampled_from([*spelled, _NOBODY])

    def _ids(self, model: str, owner: str) -> list[str]:
        system = self._world.systems[owner]
        if model == "Switch":
            return [*system.switches]
        return [doc[id] for doc in self._world.things(system, model) for id in ("id", "uuid")]

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
        by: By,
        references: Mapping[str, str],
        query: Mapping[str, str],
        body: Any,
    ) -> None:
        """Lets the client and the model do the same, and compares what comes of it."""
        path = f"/v2{operation.template.format_map(references)}" + (f"?{urlencode(query)}" if query else "")
        content = None if body is None else msgspec.json.encode(body)
        call = call_of(CONTRACT, Request(operation.method, path, {}, content))
        assert call is not None
        told, status = outcome(lambda: self._callers[by](call.of))
        tally.count(Layer.TIME, operation.id, status)
        if operation.id.startswith("create") and status == 200:
            self._world.new_ids = (told["id"], told.get("uuid", ""))
        args = [*references.values(), *([] if body is None else [body])]
        wanted, _ = outcome(lambda: OPERATIONS[operation.id](self._world, by, *args, **query))
        if comparable(told) != comparable(wanted):
            body = f" {content.decode()}" if content else ""
            raise BrokenError(
                f"{operation.id} is not as the model has it\n"
                f"  asked     {operation.method} {path}{body} (by {by})\n"
                f"  answered  {comparable(told).decode()}\n"
                f"  expected  {comparable(wanted).decode()}"
            )

    # After every step

    @invariant()
    def all_see_what_the_model_shows(self) -> None:
        if not self._may_have_changed:
            return
        for system in self._world.systems.values():
            for by in (system.key, None):
                for id in _VIEWS:
                    query = {"with_members": "true"} if id == "listGroups" else {}
                    self._do(CONTRACT.operation(id), by, {"systemRef": system.doc["uuid"]}, query, None)

    @invariant()
    def the_webhooks_tell_the_same_story(self) -> None:
        bodies = [dispatch.payload for dispatch in self._arena.dispatches][self._heard :]
        self._heard += len(bodies)
        expected, self._world.events = self._world.events, []
        assert [(body["type"], body["id"]) for body in bodies] == expected
        self._follower.hear(bodies)
        assert comparable(self._follower.knows()) == comparable(known(self._world.systems[FOLLOWED]))


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


def story(opened: Opened) -> type[Story]:
    """The machine for one of the clients."""
    rules = {operation.id: rule(data=st.data())(_rule(operation)) for operation in CONTRACT.operations}
    return type("Story", (Story,), {"opened": staticmethod(opened), **rules})


def _rule(operation: Operation) -> Callable[[Story, st.DataObject], None]:
    def call(self: Story, data: st.DataObject) -> None:
        self.step(operation, data)

    call.__name__ = operation.id
    return call
