"""How a run reads: in the terminal, as Markdown and as JUnit. The token is in none of them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from pluralkit_contract.contract import Contract
from pluralkit_contract.failures import curl, told
from pluralkit_contract.observations import Finding
from pluralkit_contract.results import Sent

_GROUPS = 25
"""Kinds of breaches that are shown in full."""
_OUTSIDE = "outside the operations"


@dataclass(frozen=True, slots=True, repr=False)
class Report:
    """`secrets` are never shown, whoever sent them back."""

    contract: Contract
    sents: Sequence[Sent]
    findings: Sequence[Finding]
    secrets: tuple[str, ...]
    ended: str | None = None

    def failures(self) -> str:
        """Every kind of breach once, with how often it was met."""
        groups = self._groups()
        parts = [self._failure(group) for group in groups[:_GROUPS]]
        if len(groups) > _GROUPS:
            parts.append(f"and {len(groups) - _GROUPS} more kinds of breaches")
        return self._clean("\n\n".join(parts))

    def table(self) -> str:
        """Operation × what was asked, as a table in Markdown that reads well in a terminal."""
        kinds = list(dict.fromkeys(sent.ask.kind for sent in self.sents))
        asked = Counter((sent.ask.subject, sent.ask.kind) for sent in self.sents)
        broken = Counter(finding.subject for finding in self.findings)
        rows = [["operation", *kinds, "breaches"]]
        for subject in self._subjects():
            counts = [str(asked[subject, kind] or "–") for kind in kinds]
            rows.append([subject, *counts, str(broken[subject] or "–")])
        widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
        lines = [
            "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |"
            for row in rows
        ]
        lines.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
        writes = sum(operation.method != "GET" for operation in self.contract.operations)
        lines += [
            "",
            f"The numbers count answers held to the contract. {writes} operations write: not asked here.",
        ]
        return self._clean("\n".join(lines))

    def verdict(self) -> str:
        """The last line."""
        if self.ended:
            return self._clean(f"ended early: {self.ended}")
        if self.findings:
            return (
                f"{len(self.findings)} breaches of {len(self._groups())} kinds in {len(self.sents)} answers"
            )
        return f"{len(self.sents)} answers, all as the contract says"

    def write(self, directory: Path) -> None:
        """Write contract.md and contract.xml (JUnit). Raises OSError."""
        directory.mkdir(parents=True, exist_ok=True)
        failures = f"\n## Breaches\n\n```\n{self.failures()}\n```\n" if self.findings else ""
        text = f"# The contract, held to a server\n\n{self.verdict()}.\n\n{self.table()}\n{failures}"
        (directory / "contract.md").write_text(text, encoding="utf-8")
        ElementTree.ElementTree(self._junit()).write(
            directory / "contract.xml", encoding="utf-8", xml_declaration=True
        )

    def _junit(self) -> ElementTree.Element:
        asked = Counter((sent.ask.subject, sent.ask.kind) for sent in self.sents)
        suite = ElementTree.Element("testsuite", name="contract")
        broken = {finding.subject for finding in self.findings}
        for subject, kind in asked:
            ElementTree.SubElement(suite, "testcase", classname=subject, name=f"asked: {kind}")
        for subject in broken:
            case = ElementTree.SubElement(suite, "testcase", classname=subject, name="held to the contract")
            for group in self._groups():
                if group[0].subject == subject:
                    failure = ElementTree.SubElement(
                        case,
                        "failure",
                        message=self._clean(f"{group[0].breach.rule} {group[0].breach.place}"),
                    )
                    failure.text = self._clean(self._failure(group))
        if self.ended:
            case = ElementTree.SubElement(suite, "testcase", classname="contract", name="read to the end")
            ElementTree.SubElement(case, "failure", message=self._clean(self.ended))
        cases = suite.findall("testcase")
        suite.set("tests", str(len(cases)))
        suite.set("failures", str(sum(case.find("failure") is not None for case in cases)))
        return suite

    def _subjects(self) -> list[str]:
        reads = [operation.id for operation in self.contract.operations if operation.method == "GET"]
        return [
            *reads,
            *dict.fromkeys(each for sent in self.sents if (each := sent.ask.subject) not in reads),
        ]

    def _groups(self) -> list[list[Finding]]:
        groups: dict[tuple[str, str], list[Finding]] = {}
        for finding in self.findings:
            place = re.sub(r"\[\d+\]", "[]", finding.breach.place)
            groups.setdefault((finding.breach.rule, place), []).append(finding)
        return list(groups.values())

    def _failure(self, group: Sequence[Finding]) -> str:
        finding = group[0]
        exchange, breach = finding.exchange, finding.breach
        answered = told(exchange.answer) if exchange.answer.status else "nothing"
        lines = [
            f"{finding.subject} does not keep to the contract",
            f"  asked     {curl(exchange.request, exchange.origin)}",
            f"  answered  {answered}",
            f"  rule      openapi/pluralkit.yaml{breach.rule}",
            f"  expected  {_cut(breach.expected)}",
            f"  found     {_cut(breach.found)} at {breach.place}",
        ]
        if len(group) > 1:
            others = sorted({each.subject for each in group} - {finding.subject})
            more = f", also in {', '.join(others)}" if others else ""
            lines.append(f"  and {len(group) - 1} more like it{more}")
        return "\n".join(lines)

    def _clean(self, text: str) -> str:
        return clean(text, self.secrets)


def clean(text: str, secrets: Sequence[str]) -> str:
    """A text as it may be shown: without secrets, and with nothing that a terminal takes for an order."""
    for secret in secrets:
        text = text.replace(secret, "(the token)")
    return "".join(char if char == "\n" or char.isprintable() else f"\\x{ord(char):02x}" for char in text)


def _cut(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 400 else f"{text[:400]}… ({len(text)} characters)"
