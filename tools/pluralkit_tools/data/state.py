"""How far a restoration has come: a file that lets it go on after a crash."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from .errors import DataError
from .files import write_private
from .plan import Kind

_VERSION = 1


class RestoreState:
    """The live UUIDs of the members and groups of a file, kept in a file of its own.

    What is about to be created is noted before the request, so that a program that was killed before it had
    the answer finds what it created, and does not create it twice.

    Args:
        path: The file; None keeps nothing.
        content: The export file that is restored.
    """

    def __init__(self, path: Path | None, content: Mapping[str, Any]) -> None:
        self._path = path
        self._digest = hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
        self._system = ""
        self.uuids: dict[Kind, dict[int, str]] = {"member": {}, "group": {}}
        self.creating: tuple[Kind, int] | None = None
        self.pending: tuple[str, str] | None = None
        """The time of a switch that may be there for the moment, and the one that it shall have."""
        self._before: set[str] = set()

    def load(self, live: Mapping[str, Any]) -> bool:
        """Read what an interrupted run left behind.

        Args:
            live: The export of the live system.

        Returns:
            Whether there was such a run.

        Raises:
            DataError: It belongs to another system, or to another export file.
        """
        self._system = live["uuid"]
        things = {"member": live["members"], "group": live["groups"]}
        if self._path is None or not self._path.exists():
            self._before = {thing["uuid"] for each in things.values() for thing in each}
            return False
        found = json.loads(self._path.read_bytes())
        if (found["version"], found["system"], found["file"]) != (_VERSION, self._system, self._digest):
            raise DataError(f"{self._path} belongs to the restoration of another file or system; remove it")
        self._before = set(found["before"])
        self.pending = found["pending"] and tuple(found["pending"])
        kinds: tuple[Kind, ...] = ("member", "group")
        for kind in kinds:
            there = {thing["uuid"] for thing in things[kind]}
            kept = {int(index): uuid for index, uuid in found[kind].items() if uuid in there}
            if found["creating"] and found["creating"]["kind"] == kind:
                new = there - self._before - set(kept.values())
                if len(new) == 1 and str(found["creating"]["index"]) not in found[kind]:
                    kept[found["creating"]["index"]] = new.pop()
            self.uuids[kind] = kept
        return True

    def begin(self, uuids: Mapping[Kind, Mapping[int, str]]) -> None:
        """Record the matches, before the first request that changes anything.

        Args:
            uuids: UUIDs of the matches, by kind and index of the entry.
        """
        self.uuids = {kind: dict(found) for kind, found in uuids.items()}
        self._save()

    def will_create(self, kind: Kind, index: int) -> None:
        """Record what the next request creates.

        Args:
            kind: What is created.
            index: The index of its entry in the file.
        """
        self.creating = (kind, index)
        self._save()

    def created(self, kind: Kind, index: int, uuid: str) -> None:
        """Record that it was created.

        Args:
            kind: What was created.
            index: The index of its entry in the file.
            uuid: The UUID that the service gave it.
        """
        self.uuids[kind][index] = uuid
        self.creating = None
        self._save()

    def set_pending(self, times: tuple[str, str] | None) -> None:
        """Record that a switch is about to be created at a provisional time, and then moved.

        Args:
            times: The provisional and the final timestamp; None: it was moved.
        """
        self.pending = times
        self._save()

    def finish(self) -> None:
        """Remove the file: there is nothing to go on with."""
        if self._path is not None:
            self._path.unlink(missing_ok=True)

    def _save(self) -> None:
        if self._path is None:
            return
        creating = self.creating and {"kind": self.creating[0], "index": self.creating[1]}
        state = {
            "version": _VERSION,
            "system": self._system,
            "file": self._digest,
            "before": sorted(self._before),
            "creating": creating,
            "pending": self.pending,
            "member": self.uuids["member"],
            "group": self.uuids["group"],
        }
        write_private(self._path, json.dumps(state, indent=1) + "\n")
