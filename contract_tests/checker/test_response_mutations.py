"""The checker finds each response mutation, and nothing in the responses of a correct server."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from functools import cache

import httpx
import pytest
from pluralkit_contract.access import token_owner
from pluralkit_contract.contract import Json, load
from pluralkit_contract.engine.http import BaseUrl, HttpClient
from pluralkit_contract.probe.positive import KnownIds
from pluralkit_contract.reporters import terminal
from pluralkit_contract.traversal import Options, Run

from contract_tests.checker.response_mutations.proxy import Memory, Proxy
from contract_tests.checker.response_mutations.table import MUTATIONS
from contract_tests.checker.response_mutations.tools import ResponseMutation
from contract_tests.support import exchange_counts
from contract_tests.support.sampling import one_in
from contract_tests.support.timed_sandbox import SEED, START, Clock, TimedSandbox

SYSTEMS = {system["key"]: system for system in json.loads(SEED)["systems"]}
KEYS: list[Json] = SYSTEMS["alice"]["api_keys"]
GUILD: str = SYSTEMS["alice"]["guilds"][0]["guild_id"]
FAST = 100_000
"""Requests per second: no run sends as many."""
ONE_WAY = 0.005
"""Network latency in one direction, in seconds."""


class FoundError(BaseException):
    """A failure was found: end the run. Not an Exception, because the checker handles those."""


@pytest.mark.parametrize("mutation", one_in(8, MUTATIONS), ids=lambda mutation: mutation.name)
def test_a_mutation_is_found(mutation: ResponseMutation) -> None:
    assert run(mutation)


@pytest.mark.parametrize("limited", one_in(2, [True, False]))
@pytest.mark.parametrize("caller", ["alice", "bob", "carol", "erin"])
def test_a_correct_server_passes(caller: str, limited: bool) -> None:
    assert run(ResponseMutation("nothing", lambda _, reply: reply, caller, limited)) == ""


@pytest.mark.parametrize(
    ("scopes", "system"),
    [
        (["identify"], "@me"),
        (["publicread:all"], "@me"),
        (["read:members"], "@me"),
        (["read:members"], "exmpl"),
        (["write:switches"], "exmpl"),
        (["identify", "read:fronters"], "@me"),
    ],
    ids=str,
)
def test_a_correct_server_passes_for_an_api_key(scopes: list[str], system: str) -> None:
    clock = Clock()
    (key,) = (each for each in KEYS if each["scopes"] == scopes)
    wanted = Options(token_owner(load(), key["token"]), (system,), KnownIds((GUILD,), ()))
    assert first_failure(wanted, TimedSandbox(10, clock), clock) == ""


@pytest.mark.parametrize("name", ["members without end", "members without end, in lists"])
def test_contradictory_responses_end_the_run(name: str) -> None:
    (endless,) = (mutation for mutation in MUTATIONS if mutation.name == name)
    rounds: list[str] = []

    def heard(phase: str) -> None:
        if phase.startswith("resources of "):
            rounds.append(phase)
        if len(rounds) > 1:
            raise FoundError  # else this would take very long

    assert run(endless, heard)
    assert len(rounds) == 1, "the run follows ids that only the last responses contained"


def run(mutation: ResponseMutation, heard: Callable[[str], None] | None = None) -> str:
    """Run the checker against a mutated server; return the first failure.

    The run ends at the first response that is wrong by itself, unless `heard` receives its phases.
    """
    system = SYSTEMS[mutation.caller]
    guilds = tuple(each["guild_id"] for each in system["guilds"])
    messages = tuple(each["id"] for each in system["messages"])
    wanted = Options(token_owner(load(), system["token"]), (), KnownIds(guilds, messages))
    clock = Clock()
    server = TimedSandbox(10, clock) if mutation.limited else _remembering(mutation.caller)
    return first_failure(wanted, Proxy(load(), server, mutation.mutate), clock, heard)


def first_failure(
    wanted: Options,
    server: httpx.AsyncBaseTransport,
    clock: Clock,
    heard: Callable[[str], None] | None = None,
) -> str:
    """What is found at a server, in a time that passes as soon as everybody waits."""

    def enough() -> bool:
        return heard is None and reading.is_broken

    client = HttpClient(BaseUrl("http://pluralkit.test"), Network(server, enough), clock=clock)
    reading = Run(load(), client, wanted, heard or (lambda _: None))
    try:
        with asyncio.Runner(loop_factory=lambda: clock.loop) as runner:
            report = runner.run(reading.all())
            for result in report.results:
                exchange_counts.count(exchange_counts.Layer.CHECKER, result.case.label, result.answer.status)
            return terminal.details(report)
    except FoundError:
        return "a breach"


@cache
def _remembering(caller: str) -> httpx.AsyncBaseTransport:
    assert caller in SYSTEMS
    return Memory(TimedSandbox(FAST, lambda: START))


class Network(httpx.AsyncBaseTransport):
    """The way to a server and back, until `enough` is found."""

    def __init__(self, server: httpx.AsyncBaseTransport, enough: Callable[[], bool]) -> None:
        self._server = server
        self._enough = enough

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if self._enough():
            raise FoundError
        await asyncio.sleep(ONE_WAY)
        response = await self._server.handle_async_request(request)
        await asyncio.sleep(ONE_WAY)
        return response
