"""Every operation by every kind of key: what the contract's scopes say, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

import pytest
from pluralkit_contract.exchange import Answer
from pluralkit_sandbox import contract
from pluralkit_sandbox.contract import Operation

from tests.sandbox.helpers import SYSTEMS, Inside

# Bob's side is all private, so that what a stranger sees differs from what Bob sees.
PATHS = {
    "systemRef": "bobsys",
    "memberRef": "harry",
    "groupRef": "bgroup",
    "switchRef": "225db4c8-cb30-4109-af5e-36c602b643ed",
    "guildId": "466707357099884544",
    "messageId": "1235198210340847630",
}
BODIES: dict[str, Any] = {
    "updateSystem": {"tag": "x"},
    "updateSystemSettings": {"pings_enabled": True},
    "updateSystemGuildSettings": {"tag": "x"},
    "updateAutoproxySettings": {"autoproxy_mode": "front"},
    "createSwitch": {"members": ["harry"]},
    "updateSwitch": {"timestamp": "2023-03-03T04:00:00Z"},
    "updateSwitchMembers": ["harry"],
    "createMember": {"name": "x"},
    "updateMember": {"description": "y"},
    "updateMemberGuildSettings": {"display_name": "x"},
    "addMemberGroups": ["bgroup"],
    "removeMemberGroups": ["bgroup"],
    "overwriteMemberGroups": ["bgroup"],
    "createGroup": {"name": "x"},
    "updateGroup": {"description": "y"},
    "addGroupMembers": ["harry"],
    "removeGroupMembers": ["harry"],
    "overwriteGroupMembers": ["harry"],
}
OPERATIONS = [each for each in contract.load().operations if each.base_path == contract.load().base_path]
KEYS: dict[str, str] = {
    " ".join(key["scopes"]): f"Bearer {key['token']}" for key in SYSTEMS["bob"]["api_keys"]
}
Effect = Literal["as the owner", "as a stranger", "filtered", "refused"]


def expected(operation: Operation, scopes: str) -> Effect:
    """What the contract's extension says, spelled out once more and in another way than in the sandbox."""
    if operation.scopes is None:
        return "as a stranger"
    wanted = operation.scopes
    includes = {
        "all": {"system", "members", "groups", "fronters", "switches"},
        "switches": {"switches", "fronters"},
    }
    best = 0
    for scope in scopes.split():
        if scope == "identify":
            best = max(best, 1 if wanted.identify else 0)
            continue
        level, resource = scope.split(":")
        if wanted.resource in includes.get(resource, {resource}):
            best = max(best, {"publicread": 2, "read": 3, "write": 4}[level])
    if wanted.access == "write":
        return "as the owner" if best == 4 else "refused"
    if best >= 3:
        return "as the owner"
    if best == 2:
        outcomes: dict[str, Effect] = {"public": "filtered", "full": "as the owner", "refused": "refused"}
        return outcomes[wanted.publicread]
    return "filtered" if best else "as a stranger"


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Inside]:
    sandbox = Inside()
    yield sandbox
    sandbox.world.close()


def ask(sandbox: Inside, operation: Operation, by: str | None) -> Answer:
    """Ask a world in which Bob has settings for a server in every place: all operations can succeed."""
    sandbox.world.reset()
    store = sandbox.world.store
    member = store.find("members", "hid", "harry")
    assert member
    settings = {"display_name": None, "avatar_url": None, "keep_proxy": None}
    store.put_member_guild(member.id, PATHS["guildId"], settings)
    path = operation.path.format_map(PATHS) + ("?guild_id=1" if operation.path.endswith("/autoproxy") else "")
    return sandbox.ask(operation.method, path, BODIES.get(operation.id), by=by)


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.id)
def test_a_key_opens_what_its_scopes_say_and_no_more(sandbox: Inside, operation: Operation) -> None:
    owner, stranger = ask(sandbox, operation, "bob"), ask(sandbox, operation, None)
    assert owner.status in (200, 204), owner.body
    for scopes, header in KEYS.items():
        answered = ask(sandbox, operation, header)
        effect = expected(operation, scopes)
        said = f"{scopes}: {effect}, not {answered.status} {answered.body[:200]!r}"
        match effect:
            case "as the owner":
                assert answered.status == owner.status, said
                if operation.method == "GET":
                    assert answered.body == owner.body, said
            case "as a stranger":
                assert (answered.status, answered.body) == (stranger.status, stranger.body), said
            case "refused":
                assert answered.status == 403, said
                assert answered.json()["code"] == 0, said
            case "filtered":
                assert answered.status in (200, 204), said
                if stranger.status == answered.status:
                    assert answered.body == stranger.body, said
                else:
                    assert b'"private"' not in answered.body, said
                    assert b"secret" not in answered.body, said


def test_the_table_has_every_operation_and_sees_every_effect() -> None:
    writes = {operation.id for operation in OPERATIONS if operation.method in ("POST", "PATCH")}
    assert set(BODIES) == writes
    effects = {expected(operation, scopes) for operation in OPERATIONS for scopes in KEYS}
    assert effects == {"as the owner", "as a stranger", "filtered", "refused"}


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
def test_what_is_nearly_a_token_is_none(sandbox: Inside, header: str) -> None:
    key = KEYS["read:all"].removeprefix("Bearer ")
    token = SYSTEMS["bob"]["token"]
    sent = {"authorization": header.format(key=key, token=token, upper=token.upper(), lower=token.lower())}
    assert sandbox.ask("GET", "/systems/@me", by=None, headers=sent).status == 401
