"""Entities in data/world.json, and their owners."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import unquote

from .loader import world


@dataclass(frozen=True, slots=True)
class Thing:
    """A system, member, group or switch: `stored` as its owner would see it, `owner` its system's key."""

    model: str
    owner: str
    stored: Mapping[str, Any]


def thing_of(reference: str, caller: str) -> Thing | None:
    """What a reference in a path means, in all its spellings; None where it means nothing."""
    text = unquote(reference, errors="replace")
    if text == "@me":
        return next(
            (thing for thing in things().values() if (thing.model, thing.owner) == ("System", caller)), None
        )
    return things().get(text.lower()) or things().get(text.lower().replace("-", ""))


@cache
def things() -> Mapping[str, Thing]:
    """Everything, by each of its ids; a system by its accounts' as well."""
    return dict(_things())


def _things() -> Iterator[tuple[str, Thing]]:
    for entry in world()["systems"]:
        of_a_model = [("System", [entry["system"]])]
        of_a_model += [
            ("Member", entry["members"]),
            ("Group", entry["groups"]),
            ("Switch", entry["switches"]),
        ]
        for model, stored_things in of_a_model:
            for stored in stored_things:
                thing = Thing(model, entry["key"], stored)
                yield from ((stored[key], thing) for key in ("id", "uuid") if key in stored)
        yield from (
            (account, Thing("System", entry["key"], entry["system"])) for account in entry["accounts"]
        )
