"""Hypothesis strategies for seeds, with owners and privacy settings.

Every value of a field is unique, so that it can be found wherever it leaks. The contract states the fields
and the privacy keys.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from hypothesis import strategies as st
from pluralkit_contract.contract import Contract, Json, below
from pluralkit_contract.values import documented_types

from contract_tests.support.strategies import Drawn

OWNER, OTHER = "owner", "other"
GUILD = "466707357099884544"
MESSAGES: Final = ("1235198210340847626", "1235198210340847627")
_ORIGINALS: Final = ("1235198209434882150", "1235198209434882151")
_START = datetime(2021, 1, 1, tzinfo=UTC)
_MADE_ELSEWHERE = {"id", "uuid", "system", "members", "privacy"}


@st.composite
def seeds(draw: st.DrawFn, contract: Contract) -> Json:
    """A system with members, groups, switches and messages, and another that has a token."""
    members = draw(st.lists(_things(contract, "Member"), min_size=1, max_size=3))
    groups = draw(st.lists(_things(contract, "Group"), max_size=2))
    owner = _named(contract, "System", 0, draw(_things(contract, "System")))
    seeds = [_named(contract, "Member", place, thing) for place, thing in enumerate(members)]
    ids = [seed["id"] for seed in seeds]
    some = st.lists(st.sampled_from(ids), unique=True, max_size=len(ids))
    return {
        "systems": [
            {
                "key": OWNER,
                "token": "a-token-of-the-owner",
                "accounts": ["466378653216014359"],
                "webhook_token": "signed",
                "system": {**owner, "webhook_url": "https://hooks.example.org/owner"},
                "settings": {"timezone": "Europe/Paris"},
                "members": seeds,
                "groups": [
                    {**_named(contract, "Group", place, thing), "members": draw(some)}
                    for place, thing in enumerate(groups)
                ],
                "switches": [
                    {
                        "id": str(UUID(int=100 + place)),
                        "timestamp": _at(10_000 + place),
                        "members": draw(some),
                    }
                    for place in range(draw(st.integers(0, 2)))
                ],
                "messages": [
                    {
                        "id": id,
                        "original": original,
                        "sender": "466378653216014359",
                        "channel": GUILD,
                        "guild": draw(st.sampled_from([None, GUILD])),
                        "member": draw(st.sampled_from([None, *ids])),
                    }
                    for id, original in zip(MESSAGES, _ORIGINALS, strict=True)
                ],
            },
            {"key": OTHER, "token": "a-token-of-the-other", "system": {"id": "other"}},
        ]
    }


def _things(contract: Contract, model: str) -> st.SearchStrategy[Mapping[str, Any]]:
    """Which fields of a thing have a value, which flags are set, and its privacy."""
    levels = _properties(contract, f"{model}Privacy")
    drawn: dict[str, Drawn] = {
        name: st.booleans() for name in _properties(contract, model) if name not in _MADE_ELSEWHERE
    }
    drawn["privacy"] = st.fixed_dictionaries({key: st.sampled_from(["public", "private"]) for key in levels})
    return st.fixed_dictionaries(drawn)


def _named(contract: Contract, model: str, place: int, drawn: Mapping[str, Any]) -> dict[str, Any]:
    """A thing as it stands in a seed."""
    number = {"System": 0, "Member": 10, "Group": 20}[model] + place
    seed: dict[str, Any] = {
        "id": model.lower()[:5].ljust(5, "x") + chr(ord("a") + place),
        "uuid": str(UUID(int=number + 1)),
        "privacy": drawn["privacy"],
    }
    for order, name in enumerate(drawn):
        if name in ("privacy", "webhook_url"):
            continue
        pointer = below("#/components/schemas", model, "properties", name)
        seed[name] = _value(
            contract,
            pointer,
            f"{model}-{place}-{name}",
            number * 100 + order,
            given=drawn[name] or name == "created",
        )
    return seed


def _value(contract: Contract, pointer: str, marker: str, number: int, *, given: bool) -> Any:
    """A value of a field that no other field has; null or empty where none is given."""
    types, node = documented_types(contract, pointer), contract.at(contract.resolve(pointer))
    if "boolean" in types:
        return given
    if "array" in types:
        return [{"prefix": f"{marker}:", "suffix": None}] if given else []
    if not given and "null" in types:
        return None
    if "integer" in types:
        return 1_000_000 + number
    match node.get("format"):
        case "date":
            return (date(1950, 1, 1) + timedelta(days=number)).isoformat()
        case "date-time":
            return _at(number)
        case _ if "pattern" in node:
            return f"{number:06x}"
        case _:
            return f"https://example.org/{marker}" if marker.endswith(("url", "banner", "icon")) else marker


def _at(number: int) -> str:
    return (_START + timedelta(hours=number)).isoformat().replace("+00:00", "Z")


def _properties(contract: Contract, schema: str) -> list[str]:
    return list(contract.at(below("#/components/schemas", schema))["properties"])
