"""Contract and service: every recorded answer, webhook and accepted request is one that the contract has."""

from __future__ import annotations

import pytest

from . import answers, requests, tally
from .contract import load
from .failure import Breach, hold_all
from .recordings import Scenario, Step, scenarios
from .schemas import schemas
from .tally import Layer

CONTRACT = load()
each_scenario = pytest.mark.parametrize("scenario", scenarios(), ids=lambda scenario: str(scenario.name))


def judged(scenario: Scenario, step: Step) -> tuple[str, list[Breach]]:
    subject, breaches = answers.judge(CONTRACT, step.exchange)
    tally.count(Layer.RECORDINGS, subject, step.exchange.answer.status)
    if subject.startswith("#") and not step.by_the_face:
        # Outside the operations users only ever see what the public face answers.
        breaches = [breach for breach in breaches if breach.place != answers.CONTENT_TYPE]
    if scenario.by_the_face:
        breaches += answers.cors(CONTRACT, step.exchange)
    return subject, breaches


@each_scenario
def test_recorded_answers_are_in_the_contract(scenario: Scenario) -> None:
    hold_all((step.exchange, *judged(scenario, step)) for step in scenario.steps)


@each_scenario
def test_recorded_webhooks_are_in_the_contract(scenario: Scenario) -> None:
    def breaches(webhook: dict[str, object]) -> list[Breach]:
        known = CONTRACT.webhooks.get(str(webhook["type"]))
        if known is None or known.never_sent:
            return [Breach("#/webhooks", ", ".join(CONTRACT.webhooks), str(webhook["type"]), "$.type")]
        return schemas(CONTRACT).breaches(known.schema, webhook)

    hold_all(
        (step.exchange, f"webhook {webhook['type']}", breaches(webhook))
        for step in scenario.steps
        for webhook in step.webhooks
    )


@each_scenario
def test_what_was_accepted_may_be_sent(scenario: Scenario) -> None:
    hold_all(
        (step.exchange, "the request", requests.accepted(CONTRACT, step.exchange.request))
        for step in scenario.steps
        if step.exchange.answer.status < 300
    )
