"""Building blocks of response mutations: selection and modification of responses."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias

import msgspec
from pluralkit_contract.contract import Json
from pluralkit_contract.json_values import fields, is_list, is_object, items

from .proxy import Call, Mutate, Reply

Change: TypeAlias = Callable[[Json], Json]
When: TypeAlias = Callable[[Call, Reply], bool]


@dataclass(frozen=True, slots=True)
class ResponseMutation:
    """A change of responses.

    `caller`: the key of the system whose token is used. `limited`: needs a limiter that counts requests.
    """

    name: str
    mutate: Mutate
    caller: str = "alice"
    limited: bool = False


def when(*operations: str, owner: bool | None = None, status: int | None = 200, once: bool = False) -> When:
    """Match responses of some operations (default: all), to the owner or to anonymous callers, or once."""
    spent: list[bool] = []

    def fits(call: Call, reply: Reply) -> bool:
        if operations and call.operation not in operations:
            return False
        if owner not in (None, call.owner) or status not in (None, reply.status) or (once and spent):
            return False
        spent.append(True)
        return True

    return fits


def mutated(fits: When, change: Callable[[Reply], Reply]) -> Mutate:
    """Changes whole answers."""
    return lambda call, reply: change(reply) if fits(call, reply) else reply


def body(fits: When, change: Change) -> Mutate:
    """Changes the JSON."""
    return mutated(fits, lambda reply: reply.with_json(change(reply.json)))


def each(fits: When, change: Change) -> Mutate:
    """Changes the thing in an answer, or every entry of a list."""
    return body(
        fits, lambda value: [change(item) for item in items(value)] if is_list(value) else change(value)
    )


def put(**new: Json) -> Change:
    """Puts fields into an object."""
    return lambda value: {**fields(value), **new}


def edit(name: str, change: Change) -> Change:
    """Changes a field, where it is not null."""

    def edited(value: Json) -> Json:
        known = fields(value)
        return {**known, name: change(known[name])} if known.get(name) is not None else known

    return edited


def without(*names: str) -> Change:
    return lambda value: {name: each for name, each in fields(value).items() if name not in names}


def renamed(old: str, new: str) -> Change:
    return lambda value: {(new if name == old else name): each for name, each in fields(value).items()}


def nested(name: str, change: Change) -> Change:
    """Changes every object in the list, or the object, that a field holds."""

    def changed(value: Json) -> Json:
        inner = fields(value).get(name)
        if is_list(inner):
            return {
                **fields(value),
                name: [change(item) if is_object(item) else item for item in items(inner)],
            }
        return {**fields(value), name: change(inner)} if is_object(inner) else value

    return changed


def header(fits: When, name: str, value: str | None) -> Mutate:
    return mutated(fits, lambda reply: reply.with_header(name, value))


def raw(fits: When, change: Callable[[bytes], bytes]) -> Mutate:
    """Changes the bytes of a body."""
    return mutated(fits, lambda reply: reply.with_body(change(reply.body)))


def instead(fits: When, status: int, text: str = "", media: str | None = None) -> Mutate:
    """Replace the response. Its headers are those of any response with this status.

    Args:
        fits: Which responses are replaced.
        status: Their status.
        text: Their body.
        media: Their media type; None for that of the service.
    """
    is_success = status < 300
    if media is None:
        media = "application/json; charset=utf-8" if is_success else "application/json"

    def changed(reply: Reply) -> Reply:
        reply = replace(reply, status=status).with_body(text.encode())
        reply = reply.with_header("content-type", media if text else None)
        # Only successes say which version of the service runs.
        return reply.with_header("x-pluralkit-version", f"{0:040}" if is_success else None)

    return mutated(fits, changed)


def page(change: Callable[[list[Json], Mapping[str, str]], list[Json]]) -> Mutate:
    """Changes every page of switches, given its query."""

    def changed(call: Call, reply: Reply) -> Reply:
        if call.operation != "listSwitches" or reply.status != 200:
            return reply
        query = dict(pair.split("=", 1) for pair in call.target.partition("?")[2].split("&") if pair)
        return reply.with_json(change(items(reply.json), query))

    return changed


def asked_with(part: str, fits: When) -> When:
    """Only where the path or the query has this in it."""
    return lambda call, reply: part in call.target and fits(call, reply)


def counted(fits: When, values: Callable[[int], str], name: str = "x-ratelimit-remaining") -> Mutate:
    """A header that depends on the number of the answer."""
    number = 0

    def changed(call: Call, reply: Reply) -> Reply:
        nonlocal number
        if not fits(call, reply) or name not in dict(reply.headers):
            return reply
        number += 1
        return reply.with_header(name, values(number))

    return changed


def error(code: int, message: str) -> str:
    """The body of an error."""
    return msgspec.json.encode({"message": message, "code": code}).decode()
