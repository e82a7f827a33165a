"""Exporting and restoring with their files, as programs for a synchronous or asynchronous client."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from .export_file import Source, load
from .exporting import export_steps
from .files import write_private
from .partial import PartialExport
from .plan import Plan
from .restoring import restore_steps
from .state import RestoreState
from .steps import Progress, Steps


def export_program(
    output: Path | None, *, resume: bool, guilds: Iterable[str | int], progress: Progress | None
) -> Steps[dict[str, Any]]:
    """Export the own system; `pluralkit_tools.data.export` documents the arguments."""
    if output is None:
        return (yield from export_steps(guilds=guilds, progress=progress))
    with PartialExport(output, resume=resume) as part:
        exported = yield from export_steps(
            guilds=guilds, known=part.known, on_page=part.add, progress=progress
        )
        part.finish(dump(exported))
        return exported


def restore_program(
    source: Source,
    *,
    dry_run: bool,
    delete: bool,
    state: Path | None,
    backup: Path | None,
    progress: Progress | None,
) -> Steps[Plan]:
    """Restore an export file; `pluralkit_tools.data.restore` documents the arguments."""
    content = load(source)
    return (
        yield from restore_steps(
            content,
            dry_run=dry_run,
            delete=delete,
            state=RestoreState(state, content),
            on_live=lambda live: write_private(backup, dump(live)) if backup is not None else None,
            progress=progress,
        )
    )


def dump(exported: dict[str, Any]) -> str:
    """Return the text of an export file."""
    return json.dumps(exported, ensure_ascii=False, indent=2) + "\n"
