"""Delivery of events: order, allowed receivers and format."""

from __future__ import annotations

import pytest
from pluralkit_sandbox.webhooks import Sender

from contract_tests.support.webhook_receiver import WebhookReceiver
from tests.sandbox.helpers import Inside


def test_events_are_sent_in_order_with_the_headers_of_the_service() -> None:
    sender = Sender()
    with WebhookReceiver() as receiver:
        for number in range(50):
            sender.send(receiver.url, {"number": number})
        sender.close()
    assert [body["number"] for body in receiver.bodies] == list(range(50))
    assert {header["user-agent"] for header in receiver.headers} == {
        "PluralKit Dispatch (https://pluralkit.me/api/dispatch/)"
    }
    assert {header["content-type"] for header in receiver.headers} == {"application/json"}
    assert {dispatch.outcome for dispatch in sender.dispatches} == {"200"}


def test_a_relay_gets_all_of_them_with_their_address() -> None:
    with WebhookReceiver() as receiver:
        sender = Sender(receiver.url)
        sender.send("https://hooks.example.org/alice", {"type": "PING"})
        sender.close()
    assert receiver.bodies == [{"url": "https://hooks.example.org/alice", "payload": {"type": "PING"}}]


@pytest.mark.parametrize(
    ("url", "reaches"),
    [
        ("http://127.0.0.1:1/", True),
        ("http://127.200.3.4/", True),
        ("http://[::1]:8000/x", True),
        ("http://LOCALHOST/", True),
        ("https://hooks.example.org/", True),
        ("https://HOOKS.example.org:444/", True),
        ("https://example.org/", False),
        ("https://hooks.example.org.evil.example/", False),
        ("http://10.0.0.1/", False),
        ("http://0.0.0.0/", False),
        ("https://127.0.0.1@example.com/", False),
        ("not an address", False),
        ("http://[", False),
    ],
)
def test_hosts_that_are_not_allowed_get_no_traffic(url: str, reaches: bool) -> None:
    assert Sender(allow=["Hooks.example.org"]).reaches(url) is reaches


def test_an_event_for_a_host_that_is_not_allowed_is_recorded() -> None:
    sandbox = Inside()
    sandbox.ask("PATCH", "/members/annie", {"pronouns": "she"})
    (dispatch,) = sandbox.dispatches
    assert dispatch.outcome == "recorded"
    assert dispatch.payload["type"] == "UPDATE_MEMBER"
    assert dispatch.payload["data"] == {"pronouns": "she"}


def test_the_outcome_of_a_delivery_is_recorded() -> None:
    sender = Sender()
    with WebhookReceiver(status=500) as receiver:
        sender.send(receiver.url, {})
        sender.close()
    sender.send(receiver.url, {})
    sender.close()
    answered, failed = sender.dispatches
    assert answered.outcome == "500"
    assert "refused" in failed.outcome


def test_no_event_without_a_change_or_a_webhook() -> None:
    sandbox = Inside()
    sandbox.ask("PATCH", "/members/annie", {"unknown": 1})
    sandbox.ask("PATCH", "/members/annie", {"color": "nonsense"})
    sandbox.ask("POST", "/groups/grmix/members/add", ["annie"])
    sandbox.ask("PATCH", "/members/gwenn", {"name": "x"}, by="bob")  # Bob has no webhook
    assert sandbox.dispatches == []


def test_events_that_the_service_loses_are_sent() -> None:
    sandbox = Inside()
    member = sandbox.ask("POST", "/members", {"name": "m", "privacy": {"visibility": "private"}}).json()
    group = sandbox.ask("POST", "/groups", {"name": "g", "color": "ABCDEF"}).json()
    created = {dispatch.payload["type"]: dispatch.payload for dispatch in sandbox.dispatches}
    assert created["CREATE_MEMBER"]["id"] == member["uuid"]
    assert created["CREATE_MEMBER"]["data"] == {"name": "m", "privacy": {"visibility": "private"}}
    assert created["CREATE_GROUP"]["id"] == group["uuid"]
    assert created["CREATE_GROUP"]["data"] == {"name": "g", "color": "abcdef"}
