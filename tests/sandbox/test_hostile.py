"""Malformed input never crashes or hangs the sandbox, and every error is reported as JSON."""

from __future__ import annotations

import asyncio
import json

import pytest
from pluralkit_contract.exchange import Answer
from pluralkit_sandbox import contract
from pluralkit_sandbox.routing import MAX_BODY

from contract_tests.support.asgi import answer
from tests.sandbox.helpers import Inside, request

PATHS = {
    "systemRef": "@me",
    "memberRef": "annie",
    "groupRef": "grpub",
    "switchRef": "84f75844-ca23-42ad-9f7a-9f9e1ed9e503",
    "guildId": "466707357099884544",
}
WRITES = [operation for operation in contract.load().operations if operation.method in ("POST", "PATCH")]


def target(path: str) -> str:
    filled = path.format_map(PATHS)
    return f"{filled}?guild_id={PATHS['guildId']}" if filled.endswith("/autoproxy") else filled


def everywhere(value: str) -> bytes:
    """A body that has a value, written as JSON, in every place where one is looked for."""
    keys = {key for schema in contract.load().schemas.values() for key in schema.fields}
    return ("{" + ",".join(f'"{key}":{value}' for key in sorted(keys)) + "}").encode()


BODIES = {
    "more than a MiB": b'{"name":"' + b"x" * MAX_BODY + b'"}',
    "a depth bomb of lists": b"[" * 900_000,
    "a depth bomb of objects": b'{"a":' * 180_000,
    "ten thousand elements": json.dumps(["zzzzz"] * 10_000).encode(),
    "ten thousand members": json.dumps({"members": ["annie"] * 10_000}).encode(),
    "ten thousand tags": json.dumps({"proxy_tags": [{"prefix": "a"}] * 10_000}).encode(),
    "ten thousand holes": b"[" + b"," * 10_000 + b"]",
    "a NUL": everywhere(r'"a\u0000b"'),
    "half a surrogate pair": everywhere(r'"\ud800"'),
    "half a surrogate pair in a list": rb'["\udfff"]',
    "a huge integer": everywhere("9" * 300),
    "a huge integer in a list": b"[" + b"9" * 300 + b"]",
    "a huge float": everywhere("1e999"),
    "a list in a list": b"[[]]",
    "lists": everywhere("[[[]]]"),
    "objects": everywhere('{"":{}}'),
    "Latin-1": '{"name":"é"}'.encode("latin-1"),
    "UTF-16 that says it is UTF-8": '{"name":"x"}'.encode("utf-16"),
    "UTF-7": b"+AHs-+ACI-name",
    "nothing": b"",
    "blanks": b" " * 900_000,
    "an open comment": b"/*" * 400_000,
    "an open text": b'{"name":"' + b"\\" * 900_001,
    "a number like a dash": b"-" * 900_000,
}


def check(answered: Answer) -> None:
    assert 400 <= answered.status < 500
    body = answered.json()
    assert body.get("message") or answered.media_type == "application/problem+json"


@pytest.fixture(scope="module")
def sandbox() -> Inside:
    return Inside()


@pytest.mark.parametrize("name", BODIES)
def test_malicious_bodies_are_rejected(sandbox: Inside, name: str) -> None:
    for operation in WRITES:
        if name == "ten thousand elements" and operation.id == "updateSwitchMembers":
            continue  # named twice: refused before anybody looks for zzzzz
        answered = sandbox.ask(
            operation.method, target(operation.path), raw=BODIES[name], base=operation.base_path
        )
        # A key that is not read is not looked at either; a list of huge size may be fine.
        if answered.status not in (200, 204):
            check(answered)
    sandbox.world.reset()


@pytest.mark.parametrize("encoding", ["utf-32", "latin-1", "utf-7", "nonsense", ""])
def test_encodings_that_are_not_read(sandbox: Inside, encoding: str) -> None:
    answered = sandbox.ask(
        "POST",
        "/members",
        raw=b'{"name":"x"}',
        headers={"content-type": f"application/json; charset={encoding}"},
    )
    assert answered.status in ((200,) if encoding == "" else (415,))


def test_utf16_is_read(sandbox: Inside) -> None:
    content = '{"name": "naïve 🜂"}'.encode("utf-16-le")
    answered = sandbox.ask(
        "POST", "/members", raw=content, headers={"content-type": "text/json; charset=UTF-16"}
    )
    assert answered.json().get("name") == "naïve 🜂"


def test_a_body_of_more_than_a_mebibyte_is_refused_whatever_it_says(sandbox: Inside) -> None:
    for size, status in ((1 << 20, 200), ((1 << 20) + 1, 400)):
        answered = sandbox.ask("PATCH", "/members/annie", raw=b'{"tts":true}'.ljust(size))
        assert answered.status == status


def test_a_body_without_a_length_that_never_ends_is_refused(sandbox: Inside) -> None:
    asked = request("POST", "/v2/members", headers={"content-type": "application/json"})
    check(asyncio.run(answer(sandbox.app, asked, [b'"' + b"x" * 65_536] * 20)))


@pytest.mark.parametrize(
    "path",
    [
        "/systems/%ff",
        "/systems/%00",
        "/systems/" + "x" * 60_000,
        "/systems/" + "9" * 60_000,
        "/members/%ed%a0%80",
        "/members/%F0%9F%9C%82",
        "/members/annie%0a",
        "/messages/" + "9" * 60_000,
        "/messages/-1",
        "/messages/%D9%A1",
        "/systems/@me/guilds/1e3",
        "/systems/exmpl/switches?limit=" + "9" * 60_000,
        "/systems/exmpl/switches?limit=-1",
        "/systems/exmpl/switches?before=" + "2" * 60_000,
        "/systems/exmpl/switches/%00",
        "/systems/@me/autoproxy?guild_id=%ff",
    ],
)
def test_malicious_paths_are_rejected(sandbox: Inside, path: str) -> None:
    check(sandbox.ask("GET", path))
