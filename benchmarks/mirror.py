"""What a mirror of 10,000 members in SQLite takes: time for events, memory, and the reads of an idle system.

The API is a function in this process that answers at once, so that the mirror remains.
"""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
from pluralkit_api import PluralKit, events
from pluralkit_tools.mirror import Mirror, SqliteStore

from benchmarks.members import members
from benchmarks.process import memory

SYSTEM = "1d09be59-b16e-4685-853f-8ed83c5b38ad"
MEMBERS = 10_000
EVENTS = 5_000
_LEVELS = ("name", "description", "avatar", "banner", "pronoun", "member_list", "group_list", "front")
_SYSTEM: dict[str, Any] = {
    **dict.fromkeys(("name", "description", "tag", "pronouns", "avatar_url", "banner", "color")),
    "id": "harbor",
    "uuid": SYSTEM,
    "created": "2020-01-01T00:00:00Z",
    "privacy": {f"{level}_privacy": "public" for level in (*_LEVELS, "front_history")},
}
_SETTINGS: dict[str, Any] = {
    "timezone": "UTC",
    "pings_enabled": True,
    "latch_timeout": None,
    "member_default_private": False,
    "group_default_private": False,
    "show_private_info": True,
    "member_limit": MEMBERS,
    "group_limit": 250,
    "case_sensitive_proxy_tags": True,
    "proxy_error_message_enabled": True,
    "hid_display_split": False,
    "hid_display_caps": False,
    "hid_list_padding": "off",
    "proxy_switch": "off",
    "name_format": "{name} {tag}",
    "description_templates": [],
}


class Clock:
    """Time that does not pass by itself."""

    now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


@contextmanager
def mirrored(count: int, clock: Clock, file: Path) -> Generator[tuple[Mirror, list[str]]]:
    """A mirror of so many members, and the reads that it makes."""
    answers = {
        "/v2/systems/@me": _SYSTEM,
        "/v2/systems/@me/settings": _SETTINGS,
        "/v2/systems/@me/members": members(count),
        "/v2/systems/@me/groups": [],
        "/v2/systems/@me/switches": [],
    }
    bodies = {path: json.dumps(answer).encode() for path, answer in answers.items()}
    reads: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        reads.append(request.url.path)
        headers = {"Content-Type": "application/json"}
        return httpx.Response(200, content=bodies[request.url.path], headers=headers)

    http_client = httpx.Client(transport=httpx.MockTransport(answer))
    store = SqliteStore(file)
    with PluralKit(
        user_agent="benchmarks", rate_limiter=None, http_client=http_client, token="t" * 64
    ) as client:
        mirror = Mirror(client, store, clock=clock)
        yield mirror, reads
    store.close()


def reads_of_an_idle_hour(file: Path) -> int:
    """How many reads the second hour of an idle system of 100 members takes."""
    clock = Clock()
    with mirrored(100, clock, file) as (mirror, reads):
        mirror.add()
        for second in range(0, 7200, 15):
            clock.now += 15
            if second == 3600:
                reads.clear()
            mirror.step()
        return len(reads)


def main() -> None:
    print("| a mirror in SQLite | | |\n|---|---:|---:|")
    with tempfile.TemporaryDirectory() as directory:
        folder = Path(directory)
        print(
            f"| reads an hour, idle, 100 members | {reads_of_an_idle_hour(folder / 'idle.db')} | at most 30 |"
        )
        clock = Clock()
        before = memory()
        with mirrored(MEMBERS, clock, folder / "large.db") as (mirror, _):
            start = time.perf_counter()
            system = mirror.add()
            print(f"| first sync of {MEMBERS:,} members, s | {time.perf_counter() - start:.2f} | |")
            synced = memory()
            uuids = [each.uuid for each in mirror.members(system)][:EVENTS]
            clock.now += 50
            mirror.step()
            clock.now += 50
            start = time.perf_counter()
            for uuid in uuids:
                fields = {"type": "UPDATE_MEMBER", "system_id": SYSTEM, "id": str(uuid)}
                data = {"data": {"name": "Renamed", "privacy": {"visibility": "private"}}}
                mirror.record(events.UpdateMemberEvent.from_json(json.dumps(fields | data)))
            print(f"| events put into the journal, 1/s | {EVENTS / (time.perf_counter() - start):.0f} | |")
            start = time.perf_counter()
            mirror.step()
            rate = EVENTS / (time.perf_counter() - start)
            print(f"| events applied, 1/s | {rate:.0f} | at least 1000 |")
            assert sum(each.name == "Renamed" for each in mirror.members(system)) == EVENTS
            start = time.perf_counter()
            found = mirror.members(system)
            print(
                f"| {len(found):,} members from the store, ms | {(time.perf_counter() - start) * 1e3:.0f} | |"
            )
            print(f"| memory after the first sync, MB more | {(synced - before) / 1e6:.0f} | |")
            print(f"| file, MB | {(folder / 'large.db').stat().st_size / 1e6:.0f} | |")


if __name__ == "__main__":
    main()
