"""Mutations that are visible in a single response."""

from __future__ import annotations

import gzip
from collections.abc import Sequence
from dataclasses import replace

import msgspec
from pluralkit_contract.contract import Json
from pluralkit_contract.json_values import fields

from .proxy import Reply
from .tools import (
    ResponseMutation,
    body,
    each,
    edit,
    error,
    header,
    instead,
    mutated,
    nested,
    put,
    raw,
    renamed,
    when,
    without,
)

_HTML = "<!DOCTYPE html><html><body><h1>502 Bad Gateway</h1></body></html>"


def _blank(value: Json) -> Json:
    return {name: "" if each is None else each for name, each in fields(value).items()}


def _gzipped(reply: Reply) -> Reply:
    return reply.with_body(gzip.compress(reply.body)).with_header("content-encoding", "gzip")


def _refused(reply: Reply) -> Reply:
    """By the limiter, in the name of another bucket."""
    body = {"message": "429: too many requests", "retry_after": 1, "scope": "generic_update", "code": 0}
    return replace(reply, status=429).with_json(body).with_header("x-ratelimit-remaining", "0")


SHAPE: Sequence[ResponseMutation] = (
    ResponseMutation("a field is gone", each(when("getMember"), without("pronouns"))),
    ResponseMutation("a field is gone once", each(when("listMembers", once=True), without("tts"))),
    ResponseMutation("a field has another name", each(when("listGroups"), renamed("icon", "icon_url"))),
    ResponseMutation("a field too many", each(when("getSystem", owner=False), put(flags=0))),
    ResponseMutation("null where none may be", each(when("getGroup"), put(name=None))),
    ResponseMutation(
        "an unknown value of an enum", body(when("getSystemSettings"), put(proxy_switch="sometimes"))
    ),
    ResponseMutation(
        "an enum in another case",
        each(when("getSystem", owner=True), nested("privacy", put(name_privacy="Public"))),
    ),
    ResponseMutation("a number as text", each(when("getMember", owner=True), edit("message_count", str))),
    ResponseMutation(
        "a number with a fraction", each(when("getMember", owner=True), edit("message_count", float))
    ),
    ResponseMutation(
        "a text as number", each(when("getMember"), edit("color", lambda color: int(color, 16)))
    ),
    ResponseMutation("a boolean as text", each(when("listMembers"), put(keep_proxy="false"))),
    ResponseMutation("a boolean as number", each(when("getMember"), put(tts=0))),
    ResponseMutation("an empty text for null", each(when("getGroup"), _blank)),
    ResponseMutation("null for an empty list", each(when("getMember"), put(proxy_tags=None))),
    ResponseMutation("an object for a list", body(when("listMembers"), lambda value: {"members": value})),
    ResponseMutation("a list for an object", body(when("getGroup"), lambda value: [value])),
    ResponseMutation(
        "a name that is too long in UTF-16", each(when("getMember", once=True), put(name="𝔸" * 51))
    ),
    ResponseMutation(
        "a colour in upper case", each(when("getMember", "listMembers"), edit("color", str.upper))
    ),
    ResponseMutation("a colour with a #", each(when("getGroup"), edit("color", "#{}".format))),
    ResponseMutation(
        "a birthday the other way round",
        each(when("getMember"), edit("birthday", lambda day: "-".join(reversed(day.split("-"))))),
    ),
    ResponseMutation("UUIDs in upper case", each(when(), edit("uuid", str.upper))),
    ResponseMutation(
        "UUIDs without dashes", each(when("getMember"), edit("uuid", lambda text: text.replace("-", "")))
    ),
    ResponseMutation("short ids in upper case", each(when("getGroup"), edit("id", str.upper))),
    ResponseMutation("a sender in words", body(when("getMessage"), put(sender="somebody"))),
    ResponseMutation(
        "fewer messages than none", each(when("getMember", owner=True), edit("message_count", lambda _: -1))
    ),
    ResponseMutation(
        "an address before it is rewritten",
        each(
            when(),
            edit("avatar_url", lambda url: url.replace("cdn.discordapp.com", "media.discordapp.net")),
        ),
    ),
    ResponseMutation("times without a zone", each(when(), edit("created", lambda text: text.rstrip("Z")))),
    ResponseMutation(
        "times with an offset", each(when(), edit("created", lambda text: text.replace("Z", "+00:00")))
    ),
    ResponseMutation(
        "times in another precision",
        each(when("getMember"), edit("created", lambda text: text.replace("Z", ".000Z"))),
    ),
    ResponseMutation(
        "times a second off",
        each(when("getMember"), edit("created", lambda text: text.replace("00Z", "01Z"))),
    ),
    ResponseMutation("times as numbers", each(when("getSwitch"), put(timestamp=1640995200))),
    ResponseMutation(
        "times in the far future",
        each(
            when("getGroup", "listGroups", "listMemberGroups"), edit("created", lambda text: "9" + text[1:])
        ),
    ),
)

FRAMING: Sequence[ResponseMutation] = (
    ResponseMutation("nothing in the body", raw(when("getSystem"), lambda _: b"")),
    ResponseMutation("JSON that is cut", raw(when("listMembers"), lambda content: content[:-7])),
    ResponseMutation(
        "something behind the JSON", raw(when("getMember", once=True), lambda content: content + b"}")
    ),
    ResponseMutation("a byte order mark", raw(when("getGroup"), lambda content: b"\xef\xbb\xbf" + content)),
    ResponseMutation(
        "a key twice", raw(when("getMember", once=True), lambda content: b'{"tts":true,' + content[1:])
    ),
    ResponseMutation(
        "text in Latin-1",
        raw(
            when("getMember"),
            lambda content: content.decode().encode("latin-1", "replace").replace(b"?", b"\xe9"),
        ),
    ),
    ResponseMutation(
        "text in UTF-16", raw(when("getFronters"), lambda content: content.decode().encode("utf-16"))
    ),
    ResponseMutation("NaN", raw(when("getSystemSettings"), lambda content: content.replace(b"7200", b"NaN"))),
    ResponseMutation(
        "JSON in a text", raw(when("getSystem"), lambda content: msgspec.json.encode(content.decode()))
    ),
    ResponseMutation("an envelope", body(when("getSystem"), lambda value: {"data": value})),
    ResponseMutation("HTML", instead(when("getFronters", once=True), 200, _HTML, "text/html")),
    ResponseMutation("HTML that says it is JSON", raw(when("getGroup"), lambda _: _HTML.encode())),
    ResponseMutation("depth without end", raw(when("getMember"), lambda _: b"[" * 200_000)),
    ResponseMutation(
        "a number without end",
        raw(when("getMember"), lambda c: c.replace(b'"message_count":2', b'"message_count":' + b"9" * 5000)),
    ),
    ResponseMutation("another media type", header(when("listGroups"), "content-type", "text/plain")),
    ResponseMutation("no media type", header(when("getSwitch"), "content-type", None)),
    ResponseMutation(
        "another charset", header(when("getMember"), "content-type", "application/json; charset=iso-8859-1")
    ),
    ResponseMutation("no charset", header(when("getMember", once=True), "content-type", "application/json")),
    ResponseMutation(
        "a charset of an error",
        header(when("getMember", status=404), "content-type", "application/json; charset=utf-8"),
    ),
    ResponseMutation("no version", header(when("listMembers", once=True), "x-pluralkit-version", None)),
    ResponseMutation("a version that is no commit", header(when("getMember"), "x-pluralkit-version", "2.0")),
    ResponseMutation(
        "a version in an error", header(when("getGroup", status=404), "x-pluralkit-version", "0" * 40)
    ),
    ResponseMutation(
        "a version in the settings", header(when("getSystemSettings"), "x-pluralkit-version", "0" * 40)
    ),
    ResponseMutation("gzip that is none", header(when("getMember"), "content-encoding", "gzip")),
    ResponseMutation("gzip that nobody asked for", mutated(when("getMember"), _gzipped)),
    ResponseMutation("a length that is another", header(when("getGroup"), "content-length", "7")),
    ResponseMutation(
        "a CORS header is gone", header(when("listSwitches"), "access-control-allow-origin", None)
    ),
    ResponseMutation(
        "a CORS header is another",
        header(when(status=404), "access-control-allow-origin", "https://example.org"),
    ),
    ResponseMutation(
        "CORS headers without the limits",
        header(when("getMember", once=True), "access-control-expose-headers", "X-PluralKit-Version"),
    ),
    ResponseMutation(
        "a header twice",
        mutated(
            when("getMember"),
            lambda reply: replace(reply, headers=(*reply.headers, ("access-control-allow-origin", "*"))),
        ),
    ),
    ResponseMutation(
        "Retry-After where nobody has to wait", header(when("getSystem"), "retry-after", "soon")
    ),
)

ERRORS: Sequence[ResponseMutation] = (
    ResponseMutation("201 for 200", mutated(when("getMember"), lambda reply: replace(reply, status=201))),
    ResponseMutation(
        "500 for 200", instead(when("getGroup", once=True), 500, error(0, "500: Internal Server Error"))
    ),
    ResponseMutation(
        "a redirect",
        mutated(
            when("getSystem"),
            lambda reply: replace(reply, status=302).with_header("location", "https://example.org/"),
        ),
    ),
    ResponseMutation("204 for a list", instead(when("listMembers"), 204)),
    ResponseMutation("a list for 204", instead(when("getFronters", status=204), 200, "[]"), "erin"),
    ResponseMutation(
        "204 with a length",
        mutated(when("getFronters", status=204), lambda reply: reply.with_header("content-length", "2")),
        "erin",
    ),
    ResponseMutation("404 as 200 with null", instead(when("getMember", status=404), 200, "null")),
    ResponseMutation("404 as an empty list", instead(when("listSwitches", status=404), 200, "[]")),
    ResponseMutation(
        "another code of a 404",
        instead(when("getMember", status=404), 404, error(20004, "Group not found.")),
    ),
    ResponseMutation(
        "code 0 of a 404", instead(when("getSystem", status=404), 404, error(0, "System not found."))
    ),
    ResponseMutation("a code as text", body(when("getGroup", status=404), put(code="20004"))),
    ResponseMutation("no code", body(when("getGroup", status=404), without("code"))),
    ResponseMutation("another message", body(when("getMember", status=404), put(message="No such member."))),
    ResponseMutation("another message of a 401", body(when(status=401), put(message="Who are you?"))),
    ResponseMutation(
        "more about an error than there is", body(when("listMembers", status=404), put(errors={}))
    ),
    ResponseMutation("an error without a body", instead(when("listGroups", status=404), 404)),
    ResponseMutation("an error in HTML", instead(when("getSystem", status=404), 404, _HTML, "text/html")),
    ResponseMutation(
        "410 for 404", mutated(when("getGroup", status=404), lambda reply: replace(reply, status=410))
    ),
    ResponseMutation(
        "403 for 401",
        instead(
            when("getSystem", status=401), 403, error(0, "403: Missing permissions to access this resource")
        ),
    ),
    ResponseMutation(
        "an anonymous caller is let in", instead(when("getSystemSettings", status=401), 200, "{}")
    ),
    ResponseMutation(
        "422 for 400", mutated(when("listSwitches", status=400), lambda reply: replace(reply, status=422))
    ),
    ResponseMutation(
        "200 for a query that is malformed", instead(when("listSwitches", status=400), 200, "[]")
    ),
    ResponseMutation(
        "a body for an unknown route", instead(when("", status=404), 404, error(0, "404: Not Found"))
    ),
    ResponseMutation("404 for a wrong method", instead(when("", status=405), 404)),
    ResponseMutation(
        "another scope in a refusal",
        mutated(when("getMember", once=True), _refused),
        limited=True,
    ),
    ResponseMutation("no Allow", header(when("", status=405), "allow", None)),
    ResponseMutation("404 for a removed path", instead(when("", status=400), 404)),
    ResponseMutation(
        "too many requests, for ever",
        instead(
            when("getMember"),
            429,
            '{"message":"429: too many requests","retry_after":1,"scope":"generic_get","code":0}',
        ),
    ),
)
