"""Where a check of schemathesis expects something else than what the service was recorded to do.

Each exemption is for one check, is as narrow as its rule can be, and names a recorded exchange that shows it,
if there is one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, cast
from urllib.parse import parse_qsl

import msgspec
from pluralkit_contract.conformance import requests
from pluralkit_contract.contract import Contract, Operation, below
from pluralkit_contract.exchange import Exchange, NotJsonError
from pluralkit_contract.failures import Breach

from contract_tests.recordings.loader import world


@dataclass(frozen=True, slots=True)
class Exemption:
    """`recorded` is the origin of a recorded exchange that `covers` covers."""

    check: str
    reason: str
    recorded: str | None
    covers: Callable[[Story], bool]


@dataclass(frozen=True, slots=True)
class Story:
    """An exchange, and what happened to the same world before."""

    contract: Contract
    operation: Operation
    exchange: Exchange
    before: Sequence[Exchange] = ()

    def is_refused(self, status: int, code: int) -> bool:
        return self.exchange.answer.status == status and self.answered.get("code") == code

    @property
    def sent(self) -> Any:
        """The JSON that was sent; None where there was none."""
        try:
            return self.exchange.request.json()
        except NotJsonError:
            return None

    @property
    def fields(self) -> Mapping[str, Any]:
        """What was sent, where that is an object."""
        sent = self.sent
        return cast("dict[str, Any]", sent) if isinstance(sent, dict) else {}

    @property
    def answered(self) -> Mapping[str, Any]:
        """What was answered, where that is an object."""
        try:
            body = self.exchange.answer.json()
        except NotJsonError:
            return {}
        return cast("dict[str, Any]", body) if isinstance(body, dict) else {}

    def broken(self) -> list[Breach]:
        """How the request breaks the contract beyond what the service is known to take."""
        return requests.accepted(self.contract, self.exchange.request)


def find(check: str, story: Story) -> Exemption | None:
    """The exemption from a check's verdict on an exchange, if there is one."""
    return next((each for each in ALL if each.check == check and each.covers(story)), None)


def _lax(story: Story) -> bool:
    return story.exchange.answer.status < 300 and not story.broken()


def _uncounted_tags(story: Story) -> bool:
    sent = story.fields.get("proxy_tags")
    if story.exchange.answer.status >= 300 or not sent:
        return False
    broken = {breach.rule.rpartition("/")[2] for breach in story.broken()}
    return broken <= {"maxItems"} and len(story.answered["proxy_tags"]) < len(sent)


def _unimplemented(story: Story) -> bool:
    query = dict(reversed(parse_qsl(story.exchange.request.query, keep_blank_values=True)))
    asks_for_more = not query.get("guild_id", "").strip() or "channel_id" in query
    return story.is_refused(501, 50001) and asks_for_more


def _deleted(story: Story) -> bool:
    return story.operation.method == "DELETE" and story.exchange.answer.status in (204, 404)


def _deleted_by_another_name(story: Story) -> bool:
    return any(each.request.method == "DELETE" and each.answer.status == 204 for each in story.before)


def _nothing_to_change(story: Story) -> bool:
    body = story.contract.resolve(story.operation.body or "#")
    known = story.contract.at(body).get("properties", {})
    # Null for the member of autoproxy counts as no key.
    meant = {key for key, value in story.fields.items() if value is not None or "proxy" not in key}
    if "privacy" in known and isinstance(story.fields.get("privacy"), dict):
        levels = story.contract.at(story.contract.resolve(below(body, "properties", "privacy")))
        if not levels["properties"].keys() & story.fields["privacy"].keys():
            meant.remove("privacy")
    return story.is_refused(400, 0) and isinstance(story.sent, dict) and not known.keys() & meant


def _has_nul(story: Story) -> bool:
    return story.is_refused(400, 0) and "\\u0000" in msgspec.json.encode(story.sent).decode()


def _beyond_fourteen_hours(story: Story) -> bool:
    offset = re.search(r"[+-](\d\d):(\d\d)$", str(story.fields.get("timestamp")))
    minutes = int(offset[1]) * 60 + int(offset[2]) if offset else 0
    return story.is_refused(400, 0) and minutes > 14 * 60


def _wrong_in(field: str) -> Callable[[Story], bool]:
    return lambda story: story.is_refused(400, 40001) and story.answered["errors"].keys() == {field}


def _depends(story: Story) -> bool:
    return any(story.is_refused(400, code) for code in (40003, 40004, 40005, 40007, 40008))


def _known_twice(story: Story) -> bool:
    is_listed = story.exchange.request.path.endswith(("/add", "/remove"))
    broken = {breach.rule.rpartition("/")[2] for breach in story.broken()}
    return is_listed and story.exchange.answer.status == 204 and broken == {"uniqueItems"}


def _named_twice(story: Story) -> bool:
    is_listed = story.exchange.request.path.endswith(("/add", "/overwrite"))
    if not (is_listed and (story.is_refused(400, 0) or story.is_refused(500, 0))):
        return False
    named = [_short_ids().get(str(each), str(each)) for each in story.sent or ()]
    return len(set(named)) < len(named)


_POSITIVE = "positive_data_acceptance"
_NEGATIVE = "negative_data_rejection"

ALL: Final = (
    Exemption(
        _NEGATIVE,
        "the service takes values of other types, blank texts and null where a client should not send them",
        "recordings/member-create-invalid[6]",
        _lax,
    ),
    Exemption(
        _NEGATIVE,
        "the service takes a list that names a thing twice where there is nothing left to add",
        None,
        _known_twice,
    ),
    Exemption(
        _NEGATIVE,
        "proxy tags that say nothing are dropped before the service counts them",
        "recordings/member-create-invalid[25]",
        _uncounted_tags,
    ),
    Exemption(
        "not_a_server_error",
        "autoproxy settings without guild_id, or with channel_id, are answered with 501",
        "recordings/read-me-carol[12]",
        _unimplemented,
    ),
    Exemption(
        "ignored_auth",
        "what was deleted is not found, also by whom may not delete it: references are looked up first",
        "recordings/member-delete[2]",
        _deleted,
    ),
    Exemption(
        "ensure_resource_availability",
        "a thing that was deleted by one of its references is not found by the other either",
        "recordings/member-delete[1]",
        _deleted_by_another_name,
    ),
    Exemption(
        _POSITIVE,
        "keys that nobody knows are ignored, and where no others are sent there is nothing to change: 400",
        "recordings/random-autoproxy-patch-2[5]",
        _nothing_to_change,
    ),
    Exemption(
        _POSITIVE,
        "the service's database keeps no NUL in a text; JSON Schema has no good way to say so",
        None,
        _has_nul,
    ),
    Exemption(
        _POSITIVE,
        "to the service, a C# program, no time is further from UTC than 14 hours",
        None,
        _beyond_fourteen_hours,
    ),
    Exemption(
        _POSITIVE,
        "the contract has no list of the time zones that there are",
        "recordings/settings-patch-invalid[1]",
        _wrong_in("timezone"),
    ),
    Exemption(
        _POSITIVE,
        "mode and member of autoproxy settings have to go together, and the member has to exist",
        "recordings/autoproxy[5]",
        _wrong_in("autoproxy_member"),
    ),
    Exemption(
        _POSITIVE,
        "a switch may say nothing new, or name a member in two ways, and a system may be full",
        "recordings/switch-create[10]",
        _depends,
    ),
    Exemption(
        _POSITIVE,
        "the service fails where a list names a thing twice, in whatever ways; a good server refuses it",
        "recordings/group-members[21]",
        _named_twice,
    ),
)


@cache
def _short_ids() -> Mapping[str, str]:
    """The short id for every UUID in the world of the recordings."""
    return {
        thing["uuid"]: thing["id"]
        for system in world()["systems"]
        for thing in (*system["members"], *system["groups"])
    }
