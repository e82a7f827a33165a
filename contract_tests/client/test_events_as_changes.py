"""Client and sandbox: a model before a change plus the events of the change gives the model after it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pluralkit_api import events, models
from pluralkit_api.enums import PrivacyLevel
from pluralkit_contract.contract import load

from contract_tests.recordings.loader import bot_events
from contract_tests.sandbox.requests import generated_requests
from contract_tests.support.in_process_sandbox import InProcessSandbox, shared_sandbox
from contract_tests.support.profiles import examples

CONTRACT = load()
MOMENT = datetime(2026, 1, 1, tzinfo=UTC)
GUILD = "466707357099884544"
UPDATES: dict[str, tuple[type[msgspec.Struct], str]] = {
    "updateSystem": (models.System, "/systems/@me"),
    "updateSystemSettings": (models.SystemSettings, "/systems/@me/settings"),
    "updateMember": (models.Member, "/members/annie"),
    "updateGroup": (models.Group, "/groups/grpub"),
    "updateSystemGuildSettings": (models.SystemGuildSettings, f"/systems/@me/guilds/{GUILD}"),
    "updateMemberGuildSettings": (models.MemberGuildSettings, f"/members/annie/guilds/{GUILD}"),
    "updateAutoproxySettings": (models.AutoproxySettings, f"/systems/@me/autoproxy?guild_id={GUILD}"),
}


def read(sandbox: InProcessSandbox, model: type[msgspec.Struct], target: str) -> Any:
    return msgspec.json.decode(sandbox.exchange("GET", target, by="alice").answer.body, type=model)


def sent(sandbox: InProcessSandbox) -> list[Any]:
    token = "token"
    payloads = [dict(each.payload) for each in sandbox.dispatches]
    return [
        events.parse(msgspec.json.encode(each | {"signing_token": token}), token=token) for each in payloads
    ]


def short_ids(sandbox: InProcessSandbox) -> dict[UUID, str]:
    members = sandbox.exchange("GET", "/systems/@me/members", by="alice").answer.body
    return {each.uuid: each.id for each in msgspec.json.decode(members, type=list[models.Member])}


@pytest.mark.parametrize(
    "operation", [each for each in CONTRACT.operations if each.id in UPDATES], ids=lambda each: each.id
)
@given(data=st.data())
@examples(4)
def test_update_events_contain_all_changes(operation: Any, data: st.DataObject) -> None:
    model, target = UPDATES[operation.id]
    sandbox = shared_sandbox()
    sandbox.reset()
    before = read(sandbox, model, target)
    body = data.draw(generated_requests(CONTRACT, operation, ["alice"])).body
    sandbox.exchange("PATCH", target, body, by="alice")
    resolve = short_ids(sandbox).__getitem__
    after = before
    for event in sent(sandbox):
        after = events.apply(after, event, resolve=resolve)
        assert events.apply(after, event, resolve=resolve) == after
    assert after == read(sandbox, model, target)


@pytest.fixture
def sandbox() -> InProcessSandbox:
    sandbox = shared_sandbox()
    sandbox.reset()
    return sandbox


def test_every_update_is_tested() -> None:
    assert {each.id for each in CONTRACT.operations} >= UPDATES.keys()


def test_a_moved_switch_with_other_members(sandbox: InProcessSandbox) -> None:
    switches = msgspec.json.decode(
        sandbox.exchange("GET", "/systems/@me/switches", by="alice").answer.body, type=list[models.Switch]
    )
    before = switches[0]
    target = f"/systems/@me/switches/{before.id}"
    sandbox.exchange("PATCH", target, {"timestamp": "2026-06-30T01:02:03Z"}, by="alice")
    sandbox.exchange("PATCH", f"{target}/members", ["annie"], by="alice")
    resolve = short_ids(sandbox).__getitem__
    after, told = before, sent(sandbox)
    for event in told:
        assert isinstance(event, events.UpdateSwitchEvent)
        after = events.apply(after, event, resolve=resolve)
        assert events.apply(after, event, resolve=resolve) == after
        with pytest.raises(ValueError, match="another switch"):
            events.apply(switches[1], event, resolve=resolve)
    shown = msgspec.json.decode(
        sandbox.exchange("GET", target, by="alice").answer.body, type=models.SwitchWithMembers
    )
    assert after.members == [each.id for each in shown.members] == ["annie"]
    assert after.timestamp == shown.timestamp != before.timestamp
    with pytest.raises(TypeError, match="resolve"):
        events.apply(before, told[-1])


def test_unchanged_members_of_a_switch_keep_their_order(sandbox: InProcessSandbox) -> None:
    uuids = {short: uuid for uuid, short in short_ids(sandbox).items()}
    switch = models.Switch(id=UUID(int=1), timestamp=MOMENT, members=["cathy", "annie"])
    event = events.UpdateSwitchEvent(
        type="UPDATE_SWITCH",
        system_id=UUID(int=2),
        id=switch.id,
        data=events.SwitchChange(members=[uuids["annie"], uuids["cathy"]]),
    )
    assert events.apply(switch, event, resolve=short_ids(sandbox).__getitem__) == switch


def test_a_media_url_reads_back_as_the_api_has_it(sandbox: InProcessSandbox) -> None:
    before = read(sandbox, models.Member, "/members/annie")
    path = "attachments/466707357099884544/466707357099884545/a.png"
    sandbox.exchange(
        "PATCH", "/members/annie", {"avatar_url": f"https://media.discordapp.net/{path}?x=1"}, by="alice"
    )
    (event,) = sent(sandbox)
    after = events.apply(before, event)
    assert after == read(sandbox, models.Member, "/members/annie")
    assert after.avatar_url == f"https://cdn.discordapp.com/{path}"


def update_member(member: models.Member, **data: Any) -> events.UpdateMemberEvent:
    return events.UpdateMemberEvent(
        type="UPDATE_MEMBER", system_id=UUID(int=2), id=member.uuid, data=events.MemberChange(**data)
    )


def test_a_changed_short_id_and_one_key_of_privacy(sandbox: InProcessSandbox) -> None:
    before = read(sandbox, models.Member, "/members/annie")
    assert before.privacy.pronoun_privacy == "public"
    privacy = events.MemberPrivacyUpdate(pronoun_privacy=PrivacyLevel("private"))
    after = events.apply(before, update_member(before, id="newhid", privacy=privacy))
    changed = msgspec.structs.replace(before.privacy, pronoun_privacy=PrivacyLevel("private"))
    assert after == msgspec.structs.replace(before, id="newhid", privacy=changed)


def test_events_of_other_objects(sandbox: InProcessSandbox) -> None:
    annie = read(sandbox, models.Member, "/members/annie")
    cathy = read(sandbox, models.Member, "/members/cathy")
    with pytest.raises(ValueError, match="another member"):
        events.apply(annie, update_member(cathy, name="x"))
    with pytest.raises(ValueError, match="does not change System"):
        events.apply(read(sandbox, models.System, "/systems/@me"), update_member(annie, name="x"))
    with pytest.raises(ValueError, match="does not change Member"):
        events.apply(annie, events.PingEvent(type="PING", system_id=UUID(int=2)))
    # The bot sends settings of an account under the same type.
    account = events.UpdateMemberGuildEvent(
        type="UPDATE_MEMBER_GUILD",
        system_id=UUID(int=2),
        id="466707357099884544",
        data=events.MemberGuildChange(allow_autoproxy=False),
    )
    with pytest.raises(ValueError, match="guild_id"):
        events.apply(read(sandbox, models.MemberGuildSettings, f"/members/annie/guilds/{GUILD}"), account)


def test_created_and_deleted_objects(sandbox: InProcessSandbox) -> None:
    annie = read(sandbox, models.Member, "/members/annie")
    sandbox.exchange("POST", "/members", {"name": "new"}, by="alice")
    sandbox.exchange("DELETE", "/members/annie", by="alice")
    created, deleted = sent(sandbox)
    with pytest.raises(ValueError, match=r"members\.get"):
        events.apply(annie, created)
    assert events.apply(annie, deleted) is None


def test_a_limit_of_null_is_the_default(sandbox: InProcessSandbox) -> None:
    before = read(sandbox, models.SystemSettings, "/systems/@me/settings")
    data = events.SettingsChange(member_limit=None, name_format=None, card_show_color_hex=True)
    event = events.UpdateSettingsEvent(type="UPDATE_SETTINGS", system_id=UUID(int=2), id=None, data=data)
    after = events.apply(before, event)
    assert (after.member_limit, after.name_format) == (1000, "{name} {tag}")
    assert after.card_show_color_hex is msgspec.UNSET
    patched = msgspec.structs.replace(before, card_show_color_hex=False)
    assert events.apply(patched, event).name_format is None


@pytest.mark.parametrize("payload", bot_events(), ids=lambda each: each["type"])
def test_recorded_events_change_nothing_the_second_time(payload: Any, sandbox: InProcessSandbox) -> None:
    event: Any = events.parse(msgspec.json.encode(payload), token=payload["signing_token"])
    change = events.CHANGES.get(events.BY_TYPE[payload["type"]])
    if change is None or change.action != "update":
        return
    target = next((target for model, target in UPDATES.values() if model is change.model), None)
    if target is None or (change.needs and getattr(event.data, change.needs) is msgspec.UNSET):
        return
    model: Any = read(sandbox, change.model, target)
    for theirs, ours in change.identity.items():
        model = msgspec.structs.replace(model, **{ours: getattr(event, theirs)})
    after = events.apply(model, event, resolve=lambda uuid: str(uuid)[:5])
    assert events.apply(after, event, resolve=lambda uuid: str(uuid)[:5]) == after
    for name in event.data.__struct_fields__:
        value = getattr(event.data, name)
        if isinstance(value, str | bool | int) and hasattr(after, name) and name not in change.rewritten:
            assert getattr(after, name) in (value, str(value)[:5], msgspec.UNSET)
