"""State of the model as plain JSON values, and its visibility to callers.

Written from the recordings, independently of the sandbox. Of HTTP, it only knows status and code of errors.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeAlias

from pluralkit_contract.contract import below, load
from pluralkit_contract.schemas import schemas

from contract_tests.support.stored import as_stored
from contract_tests.support.visibility import anonymous_view

CONTRACT = load()
Doc: TypeAlias = dict[str, Any]
Caller: TypeAlias = str | None
"""Who asks: the key of a system, or nobody."""


class RefusedError(Exception):
    """The service refuses."""

    def __init__(self, status: int, code: int = 0) -> None:
        super().__init__(f"{status} {code}")
        self.status, self.code = status, code


@dataclass(slots=True)
class Switch:
    """`members` are UUIDs, in the order in which they were given."""

    id: str
    timestamp: datetime
    members: list[str]


@dataclass(slots=True)
class Autoproxy:
    """`member` is a UUID."""

    mode: str = "off"
    member: str | None = None
    latched: str | None = None


@dataclass(slots=True)
class System:
    """A system and what it has, by UUID, as its owner sees it; `memberships` pairs a group and a member."""

    key: str
    doc: Doc
    settings: Doc
    has_webhook: bool
    members: dict[str, Doc] = field(default_factory=dict[str, Doc])
    groups: dict[str, Doc] = field(default_factory=dict[str, Doc])
    memberships: set[tuple[str, str]] = field(default_factory=set[tuple[str, str]])
    switches: dict[str, Switch] = field(default_factory=dict[str, Switch])
    guilds: dict[str, Doc] = field(default_factory=dict[str, Doc])
    member_guilds: dict[tuple[str, str], Doc] = field(default_factory=dict[tuple[str, str], Doc])
    autoproxy: dict[str, Autoproxy] = field(default_factory=dict[str, Autoproxy])

    def newest_first(self) -> list[Switch]:
        return sorted(self.switches.values(), key=lambda switch: switch.timestamp, reverse=True)

    def forget_member(self, uuid: str) -> None:
        """Removes a member from all that names it."""
        del self.members[uuid]
        self.memberships = {(group, member) for group, member in self.memberships if member != uuid}
        self.member_guilds = {key: value for key, value in self.member_guilds.items() if key[0] != uuid}
        for switch in self.switches.values():
            switch.members = [member for member in switch.members if member != uuid]
        for settings in self.autoproxy.values():
            settings.member = None if settings.member == uuid else settings.member


@dataclass(slots=True)
class Message:
    """`member` is a UUID; None once it is gone."""

    doc: Doc
    original: str
    member: str | None


@dataclass(slots=True)
class Model:
    """Everything, the time, the ids that the next new thing gets, and the events sent since the last look."""

    systems: dict[str, System]
    messages: dict[str, Message]
    now: datetime
    new_ids: tuple[str, str] = ("", "")
    events: list[tuple[str, str | None]] = field(default_factory=list[tuple[str, "str | None"]])

    # What a reference means

    def system(self, caller: Caller, ref: str) -> System:
        if ref == "@me":
            return self.systems[self.required(caller)]
        return next(self._named("System", ref, 20001))[0]

    def member(self, ref: str) -> tuple[System, Doc]:
        return next(self._named("Member", ref, 20002))

    def group(self, ref: str) -> tuple[System, Doc]:
        return next(self._named("Group", ref, 20004))

    def switch(self, ref: str) -> tuple[System, Switch]:
        for system in self.systems.values():
            if ref.lower() in system.switches:
                return system, system.switches[ref.lower()]
        raise RefusedError(404, 20007)

    def _named(self, model: str, ref: str, missing: int) -> Iterator[tuple[System, Doc]]:
        for system in self.systems.values():
            for doc in self.things(system, model):
                if ref.lower() in (doc["id"], doc["uuid"]):
                    yield system, doc
        raise RefusedError(404, missing)

    @staticmethod
    def things(system: System, model: str) -> list[Doc]:
        """The system itself, its members, or its groups."""
        found = {
            "System": [system.doc],
            "Member": [*system.members.values()],
            "Group": [*system.groups.values()],
        }
        return found[model]

    # Who may

    @staticmethod
    def required(caller: Caller) -> str:
        if caller is None:
            raise RefusedError(401)
        return caller

    @staticmethod
    def only_for(caller: Caller, system: System) -> None:
        if caller != system.key:
            raise RefusedError(403)

    def only_for_member(self, caller: Caller, system: System) -> None:
        if self.required(caller) != system.key:
            raise RefusedError(403, 30006)

    def only_for_group(self, caller: Caller, system: System) -> None:
        if self.required(caller) != system.key:
            raise RefusedError(403, 30007)

    @staticmethod
    def open_to(caller: Caller, system: System, privacy: Mapping[str, str], key: str, code: int) -> None:
        """Refuses anonymous callers what is private."""
        if caller != system.key and privacy[key] == "private":
            raise RefusedError(404 if code < 30000 else 403, code)

    # What is shown

    @staticmethod
    def seen(caller: Caller, system: System, model: str, doc: Doc) -> Doc:
        return dict(doc) if caller == system.key else anonymous_view(CONTRACT, model, doc)

    @staticmethod
    def is_listed(caller: Caller, system: System, doc: Doc) -> bool:
        return caller == system.key or doc["privacy"]["visibility"] == "public"

    # What is changed

    def emit(self, system: System, event: str, about: str | None) -> None:
        if system.has_webhook:
            self.events.append((event, about))


def changed(doc: Doc, body: Doc, schema: str, output: str) -> Doc:
    """A document after a change by a body of this schema. Raises RefusedError where that cannot be."""
    require_valid(schema, body)
    known = CONTRACT.at(below("#/components/schemas", output, "properties"))
    if all(value == {} for value in body.values()):
        raise RefusedError(400)
    return doc | {name: as_stored(value, known[name], doc[name]) for name, value in body.items()}


def require_valid(schema: str, body: Any) -> None:
    if not schemas(CONTRACT).is_valid(below("#/components/schemas", schema), body):
        raise RefusedError(400, 40001)


def written(moment: datetime) -> str:
    """A time as JSON; how it is written does not matter."""
    return moment.isoformat()
