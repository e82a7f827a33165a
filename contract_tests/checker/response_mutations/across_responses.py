"""Mutations that are visible when responses are compared with each other."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from urllib.parse import quote
from uuid import uuid4

from pluralkit_contract.contract import Json
from pluralkit_contract.json_values import fields, is_list, is_object, items

from .proxy import Call, Mutate, Reply
from .tools import (
    Change,
    ResponseMutation,
    When,
    asked_with,
    body,
    counted,
    each,
    edit,
    error,
    header,
    instead,
    mutated,
    nested,
    page,
    put,
    when,
    without,
)

_OTHER = "84f75844-ca23-42ad-9f7a-9f9e1ed9e504"


def _first(operation: str) -> Mutate:
    """Show the first one in place of every other, separately in each view."""
    known: dict[bool, bytes] = {}

    def changed(call: Call, reply: Reply) -> Reply:
        if call.operation != operation or reply.status != 200:
            return reply
        return reply.with_body(known.setdefault(call.owner, reply.body))

    return changed


def _not_found(part: Callable[[str], bool]) -> Mutate:
    """References of a kind lead nowhere."""

    def changed(call: Call, reply: Reply) -> Reply:
        if call.operation == "getMember" and part(call.target.rpartition("/")[2]):
            return replace(reply, status=404).with_body(error(20002, "Member not found.").encode())
        return reply

    return changed


def _with_before(entries: list[Json], query: Mapping[str, str], known: dict[str, Json]) -> list[Json]:
    """`before` takes the entry at that time in."""
    known |= {quote(entry["timestamp"], safe=""): entry for entry in entries}
    at = known.get(query.get("before", ""))
    return [at, *entries] if at else entries


def _all(entries: list[Json], query: Mapping[str, str], known: list[Json]) -> list[Json]:
    known.extend(entries if not known else ())
    return known if query.get("limit") == "0" else entries


def _one_more(entries: list[Json], query: Mapping[str, str]) -> list[Json]:
    older: Json = {"id": _OTHER, "timestamp": "2022-12-31T00:00:00Z", "members": []}
    return [*entries, older] if query.get("limit") == "101" else entries


def _one_less(entries: list[Json], query: Mapping[str, str]) -> list[Json]:
    limit = int(query.get("limit", "100"))
    return entries[: limit - 1] if limit else entries


def _hidden_too(value: Json) -> Json:
    """With a member that is private in lists."""
    return [*items(value), {**items(value)[0], "id": "cathy", "uuid": "d8c108e1-e615-474f-ab82-5976a6e29970"}]


def _members(change: Change) -> Change:
    """Changes members wherever they stand."""

    def changed(value: Json) -> Json:
        if is_list(value):
            return [changed(item) for item in items(value)]
        if not is_object(value):
            return value
        known = {name: changed(each) for name, each in fields(value).items()}
        return change(known) if "proxy_tags" in known else known

    return changed


def _members_twice(value: Json) -> Json:
    """Every switch, with its members twice."""
    if is_list(value):
        return [_members_twice(item) for item in items(value)]
    return edit("members", lambda members: members * 2)(value)


def _previews_of(short: str, key: str, fits: When) -> When:
    """Only by references to one thing, however they are spelled."""

    def named(call: Call, reply: Reply) -> bool:
        target = call.target.lower().replace("-", "")
        return fits(call, reply) and (short in target or key in target)

    return named


def _with_another_uuid(value: Json) -> Json:
    return put(uuid=str(uuid4()))(value)


def _unlimited(reply: Reply) -> Reply:
    return replace(
        reply, headers=tuple(each for each in reply.headers if not each[0].startswith("x-ratelimit"))
    )


PRIVACY: Sequence[ResponseMutation] = (
    ResponseMutation(
        "webhook_url to anonymous callers",
        each(when("getSystem", owner=False), put(webhook_url="https://hooks.example.org/alice")),
    ),
    ResponseMutation(
        "webhook_url as null to anonymous callers",
        each(when("getSystem", owner=False), put(webhook_url=None)),
    ),
    ResponseMutation(
        "no webhook_url to the owner", each(when("getSystem", owner=True), without("webhook_url"))
    ),
    ResponseMutation(
        "privacy to anonymous callers",
        each(when("getSystem", owner=False), put(privacy={"name_privacy": "public"})),
    ),
    ResponseMutation(
        "no privacy to the owner", each(when("getMember", "listMembers", owner=True), put(privacy=None))
    ),
    ResponseMutation(
        "a privacy that is another",
        each(when("getMember", owner=True), nested("privacy", put(name_privacy="private"))),
    ),
    ResponseMutation(
        "a private description to anonymous callers",
        each(when("getMember", owner=False), put(description="every field private")),
    ),
    ResponseMutation(
        "private descriptions to anonymous callers, everywhere",
        body(when(owner=False), _members(lambda m: {**m, "description": m["description"] or "every field"})),
    ),
    ResponseMutation(
        "autoproxy_enabled to anonymous callers, everywhere",
        body(when(owner=False), _members(put(autoproxy_enabled=True))),
    ),
    ResponseMutation(
        "a private birthday to anonymous callers, in lists",
        each(when("listMembers", owner=False), lambda m: {**m, "birthday": m["birthday"] or "1990-01-01"}),
    ),
    ResponseMutation(
        "a public description hidden from anonymous callers",
        each(when("getMember", owner=False), put(description=None)),
    ),
    ResponseMutation(
        "private proxy tags to anonymous callers",
        each(
            when("getMember", "listGroupMembers", owner=False),
            lambda m: {**m, "proxy_tags": m["proxy_tags"] or [{"prefix": "b[", "suffix": "]"}]},
        ),
    ),
    ResponseMutation(
        "public proxy tags hidden from anonymous callers",
        each(when(owner=False), edit("proxy_tags", lambda _: [])),
    ),
    ResponseMutation(
        "autoproxy_enabled to anonymous callers",
        each(when("getMember", owner=False), put(autoproxy_enabled=True)),
    ),
    ResponseMutation(
        "autoproxy_enabled hidden from the owner",
        each(when("getMember", "listMembers", owner=True), put(autoproxy_enabled=None)),
    ),
    ResponseMutation(
        "the real name to anonymous callers",
        each(
            when(owner=False),
            lambda m: {**m, "name": "Emma (real name)"} if fields(m).get("id") == "emmaaa" else m,
        ),
    ),
    ResponseMutation(
        "the display name beside its stand-in",
        each(when("getMember", owner=False), lambda m: {**m, "display_name": m["name"]}),
    ),
    ResponseMutation(
        "a private message count to anonymous callers",
        each(when("getMember", owner=False), put(message_count=0)),
    ),
    ResponseMutation(
        "a hidden member in a fronter list shows all",
        body(when("getFronters", owner=False), nested("members", put(autoproxy_enabled=True))),
    ),
    ResponseMutation(
        "all settings to anonymous callers",
        body(when("getSystemSettings", owner=False), put(timezone="Europe/Paris")),
    ),
    ResponseMutation(
        "public settings to the owner",
        body(when("getSystemSettings", owner=True), without("timezone", "member_limit")),
    ),
    ResponseMutation(
        "a setting that differs by who asks",
        body(when("getSystemSettings", owner=False), put(latch_timeout=None)),
    ),
    ResponseMutation(
        "a setting that only a change shows",
        body(when("getSystemSettings", owner=True), put(card_show_color_hex=True)),
    ),
    ResponseMutation(
        "the real name in a link preview",
        body(
            when("getMemberOEmbed", owner=False),
            edit("title", lambda t: t.replace("Em (", "Emma (real name) (")),
        ),
    ),
    ResponseMutation(
        "a link preview of another type", body(when("getGroupOEmbed", once=True), put(type="link"))
    ),
    ResponseMutation(
        "all link previews from elsewhere",
        body(
            when("getSystemOEmbed", "getMemberOEmbed", "getGroupOEmbed"),
            put(provider_url="https://example.org"),
        ),
    ),
    ResponseMutation(
        "a private system name to anonymous callers",
        each(when("getSystem", owner=False), put(name="Bob (private)")),
        "bob",
    ),
    ResponseMutation(
        "a private list to anonymous callers",
        instead(when("listMembers", owner=False, status=403), 200, "[]"),
        "bob",
    ),
    ResponseMutation(
        "private groups to anonymous callers",
        instead(when("listGroups", owner=False, status=403), 200, "[]"),
        "bob",
    ),
    ResponseMutation(
        "private fronters to anonymous callers",
        instead(when("getFronters", owner=False, status=403), 204),
        "bob",
    ),
    ResponseMutation(
        "a private history to anonymous callers",
        instead(when("listSwitches", owner=False, status=403), 200, "[]"),
        "bob",
    ),
    ResponseMutation(
        "another code for a private list",
        instead(
            when("listMembers", owner=False, status=403),
            403,
            error(30002, "Unauthorized to view group list"),
        ),
        "bob",
    ),
    ResponseMutation(
        "a public list refused to anonymous callers",
        instead(when("listMembers", owner=False), 403, error(30001, "Unauthorized to view member list")),
    ),
    ResponseMutation(
        "a private group list to anonymous callers",
        instead(when("listGroupMembers", owner=False, status=403), 200, "[]"),
    ),
    ResponseMutation(
        "401 for a private list",
        instead(
            when("listGroupMembers", owner=False, status=403),
            401,
            error(0, "401: Missing or invalid Authorization header"),
        ),
    ),
)

ACROSS: Sequence[ResponseMutation] = (
    ResponseMutation("a member is stale in lists", each(when("listMembers"), put(pronouns="he/him"))),
    ResponseMutation(
        "a member is stale among fronters", body(when("getFronters"), nested("members", put(color="000000")))
    ),
    ResponseMutation(
        "a member is stale in a switch", body(when("getSwitch"), nested("members", put(keep_proxy=True)))
    ),
    ResponseMutation("a group is stale by its member", each(when("listMemberGroups"), put(icon=None))),
    ResponseMutation(
        "a system is stale by its UUID", each(asked_with("1d09be59", when("getSystem")), put(tag="| old"))
    ),
    ResponseMutation(
        "proxy tags in another order",
        each(when("getMember"), edit("proxy_tags", lambda tags: list(reversed(tags)))),
    ),
    ResponseMutation("the same member for everybody", _first("getMember")),
    ResponseMutation("the same group for everybody", _first("getGroup")),
    ResponseMutation("the system of others", each(when("listMembers", "getMember"), put(system="other"))),
    ResponseMutation(
        "no system", each(when("getMember", "listMembers", "listGroupMembers"), without("system"))
    ),
    ResponseMutation(
        "a hidden member in the anonymous list", body(when("listMembers", owner=False), _hidden_too)
    ),
    ResponseMutation(
        "a member is not in the list", body(when("listMembers"), lambda value: items(value)[1:])
    ),
    ResponseMutation(
        "a member is not in the anonymous list",
        body(when("listMembers", owner=False), lambda value: items(value)[:-1]),
    ),
    ResponseMutation(
        "a member is in the list twice",
        body(when("listMembers"), lambda value: [*items(value), items(value)[0]]),
    ),
    ResponseMutation("a group is not in the list", body(when("listGroups"), lambda value: items(value)[1:])),
    ResponseMutation(
        "a group is not in the anonymous list",
        body(when("listGroups", owner=False), lambda value: items(value)[:-1]),
    ),
    ResponseMutation(
        "a member is not in its group", body(when("listGroupMembers"), lambda value: items(value)[1:])
    ),
    ResponseMutation(
        "a group is not with its member", body(when("listMemberGroups"), lambda value: items(value)[1:])
    ),
    ResponseMutation(
        "with_members leaves somebody out",
        each(when("listGroups"), edit("members", lambda members: items(members)[1:])),
    ),
    ResponseMutation(
        "with_members shows a private list",
        each(
            when("listGroups", owner=False),
            edit("members", lambda members: members or ["134ba358-9c6c-4ff7-9e7f-c51cade930c5"]),
        ),
    ),
    ResponseMutation(
        "with_members without members",
        each(asked_with("with_members=true", when("listGroups")), without("members")),
    ),
    ResponseMutation("members that nobody asked for", each(when("getGroup"), put(members=[]))),
    ResponseMutation(
        "the fronters are others", body(when("getFronters"), put(id="84f75844-ca23-42ad-9f7a-9f9e1ed9e503"))
    ),
    ResponseMutation(
        "the fronters in another order",
        body(when("getFronters"), edit("members", lambda members: list(reversed(members)))),
    ),
    ResponseMutation("nobody fronts", instead(when("getFronters"), 204)),
    ResponseMutation(
        "a switch names a member twice",
        body(when("listSwitches", "getSwitch", "getFronters"), _members_twice),
    ),
    ResponseMutation(
        "an old switch names nobody that there is",
        body(
            when("listSwitches"),
            lambda page: [
                put(members=["zzzzz"])(e) if "-20T06" in e["timestamp"] else e for e in items(page)
            ],
        ),
        "carol",
    ),
    ResponseMutation(
        "the autoproxy member by UUID",
        each(
            when("getAutoproxySettings"),
            edit("autoproxy_member", lambda _: "134ba358-9c6c-4ff7-9e7f-c51cade930c5"),
        ),
    ),
    ResponseMutation("the same message for everybody", _first("getMessage")),
    ResponseMutation(
        "a message of another system to anonymous callers",
        body(
            when("getMessage", owner=False),
            nested("system", put(id="carol", uuid="e46d3a02-0f4e-4c3b-918e-041b12745cf0")),
        ),
    ),
    ResponseMutation("members without end", each(when("getMember"), _with_another_uuid)),
    ResponseMutation(
        "members without end, in lists", each(when("listMembers", "listGroupMembers"), _with_another_uuid)
    ),
    ResponseMutation(
        "a short id in a link preview",
        body(_previews_of("annie", "134ba358", when("getMemberOEmbed")), put(title="annie")),
    ),
    ResponseMutation("references in upper case lead nowhere", _not_found(lambda ref: ref != ref.lower())),
    ResponseMutation("references with a dash lead nowhere", _not_found(lambda ref: ref[3:4] == "-")),
    ResponseMutation(
        "@me is somebody else",
        each(
            asked_with("@me", when("getSystem")), put(id="other", uuid="85e6bb55-e5ac-45f6-991b-533a05de1afc")
        ),
    ),
)

PAGES: Sequence[ResponseMutation] = (
    ResponseMutation("the last of a page is lost", page(lambda entries, _: entries[:-1])),
    ResponseMutation("the first of a page is lost", page(lambda entries, _: entries[1:])),
    ResponseMutation("one between is lost", page(lambda entries, _: entries[:1] + entries[2:])),
    ResponseMutation("an entry twice in a page", page(lambda entries, _: entries[:1] + entries)),
    ResponseMutation("two entries are swapped", page(lambda entries, _: entries[1::-1] + entries[2:])),
    ResponseMutation("the oldest first", page(lambda entries, _: entries[::-1])),
    ResponseMutation("pages overlap", page(partial(_with_before, known={}))),
    ResponseMutation("limit is one short", page(_one_less)),
    ResponseMutation("limit=0 gives all", page(partial(_all, known=[]))),
    ResponseMutation(
        "the members of an entry in another order",
        page(lambda entries, _: [edit("members", lambda m: m[::-1])(entry) for entry in entries]),
    ),
    ResponseMutation(
        "an entry has another id",
        page(lambda entries, _: [put(id=_OTHER)(entries[0]), *entries[1:]] if entries else []),
    ),
    ResponseMutation("more than a page may hold", page(_one_more), "carol"),
)

LIMITS: Sequence[ResponseMutation] = (
    ResponseMutation("no headers of the limiter", mutated(when(), _unlimited)),
    ResponseMutation("no remaining", header(when("getMember"), "x-ratelimit-remaining", None)),
    ResponseMutation("no scope", header(when("getGroup", once=True), "x-ratelimit-scope", None)),
    ResponseMutation(
        "no headers of the limiter behind a 403", header(when(status=403), "x-ratelimit-limit", None), "bob"
    ),
    ResponseMutation(
        "the scope of others", header(when("getMember", owner=True), "x-ratelimit-scope", "generic_get")
    ),
    ResponseMutation(
        "the own scope for anonymous callers",
        header(when("getMember", owner=False), "x-ratelimit-scope", "own_system_get"),
    ),
    ResponseMutation("the scope of writes", header(when("getGroup"), "x-ratelimit-scope", "generic_update")),
    ResponseMutation(
        "the scope of writes for a wrong method",
        header(when("", status=405), "x-ratelimit-scope", "generic_update"),
    ),
    ResponseMutation("a scope that is none", header(when("getGroup"), "x-ratelimit-scope", "message")),
    ResponseMutation(
        "a limit that changes", counted(when(), lambda number: str(100_000 + number % 2), "x-ratelimit-limit")
    ),
    ResponseMutation(
        "a limit that changes once", header(when("getMember", once=True), "x-ratelimit-limit", "3")
    ),
    ResponseMutation("a limit below what remains", header(when(), "x-ratelimit-limit", "5")),
    ResponseMutation("a limit of zero", header(when("getMember"), "x-ratelimit-limit", "0")),
    ResponseMutation("a limit that is no number", header(when("getMember"), "x-ratelimit-limit", "ten")),
    ResponseMutation("less than nothing remains", header(when("getMember"), "x-ratelimit-remaining", "-1")),
    ResponseMutation(
        "nothing remains, and it is let through", header(when("getMember"), "x-ratelimit-remaining", "0")
    ),
    ResponseMutation("all remains", header(when("getMember"), "x-ratelimit-remaining", "100000")),
    ResponseMutation("a fraction remains", header(when("getMember"), "x-ratelimit-remaining", "7.5")),
    ResponseMutation("hardly anything remains, ever", header(when(), "x-ratelimit-remaining", "7")),
    ResponseMutation("more and more remains", counted(when(), lambda number: str(1 + number * 60))),
    ResponseMutation("a reset long ago", header(when("getMember"), "x-ratelimit-reset", "1")),
    ResponseMutation(
        "a reset in an hour", header(when("getMember"), "x-ratelimit-reset", str(int(time.time()) + 3600))
    ),
    ResponseMutation(
        "a reset as a date", header(when("getMember"), "x-ratelimit-reset", "Wed, 21 Oct 2026 07:28:00 GMT")
    ),
    ResponseMutation(
        "the same remains after each of a burst", header(when(), "x-ratelimit-remaining", "8"), limited=True
    ),
    ResponseMutation(
        "more remains after each request", counted(when(), lambda number: str(1 + number % 9)), limited=True
    ),
)
