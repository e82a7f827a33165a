"""Deviations of the service from what the checks of schemathesis expect, each with its reason.

A deviation is for one check and as narrow as what was recorded. `schemathesis_checks` leaves the failures out
that a deviation covers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import parse_qsl

import msgspec

from .conformance import requests
from .contract import Contract, Json, Operation, below
from .exchange import Exchange, NotJsonError
from .failures import Breach
from .json_values import fields, is_list, is_object, items


@dataclass(frozen=True, slots=True)
class Attempt:
    """An exchange of an operation, on which a check has failed; `message` is the check's."""

    contract: Contract
    operation: Operation
    exchange: Exchange
    message: str = ""

    def is_refused(self, status: int, code: int) -> bool:
        """Whether the response has this status and error code."""
        return self.exchange.answer.status == status and self.answered.get("code") == code

    @property
    def is_accepted(self) -> bool:
        """Whether the response has a status below 300."""
        return self.exchange.answer.status < 300

    @property
    def sent(self) -> Any:
        """The JSON that was sent; None where there was none."""
        try:
            return self.exchange.request.json()
        except NotJsonError:
            return None

    @property
    def answered(self) -> Mapping[str, Any]:
        """The fields of the JSON in the response."""
        try:
            return fields(self.exchange.answer.json())
        except NotJsonError:
            return {}

    def broken(self) -> list[Breach]:
        """How the request breaks the contract beyond what the service is known to take."""
        return requests.accepted(self.contract, self.exchange.request)

    def broken_keywords(self) -> set[str]:
        """The JSON Schema keywords among what `broken` finds."""
        return {breach.rule.rpartition("/")[2] for breach in self.broken()}


@dataclass(frozen=True, slots=True)
class Deviation:
    """A failure that is no failure.

    Attributes:
        name: Names it in schemathesis.toml.
        check: The check that fails, by schemathesis' name.
        reason: Why the service is right, or why the check cannot know.
        recorded: The recorded exchange that shows it, if there is one.
        covers: Whether it covers a failure of the check on an exchange.
    """

    name: str
    check: str
    reason: str
    recorded: str | None
    covers: Callable[[Attempt], bool]


def find(checks: Iterable[str], attempt: Attempt) -> Deviation | None:
    """Find the deviation that covers a failure.

    Args:
        checks: The names of the checks that report such a failure.
        attempt: The exchange that it was found in.
    """
    return next((each for each in ALL if each.check in checks and each.covers(attempt)), None)


def _lenient_values(attempt: Attempt) -> bool:
    return attempt.is_accepted and not attempt.broken()


def _known_twice(attempt: Attempt) -> bool:
    is_listed = attempt.exchange.request.path.endswith(("/add", "/remove"))
    return (
        is_listed and attempt.exchange.answer.status == 204 and attempt.broken_keywords() == {"uniqueItems"}
    )


def _uncounted_tags(attempt: Attempt) -> bool:
    sent = items(fields(attempt.sent).get("proxy_tags"))
    if not attempt.is_accepted or not sent:
        return False
    return attempt.broken_keywords() <= {"maxItems"} and len(attempt.answered["proxy_tags"]) < len(sent)


def _unimplemented(attempt: Attempt) -> bool:
    query = dict(reversed(parse_qsl(attempt.exchange.request.query, keep_blank_values=True)))
    asks_for_more = not query.get("guild_id", "").strip() or "channel_id" in query
    return attempt.is_refused(501, 50001) and asks_for_more


def _deleted(attempt: Attempt) -> bool:
    # The check has sent the request again, without a token; its message says what came back.
    return attempt.operation.method == "DELETE" and "got `404 " in attempt.message


def _nothing_to_change(attempt: Attempt) -> bool:
    contract, sent = attempt.contract, fields(attempt.sent)
    body = contract.resolve(attempt.operation.body or "#")
    known = contract.at(body).get("properties", {})
    # Null for the member of autoproxy counts as no key.
    meant = {key for key, value in sent.items() if value is not None or "proxy" not in key}
    if "privacy" in known and is_object(sent.get("privacy")):
        levels = contract.at(contract.resolve(below(body, "properties", "privacy")))
        if not levels["properties"].keys() & sent["privacy"].keys():
            meant.remove("privacy")
    return attempt.is_refused(400, 0) and is_object(attempt.sent) and not known.keys() & meant


def _has_nul(attempt: Attempt) -> bool:
    return attempt.is_refused(400, 0) and "\\u0000" in msgspec.json.encode(attempt.sent).decode()


def _beyond_fourteen_hours(attempt: Attempt) -> bool:
    offset = re.search(r"[+-](\d\d):(\d\d)$", str(fields(attempt.sent).get("timestamp")))
    minutes = int(offset[1]) * 60 + int(offset[2]) if offset else 0
    return attempt.is_refused(400, 0) and minutes > 14 * 60


def _wrong_in(field: str) -> Callable[[Attempt], bool]:
    return lambda attempt: (
        attempt.is_refused(400, 40001) and fields(attempt.answered["errors"]).keys() == {field}
    )


def _same_fronters(attempt: Attempt) -> bool:
    return attempt.is_refused(400, 40004) and _named(attempt) is not None


def _listed_twice(attempt: Attempt) -> bool:
    refused = attempt.is_refused(400, 40003) or attempt.is_refused(400, 0)
    texts = [str(each) for each in _named(attempt) or ()]
    return refused and len(set(texts)) < len(texts)


def _named(attempt: Attempt) -> list[Json] | None:
    """The members or groups that a request lists; None where it lists none."""
    listed = attempt.sent if is_list(attempt.sent) else fields(attempt.sent).get("members")
    return items(listed) if is_list(listed) else None


def _taken_time(attempt: Attempt) -> bool:
    return attempt.is_refused(400, 40005) and "timestamp" in fields(attempt.sent)


_POSITIVE = "positive_data_acceptance"
_NEGATIVE = "negative_data_rejection"

ALL: Final = (
    Deviation(
        "lenient-values",
        _NEGATIVE,
        "the service takes scalars of other types, blank texts and null where a client should not send them",
        "recordings/member-create-invalid[6]",
        _lenient_values,
    ),
    Deviation(
        "nothing-to-add",
        _NEGATIVE,
        "the service takes a list that names a resource twice where there is nothing left to add or remove",
        None,
        _known_twice,
    ),
    Deviation(
        "empty-proxy-tags",
        _NEGATIVE,
        "empty proxy tags are dropped before the service counts them",
        "recordings/member-create-invalid[25]",
        _uncounted_tags,
    ),
    Deviation(
        "autoproxy-not-implemented",
        "not_a_server_error",
        "autoproxy settings without guild_id, or with channel_id, are answered with 501",
        "recordings/read-me-carol[12]",
        _unimplemented,
    ),
    Deviation(
        "deleted-is-not-found",
        "ignored_auth",
        "what was deleted is not found, also by those who may not delete it: references come first",
        "recordings/member-delete[2]",
        _deleted,
    ),
    Deviation(
        "nothing-to-change",
        _POSITIVE,
        "unknown keys are ignored, and where no others are sent there is nothing to change: 400",
        "recordings/random-autoproxy-patch-2[5]",
        _nothing_to_change,
    ),
    Deviation(
        "nul-in-text",
        _POSITIVE,
        "the service's database stores no NUL in a text; JSON Schema has no good way to say so",
        None,
        _has_nul,
    ),
    Deviation(
        "utc-offset",
        _POSITIVE,
        "to the service, a C# program, no time is further from UTC than 14 hours",
        None,
        _beyond_fourteen_hours,
    ),
    Deviation(
        "time-zone",
        _POSITIVE,
        "the contract has no list of the time zones that there are",
        "recordings/settings-patch-invalid[1]",
        _wrong_in("timezone"),
    ),
    Deviation(
        "autoproxy-member",
        _POSITIVE,
        "mode and member of autoproxy settings have to go together, and the member has to exist",
        "recordings/autoproxy[5]",
        _wrong_in("autoproxy_member"),
    ),
    Deviation(
        "same-fronters",
        _POSITIVE,
        "a switch has to differ from the one before it, which no schema can say",
        "recordings/switch-create[6]",
        _same_fronters,
    ),
    Deviation(
        "listed-twice",
        _POSITIVE,
        "schemathesis draws from a dictionary without regard for uniqueItems",
        "recordings/switch-create[10]",
        _listed_twice,
    ),
    Deviation(
        "taken-time",
        _POSITIVE,
        "a system has no two switches at the same time, which no schema can say",
        "recordings/switch-create[9]",
        _taken_time,
    ),
)
