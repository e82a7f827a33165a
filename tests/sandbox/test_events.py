"""Events and messages that a test creates."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest
from pluralkit_sandbox.compat.json import is_object
from pluralkit_sandbox.testing import RunningSandbox

from contract_tests.recordings.loader import DATA
from contract_tests.support.webhook_receiver import WebhookReceiver

Json = dict[str, Any]
RECORDED: list[Json] = [
    event["payload"]
    for operation in json.loads((DATA / "recordings-bot/events.json").read_bytes())["operations"]
    for event in operation["events"]
    if event["payload"]["type"] != "PING"
]


def post(sandbox: RunningSandbox, path: str, body: object) -> httpx.Response:
    return httpx.post(f"{sandbox.control_url}{path}", json=body)


@pytest.mark.parametrize("event", RECORDED, ids=lambda event: event["type"])
def test_every_recorded_event_can_be_sent(pluralkit_sandbox: RunningSandbox, event: Json) -> None:
    plain = {key: event[key] for key in ("type", "id", "data")}
    sent = post(pluralkit_sandbox, "/events", {"system": "alice", "event": plain})
    assert (sent.status_code, sent.json()) == (201, event)
    assert [dispatch.payload for dispatch in pluralkit_sandbox.webhooks] == [event]
    assert pluralkit_sandbox.signed(plain) == event


ANNIE = "134ba358-9c6c-4ff7-9e7f-c51cade930c5"


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"system": "alice", "event": {"type": "UPDATE_WORLD"}}, "'UPDATE_WORLD' is not a type of event"),
        ({"system": "alice", "event": {"type": "UPDATE_MEMBER", "id": ANNIE}}, "data"),
        ({"system": "alice", "event": {"type": "DELETE_MEMBER", "id": "annie", "data": None}}, "id: "),
        ({"system": "alice", "event": {"type": "UPDATE_MEMBER", "id": ANNIE, "data": {"nme": "x"}}}, "nme"),
        (
            {"system": "alice", "event": {"type": "UPDATE_MEMBER", "id": ANNIE, "data": {"name": 5}}},
            "data.name",
        ),
        ({"system": "bob", "event": {"type": "DELETE_ALL_SWITCHES", "id": None, "data": None}}, "no webhook"),
        ({"system": "nobody", "raw": {}}, "there is no system 'nobody'"),
        ({"system": "alice"}, "either"),
        ({"system": "alice", "event": {}, "raw": {}}, "either"),
    ],
)
def test_invalid_events_are_rejected(pluralkit_sandbox: RunningSandbox, body: Json, said: str) -> None:
    refused = post(pluralkit_sandbox, "/events", body)
    assert refused.status_code == 400
    assert said in refused.json()["message"]
    assert pluralkit_sandbox.webhooks == []


@pytest.mark.parametrize("raw", [{"type": "NEW"}, {"signing_token": "wrong"}, [1], None, "text"])
def test_raw_is_sent_as_it_is(pluralkit_sandbox: RunningSandbox, raw: object) -> None:
    assert post(pluralkit_sandbox, "/events", {"system": "alice", "raw": raw}).status_code == 201
    (sent,) = pluralkit_sandbox.webhooks
    if is_object(raw):
        assert sent.payload == pluralkit_sandbox.signed(raw)
        assert sent.payload.keys() >= {"signing_token", "system_id"}
    else:
        assert sent.payload == raw


def test_a_webhook_is_set_for_a_receiver(pluralkit_sandbox: RunningSandbox) -> None:
    with WebhookReceiver() as receiver:
        with pytest.raises(ValueError, match="must answer 401"):
            pluralkit_sandbox.set_webhook(receiver.url)
        token = pluralkit_sandbox.set_webhook(receiver.url, "bob", ping=False)
        headers = {"Authorization": pluralkit_sandbox.tokens["bob"]}
        httpx.patch(f"{pluralkit_sandbox.base_url}/systems/@me", json={"tag": "b"}, headers=headers)
        assert pluralkit_sandbox.wait_for_webhook("UPDATE_SYSTEM").outcome == "200"
        assert receiver.bodies[-1]["signing_token"] == token
    with pytest.raises(LookupError, match="nobody"):
        pluralkit_sandbox.set_webhook("http://127.0.0.1:1/", "nobody", ping=False)
    with pytest.raises(ValueError, match="no webhook"):
        pluralkit_sandbox.signed({"type": "PING"}, "carol")


def test_a_message_is_stored_counted_and_sent(pluralkit_sandbox: RunningSandbox) -> None:
    headers = {"Authorization": pluralkit_sandbox.tokens["alice"]}
    with httpx.Client(base_url=pluralkit_sandbox.base_url, headers=headers) as client:
        before = client.get("/members/annie").json()
        message = pluralkit_sandbox.proxy_message("annie", guild="466707357099884544")
        assert client.get(f"/messages/{message['id']}").json() == message
        assert client.get(f"/messages/{message['original']}").json() == message
        assert message["sender"] == "466378653216014359"
        after = client.get("/members/annie").json()
        assert after["message_count"] == before["message_count"] + 1
        assert after["last_message_timestamp"] > before["last_message_timestamp"]
        assert message["member"] == {key: value for key, value in after.items() if key != "system"}
    (sent,) = pluralkit_sandbox.webhooks
    assert (sent.type, sent.payload["id"], sent.payload["data"]) == ("CREATE_MESSAGE", None, message)

    fields = {"member": "bennyy", "sender": "1", "channel": "2", "guild": "3", "original": "4", "id": "5"}
    made = post(pluralkit_sandbox, "/messages", fields).json()
    assert {key: made[key] for key in fields if key != "member"} | {"member": "bennyy"} == fields


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"member": "zzzzz"}, "Member not found"),
        ({"member": "annie", "sender": "me"}, "sender: must be a Discord id"),
        ({"member": "annie", "id": "1235198210340847626"}, "there is a message"),
        ({}, "member"),
    ],
)
def test_a_message_that_cannot_be_is_refused(
    pluralkit_sandbox: RunningSandbox, body: Json, said: str
) -> None:
    refused = post(pluralkit_sandbox, "/messages", body)
    assert refused.status_code == 400
    assert said in refused.json()["message"]
