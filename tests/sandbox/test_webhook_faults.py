"""Webhooks that are lost, duplicated, delayed or reordered."""

from __future__ import annotations

from random import Random
from typing import Any

import httpx
import msgspec
import pytest
from pluralkit_sandbox.testing import RunningSandbox
from pluralkit_sandbox.webhook_faults import WebhookFault, WebhookFaults
from pluralkit_sandbox.webhooks import Sender

from contract_tests.support.webhook_receiver import WebhookReceiver


def sent(faults: list[dict[str, Any]], types: str) -> tuple[str, list[str]]:
    """What arrives of events of these types (A, B, …) under faults, and the outcome of each."""
    names: dict[Any, str] = {"A": "UPDATE_MEMBER", "B": "UPDATE_GROUP", "C": "UPDATE_SYSTEM"}
    sender = Sender()
    for fault in faults:
        sender.faults.add(msgspec.convert({**fault, "type": names.get(fault.get("type"))}, WebhookFault))
    with WebhookReceiver() as receiver:
        for letter in types:
            sender.send(receiver.url, {"type": names[letter]})
        sender.close()
    letters = {name: letter for letter, name in names.items()}
    return "".join(letters[body["type"]] for body in receiver.bodies), [
        each.outcome for each in sender.dispatches
    ]


@pytest.mark.parametrize(
    ("faults", "types", "arrives"),
    [
        ([], "ABC", "ABC"),
        ([{"lose": True}], "ABC", "BC"),
        ([{"lose": True, "type": "B", "times": 2}], "ABBBC", "ABC"),
        ([{"double": True, "type": "B"}], "ABC", "ABBC"),
        ([{"reorder": True, "type": "A"}], "ABC", "BAC"),
        ([{"reorder": True, "times": 2}], "ABC", "CAB"),
        ([{"reorder": True, "type": "C"}], "ABC", "ABC"),
        ([{"reorder": True, "type": "A"}, {"lose": True, "type": "B"}], "ABC", "CA"),
        ([{"delay": 60, "type": "A"}], "ABC", "BCA"),
        ([{"lose": True}, {"double": True}], "AB", "BB"),
    ],
)
def test_delivered_webhooks(faults: list[dict[str, Any]], types: str, arrives: str) -> None:
    assert sent(faults, types)[0] == arrives


def test_a_lost_webhook_is_recorded_as_lost() -> None:
    assert sent([{"lose": True, "type": "B"}], "ABC")[1] == ["200", "lost", "200"]


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ({}, "say one of"),
        ({"lose": True, "delay": 1}, "say one of"),
        ({"lose": True, "times": 0}, "at least 1"),
        ({"delay": -1}, "not below 0"),
        ({"lose": True, "type": "UPDATE_WORLD"}, "is not a type of event"),
    ],
)
def test_a_fault_that_cannot_be_is_refused(fault: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        WebhookFault(**fault)


def test_as_deployed_creations_get_lost_and_the_order_is_any() -> None:
    sender = Sender(faults=WebhookFaults(as_deployed=True, random=Random(1)))
    with WebhookReceiver() as receiver:
        for number in range(40):
            sender.send(receiver.url, {"type": "CREATE_MEMBER", "number": number})
            sender.send(receiver.url, {"type": "UPDATE_MEMBER", "number": number})
        sender.close()
    created = [body for body in receiver.bodies if body["type"] == "CREATE_MEMBER"]
    assert 0 < len(created) < 20
    numbers = [body["number"] for body in receiver.bodies if body["type"] == "UPDATE_MEMBER"]
    assert sorted(numbers) == list(range(40))
    assert numbers != sorted(numbers)


def test_the_fixture_and_the_control_api_know_the_same_faults(pluralkit_sandbox: RunningSandbox) -> None:
    url = f"{pluralkit_sandbox.control_url}/webhook-faults"
    headers = {"Authorization": pluralkit_sandbox.tokens["alice"], "X-PluralKit-Sandbox": "1"}
    with httpx.Client(base_url=pluralkit_sandbox.base_url, headers=headers) as client:
        assert client.post(url, json={"type": "UPDATE_MEMBER", "lose": True, "times": 2}).status_code == 204
        pluralkit_sandbox.fail_next_webhook(double=True)
        assert client.get(url).json() == [
            {"type": "UPDATE_MEMBER", "times": 2, "lose": True},
            {"double": True},
        ]
        client.patch("/members/annie", json={"pronouns": "a"})
        client.patch("/systems/@me", json={"pronouns": "b"})
        outcomes = [(sent.payload["type"], sent.outcome) for sent in pluralkit_sandbox.webhooks]
        assert outcomes == [("UPDATE_MEMBER", "lost"), *[("UPDATE_SYSTEM", "recorded")] * 2]
        assert pluralkit_sandbox.wait_for_webhook().type == "UPDATE_SYSTEM"
        with pytest.raises(TimeoutError):
            pluralkit_sandbox.wait_for_webhook("UPDATE_MEMBER", timeout=0)
        assert client.delete(url).status_code == 204
        assert client.get(url).json() == []
        assert client.post(url, json={"lose": True, "length": 3}).status_code == 400
        pluralkit_sandbox.fail_next_webhook(lose=True)
        pluralkit_sandbox.reset()
        assert client.get(url).json() == []


def test_reordered_webhooks_can_be_released() -> None:
    sender = Sender()
    with WebhookReceiver() as receiver:
        sender.faults.add(WebhookFault(reorder=True))
        sender.send(receiver.url, {"type": "UPDATE_MEMBER"})
        with pytest.raises(TimeoutError):
            sender.wait(timeout=0)
        sender.clear_faults()
        assert sender.wait("UPDATE_MEMBER", timeout=10).outcome == "200"
        sender.close()
