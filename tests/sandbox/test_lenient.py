"""Requests beyond the service's documentation that it accepts nevertheless."""

from __future__ import annotations

import pytest

from tests.sandbox.helpers import Inside, code


@pytest.fixture
def sandbox() -> Inside:
    return Inside()


@pytest.mark.parametrize(
    "content_type",
    [
        "application/json, text/html",
        "Text/JSON ; charset=UTF-8",
        "application/problem+json, x",
        "application/json;",
    ],
)
def test_content_types_that_count_as_json(sandbox: Inside, content_type: str) -> None:
    answer = sandbox.ask(
        "PATCH", "/members/annie", raw=b'{"pronouns": "ze"}', headers={"content-type": content_type}
    )
    assert answer.status == 200
    assert answer.json()["pronouns"] == "ze"


@pytest.mark.parametrize(
    "content_type", ["text/html, application/json", "application/json; charset=latin1, x"]
)
def test_content_types_that_do_not(sandbox: Inside, content_type: str) -> None:
    answer = sandbox.ask("PATCH", "/members/annie", raw=b"{}", headers={"content-type": content_type})
    assert answer.status == 415


def test_a_form_is_read_before_its_type_is_refused(sandbox: Inside) -> None:
    form = b'--cut\r\nContent-Disposition: form-data; name="name"\r\n\r\nx\r\n--cut--\r\n'
    for body, content_type, status in (
        (form, "multipart/form-data; boundary=cut", 415),
        (form, "multipart/form-data; boundary=other", 400),
        (form, "multipart/form-data", 400),
        (b"{}", "Multipart/Form-Data; boundary=cut", 400),
        (b"{}", "multipart/mixed; boundary=cut", 415),
    ):
        answer = sandbox.ask("POST", "/groups", raw=body, headers={"content-type": content_type})
        assert answer.status == status


def test_a_mark_before_the_body_is_refused(sandbox: Inside) -> None:
    body = '\ufeff{"pronouns": "ze"}'
    for content_type, codec in (
        ("application/json", "utf-8"),
        ("application/json; charset=utf-16", "utf-16-le"),
    ):
        headers = {"content-type": content_type}
        answers = [
            sandbox.ask("PATCH", "/members/annie", raw=text.encode(codec), headers=headers)
            for text in (body, body[1:])
        ]
        assert code(answers[0]) == (400, 0)
        assert answers[1].status == 200


def test_a_body_that_ends_early(sandbox: Inside) -> None:
    changed = sandbox.ask("PATCH", "/members/annie", raw=b'{"pronouns": "ze"')
    assert changed.status == 200
    assert changed.json()["pronouns"] == "ze"
    assert code(sandbox.ask("POST", "/systems/@me/switches", raw=b'{"members": []')) == (400, 0)


def test_a_date_of_javascript_is_a_text(sandbox: Inside) -> None:
    for call, text in (
        ("new Date(999)", "01/01/1970 00:00:00"),
        ("new Date(805, 2, 9)", "03/09/0805 00:00:00"),
    ):
        changed = sandbox.ask("PATCH", "/members/annie", raw=f"{{pronouns: {call}}}".encode())
        assert changed.json()["pronouns"] == text
    for wrong in ("{tts: new Date(1)}", "{pronouns: new Map(1)}", "{privacy: new Date(1)}"):
        assert code(sandbox.ask("PATCH", "/systems/@me", raw=wrong.encode())) == (400, 0)


def test_nul_passes_where_it_is_not_kept(sandbox: Inside) -> None:
    missing = sandbox.ask("POST", "/groups/grpub/members/add", ["die\0go"])
    assert missing.json() == {"message": "Member 'die\0go' not found.", "code": 20003}
    assert "color" in sandbox.ask("PATCH", "/groups/grpub", {"color": "\0"}).json()["errors"]


@pytest.mark.parametrize(
    ("path", "body", "event"),
    [
        ("/members/annie", {"pronouns": "a\0b"}, "UPDATE_MEMBER"),
        ("/groups/grpub", {"description": "\0"}, "UPDATE_GROUP"),
        ("/members/annie/guilds/466707357099884544", {"display_name": "\0"}, "UPDATE_MEMBER_GUILD"),
        ("/systems/@me", {"tag": "\0"}, None),
        ("/systems/@me/settings", {"name_format": "\0"}, None),
        ("/systems/@me/guilds/466707357099884544", {"tag": "\0"}, None),
    ],
)
def test_nul_is_refused_by_the_database(
    sandbox: Inside, path: str, body: dict[str, object], event: str | None
) -> None:
    before = sandbox.ask("GET", path).json()
    assert code(sandbox.ask("PATCH", path, body)) == (400, 0)
    assert sandbox.ask("GET", path).json() == before
    # Some events were sent before.
    assert [sent.payload["type"] for sent in sandbox.dispatches] == ([event] if event else [])


def test_nothing_is_made_with_nul(sandbox: Inside) -> None:
    for path in ("/members", "/groups"):
        assert code(sandbox.ask("POST", path, {"name": "\0"})) == (400, 0)
    assert not sandbox.dispatches


def test_a_colour_with_a_line_feed_fits_the_pattern_and_not_the_database(sandbox: Inside) -> None:
    for path in ("/systems/@me", "/members/annie", "/groups/grpub"):
        assert code(sandbox.ask("PATCH", path, {"color": "abcdef\n"})) == (400, 0)
        refused = sandbox.ask("PATCH", path, {"color": "abcdef\n", "description": "x" * 1001}).json()
        assert list(refused["errors"]) == ["description"]
        assert sandbox.ask("GET", path).json()["color"] != "abcdef\n"


def test_a_mark_alone_is_a_name(sandbox: Inside) -> None:
    for path in ("/systems/@me", "/members/annie", "/groups/grpub"):
        assert sandbox.ask("PATCH", path, {"name": "\ufeff"}).json()["name"] == "\ufeff"


def test_a_blank_name_of_a_member_may_be_too_long_as_well(sandbox: Inside) -> None:
    for path, count in (("/members/annie", 2), ("/groups/grpub", 1)):
        refused = sandbox.ask("PATCH", path, {"name": "\t" * 102}).json()
        assert len(refused["errors"]["name"]) == count


def test_references_are_compared_up_to_the_length_of_a_short_id(sandbox: Inside) -> None:
    settings = sandbox.ask("GET", "/systems/exmpl/settings", by=None).json()
    for ref in ("exmpl%20", "exmpl%20%20%20x"):
        assert sandbox.ask("GET", f"/systems/{ref}/settings", by=None).json() == settings
        assert code(sandbox.ask("GET", f"/systems/{ref}", by=None)) == (404, 20001)
    assert sandbox.ask("GET", "/systems/BOBSYSZ/settings", by=None).status == 200
    assert code(sandbox.ask("GET", "/systems/exmplx/settings", by=None)) == (404, 20001)
    missing = sandbox.ask("GET", "/members/annie%20/groups").json()
    assert missing == {"message": "Member 'annie ' not found.", "code": 20003}
    assert code(sandbox.ask("GET", "/members/annie%20")) == (404, 20002)
    assert code(sandbox.ask("GET", "/members/nobody%20/groups")) == (404, 20002)


SWITCHES = "/systems/@me/switches"


def _listed(sandbox: Inside) -> list[str]:
    return [switch["timestamp"] for switch in sandbox.ask("GET", SWITCHES).json()]


def test_a_new_switch_is_answered_with_all_digits_and_kept_in_microseconds(sandbox: Inside) -> None:
    for member, sent in (
        ("diego", "2030-06-07T08:09:10.111222Z"),
        ("annie", "2030-06-07T08:09:10.111222333Z"),
    ):
        made = sandbox.ask("POST", SWITCHES, {"members": [member], "timestamp": sent})
        assert made.status == 200
        assert made.json()["timestamp"] == sent
        assert sandbox.dispatches[-1].payload["data"] == {"timestamp": sent}
        again = sandbox.ask("GET", f"{SWITCHES}/{made.json()['id']}").json()
        assert again["timestamp"] == "2030-06-07T08:09:10.111222Z"
    again = sandbox.ask("POST", SWITCHES, {"members": [], "timestamp": "2030-06-07T08:09:10.111222Z"})
    assert code(again) == (400, 40005)


def test_a_moved_switch_is_rounded_to_ticks_and_kept_in_microseconds(sandbox: Inside) -> None:
    switch = sandbox.ask("GET", "/systems/@me/fronters").json()["id"]
    for sent, kept in (
        ("2019-06-07T08:09:10.11122233", "2019-06-07T08:09:10.111222Z"),
        ("June 7, 2019 8:09 AM", "2019-06-07T08:09:00Z"),
    ):
        moved = sandbox.ask("PATCH", f"{SWITCHES}/{switch}", {"timestamp": sent}).json()
        assert moved["timestamp"] == kept
    assert code(sandbox.ask("PATCH", f"{SWITCHES}/{switch}", {"timestamp": "7 June 19 8:09"})) == (
        400,
        40005,
    )


def test_times_outside_the_years_of_python(sandbox: Inside) -> None:
    sent = ["-0044-03-15T12:00:00Z", "-9998-01-01T00:00:00Z", "9999-12-31T23:59:59.999999999Z"]
    for members, time in zip(([], ["annie"], ["diego"]), sent, strict=True):
        made = sandbox.ask("POST", SWITCHES, {"members": members, "timestamp": time})
        assert made.json()["timestamp"] == time
    # What is further in the future than now is not listed.
    assert _listed(sandbox)[-2:] == sent[:2]
    older = sandbox.ask("GET", f"{SWITCHES}?before=-0044-03-15T12:00:00Z").json()
    assert [switch["timestamp"] for switch in older] == sent[1:2]
    latest = sandbox.ask("GET", "/systems/@me/fronters").json()
    assert latest["timestamp"] == sent[2]


def test_a_switch_at_a_time_that_the_database_cannot_keep_stays_where_it_was_made(sandbox: Inside) -> None:
    before = len(_listed(sandbox))
    refused = sandbox.ask("POST", SWITCHES, {"members": ["diego"], "timestamp": "-7000-01-01T00:00:00Z"})
    assert code(refused) == (400, 0)
    assert len(_listed(sandbox)) == before + 1
    assert [sent.payload["type"] for sent in sandbox.dispatches] == ["CREATE_SWITCH"]
    assert code(sandbox.ask("GET", f"{SWITCHES}?before=-7000-01-01T00:00:00Z")) == (400, 0)
