"""Switches: who fronted when."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from .state import By, Doc, RefusedError, Switch, System, World, written


def get_fronters(world: World, by: By, ref: str) -> Doc | None:
    system = world.system(by, ref)
    world.open_to(by, system, system.doc["privacy"], "front_privacy", 30004)
    newest = system.newest_first()
    return _in_full(world, by, system, newest[0]) if newest else None


def list_switches(
    world: World, by: By, ref: str, *, before: str | None = None, limit: str = "100"
) -> list[Doc]:
    system = world.system(by, ref)
    world.open_to(by, system, system.doc["privacy"], "front_history_privacy", 30005)
    # Without a time the list ends just after now: what was logged this moment is in it.
    end = world.now + timedelta(milliseconds=1) if before is None else datetime.fromisoformat(before)
    found = [switch for switch in system.newest_first() if switch.timestamp < end]
    return [
        {
            "id": switch.id,
            "timestamp": written(switch.timestamp),
            "members": [system.members[uuid]["id"] for uuid in switch.members],
        }
        for switch in found[: min(int(limit), 100)]
    ]


def create_switch(world: World, by: By, ref: str, body: Doc) -> Doc:
    system = world.system(by, ref)
    world.only_for(by, system)
    if len(set(body["members"])) < len(body["members"]):
        raise RefusedError(400, 40003)
    moment = datetime.fromisoformat(body["timestamp"]) if "timestamp" in body else world.now
    if any(switch.timestamp == moment for switch in system.switches.values()):
        raise RefusedError(400, 40005)
    members = [_find(system, each, 20003) for each in body["members"]]
    newest = system.newest_first()
    is_newest = newest and ("timestamp" not in body or moment > newest[0].timestamp)
    if is_newest and newest[0].members == members:
        raise RefusedError(400, 40004)
    switch = Switch(world.new_ids[0], moment, members)
    system.switches[switch.id] = switch
    world.emit(system, "CREATE_SWITCH", switch.id)
    if "timestamp" in body:
        world.emit(system, "UPDATE_SWITCH", switch.id)
    return _in_full(world, by, system, switch)


def get_switch(world: World, by: By, ref: str, switch_ref: str) -> Doc:
    system, switch = _of_system(world, by, ref, switch_ref)
    if switch is None:
        raise RefusedError(404, 20008)
    world.open_to(by, system, system.doc["privacy"], "front_history_privacy", 20008)
    return _in_full(world, by, system, switch)


def update_switch(world: World, by: By, ref: str, switch_ref: str, body: Doc) -> Doc:
    system, switch = _own(world, by, ref, switch_ref)
    moment = datetime.fromisoformat(body["timestamp"])
    if any(other.timestamp == moment for other in system.switches.values()):
        raise RefusedError(400, 40005)
    switch.timestamp = moment
    world.emit(system, "UPDATE_SWITCH", switch.id)
    return _in_full(world, by, system, switch)


def update_switch_members(world: World, by: By, ref: str, switch_ref: str, body: list[str]) -> Doc:
    system = world.system(by, ref)
    world.switch(switch_ref)
    world.only_for(by, system)
    if len(set(body)) < len(body):
        raise RefusedError(400, 40003)
    members: list[str] = []
    for each in body:
        owner, doc = _anybodys(world, each)
        if owner is not system:
            raise RefusedError(403, 30008)
        members.append(doc["uuid"])
    system, switch = _own(world, by, ref, switch_ref)
    if members == switch.members:
        raise RefusedError(400, 40004)
    switch.members = members
    world.emit(system, "UPDATE_SWITCH", switch.id)
    return _in_full(world, by, system, switch)


def delete_switch(world: World, by: By, ref: str, switch_ref: str) -> None:
    system, switch = _own(world, by, ref, switch_ref)
    del system.switches[switch.id]
    world.emit(system, "DELETE_SWITCH", switch.id)


def _of_system(world: World, by: By, ref: str, switch_ref: str) -> tuple[System, Switch | None]:
    """The system, and the switch if it is one of its own; both have to be there."""
    system = world.system(by, ref)
    owner, switch = world.switch(switch_ref)
    return system, switch if owner is system else None


def _own(world: World, by: By, ref: str, switch_ref: str) -> tuple[System, Switch]:
    system, switch = _of_system(world, by, ref, switch_ref)
    world.only_for(by, system)
    if switch is None:
        raise RefusedError(404, 20008)
    return system, switch


def _find(system: System, ref: str, missing: int) -> str:
    for uuid, doc in system.members.items():
        if ref in (uuid, doc["id"]):
            return uuid
    raise RefusedError(404, missing)


def _anybodys(world: World, ref: str) -> tuple[System, Doc]:
    try:
        return world.member(ref)
    except RefusedError:
        raise RefusedError(404, 20003) from None


def _in_full(world: World, by: By, system: System, switch: Switch) -> Doc:
    members: list[Any] = [world.seen(by, system, "Member", system.members[uuid]) for uuid in switch.members]
    return {"id": switch.id, "timestamp": written(switch.timestamp), "members": members}
