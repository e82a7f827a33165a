"""What can be wrong with an answer by itself."""

from __future__ import annotations

import gzip
from collections.abc import Sequence
from dataclasses import replace

import msgspec
from pluralkit_contract.contract import Json
from pluralkit_contract.json_values import fields

from .proxy import Reply
from .tools import (
    Spoiling,
    body,
    each,
    edit,
    error,
    header,
    instead,
    nested,
    put,
    raw,
    renamed,
    spoiled,
    when,
    without,
)

_HTML = "<!DOCTYPE html><html><body><h1>502 Bad Gateway</h1></body></html>"


def _blank(value: Json) -> Json:
    return {name: "" if each is None else each for name, each in fields(value).items()}


def _gzipped(reply: Reply) -> Reply:
    return reply.with_body(gzip.compress(reply.body)).with_header("content-encoding", "gzip")


def _refused(reply: Reply) -> Reply:
    """By the limiter, in the name of another budget."""
    body = {"message": "429: too many requests", "retry_after": 1, "scope": "generic_update", "code": 0}
    return replace(reply, status=429).with_json(body).with_header("x-ratelimit-remaining", "0")


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
    Spoiling("a sender in words", body(when("getMessage"), put(sender="somebody"))),
    Spoiling(
        "fewer messages than none", each(when("getMember", owner=True), edit("message_count", lambda _: -1))
    ),
    Spoiling(
        "an address before it is rewritten",
        each(
            when(),
            edit("avatar_url", lambda url: url.replace("cdn.discordapp.com", "media.discordapp.net")),
        ),
    ),
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
    Spoiling("no charset", header(when("getMember", once=True), "content-type", "application/json")),
    Spoiling(
        "a charset of an error",
        header(when("getMember", status=404), "content-type", "application/json; charset=utf-8"),
    ),
    Spoiling("no version", header(when("listMembers", once=True), "x-pluralkit-version", None)),
    Spoiling("a version that is no commit", header(when("getMember"), "x-pluralkit-version", "2.0")),
    Spoiling("a version in an error", header(when("getGroup", status=404), "x-pluralkit-version", "0" * 40)),
    Spoiling("a version in the settings", header(when("getSystemSettings"), "x-pluralkit-version", "0" * 40)),
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
        "500 for 200", instead(when("getGroup", once=True), 500, error(0, "500: Internal Server Error"))
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
        instead(when("getMember", status=404), 404, error(20004, "Group not found.")),
    ),
    Spoiling("code 0 of a 404", instead(when("getSystem", status=404), 404, error(0, "System not found."))),
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
            when("getSystem", status=401), 403, error(0, "403: Missing permissions to access this resource")
        ),
    ),
    Spoiling("a stranger is let in", instead(when("getSystemSettings", status=401), 200, "{}")),
    Spoiling(
        "422 for 400", spoiled(when("listSwitches", status=400), lambda reply: replace(reply, status=422))
    ),
    Spoiling("200 for a query that is malformed", instead(when("listSwitches", status=400), 200, "[]")),
    Spoiling("a body for an unknown route", instead(when("", status=404), 404, error(0, "404: Not Found"))),
    Spoiling("404 for a wrong method", instead(when("", status=405), 404)),
    Spoiling(
        "another scope in a refusal",
        spoiled(when("getMember", once=True), _refused),
        limited=True,
    ),
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
