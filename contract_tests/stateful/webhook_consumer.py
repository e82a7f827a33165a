"""Webhook consumer that reconstructs a system from its initial state and its events."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import msgspec
from pluralkit_api import events

from contract_tests.stateful.model.groups import BLANK as NEW_GROUP
from contract_tests.stateful.model.members import BLANK as NEW_MEMBER
from contract_tests.stateful.model.state import Autoproxy, Doc, Switch, System, written


class WebhookConsumer:
    """Keeps up with the system that it is given a copy of; `token` is what the webhooks are signed with.

    Of what no event tells (who is in a group, ids and times of what is new) it knows nothing.
    """

    def __init__(self, system: System, token: str) -> None:
        self._system = system
        self._token = token

    def consume(self, bodies: Iterable[object]) -> None:
        """Takes in events as they come."""
        for body in bodies:
            event = events.parse(msgspec.json.encode(body), token=self._token)
            assert str(event.system_id) == self._system.doc["uuid"]
            self._apply(event)

    def _apply(self, event: Any) -> None:
        about, data = str(event.id), msgspec.json.decode(msgspec.json.encode(getattr(event, "data", None)))
        system = self._system
        match event:
            case events.UpdateSystemEvent():
                system.doc = _merged(system.doc, data)
            case events.UpdateSettingsEvent():
                system.settings |= data
            case events.CreateMemberEvent():
                system.members[about] = _merged(NEW_MEMBER, data)
            case events.UpdateMemberEvent():
                system.members[about] = _merged(system.members[about], data)
            case events.DeleteMemberEvent():
                system.forget_member(about)
            case events.CreateGroupEvent():
                system.groups[about] = _merged(NEW_GROUP, data)
            case events.UpdateGroupEvent():
                system.groups[about] = _merged(system.groups[about], data)
            case events.DeleteGroupEvent():
                del system.groups[about]
            case events.CreateSwitchEvent():
                system.switches[about] = Switch(about, _moment(data), data["members"])
            case events.UpdateSwitchEvent():
                switch = system.switches[about]
                switch.timestamp = _moment(data) if "timestamp" in data else switch.timestamp
                switch.members = data.get("members", switch.members)
            case events.DeleteSwitchEvent():
                del system.switches[about]
            case events.UpdateSystemGuildEvent():
                system.guilds[data.pop("guild_id")] |= data
            case events.UpdateMemberGuildEvent():
                system.member_guilds[about, data.pop("guild_id")] |= data
            case events.UpdateAutoproxyEvent():
                self._set_autoproxy(data)
            case _:
                raise AssertionError(f"{type(event).__name__} is not to be sent")

    def _set_autoproxy(self, data: Doc) -> None:
        settings = self._system.autoproxy.setdefault(data["guild_id"], Autoproxy())
        settings.mode = data.get("autoproxy_mode", settings.mode)
        settings.member = data.get("autoproxy_member", settings.member)

    def known(self) -> Doc:
        """All that can be known from events."""
        return known(self._system)


def known(system: System) -> Doc:
    """All of a system that its events tell: of the members of a switch each once, in no order."""
    return {
        "system": system.doc,
        "settings": system.settings,
        "members": {uuid: _told(doc, NEW_MEMBER) for uuid, doc in system.members.items()},
        "groups": {uuid: _told(doc, NEW_GROUP) for uuid, doc in system.groups.items()},
        "switches": {
            each.id: [written(each.timestamp), *sorted({*each.members})] for each in system.switches.values()
        },
        "guilds": system.guilds,
        "member_guilds": {" ".join(key): doc for key, doc in system.member_guilds.items()},
        "autoproxy": {guild: (each.mode, each.member) for guild, each in system.autoproxy.items()},
    }


def _told(doc: Doc, blank: Doc) -> Doc:
    return {name: doc[name] for name in ("name", *blank)}


def _merged(doc: Doc, data: Doc) -> Doc:
    privacy = {"privacy": doc["privacy"] | data.get("privacy", {})}
    return doc | data | privacy


def _moment(data: Doc) -> datetime:
    return datetime.fromisoformat(data["timestamp"])
