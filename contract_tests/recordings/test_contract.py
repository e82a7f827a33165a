"""Contract and recorded service: recorded responses conform, requests rejected as malformed do not.

`date-time` does not cover years outside 1 to 9999, which the service accepts for switches: such times are
ignored.
"""

from __future__ import annotations

import re
from urllib.parse import unquote

import pytest
from pluralkit_contract.conformance import requests, responses
from pluralkit_contract.contract import load
from pluralkit_contract.exchange import Exchange, Request
from pluralkit_contract.failures import Breach, raise_for_exchanges
from pluralkit_contract.schemas import schemas

from contract_tests.support import exchange_counts
from contract_tests.support.exchange_counts import Layer

from .loader import Scenario, Step, bot_events, scenarios

CONTRACT = load()
each_scenario = pytest.mark.parametrize("scenario", scenarios(), ids=lambda scenario: str(scenario.name))
_ALL_HEADERS = "recordings-wild/"
"""The scenarios that were recorded with X-PluralKit-Version."""
_BEYOND_DATE_TIME = re.compile(r'"(?:-\d{4}|0000)-\d\d-\d\dT[^"]*" is not a "date-time"')


def within_date_time(breaches: list[Breach]) -> list[Breach]:
    """Leave out the breaches by times that `date-time` does not have."""
    return [breach for breach in breaches if not _BEYOND_DATE_TIME.match(breach.found)]


def judged(scenario: Scenario, step: Step) -> tuple[str, list[Breach]]:
    subject, breaches = responses.judge(CONTRACT, step.exchange)
    exchange_counts.count(Layer.RECORDINGS, subject, step.exchange.answer.status)
    if subject.startswith("#") and not step.by_the_face:
        # Outside the operations users only ever see what the public face answers.
        breaches = [breach for breach in breaches if breach.place != responses.CONTENT_TYPE]
    if scenario.by_the_face:
        breaches += responses.cors(CONTRACT, step.exchange)
    found = responses.headers(CONTRACT, step.exchange)
    if not scenario.name.startswith(_ALL_HEADERS):
        found = [breach for breach in found if breach.place == responses.CONTENT_TYPE]
    return subject, breaches + found


@each_scenario
def test_recorded_answers_are_in_the_contract(scenario: Scenario) -> None:
    for_each = ((step, *judged(scenario, step)) for step in scenario.steps)
    raise_for_exchanges(
        (step.exchange, subject, within_date_time(breaches)) for step, subject, breaches in for_each
    )


@each_scenario
def test_recorded_webhooks_are_in_the_contract(scenario: Scenario) -> None:
    def breaches(webhook: dict[str, object]) -> list[Breach]:
        known = CONTRACT.webhooks.get(str(webhook["type"]))
        if known is None or known.never_sent:
            return [Breach("#/webhooks", ", ".join(CONTRACT.webhooks), str(webhook["type"]), "$.type")]
        return within_date_time(schemas(CONTRACT).breaches(known.schema, webhook))

    raise_for_exchanges(
        (step.exchange, f"webhook {webhook['type']}", breaches(webhook))
        for step in scenario.steps
        for webhook in step.webhooks
    )


# What data/recordings-wild sends is mostly beyond the contract: docs/lenient-inputs.md.
@pytest.mark.parametrize(
    "scenario", scenarios("recordings", "recordings-publicread"), ids=lambda scenario: str(scenario.name)
)
def test_accepted_requests_conform_to_the_contract(scenario: Scenario) -> None:
    raise_for_exchanges(
        (step.exchange, "the request", requests.accepted(CONTRACT, step.exchange.request))
        for step in scenario.steps
        if step.exchange.answer.status < 300
    )


_BEYOND_JSON_SCHEMA = {
    "timezone": "which names of time zones there are",
    "birthday": "that there is no year 0",
    "autoproxy_member": "that the member exists, and that the stored mode takes one",
}
"""What the descriptions of fields say, because JSON Schema cannot."""


def promised(exchange: Exchange) -> list[Breach]:
    """A request that is valid by the contract, and was refused as malformed all the same."""
    request, answer = exchange.request, exchange.answer
    route = CONTRACT.find(request.method, request.path)
    if answer.status != 400 or not answer.body or route is None:
        return []
    body = answer.json()
    try:
        is_valid = not requests.sent(CONTRACT, request)
    except ValueError:  # a query that is none
        return []
    if not is_valid or body["code"] not in (0, 40001):
        return []
    if body["code"] == 40001 and body["errors"].keys() <= _BEYOND_JSON_SCHEMA.keys():
        return []
    if body["code"] == 0 and _is_beyond_json_schema(route.operation.id, request):
        return []
    return [Breach(route.operation.pointer, "a request that the contract forbids", str(body), "request")]


def _is_beyond_json_schema(operation: str, request: Request) -> bool:
    """Whether descriptions, and not schemas, say that such a request is malformed."""
    if "charset=" in request.headers.get("content-type", ""):
        return True  # the body is not in the encoding that it is said to be in
    if operation in ("createSwitch", "listSwitches"):
        return bool(_NODA_REFUSES.search(unquote(request.target) + (request.body or b"").decode()))
    # Whether an autoproxy member that is null, or nothing at all, is a change depends on the stored mode.
    return operation == "updateAutoproxySettings" and request.json() in ({}, {"autoproxy_member": None})


_NODA_REFUSES = re.compile(r"\.\d{10,}|:60|[-+]\d{3}-\d\d-\d\dT")
"""More than nine digits of a fraction, a leap second."""


@each_scenario
def test_requests_rejected_as_malformed_break_the_contract(scenario: Scenario) -> None:
    raise_for_exchanges((step.exchange, "the contract", promised(step.exchange)) for step in scenario.steps)


def test_events_of_the_bot_are_in_the_contract() -> None:
    events = bot_events()
    assert len({event["type"] for event in events}) > 12
    assert [
        (event["type"], breach)
        for event in events
        for breach in schemas(CONTRACT).breaches(CONTRACT.webhooks[event["type"]].schema, event)
    ] == []
