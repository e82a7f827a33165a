"""Any system that is exported and restored elsewhere is equal there, even after a crash at any point."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pluralkit_api import PluralKit, PluralKitError
from pluralkit_contract.contract import load
from pluralkit_tools.data import DataError, export, restore

from contract_tests.support.in_process_sandbox import USER_AGENT, InProcessSandbox
from contract_tests.support.profiles import examples
from contract_tests.support.strategies import Drawn, Strategies, times

from .files import EXTRA, by_name, exports

_ZONES = st.sampled_from(["UTC", "Europe/Paris", "America/New_York", "Asia/Kolkata"])


@st.composite
def files(draw: st.DrawFn) -> dict[str, Any]:
    """Export files of systems in which no two members and no two groups have one name."""
    members = [
        {**fields, "id": f"m{index}", "name": f"member {index}"}
        for index, fields in enumerate(draw(st.lists(_body("MemberUpdate"), max_size=3)))
    ]
    chosen = st.lists(st.sampled_from([each["id"] for each in members]), unique=True) if members else _nobody
    groups = [
        {**fields, "id": f"g{index}", "name": f"group {index}", "members": draw(chosen)}
        for index, fields in enumerate(draw(st.lists(_body("GroupUpdate"), max_size=2)))
    ]
    switches = draw(st.lists(times(utc=True), max_size=5, unique=True))
    return {
        "version": 2,
        **draw(_body("SystemUpdate")),
        "config": {**draw(_body("SystemSettingsUpdate")), "timezone": draw(_ZONES)},
        "members": members,
        "groups": groups,
        "switches": [{"timestamp": time, "members": draw(chosen)} for time in switches],
    }


_nobody: st.SearchStrategy[list[str]] = st.just([])


@cache
def _body(schema: str) -> Drawn:
    return Strategies(load(), kept=True).of(f"#/components/schemas/{schema}")


class World:
    """Two empty systems, `here` and `there`. The connection may break after some requests."""

    def __init__(self) -> None:
        systems = [{"key": key, "token": f"token-of-{key}"} for key in ("here", "there")]
        self._sandbox = InProcessSandbox({"systems": systems})
        self._http = httpx.Client(transport=httpx.MockTransport(self._handle))
        self._client = PluralKit(user_agent=USER_AGENT, retry=None, rate_limiter=None, http_client=self._http)
        self.here, self.there = (self._client.with_options(token=each["token"]) for each in systems)
        self.left: int | None = None
        self.is_lost = False

    def _handle(self, request: httpx.Request) -> httpx.Response:
        if request.method != "GET" and self.left is not None:
            self.left -= 1
            if self.left < 0:
                if self.is_lost:
                    self._sandbox.handle(request)
                raise httpx.ReadError("the program was killed")
        return self._sandbox.handle(request)

    def close(self) -> None:
        self._client.close()
        self._http.close()
        self._sandbox.close()


@contextmanager
def world() -> Generator[World]:
    made = World()
    try:
        yield made
    finally:
        made.close()


@examples(15)
@given(files())
def test_an_exported_and_restored_system_is_equal(file: dict[str, Any]) -> None:
    with world() as systems:
        restore(systems.here, file)
        exported = export(systems.here)
        assert restore(systems.here, exported, dry_run=True).is_empty
        restore(systems.there, exported)
        again = export(systems.there)
    assert by_name(again) == by_name(exported)
    names = {member["id"]: member["name"] for each in (exported, again) for member in each["members"]}
    first, second = (
        [[names[member] for member in switch["members"]] for switch in each[EXTRA]["switches"]]
        for each in (exported, again)
    )
    assert first == second, "the order of the fronters"


def test_a_long_history_is_the_same() -> None:
    with world() as systems:
        restore(systems.here, exports()["carol"])
        assert by_name(export(systems.here)) == by_name(exports()["carol"])


SMALL: dict[str, Any] = {
    "version": 2,
    "name": "Small",
    "config": {"pings_enabled": False},
    "members": [
        {"id": "one", "name": "Same name", "avatar_url": "https://a.example/a"},
        {"id": "two", "name": "Same name", "avatar_url": "https://a.example/a", "webhook_avatar_url": None},
        {
            "id": "three",
            "name": "Other",
            "avatar_url": "https://a.example/a",
            "webhook_avatar_url": "https://a.example/a",
        },
    ],
    "groups": [{"id": "group", "name": "Group", "members": ["one", "three"]}],
    "switches": [
        {"timestamp": "2024-01-03T00:00:00Z", "members": ["three"]},
        {"timestamp": "2024-01-02T00:00:00Z", "members": ["three"]},
        {"timestamp": "2024-01-01T00:00:00Z", "members": ["one", "two"]},
    ],
}


@pytest.mark.parametrize("is_lost", [False, True], ids=["not-sent", "answer-lost"])
def test_a_restoration_that_was_killed_goes_on(is_lost: bool, tmp_path: Path) -> None:
    with world() as systems:
        _begin(systems)
        restore(systems.here, SMALL)
        whole = _described(export(systems.here))
    for requests in range(30):
        state = tmp_path / f"{requests}.json"
        with world() as systems:
            _begin(systems)
            systems.left, systems.is_lost = requests, is_lost
            try:
                restore(systems.here, SMALL, state=state)
            except PluralKitError:
                systems.left = None
                restore(systems.here, SMALL, state=state)
            else:
                break
            assert _described(export(systems.here)) == whole, f"killed after {requests} requests"
            assert not state.exists()
    else:
        pytest.fail("it took more requests than were tried")


def _begin(systems: World) -> None:
    """The fronters are those of the newest switch of the file, so that the service refuses it at first."""
    other = systems.here.members.create(name="Other")
    systems.here.switches.create("@me", members=[other])
    switch = systems.here.switches.list("@me")[0]
    systems.here.switches.update("@me", switch, timestamp=datetime(2023, 1, 1, tzinfo=UTC))


def _described(file: dict[str, Any]) -> Any:
    names = {member["id"]: member["name"] for member in file["members"]}
    return {
        **by_name(file),
        "members": sorted((each["name"], str(each["webhook_avatar_url"])) for each in file["members"]),
        "switches": [
            (each["timestamp"], [names[member] for member in each["members"]])
            for each in file[EXTRA]["switches"]
        ],
    }


def test_the_state_of_another_file_is_refused(tmp_path: Path) -> None:
    state = tmp_path / "state.json"
    with world() as systems:
        systems.left = 1
        with pytest.raises(PluralKitError):
            restore(systems.here, SMALL, state=state)
        systems.left = None
        with pytest.raises(DataError, match="another file"):
            restore(systems.here, {**SMALL, "name": "Other"}, state=state)
