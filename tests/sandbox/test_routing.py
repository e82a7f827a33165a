"""Responses of the gateway beyond those in the recordings."""

from __future__ import annotations

import pytest
from pluralkit_sandbox import contract

from contract_tests.support.asgi import ask
from tests.sandbox.helpers import SYSTEMS, Inside, code, request

ANNIE = "134ba358-9c6c-4ff7-9e7f-c51cade930c5"
ALICE = "1d09be59-b16e-4685-853f-8ed83c5b38ad"
SWITCH = "84f75844-ca23-42ad-9f7a-9f9e1ed9e503"


@pytest.fixture(scope="module")
def sandbox() -> Inside:
    return Inside()


@pytest.mark.parametrize(
    "ref",
    [
        "annie",
        "ANNIE",
        "an-nie",
        "-annie-",
        "a%6enie",
        ANNIE,
        ANNIE.upper(),
        ANNIE.replace("-", ""),
        f"%7B{ANNIE}%7D",
    ],
)
def test_a_member_by_any_of_its_names(sandbox: Inside, ref: str) -> None:
    assert sandbox.ask("GET", f"/members/{ref}").json().get("id") == "annie"


@pytest.mark.parametrize(
    "ref", ["--annie--", "annie%20", "a-n-n-i-e", f"urn:uuid:{ANNIE}", "@me", "466378653216014359"]
)
def test_no_members(sandbox: Inside, ref: str) -> None:
    assert code(sandbox.ask("GET", f"/members/{ref}")) == (404, 20002)


@pytest.mark.parametrize("ref", ["%40me", "exmpl", "EX-MPL", "466378653216014359", ALICE.upper()])
def test_a_system_by_any_of_its_names(sandbox: Inside, ref: str) -> None:
    assert sandbox.ask("GET", f"/systems/{ref}").json().get("id") == "exmpl"


@pytest.mark.parametrize("ref", ["@ME", "", "9" * 19, "9223372036854775808", "46637865321601435", "annie"])
def test_no_systems(sandbox: Inside, ref: str) -> None:
    assert code(sandbox.ask("GET", f"/systems/{ref}/members")) == (404, 20001)


def test_a_reference_is_looked_up_before_anything_else(sandbox: Inside) -> None:
    for headers in ({"user-agent": ""}, {"content-type": "text/plain"}):
        answered = sandbox.ask("PATCH", "/members/zzzzz", raw=b"{", by=None, headers=headers)
        assert code(answered) == (404, 20002)
    assert code(sandbox.ask("PATCH", f"/systems/zzzzz/switches/{SWITCH}", raw=b"")) == (404, 20001)
    assert code(sandbox.ask("DELETE", f"/systems/@me/switches/{SWITCH}", by=None)) == (401, 0)


def test_a_wrong_method_for_a_nonexistent_resource(sandbox: Inside) -> None:
    answered = sandbox.ask("PUT", "/groups/zzzzz")
    assert code(answered) == (404, 20004)
    assert set(answered.headers.get("allow", "").split(",")) == {"GET", "HEAD", "PATCH", "DELETE"}


@pytest.mark.parametrize("operation", contract.load().operations, ids=lambda operation: operation.id)
def test_every_route_names_its_methods(sandbox: Inside, operation: contract.Operation) -> None:
    path = operation.path.format(
        systemRef="exmpl", memberRef="annie", groupRef="grpub", switchRef=SWITCH, guildId="1", messageId="1"
    )
    for method in ("OPTIONS", "PUT"):
        answered = sandbox.ask(method, path, by=None, base=operation.base_path)
        assert (answered.status, answered.body) == (200 if method == "OPTIONS" else 405, b"")
        assert operation.method in answered.headers["allow"].split(",")
        assert ("HEAD" in answered.headers["allow"]) == ("GET" in answered.headers["allow"])


def test_head(sandbox: Inside) -> None:
    full, short = (sandbox.ask(method, "/systems/exmpl/settings") for method in ("GET", "HEAD"))
    assert (short.status, short.body) == (200, b"")
    assert short.headers == full.headers
    refused = sandbox.ask("HEAD", "/members/annie")
    assert (refused.status, refused.body) == (405, b"")
    assert refused.headers["allow"] == "GET,PATCH,DELETE"
    assert sandbox.ask("HEAD", "/members").headers["allow"] == "POST"


@pytest.mark.parametrize(
    ("target", "status"),
    [
        ("/v2/", 404),
        ("/v2x", 404),
        ("/v2/systems/", 404),
        ("/v2/members/annie/", 404),
        ("/v2/members/annie/nothing", 404),
        ("/v2/systems/exmpl/switches/" + SWITCH + "/x", 404),
        ("/v2/m", 400),
        ("/v2/m/", 400),
        ("/v2/msg", 404),
        ("/v1x", 410),
        ("/v10/systems", 410),
        ("/v3", 400),
        ("/favicon.ico", 400),
        ("//v2/systems/exmpl", 400),
        ("/V2/systems/exmpl", 400),
    ],
)
def test_paths_that_are_no_routes(sandbox: Inside, target: str, status: int) -> None:
    for method in ("GET", "POST"):
        answered = ask(sandbox.app, request(method, target, by=None))
        assert answered.status == status
        assert answered.headers["access-control-allow-origin"] == "*"


def test_every_answer_says_that_any_origin_may_read_it(sandbox: Inside) -> None:
    cors = {name.lower(): value for name, value in contract.load().cors.items()}
    for method, path, body in (
        ("GET", "/members/annie", None),
        ("DELETE", "/members/diego", None),
        ("PATCH", "/members/annie", {"tts": True}),
        ("PATCH", "/members/annie", None),
        ("PUT", "/members/annie", None),
        ("GET", "/members/zzzzz", None),
        ("GET", "/members/%ff", None),
    ):
        answered = sandbox.ask(method, path, body)
        assert cors.items() <= answered.headers.items()
    sandbox.world.reset()


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("limit=2", 2),
        ("LIMIT=2", 2),
        ("limit=2&limit=1", 2),
        ("limit=%202%20", 2),
        ("limit=0x2", 2),
        ("limit=+2", 2),
        ("limit=", 5),
        ("limit=%20", 5),
        ("other=1", 5),
        ("before=2022-01-03T00:00:00.123456Z", 2),
        ("Before=2022-01-03T00:00:00.1234567Z", 2),
        ("before=2022-01-03T00:00:00,2Z&limit=1", 1),
    ],
)
def test_queries_as_they_are_read(sandbox: Inside, query: str, count: int) -> None:
    assert len(sandbox.ask("GET", f"/systems/exmpl/switches?{query}", by=None).json()) == count


@pytest.mark.parametrize(
    "query", ["limit=1.5", "limit=1e1", "limit=2147483648", "limit=-1", "limit=1;2", "before=0"]
)
def test_queries_are_validated_before_the_caller_is_checked(sandbox: Inside, query: str) -> None:
    for system in ("exmpl", "bobsys"):  # Bob's history is private
        assert code(sandbox.ask("GET", f"/systems/{system}/switches?{query}", by=None)) == (400, 0)


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("", 200),
        ("?with_members=TRUE", 200),
        ("?WITH_MEMBERS=false", 200),
        ("?with_members", 400),
        ("?with_members=", 400),
        ("?with_members=1", 400),
        ("?with_members=yes&with_members=true", 400),
    ],
)
def test_with_members_is_true_or_false(sandbox: Inside, query: str, status: int) -> None:
    answered = sandbox.ask("GET", f"/systems/exmpl/groups{query}", by=None)
    assert answered.status == status
    if status == 200:
        assert ("members" in answered.json()[0]) == ("TRUE" in query)


@pytest.mark.parametrize(
    ("guild", "found"),
    [
        ("466707357099884544", True),
        ("0466707357099884544", True),
        ("0x67A12E0AC400000", False),
        ("%20466707357099884544", True),
        ("0", False),
        ("18446744073709551615", False),
    ],
)
def test_ids_of_servers(sandbox: Inside, guild: str, found: bool) -> None:
    answered = sandbox.ask("GET", f"/systems/@me/guilds/{guild}")
    assert answered.status == 200 if found else code(answered) == (404, 20009)


@pytest.mark.parametrize("guild", ["x", "-1", "1.0", "18446744073709551616", "%20", "1e3", "0x"])
def test_guild_ids_are_validated_before_the_caller_is_checked(sandbox: Inside, guild: str) -> None:
    for path in ("/systems/exmpl/guilds/", "/members/annie/guilds/"):
        assert code(sandbox.ask("GET", f"{path}{guild}", by=None)) == (400, 0)
    assert code(sandbox.ask("GET", f"/systems/exmpl/autoproxy?guild_id={guild}x", by=None)) == (400, 0)


def test_autoproxy_is_for_servers_alone(sandbox: Inside) -> None:
    for query in ("", "?guild_id=", "?guild_id=1&channel_id=2", "?channel_id=2"):
        assert code(sandbox.ask("GET", f"/systems/@me/autoproxy{query}")) == (501, 50001)
        assert code(sandbox.ask("GET", f"/systems/exmpl/autoproxy{query}", by="bob")) == (403, 0)
    assert sandbox.ask("GET", "/systems/@me/autoproxy?guild_id=7&channel_id=").status == 200


def test_the_bot_state_has_the_format_of_the_dashboard() -> None:
    sandbox = Inside()
    answer = sandbox.ask("GET", "/discord/shard_state", by=None, base="/private")
    (shard,) = answer.json()["shards"]
    assert (answer.status, shard["shard_id"], shard["up"]) == (200, 0, True)
    stats = sandbox.ask("GET", "/stats", by=None, base="/private").json()
    assert stats["db"]["systems"] == len(SYSTEMS)
    assert stats["db"]["members"] == sum(len(system["members"]) for system in SYSTEMS.values())
