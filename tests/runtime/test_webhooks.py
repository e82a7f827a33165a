"""Verification and parsing of webhook payloads."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

import pytest
from msgspec import Struct
from pluralkit_runtime import InvalidEvent, InvalidSignature
from pluralkit_runtime.webhooks import parse

SYSTEM = "1d09be59-b16e-4685-853f-8ed83c5b38ad"
TOKEN = "41j90q9AcsmIlqDJ68olhUNHm7Utj+Sf1dQyc0ngMVBJdVx89BjHEj8Myz+293hN"


class Event(Struct, frozen=True, kw_only=True):
    type: str
    system_id: str


class Unknown(Event, frozen=True, kw_only=True):
    system_id: UUID | None  # type: ignore[assignment]  # narrower in the other events, as in generated code
    id: Any
    data: Any
    error: str | None
    body: dict[str, Any]


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
    return parse(content, token=token, signature_field="signing_token", events=EVENTS, unknown=Unknown)


def test_a_signed_event_is_parsed_to_its_class() -> None:
    event = read(UPDATE)
    assert isinstance(event, UpdateMember)
    assert event.data.name is None
    assert read(json.dumps(PING).encode()) == Event(type="PING", system_id="1")


def test_an_event_of_an_unknown_type_is_an_unknown_event() -> None:
    event = read({**UPDATE, "type": "NEW", "system_id": SYSTEM, "new": 1})
    assert isinstance(event, Unknown)
    assert (event.type, event.system_id, event.id, event.error) == ("NEW", UUID(SYSTEM), "2", None)
    assert event.body["new"] == 1
    assert "signing_token" not in event.body


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
def test_a_body_without_the_token_raises_invalid_signature(body: Any) -> None:
    with pytest.raises(InvalidSignature) as caught:
        read(body)
    assert TOKEN[:20] not in str(caught.value)


def test_a_signed_event_that_breaks_the_contract_is_an_unknown_event(
    caplog: pytest.LogCaptureFixture,
) -> None:
    event = read({**UPDATE, "data": {"name": ["private"]}})
    assert isinstance(event, Unknown)
    assert (event.type, event.system_id, event.id, event.data) == (
        "UPDATE_MEMBER",
        None,  # "1" is no UUID
        "2",
        {"name": ["private"]},
    )
    assert "$.data.name" in str(event.error)
    assert event.body["system_id"] == "1"
    (record,) = caplog.records
    assert "UPDATE_MEMBER" in record.getMessage()
    assert "private" not in caplog.text
    assert TOKEN not in caplog.text + repr(event)


@pytest.mark.parametrize("body", [{"signing_token": TOKEN}, {"signing_token": TOKEN, "type": 5}])
def test_a_signed_body_without_a_type_raises_invalid_event(body: Any) -> None:
    with pytest.raises(InvalidEvent, match=r"^type: "):
        read(body)


def test_an_empty_token_is_a_value_error() -> None:
    with pytest.raises(ValueError, match=r"^token: "):
        read({**PING, "signing_token": ""}, token="")
