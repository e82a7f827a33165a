"""The report of a run."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pluralkit_contract.contract import Contract
from pluralkit_contract.observations import Failure
from pluralkit_contract.results import Result


@dataclass(frozen=True, slots=True, repr=False)
class Report:
    """Findings of a run.

    Attributes:
        contract: The contract that the server was checked against.
        results: Results of all test cases.
        failures: Failures in the order in which they were found.
        secrets: Texts that no reporter shows.
        ended: Why the run ended early; None if it did not.
    """

    contract: Contract
    results: Sequence[Result]
    failures: Sequence[Failure]
    secrets: tuple[str, ...]
    ended: str | None = None

    def labels(self) -> list[str]:
        """Return the ids of all GET operations, and the labels of other test cases."""
        reads = [operation.id for operation in self.contract.operations if operation.method == "GET"]
        return [
            *reads,
            *dict.fromkeys(each for result in self.results if (each := result.case.label) not in reads),
        ]

    def groups(self) -> list[list[Failure]]:
        """Group the failures by rule and place, ignoring list indices."""
        groups: dict[tuple[str, str], list[Failure]] = {}
        for failure in self.failures:
            place = re.sub(r"\[\d+\]", "[]", failure.breach.place)
            groups.setdefault((failure.breach.rule, place), []).append(failure)
        return list(groups.values())

    def clean(self, text: str) -> str:
        """Remove secrets and control characters from a text."""
        return clean(text, self.secrets)


def clean(text: str, secrets: Sequence[str]) -> str:
    """Remove secrets and escape control characters.

    Args:
        text: The text; line breaks are kept.
        secrets: Texts to replace.
    """
    for secret in secrets:
        text = text.replace(secret, "(the token)")
    return "".join(char if char == "\n" or char.isprintable() else f"\\x{ord(char):02x}" for char in text)
