"""Hypothesis state machine: a mirror of a system whose webhooks get lost, come twice, late and in any order.

Whatever happened, the mirror is the API's own view again after `settle`, and without it after the longest
time that docs/mirror.md names.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final

import httpx
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule
from msgspec import structs
from pluralkit_api import PluralKit
from pluralkit_api.models import Group
from pluralkit_sandbox import imports
from pluralkit_sandbox.proxying import NewMessage
from pluralkit_tools.mirror import MemoryStore, Mirror, Store
from pluralkit_tools.receiver import WsgiApp

from contract_tests.recordings.loader import DATA
from contract_tests.support.in_process_sandbox import NOW, shared_sandbox

TOKEN: Final = "signs-the-webhooks"
BOUND: Final = {"lists": 600.0 + 30.0, "all": 1800.0 + 30.0}
"""How old members, groups, the newest 100 switches and the system may be; and settings and each page of older
switches.
"""
STEP: Final = 30.0
_IMPORTS = json.loads((DATA / "recordings-bot/imports.json").read_bytes())["imports"]
_FILES: Final[list[Any]] = [each["file"] for each in _IMPORTS]
_TEXT = st.sampled_from(["A", "B", "C"])
_LEVEL = st.sampled_from(["public", "private"])
_NUMBER = st.integers(0, 9)
_FATES = st.sampled_from(["deliver", "deliver", "lose", "double", "hold", "hold twice"])
_TIMES = st.sampled_from([None, "2026-06-30T10:00:00Z", "2026-06-30T10:00:01Z", "2021-01-01T00:00:00Z"])


class Clock:
    """Time that only a test moves; a microsecond passes with each look, as on a real clock."""

    def __init__(self) -> None:
        self.now = NOW.timestamp()

    def __call__(self) -> float:
        self.now += 1e-6
        return self.now


def post(app: WsgiApp, body: bytes) -> int:
    """POST a body to a WSGI application. Returns the status."""
    statuses: list[int] = []

    def start_response(status: str, _: object) -> None:
        statuses.append(int(status.split()[0]))

    environ = {"REQUEST_METHOD": "POST", "CONTENT_LENGTH": str(len(body)), "wsgi.input": io.BytesIO(body)}
    app(environ, start_response)
    return statuses[0]


def api_view(client: PluralKit) -> dict[str, Any]:
    """A system as the API shows it; what comes in no order is sorted."""
    fronters = client.switches.get_fronters("@me")
    return {
        "system": client.systems.get("@me"),
        "settings": client.systems.get_settings("@me"),
        "members": sorted(client.members.list("@me"), key=lambda each: each.uuid),
        "groups": _sorted_groups(client.groups.list("@me", with_members=True)),
        "fronters": fronters,
        "switches": list(client.switches.iterate("@me")),
    }


def mirror_view(mirror: Mirror, system: Any) -> dict[str, Any]:
    """The same as the mirror shows it."""
    return {
        "system": mirror.system(system),
        "settings": mirror.settings(system),
        "members": sorted(mirror.members(system), key=lambda each: each.uuid),
        "groups": _sorted_groups(mirror.groups(system)),
        "fronters": mirror.fronters(system),
        "switches": mirror.switches(system),
    }


def _sorted_groups(groups: list[Group]) -> list[Group]:
    sets = [structs.replace(each, members=sorted(each.members or ())) for each in groups]
    return sorted(sets, key=lambda each: each.uuid)


class MirrorStateMachine(RuleBasedStateMachine):
    """The store outlives the receivers that are killed."""

    def __init__(self) -> None:
        super().__init__()
        self._sandbox = shared_sandbox()
        self._sandbox.reset()
        self._clock = Clock()
        self._store = self._make_store()
        self._held: list[bytes] = []
        self._seen = 0
        self._meanwhile: list[Callable[[], object]] = []
        self._app: WsgiApp | None = None
        self._written = 0

    @initialize(key=st.sampled_from(["alice", "alice", "alice", "carol"]))
    def start(self, key: str) -> None:
        self._key = key
        world = self._sandbox.world
        with world.transaction():
            world.set_webhook(self._row, f"https://hooks.example.org/{key}", TOKEN)
        http_client = httpx.Client(transport=httpx.MockTransport(self._answer))
        self._client = PluralKit(
            user_agent="contract tests (mirror)",
            token=self._sandbox.tokens[key],
            base_url="http://sandbox.test/v2",
            retry=None,
            rate_limiter=None,
            http_client=http_client,
        )
        self._seen = len(self._sandbox.dispatches)
        self._restart()
        self._system = self._mirror.add()

    def _restart(self) -> None:
        self._mirror = Mirror(self._client, self._store, clock=self._clock)
        self._app = self._mirror.receiver(TOKEN)

    def _make_store(self) -> Store:
        return MemoryStore()

    @property
    def _row(self) -> int:
        uuid = self._sandbox.state.uuid_of(self._key)
        assert uuid is not None
        system = self._sandbox.world.store.find("systems", "uuid", uuid)
        assert system is not None
        return system.id

    def _answer(self, request: httpx.Request) -> httpx.Response:
        """Answer a read, and let something happen before the mirror sees the answer."""
        response = self._sandbox.handle(request)
        while self._meanwhile:
            self._meanwhile.pop()()
        return response

    # What happens to the system

    def _write(self, method: str, path: str, body: object = None) -> None:
        self._written += 1
        self._sandbox.move_clock(NOW + timedelta(seconds=self._written))
        self._sandbox.exchange(method, path, body, by=self._key)

    def _pick(self, name: str, number: int) -> str | None:
        path = {"switches": "/systems/@me/switches"}.get(name, f"/systems/@me/{name}")
        found = self._sandbox.exchange("GET", path, by=self._key).answer.json()
        return sorted(each.get("uuid", each["id"]) for each in found)[number % len(found)] if found else None

    @rule(name=_TEXT, fate=_FATES)
    def create_member(self, name: str, fate: str) -> None:
        self._write("POST", "/members", {"name": name})
        self._dispatch(fate)

    @rule(number=_NUMBER, name=_TEXT, level=_LEVEL, fate=_FATES, both=st.booleans())
    def update_member(self, number: int, name: str, level: str, fate: str, both: bool) -> None:
        member = self._pick("members", number)
        body = {"name": name, "privacy": {"visibility": level}} if both else {"name": name}
        self._write("PATCH", f"/members/{member}", body)
        self._dispatch(fate)

    @rule(number=_NUMBER, fate=_FATES)
    def delete_member(self, number: int, fate: str) -> None:
        self._write("DELETE", f"/members/{self._pick('members', number)}")
        self._dispatch(fate)

    @rule(number=_NUMBER)
    def proxy_message(self, number: int) -> None:
        if (member := self._pick("members", number)) is not None:
            self._sandbox.state.proxy_message(NewMessage(member=member))
            self._dispatch("deliver")

    @rule(name=_TEXT, fate=_FATES)
    def create_group(self, name: str, fate: str) -> None:
        self._write("POST", "/groups", {"name": name})
        self._dispatch(fate)

    @rule(number=_NUMBER, name=_TEXT, fate=_FATES)
    def update_group(self, number: int, name: str, fate: str) -> None:
        self._write("PATCH", f"/groups/{self._pick('groups', number)}", {"display_name": name})
        self._dispatch(fate)

    @rule(number=_NUMBER, fate=_FATES)
    def delete_group(self, number: int, fate: str) -> None:
        self._write("DELETE", f"/groups/{self._pick('groups', number)}")
        self._dispatch(fate)

    @rule(group=_NUMBER, member=_NUMBER, how=st.sampled_from(["add", "remove", "overwrite"]))
    def change_group(self, group: int, member: int, how: str) -> None:
        path = f"/groups/{self._pick('groups', group)}/members/{how}"
        self._write("POST", path, [self._pick("members", member)])

    @rule(members=st.lists(_NUMBER, max_size=3, unique=True), time=_TIMES, fate=_FATES, second=_FATES)
    def create_switch(self, members: list[int], time: str | None, fate: str, second: str) -> None:
        refs = list(dict.fromkeys(self._pick("members", each) for each in members))
        body = {"members": refs} if time is None else {"members": refs, "timestamp": time}
        self._write("POST", "/systems/@me/switches", body)
        self._dispatch(fate, second)

    @rule(number=_NUMBER, time=_TIMES.filter(bool), fate=_FATES)
    def move_switch(self, number: int, time: str, fate: str) -> None:
        self._write("PATCH", f"/systems/@me/switches/{self._pick('switches', number)}", {"timestamp": time})
        self._dispatch(fate)

    @rule(number=_NUMBER, members=st.lists(_NUMBER, max_size=3, unique=True), fate=_FATES)
    def change_switch(self, number: int, members: list[int], fate: str) -> None:
        refs = list(dict.fromkeys(self._pick("members", each) for each in members))
        self._write("PATCH", f"/systems/@me/switches/{self._pick('switches', number)}/members", refs)
        self._dispatch(fate)

    @rule(number=_NUMBER, fate=_FATES)
    def delete_switch(self, number: int, fate: str) -> None:
        self._write("DELETE", f"/systems/@me/switches/{self._pick('switches', number)}")
        self._dispatch(fate)

    @rule(fate=_FATES)
    def delete_all_switches(self, fate: str) -> None:
        world = self._sandbox.world
        with world.transaction():
            while (switch := world.store.latest_switch(self._row)) is not None:
                world.store.delete("switches", switch.id)
            world.emit(self._row, "DELETE_ALL_SWITCHES", None, None)
        self._dispatch(fate)

    @rule(tag=_TEXT, level=_LEVEL, fate=_FATES)
    def update_system(self, tag: str, level: str, fate: str) -> None:
        self._write("PATCH", "/systems/@me", {"tag": tag, "privacy": {"front_privacy": level}})
        self._dispatch(fate)

    @rule(seconds=st.integers(0, 2), fate=_FATES)
    def update_settings(self, seconds: int, fate: str) -> None:
        self._write("PATCH", "/systems/@me/settings", {"latch_timeout": seconds, "name_format": None})
        self._dispatch(fate)

    @rule(number=st.integers(0, len(_FILES) - 1), fates=st.lists(_FATES, min_size=3, max_size=3))
    def import_file(self, number: int, fates: list[str]) -> None:
        imports.import_into(self._sandbox.world, self._row, _FILES[number])
        self._dispatch(*fates)

    # What happens to its events

    def _dispatch(self, *fates: str) -> None:
        """Let each new event meet its fate; there may be fewer."""
        new = self._sandbox.dispatches[self._seen :]
        self._seen += len(new)
        for place, dispatch in enumerate(new):
            body = json.dumps(dispatch.payload).encode()
            match fates[min(place, len(fates) - 1)]:
                case "deliver":
                    self._deliver(body)
                case "double":
                    self._deliver(body)
                    self._deliver(body)
                case "hold":
                    self._held.append(body)
                case "hold twice":
                    self._held += [body, body]
                case _:
                    pass

    def _deliver(self, body: bytes) -> None:
        if self._app is not None:
            assert post(self._app, body) == 200

    @precondition(lambda self: self._held)
    @rule(number=_NUMBER)
    def deliver_late(self, number: int) -> None:
        self._deliver(self._held.pop(number % len(self._held)))

    @precondition(lambda self: self._held)
    @rule(number=_NUMBER)
    def deliver_during_a_read(self, number: int) -> None:
        body = self._held.pop(number % len(self._held))
        self._meanwhile.append(lambda: self._deliver(body))

    @rule(number=_NUMBER, name=_TEXT, fate=_FATES)
    def write_during_a_read(self, number: int, name: str, fate: str) -> None:
        self._meanwhile.append(lambda: self.update_member(number, name, "public", fate, False))

    # What happens to the mirror

    @precondition(lambda self: self._app is not None)
    @rule(seconds=st.sampled_from([0.0, 1.0, 10.0, STEP]), times=st.integers(1, 30))
    def take_care(self, seconds: float, times: int) -> None:
        for _ in range(times):
            self._clock.now += seconds
            self._mirror.step()

    @precondition(lambda self: self._app is not None)
    @rule()
    def kill(self) -> None:
        self._app = None

    @precondition(lambda self: self._app is None)
    @rule(seconds=st.sampled_from([1.0, 50.0, 100.0]))
    def start_again(self, seconds: float) -> None:
        self._clock.now += seconds
        self._restart()

    @precondition(lambda self: self._app is not None)
    @rule()
    def settle(self) -> None:
        self._mirror.settle()
        while self._meanwhile:  # something happened during that
            self._meanwhile.clear()
            self._mirror.settle()
        self._compare()

    def teardown(self) -> None:
        if not hasattr(self, "_mirror"):
            return
        self._meanwhile.clear()
        if self._app is None:
            self._restart()
        for body in self._held:
            self._deliver(body)
        self._let_pass(BOUND["lists"])
        self._compare(newest=True)
        pages = len(self._mirror.switches(self._system)) // 100 + 1
        self._let_pass(BOUND["all"] * pages)
        self._compare()
        assert self._mirror.status(self._system).stale == ()

    def _let_pass(self, seconds: float) -> None:
        end = self._clock.now + seconds
        while self._clock.now < end:
            self._clock.now += STEP
            self._mirror.step()

    def _compare(self, newest: bool = False) -> None:
        """Compare all, or what is read most often."""
        mine, theirs = mirror_view(self._mirror, self._system), api_view(self._client)
        if newest:
            for view in (mine, theirs):
                del view["settings"]
                view["switches"] = view["switches"][:100]
        for name, expected in theirs.items():
            assert mine[name] == expected, name
