"""The report as Markdown."""

from __future__ import annotations

from .report import Report
from .terminal import details, table, verdict


def document(report: Report) -> str:
    """Render verdict, table, and the failures if there are any.

    Args:
        report: The report.

    Returns:
        Markdown without secrets and control characters.
    """
    text = f"# Contract check\n\n{verdict(report)}.\n\n{table(report)}\n"
    return text + (f"\n## Breaches\n\n```\n{details(report)}\n```\n" if report.failures else "")
