"""Conformance checks find malformed requests and responses, and name the rule."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import msgspec
import pytest
from pluralkit_contract.conformance import requests, responses
from pluralkit_contract.contract import load
from pluralkit_contract.exchange import Answer, Exchange, Request
from pluralkit_contract.failures import BreachError, raise_for_breaches

CONTRACT = load()
MEMBER: dict[str, Any] = CONTRACT.document["components"]["examples"]["OwnMember"]["value"]
JSON = {"content-type": "application/json"}
ASKED = Request("GET", "/v2/members/annie", {"user-agent": "tests", "authorization": "a-secret-token"})
GOOD = Answer(200, JSON, msgspec.json.encode(MEMBER))
MEMBER_SCHEMA = "#/components/responses/Member/content/application~1json/schema"
LIMITED = {
    "x-ratelimit-scope": "generic_get",
    "x-ratelimit-limit": "10",
    "x-ratelimit-remaining": "9",
    "x-ratelimit-reset": "1760000000",
}


def member(**changes: object) -> Answer:
    return replace(GOOD, body=msgspec.json.encode({**MEMBER, **changes}))


def error(status: int, code: int) -> Answer:
    return Answer(status, JSON, msgspec.json.encode({"message": "no", "code": code}))


def rules(answer: Answer, request: Request = ASKED) -> list[str]:
    return [breach.rule for breach in responses.judge(CONTRACT, Exchange(request, answer, "a test"))[1]]


def test_a_correct_response_has_no_breaches() -> None:
    assert rules(GOOD) == []
    assert rules(error(404, 20002)) == []


@pytest.mark.parametrize(
    ("answer", "rule"),
    [
        (replace(GOOD, status=201), "#/paths/~1members~1{memberRef}/get/responses"),
        (Answer(403, JSON, b"{}"), "#/paths/~1members~1{memberRef}/get/responses"),
        (error(404, 20001), "#/components/responses/MemberNotFound/x-pluralkit-error-codes"),
        (Answer(404), "#/components/responses/MemberNotFound/content"),
        (replace(GOOD, headers={}), "#/components/responses/Member/content"),
        (replace(GOOD, headers={"content-type": "text/html"}), "#/components/responses/Member/content"),
        (replace(GOOD, body=GOOD.body[:-1]), MEMBER_SCHEMA),
        (
            replace(GOOD, body=GOOD.body.decode().encode("utf-16")),
            MEMBER_SCHEMA,
        ),
        (member(shoe_size=42), "#/components/schemas/Member/properties"),
        (member(keep_proxy=None), "#/components/schemas/Member/properties/keep_proxy/type"),
        (member(message_count=2.5), "#/components/schemas/Member/properties/message_count/type"),
        (member(color="AABBCC"), "#/components/schemas/Member/properties/color/pattern"),
        (member(uuid="annie"), "#/components/schemas/Member/properties/uuid/format"),
        (member(created="2020-01-03 10:00"), "#/components/schemas/Member/properties/created/format"),
        (member(name="\N{BLACK HEART SUIT}" * 101), "#/components/schemas/Member/properties/name/maxLength"),
        (member(name="\N{PURPLE HEART}" * 51), "#/components/schemas/Member/properties/name/maxLength"),
        (
            member(privacy={**MEMBER["privacy"], "visibility": "hidden"}),
            "#/components/schemas/PrivacyLevel/enum",
        ),
        (
            member(proxy_tags=[{"prefix": "a" * 50, "suffix": "b" * 50}]),
            "#/components/schemas/ProxyTag/x-pluralkit-combined-max-length",
        ),
    ],
)
def test_a_breach_names_its_rule(answer: Answer, rule: str) -> None:
    assert rules(answer) == [rule]
    CONTRACT.at(rule)  # the link leads somewhere


def test_lengths_are_counted_in_utf_16() -> None:
    assert rules(member(name="\N{PURPLE HEART}" * 50)) == []


def test_nothing_comes_with_a_204() -> None:
    deleting = replace(ASKED, method="DELETE")
    assert rules(Answer(204), deleting) == []
    assert rules(Answer(204, JSON, b"{}"), deleting) == ["#/components/responses/NoContent"]


def test_without_a_user_agent_there_is_400_without_a_body() -> None:
    nameless = replace(ASKED, headers={})
    assert rules(Answer(400), nameless) == []
    assert rules(GOOD, nameless) == ["#/x-pluralkit-required-headers/User-Agent"]


def test_outside_the_operations_the_fallbacks_answer() -> None:
    unknown, wrong = Request("GET", "/v2/nothing"), Request("PUT", "/v2/members/annie")
    allowing = {"allow": "GET,HEAD,PATCH,DELETE"}
    assert rules(Answer(404), unknown) == []
    assert rules(GOOD, unknown) == [f"#/x-pluralkit-fallbacks/8/{key}" for key in ("status", "media", "body")]
    assert rules(Answer(405, allowing), wrong) == []
    assert rules(Answer(405, {"allow": "GET"}), wrong) == ["#/x-pluralkit-fallbacks/7/allow"]
    assert rules(replace(error(404, 20002), headers={**JSON, **allowing}), wrong) == []
    assert rules(replace(error(404, 20006), headers={**JSON, **allowing}), wrong) != []


@pytest.mark.parametrize(
    ("headers", "place"),
    [
        ({**LIMITED, "x-ratelimit-scope": "generic_update"}, "header X-RateLimit-Scope"),
        ({**LIMITED, "x-ratelimit-scope": "message"}, "header X-RateLimit-Scope"),
        ({**LIMITED, "x-ratelimit-limit": "0"}, "header X-RateLimit-Limit"),
        ({**LIMITED, "x-ratelimit-remaining": "11"}, "header X-RateLimit-Remaining"),
        ({**LIMITED, "x-ratelimit-reset": "soon"}, "header X-RateLimit-Reset"),
        ({name: value for name, value in LIMITED.items() if "reset" not in name}, "header X-RateLimit-Reset"),
    ],
)
def test_rate_limit_headers_make_sense(headers: dict[str, str], place: str) -> None:
    operation = CONTRACT.operation("getMember")
    assert responses.rate_limit(CONTRACT, operation, replace(GOOD, headers={**JSON, **LIMITED})) == []
    found = responses.rate_limit(CONTRACT, operation, replace(GOOD, headers={**JSON, **headers}))
    assert [breach.place for breach in found] == [place]


def test_an_answer_that_is_not_always_counted_has_all_rate_limit_headers_or_none() -> None:
    operation = CONTRACT.operation("getMember")
    missing = error(404, 20002)
    assert responses.rate_limit(CONTRACT, operation, missing) == []
    one = replace(missing, headers={**JSON, "x-ratelimit-scope": "generic_get"})
    assert len(responses.rate_limit(CONTRACT, operation, one)) == 3
    assert len(responses.rate_limit(CONTRACT, operation, GOOD)) == 4


CHANGING = Request(
    "PATCH", "/v2/members/annie", {"user-agent": "tests", "content-type": "application/json"}, b'{"tts":true}'
)


@pytest.mark.parametrize(
    ("malformed", "place"),
    [
        (replace(CHANGING, target="/v2/members/an%2Fnie"), "path memberRef"),
        (replace(CHANGING, target="/v2/members/annie?limit=1"), "query"),
        (replace(CHANGING, target="/v2/members/annie/x"), "method and path"),
        (replace(CHANGING, headers={"content-type": "application/json"}), "header User-Agent"),
        (replace(CHANGING, headers={"user-agent": "tests"}), "header content-type"),
        (replace(CHANGING, body=b'{"tts":null}'), "$.tts"),
        (replace(CHANGING, body=b'{"shoe_size":1}'), "$"),
        (replace(CHANGING, body=b"{}"), "$"),
        (replace(CHANGING, body=b"{tts:true}"), "body"),
    ],
)
def test_a_malformed_request_is_reported_with_its_place(malformed: Request, place: str) -> None:
    assert requests.sent(CONTRACT, CHANGING) == []
    assert [breach.place for breach in requests.sent(CONTRACT, malformed)] == [place]


def test_a_failure_names_operation_request_response_rule_and_expectation() -> None:
    exchange = Exchange(ASKED, member(color="AABBCC"), "a test")
    subject, breaches = responses.judge(CONTRACT, exchange)
    with pytest.raises(BreachError) as failure:
        raise_for_breaches(breaches, exchange, subject)
    text = str(failure.value)
    assert text.splitlines()[:2] == [
        "getMember does not conform to the contract (a test)",
        "  request   curl -H 'user-agent: tests' -H \"Authorization: $TOKEN\""
        " https://api.pluralkit.me/v2/members/annie",
    ]
    assert "openapi/pluralkit.yaml#/components/schemas/Member/properties/color/pattern" in text
    assert 'expected  pattern "^[0-9a-f]{6}$"' in text
    assert '"AABBCC"' in text
    assert "200 application/json" in text
    assert "a-secret-token" not in text
