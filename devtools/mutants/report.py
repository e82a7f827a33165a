"""Table of the verdicts."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from .trial import Verdict

REPORT = Path("reports") / "mutants.md"


def line(verdict: Verdict) -> str:
    """Render a verdict on one line."""
    fate = "LIVES " if verdict.flaw else "killed"
    return f"{fate} {verdict.seconds:5.1f} s  {verdict.mutant.name}: {verdict.flaw or verdict.test}"


def failures(verdicts: Sequence[Verdict]) -> str:
    """Render the surviving mutants with file, suite, and the end of pytest's output."""
    return "\n\n".join(
        f"{line(verdict)}\n{verdict.mutant.file}; suite: {' '.join(verdict.mutant.suite)}\n{verdict.output}"
        for verdict in verdicts
        if verdict.flaw
    )


def summary(verdicts: Sequence[Verdict], seconds: float) -> str:
    """Render the number of killed mutants and the duration in seconds."""
    killed = sum(not verdict.flaw for verdict in verdicts)
    return f"{killed} of {len(verdicts)} mutants killed in {seconds:.0f} s"


def markdown(verdicts: Sequence[Verdict], seconds: float) -> str:
    """Render all verdicts as Markdown."""
    rows = "\n".join(
        f"| {_cell(verdict.mutant.name)} | `{verdict.mutant.file}` "
        f"| {f'**lives**: {_cell(verdict.flaw)}' if verdict.flaw else f'`{_cell(verdict.test)}`'} "
        f"| {verdict.seconds:.1f} | {_cell(verdict.mutant.why)} |"
        for verdict in verdicts
    )
    head = "| mutant | in | killed by | seconds | what it would do |\n|---|---|---|---:|---|"
    return f"# Mutants\n\n{summary(verdicts, seconds)}.\n\n{head}\n{rows}\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
