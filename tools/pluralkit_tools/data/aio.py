"""Asynchronous variants of the functions of `pluralkit_tools.data`, under asyncio or trio.

Files are written between two requests, without a thread of their own.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pluralkit_api import AsyncPluralKit

from . import dump
from .exporting import export_steps
from .partial import PartialExport
from .steps import Progress, run_async

__all__ = ["export"]


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
