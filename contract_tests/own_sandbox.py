"""Without a URL: a sandbox of our own, read as each of its systems."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from pluralkit_contract.access import holder
from pluralkit_contract.contract import Contract, Json
from pluralkit_contract.engine.http import Base, Wire, transport
from pluralkit_contract.probe.positive import ME, Known
from pluralkit_contract.reporters.report import Report
from pluralkit_contract.traversal import Say, Wanted, hold
from pluralkit_sandbox.testing import RunningSandbox

from contract_tests.recordings import DATA

_LIMITS = {"get": 1000, "update": 300}


def hold_own(contract: Contract, report: Path | None, say: Say) -> Iterator[tuple[Report, Path | None]]:
    """A report for each system of the recordings' world, and where to write it. Raises OSError."""
    seed = DATA / "world.json"
    systems: list[Json] = json.loads(seed.read_bytes())["systems"]
    with RunningSandbox(seed) as sandbox:
        sandbox.limit_rates(**_LIMITS)
        base = Base.of(sandbox.base_url, "/v2")
        for system in systems:
            short: str = system["system"]["id"]
            others = (each["system"]["id"] for each in systems if each is not system)
            wanted = Wanted(holder(system["token"]), (ME, next(others)), _known(system))
            say(f"\n{short}, in a sandbox at {sandbox.base_url}")
            yield hold(contract, Wire(base, transport()), wanted, say), report and report / short


def _known(system: Json) -> Known:
    return Known(
        tuple(guild["guild_id"] for guild in system["guilds"]),
        tuple(message["id"] for message in system["messages"]),
    )
