"""Seeds: missing values are generated, and errors are reported with their place."""

from __future__ import annotations

import copy
import json
import subprocess
import sys
from pathlib import Path
from typing import Any, cast

import pytest
from pluralkit_sandbox.application import create_api
from pluralkit_sandbox.seed import SeedError, read
from pluralkit_sandbox.webhooks import Sender
from pluralkit_sandbox.world import World

from contract_tests.recordings.loader import DATA
from contract_tests.support.asgi import ask
from tests.sandbox.helpers import request

WORLD: Any = json.loads((DATA / "world.json").read_bytes())


def test_a_seed_may_leave_almost_everything_out() -> None:
    ada = {"name": "Ada", "proxy_tags": [{"prefix": "A:"}]}
    seed = read(json.dumps({"systems": [{"members": [ada]}, {"token": "t"}]}).encode())
    app = create_api(World(seed, Sender()))
    first = seed.systems[0]
    mine = {"authorization": first.token}
    (ada,) = ask(app, request("GET", "/v2/systems/@me/members", by=None, headers=mine)).json()
    assert (ada["name"], ada["keep_proxy"], ada["autoproxy_enabled"]) == ("Ada", False, True)
    assert set(ada["privacy"].values()) == {"public"}
    assert ada["proxy_tags"] == [{"prefix": "A:", "suffix": None}]
    settings = ask(app, request("GET", "/v2/systems/@me/settings", by=None, headers=mine)).json()
    assert (settings["timezone"], settings["member_limit"], settings["proxy_switch"]) == ("UTC", 1000, "off")
    assert ask(app, request("GET", "/v2/systems/@me", by=None, headers={"authorization": "t"})).status == 200


GONE = object()
ALICE, ANNIE = "systems.0", "systems.0.members.0"


def put(world: Any, path: str, value: object) -> None:
    """Set what is at a path, take it away, or add it to the end of a list."""
    *parents, last = path.split(".")
    for part in parents:
        world = world[int(part) if part.isdecimal() else part]
    if value is GONE:
        del world[last]
    elif isinstance(world, list):
        cast("list[object]", world).append(value)
    else:
        world[last] = value


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        ("worlds", [], "the file: object contains unknown field `worlds`"),
        ("systems", GONE, "the file: object missing required field `systems`"),
        (f"{ALICE}.token", 1, "systems[0].token: expected `str`, got `int`"),
        ("systems.1.tokens", "x", "systems[1]: object contains unknown field `tokens`"),
        (
            "systems.1.token",
            WORLD["systems"][0]["token"],
            "systems[1].token: is the same as systems[0].token",
        ),
        (f"{ALICE}.members.2.name", 5, "systems[0].members[2].name: must be of type string"),
        (f"{ALICE}.members.2.name", "", "systems[0].members[2].name: must be a text that is not empty"),
        (f"{ALICE}.members.2.tts", 1, "systems[0].members[2].tts: must be of type boolean"),
        (
            f"{ALICE}.members.1.id",
            "annie",
            "systems[0].members[1].id: is the same as systems[0].members[0].id",
        ),
        (f"{ANNIE}.nme", "x", "systems[0].members[0].nme: is not a field of Member"),
        (f"{ANNIE}.id", "X", "systems[0].members[0].id: does not fit the pattern"),
        (f"{ANNIE}.uuid", "x", "systems[0].members[0].uuid: must be a UUID"),
        (f"{ANNIE}.birthday", "1999-02-30", "systems[0].members[0].birthday: must be a date"),
        (f"{ANNIE}.name", "x" * 101, "systems[0].members[0].name: is 101 long, 100 is allowed"),
        (f"{ANNIE}.created", "now", "systems[0].members[0].created: must be a time in UTC"),
        (f"{ANNIE}.privacy.visibility", "x", "members[0].privacy.visibility: must be one of public, private"),
        (f"{ANNIE}.privacy.x", "public", "members[0].privacy.x: is not a field of MemberPrivacy"),
        (f"{ANNIE}.privacy", "x", "systems[0].members[0].privacy: must be an object"),
        (f"{ANNIE}.proxy_tags.2", {"prefix": 5}, "proxy_tags[2].prefix: must be of type string or null"),
        (f"{ALICE}.groups.0.members.3", "gwenn", "systems[0].groups[0].members[3]: 'gwenn' is not the id"),
        (f"{ALICE}.groups.0.members.3", "annie", "systems[0].groups[0].members: names a member twice"),
        (f"{ALICE}.switches.0.members.1", "x", "systems[0].switches[0].members[1]: 'x' is not the id"),
        (
            f"{ALICE}.switches.1.timestamp",
            "2022-01-01T00:00:00Z",
            "is the same as systems[0].switches[0].timestamp",
        ),
        (f"{ALICE}.guilds.0.guild_id", GONE, "systems[0].guilds[0].guild_id: must be a Discord id"),
        (f"{ALICE}.guilds.0.tag", 5, "systems[0].guilds[0].tag: must be of type string"),
        (f"{ALICE}.member_guilds.0.member", None, "systems[0].member_guilds[0].member: None is not the id"),
        (f"{ALICE}.autoproxy.0.autoproxy_mode", "on", "autoproxy[0].autoproxy_mode: must be one of"),
        (f"{ALICE}.messages.0.member", "x", "systems[0].messages[0].member: 'x' is not the id"),
        (f"{ALICE}.accounts.1", "me", "systems[0].accounts[1]: must be a Discord id"),
        (f"{ALICE}.accounts.1", "9" * 19, "systems[0].accounts[1]: must be a Discord id"),
        (
            f"{ALICE}.settings.pings_enabled",
            "x",
            "systems[0].settings.pings_enabled: must be of type boolean",
        ),
    ],
)
def test_an_invalid_seed_is_reported_with_the_place(path: str, value: object, said: str) -> None:
    world = copy.deepcopy(WORLD)
    put(world, path, value)
    with pytest.raises(SeedError) as mistake:
        read(json.dumps(world).encode())
    assert said in str(mistake.value)


@pytest.mark.parametrize("source", [b"", b"[]", b"{", b"\xff", b"5", b'{"systems": {}}'])
def test_a_file_that_is_not_a_seed(source: bytes) -> None:
    with pytest.raises(SeedError):
        read(source)


def test_the_command_ends_with_2_and_the_place(tmp_path: Path) -> None:
    file = tmp_path / "seed.json"
    file.write_text('{"systems": [{"members": [{"name": 1}]}]}')
    for path, said in (
        (file, "systems[0].members[0].name: must be of type string"),
        (tmp_path / "none", "No such file"),
    ):
        command = [sys.executable, "-m", "pluralkit_sandbox", "--seed", str(path), "--port", "0"]
        ended = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
        assert (ended.returncode, ended.stdout) == (2, "")
        assert said in ended.stderr
        assert str(path) in ended.stderr
        assert "Traceback" not in ended.stderr
