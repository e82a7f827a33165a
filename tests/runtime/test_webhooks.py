from __future__ import annotations

import json
from typing import Any

import pytest
from msgspec import Struct
from pluralkit_runtime import InvalidEvent, InvalidSignature
from pluralkit_runtime.webhooks import parse

TOKEN = "41j90q9AcsmIlqDJ68olhUNHm7Utj+Sf1dQyc0ngMVBJdVx89BjHEj8Myz+293hN"


class Event(Struct, frozen=True, kw_only=True):
    type: str
    system_id: str


class Data(Struct, frozen=True, kw_only=True):
    name: str | None


class UpdateMember(Event, frozen=True, kw_only=True):
    id: str
    data: Data


EVENTS: dict[str, type[Event]] = {"PING": Event, "UPDATE_MEMBER": UpdateMember}
PING = {"type": "PING", "signing_token": TOKEN, "system_id": "1"}
UPDATE = {**PING, "type": "UPDATE_MEMBER", "id": "2", "data": {"name": None}}


def read(body: Any, token: str = TOKEN) -> Event:
    content = body if isinstance(body, bytes | str) else json.dumps(body)
    return parse(content, token=token, signature_field="signing_token", events=EVENTS, unknown=Event)


def test_an_event_is_typed() -> None:
    event = read(UPDATE)
    assert isinstance(event, UpdateMember)
    assert event.data.name is None
    assert read(json.dumps(PING).encode()) == Event(type="PING", system_id="1")


def test_an_event_of_a_new_type_is_unknown() -> None:
    event = read({**UPDATE, "type": "NEW"})
    assert type(event) is Event
    assert event.type == "NEW"


@pytest.mark.parametrize(
    "body",
    [
        {**PING, "signing_token": TOKEN[:-1] + "M"},
        {**PING, "signing_token": TOKEN[:-1]},
        {**PING, "signing_token": ""},
        {**PING, "signing_token": "é"},
        {**PING, "signing_token": None},
        {"type": "PING"},
        {**UPDATE, "signing_token": "x", "data": 5},
        [],
        b"",
        b"<html>",
        b"\xff",
        "\ud800",
        b"[" * 100_000,
    ],
    ids=range(13),
)
def test_a_body_that_does_not_carry_the_token(body: Any) -> None:
    with pytest.raises(InvalidSignature) as caught:
        read(body)
    assert TOKEN[:20] not in str(caught.value)


def test_a_genuine_event_that_breaks_the_contract() -> None:
    with pytest.raises(InvalidEvent, match=r"^UPDATE_MEMBER: .*\$\.data") as caught:
        read({**UPDATE, "data": 5})
    assert TOKEN not in str(caught.value)


def test_an_empty_token_opens_nothing() -> None:
    with pytest.raises(ValueError, match=r"^token: "):
        read({**PING, "signing_token": ""}, token="")
