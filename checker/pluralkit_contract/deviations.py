"""Known deviations of the service from what schemathesis' checks expect, each with its reason.

A deviation applies to one check and is as narrow as the recorded behaviour. `schemathesis_checks` drops the
failures that a deviation covers.
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
    """An exchange on which a check failed.

    Attributes:
        contract: The contract.
        operation: The operation.
        exchange: The request and the response.
        message: The check's failure message.
    """

    contract: Contract
    operation: Operation
    exchange: Exchange
    message: str = ""

    def is_refused(self, status: int, code: int) -> bool:
        """Return whether the response has a status and an error code."""
        return self.exchange.answer.status == status and self.answered.get("code") == code

    @property
    def is_accepted(self) -> bool:
        """Whether the response has a status below 300."""
        return self.exchange.answer.status < 300

    @property
    def sent(self) -> Any:
        """The JSON body of the request; None without any."""
        try:
            return self.exchange.request.json()
        except NotJsonError:
            return None

    @property
    def answered(self) -> Mapping[str, Any]:
        """The fields of the JSON body of the response; empty if it is not an object."""
        try:
            return fields(self.exchange.answer.json())
        except NotJsonError:
            return {}

    def broken(self) -> list[Breach]:
        """Return breaches of the contract by the request that the service is not known to tolerate."""
        return requests.accepted(self.contract, self.exchange.request)

    def broken_keywords(self) -> set[str]:
        """Return the JSON Schema keywords of the breaches that `broken` returns."""
        return {breach.rule.rpartition("/")[2] for breach in self.broken()}


@dataclass(frozen=True, slots=True)
class Deviation:
    """A failure of a check that is expected.

    Attributes:
        name: Name of the deviation in schemathesis.toml.
        check: Name of the schemathesis check that fails.
        reason: Why the service is right, or why the check cannot decide.
        recorded: A recorded exchange that shows the behaviour; None if there is none.
        covers: Returns whether the deviation covers a failure of the check on an exchange.
    """

    name: str
    check: str
    reason: str
    recorded: str | None
    covers: Callable[[Attempt], bool]


def find(checks: Iterable[str], attempt: Attempt) -> Deviation | None:
    """Find the deviation that covers a failure.

    Args:
        checks: Names of the checks that report such a failure.
        attempt: The exchange on which a check failed.

    Returns:
        The deviation, or None.
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
    unsupported = not query.get("guild_id", "").strip() or "channel_id" in query
    return attempt.is_refused(501, 50001) and unsupported


def _deleted(attempt: Attempt) -> bool:
    # The check repeats the request without a token; only its message contains that response.
    return attempt.operation.method == "DELETE" and "got `404 " in attempt.message


def _nothing_to_change(attempt: Attempt) -> bool:
    contract, sent = attempt.contract, fields(attempt.sent)
    body = contract.resolve(attempt.operation.body or "#")
    known = contract.at(body).get("properties", {})
    # A null autoproxy_member is treated like a missing key.
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
    """Return the members or groups that a request lists; None if it lists none."""
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
        "the service accepts scalars of other types, blank texts and null that clients should not send",
        "recordings/member-create-invalid[6]",
        _lenient_values,
    ),
    Deviation(
        "nothing-to-add",
        _NEGATIVE,
        "the service accepts duplicate references in a list if there is nothing left to add or remove",
        None,
        _known_twice,
    ),
    Deviation(
        "empty-proxy-tags",
        _NEGATIVE,
        "the service drops empty proxy tags before it counts them",
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
        "a deleted resource is not found, even by unauthorized callers: references are resolved first",
        "recordings/member-delete[2]",
        _deleted,
    ),
    Deviation(
        "nothing-to-change",
        _POSITIVE,
        "unknown keys are ignored; a body without any known key is rejected with 400",
        "recordings/random-autoproxy-patch-2[5]",
        _nothing_to_change,
    ),
    Deviation(
        "nul-in-text",
        _POSITIVE,
        "the service's database stores no NUL characters; JSON Schema cannot express this well",
        None,
        _has_nul,
    ),
    Deviation(
        "utc-offset",
        _POSITIVE,
        "the service's date type (C#) rejects UTC offsets beyond 14 hours",
        None,
        _beyond_fourteen_hours,
    ),
    Deviation(
        "time-zone",
        _POSITIVE,
        "the contract does not list the valid time zones",
        "recordings/settings-patch-invalid[1]",
        _wrong_in("timezone"),
    ),
    Deviation(
        "autoproxy-member",
        _POSITIVE,
        "mode and member of autoproxy settings must match, and the member must exist",
        "recordings/autoproxy[5]",
        _wrong_in("autoproxy_member"),
    ),
    Deviation(
        "same-fronters",
        _POSITIVE,
        "a switch must differ from the previous one, which a schema cannot express",
        "recordings/switch-create[6]",
        _same_fronters,
    ),
    Deviation(
        "listed-twice",
        _POSITIVE,
        "schemathesis ignores uniqueItems when it draws values from a dictionary",
        "recordings/switch-create[10]",
        _listed_twice,
    ),
    Deviation(
        "taken-time",
        _POSITIVE,
        "two switches of a system cannot have the same time, which a schema cannot express",
        "recordings/switch-create[9]",
        _taken_time,
    ),
)
