"""For how long everybody fronted, over all of history: `python -m examples.front_history [SYSTEM]`.

A page has 100 switches, and 10 pages a second are allowed: a long history takes a while, so there is progress
to be seen. PLURALKIT_USER_AGENT, PLURALKIT_TOKEN and PLURALKIT_BASE_URL say who reads where.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from datetime import UTC, datetime, timedelta

from pluralkit_api import PluralKit
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn


def main(system: str) -> None:
    fronted: defaultdict[str, timedelta] = defaultdict(timedelta)
    columns = (SpinnerColumn(), TextColumn("{task.completed:,.0f} switches"), TimeElapsedColumn())
    with PluralKit.from_env() as pk, Progress(*columns) as bar:
        task = bar.add_task("", total=None)
        end = datetime.now(UTC)
        for switch in pk.switches.iterate(system, progress=lambda seen, _: bar.update(task, completed=seen)):
            for member in switch.members:
                fronted[member] += end - switch.timestamp
            end = switch.timestamp
        names = {member.id: member.name for member in pk.members.list(system)}

    for member, time in sorted(fronted.items(), key=lambda item: item[1], reverse=True):
        print(f"{names.get(member, member):20} {time / timedelta(hours=1):10,.1f} h")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "@me")
