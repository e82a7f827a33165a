"""Every fact of the contract is shown by a recording, or listed in unrecorded.yaml with the reason."""

from __future__ import annotations

from collections.abc import Set

from pluralkit_contract.contract import load

from . import coverage
from .coverage import Fact

CONTRACT = load()


def told(facts: Set[Fact]) -> list[str]:
    return sorted(f"{subject}: {value}" for subject, value in facts)


def test_facts_without_a_recording_are_listed() -> None:
    unlisted = coverage.stated(CONTRACT) - coverage.shown(CONTRACT) - coverage.listed(CONTRACT).keys()
    assert told(unlisted) == [], "the contract states this, no recording shows it: record it or list it"


def test_listed_facts_are_stated_and_not_recorded() -> None:
    listed = coverage.listed(CONTRACT).keys()
    assert told(listed - coverage.stated(CONTRACT)) == [], "listed, but the contract does not state it"
    assert told(listed & coverage.shown(CONTRACT)) == [], "listed, but recorded by now: take it out"


def test_every_operation_is_recorded_to_succeed() -> None:
    succeeded = {value for subject, value in coverage.shown(CONTRACT) if subject in ("200", "204")}
    assert [operation.id for operation in CONTRACT.operations if operation.id not in succeeded] == []


def test_error_codes_are_marked_as_seen_where_they_were() -> None:
    recorded = {
        subject.split()[1] for subject, _ in coverage.shown(CONTRACT) if " " in subject and subject[0] != "#"
    }
    seen = {code for code, error in CONTRACT.document["x-pluralkit-errors"].items() if error["seen"]}
    assert recorded == seen
