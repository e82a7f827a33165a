"""What the service takes although its documentation does not promise it: whole requests."""

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
