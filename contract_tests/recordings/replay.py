"""Replay recorded scenarios against a server, and report different responses.

The server has data/world.json at the first step of every scenario. Rules of the comparison:

- status and JSON body (the order of keys does not matter);
- the headers that a step names; Content-Type with its parameters; if a recording has all headers of a
response, all but its length; of X-PluralKit-Version, a commit, only its presence;
- an id that is not in the initial data is bound to the first id at its place, and must not change afterwards;
- a time within a day of the recording must be within a day of now; other times are compared as instants;
- members and groups in a list are unordered, and so are ids in a list; members of a switch are ordered, and
so are switches in a list, unless two have the same time;
- if the recorded server failed (5xx, except the documented 501), any 4xx with a JSON error is accepted;
- webhooks are compared per scenario, unordered. The recorded server loses most events about created entities,
and some about the time of a switch that was created with one: recorded events are required, others are
allowed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, cast

from pluralkit_contract.contract import Json, load
from pluralkit_contract.exchange import Answer, NotJsonError, Request

from .loader import request_of, world

Send = Callable[[Request], Answer]

_SHORT_ID = re.compile(r"[a-z]{5,6}")
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_TIME = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,6})\d*)?(Z|[+-]\d\d:\d\d)")
_DAY = timedelta(days=1)
_MAY_BE_LOST = ("CREATE_MEMBER", "CREATE_GROUP")
_VERSION = "x-pluralkit-version"
_IGNORED = "traceId"


@dataclass(frozen=True, slots=True)
class Difference:
    """A step that went another way than it was recorded; `place` is where in the answer."""

    step: str
    place: str
    problem: str

    def __str__(self) -> str:
        return f"{self.step}: {self.place}: {self.problem}"


@dataclass(slots=True)
class Replay:
    """One scenario on one server, which is fresh."""

    scenario: Json
    send: Send
    authorizations: Mapping[str, str]
    now: datetime = field(default_factory=lambda: datetime.now(UTC))
    differences: list[Difference] = field(default_factory=list[Difference])
    _saved: dict[str, str] = field(default_factory=dict[str, str])
    _comparison: Comparison = field(init=False)

    def __post_init__(self) -> None:
        self._comparison = Comparison(datetime.fromisoformat(self.scenario["recorded_at"]), self.now)

    def run(self) -> None:
        """Take all steps; `differences` says how it went."""
        for place, step in enumerate(self.scenario["steps"]):
            request = request_of(step["request"], self._saved, self.authorizations)
            answer = self.send(request)
            self._save(step, answer)
            name = f"{self.scenario['name']}[{place}] {request.method} {request.target}"
            for where, problem in self._judge(step, answer):
                self.differences.append(Difference(name, where, problem))

    def check_webhooks(self, sent: Sequence[Json]) -> None:
        """Compare what was sent to webhooks, as {url, payload}, with what was recorded."""
        rest = list(sent)
        for step in self.scenario["steps"]:
            for wanted in step.get("dispatch", ()):
                if (found := self._find(wanted, rest)) is None:
                    self._miss("not sent", wanted)
                else:
                    rest.remove(found)
        created = {each["payload"].get("id") for each in sent if each["payload"]["type"] == "CREATE_SWITCH"}
        for extra in rest:
            if not _may_be_lost(extra["payload"], created):
                self._miss("sent but not recorded", extra)

    def _find(self, wanted: Json, rest: Sequence[Json]) -> Json | None:
        same = self._comparison.differences
        for each in rest:
            if each["url"] == wanted["url"] and not list(same(wanted["payload"], each["payload"])):
                return each
        return None

    def _miss(self, what: str, dispatch: Json) -> None:
        self.differences.append(
            Difference(self.scenario["name"], "webhooks", f"{what}: {json.dumps(dispatch['payload'])}")
        )

    def _save(self, step: Json, answer: Answer) -> None:
        for name, path in step["request"].get("save", {}).items():
            try:
                value: Any = answer.json()
                for part in path.split("."):
                    value = value[int(part) if part.isdecimal() else part]
            except (NotJsonError, LookupError, TypeError):
                continue
            self._saved[name] = str(value)
            if name in step.get("saved", {}):
                self._comparison.bind(step["saved"][name], str(value))

    def _judge(self, step: Json, answer: Answer) -> Iterator[tuple[str, str]]:
        wanted = step["response"]
        body = _json(answer)
        if wanted["status"] >= 500 and wanted["status"] != 501:
            is_error = isinstance(body, dict) and "message" in body
            if not (400 <= answer.status < 500 and is_error):
                yield "status", f"the recorded server failed; a 4xx with a JSON error, not {answer.status}"
            return
        if wanted["status"] != answer.status:
            yield "status", f"{wanted['status']} recorded, {answer.status} here: {answer.body[:200]!r}"
            return
        for name in {*step.get("check_headers", ()), *_compared(step)}:
            first, second = wanted["headers"].get(name), answer.headers.get(name)
            if _header(name, first) != _header(name, second):
                yield name, f"{first!r} recorded, {second!r} here"
        if "json" in wanted:
            yield from self._comparison.differences(wanted["json"], body)
        elif wanted.get("text", "") != answer.body.decode():
            yield "body", f"{wanted.get('text', '')!r} recorded, {answer.body[:200]!r} here"


class Comparison:
    """Compares values of JSON, and remembers which new id here stands for which recorded one."""

    def __init__(self, recorded_at: datetime, now: datetime) -> None:
        self._recorded_at = recorded_at
        self._now = now
        self._known = frozenset(_ids(world()))
        self._here: dict[str, str] = {}
        self._recorded: dict[str, str] = {}

    def bind(self, first: str, second: str) -> bool:
        """Let a recorded id be this one from now on; false where one of them is bound to another."""
        return (
            self._here.setdefault(first, second) == second
            and self._recorded.setdefault(second, first) == first
        )

    def differences(self, first: object, second: object, place: str = "$") -> Iterator[tuple[str, str]]:
        """Where the second value is not what the first, the recorded one, makes us expect."""
        match first:
            case dict():
                yield from self._objects(cast("Json", first), second, place)
            case list():
                yield from self._lists(cast("list[object]", first), second, place)
            case str():
                if not self._texts(first, second, place):
                    yield place, f"{first!r} recorded, {second!r} here"
            case _:
                if first != second or type(first) is not type(second):
                    yield place, f"{first!r} recorded, {second!r} here"

    def _objects(self, first: Json, second: object, place: str) -> Iterator[tuple[str, str]]:
        if not isinstance(second, dict):
            yield place, f"an object recorded, {second!r} here"
            return
        other = cast("Json", second)
        for key, value in first.items():
            if key == _IGNORED:
                continue
            if key in other:
                yield from self.differences(value, other[key], f"{place}.{key}")
            else:
                yield f"{place}.{key}", "missing"
        for key in other.keys() - first.keys() - {_IGNORED}:
            yield f"{place}.{key}", "not in the recording"

    def _lists(self, first: list[object], second: object, place: str) -> Iterator[tuple[str, str]]:
        if not isinstance(second, list):
            yield place, f"a list recorded, {second!r} here"
            return
        other = cast("list[object]", second)
        if len(first) != len(other):
            yield place, f"{len(first)} items recorded, {len(other)} here"
            return
        if all(isinstance(item, str) for item in first + other):
            if sorted(self._here.get(str(item), str(item)) for item in first) != sorted(map(str, other)):
                yield place, f"{first} recorded, {other} here"
            return
        if place == "$" and all(_uuid(item) for item in first + other):
            first = sorted(first, key=lambda item: self._here.get(_uuid(item), _uuid(item)))
            other = sorted(other, key=_uuid)
        if place == "$" and all(map(_is_switch, first + other)):
            first = sorted(first, key=lambda item: _as_listed(item, self._here), reverse=True)
            other = sorted(other, key=lambda item: _as_listed(item, {}), reverse=True)
        for index, (one, another) in enumerate(zip(first, other, strict=True)):
            yield from self.differences(one, another, f"{place}[{index}]")

    def _texts(self, first: str, second: object, place: str) -> bool:
        if not isinstance(second, str):
            return False
        if first in self._here:
            return self._here[first] == second
        if first == second:
            return True
        times = _instant(first), _instant(second)
        if times[0] and times[1]:
            if abs(times[0] - self._recorded_at) < _DAY:
                return abs(times[1] - self._now) < _DAY
            return times[0] == times[1]
        new = first not in self._known and second not in self._known
        if new and (
            _both(_UUID, first, second) or (place.endswith(".id") and _both(_SHORT_ID, first, second))
        ):
            return self.bind(first, second)
        for recorded_id, here in self._here.items():
            first = first.replace(recorded_id, here)
        return first == second


def _uuid(item: object) -> str:
    """The UUID of a member or a group; empty for anything else."""
    return str(cast("Json", item).get("uuid", "")) if isinstance(item, dict) else ""


def _is_switch(item: object) -> bool:
    return isinstance(item, dict) and {"id", "timestamp", "members"} <= cast("Json", item).keys()


def _as_listed(item: object, here: Mapping[str, str]) -> tuple[datetime, str]:
    """The time of a switch, and its id here: the service has no order for switches of one time."""
    switch = cast("Json", item)
    first = datetime.min.replace(tzinfo=UTC)
    return _instant(switch["timestamp"]) or first, here.get(switch["id"], switch["id"])


def _both(pattern: re.Pattern[str], first: str, second: str) -> bool:
    return bool(pattern.fullmatch(first) and pattern.fullmatch(second))


def _instant(text: str) -> datetime | None:
    if not (found := _TIME.fullmatch(text)):
        return None
    try:
        return datetime.fromisoformat(f"{found[1]}.{found[2] or '0':0<6}{found[3]}")
    except ValueError:
        return None


def _ids(value: object) -> Iterator[str]:
    match value:
        case dict():
            for each in cast("Json", value).values():
                yield from _ids(each)
        case list():
            for each in cast("list[object]", value):
                yield from _ids(each)
        case str() if _UUID.fullmatch(value) or _SHORT_ID.fullmatch(value):
            yield value
        case _:
            pass


def _json(answer: Answer) -> object:
    try:
        return answer.json()
    except NotJsonError:
        return None


def _may_be_lost(payload: Json, created: Collection[str]) -> bool:
    if payload["type"] == "UPDATE_SWITCH":
        return payload["id"] in created and payload["data"].keys() == {"timestamp"}
    return payload["type"] in _MAY_BE_LOST


def _compared(step: Json) -> Iterator[str]:
    """Yield the headers of an answer that are compared, whether the step names them or not."""
    recorded: Json = step["response"]["headers"]
    if "access-control-allow-origin" in recorded:  # recorded behind the public face, with all headers
        yield _VERSION
        yield from (name for name in recorded if name != "content-length")
    elif load().find(step["request"]["method"], step["request"]["path"].partition("?")[0]):
        # Outside the operations the public face answers, which such a recording does not show.
        yield "content-type"


def _header(name: str, value: str | None) -> object:
    """Normalise a header for comparison."""
    if name == _VERSION:
        return value is None
    if name == "allow":
        return frozenset((value or "").replace(" ", "").split(","))
    return value
