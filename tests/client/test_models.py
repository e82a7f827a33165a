"""Models are values: equality, hashing, and conversion to and from JSON."""

from __future__ import annotations

import json
import pickle
from datetime import UTC, datetime
from uuid import UUID

import pytest
from pluralkit_api import UNSET, FrontPeriod, operations
from pluralkit_api.models import Member, MessageMember, ProxyTag, Switch, System

JSON = """{
    "id": "maris", "uuid": "6c8f3a0e-6a3e-4e8a-9a67-0f6b1c6f0001", "system": "harbor", "name": "Maris",
    "display_name": null, "color": "00aaff", "birthday": "0004-05-12", "pronouns": null, "avatar_url": null,
    "webhook_avatar_url": null, "banner": null, "description": "Ahoy", "keep_proxy": false, "tts": false,
    "created": "2020-01-02T03:04:05.000006Z", "proxy_tags": [{"prefix": "M:", "suffix": null}],
    "autoproxy_enabled": null, "message_count": null, "last_message_timestamp": null, "privacy": null
}"""


def test_equal_fields_make_equal_models_with_the_hash_of_their_uuid() -> None:
    member, same = Member.from_json(JSON), Member.from_json(JSON.encode())
    changed = Member.from_json(JSON.replace("Ahoy", "Hoy"))
    assert member == same
    assert member != changed
    assert {member, same, changed} == {member, changed}
    assert {hash(each) for each in (member, same, changed)} == {hash(UUID(json.loads(JSON)["uuid"]))}


def test_json_goes_both_ways() -> None:
    member = Member.from_json(JSON)
    assert member.to_dict() == json.loads(JSON)
    assert json.loads(member.to_json()) == json.loads(JSON)
    assert Member.from_json(member.to_json()) == member
    assert pickle.loads(pickle.dumps(member)) == member


def test_what_is_absent_stays_absent() -> None:
    raw: dict[str, object] = {
        **dict.fromkeys(
            ("name", "description", "tag", "pronouns", "avatar_url", "banner", "color", "privacy")
        ),
        "id": "harbor",
        "uuid": str(UUID(int=1)),
        "created": "2020-01-02T03:04:05Z",
    }
    system = System.from_json(json.dumps(raw))
    assert system.webhook_url is UNSET
    assert system.to_dict() == raw


def test_a_proxy_tag_is_made_of_what_there_is() -> None:
    tag = ProxyTag(prefix="M:")
    assert (tag.prefix, tag.suffix) == ("M:", None)
    assert ProxyTag(suffix="-m").to_dict() == {"prefix": None, "suffix": "-m"}
    request = operations.update_member("maris", proxy_tags=[tag, {"suffix": "-m"}])
    assert request.body == {"proxy_tags": [{"prefix": "M:", "suffix": None}, {"suffix": "-m"}]}


def test_a_member_of_a_message_stands_for_the_member() -> None:
    raw = json.loads(JSON)
    del raw["system"]
    member = MessageMember.from_json(json.dumps(raw))
    assert operations.get_member(member).path == f"/members/{raw['uuid']}"
    with pytest.raises(ValueError, match="system"):
        Member.from_json(json.dumps(raw))


def test_a_time_that_datetime_cannot_hold_is_kept() -> None:
    raw: dict[str, object] = {"id": str(UUID(int=1)), "timestamp": "-1000-01-01T00:00:00Z", "members": []}
    switch = Switch.from_json(json.dumps(raw))
    assert switch.timestamp.replace(tzinfo=None) == datetime.min
    assert switch.to_dict() == raw
    assert {switch} == {Switch.from_json(switch.to_json())}


@pytest.mark.parametrize(
    "content", ["", "[]", "{}", JSON.replace("00aaff", "\ud800"), JSON.replace("false", "1")]
)
def test_other_json_is_refused(content: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        Member.from_json(content)


def test_a_period_is_json_and_stands_in_sets() -> None:
    period = FrontPeriod(("maris", "tobin"), datetime(2024, 1, 1, 12, tzinfo=UTC), None)
    raw = {"members": ["maris", "tobin"], "start": "2024-01-01T12:00:00Z", "end": None}
    assert period.to_dict() == raw
    assert {period} == {FrontPeriod.from_json(period.to_json())}
