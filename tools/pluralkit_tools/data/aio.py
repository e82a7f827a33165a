"""Asynchronous variants of the functions of `pluralkit_tools.data`, under asyncio or trio.

Files are written between two requests, without a thread of their own.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pluralkit_api import AsyncPluralKit

from . import Plan, Source, dump
from .export_file import load
from .exporting import export_steps
from .files import write_private
from .partial import PartialExport
from .restoring import restore_steps
from .state import RestoreState
from .steps import Progress, run_async

__all__ = ["export", "restore"]


async def export(
    client: AsyncPluralKit,
    output: Path | None = None,
    *,
    resume: bool = False,
    guilds: Iterable[str | int] = (),
    progress: Progress | None = None,
) -> dict[str, Any]:
    """Asynchronous variant of `pluralkit_tools.data.export`."""
    if output is None:
        return await run_async(client, export_steps(guilds=guilds, progress=progress))
    with PartialExport(output, resume=resume) as part:
        steps = export_steps(guilds=guilds, known=part.known, on_page=part.add, progress=progress)
        exported = await run_async(client, steps)
        part.finish(dump(exported))
        return exported


async def restore(
    client: AsyncPluralKit,
    source: Source,
    *,
    dry_run: bool = False,
    delete: bool = False,
    state: Path | None = None,
    backup: Path | None = None,
    progress: Progress | None = None,
) -> Plan:
    """Asynchronous variant of `pluralkit_tools.data.restore`."""
    content = load(source)
    steps = restore_steps(
        content,
        dry_run=dry_run,
        delete=delete,
        state=RestoreState(state, content),
        on_live=lambda live: write_private(backup, dump(live)) if backup is not None else None,
        progress=progress,
    )
    return await run_async(client, steps)
