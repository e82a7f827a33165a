"""Members by their ids, of any systems: `python -m examples.roster MEMBER …`; without any, by standard input.

The API has no call for many members at once, and lets 10 reads a second through: thousands take minutes, so
there is a progress bar. PLURALKIT_USER_AGENT, PLURALKIT_TOKEN and PLURALKIT_BASE_URL say who reads where.
"""

from __future__ import annotations

import sys

from pluralkit_api import PluralKit, operations
from pluralkit_api.errors import MemberNotFound
from rich.console import Console
from rich.progress import MofNCompleteColumn, Progress


def main(ids: list[str]) -> None:
    columns = (*Progress.get_default_columns(), MofNCompleteColumn())
    # On stderr, so that what is printed can go into a file.
    with PluralKit.from_env() as pk, Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task("Members", total=len(ids))
        try:
            members = pk.send_all(
                [operations.get_member(each) for each in ids],
                progress=lambda done, _: bar.update(task, completed=done),
            )
        except MemberNotFound as error:
            sys.exit(f"not all of these exist: {error}")

    for member in members:
        print(f"{member.id:6} {member.display_name or member.name:20} {member.pronouns or ''}".rstrip())


if __name__ == "__main__":
    main(sys.argv[1:] or sys.stdin.read().split())
