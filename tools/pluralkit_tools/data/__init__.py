"""A system's data, whole: export files, written and read. `aio` has the asynchronous variants."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pluralkit_api import PluralKit

from .errors import DataError
from .exporting import export_steps
from .partial import PartialExport
from .steps import Progress, run

__all__ = ["DataError", "dump", "export"]


def export(
    client: PluralKit,
    output: Path | None = None,
    *,
    resume: bool = False,
    guilds: Iterable[str | int] = (),
    progress: Progress | None = None,
) -> dict[str, Any]:
    """Export the system of the token: the file that the bot's `pk;export` makes (version 2).

    It lacks `accounts` and `config.card_show_color_hex`, which the API does not tell. The key
    `x_pluralkit_tools`, which the bot ignores, has what the format lacks: the UUIDs of switches, the order of
    their members, and the settings for the `guilds`.

    Args:
        client: A client with a token that shows everything.
        output: Where to write the file, too; only its owner can read it. It is put in place once it is
            whole; until then, `<output>.part` has what was read.
        resume: Go on with `<output>.part` of a run that was interrupted. A past switch that was changed
            between the two runs is not read again.
        guilds: Discord servers whose settings are exported, too. That takes a request for each member.
        progress: Called after each page of the history, with the number of switches so far and None.

    Returns:
        The export, as JSON has it.

    Raises:
        DataError: The token does not show everything, or `<output>.part` belongs to another system.
        PluralKitError: A request failed.
        OSError: A file cannot be written.
    """
    if output is None:
        return run(client, export_steps(guilds=guilds, progress=progress))
    with PartialExport(output, resume=resume) as part:
        steps = export_steps(guilds=guilds, known=part.known, on_page=part.add, progress=progress)
        exported = run(client, steps)
        part.finish(dump(exported))
        return exported


def dump(exported: dict[str, Any]) -> str:
    """Make the text of an export file."""
    return json.dumps(exported, ensure_ascii=False, indent=2) + "\n"
