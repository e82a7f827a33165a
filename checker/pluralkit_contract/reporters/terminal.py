"""The report in the terminal: a table, the failures, and a verdict."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from pluralkit_contract.failures import curl, response_line
from pluralkit_contract.observations import Failure

from .report import Report

_GROUPS = 25
"""Maximum number of failure groups that are shown in full."""


def details(report: Report) -> str:
    """Render each group of failures once, with the number of occurrences.

    Args:
        report: The report.

    Returns:
        Text without secrets and control characters; only the first groups if there are many.
    """
    groups = report.groups()
    parts = [describe(group) for group in groups[:_GROUPS]]
    if len(groups) > _GROUPS:
        parts.append(f"and {len(groups) - _GROUPS} more kinds of breaches")
    return report.clean("\n\n".join(parts))


def table(report: Report) -> str:
    """Render a table of operations by kinds of test cases, which is also valid Markdown."""
    kinds = list(dict.fromkeys(result.case.kind for result in report.results))
    asked = Counter((result.case.label, result.case.kind) for result in report.results)
    broken = Counter(failure.label for failure in report.failures)
    rows = [["operation", *kinds, "breaches"]]
    for label in report.labels():
        counts = [str(asked[label, kind] or "–") for kind in kinds]
        rows.append([label, *counts, str(broken[label] or "–")])
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |"
        for row in rows
    ]
    lines.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    writes = sum(operation.method != "GET" for operation in report.contract.operations)
    lines += [
        "",
        f"The numbers count checked responses. {writes} operations write and are not tested.",
    ]
    return report.clean("\n".join(lines))


def verdict(report: Report) -> str:
    """Render the last line.

    Args:
        report: The report.

    Returns:
        Why the check ended early, else the number of breaches, else the number of responses.
    """
    if report.ended:
        return report.clean(f"ended early: {report.ended}")
    if report.failures:
        kinds = len(report.groups())
        return f"{len(report.failures)} breaches of {kinds} kinds in {len(report.results)} responses"
    return f"{len(report.results)} responses, all conform to the contract"


def describe(group: Sequence[Failure]) -> str:
    """Render one group of failures.

    Args:
        group: Failures of the same rule; the first one is shown.

    Returns:
        Text that may contain secrets. See `Report.clean`.
    """
    failure = group[0]
    exchange, breach = failure.exchange, failure.breach
    answered = response_line(exchange.answer) if exchange.answer.status else "none"
    lines = [
        f"{failure.label} does not conform to the contract",
        f"  request   {curl(exchange.request, exchange.origin)}",
        f"  response  {answered}",
        f"  rule      openapi/pluralkit.yaml{breach.rule}",
        f"  expected  {_cut(breach.expected)}",
        f"  found     {_cut(breach.found)} at {breach.place}",
    ]
    if len(group) > 1:
        others = sorted({each.label for each in group} - {failure.label})
        more = f", also in {', '.join(others)}" if others else ""
        lines.append(f"  and {len(group) - 1} more like it{more}")
    return "\n".join(lines)


def _cut(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 400 else f"{text[:400]}… ({len(text)} characters)"
