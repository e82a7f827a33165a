"""Where a check of schemathesis expects something else than what the service was recorded to do.

Each exemption is for one check, is as narrow as its rule can be, and names a recorded exchange that shows it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, cast
from urllib.parse import parse_qsl

from contract_tests import requests
from contract_tests.contract import Contract, Operation
from contract_tests.exchange import Exchange, NotJsonError
from contract_tests.recordings import world


@dataclass(frozen=True, slots=True)
class Exemption:
    """`recorded` is the origin of a recorded exchange that `covers` covers."""

    check: str
    reason: str
    recorded: str
    covers: Callable[[Contract, Operation, Exchange], bool]


def find(contract: Contract, check: str, operation: Operation, exchange: Exchange) -> Exemption | None:
    """The exemption from a check's verdict on an exchange, if there is one."""
    return next(
        (each for each in ALL if each.check == check and each.covers(contract, operation, exchange)), None
    )


def _lax(contract: Contract, _: Operation, exchange: Exchange) -> bool:
    return exchange.answer.status < 300 and not requests.accepted(contract, exchange.request)


def _uncounted_tags(contract: Contract, _: Operation, exchange: Exchange) -> bool:
    if exchange.answer.status >= 300 or not isinstance(
        tags := _sent_object(exchange).get("proxy_tags"), list
    ):
        return False
    broken = {breach.rule.rpartition("/")[2] for breach in requests.accepted(contract, exchange.request)}
    return broken <= {"maxItems"} and len(_answered(exchange)["proxy_tags"]) < len(tags)


def _unimplemented(_: Contract, __: Operation, exchange: Exchange) -> bool:
    query = dict(reversed(parse_qsl(exchange.request.query, keep_blank_values=True)))
    return _is_refused(exchange, 501, 50001) and (
        not query.get("guild_id", "").strip() or "channel_id" in query
    )


def _nothing_to_change(contract: Contract, operation: Operation, exchange: Exchange) -> bool:
    known = contract.at(contract.resolve(operation.body or "#")).get("properties", {})
    # Null for the member of autoproxy counts as no key.
    meant = {key for key, value in _sent_object(exchange).items() if value is not None or "proxy" not in key}
    return _is_refused(exchange, 400, 0) and isinstance(_sent(exchange), dict) and not known.keys() & meant


def _wrong_in(field: str) -> Callable[[Contract, Operation, Exchange], bool]:
    def covers(_: Contract, __: Operation, exchange: Exchange) -> bool:
        return _is_refused(exchange, 400, 40001) and _answered(exchange)["errors"].keys() == {field}

    return covers


def _depends(_: Contract, __: Operation, exchange: Exchange) -> bool:
    return any(_is_refused(exchange, 400, code) for code in (40003, 40004, 40005, 40007, 40008))


def _nobody_named(_: Contract, __: Operation, exchange: Exchange) -> bool:
    is_listed = exchange.request.path.endswith(("/add", "/remove"))
    return is_listed and _sent(exchange) == [] and _is_refused(exchange, 400, 0)


def _named_twice(_: Contract, __: Operation, exchange: Exchange) -> bool:
    is_listed = exchange.request.path.endswith(("/add", "/overwrite"))
    refused = _is_refused(exchange, 400, 0) or _is_refused(exchange, 500, 0)
    if not (is_listed and refused and isinstance(sent := _sent(exchange), list)):
        return False
    named = [_short_ids().get(str(each), str(each)) for each in cast("list[object]", sent)]
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
        _POSITIVE,
        "keys that nobody knows are ignored, and where no others are sent there is nothing to change: 400",
        "recordings/random-autoproxy-patch-2[5]",
        _nothing_to_change,
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
        "adding or removing nobody is refused, overwriting with nobody is not; the three share a schema",
        "recordings/group-members[10]",
        _nobody_named,
    ),
    Exemption(
        _POSITIVE,
        "the service fails where a list names a thing twice, in whatever ways; a good server refuses it",
        "recordings/group-members[21]",
        _named_twice,
    ),
)


def _is_refused(exchange: Exchange, status: int, code: int) -> bool:
    return exchange.answer.status == status and _answered(exchange).get("code") == code


def _sent(exchange: Exchange) -> Any:
    try:
        return exchange.request.json()
    except NotJsonError:
        return None


def _sent_object(exchange: Exchange) -> Mapping[str, Any]:
    body = _sent(exchange)
    return cast("dict[str, Any]", body) if isinstance(body, dict) else {}


def _answered(exchange: Exchange) -> Mapping[str, Any]:
    try:
        body = exchange.answer.json()
    except NotJsonError:
        return {}
    return cast("dict[str, Any]", body) if isinstance(body, dict) else {}


@cache
def _short_ids() -> Mapping[str, str]:
    """The short id for every UUID in the world of the recordings."""
    return {
        thing["uuid"]: thing["id"]
        for system in world()["systems"]
        for thing in (*system["members"], *system["groups"])
    }
