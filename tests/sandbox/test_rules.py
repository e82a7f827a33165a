"""Rules that the recordings show for one operation, tested for all operations they apply to."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from pluralkit_contract.exchange import Answer
from pluralkit_sandbox.world import Clock

from tests.sandbox.helpers import Inside, code

SWITCH = "84f75844-ca23-42ad-9f7a-9f9e1ed9e503"  # of another system than bobsys

ANNIE, DIEGO = "134ba358-9c6c-4ff7-9e7f-c51cade930c5", "adf33562-6b2c-408c-9351-922f88010612"
BOBS_SWITCH = "225db4c8-cb30-4109-af5e-36c602b643ed"
GUILD = "466707357099884544"
AUTOPROXY = "/systems/@me/autoproxy?guild_id="


@pytest.fixture
def sandbox() -> Inside:
    return Inside()


def at(time: datetime) -> Clock:
    """A clock that stands still."""
    return lambda: time


def errors(answer: Answer) -> dict[str, list[dict[str, Any]]]:
    assert code(answer) == (400, 40001)
    found: dict[str, list[dict[str, Any]]] = answer.json()["errors"]
    return found


def test_lengths_are_those_of_utf16(sandbox: Inside) -> None:
    assert sandbox.ask("PATCH", "/members/annie", {"name": "🜂" * 50}).json().get("name") == "🜂" * 50
    refused = errors(sandbox.ask("PATCH", "/members/annie", {"name": "🜂" * 51}))
    assert refused["name"] == [
        {"message": "Field name is too long.", "actual_length": 102, "max_length": 100}
    ]


def test_a_field_may_be_wrong_in_two_ways(sandbox: Inside) -> None:
    refused = errors(sandbox.ask("PATCH", "/systems/@me", {"avatar_url": "x" * 300, "banner": "y"}))
    assert [error["message"] for error in refused["avatar_url"]] == [
        "Field avatar_url is too long.",
        "Field avatar_url is invalid.",
    ]
    assert len(refused["banner"]) == 1


@pytest.mark.parametrize("blank", ["", " ", "\t\n", "\u3000", None])
def test_blank_text_clears_and_a_blank_name_is_none(sandbox: Inside, blank: str | None) -> None:
    sent = {"description": blank, "avatar_url": blank, "birthday": blank, "color": blank}
    member = sandbox.ask("PATCH", "/members/annie", sent).json()
    assert {key: member[key] for key in sent} == dict.fromkeys(sent)
    for path, name in (("/members/annie", "Member"), ("/groups/grpub", "Group")):
        refused = errors(sandbox.ask("PATCH", path, {"name": blank}))
        assert refused["name"][0]["message"] == f"{name} name can not be set to null."
    assert sandbox.ask("PATCH", "/systems/@me", {"name": blank}).json()["name"] is None


def test_only_the_name_format_of_the_settings_may_be_blank(sandbox: Inside) -> None:
    assert sandbox.ask("PATCH", "/systems/@me/settings", {"name_format": " "}).json()["name_format"] == " "
    assert sandbox.ask("GET", "/systems/@me/settings").json()["name_format"] == " "
    changed = sandbox.ask("PATCH", f"/systems/@me/guilds/{GUILD}", {"name_format": " "})
    assert changed.json()["name_format"] is None
    assert "timezone" in errors(sandbox.ask("PATCH", "/systems/@me/settings", {"timezone": ""}))


@pytest.mark.parametrize(
    "zone", ["Europe/Paris", "US/Eastern", "Etc/GMT+3", "UTC", "UTC+03", "UTC-11:30", "GMT"]
)
def test_time_zones(sandbox: Inside, zone: str) -> None:
    assert sandbox.ask("PATCH", "/systems/@me/settings", {"timezone": zone}).json()["timezone"] == zone


@pytest.mark.parametrize(
    "zone", ["europe/paris", "Mars/Olympus", "UTC+3", "UTC+19", "+03:00", "../etc/passwd", " UTC"]
)
def test_no_time_zones(sandbox: Inside, zone: str) -> None:
    assert "timezone" in errors(sandbox.ask("PATCH", "/systems/@me/settings", {"timezone": zone}))


def test_colours_keep_their_case_in_a_system_alone(sandbox: Inside) -> None:
    for path, shown in (
        ("/systems/@me", "AbCdEf"),
        ("/members/annie", "abcdef"),
        ("/groups/grpub", "abcdef"),
    ):
        assert sandbox.ask("PATCH", path, {"color": "AbCdEf"}).json()["color"] == shown
        for wrong in ("#bcdef", "abcde", "abcdef\n\n", "abcdef\r", "abcdeg", 12345, "ａｂｃｄｅｆ"):
            assert "color" in errors(sandbox.ask("PATCH", path, {"color": wrong}))
        assert sandbox.ask("PATCH", path, {"color": 123456}).json()["color"] == "123456"


def test_a_webhook_avatar_that_is_the_avatar_is_none(sandbox: Inside) -> None:
    address = "https://cdn.example.org/same.png"
    made = sandbox.ask(
        "POST", "/members", {"name": "m", "avatar_url": address, "webhook_avatar_url": address}
    )
    assert made.json()["webhook_avatar_url"] is None
    changed = sandbox.ask(
        "PATCH", "/members/annie", {"webhook_avatar_url": address, "avatar_url": address}
    ).json()
    assert (changed["avatar_url"], changed["webhook_avatar_url"]) == (address, None)
    assert (
        sandbox.ask("PATCH", "/members/annie", {"webhook_avatar_url": address}).json()["webhook_avatar_url"]
        == address
    )


def test_addresses_of_discords_proxy_read_back_without_it(sandbox: Inside) -> None:
    path = "/attachments/466378653216014359/466378653216014360/a.webp"
    proxied, direct = f"https://media.discordapp.net{path}?width=1", f"https://cdn.discordapp.com{path}"
    member = sandbox.ask("PATCH", "/members/annie", {"avatar_url": proxied, "banner": proxied}).json()
    assert (member["avatar_url"], member["banner"]) == (direct, direct)
    group = sandbox.ask("PATCH", "/groups/grpub", {"icon": proxied, "banner": proxied}).json()
    assert (group["icon"], group["banner"]) == (direct, proxied)
    for other in (
        f"<{proxied}>",
        proxied.replace(".webp", ".gif"),
        proxied.replace("466378653216014359", "1"),
    ):
        assert sandbox.ask("PATCH", "/systems/@me", {"avatar_url": other}).json()["avatar_url"] == other


def test_privacy_that_is_no_object(sandbox: Inside) -> None:
    for value in ("private", 1, True, ["x"], None):
        assert sandbox.ask("PATCH", "/members/annie", {"privacy": value, "tts": True}).status == 200
    for path in ("/systems/@me", "/groups/grpub"):
        for value in ("private", 1, True, ["x"]):
            assert code(sandbox.ask("PATCH", path, {"privacy": value, "color": None})) == (400, 0)
        assert sandbox.ask("PATCH", path, {"privacy": None, "color": None}).status == 200


def test_type_errors_are_reported_before_value_errors(sandbox: Inside) -> None:
    assert code(sandbox.ask("PATCH", "/members/annie", {"color": "nonsense", "name": []})) == (400, 0)
    assert code(sandbox.ask("PATCH", "/groups/grpub", {"name": "", "privacy": "x"})) == (400, 0)


def test_a_body_is_validated_before_the_caller_is_checked(sandbox: Inside) -> None:
    for method, path in (
        ("PATCH", "/systems/bobsys"),
        ("PATCH", "/systems/bobsys/settings"),
        ("PATCH", "/members/gwenn"),
        ("POST", "/groups"),
        ("POST", "/systems/bobsys/switches"),
    ):
        assert code(sandbox.ask(method, path, raw=b"[]")) == (400, 0)
        assert sandbox.ask(method, path, raw=b"{}", headers={"content-type": "text/plain"}).status == 415
    for path in ("/groups/bgroup/members/add", "/members/gwenn/groups/remove"):
        assert code(sandbox.ask("POST", path, [], by=None)) == (400, 0)
        assert code(sandbox.ask("POST", path, ["x"], by=None)) == (401, 0)
        assert sandbox.ask("POST", path, ["x"]).status == 403


def test_null_for_a_boolean_is_ignored_in_a_servers_settings_alone(sandbox: Inside) -> None:
    path = f"/systems/@me/guilds/{GUILD}"
    changed = sandbox.ask("PATCH", path, {"proxying_enabled": None, "tag_enabled": None, "tag": "x"})
    assert (changed.status, changed.json()["proxying_enabled"]) == (200, True)
    for path, key in (
        ("/members/annie", "tts"),
        ("/systems/@me/settings", "pings_enabled"),
        (f"/members/annie/guilds/{GUILD}", "keep_proxy"),
    ):
        assert code(sandbox.ask("PATCH", path, {key: None})) == (400, 0)


def test_settings_take_numbers_as_texts_and_halves(sandbox: Inside) -> None:
    for sent, kept in (("30", 30), (2.5, 2), (True, 1), (None, None), (-5, -5)):
        assert (
            sandbox.ask("PATCH", "/systems/@me/settings", {"latch_timeout": sent}).json()["latch_timeout"]
            == kept
        )
    hopeless: list[object] = ["x", 2**31, [], ""]
    for wrong in hopeless:
        assert code(sandbox.ask("PATCH", "/systems/@me/settings", {"latch_timeout": wrong})) == (400, 0)
    for sent in (None, "ADD", 1):
        assert (
            sandbox.ask("PATCH", "/systems/@me/settings", {"proxy_switch": sent}).json()["proxy_switch"]
            == "off"
        )


def test_templates(sandbox: Inside) -> None:
    path = "/systems/@me/settings"
    changed = sandbox.ask("PATCH", path, {"description_templates": ["a", 1, True]})
    assert changed.json()["description_templates"] == ["a", "1", "True"]
    refused = errors(sandbox.ask("PATCH", path, {"description_templates": ["a", "x" * 1001, "x" * 1001]}))
    assert list(refused) == ["description_templates[1]"]
    assert len(refused["description_templates[1]"]) == 2
    assert sandbox.ask("PATCH", path, {"description_templates": ["x"] * 3}).status == 200
    refused = errors(sandbox.ask("PATCH", path, {"description_templates": ["x"] * 4}))
    assert refused["description_templates"][0]["actual_length"] == 4
    hopeless: list[object] = [[None], "a", None, {}, [[]]]
    for wrong in hopeless:
        assert code(sandbox.ask("PATCH", path, {"description_templates": wrong})) == (400, 0)


def test_proxy_tags(sandbox: Inside) -> None:
    sent = [{"prefix": "", "suffix": 1}, {"prefix": " "}, {}, "x", None, [1], {"other": "x"}]
    kept = [{"prefix": None, "suffix": "1"}, {"prefix": " ", "suffix": None}]
    assert sandbox.ask("PATCH", "/members/annie", {"proxy_tags": sent}).json()["proxy_tags"] == kept
    longest = {"prefix": "a" * 90, "suffix": "🜂" * 3}
    assert sandbox.ask("PATCH", "/members/annie", {"proxy_tags": [longest] * 100}).status == 200
    for wrong in ([longest] * 101, [{"prefix": "a" * 91, "suffix": "🜂" * 3}]):
        assert len(errors(sandbox.ask("PATCH", "/members/annie", {"proxy_tags": wrong}))["proxy_tags"]) == 1
    hopeless: list[object] = [None, "x", {}, 1, [{"prefix": []}]]
    for value in hopeless:
        assert code(sandbox.ask("PATCH", "/members/annie", {"proxy_tags": value})) == (400, 0)


def test_a_limit_counts_before_the_body_does(sandbox: Inside) -> None:
    assert code(sandbox.ask("POST", "/members", {"name": ""}, by="dave")) == (400, 40007)
    assert code(sandbox.ask("POST", "/groups", {"name": ""}, by="dave")) == (400, 40008)


# Lists of references


def test_what_is_in_a_group_already_may_be_named_twice(sandbox: Inside) -> None:
    assert sandbox.ask("POST", "/groups/grpub/members/add", ["annie", ANNIE, "annie"]).status == 204
    for way in ("add", "overwrite"):
        assert code(sandbox.ask("POST", f"/groups/grpub/members/{way}", ["diego", DIEGO])) == (400, 0)
    assert {member["id"] for member in sandbox.ask("GET", "/groups/grpub/members").json()} == {
        "annie",
        "bennyy",
        "cathy",
    }
    assert sandbox.ask("POST", "/groups/grpub/members/remove", ["annie", ANNIE]).status == 204


@pytest.mark.parametrize("ref", ["ANNIE", "an-nie", ANNIE.upper(), " annie", 1, 1.0, True, None, "gwenn", ""])
def test_references_in_a_list_have_one_spelling(sandbox: Inside, ref: object) -> None:
    said = "" if ref is None else "1" if isinstance(ref, float) else ref
    answered = sandbox.ask("POST", "/groups/grpub/members/overwrite", ["diego", ref])
    assert code(answered) == (404, 20003)
    assert answered.json()["message"] == f"Member '{said}' not found."
    assert len(sandbox.ask("GET", "/groups/grpub/members").json()) == 3


def test_a_nonexistent_group_has_two_error_codes(sandbox: Inside) -> None:
    for way, number in (("add", 20004), ("remove", 20005), ("overwrite", 20005)):
        for ref in ("zzzzz", "bgroup"):
            assert code(sandbox.ask("POST", f"/members/annie/groups/{way}", [ref])) == (404, number)


# Switches


def test_a_new_switch_is_read_without_regard_to_case(sandbox: Inside) -> None:
    made = sandbox.ask("POST", "/systems/@me/switches", {"MEMBERS": ["diego"], "Timestamp": ""})
    assert [member["id"] for member in made.json()["members"]] == ["diego"]
    assert code(sandbox.ask("POST", "/systems/@me/switches", {"members": [True]})) == (404, 20003)
    hopeless: list[object] = [{"members": [["annie"]]}, {"members": {}}, {"members": [], "timestamp": 5}]
    for wrong in hopeless:
        assert code(sandbox.ask("POST", "/systems/@me/switches", wrong)) == (400, 0)


def test_the_order_of_what_is_wrong_with_a_new_switch(sandbox: Inside) -> None:
    taken = "2022-01-01T00:00:00Z"
    for members, timestamp, number in (
        (["zzzzz", "zzzzz"], taken, 40003),
        (["zzzzz"], taken, 40005),
        (["zzzzz"], None, 20003),
        (["annie", "cathy"], None, 40004),
        (["annie", "cathy"], "2026-06-30T00:00:00Z", 40004),
    ):
        answered = sandbox.ask("POST", "/systems/@me/switches", {"members": members, "timestamp": timestamp})
        assert answered.json()["code"] == number


def test_a_switch_in_the_past_may_repeat_the_fronters(sandbox: Inside) -> None:
    for timestamp in ("2001-01-01T00:00:00Z", "2001-01-02T00:00:00Z"):
        body = {"members": ["annie", "cathy"], "timestamp": timestamp}
        assert sandbox.ask("POST", "/systems/@me/switches", body).status == 200


def test_members_of_another_system_are_refused_before_its_switch_is_looked_for(sandbox: Inside) -> None:
    path = f"/systems/bobsys/switches/{SWITCH}/members"
    assert sandbox.ask("PATCH", path, ["annie"], by="bob").json()["code"] == 30008
    assert sandbox.ask("PATCH", path, ["gwenn"], by="bob").json()["code"] == 20008


def test_an_event_names_each_member_once(sandbox: Inside) -> None:
    annie = sandbox.ask("GET", "/members/annie").json()["uuid"]
    assert sandbox.ask("POST", "/systems/@me/switches", {"members": ["annie", annie]}).status == 200
    assert sandbox.dispatches[-1].payload["data"]["members"] == [annie]


def test_the_privacy_of_all_members_at_once(sandbox: Inside) -> None:
    before = len(sandbox.ask("GET", "/systems/exmpl/members", by=None).json())
    path, private = "/private/bulk_privacy/member", {"visibility": "private"}
    assert sandbox.ask("POST", path, private, by=None, base="").status == 401
    assert sandbox.ask("POST", path, private, base="").status == 204
    assert before > 0
    assert sandbox.ask("GET", "/systems/exmpl/members", by=None).json() == []
    assert sandbox.ask("POST", path, {"visibility": "nobody"}, base="").json()["code"] == 40001
    assert sandbox.ask("POST", path, {"nonsense": "private"}, base="").json()["code"] == 0
    assert sandbox.ask("GET", "/private/other", base="").status == 404


def test_headers_show_whether_gateway_or_service_responded(sandbox: Inside) -> None:
    forwarded = sandbox.ask("GET", "/members/annie").headers
    settings = sandbox.ask("GET", "/systems/exmpl/settings").headers
    refused = sandbox.ask("GET", "/members/zzzzz").headers
    assert forwarded["content-type"] == "application/json; charset=utf-8"
    assert settings["content-type"] == refused["content-type"] == "application/json"
    has_version = ["x-pluralkit-version" in headers for headers in (forwarded, settings, refused)]
    assert has_version == [True, False, False]


def test_fronters_in_another_order_are_others(sandbox: Inside) -> None:
    assert sandbox.ask("POST", "/systems/@me/switches", {"members": ["cathy", "annie"]}).status == 200
    assert code(sandbox.ask("POST", "/systems/@me/switches", {"members": ["cathy", ANNIE]})) == (400, 40004)


def test_a_switch_is_moved_to_a_time_in_any_form(sandbox: Inside) -> None:
    path = "/systems/@me/switches/84f75844-ca23-42ad-9f7a-9f9e1ed9e503"
    for sent, kept in (
        ("2022-01-01T02:00:00+01:00", "2022-01-01T01:00:00Z"),
        ("2021-12-31", "2021-12-31T00:00:00Z"),
        ("2021-12-31 05:06:07.89", "2021-12-31T05:06:07.89Z"),
    ):
        assert sandbox.ask("PATCH", path, {"timestamp": sent}).json()["timestamp"] == kept
        assert code(sandbox.ask("PATCH", path, {"timestamp": sent})) == (400, 40005)
    for missing in ({}, {"timestamp": " "}, {"TIMESTAMP": "2021-01-01"}):
        assert "timestamp" in errors(sandbox.ask("PATCH", path, missing))
    hopeless: list[object] = [5, True, [], "noon"]
    for wrong in hopeless:
        assert code(sandbox.ask("PATCH", path, {"timestamp": wrong})) == (400, 0)


def test_a_switch_of_another_system_cannot_be_changed(sandbox: Inside) -> None:
    before = sandbox.ask("GET", f"/systems/@me/switches/{BOBS_SWITCH}", by="bob").body
    for path in (f"/systems/@me/switches/{BOBS_SWITCH}", f"/systems/exmpl/switches/{BOBS_SWITCH}"):
        assert code(sandbox.ask("PATCH", path, {"timestamp": "2020-01-01"})) == (404, 20008)
        assert code(sandbox.ask("PATCH", f"{path}/members", [])) == (404, 20008)
        assert code(sandbox.ask("DELETE", path)) == (404, 20008)
    assert sandbox.ask("GET", f"/systems/@me/switches/{BOBS_SWITCH}", by="bob").body == before


def test_a_switch_names_members_in_any_spelling_when_they_change(sandbox: Inside) -> None:
    path = "/systems/@me/switches/84f75844-ca23-42ad-9f7a-9f9e1ed9e503/members"
    changed = sandbox.ask("PATCH", path, ["DIE-GO", ANNIE.upper()]).json()
    assert [member["id"] for member in changed["members"]] == ["diego", "annie"]
    assert code(sandbox.ask("PATCH", path, ["diego", "annie"])) == (400, 40004)
    assert code(sandbox.ask("PATCH", path, [1, 1])) == (400, 40003)
    assert code(sandbox.ask("PATCH", path, [1, "1"])) == (404, 20003)
    assert code(sandbox.ask("PATCH", path, raw=b"[[]]")) == (400, 0)
    assert code(sandbox.ask("PATCH", path, ["gwenn", "zzzzz"])) == (403, 30008)


# Autoproxy


def test_nothing_is_a_change_only_where_a_member_is_cleared(sandbox: Inside) -> None:
    for guild, status in (
        ("466707357099884544", 400),
        ("466707357099884545", 200),
        ("466707357099884546", 400),
        ("9", 200),
    ):
        assert sandbox.ask("PATCH", f"{AUTOPROXY}{guild}", {}).status == status
    cleared = sandbox.dispatches[-1].payload["data"]
    assert cleared == {"guild_id": "9", "channel_id": None, "autoproxy_member": None}


def test_modes_that_are_none(sandbox: Inside) -> None:
    modes: list[object] = ["OFF", "", 1, True, [], {}]
    for mode in modes:
        refused = errors(
            sandbox.ask("PATCH", f"{AUTOPROXY}{GUILD}", {"autoproxy_mode": mode, "autoproxy_member": "x"})
        )
        assert [len(refused[key]) for key in ("autoproxy_mode", "autoproxy_member")] == [1, 2]
    assert (
        sandbox.ask("PATCH", f"{AUTOPROXY}{GUILD}", {"autoproxy_mode": None}).json()["autoproxy_mode"]
        == "off"
    )
    assert sandbox.ask("GET", f"{AUTOPROXY}{GUILD}").json()["autoproxy_member"] is None


def test_mode_member_needs_one(sandbox: Inside) -> None:
    refused = errors(sandbox.ask("PATCH", f"{AUTOPROXY}9", {"autoproxy_mode": "member"}))
    assert "must be supplied" in refused["autoproxy_member"][0]["message"]
    refused = errors(
        sandbox.ask("PATCH", f"{AUTOPROXY}9", {"autoproxy_mode": "member", "autoproxy_member": "zzzzz"})
    )
    assert len(refused["autoproxy_member"]) == 2
    changed = sandbox.ask(
        "PATCH", f"{AUTOPROXY}9", {"autoproxy_mode": "member", "autoproxy_member": "DIE-GO"}
    )
    assert changed.json() == {
        "autoproxy_mode": "member",
        "autoproxy_member": "diego",
        "last_latch_timestamp": None,
    }
    assert code(sandbox.ask("PATCH", f"{AUTOPROXY}9", {"autoproxy_member": "gwenn"})) == (403, 0)


# Reading


def test_a_message_answers_to_its_originals_id_for_half_an_hour(sandbox: Inside) -> None:
    start = sandbox.world.clock()
    for minutes, status in ((29, 200), (31, 404)):
        later = start + timedelta(minutes=minutes)
        sandbox.world.clock = at(later)
        assert sandbox.ask("GET", "/messages/1235198209434882150", by=None).status == status
    assert sandbox.ask("GET", "/messages/1235198210340847626", by=None).status == 200


def test_references_to_deleted_entities_are_removed(sandbox: Inside) -> None:
    sandbox.ask("DELETE", "/members/diego")
    assert sandbox.ask("GET", f"{AUTOPROXY}466707357099884546").json()["autoproxy_member"] is None
    sandbox.ask("DELETE", "/groups/grpub")
    assert sandbox.ask("GET", "/members/annie").status == 200
    assert "grpub" not in {group["id"] for group in sandbox.ask("GET", "/members/annie/groups").json()}


def test_a_private_name_has_a_stand_in_or_is_shown(sandbox: Inside) -> None:
    private = {"privacy": {"name_privacy": "private"}}
    for path in ("/members/cathy", "/groups/grlist"):  # without a display name
        sandbox.ask("PATCH", path, private)
        shown = sandbox.ask("GET", path, by=None).json()
        assert (shown["name"], shown["display_name"]) == (sandbox.ask("GET", path).json()["name"], None)
        sandbox.ask("PATCH", path, {"display_name": "Other"})
        shown = sandbox.ask("GET", path, by=None).json()
        assert (shown["name"], shown["display_name"]) == ("Other", None)
