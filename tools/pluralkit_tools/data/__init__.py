"""A system's data, whole: export files, written and read. `aio` has the asynchronous variants."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pluralkit_api import PluralKit

from .diffing import Difference, Differences, compare
from .errors import DataError
from .export_file import Source, load
from .front_time import FrontTime
from .plan import Change, Deletion, GuildChange, Plan
from .programs import dump, export_program, restore_program
from .reporting import Report, make_report
from .steps import Progress, run

__all__ = [
    "Change",
    "DataError",
    "Deletion",
    "Difference",
    "Differences",
    "FrontTime",
    "GuildChange",
    "Plan",
    "Report",
    "Source",
    "diff",
    "dump",
    "export",
    "report",
    "restore",
]


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
    return run(client, export_program(output, resume=resume, guilds=guilds, progress=progress))


def restore(
    client: PluralKit,
    source: Source,
    *,
    dry_run: bool = False,
    delete: bool = False,
    state: Path | None = None,
    backup: Path | None = None,
    progress: Progress | None = None,
) -> Plan:
    """Make the system of the token what an export file says, as the bot's `pk;import` does.

    Members and groups are matched by their ids, else by their names; what has no match is created. What the
    file lacks is kept. A switch is created where the system has none at its time. Older files and those of
    Tupperbox are read, too. Unlike the bot, the API cannot set message counts.

    Args:
        client: A client with a token that may read and write everything.
        source: The export file: its path, or what it holds.
        dry_run: Change nothing, and return what would be changed.
        delete: Delete the members, groups, switches and memberships that the file lacks, at last.
        state: A file that lets a restoration go on after a crash: start it again with the same file and
            state. It is removed at the end.
        backup: Where to export the live system to, before the first change.
        progress: Called after each change, with how many are done and how many there are.

    Returns:
        What was changed, kept and could not be restored; `str()` of it is a report.

    Raises:
        DataError: The file is none, or has what an import refuses; `problems` has all places. Nothing was
            changed.
        PluralKitError: A request failed. What was changed before stays so.
        OSError: A file cannot be read or written.
    """
    steps = restore_program(
        source, dry_run=dry_run, delete=delete, state=state, backup=backup, progress=progress
    )
    return run(client, steps)


def diff(before: Source, after: Source) -> Differences:
    """Compare two export files. For the live system, give what `export` returns.

    Args:
        before: The first file: its path, or what it holds.
        after: The second one.

    Returns:
        The differences, in the order of a report; `str()` of them is that report.

    Raises:
        DataError: A file is not a JSON object.
        OSError: A file cannot be read.
    """
    return compare(load(before), load(after))


def report(
    source: Source,
    *,
    since: datetime | None = None,
    until: datetime | None = None,
    zone: str | None = None,
) -> Report:
    """Count who fronted how much, by day and by member.

    Args:
        source: An export file: its path, or what it holds.
        since: What was before is left out. Default: nothing.
        until: What comes after is left out; the latest switch lasts until then. Default: now.
        zone: The IANA name of the time zone that the days are in. Default: the system's, else UTC.

    Returns:
        The times; `str()` of it is a table, `csv()` a CSV file, `plot(path)` draws a picture.

    Raises:
        DataError: The file is not a JSON object.
        OSError: The file cannot be read.
        zoneinfo.ZoneInfoNotFoundError: There is no such time zone.
    """
    return make_report(load(source), since=since, until=until or datetime.now(UTC), zone=zone)
