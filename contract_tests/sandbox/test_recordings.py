"""The sandbox responds to recorded requests, and sends webhooks, as the deployed service did."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pluralkit_contract.contract import Json
from pluralkit_contract.exchange import Answer, Request

from contract_tests.recordings.loader import authorizations, recorded
from contract_tests.recordings.replay import Difference, Replay
from contract_tests.support.in_process_sandbox import InProcessSandbox

GRAMMAR = "grammar-"
"""How the names of scenarios begin whose texts were made by changing others at random."""


@pytest.fixture(scope="module")
def sandbox() -> Iterator[InProcessSandbox]:
    sandbox = InProcessSandbox(deterministic=False)
    yield sandbox
    sandbox.close()


def play(sandbox: InProcessSandbox, scenario: Json, scopes: list[str] | None = None) -> Replay:
    sandbox.reset()
    replay = Replay(scenario, sandbox.send, authorizations(scopes))
    replay.run()
    replay.check_webhooks([{"url": sent.url, "payload": sent.payload} for sent in sandbox.dispatches])
    return replay


@pytest.mark.parametrize("scenario", list(recorded("recordings")), ids=lambda scenario: scenario["name"])
def test_answers_as_recorded(sandbox: InProcessSandbox, scenario: Json) -> None:
    assert [str(difference) for difference in play(sandbox, scenario).differences] == []


@pytest.mark.parametrize(
    "scenario", list(recorded("recordings-publicread")), ids=lambda scenario: scenario["name"]
)
def test_answers_a_publicread_key_as_recorded(sandbox: InProcessSandbox, scenario: Json) -> None:
    assert [str(difference) for difference in play(sandbox, scenario, ["publicread:all"]).differences] == []


@pytest.mark.parametrize(
    "scenario",
    [scenario for scenario in recorded("recordings-wild") if not scenario["name"].startswith(GRAMMAR)],
    ids=lambda scenario: scenario["name"],
)
def test_answers_every_kind_of_value_as_recorded(sandbox: InProcessSandbox, scenario: Json) -> None:
    assert [str(difference) for difference in play(sandbox, scenario).differences] == []


def test_reads_the_grammars_as_recorded(sandbox: InProcessSandbox) -> None:
    """Texts that were made by changing others at random: 99 % of their answers, and of their webhooks."""
    differences, answers, webhooks = list[Difference](), 0, 0
    for scenario in recorded("recordings-wild"):
        if scenario["name"].startswith(GRAMMAR):
            differences += play(sandbox, scenario).differences
            answers += len(scenario["steps"])
            webhooks += sum(len(step.get("dispatch", ())) for step in scenario["steps"])
    assert answers > 800
    assert webhooks > 150
    shown = "\n".join(map(str, differences))
    steps = {difference.step for difference in differences if difference.place != "webhooks"}
    assert len(steps) <= answers / 100, shown
    assert sum(difference.place == "webhooks" for difference in differences) <= webhooks / 100, shown


def test_a_replay_reports_differences(sandbox: InProcessSandbox) -> None:
    scenario = next(each for each in recorded("recordings") if each["name"] == "member-delete")
    sandbox.reset()

    def forget_deletes(request: Request) -> Answer:
        is_delete = request.method == "DELETE"
        return sandbox.send(Request("GET", request.target, request.headers) if is_delete else request)

    replay = Replay(scenario, forget_deletes, authorizations())
    replay.run()
    replay.check_webhooks([])
    assert {difference.place for difference in replay.differences} >= {"status", "webhooks"}
