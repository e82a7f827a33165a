"""Asynchronous variants of the functions of `pluralkit_tools.data`, under asyncio or trio.

Files are written between two requests, without a thread of their own.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pluralkit_api import AsyncPluralKit

from .export_file import Source
from .plan import Plan
from .programs import export_program, restore_program
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
    return await run_async(client, export_program(output, resume=resume, guilds=guilds, progress=progress))


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
    steps = restore_program(
        source, dry_run=dry_run, delete=delete, state=state, backup=backup, progress=progress
    )
    return await run_async(client, steps)
