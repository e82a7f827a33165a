"""What a proxy can do to answers: each of these is to be found, in one answer or in all of a kind."""

from __future__ import annotations

import gzip
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from urllib.parse import quote

import msgspec

from contract_tests.contract import Json
from contract_tests.live.shape import fields, items

from .proxy import Call, Reply, Spoil
from .tools import (
    Spoiling,
    asked_with,
    body,
    counted,
    each,
    edit,
    header,
    instead,
    nested,
    page,
    put,
    raw,
    renamed,
    spoiled,
    when,
    without,
)

_HTML = "<!DOCTYPE html><html><body><h1>502 Bad Gateway</h1></body></html>"
_OTHER = "84f75844-ca23-42ad-9f7a-9f9e1ed9e504"


def _error(code: int, message: str) -> str:
    return msgspec.json.encode({"message": message, "code": code}).decode()


def _first(operation: str) -> Spoil:
    """Whoever is asked for, the first one is shown, to each viewer."""
    known: dict[bool, bytes] = {}

    def changed(call: Call, reply: Reply) -> Reply:
        if call.operation != operation or reply.status != 200:
            return reply
        return reply.with_body(known.setdefault(call.owner, reply.body))

    return changed


def _not_found(part: Callable[[str], bool]) -> Spoil:
    """References of a kind lead nowhere."""

    def changed(call: Call, reply: Reply) -> Reply:
        if call.operation == "getMember" and part(call.target.rpartition("/")[2]):
            return replace(reply, status=404).with_body(_error(20002, "Member not found.").encode())
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


def _blank(value: Json) -> Json:
    return {name: "" if each is None else each for name, each in fields(value).items()}


def _unlimited(reply: Reply) -> Reply:
    return replace(
        reply, headers=tuple(each for each in reply.headers if not each[0].startswith("x-ratelimit"))
    )


def _gzipped(reply: Reply) -> Reply:
    return reply.with_body(gzip.compress(reply.body)).with_header("content-encoding", "gzip")


SHAPE: Sequence[Spoiling] = (
    Spoiling("a field is gone", each(when("getMember"), without("pronouns"))),
    Spoiling("a field is gone once", each(when("listMembers", once=True), without("tts"))),
    Spoiling("a field has another name", each(when("listGroups"), renamed("icon", "icon_url"))),
    Spoiling("a field too many", each(when("getSystem", owner=False), put(flags=0))),
    Spoiling("null where none may be", each(when("getGroup"), put(name=None))),
    Spoiling("an unknown value of an enum", body(when("getSystemSettings"), put(proxy_switch="sometimes"))),
    Spoiling(
        "an enum in another case",
        each(when("getSystem", owner=True), nested("privacy", put(name_privacy="Public"))),
    ),
    Spoiling("a number as text", each(when("getMember", owner=True), edit("message_count", str))),
    Spoiling("a number with a fraction", each(when("getMember", owner=True), edit("message_count", float))),
    Spoiling("a text as number", each(when("getMember"), edit("color", lambda color: int(color, 16)))),
    Spoiling("a boolean as text", each(when("listMembers"), put(keep_proxy="false"))),
    Spoiling("a boolean as number", each(when("getMember"), put(tts=0))),
    Spoiling("an empty text for null", each(when("getGroup"), _blank)),
    Spoiling("null for an empty list", each(when("getMember"), put(proxy_tags=None))),
    Spoiling("an object for a list", body(when("listMembers"), lambda value: {"members": value})),
    Spoiling("a list for an object", body(when("getGroup"), lambda value: [value])),
    Spoiling("a name that is too long in UTF-16", each(when("getMember", once=True), put(name="𝔸" * 51))),
    Spoiling("a colour in upper case", each(when("getMember", "listMembers"), edit("color", str.upper))),
    Spoiling("a colour with a #", each(when("getGroup"), edit("color", "#{}".format))),
    Spoiling(
        "a birthday the other way round",
        each(when("getMember"), edit("birthday", lambda day: "-".join(reversed(day.split("-"))))),
    ),
    Spoiling("UUIDs in upper case", each(when(), edit("uuid", str.upper))),
    Spoiling(
        "UUIDs without dashes", each(when("getMember"), edit("uuid", lambda text: text.replace("-", "")))
    ),
    Spoiling("short ids in upper case", each(when("getGroup"), edit("id", str.upper))),
    Spoiling("times without a zone", each(when(), edit("created", lambda text: text.rstrip("Z")))),
    Spoiling("times with an offset", each(when(), edit("created", lambda text: text.replace("Z", "+00:00")))),
    Spoiling(
        "times in another precision",
        each(when("getMember"), edit("created", lambda text: text.replace("Z", ".000Z"))),
    ),
    Spoiling(
        "times a second off",
        each(when("getMember"), edit("created", lambda text: text.replace("00Z", "01Z"))),
    ),
    Spoiling("times as numbers", each(when("getSwitch"), put(timestamp=1640995200))),
    Spoiling(
        "times in the far future",
        each(
            when("getGroup", "listGroups", "listMemberGroups"), edit("created", lambda text: "9" + text[1:])
        ),
    ),
)

FRAMING: Sequence[Spoiling] = (
    Spoiling("nothing in the body", raw(when("getSystem"), lambda _: b"")),
    Spoiling("JSON that is cut", raw(when("listMembers"), lambda content: content[:-7])),
    Spoiling("something behind the JSON", raw(when("getMember", once=True), lambda content: content + b"}")),
    Spoiling("a byte order mark", raw(when("getGroup"), lambda content: b"\xef\xbb\xbf" + content)),
    Spoiling("a key twice", raw(when("getMember", once=True), lambda content: b'{"tts":true,' + content[1:])),
    Spoiling(
        "text in Latin-1",
        raw(
            when("getMember"),
            lambda content: content.decode().encode("latin-1", "replace").replace(b"?", b"\xe9"),
        ),
    ),
    Spoiling("text in UTF-16", raw(when("getFronters"), lambda content: content.decode().encode("utf-16"))),
    Spoiling("NaN", raw(when("getSystemSettings"), lambda content: content.replace(b"7200", b"NaN"))),
    Spoiling("JSON in a text", raw(when("getSystem"), lambda content: msgspec.json.encode(content.decode()))),
    Spoiling("an envelope", body(when("getSystem"), lambda value: {"data": value})),
    Spoiling("HTML", instead(when("getFronters", once=True), 200, _HTML, "text/html")),
    Spoiling("HTML that says it is JSON", raw(when("getGroup"), lambda _: _HTML.encode())),
    Spoiling("depth without end", raw(when("getMember"), lambda _: b"[" * 200_000)),
    Spoiling(
        "a number without end",
        raw(when("getMember"), lambda c: c.replace(b'"message_count":2', b'"message_count":' + b"9" * 5000)),
    ),
    Spoiling("another media type", header(when("listGroups"), "content-type", "text/plain")),
    Spoiling("no media type", header(when("getSwitch"), "content-type", None)),
    Spoiling(
        "another charset", header(when("getMember"), "content-type", "application/json; charset=iso-8859-1")
    ),
    Spoiling("gzip that is none", header(when("getMember"), "content-encoding", "gzip")),
    Spoiling("gzip that nobody asked for", spoiled(when("getMember"), _gzipped)),
    Spoiling("a length that is another", header(when("getGroup"), "content-length", "7")),
    Spoiling("a CORS header is gone", header(when("listSwitches"), "access-control-allow-origin", None)),
    Spoiling(
        "a CORS header is another",
        header(when(status=404), "access-control-allow-origin", "https://example.org"),
    ),
    Spoiling(
        "CORS headers without the limits",
        header(when("getMember", once=True), "access-control-expose-headers", "X-PluralKit-Version"),
    ),
    Spoiling(
        "a header twice",
        spoiled(
            when("getMember"),
            lambda reply: replace(reply, headers=(*reply.headers, ("access-control-allow-origin", "*"))),
        ),
    ),
    Spoiling("Retry-After where nobody has to wait", header(when("getSystem"), "retry-after", "soon")),
)

ERRORS: Sequence[Spoiling] = (
    Spoiling("201 for 200", spoiled(when("getMember"), lambda reply: replace(reply, status=201))),
    Spoiling(
        "500 for 200", instead(when("getGroup", once=True), 500, _error(0, "500: Internal Server Error"))
    ),
    Spoiling(
        "a redirect",
        spoiled(
            when("getSystem"),
            lambda reply: replace(reply, status=302).with_header("location", "https://example.org/"),
        ),
    ),
    Spoiling("204 for a list", instead(when("listMembers"), 204)),
    Spoiling("a list for 204", instead(when("getFronters", status=204), 200, "[]"), "erin"),
    Spoiling(
        "204 with a length",
        spoiled(when("getFronters", status=204), lambda reply: reply.with_header("content-length", "2")),
        "erin",
    ),
    Spoiling("404 as 200 with null", instead(when("getMember", status=404), 200, "null")),
    Spoiling("404 as an empty list", instead(when("listSwitches", status=404), 200, "[]")),
    Spoiling(
        "another code of a 404",
        instead(when("getMember", status=404), 404, _error(20004, "Group not found.")),
    ),
    Spoiling("code 0 of a 404", instead(when("getSystem", status=404), 404, _error(0, "System not found."))),
    Spoiling("a code as text", body(when("getGroup", status=404), put(code="20004"))),
    Spoiling("no code", body(when("getGroup", status=404), without("code"))),
    Spoiling("another message", body(when("getMember", status=404), put(message="No such member."))),
    Spoiling("another message of a 401", body(when(status=401), put(message="Who are you?"))),
    Spoiling("more about an error than there is", body(when("listMembers", status=404), put(errors={}))),
    Spoiling("an error without a body", instead(when("listGroups", status=404), 404)),
    Spoiling("an error in HTML", instead(when("getSystem", status=404), 404, _HTML, "text/html")),
    Spoiling("410 for 404", spoiled(when("getGroup", status=404), lambda reply: replace(reply, status=410))),
    Spoiling(
        "403 for 401",
        instead(
            when("getSystem", status=401), 403, _error(0, "403: Missing permissions to access this resource")
        ),
    ),
    Spoiling("a stranger is let in", instead(when("getSystemSettings", status=401), 200, "{}")),
    Spoiling(
        "422 for 400", spoiled(when("listSwitches", status=400), lambda reply: replace(reply, status=422))
    ),
    Spoiling("200 for a query that is malformed", instead(when("listSwitches", status=400), 200, "[]")),
    Spoiling("a body for an unknown route", instead(when("", status=404), 404, _error(0, "404: Not Found"))),
    Spoiling("404 for a wrong method", instead(when("", status=405), 404)),
    Spoiling("no Allow", header(when("", status=405), "allow", None)),
    Spoiling("404 for a removed path", instead(when("", status=400), 404)),
    Spoiling(
        "too many requests, for ever",
        instead(
            when("getMember"),
            429,
            '{"message":"429: too many requests","retry_after":1,"scope":"generic_get","code":0}',
        ),
    ),
)

PRIVACY: Sequence[Spoiling] = (
    Spoiling(
        "webhook_url to strangers",
        each(when("getSystem", owner=False), put(webhook_url="https://hooks.example.org/alice")),
    ),
    Spoiling("webhook_url as null to strangers", each(when("getSystem", owner=False), put(webhook_url=None))),
    Spoiling("no webhook_url to the owner", each(when("getSystem", owner=True), without("webhook_url"))),
    Spoiling(
        "privacy to strangers", each(when("getSystem", owner=False), put(privacy={"name_privacy": "public"}))
    ),
    Spoiling(
        "no privacy to the owner", each(when("getMember", "listMembers", owner=True), put(privacy=None))
    ),
    Spoiling(
        "a privacy that is another",
        each(when("getMember", owner=True), nested("privacy", put(name_privacy="private"))),
    ),
    Spoiling(
        "a private description to strangers",
        each(when("getMember", owner=False), put(description="every field private")),
    ),
    Spoiling(
        "a private birthday to strangers, in lists",
        each(when("listMembers", owner=False), lambda m: {**m, "birthday": m["birthday"] or "1990-01-01"}),
    ),
    Spoiling(
        "a public description hidden from strangers",
        each(when("getMember", owner=False), put(description=None)),
    ),
    Spoiling(
        "private proxy tags to strangers",
        each(
            when("getMember", "listGroupMembers", owner=False),
            lambda m: {**m, "proxy_tags": m["proxy_tags"] or [{"prefix": "b[", "suffix": "]"}]},
        ),
    ),
    Spoiling(
        "public proxy tags hidden from strangers", each(when(owner=False), edit("proxy_tags", lambda _: []))
    ),
    Spoiling(
        "autoproxy_enabled to strangers", each(when("getMember", owner=False), put(autoproxy_enabled=True))
    ),
    Spoiling(
        "autoproxy_enabled hidden from the owner",
        each(when("getMember", "listMembers", owner=True), put(autoproxy_enabled=None)),
    ),
    Spoiling(
        "the real name to strangers",
        each(
            when(owner=False),
            lambda m: {**m, "name": "Emma (real name)"} if fields(m).get("id") == "emmaaa" else m,
        ),
    ),
    Spoiling(
        "the display name beside its stand-in",
        each(when("getMember", owner=False), lambda m: {**m, "display_name": m["name"]}),
    ),
    Spoiling(
        "a private message count to strangers", each(when("getMember", owner=False), put(message_count=0))
    ),
    Spoiling(
        "a hidden member in a fronter list shows all",
        body(when("getFronters", owner=False), nested("members", put(autoproxy_enabled=True))),
    ),
    Spoiling(
        "all settings to strangers",
        body(when("getSystemSettings", owner=False), put(timezone="Europe/Paris")),
    ),
    Spoiling(
        "public settings to the owner",
        body(when("getSystemSettings", owner=True), without("timezone", "member_limit")),
    ),
    Spoiling(
        "a setting that differs by who asks",
        body(when("getSystemSettings", owner=False), put(latch_timeout=None)),
    ),
    Spoiling(
        "a setting that only a change shows",
        body(when("getSystemSettings", owner=True), put(card_show_color_hex=True)),
    ),
    Spoiling(
        "the real name in a link preview",
        body(
            when("getMemberOEmbed", owner=False),
            edit("title", lambda t: t.replace("Em (", "Emma (real name) (")),
        ),
    ),
    Spoiling("a link preview of another type", body(when("getGroupOEmbed", once=True), put(type="link"))),
    Spoiling(
        "a private system name to strangers",
        each(when("getSystem", owner=False), put(name="Bob (private)")),
        "bob",
    ),
    Spoiling(
        "a private list to strangers", instead(when("listMembers", owner=False, status=403), 200, "[]"), "bob"
    ),
    Spoiling(
        "private groups to strangers", instead(when("listGroups", owner=False, status=403), 200, "[]"), "bob"
    ),
    Spoiling(
        "private fronters to strangers", instead(when("getFronters", owner=False, status=403), 204), "bob"
    ),
    Spoiling(
        "a private history to strangers",
        instead(when("listSwitches", owner=False, status=403), 200, "[]"),
        "bob",
    ),
    Spoiling(
        "another code for a private list",
        instead(
            when("listMembers", owner=False, status=403),
            403,
            _error(30002, "Unauthorized to view group list"),
        ),
        "bob",
    ),
    Spoiling(
        "a public list refused to strangers",
        instead(when("listMembers", owner=False), 403, _error(30001, "Unauthorized to view member list")),
    ),
    Spoiling(
        "a private group list to strangers",
        instead(when("listGroupMembers", owner=False, status=403), 200, "[]"),
    ),
    Spoiling(
        "401 for a private list",
        instead(
            when("listGroupMembers", owner=False, status=403),
            401,
            _error(0, "401: Missing or invalid Authorization header"),
        ),
    ),
)

ACROSS: Sequence[Spoiling] = (
    Spoiling("a member is stale in lists", each(when("listMembers"), put(pronouns="he/him"))),
    Spoiling(
        "a member is stale among fronters", body(when("getFronters"), nested("members", put(color="000000")))
    ),
    Spoiling(
        "a member is stale in a switch", body(when("getSwitch"), nested("members", put(keep_proxy=True)))
    ),
    Spoiling("a group is stale by its member", each(when("listMemberGroups"), put(icon=None))),
    Spoiling(
        "a system is stale by its UUID", each(asked_with("1d09be59", when("getSystem")), put(tag="| old"))
    ),
    Spoiling(
        "proxy tags in another order",
        each(when("getMember"), edit("proxy_tags", lambda tags: list(reversed(tags)))),
    ),
    Spoiling("the same member for everybody", _first("getMember")),
    Spoiling("the same group for everybody", _first("getGroup")),
    Spoiling("the system of others", each(when("listMembers", "getMember"), put(system="other"))),
    Spoiling("no system", each(when("getMember", "listMembers", "listGroupMembers"), without("system"))),
    Spoiling("a hidden member in the strangers' list", body(when("listMembers", owner=False), _hidden_too)),
    Spoiling("a member is not in the list", body(when("listMembers"), lambda value: items(value)[1:])),
    Spoiling(
        "a member is not in the strangers' list",
        body(when("listMembers", owner=False), lambda value: items(value)[:-1]),
    ),
    Spoiling(
        "a member is in the list twice",
        body(when("listMembers"), lambda value: [*items(value), items(value)[0]]),
    ),
    Spoiling("a group is not in the list", body(when("listGroups"), lambda value: items(value)[1:])),
    Spoiling(
        "a group is not in the strangers' list",
        body(when("listGroups", owner=False), lambda value: items(value)[:-1]),
    ),
    Spoiling("a member is not in its group", body(when("listGroupMembers"), lambda value: items(value)[1:])),
    Spoiling(
        "a group is not with its member", body(when("listMemberGroups"), lambda value: items(value)[1:])
    ),
    Spoiling(
        "with_members leaves somebody out",
        each(when("listGroups"), edit("members", lambda members: items(members)[1:])),
    ),
    Spoiling(
        "with_members shows a private list",
        each(
            when("listGroups", owner=False),
            edit("members", lambda members: members or ["134ba358-9c6c-4ff7-9e7f-c51cade930c5"]),
        ),
    ),
    Spoiling(
        "with_members without members",
        each(asked_with("with_members=true", when("listGroups")), without("members")),
    ),
    Spoiling("members that nobody asked for", each(when("getGroup"), put(members=[]))),
    Spoiling(
        "the fronters are others", body(when("getFronters"), put(id="84f75844-ca23-42ad-9f7a-9f9e1ed9e503"))
    ),
    Spoiling(
        "the fronters in another order",
        body(when("getFronters"), edit("members", lambda members: list(reversed(members)))),
    ),
    Spoiling("nobody fronts", instead(when("getFronters"), 204)),
    Spoiling("references in upper case lead nowhere", _not_found(lambda ref: ref != ref.lower())),
    Spoiling("references with a dash lead nowhere", _not_found(lambda ref: ref[3:4] == "-")),
    Spoiling(
        "@me is somebody else",
        each(
            asked_with("@me", when("getSystem")), put(id="other", uuid="85e6bb55-e5ac-45f6-991b-533a05de1afc")
        ),
    ),
)

PAGES: Sequence[Spoiling] = (
    Spoiling("the last of a page is lost", page(lambda entries, _: entries[:-1])),
    Spoiling("the first of a page is lost", page(lambda entries, _: entries[1:])),
    Spoiling("one between is lost", page(lambda entries, _: entries[:1] + entries[2:])),
    Spoiling("an entry twice in a page", page(lambda entries, _: entries[:1] + entries)),
    Spoiling("two entries are swapped", page(lambda entries, _: entries[1::-1] + entries[2:])),
    Spoiling("the oldest first", page(lambda entries, _: entries[::-1])),
    Spoiling("pages overlap", page(partial(_with_before, known={}))),
    Spoiling("limit is one short", page(_one_less)),
    Spoiling("limit=0 gives all", page(partial(_all, known=[]))),
    Spoiling(
        "the members of an entry in another order",
        page(lambda entries, _: [edit("members", lambda m: m[::-1])(entry) for entry in entries]),
    ),
    Spoiling(
        "an entry has another id",
        page(lambda entries, _: [put(id=_OTHER)(entries[0]), *entries[1:]] if entries else []),
    ),
    Spoiling("more than a page may hold", page(_one_more), "carol"),
)

LIMITS: Sequence[Spoiling] = (
    Spoiling("no headers of the limiter", spoiled(when(), _unlimited)),
    Spoiling("no remaining", header(when("getMember"), "x-ratelimit-remaining", None)),
    Spoiling("no scope", header(when("getGroup", once=True), "x-ratelimit-scope", None)),
    Spoiling(
        "no headers of the limiter behind a 403", header(when(status=403), "x-ratelimit-limit", None), "bob"
    ),
    Spoiling(
        "the scope of others", header(when("getMember", owner=True), "x-ratelimit-scope", "generic_get")
    ),
    Spoiling(
        "the own scope for strangers",
        header(when("getMember", owner=False), "x-ratelimit-scope", "own_system_get"),
    ),
    Spoiling("the scope of writes", header(when("getGroup"), "x-ratelimit-scope", "generic_update")),
    Spoiling("a scope that is none", header(when("getGroup"), "x-ratelimit-scope", "message")),
    Spoiling(
        "a limit that changes", counted(when(), lambda number: str(100_000 + number % 2), "x-ratelimit-limit")
    ),
    Spoiling("a limit that changes once", header(when("getMember", once=True), "x-ratelimit-limit", "3")),
    Spoiling("a limit below what remains", header(when(), "x-ratelimit-limit", "5")),
    Spoiling("a limit of zero", header(when("getMember"), "x-ratelimit-limit", "0")),
    Spoiling("a limit that is no number", header(when("getMember"), "x-ratelimit-limit", "ten")),
    Spoiling("less than nothing remains", header(when("getMember"), "x-ratelimit-remaining", "-1")),
    Spoiling(
        "nothing remains, and it is let through", header(when("getMember"), "x-ratelimit-remaining", "0")
    ),
    Spoiling("all remains", header(when("getMember"), "x-ratelimit-remaining", "100000")),
    Spoiling("a fraction remains", header(when("getMember"), "x-ratelimit-remaining", "7.5")),
    Spoiling("hardly anything remains, ever", header(when(), "x-ratelimit-remaining", "7")),
    Spoiling("more and more remains", counted(when(), lambda number: str(1 + number * 60))),
    Spoiling("a reset long ago", header(when("getMember"), "x-ratelimit-reset", "1")),
    Spoiling(
        "a reset in an hour", header(when("getMember"), "x-ratelimit-reset", str(int(time.time()) + 3600))
    ),
    Spoiling(
        "a reset as a date", header(when("getMember"), "x-ratelimit-reset", "Wed, 21 Oct 2026 07:28:00 GMT")
    ),
    Spoiling(
        "the same remains after each of a burst", header(when(), "x-ratelimit-remaining", "8"), limited=True
    ),
    Spoiling(
        "more remains after each request", counted(when(), lambda number: str(1 + number % 9)), limited=True
    ),
)

SPOILINGS = (*SHAPE, *FRAMING, *ERRORS, *PRIVACY, *ACROSS, *PAGES, *LIMITS)
