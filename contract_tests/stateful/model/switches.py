"""Effects of operations on switches."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from .state import Caller, Doc, Model, RefusedError, Switch, System, written


def get_fronters(model: Model, caller: Caller, ref: str) -> Doc | None:
    system = model.system(caller, ref)
    model.open_to(caller, system, system.doc["privacy"], "front_privacy", 30004)
    newest = system.newest_first()
    return _in_full(model, caller, system, newest[0]) if newest else None


def list_switches(
    model: Model, caller: Caller, ref: str, *, before: str | None = None, limit: str = "100"
) -> list[Doc]:
    system = model.system(caller, ref)
    model.open_to(caller, system, system.doc["privacy"], "front_history_privacy", 30005)
    # Without a time the list ends just after now: what was logged this moment is in it.
    end = model.now + timedelta(milliseconds=1) if before is None else datetime.fromisoformat(before)
    found = [switch for switch in system.newest_first() if switch.timestamp < end]
    return [
        {
            "id": switch.id,
            "timestamp": written(switch.timestamp),
            "members": [system.members[uuid]["id"] for uuid in switch.members],
        }
        for switch in found[: min(int(limit), 100)]
    ]


def create_switch(model: Model, caller: Caller, ref: str, body: Doc) -> Doc:
    system = model.system(caller, ref)
    model.only_for(caller, system)
    if len(set(body["members"])) < len(body["members"]):
        raise RefusedError(400, 40003)
    moment = datetime.fromisoformat(body["timestamp"]) if "timestamp" in body else model.now
    if any(switch.timestamp == moment for switch in system.switches.values()):
        raise RefusedError(400, 40005)
    members = [_find(system, each, 20003) for each in body["members"]]
    newest = system.newest_first()
    is_newest = newest and ("timestamp" not in body or moment > newest[0].timestamp)
    if is_newest and newest[0].members == members:
        raise RefusedError(400, 40004)
    switch = Switch(model.new_ids[0], moment, members)
    system.switches[switch.id] = switch
    model.emit(system, "CREATE_SWITCH", switch.id)
    if "timestamp" in body:
        model.emit(system, "UPDATE_SWITCH", switch.id)
    return _in_full(model, caller, system, switch)


def get_switch(model: Model, caller: Caller, ref: str, switch_ref: str) -> Doc:
    system, switch = _of_system(model, caller, ref, switch_ref)
    if switch is None:
        raise RefusedError(404, 20008)
    model.open_to(caller, system, system.doc["privacy"], "front_history_privacy", 20008)
    return _in_full(model, caller, system, switch)


def update_switch(model: Model, caller: Caller, ref: str, switch_ref: str, body: Doc) -> Doc:
    system, switch = _own(model, caller, ref, switch_ref)
    moment = datetime.fromisoformat(body["timestamp"])
    if any(other.timestamp == moment for other in system.switches.values()):
        raise RefusedError(400, 40005)
    switch.timestamp = moment
    model.emit(system, "UPDATE_SWITCH", switch.id)
    return _in_full(model, caller, system, switch)


def update_switch_members(model: Model, caller: Caller, ref: str, switch_ref: str, body: list[str]) -> Doc:
    system = model.system(caller, ref)
    model.switch(switch_ref)
    model.only_for(caller, system)
    if len(set(body)) < len(body):
        raise RefusedError(400, 40003)
    members: list[str] = []
    for each in body:
        owner, doc = _anybodys(model, each)
        if owner is not system:
            raise RefusedError(403, 30008)
        members.append(doc["uuid"])
    system, switch = _own(model, caller, ref, switch_ref)
    if members == switch.members:
        raise RefusedError(400, 40004)
    switch.members = members
    model.emit(system, "UPDATE_SWITCH", switch.id)
    return _in_full(model, caller, system, switch)


def delete_switch(model: Model, caller: Caller, ref: str, switch_ref: str) -> None:
    system, switch = _own(model, caller, ref, switch_ref)
    del system.switches[switch.id]
    model.emit(system, "DELETE_SWITCH", switch.id)


def _of_system(model: Model, caller: Caller, ref: str, switch_ref: str) -> tuple[System, Switch | None]:
    """The system, and the switch if it is one of its own; both have to be there."""
    system = model.system(caller, ref)
    owner, switch = model.switch(switch_ref)
    return system, switch if owner is system else None


def _own(model: Model, caller: Caller, ref: str, switch_ref: str) -> tuple[System, Switch]:
    system, switch = _of_system(model, caller, ref, switch_ref)
    model.only_for(caller, system)
    if switch is None:
        raise RefusedError(404, 20008)
    return system, switch


def _find(system: System, ref: str, missing: int) -> str:
    for uuid, doc in system.members.items():
        if ref in (uuid, doc["id"]):
            return uuid
    raise RefusedError(404, missing)


def _anybodys(model: Model, ref: str) -> tuple[System, Doc]:
    try:
        return model.member(ref)
    except RefusedError:
        raise RefusedError(404, 20003) from None


def _in_full(model: Model, caller: Caller, system: System, switch: Switch) -> Doc:
    members: list[Any] = [
        model.seen(caller, system, "Member", system.members[uuid]) for uuid in switch.members
    ]
    return {"id": switch.id, "timestamp": written(switch.timestamp), "members": members}
