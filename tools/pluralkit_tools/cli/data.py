"""The commands about a system's data as a whole."""

from __future__ import annotations

from collections.abc import Iterator
from copy import copy
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfoNotFoundError

import click

from pluralkit_tools import data
from pluralkit_tools.data import DataError, dump

from .options import client, confirm, options, progress, shared
from .values import Time

_FILE = click.Path(path_type=Path, dir_okay=False)


def commands() -> Iterator[click.Command]:
    """The commands, each with the options that all have."""
    for each in (export, restore, diff, report):
        made = copy(each)
        made.params = [*each.params, *shared(deletes=each is restore)]
        yield made


@click.command()
@click.option("--output", type=_FILE, help="Write to this file, which only you can read. Default: print it.")
@click.option("--resume", is_flag=True, help="Go on with an export to --output that was interrupted.")
@click.option(
    "--guild", multiple=True, metavar="ID", help="A Discord server whose settings are exported, too."
)
@click.pass_context
def export(context: click.Context, output: Path | None, resume: bool, guild: tuple[str, ...]) -> None:
    """Export your system: the file that the bot's pk;export makes.

    The file is put in place once it is whole; until then, what was read is in a file beside it whose name
    ends in .part.
    """
    if resume and output is None:
        raise click.UsageError("--resume needs --output")
    with client(context, needs_token=True) as pk:
        told = progress(context, "switches")
        exported = data.export(pk, output, resume=resume, guilds=guild, progress=told)
    if output is None:
        click.echo(dump(exported), nl=False)
    else:
        click.echo(
            f"{output}: {len(exported['members'])} members, {len(exported['switches'])} switches", err=True
        )


@click.command()
@click.argument("file", type=_FILE)
@click.option("--dry-run", is_flag=True, help="Change nothing; show what would be changed.")
@click.option("--state", type=_FILE, help="File that lets the command go on after a crash: start it again.")
@click.option("--delete", is_flag=True, help="Delete what FILE lacks.")
@click.option(
    "--backup", type=_FILE, help="Where the live system is exported to first. Default: beside FILE."
)
@click.pass_context
def restore(
    context: click.Context,
    file: Path,
    dry_run: bool,
    state: Path | None,
    delete: bool,
    backup: Path | None,
) -> None:
    """Make your system what an export FILE says, as the bot's pk;import does.

    Files of the bot, of any age, and of Tupperbox are read. Members and groups are matched by their ids,
    else by their names. Whatever an import refuses is shown before anything is changed.
    """
    with client(context, needs_token=True) as pk:
        if delete and not dry_run and not options(context).yes:
            plan = data.restore(pk, file, dry_run=True, delete=True, state=state)
            click.echo(str(plan), nl=False)
            if plan.deletions:
                confirm(context, f"Delete {len(plan.deletions)} of them?")
        time = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
        plan = data.restore(
            pk,
            file,
            dry_run=dry_run,
            delete=delete,
            state=state,
            backup=backup or file.with_name(f"{file.stem}.before-{time}.json"),
            progress=progress(context, "changes"),
        )
    click.echo(str(plan), nl=False)


@click.command()
@click.argument("before", type=_FILE)
@click.argument("after", type=_FILE, required=False)
@click.pass_context
def diff(context: click.Context, before: Path, after: Path | None) -> int:
    """Show what differs between two export files, or between BEFORE and your system as it is now.

    The exit code is 1 where something differs.
    """
    if after is None:
        with client(context, needs_token=True) as pk:
            now = data.export(pk, progress=progress(context, "switches"))
        found = data.diff(before, now)
    else:
        found = data.diff(before, after)
    click.echo(str(found), nl=False)
    return int(bool(found))


@click.command()
@click.argument("file", type=_FILE)
@click.option("--since", type=Time(), help="Leave out what was before.")
@click.option("--until", type=Time(), help="Leave out what comes after. Default: now.")
@click.option("--zone", metavar="NAME", help="The time zone of the days. Default: the system's.")
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV: day, member, name, hours.")
@click.option("--plot", type=_FILE, help="Draw it into a file whose name ends in .png or .svg.")
def report(
    file: Path,
    since: datetime | None,
    until: datetime | None,
    zone: str | None,
    as_csv: bool,
    plot: Path | None,
) -> None:
    """Show who fronted how much, by day and by member, from an export FILE.

    Members who front together have the same time each.
    """
    if plot is not None and plot.suffix not in (".png", ".svg"):
        raise click.BadParameter("must end in .png or .svg", param_hint="--plot")
    try:
        made = data.report(file, since=since, until=until, zone=zone)
    except ZoneInfoNotFoundError as error:
        raise DataError(str(error)) from None
    if plot is not None:
        try:
            made.plot(plot)
        except ModuleNotFoundError as missing:
            raise click.UsageError(f"--plot: {missing}") from None
    click.echo(made.csv() if as_csv else str(made), nl=False)
