"""API keys: created, accepted, and rejected if they were not created here."""

from __future__ import annotations

import base64
import json
import string
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from pluralkit_sandbox import contract
from pluralkit_sandbox.keys import Signer
from pluralkit_sandbox.testing import RunningSandbox

from tests.sandbox.helpers import Inside

ALICE = "1d09be59-b16e-4685-853f-8ed83c5b38ad"


def get(sandbox: RunningSandbox, path: str, key: str) -> httpx.Response:
    return httpx.get(sandbox.base_url + path, headers={"Authorization": f"Bearer {key}"})


def test_a_key_opens_what_its_scopes_say(pluralkit_sandbox: RunningSandbox) -> None:
    key = pluralkit_sandbox.key("alice", "read:members")

    assert get(pluralkit_sandbox, "/members/annie", key).json()["privacy"] is not None
    assert get(pluralkit_sandbox, "/groups/grpub", key).json()["privacy"] is None
    change = httpx.patch(
        f"{pluralkit_sandbox.base_url}/members/annie",
        headers={"Authorization": f"Bearer {key}"},
        json={"name": "other"},
    )
    assert (change.status_code, change.json()["code"]) == (403, 0)


def test_a_key_is_written_as_the_service_writes_it() -> None:
    prefix, body, signature = Signer().mint(ALICE, ["identify", "write:all"], "external_app").split(":")

    assert prefix == "pkapi"
    said = json.loads(base64.b64decode(body, validate=True))
    assert said.pop("tid")
    assert said == {"sid": ALICE, "type": "external_app", "scopes": ["identify", "write:all"]}
    assert len(base64.urlsafe_b64decode(signature + "==")) == 64


def test_each_key_has_an_id_of_its_own() -> None:
    signer = Signer()
    keys = [signer.read(signer.mint(ALICE, ["identify"])) for _ in range(2)]
    assert len({key.tid for key in keys if key}) == 2


def test_no_other_spelling_of_a_key_is_taken() -> None:
    signer = Signer()
    key = signer.mint(ALICE, ["read:members"])
    assert signer.read(key)

    # Letters next to each other share most of their bits: the last ones have some to spare.
    letters = f"{string.ascii_uppercase}{string.ascii_lowercase}{string.digits}+/-_"
    for place, letter in enumerate(key):
        near = letters.find(letter)
        for other in {letters[near - 1], letters[near ^ 1], "=", ":", " ", "é"} - {letter}:
            assert signer.read(key[:place] + other + key[place + 1 :]) is None
    for other in ("", "pkapi", "pkapi::", key[:-1], key + "=", key + ":", key.replace("pkapi", "PKAPI")):
        assert signer.read(other) is None


def test_prefix_of_keys_and_own_reference_come_from_the_contract(monkeypatch: pytest.MonkeyPatch) -> None:
    changed = replace(contract.load(), bearer_prefix="key-", own_reference="@own")
    monkeypatch.setattr(contract, "load", lambda: changed)
    signer = Signer()
    key = signer.mint(ALICE, ["read:all"])

    assert key.startswith("key-")
    assert signer.read(key)
    assert signer.read(key.removeprefix("key-")) is None
    with closing(Inside()) as sandbox:
        assert sandbox.ask("GET", "/systems/@own").status == 200
        assert sandbox.ask("GET", "/systems/@me").status == 404


def test_a_key_with_other_scopes_under_its_signature_is_no_key(pluralkit_sandbox: RunningSandbox) -> None:
    key = pluralkit_sandbox.key("alice", "read:members")
    prefix, body, signature = key.split(":")
    said = json.loads(base64.b64decode(body))
    said["scopes"] = ["write:all"]
    forged = ":".join([prefix, base64.b64encode(json.dumps(said).encode()).decode(), signature])

    assert get(pluralkit_sandbox, "/systems/@me/members", key).status_code == 200
    assert get(pluralkit_sandbox, "/systems/@me/members", forged).status_code == 401
    assert (
        get(pluralkit_sandbox, "/systems/@me/members", Signer().mint(ALICE, ["read:all"])).status_code == 401
    )


def test_a_key_of_a_system_that_is_not_there_is_no_key(pluralkit_sandbox: RunningSandbox) -> None:
    added = httpx.post(f"{pluralkit_sandbox.control_url}/systems", json={"systems": [{"key": "new"}]})
    assert added.status_code == 201
    key = pluralkit_sandbox.key("new", "read:all")
    assert get(pluralkit_sandbox, "/systems/@me", key).status_code == 200
    pluralkit_sandbox.reset()
    assert get(pluralkit_sandbox, "/systems/@me", key).status_code == 401


def test_a_key_outlives_a_reset(pluralkit_sandbox: RunningSandbox) -> None:
    key = pluralkit_sandbox.key("bob", "identify")
    pluralkit_sandbox.reset()
    assert get(pluralkit_sandbox, "/systems/@me", key).json()["id"] == "bobsys"


def test_keys_outlive_the_server_where_it_has_a_file(tmp_path: Path) -> None:
    file = tmp_path / "world.db.key"
    key = Signer(file).mint(ALICE, ["identify"])

    assert Signer(file).read(key)
    assert file.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    "scope", ["", "read", "read:", "admin:all", "read:everything", "READ:all", "read:all:all"]
)
def test_an_unknown_scope_is_named(scope: str) -> None:
    with pytest.raises(ValueError, match=f"^{scope!r} is not a scope: say identify, or one of publicread"):
        Signer().mint(ALICE, ["read:all", scope])


def test_a_key_has_scopes() -> None:
    with pytest.raises(ValueError, match="at least one scope"):
        Signer().mint(ALICE, [])


@pytest.mark.parametrize(
    "header",
    [
        "",
        "Bearer",
        "Bearer ",
        "bearer {key}",
        "Bearer  {key}",
        "{key}",
        "Bearer {token}",
        "Token {token}",
        "{upper}",
        "{lower}",
    ],
)
def test_a_modified_token_is_invalid(header: str) -> None:
    sandbox = Inside()
    key, token = sandbox.key("bob", "read:all").removeprefix("Bearer "), sandbox.tokens["bob"]
    sent = {"authorization": header.format(key=key, token=token, upper=token.upper(), lower=token.lower())}
    assert sandbox.ask("GET", "/systems/@me", by=None, headers=sent).status == 401
    sandbox.close()
